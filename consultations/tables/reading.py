"""A comment table read from .csv, .xlsx or .docx, opened as what a stranger sent.

What decides is the content, never the name: a zip with a workbook in it is a spreadsheet, one with a document is a Word
file, everything else is text.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from docx import Document
from openpyxl import load_workbook

from .shapes import ISO, ISO_COLUMNS, Row, Table, UnreadableTable, columns_of, freed, row_of, shape_of

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNFOLDED = 100 * 1024 * 1024
MOST_ROWS = 5_000
LONGEST_CELL = 60_000  # characters
_HEADER_WITHIN = 25  # rows from the top in which the headings must stand; forms have a title and notes above them

Cells = Sequence[str]


def read_table(content: bytes) -> Table:
    """The table in a file. Raises UnreadableTable, with one sentence, for whatever is none."""
    if len(content) > LARGEST_FILE:
        raise UnreadableTable("The file is larger than 10 MB; no comment table is.")
    if content[:4] == b"PK\x03\x04":
        return _from_archive(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableTable("This is a file of an old Excel or Word; save it as .xlsx or .docx and try again.")
    return _assembled(enumerate(_freed(_csv_rows(content)), 1))


def _from_archive(content: bytes) -> Table:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names, unfolded = set(archive.namelist()), sum(entry.file_size for entry in archive.infolist())
        if unfolded > LARGEST_UNFOLDED:
            raise UnreadableTable("The file unfolds to more than the portal reads; no comment table is so long.")
        if "xl/workbook.xml" in names:
            return _from_workbook(content)
        if "word/document.xml" in names:
            return _from_word(content)
    except UnreadableTable:
        raise
    except Exception as damage:
        # Both libraries raise what their parsers raise; whatever it is, the file cannot be read.
        raise UnreadableTable("The file is damaged or locked; open it, save it again and send that.") from damage
    raise UnreadableTable("This file is neither a spreadsheet nor a Word file; send .csv, .xlsx or .docx.")


def _from_workbook(content: bytes) -> Table:
    """The first sheet that has the headings. Formulas are read as what they showed when they were saved."""
    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in workbook.worksheets:
            sheet.reset_dimensions()  # files lie about how far they go
            rows = ([_shown(value) for value in row] for row in sheet.iter_rows(values_only=True))
            try:
                return _assembled(enumerate(_freed(rows), 1))
            except _NoHeadings:
                continue
    finally:
        workbook.close()
    raise _NoHeadings()


def _freed(rows: Iterable[Cells]) -> Iterator[Cells]:
    """Of the apostrophes that keep a spreadsheet from computing; Word computes nothing, so it has none."""
    return ([freed(cell.strip()) for cell in row] for row in rows)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _from_word(content: bytes) -> Table:
    """All tables that have eight columns, one after the other; their headings stand in the page header of the form, or
    as first row. Rows are counted over all of them.
    """
    document = Document(io.BytesIO(content))
    above = [
        tuple(cell.text for cell in row.cells)
        for part in document.sections
        for t in part.header.tables
        for row in t.rows
    ]
    header = next((row for row in above if shape_of(row)), None)
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    if header is not None:
        rows.insert(0, list(header))
    elif not any(shape_of(row) for row in rows) and any(len(row) == len(ISO_COLUMNS) for row in rows):
        rows.insert(0, list(ISO_COLUMNS))  # the form without its page header
    numbered = enumerate(rows, 0 if header is not None else 1)
    return _assembled(numbered)


def _csv_rows(content: bytes) -> Iterator[Cells]:
    """Separated by commas, semicolons or tabs, in UTF-8, UTF-16 or, as Excel still saves it, Windows-1252."""
    text = _decoded(content)
    head = text[:20_000]
    delimiter = max(",;\t", key=lambda mark: max((len(row) for row in _parsed(head, mark)), default=0))
    yield from _parsed(text, delimiter)


def _parsed(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as problem:
        raise UnreadableTable(f"The table cannot be read: {problem}.") from problem


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableTable("This is not a table; send .csv, .xlsx or .docx.")


class _NoHeadings(UnreadableTable):
    def __init__(self) -> None:
        super().__init__(
            "The headings of a comment table are not in the file. It needs the eight columns from “MB/NC” to "
            "“Observations of the secretariat”, or those of the table that the portal exports."
        )


def _assembled(numbered: Iterable[tuple[int, Cells]]) -> Table:
    """Headings found, rows below them read. Rows without a comment or a proposal are left out, and said so where they
    had anything in them.
    """
    rows: list[Row] = []
    warnings: list[str] = []
    shape, places = "", dict[str, int]()
    for seen, (number, cells) in enumerate(numbered, 1):
        if not shape:
            shape = shape_of(cells) or ""
            places = columns_of(cells, shape) if shape else {}
            if not shape and seen > _HEADER_WITHIN:
                raise _NoHeadings()
            continue
        row = row_of(number, [cell.replace("\0", "") for cell in cells], places, shape)
        if row.says_something:
            _check_length(row)
            rows.append(row)
        elif any(cell.strip() for cell in cells) and not shape_of(cells):
            warnings.append(f"Row {number} has neither a comment nor a proposal; it is left out.")
        if len(rows) > MOST_ROWS:
            raise UnreadableTable(f"The table has more than {MOST_ROWS:,} rows; send it in parts.")
    if not shape:
        raise _NoHeadings()
    if any(row.observations for row in rows):
        what = "observations of the secretariat" if shape == ISO else "answers"
        warnings.append(f"The {what} in the table are not taken: answers are given in the portal.")
    return Table(shape, tuple(rows), tuple(warnings))


def _check_length(row: Row) -> None:
    if max(len(row.reasoning), len(row.proposed)) > LONGEST_CELL:
        raise UnreadableTable(f"Row {row.number} has a cell of more than {LONGEST_CELL:,} characters.")
