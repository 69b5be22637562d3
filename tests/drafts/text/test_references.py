"""Cross-references are found as lawyers write them."""

from __future__ import annotations

import pytest
from hypothesis import given

from drafts.text.references import references
from tests.drafts.text.strategies import laws, text


@pytest.mark.parametrize(
    ("words", "article", "paragraphs", "items"),
    [
        ("article 12", "12", (), ""),
        ("article 12 bis", "12 bis", (), ""),
        ("article 12, paragraph 3 (b)", "12", ("3 (b)",), ""),
        ("article 12, paragraphs 3 (b) and 4", "12", ("3 (b)", "4"), ""),
        ("paragraph 1 of this article", "", ("1",), ""),
        ("paragraphs 2 and 4 of article 7", "7", ("2", "4"), ""),
        ("paragraph 3 (b) (ii)", "", ("3 (b) (ii)",), ""),
        ("subparagraph (a)", "", (), "(a)"),
        ("subparagraphs (a) to (c)", "", (), "(a) to (c)"),
        ("article 5, subparagraph (a)", "5", (), "(a)"),
    ],
)
def test_a_reference_is_taken_apart(words: str, article: str, paragraphs: tuple[str, ...], items: str) -> None:
    found = references(f"In accordance with {words} the court decides.")
    assert [(one.words, one.article, one.paragraphs, one.items) for one in found] == [
        (words, article, paragraphs, items)
    ]


def test_references_are_located_in_order() -> None:
    sentence = "Subject to article 4, a request under paragraph 1 may be refused."
    assert [sentence[one.start : one.end] for one in references(sentence)] == ["article 4", "paragraph 1"]


def test_a_clause_without_references_has_none() -> None:
    assert references("Every State may keep a copy.") == []


@laws
@given(text)
def test_every_reference_is_a_piece_of_the_text(typed: str) -> None:
    for one in references(typed):
        assert typed[one.start : one.end] == one.words
        assert one.start <= min(p.start for p in one.pointers) <= max(p.end for p in one.pointers) <= one.end
