"""The two shapes of a comment table, and one row of either.

The eight columns are those of the commenting form of ISO and IEC (edition of March 2012), which ministries and
standards bodies know; the portal's own table has what that form has no place for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

ISO = "iso"
PORTAL = "portal"

ISO_COLUMNS = (
    "MB/NC",
    "Line number",
    "Clause/Subclause",
    "Paragraph/Figure/Table",
    "Type of comment",
    "Comments",
    "Proposed change",
    "Observations of the secretariat",
)
PORTAL_COLUMNS = (
    "Number",
    "Organisation",
    "Document",
    "Article",
    "Clause",
    "Language",
    "Type",
    "Operation",
    "Words it is about",
    "Proposed wording",
    "Reasoning",
    "State",
    "Submitted",
    "Late",
    "Decision",
    "Answer",
)
COLUMNS = {ISO: ISO_COLUMNS, PORTAL: PORTAL_COLUMNS}


class UnreadableTable(Exception):
    """The file is no comment table; the message is one sentence for the person who sent it."""


@dataclass(frozen=True)
class Row:
    """One comment as a file has it, every cell trimmed and otherwise as it stands. `number` is the row's in the file,
    counted from 1 as a spreadsheet shows it.
    """

    number: int
    author: str = ""
    document: str = ""
    article: str = ""
    clause: str = ""
    language: str = ""
    kind: str = ""
    operation: str = ""
    quote: str = ""
    proposed: str = ""
    reasoning: str = ""
    observations: str = ""

    @property
    def says_something(self) -> bool:
        return bool(self.reasoning or self.proposed)


@dataclass(frozen=True)
class Table:
    """What was read: its shape, the rows that say something, and sentences about the file as a whole."""

    shape: str
    rows: tuple[Row, ...]
    warnings: tuple[str, ...] = ()


def shape_of(header: Sequence[str]) -> str | None:
    """Which shape a row of headings announces; None where it is none. The headings of the form's many copies differ in
    footnote signs, examples in brackets, line breaks and case, so only their letters before any bracket count.
    """
    said = [_letters(cell) for cell in header]
    for shape, columns in COLUMNS.items():
        wanted = [_letters(column) for column in columns]
        if len([one for one in said if one in wanted]) >= len(wanted) - 2:
            return shape
    return None


def columns_of(header: Sequence[str], shape: str) -> dict[str, int]:
    """Heading of the shape -> its place in this file, for those that the file has."""
    said = [_letters(cell) for cell in header]
    return {column: said.index(_letters(column)) for column in COLUMNS[shape] if _letters(column) in said}


def row_of(number: int, cells: Sequence[str], places: dict[str, int], shape: str) -> Row:
    """One row of the file; cells that are missing at its end are empty."""

    def cell(column: str) -> str:
        place = places.get(column, len(cells))
        return cells[place].strip() if place < len(cells) else ""

    if shape == ISO:
        return Row(
            number,
            author=cell("MB/NC"),
            article=cell("Clause/Subclause"),
            clause=cell("Paragraph/Figure/Table"),
            kind=cell("Type of comment"),
            reasoning=cell("Comments"),
            proposed=cell("Proposed change"),
            observations=cell("Observations of the secretariat"),
        )
    return Row(
        number,
        author=cell("Organisation") or cell("Number"),
        document=cell("Document"),
        article=cell("Article"),
        clause=cell("Clause"),
        language=cell("Language"),
        kind=cell("Type"),
        operation=cell("Operation"),
        quote=cell("Words it is about"),
        proposed=cell("Proposed wording"),
        reasoning=cell("Reasoning"),
        observations=cell("Answer"),
    )


# A cell that begins like a formula is a formula to a spreadsheet, whoever wrote it. What the portal writes begins with
# an apostrophe there, which every spreadsheet shows as "this is text"; what it reads loses that apostrophe again.
_FORMULA = re.compile(r"^[=+\-@\t\r\n]")
_NEUTRALISED = re.compile(r"^'(?=[=+\-@\t\r\n'])")


def neutralised(words: str) -> str:
    """The words as a cell that no spreadsheet computes. Reversed by `freed`."""
    return f"'{words}" if _FORMULA.match(words) or _NEUTRALISED.match(words) else words


def freed(words: str) -> str:
    return _NEUTRALISED.sub("", words)


def _letters(heading: str) -> str:
    before_examples = heading.partition("(")[0]
    return "".join(letter for letter in before_examples.casefold() if letter.isalpha())
