"""What references point at, and the sentence for those that point at nothing."""

from __future__ import annotations

import pytest

from drafts.text.grammar import parse
from drafts.text.references import references
from drafts.text.targets import ArticleLabels, Directory, article_labels

FIRST = """1. One:
    (a) alpha:
        (i) deep;
    (b) beta.
2. [Deleted]
3. Three.
Option 1:
4. Four, once.
Option 2:
4. Four, again.
End of options
"""


def article(label: str, source: str, heading: str = "", unit: str = "article") -> ArticleLabels:
    blocks, _ = parse(source)
    for place, block in enumerate(blocks):
        block.id = f"{label}.{place}"
    return article_labels(label, label, blocks, heading=heading, unit=unit, divisions=(("part", "I"),))


@pytest.fixture
def directory() -> Directory:
    return Directory([
        article("1", FIRST),
        article("2", "", heading="[Deleted]"),
        article("3", "Sole:\n    (a) x;\n    (b) y."),
        article("A", "1. Of the annex.", unit="annex"),
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("words", "clause", "target"),
    [
        ("article 3", "1.0", ("3", "")),
        ("article 1, paragraph 1 (a) (i)", "3.0", ("1", "1.2")),
        ("paragraph 3", "1.0", ("1", "1.5")),
        ("subparagraph (b)", "1.1", ("1", "1.3")),
        ("subparagraph (b) of this paragraph", "1.0", ("1", "1.3")),
        ("subparagraph (b)", "1.5", ("1", "1.3")),
        ("article 3, subparagraph (b)", "1.0", ("3", "3.2")),
        ("paragraph 1 of annex A", "1.0", ("A", "A.0")),
        ("paragraph 4", "1.9", ("1", "1.9")),
        ("paragraph 4", "1.7", ("1", "1.7")),
        ("paragraph 4", "1.0", ("1", "1.7")),
    ],
)
def test_a_reference_points_at_a_clause(directory: Directory, words: str, clause: str, target: tuple[str, str]) -> None:
    (reference,) = references(words)
    (found,) = directory.resolve(reference, clause.partition(".")[0], clause)
    assert ((found.article, found.clause), found.problem) == (target, "")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("article 9", "there is no article 9"),
        ("article 2", "article 2 is deleted"),
        ("paragraph 2", "paragraph 2 is deleted"),
        ("paragraph 9", "there is no paragraph 9 in this article"),
        ("article 3, paragraph 1", "there is no paragraph 1 in article 3"),
        ("Part II", "there is no part II"),
    ],
)
def test_one_that_points_at_nothing_says_why(directory: Directory, words: str, problem: str) -> None:
    (reference,) = references(words)
    assert [target.problem for target in directory.resolve(reference, "1", "1.0")] == [problem]


def test_a_foreign_reference_points_nowhere_of_ours(directory: Directory) -> None:
    (reference,) = references("article 99 of the Rome Statute")
    assert directory.resolve(reference, "1", "1.0") == ()


def test_dangling_references_are_told_in_one_sentence_with_their_place() -> None:
    directory = Directory([
        article("1", "1. See [article 9]^{Chile}.\n2. [Deleted]"),
        article("2", "Under paragraphs 1 and 2 of article 1, and article 5 of the Charter."),
    ])  # fmt: skip
    assert [one.sentence for one in directory.dangling()] == [
        "Article 1, paragraph 1 refers to “article 9”: there is no article 9.",
        "Article 2 refers to “paragraphs 1 and 2 of article 1”: paragraph 2 is deleted.",
    ]
    assert [one.article for one in directory.dangling(among=["2"])] == ["2"]
