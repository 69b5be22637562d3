"""The shapes that reports on comments and stories add to a paper: a table of numbers, moments, pairs without a text."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from pathlib import Path

import page as validator
import pytest
from docx import Document as open_word
from docx.oxml.ns import qn
from pypdf import PdfReader

from drafts.rendering.docx_report import report_file
from drafts.rendering.html import page_html
from drafts.rendering.pdf import render_pdf
from drafts.rendering.text import plain_text
from drafts.rendering.tree import Clause, Counts, Disposition, Document, Remark, Section, Variant
from drafts.rendering.volume import Store, make_volume
from tests.drafts.rendering.papers import COVER, remark
from tests.drafts.rendering.test_pdf import structure_names

COUNTS = Counts(
    ("Provision", "Comments", "Accepted", "No answer yet"),
    (("The <whole> text", "1", "", "1"), ("Article 2 & 3", "40", "40", ""), ("In all", "41", "40", "1")),
)


def paper(variant: Variant) -> Document:
    """A report or a story of some pages."""
    wording = Clause("para", 1, "(b)", (("=", "to "), ("-", "have"), ("+", "keep"), ("=", " a boat")), change="edited")
    quiet = Remark("", "", "Nobody is named, and the day is enough.")
    pairs = tuple(remark(f"State {number}", Disposition("Accepted", "Yes", "Draft 3")) for number in range(1, 21))
    sections = (
        Section("comments", 1, "General comments", (), "general", remarks=(remark("Ruritania"),)),
        Section("division", 1, "Part I", (("=", "Ferries"),), "part-1"),
        Section("comments", 2, "Article 2", (("=", "Register"),), "article-2", remarks=pairs),
        Section("comments", 1, "3 May 2026", (("=", "Amended"),), "", (wording,), "From Article 2.", remarks=(quiet,)),
    )
    return Document(COVER, sections, variant=variant, date="2026-10-14", counts=None if variant == "story" else COUNTS)


@pytest.mark.parametrize("variant", ["dispositions", "delegation", "story"])
@pytest.mark.parametrize("whole", [True, False])
def test_they_are_accessible_fit_for_the_archive_and_the_same_bytes_twice(
    fonts: Path, tmp_path: Path, variant: Variant, whole: bool
) -> None:
    def made() -> bytes:
        if whole:
            return render_pdf(page_html(paper(variant)), False, fonts).content
        return make_volume(paper(variant), Store(tmp_path), False, fonts).content

    content = made()
    for profile in (validator.ValidationProfile.PDF_UA_1, validator.ValidationProfile.PDF_A_2A):
        found = validator.validate_pdf_bytes(content, profile=profile)
        assert found.is_compliant, str(found)
    names = Counter(structure_names(PdfReader(BytesIO(content))))
    if variant == "story":
        assert not names["/Table"]
        assert names["/Ins"]
    else:
        assert (names["/Table"], names["/TR"], names["/TH"], names["/TD"]) == (1, 4, 4 + 3, 9)
    assert content == made()


def test_the_table_and_whoever_is_nobody_in_html() -> None:
    page = page_html(paper("dispositions"))
    assert '<th scope="row">The &lt;whole&gt; text</th><td>1</td><td></td><td>1</td>' in page
    assert '<tr class="sum"><th scope="row">In all</th><td>41</td>' in page
    assert '<p class="remark"> Nobody is named' in page
    assert "words to be taken out are <del>struck through</del>" in page
    assert "Each wording is shown against the one before it" in page_html(paper("story"))


def test_the_table_in_plain_text_has_its_numbers_below_one_another() -> None:
    lines = plain_text(paper("dispositions")).splitlines()
    start = lines.index("Summary") + 2
    assert lines[start : start + 4] == [
        "Provision         Comments  Accepted  No answer yet",
        "The <whole> text         1                        1",
        "Article 2 & 3           40        40",
        "In all                  41        40              1",
    ]


def test_in_word_everything_stands_in_the_text() -> None:
    for variant in ("dispositions", "story"):
        content = report_file(paper(variant))
        assert content == report_file(paper(variant))
        opened = open_word(BytesIO(content))
        said = [paragraph.text for paragraph in opened.paragraphs]
        assert said.count("Reply of the Core Group: Accepted. Yes (carried out in Draft 3).") == 20
        assert "(b)\tto havekeep a boat" in said
        assert "From Article 2." in said
        assert not list(opened.comments)
        contents = [link.get(qn("w:anchor")) for link in opened.element.iter(qn("w:hyperlink"))]
        marks = [mark.get(qn("w:name")) for mark in opened.element.iter(qn("w:bookmarkStart"))]
        assert contents == marks
        assert len(marks) == 4
    table = open_word(BytesIO(report_file(paper("dispositions")))).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [list(COUNTS.columns), *map(list, COUNTS.rows)]
    assert not open_word(BytesIO(report_file(paper("story")))).tables
