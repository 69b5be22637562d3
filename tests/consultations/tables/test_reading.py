"""Comment tables as strangers send them."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from consultations.tables.places import Labels, PlaceFinder
from consultations.tables.reading import MOST_ROWS, read_table
from consultations.tables.shapes import (
    ISO,
    ISO_COLUMNS,
    PORTAL,
    PORTAL_COLUMNS,
    UnreadableTable,
    freed,
    neutralised,
    shape_of,
)
from consultations.tables.writing import TYPES, TooLongForExcel, write_table

ROW = ("CL-001", "", "1", "2 (a)", "te", "Ten miles are too few.\nTwelve are better.", "be seen from twelve miles", "")


def csv_of(*rows: tuple[str, ...], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    quoted = ['"' + f'"{delimiter}"'.join(cell.replace('"', '""') for cell in row) + '"' for row in rows]
    return "\r\n".join(quoted).encode(encoding)


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16"), (";", "cp1252")]
)
def test_csv_is_read_whatever_separates_it_and_encodes_it(delimiter: str, encoding: str) -> None:
    row = ("CL", "", "1", "", "ed", "Élargir « la portée »", "", "")
    table = read_table(csv_of(ISO_COLUMNS, row, delimiter=delimiter, encoding=encoding))
    assert (table.shape, [read.reasoning for read in table.rows]) == (ISO, ["Élargir « la portée »"])


@pytest.mark.parametrize("format", list(TYPES))
@pytest.mark.parametrize(("shape", "columns"), [(ISO, ISO_COLUMNS), (PORTAL, PORTAL_COLUMNS)])
def test_what_is_written_is_read_again(format: str, shape: str, columns: tuple[str, ...]) -> None:
    wicked = ["=SUM(A1)", "'=1", "-5", "+a", "@b", "'quoted'", "plain", "[brackets] “and” *stars*"]
    rows = [[f"{words}" if place in (5, 9, 10) else "" for place in range(len(columns))] for words in wicked]
    read = read_table(write_table(rows, shape, format, "A title"))
    assert read.shape == shape
    assert [row.reasoning for row in read.rows] == wicked


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@x", "\tx", "'=1", "''-"])
def test_formulas_are_neutralised_and_come_back(words: str) -> None:
    assert neutralised(words).startswith("'")
    assert freed(neutralised(words)) == words


def test_cells_of_a_spreadsheet_are_text_and_never_formulas() -> None:
    content = write_table([["=cmd|' /C calc'!A0", *[""] * 7]], ISO, "xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet


def test_a_cell_too_long_for_excel_is_refused_and_never_cut() -> None:
    row = [["", "", "", "", "", "x" * 40_000, "", ""]]
    with pytest.raises(TooLongForExcel):
        write_table(row, ISO, "xlsx")
    assert len(read_table(write_table(row, ISO, "csv")).rows[0].reasoning) == 40_000


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "headings"),
        (b"a,b,c\n1,2,3\n", "headings"),
        (b"\xd0\xcf\x11\xe0old", "old Excel"),
        (b"PK\x03\x04broken", "damaged"),
        (b"\x00\x01\x02\x03", "not a table"),
        (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
)
def test_what_is_no_table_gets_one_sentence(content: bytes, told: str) -> None:
    with pytest.raises(UnreadableTable, match=told):
        read_table(content)


def test_an_archive_that_is_neither_excel_nor_word_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("evil.exe", b"MZ")
    with pytest.raises(UnreadableTable, match="neither"):
        read_table(packed.getvalue())


def test_an_archive_that_unfolds_too_far_is_refused_before_it_is_unfolded() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (101 * 1024 * 1024))
    assert len(packed.getvalue()) < 200_000
    with pytest.raises(UnreadableTable, match="unfolds"):
        read_table(packed.getvalue())


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(UnreadableTable, match="in parts"):
        read_table(csv_of(ISO_COLUMNS, *[ROW] * (MOST_ROWS + 1)))


def test_titles_above_empty_rows_and_observations_are_told_apart() -> None:
    blank = ("",) * 8
    lone = ("CL-002", "", "3", "", "", "", "", "")
    answered = (*ROW[:7], "Accepted.")
    table = read_table(csv_of(("Template for comments", *[""] * 7), blank, ISO_COLUMNS, answered, blank, lone))
    assert [row.number for row in table.rows] == [4]
    assert table.warnings == (
        "Row 6 has neither a comment nor a proposal; it is left out.",
        "The observations of the secretariat in the table are not taken: answers are given in the portal.",
    )


def test_the_second_sheet_is_read_where_the_first_is_a_cover() -> None:
    workbook = Workbook()
    workbook.worksheets[0].append(["Read me"])
    sheet = workbook.create_sheet("Comments")
    sheet.append(list(ISO_COLUMNS))
    sheet.append(["CL", 17, 12, 3.0, "te", "Words", None, None])
    written = io.BytesIO()
    workbook.save(written)
    row = read_table(written.getvalue()).rows[0]
    assert (row.number, row.article, row.clause, row.reasoning) == (2, "12", "3", "Words")


def test_headings_of_the_forms_many_copies_are_known() -> None:
    worn = ["MB/NC1", "Line number\n(e.g. 17)", "Clause/ Subclause\n(e.g. 3.1)", "Paragraph/ Figure/ Table/\n(e.g. 1)"]
    worn += ["Type of comment2", "COMMENTS", "Proposed  change", "Observations of the secretariat"]
    assert shape_of(worn) == ISO
    assert shape_of(("Some", "other", "table")) is None


FINDER = PlaceFinder(
    [
        Labels(1, "article 12", "12", {"a": "3 (b)", "b": "1", "c": "chapeau"}),
        Labels(2, "article 12 bis", "12 bis", {"d": "2"}),
        Labels(3, "the preamble", "Preamble", {"e": "recital 2"}),
    ]
)


@pytest.mark.parametrize(
    ("article", "clause", "found"),
    [
        ("12", "3 (b)", (1, "a", "")),
        ("Article 12", "paragraph 3(b)", (1, "a", "")),
        ("Clause 12.3.b", "", (1, "a", "")),
        ("art. 12 bis", "para. 2", (2, "d", "")),
        ("preamble", "recital 2", (3, "e", "")),
        ("12", "", (1, "", "")),
        ("Whole document", "", (None, "", "")),
        ("general", "General", (None, "", "")),
        ("12", "Table 7", (1, "", "Table 7")),
        ("Bibliography", "x", (None, "", "Bibliography, x")),
        ("", "2-5.7", (None, "", "2-5.7")),
    ],
)
def test_places_are_found_as_people_write_them(article: str, clause: str, found: tuple[int | None, str, str]) -> None:
    place = FINDER.find(article, clause)
    assert (place.article, place.clause, place.left) == found
    assert bool(place.left) == bool(place.problem)


@pytest.mark.parametrize("name", ["comments.csv", "comments.xlsx", "comments_filled_template.docx"])
def test_the_real_form_gives_the_same_rows_from_each_kind_of_file(data_folder: Path, name: str) -> None:
    folder = data_folder / "comments"
    tables = [read_table((folder / f"iso80000-2_{one}").read_bytes()) for one in ("comments.csv", name)]
    wanted, found = ([(row.author, row.article, row.kind, row.reasoning.split()) for row in t.rows] for t in tables)
    assert (len(found), found) == (55, wanted)


def test_the_real_empty_form_has_no_rows(data_folder: Path) -> None:
    table = read_table((data_folder / "comments" / "iso_comment_template_2012-03.docx").read_bytes())
    assert (table.shape, table.rows) == (ISO, ())
