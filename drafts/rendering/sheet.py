"""The clauses of an article as rows of the sheet: number, words, count of comments, actions.

A version never changes, so what its clauses look like is kept per content, and a page is put together from
that: only the links, the counts and the selection differ from one page to the next.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from html import escape
from typing import Any

from drafts.rendering import linking, screen
from drafts.rendering.linking import Link
from drafts.text import brackets, grammar, numbering, resolution, scope
from drafts.text.grammar import Block
from drafts.text.references import Pointer
from drafts.text.resolution import View
from drafts.text.targets import Places, places_of

_KEPT = 2048  # articles: about twenty treaties, some 30 MB


@dataclass(frozen=True, slots=True)
class Row:
    """One clause: the class of its indent, its number and its words as HTML, and how running text cites it. `fenced`
    are its words with their cross-references marked, `pointers` what those point at (`linking`)."""

    id: str
    look: str
    label: str
    words: str
    place: str
    fenced: str = ""
    pointers: tuple[Pointer, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """An article's rows, its footnotes as HTML, how many bracketed passages are still open, whatever the view, and its
    clauses by their numbers."""

    rows: tuple[Row, ...]
    footnotes: str
    brackets: int
    places: Places


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
    that say so, how far clauses have been agreed, and where the references of a clause lead; `below` is HTML that
    stands under a clause's words.
    """

    link: str
    counts: Mapping[str, int]
    selected: str = ""
    actions: str = ""
    changed: frozenset[str] = frozenset()
    changed_since: str = ""
    below: Mapping[str, str] = field(default_factory=dict)
    agreed: Mapping[str, Mark] = field(default_factory=dict)
    links: Callable[[str, Pointer], Link | None] | None = None


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
        text, pointers = linking.fenced(block.text, language) if block.kind != "option" else ("", ())
        marked = _words(replace(block, text=text) if pointers else block, opened, apparatus)
        words = linking.without_fences(marked) if pointers else marked
        rows.append(Row(block.id, look_of(block), label, words, place, marked if pointers else "", pointers))
        opened = 0 if block.kind in ("option", "end") else screen.opened_after(block.text, opened)
    return Sheet(tuple(rows), apparatus.listed(), brackets.count(blocks), places_of(blocks))


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
    words = row.words
    if row.pointers and page.links is not None:
        words = linking.linked(row.fenced, row.pointers, partial(page.links, row.id))
    body = f'<p class="option-name">{label} {words}</p>' if row.look == "option-head" else label + words
    since, look = "", row.look + state
    if row.id in page.changed:
        since, look = f'<span class="vh">{page.changed_since}</span>', f"{look} changed"
    if chosen:
        look = f"{look} selected"
    tally = f'<a class="clause-count" href="{address}" tabindex="-1" aria-hidden="true">{count}</a>' if count else ""
    actions = page.actions if chosen else ""
    body = f'<div class="clause-body">{since}{body}{page.below.get(row.id, "")}</div>'
    return f'<div class="clause {look}" id="{row.id}">{word}{body}{tally}{actions}</div>'
