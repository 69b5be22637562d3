"""What negotiation and drafting leave in a text."""

from __future__ import annotations

import pytest

from drafts.text.proofreading import without_note_words
from tests.drafts.text.proofreading.galleys import found, galley, of_kind


def test_brackets_are_counted_by_clause_and_the_first_is_quoted() -> None:
    source = "1. Each State [shall]^{Chile} [should [soon]] pay.\n2. It pays.\n[3. All of this.]"
    findings = of_kind("bracket", [galley(source)])
    assert [(one.place, one.words, one.message, one.start) for one in findings] == [
        ("paragraph 1", "[shall]", "3 bracketed passages are open in this clause.", 11),
        ("paragraph 3", "All of this.]", "1 bracketed passage is open in this clause.", 0),
    ]


def test_a_plain_bracket_a_tombstone_and_a_blank_are_no_open_brackets() -> None:
    assert found("bracket", r"1. A list \[sic\] of things." + "\n2. [Deleted]\n3. On [date].") == []


def test_a_bracketed_heading_is_open_too() -> None:
    proof = galley("Words.", heading="[Costs]")
    assert [(one.clause_id, one.place, one.words) for one in of_kind("bracket", [proof])] == [
        ("", "heading", "[Costs]")
    ]


def test_marks_without_their_partner_are_located() -> None:
    severity, place, words = found("unbalanced", "1. Each State [shall pay.\n2. It pays.")[0]
    assert (severity, place, words) == ("error", "paragraph 1", "[shall pay.")


def test_options_are_one_finding_a_set() -> None:
    source = "1. One.\nOption 1 (Cuba):\n2. Two.\nOption 2:\n2. Three.\nEnd of options\n3. Four.\nOption A:\n4. Five."
    assert found("option", source) == [
        ("error", "option 1", "Option 1 (Cuba); Option 2"),
        ("error", "option A", "Option A"),
    ]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("It enters into force on [date].", "[date]"),
        ("It is done in [X] copies.", "[X]"),
        ("[Placeholder for final provisions]", "[Placeholder for final provisions]"),
        ("Subject to paragraph x of this article, States pay.", "paragraph x"),
        ("Subject to article XX, States pay.", "article XX"),
        ("States pay … of the costs.", "…"),
        ("The sum is TBD by the Meeting.", "TBD"),
        ("The sum is [to be decided].", "[to be decided]"),
        ("States pay ____ of the costs.", "____"),
    ],
)
def test_a_placeholder_is_quoted(sentence: str, words: str) -> None:
    assert found("placeholder", sentence) == [("error", "sole paragraph", words)]


@pytest.mark.parametrize(("language", "sentence", "words"), [
    ("fr", "Fait à [lieu], en original unique.", "[lieu]"),
    ("fr", "[à compléter]", "[à compléter]"),
    ("es", "Entrará en vigor el [fecha].", "[fecha]"),
    ("es", "Según el párrafo x, pagan.", "párrafo x"),
])  # fmt: skip
def test_placeholders_of_other_languages(language: str, sentence: str, words: str) -> None:
    assert [one[2] for one in found("placeholder", sentence, language=language)] == [words]


@pytest.mark.parametrize(
    "sentence",
    [
        "Part XX and Chapter XXV apply.",
        "Under subparagraph (x) and article X, States pay.",
        "The date, the place and the name are given.",
        "Los artículos y párrafos siguientes.",
    ],
)
def test_words_that_only_look_like_placeholders(sentence: str) -> None:
    assert found("placeholder", sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "States pay (Harbour Union internal note: moved up from article 4).",
        "States pay. [[check with the lawyers]]",
        "States pay. NB: this is ours.",
        "Comment: why so much?",
        "States pay?? soon.",
        "Les États paient (note interne : à revoir).",
        "States pay.{fn: TODO name the source.}",
    ],
)
def test_an_internal_note_is_an_error(sentence: str) -> None:
    assert [severity for severity, _, _ in found("internal", sentence)][:1] == ["error"]


@pytest.mark.parametrize(
    "sentence",
    ["Each State shall use its internal law and internal waters.", "States may comment: they have a year.",
     "{note: NB: for the chair alone}", "[[shall] [should]] pay"],
)  # fmt: skip
def test_words_that_only_look_like_internal_notes(sentence: str) -> None:
    assert found("internal", sentence) == []


def test_a_note_by_the_secretariat_is_a_warning() -> None:
    assert found("note", "States pay.{note: Who drafted this?}") == [
        ("warning", "sole paragraph", "{note: Who drafted this?}")
    ]


def test_without_its_words_a_note_says_nothing() -> None:
    assert without_note_words(r"States pay.{note: secret [X]} \{note: kept\} {fn: kept}") == (
        r"States pay.{note:} \{note: kept\} {fn: kept}"
    )
