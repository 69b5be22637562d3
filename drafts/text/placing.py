"""Where a numbered line belongs: its level, its style and its number, from its marker, its column and what is
open.

A line that carries the number its list expects is simply the next item; that is all that canonical text ever
has. The rest of this module is about what people really type and paste: lists that lost their indentation,
items indented by hand, numbers left over from a clause that was deleted, and "(i)", which is a letter or a
number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drafts.text.numbering import LATIN_SUFFIXES, ROMAN_ORDINALS, letters_ordinal

INDENT = 4
LEAST_INDENT = 2

_SUFFIX = "(?:" + "|".join(LATIN_SUFFIXES) + ")"
_MARKER = re.compile(
    r"(?P<lead>\[?)(?:"
    rf"(?P<num>[0-9]{{1,3}})(?:[ \u00a0]*(?P<num_pin>{_SUFFIX}))?\.(?=\s|$)"
    rf"|\(?(?P<item>[a-z]{{1,8}}|[A-Z]{{1,2}}|[0-9]{{1,3}})(?:[ \u00a0]+(?P<item_pin>{_SUFFIX}))?\)"
    r"(?=\s|$|[A-Z\[“«‘(])"
    rf"|(?P<dotted>(?P<letter>[a-z])(?P=letter){{0,3}})(?:[ \u00a0]+(?P<dotted_pin>{_SUFFIX}))?\.(?=\s|$)"
    r"|(?P<dash>[-–—•·])(?=\s|$))\s*"
)

Place = tuple[int, str, int]


@dataclass(slots=True)
class Marker:
    """What a numbered line begins with: as typed, with every way to read it as (scheme, ordinal), and the
    words after it.
    """

    typed: str
    lead: str
    readings: list[tuple[str, int]]
    pin: str
    rest: str
    item: str


@dataclass(slots=True)
class Line:
    """A line that is not blank: its number and column in the source, its words, and its marker if it has one."""

    number: int
    column: int
    body: str
    marker: Marker | None


@dataclass(slots=True)
class OpenList:
    """A list that a line may continue: its style, the number last given, the column its items stand in, and
    whether its last item but one ended in "and" or "or", so that the last one is likely to be the last
    indeed.
    """

    scheme: str
    last: int
    column: int
    complete: bool = False


def read_marker(body: str) -> Marker | None:
    """The marker that `body` begins with; None where it begins with words."""
    found = _MARKER.match(body)
    if found is None:
        return None
    lead, num, num_pin, item, item_pin, dotted, _, dotted_pin, dash = found.groups()
    if num:
        readings = [("num", int(num))]
    elif item:
        readings = _item_readings(item)
        if not readings:
            return None
    elif dash:
        readings = [("dash", 0)]
    else:
        readings = [("adot", letters_ordinal(dotted) or 1)]
    pin = num_pin or item_pin or dotted_pin or ""
    return Marker(found[0].strip(), lead, readings, pin, body[found.end() :], item or "")


def _item_readings(item: str) -> list[tuple[str, int]]:
    """The readings of a number in parentheses; "(i)" is a roman number first and a letter second."""
    if item.isdigit():
        return [("pnum", int(item))]
    ordinal = letters_ordinal(item.lower())
    if item.isupper():
        return [("ALPHA", ordinal)] if ordinal else []
    readings = [("roman", ROMAN_ORDINALS[item])] if item in ROMAN_ORDINALS else []
    if ordinal and (len(item) <= 2 or not readings):
        readings.append(("alpha", ordinal))
    return readings


def level(column: int, lists: Sequence[OpenList]) -> int:
    """How many open lists an indented line stands inside."""
    return sum(column >= one.column + LEAST_INDENT for one in lists)


def level_at_margin(lists: Sequence[OpenList]) -> int:
    """The level of an unnumbered line that nobody indented: one above the last item, or above a list that is
    complete.
    """
    above = len(lists) - 1
    if above < 1:
        return 1 if lists and lists[0].scheme == "num" else 0
    return next((depth for depth, one in enumerate(lists) if one.complete and one.scheme != "num"), above)


def _continued(one: OpenList, marker: Marker) -> tuple[str, int] | None:
    """How to read the marker as the next item of a list; None where another number is expected."""
    for scheme, ordinal in marker.readings:
        if scheme == one.scheme:
            expected = ordinal == one.last + 1 or (marker.pin and ordinal == max(one.last, 1))
            return (scheme, ordinal) if expected or scheme == "dash" else None
    return None


def _continue_one_of(depths: Sequence[int], marker: Marker, lists: Sequence[OpenList]) -> Place | None:
    """The first of the lists that expects this number."""
    for depth in depths:
        if reading := _continued(lists[depth], marker):
            return depth, *reading
    return None


def _next_marker(following: Iterator[Line]) -> Line | None:
    return next((line for line in following if line.marker is not None), None)


def _begins_roman_list(line: Line, marker: Marker, following: Iterator[Line]) -> bool:
    """Whether "(i)" is the number one although the letter i would fit: "(ii)" comes next in the same column."""
    if marker.item != "i":
        return False
    after = _next_marker(following)
    return after is not None and after.marker is not None and after.marker.item == "ii" and after.column == line.column


def _restarts(scheme: str, outer: OpenList, column: int, following: Iterator[Line]) -> bool:
    """Whether a second "(a)" begins a list inside the open one, rather than being an item that was not
    renumbered.

    It does where what follows only makes sense so: the outer list goes on with a number that the inner one
    has used or in another column, or a third list begins.
    """
    inner = 2
    for line in following:
        readings = dict(line.marker.readings) if line.marker else {}
        if "num" in readings:
            return False
        ordinal = readings.get(scheme)
        if ordinal == outer.last + 1 and (ordinal != inner or line.column != column):
            return True
        if ordinal == inner:
            inner += 1
        elif ordinal and len(readings) == 1:
            return ordinal == 1
    return False


def _skips_numbers(one: OpenList, marker: Marker) -> bool:
    """Whether the marker reads as a later item of a list whose items between were deleted."""
    return any(scheme == one.scheme and ordinal > one.last + 1 for scheme, ordinal in marker.readings)


def _new_list(
    line: Line, marker: Marker, lists: Sequence[OpenList], depth: int, following: Sequence[Line]
) -> Place | None:
    """The list that this marker begins: of a style that is not open, or an inner list of the same style."""
    open_depths = {one.scheme: place for place, one in enumerate(lists)}
    for scheme, ordinal in marker.readings:
        if ordinal <= 1 and scheme not in open_depths:
            if line.column and depth < len(lists) and _skips_numbers(lists[depth], marker):
                after = _next_marker(iter(following))
                if after is None or after.marker is None or after.marker.item != "ii":
                    continue
            return len(lists), scheme, ordinal
        is_outer = scheme in open_depths and open_depths[scheme] < len(lists) - 1
        if ordinal == 1 and is_outer and _restarts(scheme, lists[open_depths[scheme]], line.column, iter(following)):
            return len(lists), scheme, ordinal
    return None


def place(line: Line, marker: Marker, lists: Sequence[OpenList], flat: bool, following: Sequence[Line]) -> Place:
    """Level, style and typed number of a numbered line. `flat` says that nobody has indented anything;
    `following` is the rest of the article.
    """
    if not line.column and marker.readings[0][0] == "num":
        return 0, *marker.readings[0]
    deepest_first = range(len(lists) - 1, -1, -1)
    inside = level(line.column, lists) if line.column else len(lists)
    if not flat:
        beside = [depth for depth in deepest_first if abs(lists[depth].column - line.column) < LEAST_INDENT]
        found = _continue_one_of(beside, marker, lists)
        if found is None and line.column and inside < len(lists):
            found = _continue_one_of([inside], marker, lists)
        if found is None and line.column and inside == len(lists):
            begun = next((reading for reading in marker.readings if reading[1] <= 1), None)
            found = (inside, *begun) if begun else None
    else:
        found = None
    if found is None and inside == len(lists):
        found = _continue_one_of(deepest_first, marker, lists)
    if found is not None and not (found[1] == "alpha" and _begins_roman_list(line, marker, iter(following))):
        return found
    return _new_list(line, marker, lists, inside, following) or found or _joined(line, marker, lists, inside, flat)


def _joined(line: Line, marker: Marker, lists: Sequence[OpenList], inside: int, flat: bool) -> Place:
    """A number nobody expects: it joins the list of its column, else the deepest of its style, else begins a
    list.
    """
    readings = marker.readings
    if line.column and inside < len(lists):
        one = lists[inside]
        return inside, one.scheme, next((ordinal for scheme, ordinal in readings if scheme == one.scheme), one.last + 1)
    if not line.column and not flat and lists:
        for scheme, ordinal in readings:
            if scheme == lists[0].scheme and lists[0].column == 0:
                return 0, scheme, ordinal
    for depth in range(len(lists) - 1, -1, -1):
        for scheme, ordinal in reversed(readings):
            if scheme == lists[depth].scheme:
                return depth, scheme, ordinal
    return len(lists), *readings[-1]
