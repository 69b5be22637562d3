"""The clauses of an article as rows of the sheet: number, words, count of comments, actions.

A version never changes, so what its clauses look like is kept per content, and a page is put together from
that: only the links, the counts and the selection differ from one page to the next.
"""

from __future__ import annotations

import marshal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import escape
from typing import Any

from drafts.rendering import screen
from drafts.text import brackets, grammar, numbering, resolution, scope
from drafts.text.grammar import Block
from drafts.text.resolution import View

_KEPT = 2048  # articles: about twenty treaties, some 30 MB


@dataclass(frozen=True, slots=True)
class Row:
    """One clause: the class of its indent, its number and its words as HTML, and how running text cites it."""

    id: str
    look: str
    label: str
    words: str
    place: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """An article's rows, its footnotes as HTML, and how many bracketed passages are still open, whatever the view."""

    rows: tuple[Row, ...]
    footnotes: str
    brackets: int


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a clause has been agreed: the look of its bar (agreed, provisional, open), and the words for it."""

    look: str
    words: str


UNTOUCHED = Mark("open", "not discussed")


@dataclass(frozen=True, slots=True)
class Page:
    """What differs from page to page: where a clause's number leads (before "clause=…"), comments by clause,
    the clause that is selected and its actions as HTML, which clauses carry a change bar, with the words
    that say so, and how far clauses have been agreed; `below` is HTML that stands under a clause's words.
    """

    link: str
    counts: Mapping[str, int]
    selected: str = ""
    actions: str = ""
    changed: frozenset[str] = frozenset()
    changed_since: str = ""
    below: Mapping[str, str] = field(default_factory=dict)
    agreed: Mapping[str, Mark] = field(default_factory=dict)


def sheet_of(
    stored: list[dict[str, Any]],
    language: str,
    prefix: str = "",
    with_notes: bool = True,
    view: View = "",
    under: frozenset[str] = frozenset(),
) -> Sheet:
    """The rows of a stored text (`grammar.to_json`), as a view of its disputed words has them, and `under` a choice of
    options of scope. Kept by content, not by a key that another database reuses."""
    return _sheet(marshal.dumps(stored, 2), language, prefix, with_notes, view, under)


@lru_cache(maxsize=_KEPT)
def _sheet(stored: bytes, language: str, prefix: str, with_notes: bool, view: View, under: frozenset[str]) -> Sheet:
    blocks = grammar.from_json(marshal.loads(stored), language)
    places = numbering.paths(blocks, language) if under else None  # clauses are cited as in the common text
    if under:
        blocks = scope.under(blocks, under) or []
    sheet = sheet_from(resolution.view_of(blocks, view), language, prefix, with_notes, places)
    return replace(sheet, brackets=brackets.count(blocks))


def sheet_from(
    blocks: Sequence[Block],
    language: str,
    prefix: str = "",
    with_notes: bool = True,
    places: Mapping[str, str] | None = None,
) -> Sheet:
    """The rows of blocks at hand. `places` says where each clause stands, if these are not all of the article."""
    apparatus = screen.Apparatus(prefix=prefix, with_notes=with_notes)
    places = places or numbering.paths(blocks, language)
    rows, opened = [], 0
    for block in blocks:
        place = escape(numbering.citation(places[block.id], language))
        label = screen.label_html(block.label, screen.BEFORE_NUMBER if block.lead else "")
        opened += bool(block.lead)
        rows.append(Row(block.id, look_of(block), label, _words(block, opened, apparatus), place))
        opened = 0 if block.kind in ("option", "end") else screen.opened_after(block.text, opened)
    return Sheet(tuple(rows), apparatus.listed(), brackets.count(blocks))


def look_of(block: Block) -> str:
    """The classes of a clause: a numbered one hangs one step further than its number."""
    if block.kind == "option":
        return "option-head"
    if block.kind == "end":
        return "options-end"
    return f"depth-{min(block.depth + bool(block.label), 6)}"


def _words(block: Block, opened: int, apparatus: screen.Apparatus) -> str:
    if block.kind == "end":
        return '<p class="vh">End of options</p>'
    if block.kind == "option":
        return f"<span>{screen.wording(block.text)}</span>"
    if grammar.is_tombstone(block):
        return '<p class="tombstone">[Deleted]</p>'
    return f"<p>{screen.wording(block.text, opened, apparatus)}</p>{apparatus.take_notes()}"


def html_of(sheet: Sheet, page: Page) -> str:
    """The rows as a page shows them. Each clause is one tab stop: its number; the count leads to the same place. Marks
    of agreement stand where something was recorded of the article; their words are printed where they begin."""
    if page.agreed.keys().isdisjoint(row.id for row in sheet.rows):
        return "".join(_row(row, page, "", "") for row in sheet.rows)
    out, printed = [], ""
    for row in sheet.rows:
        mark = page.agreed.get(row.id, UNTOUCHED)
        out.append(_row(row, page, f" {mark.look}", _word(mark.words, again=mark.words == printed)))
        printed = mark.words
    return "".join(out)


def _word(words: str, *, again: bool) -> str:
    """The words of a mark in the margin, for the ear alone where they stand above already."""
    shown = escape(words[0].upper() + words[1:], quote=False)
    return f'<p class="clause-word">{f"""<span class="vh">{shown}</span>""" if again else shown}</p>'


def _row(row: Row, page: Page, state: str, word: str) -> str:
    if row.look == "options-end":
        body = f'<div class="clause-body">{row.words}</div>'
        return f'<div class="clause options-end{state}" id="{row.id}">{body}</div>'
    count = page.counts.get(row.id, 0)
    chosen = row.id == page.selected
    address = f"{page.link}clause={row.id}#{row.id}"
    heard = row.place + (f", {count} comment{'s' if count > 1 else ''}" if count else "")
    name = f'class="{"clause-label" if row.label else "clause-mark"}" href="{address}" aria-label="{heard}"'
    current = ' aria-current="true"' if chosen else ""
    label = f"<a {name}{current}>{row.label or '¶'}</a>"
    body = f'<p class="option-name">{label} {row.words}</p>' if row.look == "option-head" else label + row.words
    since, look = "", row.look + state
    if row.id in page.changed:
        since, look = f'<span class="vh">{page.changed_since}</span>', f"{look} changed"
    if chosen:
        look = f"{look} selected"
    tally = f'<a class="clause-count" href="{address}" tabindex="-1" aria-hidden="true">{count}</a>' if count else ""
    actions = page.actions if chosen else ""
    body = f'<div class="clause-body">{since}{body}{page.below.get(row.id, "")}</div>'
    return f'<div class="clause {look}" id="{row.id}">{word}{body}{tally}{actions}</div>'
