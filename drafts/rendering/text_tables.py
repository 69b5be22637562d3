"""Documents in columns as plain text: languages one after another, a concordance as a table."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from drafts.rendering.text_words import clause_text, wording_text
from drafts.rendering.tree import Cell, Document

_WIDTH = 100
_GAP = "  "


def one_after_another(document: Document) -> Iterator[str]:
    """Each row as a paragraph, each of its cells as a line that begins with the code of its language."""
    for section in document.sections:
        for row in section.rows:
            yield "\n".join(
                f"{column.language} | {_cell(cell)}" for column, cell in zip(document.columns, row.cells, strict=True)
            )


def in_columns(document: Document) -> Iterator[str]:
    """The rows under the names of the columns, a table to each section."""
    widths = [(_WIDTH - len(_GAP) * (len(document.columns) - 1)) * each.share // 100 for each in document.columns]
    heads = _lines([column.name for column in document.columns], widths)
    for section in document.sections:
        yield "\n".join(part for part in (section.label, wording_text(section.heading), section.note) if part)
        rows = (_lines([_cell(cell) for cell in row.cells], widths) for row in section.rows)
        yield "\n".join([*heads, "-" * _WIDTH, *(line for row in rows for line in row)])


def _cell(cell: Cell) -> str:
    if cell.clause is not None:
        return clause_text(cell.clause)
    return cell.note or ". ".join(part for part in (cell.label, wording_text(cell.words)) if part)


def _lines(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    """One row: cells that are too long for their column go on below."""
    folded = [textwrap.wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    shown = zip_longest(*folded, fillvalue="")
    return [_GAP.join(f"{part:{width}}" for part, width in zip(line, widths, strict=True)).rstrip() for line in shown]
