"""Redlines as Word files: all changes accepted give the new text, all refused the old one, to the letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafts.rendering import docx_frame as frame
from drafts.rendering.build import Place, clean_section, division
from drafts.rendering.docx import word_file
from drafts.rendering.docx_redline import redline_file
from drafts.rendering.tree import Document, Section, Tracking
from drafts.text.blocks import Block
from drafts.text.grammar import parse
from drafts.text.identity import carry_ids
from drafts.text.reading import read_instrument
from drafts.text.reading_word import read_word
from tests.drafts.rendering.papers import AFTER, BEFORE, COVER, PREAMBLE, blocks_of
from tests.drafts.rendering.test_docx import as_document
from tests.drafts.rendering.word_changes import W, paragraphs, parts_of, settled
from tests.drafts.text.simulated_edits import Simulation, heavy_round
from tests.drafts.text.strategies import existing_article, language, laws, round_of_edits, seed, source

TRACKING = Tracking("Ferry Initiative: changes against MLA/DC/2026/1", "2026-10-14T16:00:00Z")
writable = source.map(frame.writable)
fewer = settings(laws, max_examples=25)  # each example is six Word files


def section(
    number: int | str, blocks: list[Block], heading: str = "Ferries", slug: str = "", level: int = 1
) -> Section:
    place = Place("article", level, f"article-{slug or number}")
    return clean_section(f"Article {number}", heading, blocks, place)


def paper(*sections: Section, language: str = "en") -> Document:
    return Document(COVER, sections, language, date="2026-10-14")


def versions(before: str, after: str) -> tuple[Document, Document]:
    """A paper of one article in two versions, the clauses of which are known to each other as a save leaves them."""
    old, new = blocks_of(before), blocks_of(after)
    carry_ids(old, new)
    return paper(section(1, old)), paper(section(1, new))


def assert_both_texts(older: Document, newer: Document) -> bytes:
    """Accepted and refused the file is the clean file of either text: for an independent reader and for ours."""
    content = redline_file(older, newer, TRACKING)
    read = read_word(content)
    for document, accept, words in ((newer, True, read.accepted), (older, False, read.refused)):
        clean = word_file(document)
        left = settled(content, accept)
        assert spoken(left) == spoken(clean)
        assert words == read_word(left).accepted == read_word(clean).accepted
    return content


def spoken(content: bytes) -> list[str]:
    """The words of each paragraph without numbers that are typed in one file and automatic in the other."""
    return [words.rpartition("\t")[2] for _, words in paragraphs(content)]


CHANGES = {
    "nothing": ("1. Ferries sail.\n2. Rafts drift.", "1. Ferries sail.\n2. Rafts drift."),
    "words": ("1. Ferries shall sail *by* day.", "1. Ferries may sail *by day*."),
    "inserted": ("1. Ferries sail.\n2. Rafts drift.", "1. Ferries sail.\n2. Boats are rowed.\n3. Rafts drift."),
    "deleted": ("1. Ferries sail.\n2. Boats are rowed.\n3. Rafts drift.", "1. Ferries sail.\n2. Rafts drift."),
    "the last one deleted": ("1. Ferries sail.\n2. Boats are rowed by two.", "1. Ferries sail."),
    "moved": (
        "1. Ferries sail by day.\n2. Boats are rowed by two.\n3. Rafts drift down.\n4. Ships steam across the sea.",
        "1. Ships steam across the sea.\n2. Ferries sail by day.\n3. Boats are rowed by two.\n4. Rafts drift down.",
    ),
    "split": (
        "1. Ferries sail by day and not by night. Boats are rowed by two keepers of the river.\n2. Rafts drift.",
        "1. Ferries sail by day and not by night.\n2. Boats are rowed by two keepers of the river.\n3. Rafts drift.",
    ),
    "merged": (
        "1. Ferries sail by day and not by night.\n2. Boats are rowed by two keepers of the river.\n3. Rafts drift.",
        "1. Ferries sail by day and not by night. Boats are rowed by two keepers of the river.\n2. Rafts drift.",
    ),
    "a pinned number": ("1. Ferries sail.\n2. Rafts drift.", "1. Ferries sail.\n1 bis. Boats row.\n2. Rafts drift."),
    "deeper": ("1. Ferries:\n    (a) sail;\n    (b) drift.", "1. Ferries:\n    (a) sail:\n        (i) drift."),
    "a tombstone": ("1. Ferries sail.\n2. Rafts drift.", "1. Ferries sail.\n2. [Deleted]"),
    "brackets": ("1. Ferries [shall]^{Chile} sail.", "1. Ferries [shall]^{Chile, Kenya} [may]^{Peru} sail."),
    "a footnote": ("1. Ferries{fn: Any *ship*.} sail.", "1. Ferries{fn: Any *boat*.} sail{fn: By day.}."),
    "no footnote": ("1. Ferries{fn: Any ship.} sail.", "1. Ferries Any ship. sail."),
    "a bracket before the number": ("1. Ferries sail.\n[2. Rafts drift.]", "1. Ferries sail.\n2. Rafts drift."),
    "options": (
        "Option 1 (Chile):\n1. Sail.\nOption 2:\n1. Row.\nEnd of options",
        "Option 1 (Peru):\n1. Sail.\nEnd of options",
    ),
    "our treaty": (BEFORE, AFTER),
    "our treaty back": (AFTER, BEFORE),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_accepted_is_the_new_text_and_refused_the_old_one(name: str) -> None:
    assert_both_texts(*versions(*CHANGES[name]))


def test_each_change_says_who_and_when_and_has_a_number_of_its_own() -> None:
    content = assert_both_texts(*versions(BEFORE, AFTER))
    changes = [one for root in parts_of(content).values() for one in root.iter(f"{W}ins", f"{W}del")]
    assert len(changes) > 20
    assert {(one.get(f"{W}author"), one.get(f"{W}date")) for one in changes} == {(TRACKING.author, TRACKING.when)}
    assert len({one.get(f"{W}id") for one in changes}) == len(changes)
    assert content == redline_file(*versions(BEFORE, AFTER), TRACKING)


def test_words_are_marked_one_by_one_and_numbers_count_by_themselves() -> None:
    older, newer = versions("1. Ferries sail.\n2. Rafts drift.", "1. Ferries sail.\n2. Boats row.\n3. Rafts may drift.")
    changes = read_word(redline_file(older, newer, TRACKING)).changes
    assert [(one.inserted, one.deleted, one.place) for one in changes] == [
        ("Boats row. ¶", "", "Article 1"),
        ("may", "", "Article 1"),
    ]
    numbered = parts_of(redline_file(older, newer, TRACKING))["word/document.xml"].iter(f"{W}numPr")
    assert len(list(numbered)) == 3


def test_a_clause_that_was_split_keeps_its_words_and_gains_an_end() -> None:
    changes = read_word(redline_file(*versions(*CHANGES["split"]), TRACKING)).changes
    assert [(one.inserted, one.deleted) for one in changes] == [("¶", "")]


def test_articles_and_chapters_that_come_go_move_and_change_their_numbers() -> None:
    chapters = [division("Chapter I", "Ferries", Place("division", 1, "division-1"))]
    chapters.append(division("Chapter II", "Rafts", Place("division", 1, "division-2")))
    bodies = [blocks_of(f"1. {word} sail by day.\n2. {word} rest by night.") for word in ("Ferries", "Rafts", "Boats")]
    older = paper(
        clean_section("Preamble", "", blocks_of(PREAMBLE), Place("preamble", 1, "preamble")),
        chapters[0],
        section(1, bodies[0]),
        section(2, bodies[1]),
        section(3, bodies[2], "Boats"),
        clean_section(
            "", "", blocks_of("IN WITNESS WHEREOF, the ferrymen have signed."), Place("testimonium", 1, "end")
        ),
    )
    newer = paper(
        clean_section("Preamble", "", blocks_of(PREAMBLE), Place("preamble", 1, "preamble")),
        chapters[0],
        section(1, bodies[2], "Boats and oars", slug="3"),
        section(2, blocks_of("Balloons fly."), slug="new"),
        chapters[1],
        section(3, bodies[0], slug="1"),
    )
    assert_both_texts(older, newer)
    assert_both_texts(newer, older)
    read = read_word(redline_file(older, newer, TRACKING))
    assert ("1", "3") in [(one.inserted, one.deleted) for one in read.changes]


@fewer
@given(existing_article, existing_article, round_of_edits, seed, st.data())
def test_edited_articles_of_our_own(
    first: list[Block],
    second: list[Block],
    edit: Callable[[list[Block], int], Simulation],
    seed: int,
    data: st.DataObject,
) -> None:
    edited = edit(first, seed)
    articles = [section(1, first), section(2, second, "Rafts")]
    changed = [section(1, edited.blocks, "Ferries and rafts", slug="1"), section(2, second, slug="2")]
    kept = data.draw(st.permutations(changed))[: data.draw(st.integers(1, 2))]
    assert_both_texts(paper(*articles), paper(*kept))


@fewer
@given(writable, writable, language)
def test_whatever_is_typed(before: str, after: str, language: str) -> None:
    old, new = parse(before, language)[0], parse(after, language)[0]
    carry_ids(old, new)
    place = Place("article", 1, "article-1", language)
    assert_both_texts(
        paper(clean_section("Article 1", "Ferries", old, place), language=language),
        paper(clean_section("Article 1", "Ferries", new, place), language=language),
    )


@pytest.mark.parametrize("name", ["cat-1984.en", "un-cybercrime-2024.en", "un-cybercrime-2024.fr"])
def test_a_real_treaty_after_a_round_of_edits(data_folder: Path, name: str) -> None:
    tongue = name[-2:]
    read = read_instrument((data_folder / "treaties" / f"{name}.txt").read_text(encoding="utf-8"), tongue)
    older = named(as_document(read, tongue))
    revised: list[Section] = []
    for number, one in enumerate(older.sections):
        blocks, _ = parse(one.source, tongue)
        for block, clause in zip(blocks, one.clauses, strict=True):
            block.id = clause.id
        if one.kind == "article" and number % 3 == 0:
            blocks = heavy_round(blocks, number).blocks
        place = Place(one.kind, one.level, one.anchor, tongue)
        heading = "".join(words for _, words in one.heading)
        revised.append(clean_section(one.label, heading, blocks, place) if one.kind != "division" else one)
    revised.insert(4, revised.pop(12))
    del revised[7]
    assert_both_texts(older, replace(older, sections=tuple(revised)))


def named(document: Document) -> Document:
    """The document with an anchor for each section, as the record gives it one, and an id for each clause."""
    sections = []
    for number, one in enumerate(document.sections):
        clauses = tuple(replace(clause, id=f"{number:08x}{place:08x}") for place, clause in enumerate(one.clauses))
        sections.append(replace(one, anchor=f"{one.kind}-{number}", clauses=clauses))
    return replace(document, sections=tuple(sections))


def test_sections_without_names_of_their_own_are_not_taken_for_each_other() -> None:
    nameless = [replace(section(number, blocks_of(f"{number}. Ferries sail.")), anchor="") for number in (1, 2)]
    assert_both_texts(paper(*nameless), paper(*reversed(nameless)))
