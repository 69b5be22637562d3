"""The neutral tree of a document: what every export (PDF, text, Word, Akoma Ntoso) is written from.

Plain values only. Whatever a reader sees as words is already worded when it comes in here (dates, symbols,
labels, "Article 12"); the drafting syntax inside wordings is kept, and `drafts.rendering.markup` reads it.
`drafts.rendering.build` makes the sections from blocks and redline rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from drafts.rendering.paper import USUAL, Layout
from drafts.text.redline import Segment
from drafts.text.word_marks import NOWHERE, Origin

Variant = Literal["clean", "redline", "compilation", "languages", "concordance", "dispositions", "delegation", "story"]
SectionKind = Literal["division", "preamble", "article", "annex", "testimonium", "comments", "continued", "table"]
ClauseKind = Literal["para", "continuation", "option", "end"]
Change = Literal["", "edited", "inserted", "deleted", "moved"]
RowKind = Literal["title", "heading", "clause", "division", "place", "within"]
Segments = tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Disposition:
    """The Core Group's answer to a remark, in words."""

    decision: str
    reason: str = ""
    carried_by: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment as the compilation prints it.

    `organisation` is the heading under which it stands ("Kenya"), `behalf` what follows it ("on behalf of the
    African Group"), `kind` the type in words, `clause_label` the clause ("para. 2 (b)"), `reference` its
    number ("C-0417"). `reasoning` may have several lines, one paragraph each. `proposed` is the proposed
    wording as a redline against the clause. `positions` are sentences about who supports or opposes it. A cross-entry
    only leads to another remark and is not counted. `submitted` is the instant in UTC as Word writes it.
    """

    organisation: str
    kind: str
    reasoning: str
    proposed: Segments = ()
    clause_label: str = ""
    behalf: str = ""
    reference: str = ""
    disposition: Disposition | None = None
    positions: tuple[str, ...] = ()
    is_cross_entry: bool = False
    submitted: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause as printed.

    A clean wording is one "=" segment; an option's segments are the names of those who hold it. `indent` is
    how many steps its label stands in; `note` a remark of the redline in words ("formerly 8", "moved from
    7"); `lead` a bracket before the label.
    """

    kind: ClauseKind
    indent: int
    label: str
    segments: Segments
    id: str = ""
    lead: str = ""
    note: str = ""
    change: Change = ""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one column of a row: a clause, a number and words, or words of ours that say what is missing."""

    clause: Clause | None = None
    label: str = ""
    words: Segments = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side, one for each column of the document."""

    kind: RowKind
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a document that is a table: its heading, the language of its cells, its share of the width."""

    name: str
    language: str
    share: int


@dataclass(frozen=True, slots=True)
class Section:
    """A division's heading, or an article (preamble, annex …) with its clauses.

    Sections stand in a flat list in the order of the text; `level` says how deep, 1 for the outermost, never
    more than one deeper than the section before. One that is "continued" goes on with the article before it on another
    page, under its label. `label` is printed as it is ("Chapter III", "Article 12
    bis", "" for a preamble without one). `remarks` are those on the article as a whole, and those whose
    clause is no longer in it. `source` is the article in drafting syntax, for the text export ("" in a
    redline, which has no source). In a document with columns the section is its `rows`.
    """

    kind: SectionKind
    level: int
    label: str
    heading: Segments
    anchor: str
    clauses: tuple[Clause, ...] = ()
    note: str = ""
    change: Change = ""
    remarks: tuple[Remark, ...] = ()
    source: str = ""
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page. Every line is already in the language of the document; "" leaves a line out.

    `masthead` names who issues it, the body first; `distribution` is "General", "Limited" …; `dateline` the
    date and time in words with the zone; `occasion` the round and its venue; `agenda_item` the item of the
    agenda under which it is discussed; `fingerprint` a line that lets the text be verified. `below_title` are
    the instrument's own lines that follow its title; `subtitle` ends with them.
    """

    title: str
    symbol: str = ""
    masthead: tuple[str, ...] = ()
    distribution: str = ""
    dateline: str = ""
    original_language: str = ""
    agenda_item: str = ""
    subtitle: str = ""
    occasion: str = ""
    disclaimer: str = ""
    fingerprint: str = ""
    below_title: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """A table of numbers that opens a report: what the columns count, then of each row its name and its numbers, ""
    for none. The last row is the sum."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    `language` is a code ("en", "fr", "es", …). `against` names what a redline is compared with
    ("MLA/DC/2026/1"). `statistics` and `organisations` (heading, names) open a compilation;
    `build.statistics` can word the first; `counts` is the summary of a report. `date` is an ISO date for the file's
    own metadata; nothing is ever taken from the clock. `origin` is what a Word file says of itself, unseen; `layout`
    says what it is printed on; `columns` make it a table.
    """

    cover: Cover
    sections: tuple[Section, ...]
    language: str = "en"
    variant: Variant = "clean"
    against: str = ""
    statistics: str = ""
    organisations: tuple[tuple[str, tuple[str, ...]], ...] = ()
    date: str = ""
    origin: Origin = NOWHERE
    layout: Layout = USUAL
    columns: tuple[Column, ...] = ()
    counts: Counts | None = None


@dataclass(frozen=True, slots=True)
class Tracking:
    """Who made the changes of a Word file, and when: an instant in UTC as Word writes it, 2026-10-14T18:00:00Z."""

    author: str
    when: str
