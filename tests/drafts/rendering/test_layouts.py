"""Paper and spared ink: another page, the same words, and as valid as before."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import page as validator
import pytest
from pypdf import PdfReader

from drafts.rendering import docx
from drafts.rendering.html import page_html
from drafts.rendering.paper import Layout
from drafts.rendering.pdf import render_pdf
from drafts.rendering.tree import Document
from drafts.rendering.volume import Store, make_volume
from tests.drafts.rendering.papers import document

SIZES = {"a4": (595, 842), "letter": (612, 792)}
LAYOUTS = [Layout("letter"), Layout("a4", low_ink=True), Layout("letter", low_ink=True)]
_COLOUR = re.compile(rb"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG)\b")


@pytest.fixture(params=LAYOUTS, ids=str)
def layout(request: pytest.FixtureRequest) -> Layout:
    chosen: Layout = request.param
    return chosen


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """One store for all layouts: what was kept of one must not be taken for another."""
    return Store(tmp_path_factory.mktemp("sections"))


def in_both_ways(paper: Document, store: Store, fonts: Path) -> list[bytes]:
    return [render_pdf(page_html(paper), False, fonts).content, make_volume(paper, store, False, fonts).content]


def words_of(content: bytes) -> list[str]:
    """All words but the folios, hyphenation undone; pages end elsewhere, so running heads and notes move."""
    lines = "\n".join(one.extract_text() for one in PdfReader(BytesIO(content)).pages)
    return sorted(word for word in re.sub("[‐-]\n", "", lines).split() if not re.fullmatch(r"\d+/\d+", word))


def colours(content: bytes) -> set[bytes]:
    found: set[bytes] = set()
    for one in PdfReader(BytesIO(content)).pages:
        contents: Any = one.get_contents()
        found |= {b" ".join(each) for each in _COLOUR.findall(contents.get_data())}
    return found


def test_the_page_is_that_paper_and_the_file_is_valid(layout: Layout, shared: Store, fonts: Path) -> None:
    paper = document("redline")
    for content, plain in zip(
        in_both_ways(replace(paper, layout=layout), shared, fonts), in_both_ways(paper, shared, fonts), strict=True
    ):
        assert content != plain
        sizes = {tuple(round(float(edge)) for edge in one.mediabox[2:]) for one in PdfReader(BytesIO(content)).pages}
        assert sizes == {SIZES[layout.paper]}
        for profile in (validator.ValidationProfile.PDF_UA_1, validator.ValidationProfile.PDF_A_2A):
            report = validator.validate_pdf_bytes(content, profile=profile)
            assert report.is_compliant, str(report)


def test_the_words_are_the_same_on_any_paper(layout: Layout, shared: Store, fonts: Path) -> None:
    paper = document("compilation", 1)
    laid_out = in_both_ways(replace(paper, layout=layout), shared, fonts)
    for content, plain in zip(laid_out, in_both_ways(paper, shared, fonts), strict=True):
        assert [word for word in words_of(content) if not word.isdigit()] == [
            word for word in words_of(plain) if not word.isdigit()
        ]


def test_a_second_time_gives_the_same_bytes(layout: Layout, shared: Store, fonts: Path, tmp_path: Path) -> None:
    paper = replace(document("redline"), layout=layout)
    cold = make_volume(paper, Store(tmp_path), False, fonts).content
    assert make_volume(paper, shared, False, fonts).content == cold
    assert render_pdf(page_html(paper), False, fonts).content == render_pdf(page_html(paper), False, fonts).content


def test_spared_ink_is_black_and_says_what_changed(shared: Store, fonts: Path) -> None:
    paper = document("redline")
    for spared, plain in zip(
        in_both_ways(replace(paper, layout=Layout(low_ink=True)), shared, fonts),
        in_both_ways(paper, shared, fonts),
        strict=True,
    ):
        assert colours(spared) == {b"0 0 0"}
        assert len(colours(plain)) > 3
    page = page_html(replace(paper, layout=Layout(low_ink=True)))
    assert page.count("<ins>") > 30
    assert page.count("<del>") > 30


def test_the_word_file_has_the_paper_and_the_ink() -> None:
    paper = document("clean", 1)
    files = {layout: docx.word_file(replace(paper, layout=layout)) for layout in (Layout(), *LAYOUTS)}
    assert len(set(files.values())) == 4
    bodies = set()
    for layout, content in files.items():
        parts = ZipFile(BytesIO(content))
        body, styles = parts.read("word/document.xml").decode(), parts.read("word/styles.xml").decode()
        width, height = {"a4": (11906, 16838), "letter": (12240, 15840)}[layout.paper]
        assert f'<w:pgSz w:w="{width}" w:h="{height}"/>' in body
        assert ("w:color" in styles) is not layout.low_ink
        bodies.add(body.replace(str(width), "w").replace(str(height), "h"))
    assert len(bodies) == 1
