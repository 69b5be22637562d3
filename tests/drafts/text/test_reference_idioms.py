"""References in three languages, taken apart; and how many of those of real treaties are found and resolved."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drafts.text.references import references
from drafts.text.targets import Directory, article_labels
from tests.drafts.text.real_treaties import FOLDER, real_articles

Place = tuple[str, str]


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("en", "articles 7 to 16", ["7", "…16"]),
        ("en", "articles 3, 5 and 12 *bis*", ["3", "5", "12 bis"]),
        ("en", "articles 5, paragraph 2, and 7, paragraph 1 (a) to (c)", ["5/2", "7/1/a", "…7/1/c"]),
        ("en", "paragraph 3 (a) (i) and (iii) of article 9", ["9/3/a/i", "9/3/a/iii"]),
        ("en", "subparagraphs (a) (ii) and (b) of paragraph 2 of article 40", ["40/2/a/ii", "40/2/b"]),
        ("en", "under article 5, 30 days later", ["5"]),
        ("en", "article [12][13]", ["12", "13"]),
        ("en", "paragraph 3 above", ["/3"]),
        ("en", "article III", ["III"]),
        ("en", "article 2{fn: Compare article 9.}", ["2", "9"]),
        ("fr", "alinéa a) du paragraphe 1 de l’article 2", ["2/1/a"]),
        ("fr", "aux articles 7 à 16", ["7", "…16"]),
        ("fr", "l'article premier et l'article 12 bis", ["1", "12 bis"]),
        ("fr", "les alinéas a) et b) du présent paragraphe", ["/a", "/b"]),
        ("fr", "article 12, paragraphe 3, alinéa b)", ["12/3/b"]),
        ("es", "apartado a) del párrafo 1 del artículo 2", ["2/1/a"]),
        ("es", "los artículos 7 a 16", ["7", "…16"]),
        ("es", "inciso ii) del apartado a) del párrafo 1 del presente artículo", ["/1/a/ii"]),
        ("ru", "статья 5", []),
    ],
)
def test_a_reference_names_its_places(language: str, sentence: str, expected: list[str]) -> None:
    found = []
    for reference in references(f"Voilà {sentence}.", language):
        for pointer in reference.pointers:
            numbers = [pointer.number.label if pointer.number else "", *(one.label for one in pointer.path)]
            found.append(("…" if pointer.until else "") + "/".join(numbers))
    assert found == expected


@pytest.mark.parametrize(
    ("language", "sentence", "foreign"),
    [
        ("en", "article 3 of the Rome Statute", True),
        ("en", "article 2 of the Convention against Torture", True),
        ("en", "article 3, paragraph 1, of the Convention", True),
        ("en", "articles 2 and 5 of Protocol I", True),
        ("en", "common article 3", True),
        ("en", "the Rome Statute, article 5", True),
        ("en", "article 4 of this Convention", False),
        ("en", "article 4 of the present Convention", False),
        ("en", "for the purposes of this Convention, article 5", False),
        ("en", "under article 4 of the requesting State’s own choice", False),
        ("fr", "article 3 de la Convention de Vienne", True),
        ("fr", "article 3 du Statut de Rome", True),
        ("fr", "article 3 de la présente Convention", False),
        ("fr", "article 3 du présent Traité", False),
        ("es", "artículo 3 de la Convención contra la Tortura", True),
        ("es", "artículo 3 del Estatuto de Roma", True),
        ("es", "artículo 3 de la presente Convención", False),
        ("es", "artículo 3 de esta Convención", False),
    ],
)
def test_references_to_other_treaties_are_told_apart(language: str, sentence: str, foreign: bool) -> None:
    assert [one.foreign for one in references(f"{sentence}.", language)] == [foreign]


@pytest.mark.parametrize("sentence", ["this Part", "this chapter", "the present article"])
def test_the_place_itself_is_a_reference(sentence: str) -> None:
    assert [one.words for one in references(f"Under {sentence} it is so.")] == [sentence]


# Real treaties: `research/domain.md` a.4 counts 57 + 11 + 9 articles and 67 paragraphs of the Cybercrime Convention.

_UNITS = {
    "en": r"\b(?:articles?|paragraphs?|subparagraphs?) (?:[0-9]|\([a-z])",
    "fr": r"\b(?:articles?|paragraphes?|alinéas?) (?:[0-9]|[a-z]\))",
    "es": r"\b(?:artículos?|párrafos?|apartados?|incisos?) (?:[0-9]|[a-z]\))",
}


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_numbered_reference_of_a_real_treaty_is_found(language: str) -> None:
    lines = _lines(FOLDER / "treaties" / f"un-cybercrime-2024.{language}.txt")
    missed = spoken = 0
    for line in lines:
        found = references(line, language)
        for match in re.finditer(_UNITS[language], line):
            spoken += 1
            missed += not any(one.start <= match.start() < one.end for one in found)
    assert spoken > 140
    assert missed / spoken <= 0.01


def test_three_languages_refer_to_the_same_number_of_places() -> None:
    counts = set()
    for language in ("en", "fr", "es"):
        lines = _lines(FOLDER / "treaties" / f"un-cybercrime-2024.{language}.txt")
        body = [line for line in lines if not re.match(r"\W*Art(?:icle|ículo)\b", line)]
        pointers = [one for line in body for found in references(line, language) for one in found.pointers]
        counts.add(sum(pointer.number is None and len(pointer.path) > 0 for pointer in pointers) // 5)
    assert len(counts) == 1


@pytest.mark.parametrize("treaty", ["rome", "uncac", "untoc", "drugs88"])
def test_nearly_every_reference_of_a_real_treaty_resolves(treaty: str) -> None:
    articles = [
        article_labels(place, str(place), blocks) for place, blocks in enumerate(real_articles(treaty, 0), start=1)
    ]
    directory = Directory(articles)
    targets = [
        target for article, clause, one in directory.all() for target in directory.resolve(one, article.key, clause)
    ]
    assert len(targets) > 150
    assert sum(bool(target.problem) for target in targets) / len(targets) <= 0.01


def _lines(file: Path) -> list[str]:
    if not file.exists():
        pytest.skip("real treaties are not here: set MLA_TEST_DATA to the folder that has them")
    return file.read_text(encoding="utf-8").splitlines()
