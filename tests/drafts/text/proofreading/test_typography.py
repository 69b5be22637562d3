"""Slips of the keyboard, by language."""

from __future__ import annotations

import pytest

from drafts.text.blocks import Block
from drafts.text.proofreading import own_findings, proof_of
from tests.drafts.text.proofreading.galleys import found


@pytest.mark.parametrize(
    ("language", "sentence", "words"),
    [
        ("en", "States shall pay the the costs.", "the the"),
        ("en", "The The States pay.", "The The"),
        ("en", "On accesssion, States pay.", "accesssion"),
        ("en", "The States , too, pay.", "States ,"),
        ("en", "The ordre public,as it stands, applies.", "public,as"),
        ("en", "States pay.They do so soon.", "pay.They"),
        ("en", "Articles 5-7 apply.", "5-7"),
        ("fr", "Les États paient , ici.", "paient ,"),
        ("fr", "Les les États paient.", "Les les"),
        ("es", "Los Estados pagan ; y callan.", "pagan ;"),
    ],
)
def test_a_slip_is_quoted(language: str, sentence: str, words: str) -> None:
    assert [one[2] for one in found("typography", sentence, language=language)] == [words]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "It is clear that that State had had a lantern."),
        ("en", "Parts III and VIII and paragraph (aaa) apply; see www.example."),
        ("en", "The sum of 1,000 at 10:30, i.e. before noon; see e.g. A/RES/55-25."),
        ("en", "States [shall] [shall not] pay{fn: The the.}, *inter alia*, costs."),
        ("fr", "Les États paient ; ils demandent : pourquoi ? « Nous nous taisons »."),
        ("es", "Que que sea, ¿cuánto? Pagan."),
    ],
)
def test_what_is_right_in_its_language_is_not_flagged(language: str, sentence: str) -> None:
    assert found("typography", sentence, language=language) == []


def test_two_spaces_are_seen_where_a_text_still_has_them() -> None:
    proof = proof_of([Block("Each  State pays.", "continuation", id="1")], slug="1")
    assert [(one.severity, one.message) for one in own_findings(proof)] == [("info", "Two spaces where one is enough.")]


def test_the_rarer_sort_of_quotation_marks_is_told() -> None:
    sources = ["“A” means one; “B” means two, A and B.", 'A "C" burns.', "A’s light and B's lamp and C’s oil burn."]
    assert [one[2] for one in found("typography", *sources)] == ['"C"', "B's"]


def test_an_item_that_ends_unlike_its_neighbours_is_a_hint() -> None:
    source = "1. States pay:\n    (a) for oil;\n    (b) for wicks\n    (c) for glass; and\n    (d) for keepers."
    assert found("typography", source) == [("info", "paragraph 1 (b)", "for wicks")]


def test_lists_of_definitions_and_of_sentences_are_lists_too() -> None:
    sentences = "1. States pay:\n    (a) For oil.\n    (b) For wicks.\n    (c) For keepers."
    definitions = "(a) “oil” means oil;\n(b) “wick” means a wick;\n(c) “keeper” means a keeper."
    assert found("typography", sentences, definitions) == []


def test_a_list_without_and_is_told_where_the_others_have_it() -> None:
    joined = "1. States pay:\n    (a) for oil;\n    (b) for wicks; and\n    (c) for keepers."
    bare = joined.replace("; and", ";")
    assert found("typography", joined, joined, joined, bare) == [("info", "paragraph 1 (b)", "for wicks;")]
    assert found("typography", joined, bare) == []


def test_a_paragraph_without_a_full_stop_is_a_hint() -> None:
    assert found("typography", "1. States pay\n2. They do so [soon].\n3. They pay:\n    (a) oil.") == [
        ("info", "paragraph 1", "States pay")
    ]


def test_an_option_that_says_nothing_needs_no_full_stop() -> None:
    assert found("typography", "Option 1:\n1. States pay.\nOption 2:\nNo text\nEnd of options") == []
