"""A comment table written as .csv, .xlsx or .docx. The same rows give the same words in each."""

import csv
import io
from collections.abc import Iterable, Sequence

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from drafts.rendering.docx_frame import timeless

from .shapes import COLUMNS, neutralised

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_WIDE = {"Comments", "Proposed change", "Observations of the secretariat", "Proposed wording", "Reasoning", "Answer"}
_TIME = "2000-01-01T00:00:00Z"  # in the files' own properties: the same rows give the same bytes
_LONGEST_IN_EXCEL = 32_767  # characters in a cell; what is longer is written to csv and docx alone

Rows = Iterable[Sequence[str]]


class TooLongForExcel(Exception):
    """A cell is longer than a spreadsheet holds; the message is one sentence."""


def write_table(rows: Rows, shape: str, format: str, title: str = "") -> bytes:
    """The file in one of TYPES, the rows as wide as the shape's columns. `title` stands above the table in Word and
    names the sheet in Excel. Raises TooLongForExcel, rather than cutting words.
    """
    write = {"csv": _csv, "xlsx": _xlsx, "docx": _docx}[format]
    return write(rows, COLUMNS[shape], title)


def _csv(rows: Rows, columns: Sequence[str], title: str) -> bytes:
    """With a byte order mark, without which Excel takes UTF-8 for something else."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(columns)
    writer.writerows([neutralised(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _xlsx(rows: Rows, columns: Sequence[str], title: str) -> bytes:
    rows = list(rows)
    if any(len(words) >= _LONGEST_IN_EXCEL for row in rows for words in row):
        raise TooLongForExcel("A comment is longer than a cell of Excel holds; choose csv or Word.")
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Comments")
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = 60 if column in _WIDE else 18
    headings = [WriteOnlyCell(sheet, value=column) for column in columns]
    for cell in headings:
        cell.font = Font(bold=True)
    sheet.append(headings)
    wrapped = Alignment(wrap_text=True, vertical="top")
    for row in rows:
        cells = []
        for words in row:
            cell = WriteOnlyCell(sheet, value=_printable(neutralised(words)))
            cell.data_type = "s"  # text, whatever it looks like
            cell.alignment = wrapped
            cells.append(cell)
        sheet.append(cells)
    written = io.BytesIO()
    workbook.save(written)
    return timeless(written, _TIME)


def _docx(rows: Rows, columns: Sequence[str], title: str) -> bytes:
    document = Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    document.styles["Normal"].font.size = Pt(8)
    if title:
        document.add_heading(title, level=1)
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(column).bold = True
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = _printable(words)
    written = io.BytesIO()
    document.save(written)
    return timeless(written, _TIME)


def _printable(words: str) -> str:
    """Without control characters, which XML cannot hold."""
    return "".join(letter for letter in words if letter in "\t\n" or ord(letter) >= 32)
