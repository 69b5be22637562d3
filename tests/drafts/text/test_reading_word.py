"""Word files read as plain text: numbers as Word counts them, words kept, tracked changes apart."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from drafts.text.grammar import parse
from drafts.text.reading import ReadArticle, read_instrument
from drafts.text.reading_file import read_file, unpacked
from drafts.text.reading_word import UnreadableFile, read_word
from tests.drafts.text.word_files import (
    W,
    article,
    deleted,
    inserted,
    mark,
    numbering,
    paragraph,
    restart,
    run,
    word_file,
)

ITALIC = "<w:i/>"


def lines(content: bytes, refused: tuple[int, ...] = ()) -> list[str]:
    """The lines of the article that a file of one article holds, below its heading."""
    source = read_word(content).source(refused)
    return [line for line in source.split("\n") if line.strip()][3:]


def outline(content: bytes, refused: tuple[int, ...] = ()) -> list[tuple[int, str, str]]:
    source = read_instrument(read_word(content).source(refused)).articles[-1].source
    return [(block.depth, block.label, block.text) for block in parse(source)[0]]


def test_words_own_numbers_are_counted_as_word_counts_them() -> None:
    content = word_file(
        *article(
            paragraph("Lamps burn.", 0),
            paragraph("A lamp shall:", 0),
            paragraph("shine;", 1),
            paragraph("be seen:", 1),
            paragraph("by ships;", 2),
            paragraph("by boats.", 2),
            paragraph("Keepers sleep by day:", 0),
            paragraph("all of them.", 1),
        )
    )
    assert lines(content) == [
        "1. Lamps burn.",
        "2. A lamp shall:",
        "    (a) shine;",
        "    (b) be seen:",
        "        (i) by ships;",
        "        (ii) by boats.",
        "3. Keepers sleep by day:",
        "    (a) all of them.",
    ]


def test_a_list_starts_again_where_an_override_says_so_and_goes_on_where_none_does() -> None:
    lists = numbering("", restart(0), "", restart(0, 7))
    content = word_file(
        *article(
            paragraph("One.", 0, 1), paragraph("Two.", 0, 1), paragraph("Afresh.", 0, 2), paragraph("Second.", 0, 2),
            paragraph("Shared count.", 0, 3), paragraph("Seventh.", 0, 4),
        ),
        lists=lists,
    )  # fmt: skip
    assert [line.split()[0] for line in lines(content)] == ["1.", "2.", "1.", "2.", "3.", "7."]


def test_a_level_that_never_restarts_goes_on_counting() -> None:
    content = word_file(
        *article(paragraph("A:", 0), paragraph("x;", 1), paragraph("B:", 0), paragraph("y.", 1)),
        lists=numbering(more='<w:lvlRestart w:val="0"/>'),
    )
    assert lines(content) == ["1. A:", "    (a) x;", "2. B:", "    (b) y."]


def test_numbers_that_a_style_gives_are_read_and_numbered_articles_too() -> None:
    content = word_file(*article(paragraph("One:", style="Listed"), paragraph("of it.", style="Deeper")))
    assert lines(content) == ["1. One:", "    (a) of it."]
    auto = numbering(shapes=(("decimal", "Article %1"), ("decimal", "%2.")))
    content = word_file(
        paragraph("Convention on Lanterns"),
        paragraph("Keeping", 0), paragraph("Lamps burn.", 1), paragraph("Costs", 0), paragraph("Keepers pay.", 1),
        lists=auto,
    )  # fmt: skip
    read = read_instrument(read_word(content).accepted)
    assert [(one.label, one.heading, one.source) for one in read.articles] == [
        ("1", "Keeping", "1. Lamps burn."),
        ("2", "Costs", "1. Keepers pay."),
    ]


def test_typed_numbers_with_tabs_are_found_by_what_they_say() -> None:
    content = word_file(
        *article(
            paragraph("<w:r><w:tab/><w:t>1.</w:t><w:tab/><w:t>A lamp shall:</w:t></w:r>"),
            paragraph("<w:r><w:tab/><w:tab/><w:t>(a)</w:t><w:tab/><w:t>shine; and</w:t></w:r>"),
            paragraph("<w:r><w:tab/><w:tab/><w:t>(b)</w:t><w:tab/><w:t>be kept.</w:t></w:r>"),
            paragraph("<w:r><w:tab/><w:t>1 </w:t></w:r>" + run("bis", ITALIC) + run(".\tKeepers are paid.")),
        )
    )
    assert outline(content)[:3] == [(0, "1.", "A lamp shall:"), (1, "(a)", "shine; and"), (1, "(b)", "be kept.")]
    assert outline(content)[3:] == [(0, "1 bis.", "Keepers are paid.")]


def test_headings_on_lines_of_their_own_are_headings_where_they_look_so() -> None:
    centred, bold = '<w:jc w:val="center"/>', "<w:b/>"
    content = word_file(
        paragraph("Convention on Lanterns"),
        paragraph("CHAPTER I", more=centred),
        paragraph("Lights", more=centred),
        paragraph("Article 1", more=centred),
        paragraph(run("Keeping of lights", bold)),
        paragraph("Lamps burn."),
        paragraph("Article 2", more=centred),
        paragraph("Keepers pay"),
        paragraph("what they owe."),
    )
    read = read_instrument(read_word(content).accepted)
    assert [(one.kind, one.label, one.heading) for one in read.divisions] == [("chapter", "I", "Lights")]
    assert [(one.heading, one.source) for one in read.articles] == [
        ("Keeping of lights", "Lamps burn."),
        ("", "Keepers pay\n\nwhat they owe."),
    ]


def test_a_heading_in_plain_letters_stands_directly_below_its_number() -> None:
    opening = (paragraph("Convention on Lanterns"), paragraph(), paragraph("Article 1"))
    below = word_file(*opening, paragraph("Keeping"), paragraph("Lamps burn."))
    apart = word_file(*opening, paragraph(), paragraph("Keepers pay"), paragraph("what they owe."))
    found = [read_instrument(read_word(content).accepted).articles[0] for content in (below, apart)]
    assert [(one.heading, one.source) for one in found] == [
        ("Keeping", "Lamps burn."),
        ("", "Keepers pay\n\nwhat they owe."),
    ]


def test_italics_brackets_names_and_signs_of_the_syntax_survive() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    content = word_file(
        *article(
            paragraph(
                run("Burn ") + run("inter ", ITALIC) + run("alia", ITALIC) + run(" [at night]")
                + run("Chile, Kenya", raised) + run(" at 5 * 3 {a} c\\[d 2") + run("nd", raised) + run(" hour.")
            )
        )
    )  # fmt: skip
    assert lines(content) == [
        "Burn *inter alia* [at night]^{Chile, Kenya} at 5 \\* 3 \\{a\\} c\\\\[d 2nd hour.",
    ]


def test_footnotes_stand_where_they_are_referred_to_and_comments_are_named_and_dropped() -> None:
    notes = f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="2">'
    notes += f"{paragraph('A {lamp} burns')}{paragraph('oil.')}</w:footnote></w:footnotes>"
    comments = f'<w:comments {W}><w:comment w:id="1">{paragraph("Really?")}</w:comment></w:comments>'
    said = run("Lamps") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" burn.")
    read = read_word(word_file(*article(paragraph(said)), footnotes=notes, comments=comments))
    assert "Lamps{fn: A (lamp) burns oil.} burn." in read.accepted
    assert read.warnings == ("1 comment in the margin of the file was left out.",)


def test_tables_text_boxes_and_tables_of_contents_lose_no_words_of_the_text() -> None:
    table = f"<w:tbl><w:tr><w:tc>{paragraph('Left cell.')}</w:tc><w:tc>{paragraph('Right cell.')}</w:tc></w:tr></w:tbl>"
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('In a box.')}</w:txbxContent></w:pict></w:r>"
    contents = paragraph("Article 1 Keeping 3", style="TOC1")
    read = read_word(word_file(contents, *article(paragraph(run("Before.") + box), table)))
    assert [line for line in read.accepted.split("\n") if line][3:] == [
        "Before.", "In a box.", "Left cell.", "Right cell."
    ]  # fmt: skip
    assert len(read.warnings) == 3


def test_each_tracked_change_can_be_accepted_or_refused_alone() -> None:
    content = word_file(
        *article(
            paragraph(run("Lamps ") + deleted("shall") + inserted("may") + run(" burn."), 0),
            paragraph(inserted("Keepers sleep.", "Kenya"), 0, more=mark("ins", "Kenya")),
            paragraph(run("Ships pass."), 0),
        )
    )
    read = read_word(content)
    assert [(one.author, one.deleted, one.inserted, one.place) for one in read.changes] == [
        ("Chile", "shall", "may", "Article 1"),
        ("Kenya", "", "Keepers sleep. ¶", "Article 1"),
    ]
    first, second = (one.number for one in read.changes)
    assert lines(content) == ["1. Lamps may burn.", "2. Keepers sleep.", "3. Ships pass."]
    assert lines(content, (first,)) == ["1. Lamps shall burn.", "2. Keepers sleep.", "3. Ships pass."]
    assert lines(content, (second,)) == ["1. Lamps may burn.", "2. Ships pass."]
    assert lines(content, (first, second)) == ["1. Lamps shall burn.", "2. Ships pass."]
    assert read.refused == read.source((first, second))


def test_paragraphs_are_joined_where_the_mark_between_them_goes() -> None:
    content = word_file(
        *article(paragraph(run("Lamps burn"), 0, more=mark("del")), paragraph(run(" and ships pass."), 0))
    )
    assert lines(content) == ["1. Lamps burn and ships pass."]
    assert lines(content, (0,)) == ["1. Lamps burn", "2. and ships pass."]


def test_the_two_ends_of_a_move_are_one_change() -> None:
    by = 'w:id="5" w:author="Chile" w:date="2026-01-02T10:00:00Z"'
    start = f'<w:moveFromRangeStart {by} w:name="move1"/><w:moveFrom {by}>{run("by night")}</w:moveFrom>'
    end = f'<w:moveToRangeStart {by} w:name="move1"/><w:moveTo {by}>{run("by night")}</w:moveTo>'
    content = word_file(
        *article(
            paragraph(run("Lamps burn ") + start + '<w:moveFromRangeEnd w:id="5"/>' + run("."), 0),
            paragraph(run("Ships pass ") + end + '<w:moveToRangeEnd w:id="5"/>' + run("."), 0),
        )
    )
    read = read_word(content)
    assert [(one.author, one.deleted, one.inserted) for one in read.changes] == [("Chile", "by night", "by night")]
    assert lines(content) == ["1. Lamps burn .", "2. Ships pass by night."]
    assert lines(content, (0,)) == ["1. Lamps burn by night.", "2. Ships pass ."]


def zipped(**parts: str | bytes) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return made.getvalue()


BOMB = f'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><w:document {W}><w:body>&b;</w:body></w:document>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 and then nothing", "damaged or locked"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on", "old .doc file"),
        (zipped(xl__workbook_xml="<x/>"), "not a Word file"),
        (zipped(word__document_xml="<w:document"), "not XML"),
        (zipped(word__document_xml=BOMB), "document type"),
        (zipped(word__document_xml=b" " * (33 * 1024 * 1024)), "unfolds to more"),
        (word_file(*["<w:p/>"] * 60_001), "more words than the portal reads"),
        (b"%PDF-1.7", "This is a PDF"),
        (b"  \n", "empty"),
        (b"Article 1\n\xff\xfe", "line 2"),
    ],
)
def test_a_hostile_or_foreign_file_gets_one_sentence(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words) as refused:
        read_file(content)
    assert str(refused.value).endswith(".")


def test_what_a_form_carries_reads_the_same_and_what_was_tampered_with_is_refused() -> None:
    content = word_file(*article(paragraph(run("Lamps ") + inserted("may") + run(" burn."), 0)))
    sent = read_file(content)
    again = unpacked(sent.carried)
    assert (again.source(), again.source((0,)), again.changes) == (sent.source(), sent.source((0,)), sent.changes)
    for carried in ("", "word:", "text:!!!", "word:QXJ0aWNsZQ==", "exe:TVo=", sent.carried[:-40]):
        with pytest.raises(UnreadableFile):
            unpacked(carried)


TREATIES = ["un-cybercrime-2024.en", "un-cybercrime-2024.fr", "un-cybercrime-2024.es"]


def clauses(article: ReadArticle, language: str) -> list[tuple[int, str, str]]:
    return [(block.depth, block.label, block.text) for block in parse(article.source, language)[0]]


@pytest.mark.parametrize("name", TREATIES)
def test_a_real_word_file_says_what_the_text_file_says(data_folder: Path, name: str) -> None:
    """The same articles, clauses, labels and words. The Word files lack the numbers of the notes in the annex, which
    the text files have; nothing else differs."""
    language = name[-2:]
    word = read_instrument(read_word((data_folder / "docx" / f"{name}.docx").read_bytes()).accepted, language)
    text = read_instrument((data_folder / "treaties" / f"{name}.txt").read_text(encoding="utf-8"), language)
    assert [(one.kind, one.label, one.heading) for one in word.divisions] == [
        (one.kind, one.label, one.heading) for one in text.divisions
    ]
    assert word.title == text.title
    assert [(one.kind, one.label, one.heading) for one in word.articles] == [
        (one.kind, one.label, one.heading) for one in text.articles
    ]
    assert sum(one.kind == "article" for one in word.articles) == 68
    for ours, theirs in zip(word.articles, text.articles, strict=True):
        if ours.kind == "annex":
            assert [said for _, _, said in clauses(ours, language)] == [
                said for _, _, said in clauses(theirs, language)
            ]
        else:
            assert clauses(ours, language) == clauses(theirs, language)


@pytest.mark.parametrize("name", TREATIES)
def test_no_word_of_a_real_word_file_is_lost(data_folder: Path, name: str) -> None:
    content = (data_folder / "docx" / f"{name}.docx").read_bytes()
    with ZipFile(BytesIO(content)) as archive:
        raw = archive.read("word/document.xml").decode()
    paragraphs = re.findall(r"<w:p[ >].*?</w:p>", raw, re.S)
    wanted: Counter[str] = Counter()
    for one in paragraphs:
        said = "".join(piece or " " for piece in re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:br/>|<w:tab/>", one))
        wanted.update(re.findall(r"\w+", said.replace("&amp;", "&")))
    found = Counter(re.findall(r"\w+", read_word(content).accepted))
    assert wanted - found == Counter()
