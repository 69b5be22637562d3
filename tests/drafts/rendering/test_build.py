"""Sections from blocks and rows."""

from __future__ import annotations

from drafts.rendering.build import Place, clean_section, compiled_section, division, redline_section
from drafts.rendering.text import plain_text
from drafts.rendering.tree import Cover, Document
from drafts.text.blocks import Block
from drafts.text.reading import read_instrument
from drafts.text.redline import Row, new_text, redline
from tests.drafts.rendering.papers import AFTER, BEFORE, COVER, blocks_of, document, remark


def test_a_clean_text_drops_notes_and_keeps_all_else() -> None:
    section = clean_section("Article 1", "Fees", blocks_of("A fee is due.\n{note: To be checked.}\nIt is small."))
    assert [new_text(clause.segments) for clause in section.clauses] == ["A fee is due.", "It is small."]
    with_notes = clean_section("Article 1", "Fees", blocks_of("{note: To be checked.}"), notes=True)
    assert len(with_notes.clauses) == 1


def test_items_under_unnumbered_words_stand_in() -> None:
    section = clean_section("Article 1", "", blocks_of("For this Convention:\n(a) one;\n(b) two."))
    assert [clause.indent for clause in section.clauses] == [0, 1, 1]
    numbered = clean_section("Article 1", "", blocks_of("1. For this:\n    (a) one;"))
    assert [clause.indent for clause in numbered.clauses] == [0, 1]


def test_a_redline_names_moves_and_new_numbers() -> None:
    old, new = blocks_of(BEFORE), blocks_of(AFTER)
    section = redline_section("Article 2", "A", "B", redline(old, new), label_old="Article 1")
    notes = {clause.label: clause.note for clause in section.clauses if clause.note}
    assert notes["2."] == "moved from 4"
    assert notes["3."] == "formerly 2"
    assert section.note == "formerly Article 1"
    assert section.change == "edited"


def test_a_split_clause_is_printed_as_the_clauses_it_became() -> None:
    old = Block("One. Two.", scheme="num", label="1.", id="a")
    new = [Block("One.", scheme="num", label="1.", id="a"), Block("Two.", scheme="num", label="2.", id="b")]
    row = Row("split", [old], new, [("=", "One."), ("-", " "), ("+", "\u2029"), ("=", "Two.")])
    section = redline_section("Article 1", "", "", [row])
    assert [(clause.label, clause.note) for clause in section.clauses] == [
        ("1.", "split from 1"),
        ("2.", "split from 1"),
    ]
    assert [clause.segments for clause in section.clauses] == [(("=", "One."), ("-", " ")), (("=", "Two."),)]


def test_a_merged_clause_names_what_it_was_made_of() -> None:
    olds = [Block("One.", scheme="num", label="1.", id="a"), Block("Two.", scheme="num", label="2.", id="b")]
    row = Row("merge", olds, [Block("One. Two.", scheme="num", label="1.", id="a")],
              [("=", "One."), ("-", "\u2029"), ("+", " "), ("=", "Two.")])  # fmt: skip
    (clause,) = redline_section("Article 1", "", "", [row], Place(language="fr")).clauses
    assert clause.note == "réunion de 1 et 2"


def test_remarks_follow_their_clause_and_none_is_lost() -> None:
    blocks = blocks_of(AFTER)
    remarks = {blocks[1].id: [remark("Freedonia")], "gone": [remark("Sylvania")]}
    section = compiled_section("Article 1", "", blocks, remarks, [remark("Ruritania")])
    assert [each.organisation for each in section.clauses[1].remarks] == ["Freedonia"]
    assert [each.organisation for each in section.remarks] == ["Ruritania", "Sylvania"]


def test_a_division_that_is_new_is_marked() -> None:
    assert division("Chapter I", "Ferries", Place("division"), "").change == "inserted"
    assert division("Chapter I", "Ferries", Place("division")).change == ""


def test_a_clean_text_can_be_read_in_again() -> None:
    paper = document("clean")
    read = read_instrument(plain_text(paper))
    assert read.title == COVER.title
    assert [(each.label, each.heading) for each in read.divisions] == [
        ("I", "Ferries and rivers 1"), ("II", "Ferries and rivers 2"),
    ]  # fmt: skip
    assert [each.source + "\n" for each in read.articles] == [
        section.source for section in paper.sections if section.kind != "division"
    ]


def test_the_text_of_a_redline_shows_both_sides() -> None:
    text = plain_text(document("redline"))
    assert "shall keep a {+public +}register of its ferries" in text
    assert "[-^{Freedonia} at its own cost-]{+^{Freedonia, Sylvania}+}" in text
    assert "(moved from 4) The register is open" in text
    assert "[-Registers-]{+Register of ferries+}" in text


def test_the_text_of_a_compilation_bars_the_remarks() -> None:
    text = plain_text(document("compilation"))
    assert "    | Freedonia on behalf of the River Group (substantive, para. 1, C-0417)\n" in text
    assert "    | Reply of the Core Group: Accepted in part. The keeper should know (carried out in Draft 3).\n" in text


def test_an_empty_document_is_a_document() -> None:
    assert plain_text(Document(Cover("Title"), ())) == "Title\n"
