"""Word files out: what is written is read back, Word's own numbers, and the same bytes each time."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document as open_word
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from drafts.naming import name_of_unit
from drafts.rendering import docx_frame as frame
from drafts.rendering.build import Place, clean_section, division
from drafts.rendering.docx import word_file
from drafts.rendering.markup import Run, runs
from drafts.rendering.tree import Cover, Document, Section
from drafts.text.blocks import Block, canonical
from drafts.text.brackets import plain
from drafts.text.grammar import parse
from drafts.text.reading import ReadArticle, ReadInstrument, read_instrument
from drafts.text.reading_word import read_word
from tests.drafts.rendering import papers
from tests.drafts.rendering.papers import AFTER, COVER, PREAMBLE, blocks_of
from tests.drafts.rendering.word_changes import W, parts_of
from tests.drafts.text.strategies import existing_article, language, laws, source

CLOSING = "IN WITNESS WHEREOF, the ferrymen have signed.\nDONE at Ferrytown."
# Control characters that no XML can hold are no words and are left out.
writable = source.map(frame.writable)


def paper(*sources: str, language: str = "en") -> Document:
    """A document of articles with these sources."""
    sections: list[Section] = []
    for number, typed in enumerate(sources, 1):
        blocks, _ = parse(typed, language)
        name = name_of_unit("article", str(number), language)
        sections.append(clean_section(name, "Ferries", blocks, Place("article", 1, "", language)))
    return Document(COVER, tuple(sections), language, date="2026-10-14")


def as_document(read: ReadInstrument, language: str) -> Document:
    """A whole instrument that was read, as the record would print it."""
    sections: list[Section] = []
    announced: set[int] = set()
    for article in read.articles:
        path = _path(read, article.division)
        for depth, index in enumerate(path, 1):
            if index not in announced:
                announced.add(index)
                one = read.divisions[index]
                place = Place("division", depth, "", language)
                sections.append(division(name_of_unit(one.kind, one.label, language), one.heading, place))
        label = "" if article.kind == "testimonium" else name_of_unit(article.kind, article.label, language)
        place = Place(article.kind, len(path) + 1, "", language)
        sections.append(clean_section(label, article.heading, parse(article.source, language)[0], place))
    front = tuple(read.front.split("\n")) if read.front else ()
    return Document(Cover(read.title, below_title=front), tuple(sections), language)


def _path(read: ReadInstrument, index: int | None) -> list[int]:
    return [] if index is None else [*_path(read, read.divisions[index].parent), index]


def contents(article: ReadArticle | str, language: str = "en") -> list[tuple[object, ...]]:
    text = article if isinstance(article, str) else article.source
    return [(*block.content(), block.label) for block in parse(text, language)[0]]


def said(block: Block) -> tuple[object, ...]:
    """What a reader sees of a clause; how its marks are typed may differ."""
    kind, depth, scheme, pin, lead, text = block.content()
    apparatus = [_flat(run) for run in runs([("=", text)], notes=False) if run.kind in ("footnote", "attribution")]
    return kind, depth, scheme, pin, lead, canonical(plain(text)), block.label, canonical("".join(apparatus))


def _flat(run: Run) -> str:
    return "".join(_flat(inner) for inner in run.runs) or run.text


def xml(content: bytes, part: str) -> str:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(part).decode()


def test_an_article_is_read_back_as_it_was_written() -> None:
    document = paper(AFTER.replace("{note: Wording of the facilitator.} ", ""), "The ferry sails *ex officio*.")
    read = read_instrument(read_word(word_file(document)).accepted)
    assert read.title == COVER.title
    assert [(one.label, one.heading) for one in read.articles] == [("1", "Ferries"), ("2", "Ferries")]
    for article, section in zip(read.articles, document.sections, strict=True):
        assert contents(article) == contents(section.source)


def test_numbers_are_words_own_and_what_word_cannot_count_is_typed() -> None:
    content = word_file(
        paper("1. One:\n    (a) red;\n    (b) green.\n1 bis. Two.\n[2. Three.]\n3. [Deleted]\n4. Four:\n    (a) blue.")
    )
    with_numbers = xml(content, "word/document.xml")
    assert with_numbers.count("<w:numPr>") == 6
    paragraphs = [one.text for one in open_word(BytesIO(content)).paragraphs][-8:]
    assert paragraphs == ["One:", "red;", "green.", "1 bis.\tTwo.", "[2.\tThree.]", "[Deleted]", "Four:", "blue."]


def test_footnotes_are_words_own_and_headings_are_found_by_the_navigation_pane() -> None:
    content = word_file(paper("1. A raft{fn: Any *craft*.} sails. {note: For the secretariat.}"))
    assert "Any " in xml(content, "word/footnotes.xml")
    assert "For the secretariat" not in xml(content, "word/document.xml")
    headings = [
        one.text for one in open_word(BytesIO(content)).paragraphs if one.style and one.style.name == "Heading 1"
    ]
    assert headings == ["Article 1\nFerries"]
    assert "PAGE" in xml(content, "word/footer1.xml")
    assert COVER.symbol in xml(content, "word/header1.xml")


def said_in(element: etree._Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t"))


def test_the_table_of_contents_leads_to_every_heading() -> None:
    document = papers.document("clean", articles=4)
    root = parts_of(word_file(document))["word/document.xml"]
    links = {one.get(f"{W}anchor"): said_in(one) for one in root.iter(f"{W}hyperlink")}
    assert list(links.values())[:3] == ["Preamble", "Chapter I Ferries and rivers 1", "Article 1 Register of ferries"]
    assert len(links) == len(document.sections)
    marks = [(one.get(f"{W}name"), one.getparent()) for one in root.iter(f"{W}bookmarkStart")]
    headings = {
        name: said_in(heading) for name, heading in marks if heading is not None and str(name).startswith("_Toc")
    }
    assert {anchor: said.replace(" ", "") for anchor, said in headings.items()} == {
        anchor: said.replace(" ", "") for anchor, said in links.items()
    }
    fields = [one.get(f"{W}fldCharType") for one in root.iter(f"{W}fldChar")]
    assert fields == ["begin", "separate", "end"]
    assert "TOC" in "".join(one.text or "" for one in root.iter(f"{W}instrText"))
    assert read_word(word_file(document)).accepted.count("Article 4") == 1


def test_the_same_document_gives_the_same_bytes_and_says_nothing_of_the_machine() -> None:
    document = paper(AFTER, language="fr")
    content = word_file(document)
    assert content == word_file(document)
    about = open_word(BytesIO(content)).core_properties
    assert (about.title, about.author, about.last_modified_by) == (COVER.title, COVER.masthead[0], "")
    assert (about.language, f"{about.created:%Y-%m-%d}") == ("fr-FR", "2026-10-14")
    with ZipFile(BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert 'w:val="fr-FR"' in xml(content, "word/styles.xml")


def test_a_preamble_and_closing_words_are_read_back_too() -> None:
    sections = (
        clean_section("Preamble", "", blocks_of(PREAMBLE), Place("preamble")),
        clean_section("Article 1", "", blocks_of("1. Ferries sail.\nThey sail by day."), Place()),
        clean_section("", "", blocks_of(CLOSING), Place("testimonium")),
    )  # fmt: skip
    read = read_instrument(read_word(word_file(Document(COVER, sections))).accepted)
    assert [one.kind for one in read.articles] == ["preamble", "article", "testimonium"]
    for article, section in zip(read.articles, sections, strict=True):
        assert contents(article) == contents(section.source)


def test_control_characters_that_xml_cannot_write_do_not_stop_the_file() -> None:
    content = word_file(paper("1. A \x01 raft \ufffe sails."))
    assert "1. A raft sails." in re.sub(" +", " ", read_word(content).accepted)


@laws
@given(writable, language)
def test_whatever_is_typed_comes_back_with_its_clauses_numbers_and_words(typed: str, language: str) -> None:
    document = paper(typed, language=language)
    read = read_instrument(read_word(word_file(document)).accepted, language)
    wanted, _ = parse(document.sections[0].source, language)
    found, _ = parse(read.articles[0].source, language)
    assert [said(block) for block in found] == [said(block) for block in wanted]


@laws
@given(st.lists(existing_article, min_size=1, max_size=4))
def test_articles_of_our_own_come_back_to_the_letter(articles: list[list[Block]]) -> None:
    sections = tuple(
        clean_section(f"Article {number}", "Ferries", blocks, Place()) for number, blocks in enumerate(articles, 1)
    )
    read = read_instrument(read_word(word_file(Document(COVER, sections))).accepted)
    assert [contents(article) for article in read.articles] == [contents(section.source) for section in sections]


TREATIES = [
    "cat-1984.en", "ced-2006.en", "genocide-1948.en", "rome-statute-1998.en", "uncac-2003.en", "untoc-2000.en",
    "un-cybercrime-2024.en", "un-cybercrime-2024.fr", "un-cybercrime-2024.es",
]  # fmt: skip


@pytest.mark.parametrize("name", TREATIES)
def test_a_real_treaty_goes_into_word_and_comes_back_to_the_letter(data_folder: Path, name: str) -> None:
    tongue = name[-2:]
    before = read_instrument((data_folder / "treaties" / f"{name}.txt").read_text(encoding="utf-8"), tongue)
    after = read_instrument(read_word(word_file(as_document(before, tongue))).accepted, tongue)
    assert (after.title, after.front) == (before.title, before.front)
    assert [(one.kind, one.label, one.heading, one.parent) for one in after.divisions] == [
        (one.kind, one.label, one.heading, one.parent) for one in before.divisions
    ]
    assert [(one.kind, one.label, one.heading, one.division, contents(one, tongue)) for one in after.articles] == [
        (one.kind, one.label, one.heading, one.division, contents(one, tongue)) for one in before.articles
    ]


def test_marks_of_scope_go_into_word_and_come_back() -> None:
    source = "{under: 3}\n1. A State may declare. {under: 1+3, 2}\n2. It may withdraw.\n"
    (article,) = read_instrument(read_word(word_file(paper(source))).accepted).articles
    assert contents(article) == contents(source)
