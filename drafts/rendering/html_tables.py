"""Documents in columns as HTML tables, whose heads stand again on each page. A row may break: one clause of a treaty is
longer than what is left of a page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from html import escape as _escape

from drafts.rendering.html_words import clause_html, named, wording_html
from drafts.rendering.markup import words
from drafts.rendering.tree import Cell, Column, Document, Row, Section

LONG = 320  # characters of a cell, some eight lines


def main_of(document: Document, pieces: Sequence[str], breaks: Collection[int] = ()) -> str:
    """The text of a document, or of one unit of it, from its pieces. In columns it is a table, and a further one begins
    at each of the `breaks`."""
    if not document.columns:
        return f"<main>{''.join(pieces)}</main>"
    starts = sorted({0, *breaks})
    tables = zip(starts, [*starts[1:], len(pieces)], strict=True)
    title = _title(document.sections[0]) if document.variant == "concordance" else ""
    return f"<main>{title}{''.join(_table(document, pieces[start:end], start > 0) for start, end in tables)}</main>"


def _table(document: Document, pieces: Sequence[str], begins: bool) -> str:
    heads = "".join(
        f'<th scope="col"{_in(column.language, document.language)}><p>{_escape(column.name)}</p></th>'
        for column in document.columns
    )
    shares = "".join(f'<col style="width:{column.share}%">' for column in document.columns)
    table = f'<table class="columns{" unit" if begins else ""}"><colgroup>{shares}</colgroup>'
    return f"{table}<thead><tr>{heads}</tr></thead>{''.join(pieces)}</table>"


def _title(section: Section) -> str:
    """What stands above the table of a concordance."""
    name = _escape(section.label)
    return (
        f'<h2 class="table-title" id="{_escape(section.anchor)}" data-mark="{name}" data-run="{name}">{name}</h2>'
        f'<p class="section-note">{_escape(section.note)}</p>'
    )


def _in(language: str, around: str) -> str:
    return f' lang="{_escape(language, quote=True)}"' if language != around else ""


def section_rows(section: Section, anchor: str, level: int, columns: Sequence[Column]) -> str:
    """A section as a group of rows. Its heading is one in the first column that has it, and plain words in the
    others: by ear and in the bookmarks it is there once."""
    return f'<tbody class="of-{section.kind}">{"".join(_rows(section, anchor, level, columns))}</tbody>'


def _rows(section: Section, anchor: str, level: int, columns: Sequence[Column]) -> Iterator[str]:
    in_option = False
    waiting = anchor  # the place of a section that has no heading is its first clause
    for row in section.rows:
        kinds = {cell.clause.kind for cell in row.cells if cell.clause}
        if kinds == {"end"}:
            in_option = False
            continue
        in_option = in_option or "option" in kinds
        held = f' id="{waiting}"' if waiting and row.kind == "clause" else ""
        if row.kind in ("heading", "clause"):
            waiting = ""
        cells = _cells(row, section, anchor, level)
        shown = "".join(
            f"<td{_in(column.language, columns[0].language)}>{_framed(cell) if in_option else cell}</td>"
            for cell, column in zip(cells, columns, strict=True)
        )
        look = f"row-{row.kind}{' long' if _is_long(row) else ''}"
        mark = f' data-mark="{_escape(_division(row))}"' if row.kind == "division" else ""
        yield f'<tr class="{look}"{held}{mark}>{shown}</tr>'


def _framed(cell: str) -> str:
    return f'<div class="option">{cell}</div>'


def _division(row: Row) -> str:
    """A division of a concordance as the bookmarks name it: its number, the new one if it has one, and its heading."""
    number = next((cell.label for cell in reversed(row.cells) if cell.label), "")
    return named(number, next((words(cell.words) for cell in row.cells if cell.words), ""))


def _is_long(row: Row) -> bool:
    """Whether it may break. A short one stays together, so that no column is empty at the foot of a page."""
    return any(
        sum(len(text) for _, text in (cell.clause.segments if cell.clause else cell.words)) > LONG for cell in row.cells
    )


def _cells(row: Row, section: Section, anchor: str, level: int) -> Iterator[str]:
    is_named = False
    for cell in row.cells:
        if row.kind == "heading" and not is_named and not cell.note:
            yield _heading(cell, section, anchor, level)
            is_named = True
        else:
            yield _cell(cell, row)


def _cell(cell: Cell, row: Row) -> str:
    if cell.note:
        return f'<p class="absent">{_escape(cell.note)}</p>'
    if cell.clause is not None:
        return clause_html(cell.clause)
    return f'<p class="named">{_heads(cell)}</p>'


def _heading(cell: Cell, section: Section, anchor: str, level: int) -> str:
    title = words(cell.words)
    bookmark, running = named(cell.label, title), named(cell.label, title, " – ")
    return (
        f'<h{level + 1} class="{section.kind} named" id="{anchor}"'
        f' data-mark="{_escape(bookmark)}" data-run="{_escape(running)}">{_heads(cell)}</h{level + 1}>'
    )


def _heads(cell: Cell) -> str:
    label = f'<span class="label">{_escape(cell.label)}</span>' if cell.label else ""
    shown = f'<span class="heading">{wording_html(cell.words)}</span>' if cell.words else ""
    return f"{label}{'<br>' if label and shown else ''}{shown}"
