"""A document cut into the units that are set on their own, as HTML.

The unit is the part or chapter where the text flows, the article with its comments in a compilation: whatever has
comments begins on a new page there. A unit holds nothing that depends on its place in the volume.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Any

from drafts.rendering import html
from drafts.rendering.html_tables import main_of
from drafts.rendering.tree import Clause, Cover, Document, Section


def cover(document: Document, line_numbers: bool) -> str:
    """The first page alone; the file's own title, language and date are told by it."""
    return html.framed(document, "".join(html.cover_of(document, line_numbers)))


def opening(document: Document) -> str:
    """What stands before the text of a compilation, "" where nothing does."""
    words = "".join(html.opening_of(document))
    return _framed(document, _carried(document, titled=True) + words) if words else ""


def contents(document: Document, pages: dict[str, int]) -> str:
    """The table of contents with its page numbers, by anchor; "" for a document that has none."""
    anchors = html.anchors_of(document.sections)
    words = "".join(html.contents_of(document, anchors, pages))
    return _framed(document, _carried(document, titled=True) + words) if words else ""


def body(document: Document) -> list[str]:
    """The text, unit by unit."""
    pieces = list(html.pieces_of(document, html.anchors_of(document.sections)))
    return [
        _framed(document, f"{_carried(document)}{main_of(document, pieces[start:end])}")
        for start, end in spans(document)
    ]


MOST_COMMENTS = 25  # on an article in one unit, some four pages


def cut(document: Document) -> Document:
    """The same document, an article with more comments than a unit shall have cut between its clauses into sections
    that continue it. Without such an article it is the document itself."""
    parts = [part for section in document.sections for part in _parts(section)]
    return document if len(parts) == len(document.sections) else replace(document, sections=tuple(parts))


def _parts(section: Section) -> Iterator[Section]:
    if len(section.remarks) + sum(len(clause.remarks) for clause in section.clauses) <= MOST_COMMENTS:
        yield section
        return
    groups: list[list[Clause]] = [[]]
    in_options = False  # which stand in frames, one below the other, and are not cut
    for clause in section.clauses:
        held = sum(len(each.remarks) for each in groups[-1])
        if held and held + len(clause.remarks) > MOST_COMMENTS and not in_options:
            groups.append([])
        groups[-1].append(clause)
        in_options = clause.kind == "option" or (in_options and clause.kind != "end")
    chunks = [section.remarks[at : at + MOST_COMMENTS] for at in range(0, len(section.remarks), MOST_COMMENTS)]
    further: dict[str, Any] = {"kind": "continued", "note": "", "change": "", "source": ""}
    for number, group in enumerate(groups):
        name = {"anchor": f"{section.anchor}-{number + 1}"} if number else {}
        yield replace(section, clauses=tuple(group), remarks=(), **({**further, **name} if number else {}))
    for number, chunk in enumerate(chunks, len(groups) + 1):
        yield replace(section, clauses=(), remarks=chunk, anchor=f"{section.anchor}-{number}", **further)


def spans(document: Document) -> list[tuple[int, int]]:
    """Where each unit begins and ends among the sections."""
    starts = [0] if document.sections else []
    for place in range(1, len(document.sections)):
        before, section = document.sections[place - 1], document.sections[place]
        if _begins(section, before, document.variant in ("compilation", "delegation")):
            starts.append(place)
    return list(zip(starts, [*starts[1:], len(document.sections)], strict=True))


def starts(document: Document) -> frozenset[int]:
    """The sections that begin a unit, but for the first: in one piece they begin a page too."""
    return frozenset(start for start, _ in spans(document)[1:])


def _begins(section: Section, before: Section, with_comments: bool) -> bool:
    if section.kind == "continued":
        return True
    if html.is_unnamed(section):  # closing words stay below what they close
        return False
    if section.kind == "division" and section.level == 1:
        return True
    if with_comments:
        return before.kind != "division" and (_is_commented(section) or _is_commented(before))
    return section.kind == "annex"


def _is_commented(section: Section) -> bool:
    return bool(section.remarks) or any(clause.remarks for clause in section.clauses)


def _framed(document: Document, words: str) -> str:
    """Without the title and the date, which the cover tells of the whole file."""
    return html.framed(replace(document, cover=Cover(title=""), date=""), words)


def heads(document: Document) -> str:
    """An empty page with what the heads and feet of all pages say: it is set once and laid over each."""
    told = document.cover
    facts = f' data-symbol="{escape(told.symbol)}" data-version="{escape(told.dateline)}"'
    return _framed(document, f'<div class="carried heads"{facts}></div>')


def _carried(document: Document, titled: bool = False) -> str:
    """Signs in the place of the symbol and the date in the heads, which change more often than the text: the volume
    takes them out and lays the real ones over the page. `titled`: the running head is the title."""
    title = f' data-title="{escape(document.cover.title)}"' if titled else ""
    return f'<div class="carried{" titled" if titled else ""}" data-symbol="S" data-version="V"{title}></div>'
