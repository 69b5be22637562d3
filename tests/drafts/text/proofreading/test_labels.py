"""Numbers that are not the final ones."""

from __future__ import annotations

from tests.drafts.text.proofreading.galleys import galley, of_kind


def told(*labelled: tuple[str, str]) -> list[tuple[str, str, str]]:
    proofs = [galley(source, label) for label, source in labelled]
    return [(one.article, one.place, one.message) for one in of_kind("numbering", proofs)]


def test_gaps_between_articles_are_told_before_the_next() -> None:
    assert told(("1", "One."), ("3", "Three."), ("7", "Seven.")) == [
        ("3", "", "Article 2 is missing before article 3."),
        ("7", "", "Articles 4 to 6 are missing before article 7."),
    ]


def test_an_article_out_of_its_order_is_not_missing() -> None:
    assert told(("1", "One."), ("3", "Three."), ("2", "Two.")) == [("2", "", "Article 2 stands behind article 3.")]


def test_an_inserted_article_leaves_no_gap_and_waits_for_a_number() -> None:
    assert told(("1", "One."), ("1 bis", "More."), ("2", "Two.")) == [
        ("1-bis", "", "The article is still numbered 1 bis: a renumbering will give it a number of its own."),
    ]


def test_what_was_deleted_keeps_its_number_and_is_told() -> None:
    assert told(("1", "[Deleted]"), ("2", "1. One.\n2. [Deleted]\n2 bis. More.")) == [
        ("1", "", "The article was deleted and keeps its number until the text is renumbered."),
        ("2", "paragraph 2", "The clause was deleted and keeps its number until the text is renumbered."),
        ("2", "paragraph 2 bis", "The clause is still numbered 2 bis until the text is renumbered."),
    ]
