"""Drafting syntax and blocks.

    article     := line*                     one block is one line; blank lines mean nothing; a line is never wrapped
    option      := "Option" label ["(" names ")"] ":" [words]       at the top level of the article
    end         := "End of options"
    block       := indent ["["] [marker SP] inline                  indent: four spaces a level
    marker      := N [suffix] "." | ["("] a|i|A|1 [suffix] ")" | letter [suffix] "." | "-" | "–" | "•"
    suffix      := "bis" | "ter" | "quater" | "quinquies" | "sexies" | "septies" | "octies"

A marker hints at level and style; the number itself is computed (`numbering`). The inline syntax is in `brackets`.

1. An indented line has the level that its indentation says, at most one deeper than what is open: two columns or more
   make a level, and what stands in the column of an open list belongs to it, whatever that column is.
2. An unindented "N." is at the top. Any other unindented marker continues the deepest open list that expects it ("(i)"
   after "(h)" is a letter), else opens a list, else joins the deepest open list of its style.
3. The items of one list share one style.
4. An unnumbered line: its indentation; in a text that has no indentation, one level above the last item, or the top where it
   comes first in an option. "¶ " forces the top.
5. "3. (a) text" is paragraph 3 without words of its own, followed by its first item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from drafts.text import brackets
from drafts.text.blocks import TOMBSTONE, Block, Notice, canonical, is_tombstone, new_id
from drafts.text.numbering import LATIN_SUFFIXES, ROMAN_ORDINALS, labels, letters_ordinal, number

__all__ = [
    "TOMBSTONE", "Block", "Notice", "canonical", "from_json", "is_tombstone", "new_id", "parse", "source_of", "to_json",
]  # fmt: skip

_SUFFIX = "(?:" + "|".join(LATIN_SUFFIXES) + ")"
_MARKER = re.compile(
    r"(?P<lead>\[?)(?:"
    rf"(?P<num>[0-9]{{1,3}})(?:[ \u00a0]*(?P<num_pin>{_SUFFIX}))?\.(?=\s|$)"
    rf"|\(?(?P<item>[a-z]{{1,8}}|[A-Z]{{1,2}}|[0-9]{{1,3}})(?:[ \u00a0]+(?P<item_pin>{_SUFFIX}))?\)(?=\s|$|[A-Z\[“«‘(])"
    rf"|(?P<dotted>(?P<letter>[a-z])(?P=letter){{0,3}})(?:[ \u00a0]+(?P<dotted_pin>{_SUFFIX}))?\.(?=\s|$)"
    r"|(?P<dash>[-–—•·])(?=\s|$))\s*"
)
_OPTION = re.compile(r"(?i)option\s+(?P<label>[0-9]{1,2}|[A-Z])\s*(?:[(\[](?P<names>[^)\]]*)[)\]])?\s*(?::\s*(?P<words>.*)|\.?)$")
_END = re.compile(r"(?i)end of options\s*\.?$")
_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\u2028\u2029\x85]")
_INDENTED = re.compile(r"(?:^|\n)(?:\t| {2,}|\u00a0{2,})[ \t\u00a0]*\S")
_TOP = "¶"
_INDENT = 4
_LEAST_INDENT = 2
_FIELDS = ("id", "kind", "depth", "scheme", "pin", "lead", "text")


@dataclass(slots=True)
class _Marker:
    typed: str
    lead: str
    readings: list[tuple[str, int]]
    pin: str
    rest: str
    compound: bool


@dataclass(slots=True)
class _OpenList:
    scheme: str
    last: int
    column: int


@dataclass(slots=True)
class _Reading:
    """The state of one call of `parse`; nothing is shared between calls or threads."""

    flat: bool
    blocks: list[Block] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    lists: list[_OpenList] = field(default_factory=list)
    before_options: list[_OpenList] = field(default_factory=list)
    in_options: bool = False
    afresh: bool = False

    def tell(self, line: int, severity: Any, code: str, message: str) -> None:
        self.notices.append(Notice(line, 1 if line else 0, severity, code, message))


def _copied(lists: Iterable[_OpenList]) -> list[_OpenList]:
    return [replace(one) for one in lists]


def _marker(body: str) -> _Marker | None:
    """The marker that `body` begins with, with every way to read it."""
    found = _MARKER.match(body)
    if found is None:
        return None
    item = found["item"]
    readings: list[tuple[str, int]] = []
    if found["num"]:
        readings = [("num", int(found["num"]))]
    elif found["dash"]:
        readings = [("dash", 0)]
    elif found["dotted"]:
        readings = [("adot", letters_ordinal(found["dotted"]) or 1)]
    elif item.isdigit():
        readings = [("pnum", int(item))]
    elif item.isupper():
        readings = [("ALPHA", ordinal)] if (ordinal := letters_ordinal(item.lower())) else []
    else:
        if item in ROMAN_ORDINALS:
            readings.append(("roman", ROMAN_ORDINALS[item]))
        if len(item) <= 2 and (ordinal := letters_ordinal(item)):
            readings.append(("alpha", ordinal))
    if not readings:
        return None
    pin = "" if found["dash"] else found["num_pin"] or found["item_pin"] or found["dotted_pin"] or ""
    return _Marker(found[0].strip(), found["lead"], readings, pin, body[found.end() :], bool(item and not found["item_pin"]))


def _level(column: int, lists: Sequence[_OpenList]) -> int:
    """How many open lists an indented line stands inside (rule 1)."""
    return sum(column >= one.column + _LEAST_INDENT for one in lists)


def _expecting(marker: _Marker, lists: Sequence[_OpenList]) -> tuple[int, str, int] | None:
    """The deepest open list whose next number this is."""
    for depth in range(len(lists) - 1, -1, -1):
        last = lists[depth].last
        for scheme, ordinal in marker.readings:
            expected = ordinal == last + 1 or scheme == "dash" or (marker.pin and ordinal == last)
            if scheme == lists[depth].scheme and expected:
                return depth, scheme, ordinal
    return None


def _place_at(depth: int, marker: _Marker, lists: Sequence[_OpenList]) -> tuple[int, str, int]:
    """The marker's level is known: read it in the style of the list that is open there. What cannot begin a list
    but is the next number of an open one was indented by mistake."""
    if depth < len(lists):
        scheme, last = lists[depth].scheme, lists[depth].last
        return depth, scheme, next((n for s, n in marker.readings if s == scheme), last + 1)
    for scheme, ordinal in marker.readings:
        if ordinal <= 1:
            return depth, scheme, ordinal
    return _expecting(marker, lists) or (depth, *marker.readings[-1])


def _place(marker: _Marker, lists: Sequence[_OpenList], flat: bool) -> tuple[int, str, int]:
    """Level, style and typed number of a marker that is not indented (rule 2)."""
    readings = marker.readings
    if readings[0][0] == "num":
        return 0, *readings[0]
    if not flat and lists:
        for reading in readings:
            if reading[0] == lists[0].scheme:
                return 0, *reading
    if continued := _expecting(marker, lists):
        return continued
    used = {one.scheme for one in lists}
    for scheme, ordinal in readings:
        if ordinal <= 1 and scheme not in used:
            return len(lists), scheme, ordinal
    for depth in range(len(lists) - 1, -1, -1):
        for scheme, ordinal in reversed(readings):
            if scheme == lists[depth].scheme:
                return depth, scheme, ordinal
    return len(lists), *readings[-1]


def _enter(reading: _Reading, marker: _Marker, line: int, column: int, place: tuple[int, str, int]) -> None:
    """Count an item in the list it belongs to, opening the list where need be."""
    lists, (depth, scheme, ordinal) = reading.lists, place
    if depth < len(lists) and lists[depth].scheme != scheme:
        del lists[depth:]
    del lists[depth + 1 :]
    if depth == len(lists):
        if ordinal > 1:
            reading.tell(line, "info", "start", f"This list starts at “{marker.typed}”; it will be numbered from 1.")
        lists.append(_OpenList(scheme, 0 if marker.pin else 1, column))
        return
    expected = lists[depth].last + 1
    if scheme != "dash" and not marker.pin and ordinal != expected:
        reading.tell(line, "info", "order", f"“{marker.typed}” is number {expected} of its list and will be numbered so.")
    if not marker.pin:
        lists[depth].last = expected


def _read_numbered(reading: _Reading, body: str, column: int, line: int) -> bool:
    """Read a numbered clause, or a paragraph and its first item from one line (rule 5)."""
    marker, lists = _marker(body), reading.lists
    if marker is None:
        return False
    reading.afresh = False
    place = _place_at(_level(column, lists), marker, lists) if column else _place(marker, lists, reading.flat)
    while True:
        _enter(reading, marker, line, column, place)
        depth, scheme, _ = place
        block = Block(marker.rest, "para", depth, scheme, marker.pin, marker.lead, line=line)
        reading.blocks.append(block)
        following = _marker(marker.rest)
        used = [one.scheme for one in lists]
        if not following or not following.compound or not any(n == 1 and s not in used for s, n in following.readings):
            return True
        block.text = ""
        marker, column = following, column + _INDENT
        place = _place_at(len(lists), marker, lists)


def _read_unnumbered(reading: _Reading, body: str, column: int, line: int) -> None:
    lists = reading.lists
    if body.startswith(_TOP):
        body, depth = body.lstrip(_TOP + " "), 0
        if not body:
            return
    elif column or not reading.flat:
        depth = _level(column, lists)
    else:
        depth = 0 if reading.afresh else _level_without_indentation([one.scheme for one in lists])
    del lists[max(depth, 1 if lists and lists[0].scheme == "num" else 0) :]
    reading.blocks.append(Block(body, "continuation", depth, line=line))


def _level_without_indentation(schemes: Sequence[str]) -> int:
    """The level of an unnumbered line in a text that nobody has indented (rule 4)."""
    if len(schemes) > 1:
        return len(schemes) - 1
    return 1 if schemes and schemes[0] == "num" else 0


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


def _column(raw: str) -> int:
    """The column a line starts in, a tab being four; a single space is a slip."""
    margin = raw[: len(raw) - len(raw.lstrip(" \t\u00a0"))]
    columns = len(margin) + (_INDENT - 1) * margin.count("\t")
    return columns if columns >= _LEAST_INDENT else 0


def _read_line(reading: _Reading, raw: str, line: int) -> None:
    body = canonical(raw)
    if not body:
        return
    column = _column(raw)
    if body[0] in "oO" and (found := _OPTION.match(body)):
        _read_option(reading, found, line)
        body, column = (found["words"] or "").strip(), 0
        if not body:
            return
    elif body[0] in "eE" and _END.match(body):
        _read_end(reading, line)
        return
    if not _read_numbered(reading, body, column, line):
        _read_unnumbered(reading, body, column, line)


def parse(source: str, language: str = "en") -> tuple[list[Block], list[Notice]]:
    """Read an article. Never raises: what it does not understand it keeps as words and says so.

    Both "(a)" and "a)" are read whatever the language; `language` decides how labels are printed. Ids are left empty.
    Returns the blocks, numbered, and notices in the order of the lines.
    """
    lines = _LINE_BREAK.split(source)
    reading = _Reading(flat=not any(_INDENTED.match(raw) for raw in lines))
    for line, raw in enumerate(lines, 1):
        _read_line(reading, raw, line)
    if reading.in_options:
        last = reading.blocks[-1].line
        reading.tell(last, "info", "options", "The options are not closed with “End of options” and run to the end of the article.")
    number(reading.blocks, language)
    for notice in brackets.check(reading.blocks):
        reading.notices.append(replace(notice, column=_typed_column(lines[notice.line - 1], notice, reading.blocks)))
    return reading.blocks, sorted(reading.notices, key=lambda notice: (notice.line, notice.column))


def _typed_column(raw: str, notice: Notice, blocks: Sequence[Block]) -> int:
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
    """The state of one call of `source_of`; `schemes` and `afresh` follow what the reader of the lines will believe."""

    lines: list[str] = field(default_factory=list)
    joined: str = ""
    schemes: list[str] = field(default_factory=list)
    afresh: bool = False
    forced: list[int] = field(default_factory=list)


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
    head = f"{printing.joined or ' ' * _INDENT * depth}{block.lead}{label} "
    schemes[depth:] = [""] * (depth - len(schemes)) + [block.scheme]
    printing.afresh, printing.joined = False, ""
    if _may_share_line(block, following, schemes):
        printing.joined = head
    else:
        printing.lines.append((head + block.text).rstrip())


def _print_unnumbered(printing: _Printing, block: Block) -> None:
    schemes = printing.schemes
    if not block.depth and not printing.afresh and _level_without_indentation(schemes):
        printing.forced.append(len(printing.lines))
    del schemes[max(block.depth, 1 if schemes and schemes[0] == "num" else 0) :]
    printing.lines.append(" " * _INDENT * block.depth + block.text)


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
    if not any(line.startswith(" ") for line in printing.lines):
        for place in printing.forced:
            printing.lines[place] = f"{_TOP} {printing.lines[place]}"
    return "\n".join(printing.lines) + "\n" if blocks else ""


def to_json(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """What a Text stores: every field but the computed label and the line."""
    return [{name: getattr(block, name) for name in _FIELDS} for block in blocks]


def from_json(stored: Iterable[Mapping[str, Any]], language: str = "en") -> list[Block]:
    """The blocks that `to_json` stored, with their labels computed."""
    return number([Block(**{name: record[name] for name in _FIELDS}) for record in stored], language)
