"""References that lead nowhere are found, those that lead somewhere or to another treaty are not."""

from __future__ import annotations

import pytest

from tests.drafts.text.proofreading.galleys import found

LISTS = "1. One:\n    (a) first;\n    (b) last.\n2. Two."


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Article 7 applies.", "Article 7"),
        ("Under article 2, paragraph 3, States pay.", "article 2, paragraph 3"),
        ("Under article 2, paragraph 1 (c), States pay.", "article 2, paragraph 1 (c)"),
        ("Paragraph 4 of this article applies.", "Paragraph 4 of this article"),
        ("Paragraph 3 of article 2 applies.", "Paragraph 3 of article 2"),
        ("Under article 2 bis, States pay.", "article 2 bis"),
        ("Under article 9 of this Convention, States pay.", "article 9"),
    ],
)
def test_a_dangling_reference_is_quoted(sentence: str, words: str) -> None:
    assert found("reference", sentence, LISTS) == [("error", "sole paragraph", words)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Under article 2, paragraph 1 (b), States pay.",
        "Paragraphs 1 and 2 of article 2 apply.",
        "Under article 2, paragraph 1 b), States pay.",
        "Article 51 of the Charter applies.",
        "Articles 5 and 9 of that Statute apply.",
        "Article 9, paragraph 7, of the Lantern Treaty applies.",
    ],
)
def test_a_reference_that_leads_somewhere_is_none(sentence: str) -> None:
    assert found("reference", sentence, LISTS) == []


def test_a_paragraph_of_an_option_can_be_cited() -> None:
    source = "1. See paragraph 2.\nOption 1:\n2. Two.\nOption 2:\n2. Deux.\nEnd of options"
    assert found("reference", source) == []


def test_a_reference_within_an_attribution_or_footnote_is_not_the_treatys() -> None:
    assert found("reference", "States pay.{fn: See article 99.}") == []
