"""The faces, made once for all runs on this machine, and the papers set in them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from drafts.rendering.html import page_html
from drafts.rendering.pdf import Pdf, render_pdf
from drafts.rendering.tree import Document, Variant
from drafts.rendering.volume import Store, make_volume, units
from mla_portal.fonts import font_directory, make_fonts
from tests.drafts.rendering.libreoffice import Office
from tests.drafts.rendering.papers import document

Setter = Callable[[Variant, bool], Pdf]
ColumnSetter = Callable[[Document, bool], bytes]


@pytest.fixture(scope="session")
def fonts() -> Path:
    make_fonts(font_directory())
    return font_directory()


@pytest.fixture(scope="session", params=["in one piece", "as a volume"])
def set_paper(fonts: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Setter:
    """The small treaty in one variant, with or without line numbers, set once a session, in each of the two ways."""
    store = Store(tmp_path_factory.mktemp("sections"))

    @cache
    def setter(variant: Variant, line_numbers: bool = False) -> Pdf:
        if request.param == "as a volume":
            return make_volume(document(variant), store, line_numbers, fonts)
        return render_pdf(page_html(document(variant), line_numbers), line_numbers, fonts)

    return setter


@pytest.fixture(scope="session", params=["clean", "redline", "compilation"])
def variant(request: pytest.FixtureRequest) -> Variant:
    chosen: Variant = request.param
    return chosen


@pytest.fixture(scope="session")
def reader(set_paper: Setter, variant: Variant) -> PdfReader:
    return PdfReader(BytesIO(set_paper(variant, False).content))


@pytest.fixture(scope="session", params=["in one piece", "as a volume"])
def set_columns(fonts: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ColumnSetter:
    """Any document in columns, in each of the two ways, with the page breaks of a volume."""
    store = Store(tmp_path_factory.mktemp("sections"))

    @cache
    def setter(paper: Document, line_numbers: bool = False) -> bytes:
        if request.param == "as a volume":
            return make_volume(paper, store, line_numbers, fonts).content
        page = page_html(paper, line_numbers, units.starts(paper))
        return render_pdf(page, line_numbers, fonts).content

    return setter


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """LibreOffice where it is installed."""
    program = shutil.which("soffice")
    if not program:
        pytest.skip("no LibreOffice: apt-get install libreoffice-writer-nogui")
    return Office(program, tmp_path_factory.mktemp("office"))
