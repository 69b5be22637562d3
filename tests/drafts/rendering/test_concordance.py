"""The concordance on paper: a table over several pages, valid, whole, with bookmarks and no contents."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import page as validator
import pytest
from pypdf import PdfReader

from drafts.rendering.html import page_html
from drafts.rendering.paper import Layout
from drafts.rendering.pdf import render_pdf
from drafts.rendering.text import plain_text
from drafts.rendering.volume import Store, make_volume
from tests.drafts.rendering.columns import concordance
from tests.drafts.rendering.conftest import ColumnSetter
from tests.drafts.rendering.test_beside import elements, name_of
from tests.drafts.rendering.test_html import Balance
from tests.drafts.rendering.test_pdf import flat, text_of


@pytest.mark.parametrize("layout", [Layout(), Layout("letter", low_ink=True)], ids=str)
def test_it_is_accessible_and_fit_for_the_archive(set_columns: ColumnSetter, layout: Layout) -> None:
    content = set_columns(replace(concordance(), layout=layout), False)
    for profile in (validator.ValidationProfile.PDF_UA_1, validator.ValidationProfile.PDF_A_2A):
        report = validator.validate_pdf_bytes(content, profile=profile)
        assert report.is_compliant, str(report)
    sizes = {(round(one.mediabox.width), round(one.mediabox.height)) for one in PdfReader(BytesIO(content)).pages}
    assert sizes == {(612, 792) if layout.paper == "letter" else (595, 842)}


def test_every_row_is_there_under_its_heads(set_columns: ColumnSetter) -> None:
    reader = PdfReader(BytesIO(set_columns(concordance(), False)))
    text = text_of(reader)
    for number in range(1, 61):
        assert f"Article {number} Article {number + 2} Register [{number}] renumbered" in text
    assert text.count("– paragraph 1 bis The river on which it sails … new") == 60
    assert "Contents" not in text
    assert len(reader.pages) > 4
    for one in reader.pages[1:]:
        assert "Number in Draft 1" in one.extract_text()
    heads = [each for each in elements(reader) if name_of(each) == "/TH"]
    assert len(heads) == 4 * (len(reader.pages) - 1)


def test_its_bookmarks_are_the_table_and_its_divisions(set_columns: ColumnSetter) -> None:
    outline = PdfReader(BytesIO(set_columns(concordance(), False))).outline
    assert [mark.title for mark in flat(outline)] == [
        "Concordance table",
        "Chapter 2. Ferries",
        "Chapter 22. Ferries",
        "Chapter 42. Ferries",
    ]


def test_a_volume_is_what_one_piece_would_be_and_stays_so(fonts: Path, tmp_path: Path) -> None:
    volume = make_volume(concordance(), Store(tmp_path), False, fonts).content
    whole = render_pdf(page_html(concordance()), False, fonts).content
    ours, theirs = (PdfReader(BytesIO(content)).pages for content in (volume, whole))
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert Counter(one.extract_text().split()) == Counter(other.extract_text().split())
    assert make_volume(concordance(), Store(tmp_path), False, fonts).content == volume
    spared = make_volume(replace(concordance(), layout=Layout(low_ink=True)), Store(tmp_path), False, fonts).content
    assert spared != volume
    assert text_of(PdfReader(BytesIO(spared))) == text_of(PdfReader(BytesIO(volume)))


def test_as_a_page_and_as_text() -> None:
    page = Balance(page_html(concordance()))
    assert page.words.count("paragraph 1 bis") == 60
    lines = plain_text(concordance()).splitlines()
    assert "Article 7             Article 9             Register [7]                       renumbered" in lines
    assert max(map(len, lines)) <= 100
