"""Word's own automatic numbers for the clauses of a document.

Each article counts afresh. Where Word would count differently from the text (after a pinned "2 bis", after an
option), a list that begins with the wanted number is started; what automatic numbers cannot say is typed.
"""

from __future__ import annotations

from collections.abc import Sequence

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from drafts.rendering.tree import Clause
from drafts.text.blocks import Block
from drafts.text.placing import read_marker

STEP = 567  # twentieths of a point: one centimetre a level
_LEVELS = 9
_FORMATS = {
    "num": ("decimal", "%{}."),
    "alpha": ("lowerLetter", "(%{})"),
    "roman": ("lowerRoman", "(%{})"),
    "ALPHA": ("upperLetter", "(%{})"),
    "pnum": ("decimal", "(%{})"),
    "adot": ("lowerLetter", "%{}."),
    "dash": ("bullet", "–"),
}

_Shape = tuple[int, int, str]  # depth, steps that it stands in, style of its numbers


def element(name: str, /, **attributes: str | int) -> etree._Element:
    """A Word element; `val=3` becomes `w:val="3"`."""
    made: etree._Element = OxmlElement(f"w:{name}")
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), str(value))
    return made


class Numbers:
    """The lists of a document while its articles are written, in order."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.abstracts: dict[tuple[_Shape, ...], int] = {}
        self.lists: list[tuple[int, dict[int, int]]] = []
        self.shapes: list[_Shape] = []
        self.current = 0
        self.last: dict[int, int] = {}

    def begin(self, clauses: Sequence[tuple[Block, Clause]]) -> None:
        """A new article: which styles of numbers its numbered clauses have at which levels."""
        met: dict[_Shape, None] = {}
        for block, clause in clauses:
            if block.scheme:
                met.setdefault(shape_of(block, clause))
        self.shapes = sorted(met, key=lambda shape: shape[0])[:_LEVELS]
        self.current, self.last = 0, {}

    def of(self, block: Block, clause: Clause) -> tuple[int, int] | None:
        """The list and level that give the clause its number; None where it has to be typed."""
        shape = shape_of(block, clause)
        ordinal = ordinal_of(block)
        if block.lead or block.pin or shape not in self.shapes or ordinal is None:
            return None
        place = self.shapes.index(shape)
        if not self.current:
            self.current = self.new_list(dict.fromkeys(range(len(self.shapes)), 1))
        if block.scheme != "dash" and self.last.get(place, 0) + 1 != ordinal:
            self.current = self.new_list({place: ordinal})
        self.last[place] = ordinal
        for deeper in [other for other in self.last if other > place]:
            del self.last[deeper]
        return self.current, place

    def new_list(self, starts: dict[int, int]) -> int:
        """Begin a list of the article's shape; `starts` says with which number at which level."""
        shapes = tuple(self.shapes)
        abstract = self.abstracts.setdefault(shapes, len(self.abstracts))
        self.lists.append((abstract, starts))
        return len(self.lists)

    def write(self, numbering: etree._Element) -> None:
        """Fill the numbering part, abstract lists first, as its schema wants."""
        for child in list(numbering):
            numbering.remove(child)
        for shapes, number in self.abstracts.items():
            abstract = element("abstractNum", abstractNumId=number)
            abstract.append(element("multiLevelType", val="multilevel"))
            for place in range(_LEVELS):
                shape = shapes[place] if place < len(shapes) else (place, place, "dash")
                abstract.append(_level(place, shape, self.language))
            numbering.append(abstract)
        for number, (based, starts) in enumerate(self.lists, 1):
            one = element("num", numId=number)
            one.append(element("abstractNumId", val=based))
            for place, start in starts.items():
                override = element("lvlOverride", ilvl=place)
                override.append(element("startOverride", val=start))
                one.append(override)
            numbering.append(one)


def _level(place: int, shape: _Shape, language: str) -> etree._Element:
    _, indent, scheme = shape
    format, text = _FORMATS[scheme]
    if language != "en":
        text = text.removeprefix("(")
    level = element("lvl", ilvl=place)
    for name, value in (("start", 1), ("numFmt", format), ("suff", "tab"), ("lvlText", text.format(place + 1))):
        level.append(element(name, val=value))
    level.append(element("lvlJc", val="left"))
    properties = element("pPr")
    properties.append(element("ind", left=(indent + 1) * STEP, hanging=STEP))
    level.append(properties)
    return level


def shape_of(block: Block, clause: Clause) -> _Shape:
    """What a level of a list has to be like to give the clause its number."""
    return block.depth, clause.indent, block.scheme


def ordinal_of(block: Block) -> int | None:
    """The place in the count that its label says; None where the label says none."""
    if block.scheme == "dash":
        return 1
    marker = read_marker(block.label)
    return dict(marker.readings).get(block.scheme) if marker else None
