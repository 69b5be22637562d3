"""Drafting syntax and blocks.

    article := line*                                           one block is one line; blank lines mean nothing
    option  := "Option" label ["(" names ")"] ":" [words]      at the top level of the article
    end     := "End of options"
    block   := indent ["["] [marker SP] inline                 indent: four spaces a level
    marker  := N [suffix] "." | ["("] a|i|A|1 [suffix] ")" | letter [suffix] "." | "-" | "–" | "•"
    suffix  := "bis" | "ter" | "quater" | "quinquies" | "sexies" | "septies" | "octies"

A marker hints at level and style; the number itself is computed (`numbering`). The inline syntax is in
`brackets`.

1. An indented line has the level that its indentation says, at most one deeper than what is open: two columns
   or more make a level, and what stands in the column of an open list belongs to it, whatever that column is.
2. An unindented "N." is at the top. Any other unindented marker continues the deepest open list that expects
   it ("(i)" after "(h)" is a letter unless "(ii)" follows), else opens a list, else joins the deepest open
   list of its style (`placing`).
3. The items of one list share one style.
4. An unnumbered line: its indentation. Without any, it stands one level above the last item, or at the top
   where it comes first in an option or where the items of the outermost list stand at the margin too. "¶ "
   says that a line is words, whatever it looks like, and puts it at the top unless it is indented.
5. "3. (a) text" is paragraph 3 without words of its own, followed by its first item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from drafts.text import brackets, placing
from drafts.text.blocks import TOMBSTONE, Block, Notice, Severity, canonical, is_tombstone, new_id
from drafts.text.numbering import labels, number
from drafts.text.placing import INDENT, LEAST_INDENT, Line, Marker, OpenList, Place, read_marker

__all__ = [
    "TOMBSTONE", "Block", "Notice", "canonical", "from_json", "is_tombstone", "new_id", "parse", "source_of", "to_json",
    "typed_column",
]  # fmt: skip

_OPTION = re.compile(
    r"(?i)option\s+(?P<label>[0-9]{1,2}|[A-Z])\s*(?:[(\[](?P<names>(?:[^()\[\]]|\([^()\[\]]*\))*)[)\]])?\s*(?::\s*(?P<words>.*)|\.?)$"
)
_END = re.compile(r"(?i)end of options\s*\.?$")
_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\u2028\u2029\x85]")
_WORDS = "¶"
_ENDS_LAST_BUT_ONE = re.compile(r"\b(?:and|or|et|ou|y|o|e|u)[,;]?$")
_FIELDS = ("id", "kind", "depth", "scheme", "pin", "lead", "text")


@dataclass(slots=True)
class _Reading:
    """The state of one call of `parse`; nothing is shared between calls or threads."""

    flat: bool
    blocks: list[Block] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    lists: list[OpenList] = field(default_factory=list)
    before_options: list[OpenList] = field(default_factory=list)
    in_options: bool = False
    afresh: bool = False

    def tell(self, line: int, severity: Severity, code: str, message: str) -> None:
        self.notices.append(Notice(line, 1, severity, code, message))


def _copied(lists: Iterable[OpenList]) -> list[OpenList]:
    return [replace(one) for one in lists]


def _column(raw: str) -> int:
    """The column a line starts in, a tab being four; a single space is a slip."""
    margin = raw[: len(raw) - len(raw.lstrip(" \t\u00a0"))]
    columns = len(margin) + (INDENT - 1) * margin.count("\t")
    return columns if columns >= LEAST_INDENT else 0


def _lines(raw_lines: Sequence[str]) -> Iterator[Line]:
    """The lines that are not blank; words beside an option become a line of their own."""
    for line, raw in enumerate(raw_lines, 1):
        body = canonical(raw)
        if not body:
            continue
        column = _column(raw) if raw[0].isspace() else 0
        while body[0] in "oO" and (option := _OPTION.match(body)) and option["words"]:
            yield Line(line, 0, body[: option.start("words")], None)
            body, column = option["words"], 0
        yield Line(line, column, body, read_marker(body))


def _enter(reading: _Reading, marker: Marker, line: Line, place: Place) -> None:
    """Count an item in the list it belongs to, opening the list where need be."""
    lists, (depth, scheme, ordinal) = reading.lists, place
    if depth < len(lists) and lists[depth].scheme != scheme:
        del lists[depth:]
    del lists[depth + 1 :]
    if depth == len(lists):
        if ordinal > 1:
            message = f"This list starts at “{marker.typed}”; it will be numbered from 1."
            reading.tell(line.number, "info", "start", message)
        lists.append(OpenList(scheme, 0 if marker.pin else 1, line.column or INDENT * depth))
        return
    lists[depth].complete = _ENDS_LAST_BUT_ONE.search(reading.blocks[-1].text[-8:]) is not None
    expected = lists[depth].last + 1
    if scheme != "dash" and not marker.pin and ordinal != expected:
        message = f"“{marker.typed}” is number {expected} of its list and will be numbered so."
        reading.tell(line.number, "info", "order", message)
    if not marker.pin:
        lists[depth].last = expected


def _read_numbered(reading: _Reading, line: Line, marker: Marker, following: Sequence[Line]) -> None:
    """Read a numbered clause, or a paragraph and its first item from one line (rule 5)."""
    lists = reading.lists
    reading.afresh = False
    place = placing.place(line, marker, lists, reading.flat, following)
    while True:
        if place[1] == "dash":
            marker.pin = ""
        _enter(reading, marker, line, place)
        depth, scheme, _ = place
        block = Block(marker.rest, "para", depth, scheme, marker.pin, marker.lead, line=line.number)
        reading.blocks.append(block)
        inner = read_marker(marker.rest)
        used = [one.scheme for one in lists]
        first = [one for one in inner.readings if one[1] == 1 and one[0] not in used] if inner and inner.item else []
        if inner is None or inner.pin or not first:
            return
        block.text, marker = "", inner
        line = Line(line.number, lists[-1].column + INDENT, marker.rest, inner)
        place = (len(lists), *first[0])


def _read_unnumbered(reading: _Reading, line: Line) -> None:
    lists, body = reading.lists, line.body
    forced = body.startswith(_WORDS)
    if forced:
        body = body.lstrip(_WORDS + " ")
        if not body:
            return
    if line.column:
        depth = placing.level(line.column, lists)
    elif forced or reading.afresh or (not reading.flat and _outermost_at_margin(lists)):
        depth = 0
    else:
        depth = placing.level_at_margin(lists)
    del lists[max(depth, 1 if lists and lists[0].scheme == "num" else 0) :]
    reading.blocks.append(Block(body, "continuation", depth, line=line.number))


def _outermost_at_margin(lists: Sequence[OpenList]) -> bool:
    return bool(lists) and lists[0].scheme != "num" and lists[0].column == 0


def _read_option(reading: _Reading, found: re.Match[str], line: int) -> None:
    """Options stand at the top level of the article; lists start afresh in each."""
    if not reading.in_options:
        reading.before_options, reading.in_options = _copied(reading.lists[:1]), True
    reading.lists, reading.afresh = _copied(reading.before_options), True
    reading.blocks.append(Block(canonical(found["names"] or ""), "option", pin=found["label"].upper(), line=line))


def _read_end(reading: _Reading, line: int) -> None:
    if not reading.in_options:
        reading.tell(line, "warning", "options", "“End of options” stands here without an option before it.")
    reading.in_options, reading.afresh = False, True
    del reading.lists[1:]
    reading.blocks.append(Block("", "end", line=line))


def parse(source: str, language: str = "en") -> tuple[list[Block], list[Notice]]:
    """Read an article. Never raises: what it does not understand it keeps as words and says so.

    Both "(a)" and "a)" are read whatever the language; `language` decides how labels are printed. Ids are
    left empty. Returns the blocks, numbered, and notices in the order of the lines.
    """
    raw_lines = _LINE_BREAK.split(source)
    lines = list(_lines(raw_lines))
    reading = _Reading(flat=not any(line.column for line in lines))
    for place, line in enumerate(lines):
        if line.marker:
            _read_numbered(reading, line, line.marker, lines[place + 1 : place + 40])
        elif line.body[0] in "oO" and (option := _OPTION.match(line.body)):
            _read_option(reading, option, line.number)
        elif line.body[0] in "eE" and _END.match(line.body):
            _read_end(reading, line.number)
        else:
            _read_unnumbered(reading, line)
    if reading.in_options:
        last = reading.blocks[-1].line
        reading.tell(
            last,
            "info",
            "options",
            "The options are not closed with “End of options” and run to the end of the article.",
        )
    number(reading.blocks, language)
    for notice in brackets.check(reading.blocks):
        reading.notices.append(replace(notice, column=typed_column(raw_lines[notice.line - 1], notice, reading.blocks)))
    return reading.blocks, sorted(reading.notices, key=lambda notice: (notice.line, notice.column))


def typed_column(raw: str, notice: Notice, blocks: Sequence[Block]) -> int:
    """The column in the line as it was typed: counted back from its end, for what stands before the words varies."""
    text = next(block.text for block in reversed(blocks) if block.line == notice.line)
    wanted = sum(not character.isspace() for character in text[notice.column - 1 :])
    for column in range(len(raw), 0, -1):
        wanted -= not raw[column - 1].isspace()
        if wanted <= 0:
            return column
    return 1


@dataclass(slots=True)
class _Printing:
    """The state of one call of `source_of`; `schemes` and `afresh` follow what the reader of the lines will
    believe.
    """

    lines: list[str] = field(default_factory=list)
    joined: str = ""
    schemes: list[str] = field(default_factory=list)
    afresh: bool = False
    forced: list[int] = field(default_factory=list)
    forced_if_flat: list[int] = field(default_factory=list)


def _may_share_line(block: Block, following: Block | None, schemes: Sequence[str]) -> bool:
    """Whether "3. (a) text" on one line would be read back as `block` and `following` (rule 5)."""
    return (
        following is not None
        and not block.text
        and following.kind == "para"
        and following.depth == block.depth + 1
        and following.scheme in ("alpha", "roman", "ALPHA", "pnum")
        and not following.pin
        and following.scheme not in schemes
    )


def _print_numbered(printing: _Printing, block: Block, label: str, following: Block | None) -> None:
    schemes, depth = printing.schemes, block.depth
    head = f"{printing.joined or ' ' * INDENT * depth}{block.lead}{label} "
    schemes[depth:] = [""] * (depth - len(schemes)) + [block.scheme]
    printing.afresh, printing.joined = False, ""
    if _may_share_line(block, following, schemes):
        printing.joined = head
    else:
        printing.lines.append((head + block.text).rstrip())


def _print_unnumbered(printing: _Printing, block: Block) -> None:
    schemes = printing.schemes
    mark = f"{_WORDS} " if looks_like_structure(block.text) else ""
    if not block.depth and not printing.afresh and not mark and schemes and (len(schemes) > 1 or schemes[0] == "num"):
        (printing.forced if schemes[0] == "num" else printing.forced_if_flat).append(len(printing.lines))
    del schemes[max(block.depth, 1 if schemes and schemes[0] == "num" else 0) :]
    printing.lines.append(" " * INDENT * block.depth + mark + block.text)


def looks_like_structure(text: str) -> bool:
    """Whether words that stand by themselves would be read as a number, an option or the end of options."""
    return bool(read_marker(text) or _OPTION.match(text) or _END.match(text))


def source_of(blocks: Sequence[Block], language: str = "en") -> str:
    """The blocks in canonical drafting syntax, one line each; `parse` reads exactly these blocks from it."""
    printing, followers = _Printing(), [*blocks[1:], None]
    for block, following, label in zip(blocks, followers, labels(blocks, language), strict=False):
        if block.kind == "para":
            _print_numbered(printing, block, label, following)
        elif block.kind == "continuation":
            _print_unnumbered(printing, block)
        else:
            names = f" ({block.text})" if block.text else ""
            printing.lines.append(f"Option {block.pin}{names}:" if block.kind == "option" else "End of options")
            printing.afresh = True
            del printing.schemes[1:]
    flat = not any(line.startswith(" ") for line in printing.lines)
    for place in printing.forced + (printing.forced_if_flat if flat else []):
        printing.lines[place] = f"{_WORDS} {printing.lines[place]}"
    return "\n".join(printing.lines) + "\n" if blocks else ""


def to_json(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """What a Text stores: every field but the computed label and the line."""
    return [{name: getattr(block, name) for name in _FIELDS} for block in blocks]


def from_json(stored: Iterable[Mapping[str, Any]], language: str = "en") -> list[Block]:
    """The blocks that `to_json` stored, with their labels computed."""
    return number([Block(**{name: record[name] for name in _FIELDS}) for record in stored], language)
