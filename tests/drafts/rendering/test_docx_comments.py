"""Compilations as Word files: every remark is a comment on its paragraph, and the text below them is the clean one."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document as open_word
from hypothesis import given, settings

from drafts.rendering import docx_frame as frame
from drafts.rendering.build import Place, clean_section, comments_section, compiled_section
from drafts.rendering.docx import word_file
from drafts.rendering.tree import Document, Remark
from drafts.text.grammar import parse
from drafts.text.reading_word import read_word
from tests.drafts.rendering.papers import COVER, blocks_of, document, remark
from tests.drafts.rendering.word_changes import W, parts_of
from tests.drafts.text.strategies import laws, source

EVERYTHING = """C-0417, substantive, para. 1, on behalf of the River Group
Proposed wording: Each State Party shall keep a publicfree register
A public register helps travellers.
It costs little.
Reply of the Core Group: Accepted in part. The keeper should know (carried out in Draft 3)."""


def anchored(content: bytes) -> dict[str, list[str]]:
    """For each commented paragraph its words, and whose comments hang on it."""
    parts = parts_of(content)
    authors = {one.get(f"{W}id"): one.get(f"{W}author") or "" for one in parts["word/comments.xml"].iter(f"{W}comment")}
    found: dict[str, list[str]] = {}
    for paragraph in parts["word/document.xml"].iter(f"{W}p"):
        begun = sorted(one.get(f"{W}id") or "" for one in paragraph.iter(f"{W}commentRangeStart"))
        ended = [one.get(f"{W}id") or "" for one in paragraph.iter(f"{W}commentRangeEnd")]
        said = [one.get(f"{W}id") or "" for one in paragraph.iter(f"{W}commentReference")]
        assert begun == sorted(ended) == sorted(said)
        if said:
            words = "".join(one.text or "" for one in paragraph.iter(f"{W}t"))
            found.setdefault(words, []).extend(authors[one] for one in said)
    assert sum(map(len, found.values())) == len(authors)
    return found


def test_remarks_hang_on_clause_heading_and_title() -> None:
    content = word_file(document("compilation", articles=1))
    assert anchored(content) == {
        "Draft Convention on Ferries": ["Ruritania"],
        "Article 1Register of ferries": ["Lantern Watch", "Sylvania"],
        "Each State Party shall keep a public register of its ferries [and rafts]Freedonia, Sylvania.": [
            "Freedonia",
            "Ruritania",
        ],
        "A fee may be asked – not more than 10 €.": ["Ferry Initiative"],
    }


def test_word_shows_who_said_what_and_when() -> None:
    content = word_file(document("compilation", articles=1))
    comments = {one.author: one for one in open_word(BytesIO(content)).comments}
    assert comments["Freedonia"].text == EVERYTHING
    assert comments["Ferry Initiative"].text == "Wording of the facilitator."
    assert (comments["Lantern Watch"].initials, comments["Freedonia"].initials) == ("LW", "Fr")
    assert f"{comments['Freedonia'].timestamp:%Y-%m-%d %H:%M}" == "2026-10-14 00:00"
    runs = [run for paragraph in comments["Freedonia"].paragraphs for run in paragraph.runs]
    assert [run.text for run in runs if run.font.underline] == ["free"]
    assert [run.text for run in runs if run.font.strike] == ["public"]
    assert content == word_file(document("compilation", articles=1))


def test_late_remarks_hang_on_lines_behind_the_text_and_cross_entries_lead_on() -> None:
    late = [
        replace(remark("Sylvania"), clause_label="Article 1, para. 2", submitted="2026-10-20T08:30:00Z"),
        Remark("Freedonia*", "", "* See Sylvania, C-0417.", clause_label="Article 1, para. 2", is_cross_entry=True),
        replace(remark("Ruritania"), clause_label="Article 2"),
    ]
    sections = (
        compiled_section("Article 1", "Ferries", blocks_of("1. Ferries sail."), {}),
        comments_section("Addendum", late, Place("comments", 1, "addendum")),
    )
    content = word_file(Document(COVER, sections, variant="compilation", date="2026-10-14"))
    assert anchored(content) == {"Article 1, para. 2": ["Sylvania", "Freedonia*"], "Article 2": ["Ruritania"]}
    said = list(open_word(BytesIO(content)).comments)
    assert f"{said[0].timestamp:%Y-%m-%d %H:%M}" == "2026-10-20 08:30"
    assert said[1].text == "* See Sylvania, C-0417."


def test_remarks_on_an_article_without_heading_or_words_are_not_lost() -> None:
    closing = compiled_section("", "", blocks_of("DONE at Ferrytown."), {}, [remark("Kenya")], Place("testimonium"))
    empty = compiled_section("", "", [], {}, [remark("Chile")], Place("testimonium", 1, "other"))
    content = word_file(Document(COVER, (closing, empty), variant="compilation"))
    assert anchored(content) == {"DONE at Ferrytown.": ["Kenya"], "Comments": ["Chile"]}


@settings(laws, max_examples=25)
@given(source.map(frame.writable))
def test_without_its_comments_a_compilation_is_the_clean_text(typed: str) -> None:
    blocks, _ = parse(typed)
    for number, block in enumerate(blocks):
        block.id = f"{number:016x}"
    remarks = {block.id: [remark("Kenya")] for block in blocks[::2]}
    compiled = compiled_section("Article 1", "Ferries", blocks, remarks, [remark("Chile")])
    late = comments_section("Addendum", [remark("Peru")], Place("comments", 1, "addendum"))
    content = word_file(Document(COVER, (compiled, late), variant="compilation"))
    clean = word_file(Document(COVER, (clean_section("Article 1", "Ferries", blocks),)))
    assert read_word(content).accepted == read_word(clean).accepted
    assert sum(map(len, anchored(content).values())) >= len(remarks) + 2


def test_a_redline_is_no_single_document() -> None:
    with pytest.raises(ValueError, match="two clean documents"):
        word_file(document("redline", articles=1))
