"""Which lines of an instrument are headings."""

import pytest

from drafts.text.reading_headings import heading_of, rank


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Article 5", ("article", "5", "")),
        ("ARTICLE 5", ("article", "5", "")),
        ("  Article\u00a05.", ("article", "5", "")),
        ("Art. 5", ("article", "5", "")),
        ("Article 5 – Scope of lending", ("article", "5", "Scope of lending")),
        ("Article 5. Scope of lending", ("article", "5", "Scope of lending")),
        ("Article 5 \t\tTerminologie", ("article", "5", "Terminologie")),
        ("ARTICLE IV: Oil", ("article", "IV", "Oil")),
        ("Article 8 bis", ("article", "8 bis", "")),
        ("Article 8bis - Wicks", ("article", "8 bis", "Wicks")),
        ("Article 8 *ter*", ("article", "8 ter", "")),
        ("Article 12A", ("article", "12A", "")),
        ("Article 5 {fn: Agreed by all.}", ("article", "5", "{fn: Agreed by all.}")),
        ("Artículo 8 bis. Alcance", ("article", "8 bis", "Alcance")),
        ("Arti\u0301culo 3", ("article", "3", "")),
        ("ARTICULO 1.º", ("article", "1", "")),
        ("Article 1er", ("article", "1", "")),
        ("Article premier", ("article", "I", "")),
        ("Artículo primero", ("article", "I", "")),
        ("Rule 39 bis", ("article", "39 bis", "")),
        ("PART II", ("part", "II", "")),
        ("Part II. General principles", ("part", "II", "General principles")),
        ("Part Two", ("part", "II", "")),
        ("Deuxième partie", ("part", "II", "")),
        ("PRIMERA PARTE: Generalidades", ("part", "I", "Generalidades")),
        ("CHAPTER IV", ("chapter", "IV", "")),
        ("Chapitre premier – Dispositions", ("chapter", "I", "Dispositions")),
        ("Capítulo I", ("chapter", "I", "")),
        ("Título III", ("title", "III", "")),
        ("Section 2", ("section", "2", "")),
        ("Sección A. Faroles", ("section", "A", "Faroles")),
        ("Annex", ("annex", "", "")),
        ("ANEXO II", ("annex", "II", "")),
        ("Annexe – Liste", ("annex", "", "Liste")),
    ],
)
def test_headings_are_known_in_three_languages(line: str, expected: tuple[str, str, str]) -> None:
    heading = heading_of(line)
    assert heading is not None
    assert (heading.kind, heading.label, heading.rest) == expected


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Article 12 shall apply to lanterns.",
        "Article 12 (1) applies",
        "Article 12, paragraph 3",
        "Articles 23 and 35, with regard to the term",
        "Article Implementation",
        "article 5",
        "# Article 5",
        "Part of the oil is kept.",
        "Part II The Parties shall keep a record.",
        "Section 3. The Court may act.",
        "Annexes",
        "Annex I to this Convention",
        "A part I like",
        "1. Article 5",
    ],
)
def test_sentences_and_citations_are_no_headings(line: str) -> None:
    assert heading_of(line) is None


def test_articles_are_ordered_by_number_and_suffix() -> None:
    labels = ["7", "8", "8 bis", "8 ter", "8 quater", "8A", "9", "10"]
    assert [rank(label) for label in labels] == sorted({rank(label) for label in labels})
    assert rank("XIV") == rank("14")
