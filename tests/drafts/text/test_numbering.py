"""Numbers come from place, and places have names that can be cited."""

from __future__ import annotations

import pytest
from hypothesis import given

from drafts.text.grammar import Block, parse
from drafts.text.numbering import citation, label_of, letters, letters_ordinal, number, paths, roman
from tests.drafts.text.corpus import article
from tests.drafts.text.strategies import laws, source, with_ids


def named(typed: str, language: str = "en") -> list[str]:
    blocks, _ = parse(typed, language)
    for place, block in enumerate(blocks):
        block.id = str(place)
    return list(paths(blocks, language).values())


@laws
@given(source)
def test_numbering_twice_changes_nothing(typed: str) -> None:
    blocks, _ = parse(typed)
    once = [block.label for block in blocks]
    assert [block.label for block in number(blocks)] == once


@laws
@given(source)
def test_every_clause_has_a_path(typed: str) -> None:
    blocks = with_ids(typed)
    found = paths(blocks)
    assert list(found) == [block.id for block in blocks]
    assert all(found.values())


def test_letters_are_doubled_after_z() -> None:
    assert [letters(n) for n in (1, 26, 27, 28, 53)] == ["a", "z", "aa", "bb", "aaa"]
    assert [letters_ordinal(text) for text in ("a", "z", "aa", "bb", "ab")] == [1, 26, 27, 28, None]


def test_roman_numbers() -> None:
    assert [roman(n) for n in (1, 4, 9, 14, 40, 49)] == ["i", "iv", "ix", "xiv", "xl", "xlix"]


@pytest.mark.parametrize(
    ("scheme", "pin", "english", "french"),
    [
        ("num", "", "2.", "2."), ("num", "bis", "2 bis.", "2 bis."),
        ("alpha", "", "(b)", "b)"), ("roman", "", "(ii)", "ii)"),
        ("ALPHA", "", "(B)", "B)"), ("pnum", "", "(2)", "2)"), ("adot", "", "b.", "b."), ("dash", "", "–", "–"),
        ("alpha", "ter", "(b ter)", "b ter)"),
    ],
)  # fmt: skip
def test_labels_in_english_and_french(scheme: str, pin: str, english: str, french: str) -> None:
    assert label_of(scheme, 2, pin) == english
    assert label_of(scheme, 2, pin, "fr") == label_of(scheme, 2, pin, "es") == french


def test_blocks_without_a_parent_are_numbered_all_the_same() -> None:
    blocks = number([Block("Deep.", depth=2, scheme="roman"), Block("Top.", scheme="num")])
    assert [block.label for block in blocks] == ["(i)", "1."]


def test_paths_of_numbered_clauses() -> None:
    assert named("1. One.\n2. Two:\n    (a) A;\n        (i) I;\n    (b) B.\n2 bis. More.") == [
        "1", "2", "2 (a)", "2 (a) (i)", "2 (b)", "2 bis",
    ]  # fmt: skip


def test_paths_follow_the_language() -> None:
    assert named("1. Un :\n    a) A ;\net rien d’autre.", "fr") == ["1", "1 a)", "1, membre de phrase final"]


def test_words_before_the_first_number_are_the_chapeau() -> None:
    assert list(paths(article("definitions")).values())[:2] == ["chapeau", "(a)"]


def test_words_after_a_list_are_its_closing_words() -> None:
    assert named("1. One:\n    (a) A;\n    (b) B;\n    and no more.") == ["1", "1 (a)", "1 (b)", "1, closing words"]


def test_a_second_unnumbered_paragraph_is_a_further_one() -> None:
    assert named("1. One.\n    More.\n    Still more.") == ["1", "1, further paragraph", "1, further paragraph 2"]


def test_recitals_are_counted_between_opening_and_closing_words() -> None:
    assert list(paths(article("preamble")).values()) == [
        "opening words", "recital 1", "recital 2", "recital 3", "recital 4", "closing words",
    ]  # fmt: skip


def test_an_article_of_one_paragraph_has_a_sole_paragraph() -> None:
    assert list(paths(article("copies")).values()) == ["sole paragraph"]


def test_paths_say_which_option_a_clause_belongs_to() -> None:
    assert list(paths(article("costs")).values()) == [
        "1", "option 1", "option 1, 2", "option 1, 3", "option 2", "option 2, sole paragraph", "end of options", "4",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "language", "cited"),
    [
        ("3 (b) (ii)", "en", "paragraph 3 (b) (ii)"), ("3 bis", "en", "paragraph 3 bis"),
        ("(a)", "en", "subparagraph (a)"),
        ("chapeau", "en", "chapeau"), ("recital 4", "en", "recital 4"),
        ("3, closing words", "en", "paragraph 3, closing words"),
        ("option 1, 2 (a)", "en", "option 1, paragraph 2 (a)"), ("sole paragraph", "en", "sole paragraph"),
        ("3 b) ii)", "fr", "alinéa b) ii) du paragraphe 3"), ("3 bis", "fr", "paragraphe 3 bis"),
        ("a)", "fr", "alinéa a)"),
        ("3 b)", "es", "apartado b) del párrafo 3"),
        ("option 2, unnumbered paragraph 1", "en", "option 2, unnumbered paragraph 1"),
        ("(a), closing words", "en", "subparagraph (a), closing words"), ("option 1", "en", "option 1"),
    ],
)  # fmt: skip
def test_paths_are_cited_in_words(path: str, language: str, cited: str) -> None:
    assert citation(path, language) == cited
