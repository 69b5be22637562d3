"""Defined terms: unused, undefined, and written otherwise than they were defined."""

from __future__ import annotations

import pytest

from drafts.text.proofreading.terms import defined_in
from tests.drafts.text.proofreading.galleys import found, galley, of_kind


@pytest.mark.parametrize(
    ("language", "sentence", "terms"),
    [
        ("en", "“Lantern” means a light.", ["Lantern"]),
        ("en", "For this Convention, “lantern” shall mean a light and “keeper” means a person.", ["lantern", "keeper"]),
        ("en", "“Oil” or “fuel” shall include tallow.", ["Oil", "fuel"]),
        ("en", '"Harbour" includes a quay.', ["Harbour"]),
        ("en", "The word “often” was deleted.", []),
        ("fr", "Par « fanal », on entend une lumière.", ["fanal"]),
        ("fr", "On entend par « gardien » une personne.", ["gardien"]),
        ("fr", "« Port » désigne aussi un quai.", ["Port"]),
        ("es", "Por “farol” se entenderá una luz.", ["farol"]),
        ("es", "Se entenderá por “puerto” también un muelle.", ["puerto"]),
    ],
)
def test_definitions_are_recognised(language: str, sentence: str, terms: list[str]) -> None:
    assert [term.words for term in defined_in(galley(sentence, language=language))] == terms


def test_a_term_that_stands_nowhere_else_is_a_warning() -> None:
    findings = found("term", "(a) “Beacon” means a light;\n(b) “Keeper” means a person.", "States pay keepers.")
    assert findings == [("warning", "subparagraph (a)", "Beacon")]


@pytest.mark.parametrize("use", ["Working days", "a working day", "The working day"])
def test_a_plural_or_a_capital_is_a_use(use: str) -> None:
    assert found("term", "“Working day” means Monday.", f"{use} count.") == []


def test_words_in_quotation_marks_without_a_definition_are_a_hint_once() -> None:
    assert found("term", "A “beacon” burns.", "The “beacon” burns again.") == [("info", "sole paragraph", "beacon")]


def test_a_name_given_in_parentheses_is_defined_there() -> None:
    assert found("term", "A Committee (hereinafter “the Committee”) meets.", "“The Committee” decides.") == []


def test_a_term_cut_short_or_with_other_capitals_is_a_hint() -> None:
    definition = "“Requested State Party” means the one asked."
    text = "1. The requested State Party pays.\n2. The requested State pays.\n3. The requested state party pays."
    proofs = [galley(definition, "1"), galley(text, "2")]
    assert [(one.place, one.words, one.message) for one in of_kind("term", proofs)] == [
        ("paragraph 2", "requested State", "The defined term is “Requested State Party”."),
        ("paragraph 3", "requested state party", "The defined term is “Requested State Party”."),
    ]


def test_another_defined_term_is_no_variant() -> None:
    definitions = "“Competent authority of State” means one; “Competent authority of Port” means another."
    assert found("term", definitions, "The competent authority of Port asks the competent authority of State.") == []
