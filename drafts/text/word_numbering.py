"""Word's own automatic numbers (ECMA-376 part 1, 17.9), counted as Word counts them.

A paragraph names a list (`numId`) and a level; the list stands on an abstract one, which several lists may
share and which does the counting. The number itself is nowhere in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from drafts.text.numbering import letters, roman
from drafts.text.word_package import MAIN, Element

LEVELS = 9
_LARGEST = 399  # what is counted further in letters or roman numbers prints as a figure
_PLACEHOLDER = re.compile(r"%([1-9])")
_TEN_DIGITS = re.compile(r"-?[0-9]{1,9}$")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `restart`: 0 never, n after a level above the n-th; `left` is where its words stand,
    in twentieths of a point."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    left: int = 0


@dataclass(slots=True)
class WordList:
    """A list that paragraphs name: what counts for it, its levels, and where it begins afresh."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


def whole(element: Element | None, name: str, default: int | None = None) -> int | None:
    """The value of a child such as `<w:start w:val="3"/>`, within bounds that no list of a treaty leaves."""
    child = None if element is None else element.find(f"{MAIN}{name}")
    said = "" if child is None else child.get(f"{MAIN}val") or ""
    return max(0, min(int(said), 32_767)) if _TEN_DIGITS.match(said) else default


def said(element: Element | None, name: str) -> str:
    """The value of a child as it is written, "" where there is none."""
    child = None if element is None else element.find(f"{MAIN}{name}")
    return "" if child is None else child.get(f"{MAIN}val") or ""


def twips(element: Element | None) -> int | None:
    """The left indent that `<w:ind>` states, in twentieths of a point."""
    indent = None if element is None else element.find(f"{MAIN}ind")
    if indent is None:
        return None
    stated = indent.get(f"{MAIN}left") or indent.get(f"{MAIN}start") or ""
    return int(stated) if _TEN_DIGITS.match(stated) else None


def switched_on(element: Element | None, name: str) -> bool | None:
    """What a switch such as `<w:i/>` says; None where it says nothing."""
    child = None if element is None else element.find(f"{MAIN}{name}")
    if child is None:
        return None
    return (child.get(f"{MAIN}val") or "true") not in ("false", "0", "off", "none")


def read_lists(numbering: Element | None, linked: dict[str, str]) -> dict[str, WordList]:
    """The lists of the numbering part by their number. `linked` says which list a numbering style stands for."""
    if numbering is None:
        return {}
    abstracts: dict[str, tuple[dict[int, Level], str]] = {}
    for one in numbering.iter(f"{MAIN}abstractNum"):
        abstracts[one.get(f"{MAIN}abstractNumId") or ""] = (dict(_levels(one)), said(one, "numStyleLink"))
    based = {one.get(f"{MAIN}numId") or "": said(one, "abstractNumId") for one in numbering.iter(f"{MAIN}num")}
    lists: dict[str, WordList] = {}
    for one in numbering.iter(f"{MAIN}num"):
        number = one.get(f"{MAIN}numId") or ""
        abstract = based[number]
        levels, link = abstracts.get(abstract, ({}, ""))
        if link and not levels:
            abstract = based.get(linked.get(link, ""), abstract)
            levels = abstracts.get(abstract, ({}, ""))[0]
        lists[number] = WordList(abstract, dict(levels))
        for override in one.iter(f"{MAIN}lvlOverride"):
            _override(lists[number], override)
    return lists


def _override(one: WordList, override: Element) -> None:
    place = override.get(f"{MAIN}ilvl") or ""
    if not place.isdecimal() or int(place) >= LEVELS:
        return
    one.levels |= dict(_levels(override))
    start = whole(override, "startOverride")
    if start is not None:
        one.starts[int(place)] = start


def _levels(parent: Element) -> Iterator[tuple[int, Level]]:
    for one in parent.iterchildren(f"{MAIN}lvl"):
        place = one.get(f"{MAIN}ilvl") or ""
        if place.isdecimal() and int(place) < LEVELS:
            yield (
                int(place),
                Level(
                    start=whole(one, "start", 1) or 0,
                    format=said(one, "numFmt") or "decimal",
                    text=said(one, "lvlText"),
                    restart=whole(one, "lvlRestart"),
                    legal=bool(switched_on(one, "isLgl")),
                    left=twips(one.find(f"{MAIN}pPr")) or 0,
                ),
            )


class Counters:
    """Counts through a text once; a fresh one begins at the top of the text."""

    def __init__(self, lists: dict[str, WordList]) -> None:
        self.lists = lists
        self.counted: dict[str, dict[int, int]] = {}
        self.begun: set[tuple[str, int]] = set()

    def label(self, number: str, place: int) -> str:
        """The number of the next paragraph of a list at a level, as Word prints it; "" where it prints none."""
        one = self.lists[number]
        levels, counted = one.levels, self.counted.setdefault(one.abstract, {})
        level = levels.get(place, Level())
        if place in one.starts and (number, place) not in self.begun:
            counted[place] = one.starts[place]
        else:
            counted[place] = counted[place] + 1 if place in counted else level.start
        self.begun.add((number, place))
        for deeper in [other for other in counted if other > place]:
            restart = levels.get(deeper, Level()).restart
            if restart is None or (restart and place < restart):
                del counted[deeper]
        return self._printed(levels, level, counted)

    def _printed(self, levels: dict[int, Level], level: Level, counted: dict[int, int]) -> str:
        if level.format == "none":
            level = replace(level, text=_PLACEHOLDER.sub("", level.text))
        elif level.format == "bullet":
            return "–"

        def figure(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            other = levels.get(place, Level())
            return _figure(counted.get(place, other.start), "decimal" if level.legal else other.format)

        return " ".join(_PLACEHOLDER.sub(figure, level.text).split())


def _figure(number: int, format: str) -> str:
    if 0 < number <= _LARGEST:
        if format == "lowerLetter":
            return letters(number)
        if format == "upperLetter":
            return letters(number).upper()
        if format == "lowerRoman":
            return roman(number)
        if format == "upperRoman":
            return roman(number).upper()
    return f"{number:02d}" if format == "decimalZero" else str(number)
