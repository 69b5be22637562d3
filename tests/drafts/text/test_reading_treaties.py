"""The reader on nine real treaties, which are read from MLA_TEST_DATA and never copied into the project."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from drafts.text.blocks import Block, canonical
from drafts.text.grammar import parse
from drafts.text.reading import ReadArticle, ReadInstrument, read_instrument

# file: articles, divisions of one kind, whether there are a preamble, closing words and an annex
EXPECTED = {
    "uncac-2003.en": (71, ("chapter", 8), ["preamble", "testimonium"]),
    "untoc-2000.en": (41, ("", 0), ["testimonium"]),
    "rome-statute-1998.en": (128, ("part", 13), ["preamble", "testimonium"]),
    "ced-2006.en": (45, ("part", 3), ["preamble"]),
    "cat-1984.en": (33, ("part", 3), ["preamble"]),
    "genocide-1948.en": (19, ("", 0), ["preamble"]),
    "un-cybercrime-2024.en": (68, ("chapter", 9), ["preamble", "testimonium", "annex"]),
    "un-cybercrime-2024.fr": (68, ("chapter", 9), ["preamble", "testimonium", "annex"]),
    "un-cybercrime-2024.es": (68, ("chapter", 9), ["preamble", "testimonium", "annex"]),
}
# Lines of the files that are no words of the treaty: markers, and an annex heading that stands twice.
MARKERS = {"FRONT", "PREAMBLE"}
DOUBLED_ANNEX = {"Annex\n\n\nANNEX": "ANNEX", "Annexe\n\n\nANNEX": "ANNEX", "Anexo\n\n\nANNEX": "ANNEX"}


@dataclass(frozen=True)
class Shelf:
    """The treaties by the name of their file."""

    folder: Path

    def source(self, name: str) -> str:
        return (self.folder / f"{name}.txt").read_text(encoding="utf-8")

    def read(self, name: str) -> ReadInstrument:
        return read_instrument(self.source(name), name[-2:])

    def article(self, name: str, label: str) -> ReadArticle:
        articles = self.read(name).articles
        return next(one for one in articles if one.kind == "article" and one.label == label)

    def clauses(self, name: str, label: str) -> list[Block]:
        return parse(self.article(name, label).source, name[-2:])[0]


@pytest.fixture
def shelf(data_folder: Path) -> Shelf:
    return Shelf(data_folder / "treaties")


def outline(blocks: list[Block]) -> list[tuple[int, str]]:
    return [(block.depth, block.label) for block in blocks]


@pytest.mark.parametrize("name", EXPECTED)
def test_every_article_and_division_is_found(shelf: Shelf, name: str) -> None:
    instrument = shelf.read(name)
    count, (kind, divisions), others = EXPECTED[name]

    assert sum(one.kind == "article" for one in instrument.articles) == count
    assert [one.kind for one in instrument.divisions] == [kind] * divisions
    assert [one.kind for one in instrument.articles if one.kind != "article"] == others
    labels = [one.label for one in instrument.articles if one.kind == "article"]
    assert len(set(labels)) == count
    if name != "genocide-1948.en":
        assert labels == [str(number) for number in range(1, count + 1)]


@pytest.mark.parametrize("name", EXPECTED)
def test_no_word_of_the_source_is_lost_or_moved(shelf: Shelf, name: str) -> None:
    instrument = shelf.read(name)
    source = shelf.source(name)
    for doubled, once in DOUBLED_ANNEX.items():
        source = source.replace(doubled, once)
    wanted = [line for line in source.split("\n") if line.strip() not in MARKERS]

    pieces = [
        (division.line, f"{division.kind} {division.label} {division.heading}") for division in instrument.divisions
    ]
    for one in instrument.articles:
        name_of_unit = f"{one.kind} {one.label} {one.heading} " if one.kind in ("article", "annex") else ""
        blocks, _ = parse(one.source, name[-2:])
        pieces.append((one.line, name_of_unit + " ".join(f"{block.label} {block.text}" for block in blocks)))
    found = [instrument.title, instrument.front, *(words for _, words in sorted(pieces))]

    assert tokens(found) == tokens(wanted)


def tokens(pieces: list[str]) -> list[str]:
    """The words in order; the words that name units are compared without regard to capitals."""
    words = re.findall(r"\w+", canonical(" ".join(pieces)))
    return [word.lower() if word.lower() in {"part", "chapter", "article", "annex"} else word for word in words]


@pytest.mark.parametrize("name", EXPECTED)
def test_clauses_are_numbered_as_they_are_printed(shelf: Shelf, name: str) -> None:
    assert [notice for notice in shelf.read(name).notices if notice.code == "number"] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_a_heading_is_the_line_below_the_number(shelf: Shelf, name: str) -> None:
    lines = shelf.source(name).split("\n")
    for one in shelf.read(name).articles:
        if one.kind == "article":
            assert one.heading == lines[one.line].strip()
    bare = [one.label for one in shelf.read(name).articles if one.kind == "article" and not one.heading]
    if name in {"genocide-1948.en", "cat-1984.en", "ced-2006.en"}:
        assert len(bare) == EXPECTED[name][0]
    else:
        assert bare == (["10"] if name == "rome-statute-1998.en" else [])


def test_roman_article_numbers_stay_roman(shelf: Shelf) -> None:
    labels = [one.label for one in shelf.read("genocide-1948.en").articles if one.kind == "article"]
    assert labels[:4] + labels[-2:] == ["I", "II", "III", "IV", "XVIII", "XIX"]


def test_articles_stand_in_their_divisions(shelf: Shelf) -> None:
    instrument = shelf.read("rome-statute-1998.en")
    assert [(one.label, one.heading) for one in instrument.divisions][:2] == [
        ("1", "ESTABLISHMENT OF THE COURT"),
        ("2", "JURISDICTION, ADMISSIBILITY AND APPLICABLE LAW"),
    ]
    places = {one.label: one.division for one in instrument.articles if one.kind == "article"}
    assert (places["4"], places["5"], places["21"], places["22"], places["128"]) == (0, 1, 1, 2, 12)
    assert {one.division for one in shelf.read("untoc-2000.en").articles} == {None}


def test_recitals_are_clauses_where_the_source_has_lines(shelf: Shelf) -> None:
    counts = {name: len(parse(shelf.read(name).articles[0].source)[0]) for name in EXPECTED if name != "untoc-2000.en"}
    cybercrime = {f"un-cybercrime-2024.{language}": 17 for language in ("en", "fr", "es")}
    run_on = {"uncac-2003.en": 1, "rome-statute-1998.en": 1, "ced-2006.en": 1, "genocide-1948.en": 1}
    assert counts == {**cybercrime, **run_on, "cat-1984.en": 2}


def test_dirt_is_kept_and_told(shelf: Shelf) -> None:
    told = {
        name: [(one.line, one.code) for one in shelf.read(name).notices if one.code != "number"] for name in EXPECTED
    }
    assert told == {
        "uncac-2003.en": [(6, "preamble"), (6, "preamble"), (6, "link"), (30, "quotation")],
        "untoc-2000.en": [(4, "preamble"), (150, "quotation")],
        "rome-statute-1998.en": [(6, "preamble"), (6, "preamble")],
        "ced-2006.en": [(6, "preamble"), (6, "preamble")],
        "cat-1984.en": [(8, "preamble")],
        "genocide-1948.en": [(6, "preamble")],
        "un-cybercrime-2024.en": [(1352, "annex")],
        "un-cybercrime-2024.fr": [(1352, "annex")],
        "un-cybercrime-2024.es": [(1352, "annex")],
    }
    assert shelf.article("uncac-2003.en", "2").source.count("``") == 12


def test_interpretative_notes_are_one_annex_numbered_through(shelf: Shelf) -> None:
    for language, heading in (("en", "Article 17"), ("fr", "Article 17"), ("es", "Artículo 17")):
        annex = shelf.read(f"un-cybercrime-2024.{language}").articles[-1]
        blocks, _ = parse(annex.source, language)
        assert (annex.kind, annex.label, len(annex.heading) > 250) == ("annex", "", True)
        assert [block.label for block in blocks] == ["", "1.", "2.", "", "3.", "", "4.", "", "5."]
        assert blocks[3].text == heading


def test_three_languages_have_one_sequence_of_clauses(shelf: Shelf) -> None:
    outlines = {}
    for language in ("en", "fr", "es"):
        units = shelf.read(f"un-cybercrime-2024.{language}").articles
        outlines[language] = [
            [(block.kind, block.depth, block.scheme) for block in parse(one.source, language)[0]] for one in units
        ]
        articles = [parse(one.source)[0] for one in units if one.kind in ("article", "testimonium")]
        lines = [blocks_on_lines(blocks) for blocks in articles]
        # The count of 497 that came with the files has the doubled line "Annex" for a paragraph.
        assert sum(map(len, lines)) + 1 == 497
        schemes = [scheme for one in lines for scheme in one]
        assert (schemes.count("alpha"), schemes.count("roman")) == (192, 19)
    assert outlines["en"] == outlines["fr"] == outlines["es"]


def blocks_on_lines(blocks: list[Block]) -> list[str]:
    """The style of the first number on each line."""
    return list({block.line: block.scheme for block in reversed(blocks)}.values())


def test_i_is_a_letter_after_h_and_a_number_after_a_chapeau(shelf: Shelf) -> None:
    letters = [label for _, label in outline(shelf.clauses("untoc-2000.en", "2")) if label]
    assert letters == [f"({letter})" for letter in "abcdefghij"]
    court = outline(shelf.clauses("rome-statute-1998.en", "8"))
    assert [label for _, label in court if label.startswith(("(v", "(x"))][:3] == [
        "(v)",
        "(vi)",
        "(vii)",
    ]
    sub = outline(shelf.clauses("cat-1984.en", "21"))
    assert [label for _, label in sub] == [
        "1.",
        *(f"({letter})" for letter in "abcdefgh"),
        "(i)",
        "(ii)",
        "2.",
    ]
    assert [depth for depth, _ in sub] == [0, *[1] * 8, 2, 2, 0]


def test_flush_and_indented_numbers_of_one_article_agree(shelf: Shelf) -> None:
    assert outline(shelf.clauses("rome-statute-1998.en", "93"))[-10:] == [
        (0, "10."), (1, "(a)"), (1, "(b)"),
        (2, "(i)"), (3, "(a)"), (3, "(b)"), (2, "(ii)"), (3, "(a)"), (3, "(b)"),
        (1, "(c)"),
    ]  # fmt: skip
    assert outline(shelf.clauses("rome-statute-1998.en", "36"))[1:6] == [
        (0, "2."), (1, "(a)"), (1, "(b)"), (1, "(c)"), (2, "(i)"),
    ]  # fmt: skip
    assert outline(shelf.clauses("untoc-2000.en", "6"))[:3] == [(0, "1."), (1, "(a)"), (2, "(i)")]


def test_a_list_that_lost_its_indentation_keeps_its_level(shelf: Shelf) -> None:
    assert outline(shelf.clauses("untoc-2000.en", "5"))[:7] == [
        (0, "1."), (1, "(a)"), (2, "(i)"), (2, "(ii)"), (3, "(a)"), (3, "(b)"), (1, "(b)"),
    ]  # fmt: skip


def test_flush_words_go_on_the_clause_that_they_belong_to(shelf: Shelf) -> None:
    flush = {
        label: [
            block.depth
            for place, block in enumerate(shelf.clauses("un-cybercrime-2024.en", label))
            if place and not block.label
        ]
        for label in ("11", "13", "23", "28", "29", "30")
    }
    assert flush == {"11": [2], "13": [0], "23": [2], "28": [1], "29": [1], "30": [1]}
    assert [block.depth for block in shelf.clauses("rome-statute-1998.en", "36") if not block.label] == [1, 1]


def test_closing_words_stand_apart_from_the_last_article(shelf: Shelf) -> None:
    for name, opening in (
        ("uncac-2003.en", "IN WITNESS WHEREOF"), ("rome-statute-1998.en", "IN WITNESS WHEREOF"),
        ("un-cybercrime-2024.fr", "EN FOI DE QUOI"), ("un-cybercrime-2024.es", "EN FE DE LO CUAL"),
    ):  # fmt: skip
        closing = next(one for one in shelf.read(name).articles if one.kind == "testimonium")
        assert closing.source.startswith(opening)
