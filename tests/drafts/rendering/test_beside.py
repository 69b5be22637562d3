"""Languages side by side: every word of each, in its row, and a table that can be heard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import page as validator
import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from drafts.rendering.beside import side_by_side
from drafts.rendering.html import page_html
from drafts.rendering.markup import runs
from drafts.rendering.paper import Layout
from drafts.rendering.pdf import render_pdf
from drafts.rendering.text import plain_text
from drafts.rendering.tree import Document
from drafts.rendering.volume import Store, make_volume, units
from tests.drafts.rendering.columns import beside, in_language
from tests.drafts.rendering.conftest import ColumnSetter
from tests.drafts.rendering.test_html import Balance
from tests.drafts.rendering.test_layouts import words_of
from tests.drafts.rendering.test_pdf import flat, shown, text_of

Reader = Any


THREE, TWO = beside("en", "fr", "es"), beside("en", "fr")


def elements(reader: Reader) -> Iterator[DictionaryObject]:
    waiting: list[Any] = [reader.trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while waiting:
        each = waiting.pop().get_object()
        if isinstance(each, ArrayObject):
            waiting += each
        elif isinstance(each, DictionaryObject) and "/S" in each:
            yield each
            waiting += [each["/K"]] if "/K" in each else []


def name_of(element: DictionaryObject) -> str:
    return str(element["/S"])


@pytest.mark.parametrize(
    "paper", [THREE, TWO, replace(THREE, layout=Layout("letter", low_ink=True))], ids=["three", "two", "letter"]
)
def test_it_is_accessible_and_fit_for_the_archive(set_columns: ColumnSetter, paper: Document) -> None:
    for line_numbers in (False, True):
        content = set_columns(paper, line_numbers)
        for profile in (validator.ValidationProfile.PDF_UA_1, validator.ValidationProfile.PDF_A_2A):
            report = validator.validate_pdf_bytes(content, profile=profile)
            assert report.is_compliant, str(report)


def test_every_word_of_every_language_is_there(set_columns: ColumnSetter) -> None:
    text = text_of(PdfReader(BytesIO(set_columns(THREE, False))))
    expected = [
        "".join("".join(shown(run) for run in runs(clause.segments)).split())
        for language in ("en", "fr", "es")
        for section in in_language(language).sections
        for clause in section.clauses
    ]
    squeezed = "".join(text.split())
    for clause in set(expected) - {""}:  # English words stand inside the other languages' too
        assert squeezed.count(clause) == sum(each.count(clause) for each in expected), clause
    assert text.count("Pas encore de texte en français.") == 1
    assert text.count("en otro lugar en este idioma") == 1


def test_the_cells_have_heads_and_languages(set_columns: ColumnSetter) -> None:
    found = list(elements(PdfReader(BytesIO(set_columns(THREE, False)))))
    heads = [each for each in found if name_of(each) == "/TH"]
    assert heads
    assert {str(each["/A"]["/Scope"]) for each in heads} == {"/Column"}  # type: ignore[index]
    cells = [each for each in found if name_of(each) == "/TD"]
    spoken = Counter(str(each.get("/Lang", "en")) for each in cells)
    assert spoken["en"] == spoken["fr"] == spoken["es"] > 50
    notes = Counter(str(each["/Lang"]) for each in found if "/Lang" in each and name_of(each) not in ("/TH", "/TD"))
    assert notes["en"] == notes["fr"] == notes["es"] >= 6, "a footnote stands outside of its cell"
    assert not [each for each in found if "/ID" in each or "/Headers" in each.get("/A", {})]


def test_rows_are_whole_and_in_the_order_of_the_languages(set_columns: ColumnSetter) -> None:
    rows = [each for each in elements(PdfReader(BytesIO(set_columns(THREE, False)))) if name_of(each) == "/TR"]
    for row in rows:
        kids: Any = row["/K"]
        kinds = [kid.get_object() for kid in kids]
        assert [str(kid.get("/Lang", "en")) for kid in kinds] == ["en", "fr", "es"]


def test_three_columns_lie_and_two_stand(set_columns: ColumnSetter) -> None:
    def sizes(paper: Document) -> list[tuple[int, int]]:
        pages = PdfReader(BytesIO(set_columns(paper, False))).pages
        return [(round(one.mediabox.width), round(one.mediabox.height)) for one in pages]

    standing, *lying = sizes(THREE)
    assert (standing, set(lying)) == ((595, 842), {(842, 595)})
    assert set(sizes(TWO)) == {(595, 842)}


def test_headings_are_bookmarks_once(set_columns: ColumnSetter) -> None:
    reader = PdfReader(BytesIO(set_columns(THREE, False)))
    titles = [mark.title for mark in flat(reader.outline)]
    assert titles.count("Article 2. Register of ferries") == 1
    assert titles[:3] == ["Contents", "Preamble", "Chapter I. Ferries and rivers 1"]
    assert "Article 6 – Register of ferries" in reader.pages[-1].extract_text()


def test_a_volume_is_what_one_piece_would_be(fonts: Path, tmp_path: Path) -> None:
    volume = make_volume(THREE, Store(tmp_path), True, fonts).content
    whole = render_pdf(page_html(THREE, True, units.starts(THREE)), True, fonts).content
    pages = [PdfReader(BytesIO(content)).pages for content in (volume, whole)]
    assert len(pages[0]) == len(pages[1])
    for ours, theirs in zip(*pages, strict=True):
        assert Counter(ours.extract_text().split()) == Counter(theirs.extract_text().split())
    assert make_volume(THREE, Store(tmp_path), True, fonts).content == volume
    assert make_volume(THREE, Store(tmp_path / "cold"), True, fonts).content == volume


def test_paper_changes_the_bytes_and_not_the_words(set_columns: ColumnSetter) -> None:
    plain, spared = set_columns(TWO, False), set_columns(replace(TWO, layout=Layout("letter", low_ink=True)), False)
    assert plain != spared
    said = [Counter(word for word in words_of(each) if not word.isdigit()) for each in (plain, spared)]
    for word in {*said[0], *said[1]}:  # running heads and the heads of columns stand as often as there are pages
        assert (said[0][word] > 0) == (said[1][word] > 0), word


def test_clauses_are_aligned_by_identity_and_never_shifted() -> None:
    [article] = [section for section in THREE.sections if section.label == "Article 2"]
    rows = [row for row in article.rows if row.kind == "clause"]
    for row in rows:
        assert len({cell.clause.id for cell in row.cells if cell.clause}) == 1
    said = {cells[0].clause.label: cells for cells in (row.cells for row in rows) if cells[0].clause}
    lacking = said["(a bis)"]
    assert (lacking[1].note, lacking[1].clause) == ("Pas encore de texte en français.", None)
    strayed = [row.cells[2].clause for row in rows if row.cells[2].clause and row.cells[2].clause.note]
    assert [(clause.label, clause.note) for clause in strayed] == [("1.", "en otro lugar en este idioma")]


def test_what_stands_in_a_further_language_alone_has_a_row_too() -> None:
    english, french = in_language("en", 3), in_language("fr", 3)
    less = replace(english, sections=tuple(each for each in english.sections if each.label != "Article 3"))
    page = side_by_side([less, french], ["English", "Français"])
    assert [section.label for section in page.sections][-2:] == ["Article 2", "Article 3"]
    assert page.sections[-1].rows[0].cells[0].note == "No text in English yet."
    assert Balance(page_html(page)).words.count("No text in English yet.") == len(page.sections[-1].rows) - 1


def test_the_page_is_well_formed_and_every_anchor_is_there() -> None:
    page = page_html(THREE)
    assert Balance(page)
    for number in range(1, 7):
        assert page.count(f'id="article-{number}"') == 1


def test_plain_text_names_the_language_of_each_line() -> None:
    text = plain_text(beside("en", "es", articles=1))
    assert "en | Article 1. Register of ferries\nes | Article 1. es. Register of ferries" in text
    assert "en |     (a) the name of the ferry;\nes |     (a) es. the name of the ferry;" in text


def test_a_line_across_the_columns_has_one_number(set_columns: ColumnSetter) -> None:
    """Words of ours stand in smaller type, so their baseline is not quite that of the clause beside them."""
    french = in_language("fr")
    less = replace(french, sections=tuple(each for each in french.sections if each.kind != "article"))
    paper = side_by_side([in_language("en"), less], ["English", "Français"])
    reader = PdfReader(BytesIO(set_columns(paper, True)))
    for one in list(reader.pages)[2:]:
        numbers: list[str] = []

        def note(text: str, cm: Any, tm: Any, font: Any, size: float, numbers: list[str] = numbers) -> None:
            if text.strip().isdigit() and tm[4] * cm[0] + cm[4] < 60:  # in the margin
                numbers.append(text.strip())

        one.extract_text(visitor_text=note)
        assert numbers == [str(number) for number in range(1, len(numbers) + 1)], "two on one line are read as one"
        assert len(numbers) > 2
