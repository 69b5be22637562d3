"""What the styles of a Word file say of paragraphs and runs, and the styles that the portal itself writes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from drafts.text.word_numbering import said, switched_on, twips, whole
from drafts.text.word_package import MAIN, Element

# Our own files say with these what a paragraph is, so that reading them back needs no guessing.
CLAUSE, WORDS, OPTION, COVER, FRONT = "MLAClause", "MLAWords", "MLAOption", "MLACover", "MLAFront"
ATTRIBUTION, PLAIN_BRACKET, SCOPE_MARK = "MLAAttribution", "MLAPlainBracket", "MLAScopeMark"
DEEPEST = 8

_CONTENTS = re.compile(r"(?i)toc[ -]?(?:[0-9]|heading)|table of (?:contents|figures)|contents? ?[0-9]")
_HEADING = re.compile(r"(?i)heading [0-9]$|title$|subtitle$")
_DEEPEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it takes over from those it is based on; None where nothing is said."""

    id: str = ""
    name: str = ""
    number: str | None = None
    level: int | None = None
    left: int | None = None
    centred: bool | None = None
    bold: bool | None = None
    italic: bool | None = None
    outlined: bool = False

    @property
    def is_contents(self) -> bool:
        """A line of a table of contents, which Word makes itself."""
        return bool(_CONTENTS.match(self.name))

    @property
    def is_heading(self) -> bool:
        return self.outlined or bool(_HEADING.match(self.name))


class Styles:
    """The styles of a file by their id."""

    def __init__(self, part: Element | None) -> None:
        self._read: dict[str, Style] = {}
        elements = [] if part is None else list(part.iterchildren(f"{MAIN}style"))
        self._elements = {one.get(f"{MAIN}styleId") or "": one for one in elements}
        self.default = next(
            (
                one.get(f"{MAIN}styleId") or ""
                for one in elements
                if one.get(f"{MAIN}type") == "paragraph" and one.get(f"{MAIN}default") in ("1", "true", "on")
            ),
            "",
        )

    @property
    def numbering(self) -> dict[str, str]:
        """Numbering styles and the list that each stands for."""
        found = {}
        for name, element in self._elements.items():
            if element.get(f"{MAIN}type") == "numbering":
                properties = element.find(f"{MAIN}pPr")
                found[name] = said(None if properties is None else properties.find(f"{MAIN}numPr"), "numId")
        return found

    def of(self, name: str) -> Style:
        """The style `name`; an empty one where the file has none."""
        if name not in self._read:
            self._read[name] = self._chain(name)
        return self._read[name]

    def _chain(self, name: str) -> Style:
        chain: list[Element] = []
        following = name
        while following in self._elements and len(chain) < _DEEPEST_CHAIN:
            chain.append(self._elements[following])
            following = said(chain[-1], "basedOn")
        style = Style()
        for element in reversed(chain):
            style = _added(style, element)
        return replace(style, id=name)


def _added(style: Style, element: Element) -> Style:
    paragraph, run = element.find(f"{MAIN}pPr"), element.find(f"{MAIN}rPr")
    listed = None if paragraph is None else paragraph.find(f"{MAIN}numPr")
    align = said(paragraph, "jc")
    outline = whole(paragraph, "outlineLvl")
    bold, italic, left = switched_on(run, "b"), switched_on(run, "i"), twips(paragraph)
    return Style(
        name=said(element, "name"),
        number=said(listed, "numId") or style.number,
        level=whole(listed, "ilvl", style.level),
        left=style.left if left is None else left,
        centred=align == "center" if align else style.centred,
        bold=style.bold if bold is None else bold,
        italic=style.italic if italic is None else italic,
        outlined=style.outlined if outline is None else outline < 9,
    )
