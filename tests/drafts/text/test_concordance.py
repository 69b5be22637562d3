"""Language versions against one another."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from drafts.text.concordance import Difference, Version, between, cited_numbers, differences
from drafts.text.grammar import parse
from drafts.text.translation import share_ids

ENGLISH = """\
1. Each State [shall] pay:
    (a) the keeper; and
    (b) the oil.
2. Paragraph 1 (b) of article 3 applies."""
FRENCH = """\
1. Chaque État [doit] payer :
    a) le gardien ; et
    b) l’huile.
2. L’alinéa b) du paragraphe 1 de l’article 3 s’applique."""
MANY = {"7", "16", "40", "21", "b", "c"}


def english(source: str = ENGLISH, heading: str = "Costs", day: int = 1) -> Version:
    blocks, _ = parse(source)
    for place, block in enumerate(blocks):
        block.id = f"c{place}"
    return Version("1", "Article 1", "en", heading, blocks, datetime(2026, 1, day, tzinfo=UTC))


def french(source: str = FRENCH, heading: str = "Coûts", day: int = 1, original: Version | None = None) -> Version:
    blocks, _ = parse(source, "fr")
    share_ids((original or english()).blocks, blocks)
    return Version("1", "Article 1", "fr", heading, blocks, datetime(2026, 1, day, tzinfo=UTC))


def told(original: Version, translation: Version) -> list[tuple[str, str, str]]:
    return [(one.clause, one.kind, one.detail) for one in between(original, translation)]


def test_a_faithful_translation_differs_in_nothing() -> None:
    assert told(english(), french()) == []


def test_brackets_and_references_are_compared_clause_by_clause() -> None:
    changed = FRENCH.replace("[doit]", "doit").replace("article 3", "article 4")
    assert told(english(), french(changed)) == [
        ("1", "brackets", "English has 1 open bracket here, French has no open bracket."),
        ("2", "references", "It cites 1, 3, b in English and 1, 4, b in French."),
    ]


def test_a_clause_that_one_language_lacks_is_told_where_it_stands() -> None:
    assert told(english(), french(FRENCH.replace("\n    b) l’huile.", ""))) == [
        ("1 (b)", "missing clause", "Paragraph 1 (b) has no counterpart in French."),
    ]
    assert told(english(), french(FRENCH + "\n3. De plus.")) == [
        ("3", "missing clause", "Paragraph 3 of the French text has no counterpart in English."),
    ]


def test_numbers_and_levels_are_compared() -> None:
    original, translation = english(), french()
    translation.blocks[1].label, translation.blocks[2].depth = "c)", 0
    assert told(original, translation) == [
        ("1 (a)", "number", "It is (a) in English and c) in French."),
        ("1 (b)", "level", "It stands on level 2 in English and on level 1 in French."),
    ]


def test_options_and_headings_are_compared() -> None:
    original = english("Option 1 (Cuba):\n1. One.\nOption 2:\n1. Two.\nEnd of options")
    translation = french("Option 1 (Cuba):\n1. Un.\nEnd of options", heading="", original=original)
    assert [(kind, detail) for _, kind, detail in told(original, translation)][:2] == [
        ("heading", "There is a heading in English and none in French."),
        ("options", "Options 1, 2 in English, 1 in French."),
    ]


def test_a_translation_older_than_its_original_is_stale() -> None:
    assert told(english(day=5), french(day=3)) == [
        ("", "stale", "The English text was changed on 5 January 2026, after the French one (3 January 2026) was."),
    ]
    assert told(english(day=3), french(day=5)) == []


def test_articles_are_missed_in_either_language() -> None:
    other = Version("2", "Article 2", "fr", "", [], None)
    found = differences([english()], [other], "fr")
    assert found == [
        Difference("1", "", "missing article", "There is no French text of Article 1.", "fr"),
        Difference("2", "", "missing article", "Article 2 stands in French alone.", "fr"),
    ]


@pytest.mark.parametrize(
    ("language", "sentence", "cited"),
    [
        ("en", "In accordance with articles 7 to 16 and article 40, paragraph 21 (b) and (c)", MANY),
        ("fr", "Conformément aux articles 7 à 16 et aux alinéas b) et c) du paragraphe 21 de l’article 40", MANY),
        ("es", "Con arreglo a los artículos 7 a 16 y al artículo 40, párrafo 21, apartados b) y c)", MANY),
        ("fr", "l’article premier et l’article 12 bis", {"1", "12 bis"}),
        ("es", "el artículo primero", {"1"}),
        ("en", "within 30 days, as paragraph 2 says in 3 cases", {"2"}),
        ("ru", "статья 5", None),
    ],
)  # fmt: skip
def test_cited_numbers_are_the_same_in_every_language(language: str, sentence: str, cited: set[str] | None) -> None:
    assert cited_numbers(sentence, language) == cited
