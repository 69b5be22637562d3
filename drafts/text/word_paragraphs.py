"""The paragraphs of a Word file as pieces of wording, each with the tracked changes that it hangs on.

Nothing is decided here: whether a change is accepted or refused, `reading_word` settles for each piece.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from drafts.text.word_marks import is_ours
from drafts.text.word_numbering import Level, WordList, read_lists, said, switched_on, twips, whole
from drafts.text.word_package import MAIN, Element, Package, UnreadableFile
from drafts.text.word_styles import ATTRIBUTION, PLAIN_BRACKET, SCOPE_MARK, Style, Styles

Kind = Literal["text", "note", "names", "plain", "scope"]
Sign = Literal["+", "-"]
Condition = tuple[int, Sign]  # the number of a change, and whether it put the words in or took them out
Conditions = tuple[Condition, ...]
_Key = tuple[str, str, str]
Spot = tuple[int, int]  # a place in the text: the paragraph, and how many of its pieces stand before

MOST_CHARACTERS = 5_000_000
MOST_PIECES = 60_000  # paragraphs and runs; a treaty of 70 articles has some 1,500
_TOO_LONG = "This Word file holds more words than the portal reads; no treaty is so long."
_DEEPEST_LEVEL = 8
_SIGNS: dict[str, Sign] = {"ins": "+", "moveTo": "+", "del": "-", "moveFrom": "-"}
_FIXED = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}
_FORMATTING = {"rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "numberingChange"}
_SKIPPED = {"instrText", "delInstrText", "rt", "bookmarkStart", "bookmarkEnd"}
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one kind and slant. `inner` is what a footnote says; `conditions` are the changes it hangs on."""

    text: str
    italic: bool = False
    kind: Kind = "text"
    conditions: Conditions = ()
    inner: tuple[Piece, ...] = ()


@dataclass(slots=True)
class Paragraph:
    """One paragraph. `mark` are the changes that its end hangs on, `listed` its list and level, `left` its
    indent in twentieths of a point; `apart` says that it stands in a table or a text box."""

    style: Style
    pieces: list[Piece] = field(default_factory=list)
    mark: Conditions = ()
    listed: tuple[str, int] | None = None
    left: int = 0
    centred: bool = False
    bold: bool = False
    apart: bool = False


@dataclass(slots=True)
class WordText:
    """What a file holds: its paragraphs, its lists, who made which change (author, date), and what was met
    that has no place in a treaty, by kind and count. `marks` are the two ends of each of our bookmarks, `remarks`
    where each comment begins."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    lists: dict[str, WordList] = field(default_factory=dict)
    changes: list[tuple[str, str]] = field(default_factory=list)
    met: Counter[str] = field(default_factory=Counter)
    marks: dict[str, list[Spot]] = field(default_factory=dict)
    remarks: dict[str, Spot] = field(default_factory=dict)


def read_paragraphs(package: Package) -> WordText:
    """The paragraphs of an opened file, in reading order. Raises UnreadableFile for one that is too long."""
    walk = _Walk(package)
    body = package.document.find(f"{MAIN}body")
    assert body is not None  # open_package has looked
    walk.blocks(body, (), False)
    if package.comments is not None:
        walk.text.met["comments"] = sum(1 for _ in package.comments.iterchildren(f"{MAIN}comment"))
    for element in package.document.iter():
        if isinstance(element.tag, str) and etree.QName(element).localname in _FORMATTING:
            walk.text.met["formatting"] += 1
    return walk.text


def _local(element: Element) -> str:
    return etree.QName(element).localname


class _Walk:
    """The state of one call of `read_paragraphs`. Recursion is as deep as the XML, which the parser limits."""

    def __init__(self, package: Package) -> None:
        self.styles = Styles(package.styles)
        self.text = WordText(lists=read_lists(package.numbering, self.styles.numbering))
        self.notes = {
            "footnoteReference": _by_id(package.footnotes, "footnote"),
            "endnoteReference": _by_id(package.endnotes, "endnote"),
        }
        self.here = Paragraph(Style())
        self.boxes: list[Element] = []
        self.open: dict[_Key, int] = {}
        self.moves: dict[_Key, int] = {}
        self.move = ""
        self.length = self.met = 0
        self.in_note = False
        self.place = -1
        self.names: dict[str, str] = {}

    # ---- blocks

    def blocks(self, parent: Element, keys: tuple[tuple[_Key, Sign], ...], apart: bool) -> None:
        for element in parent.iterchildren(etree.Element):
            name = _local(element)
            self.met_mark(element, name)
            if name == "p":
                self.paragraph(element, keys, apart)
            elif name == "tbl":
                self.text.met["tables"] += not apart
                self.blocks(element, keys, True)
            elif name == "altChunk":
                self.text.met["embedded"] += 1
            elif name == "sdt":
                properties = element.find(f"{MAIN}sdtPr")
                gallery = None if properties is None else properties.find(f".//{MAIN}docPartGallery")
                if gallery is not None and "Contents" in (gallery.get(f"{MAIN}val") or ""):
                    self.text.met["contents"] += 1
                else:
                    self.blocks(element, keys, apart)
            elif name in _SIGNS:
                self.blocks(element, (*keys, (self.key(element, name), _SIGNS[name])), apart)
            elif element.tag == _COMPATIBLE:
                self.blocks(_chosen(element), keys, apart)
            elif name in ("moveFromRangeStart", "moveToRangeStart", "moveFromRangeEnd", "moveToRangeEnd"):
                self.move = element.get(f"{MAIN}name") or ""
            elif not name.endswith("Pr"):
                self.blocks(element, keys, apart)

    def paragraph(self, element: Element, keys: tuple[tuple[_Key, Sign], ...], apart: bool) -> None:
        self.count(0)
        outer, boxes, place = self.here, self.boxes, self.place
        properties = element.find(f"{MAIN}pPr")
        style = self.styles.of(said(properties, "pStyle") or self.styles.default)
        if style.is_contents:
            self.text.met["contents"] += 1
            return
        self.here, self.boxes = self.begun(properties, style, apart), []
        self.place = len(self.text.paragraphs)
        self.text.paragraphs.append(self.here)
        self.inline(element, keys)
        words = [piece for piece in self.here.pieces if piece.text.strip()]
        self.here.bold = bool(words) and self.here.bold
        marks = None if properties is None else properties.find(f"{MAIN}rPr")
        ends = list(keys)
        for child in () if marks is None else marks.iterchildren(etree.Element):
            if _local(child) in _SIGNS:
                ends.append((self.key(child, _local(child)), _SIGNS[_local(child)]))
        self.here.mark = self.conditions(tuple(ends))
        waiting = self.boxes
        self.here, self.boxes, self.place = outer, boxes, place
        for box in waiting:
            self.text.met["boxes"] += 1
            self.blocks(box, keys, True)

    def begun(self, properties: Element | None, style: Style, apart: bool) -> Paragraph:
        """A paragraph before its words: list, level and indent, its own before those of its style."""
        listed = None if properties is None else properties.find(f"{MAIN}numPr")
        number = said(listed, "numId") or style.number or ""
        of_list = self.text.lists.get(number)
        stated = whole(listed, "ilvl", style.level)
        place = min(stated or 0, _DEEPEST_LEVEL)
        level = of_list.levels.get(place, Level()) if of_list else Level()
        own = twips(properties)
        left = own if own is not None else level.left or style.left or 0
        align = said(properties, "jc")
        return Paragraph(
            style,
            listed=(number, place) if of_list else None,
            left=left,
            centred=align == "center" if align else bool(style.centred),
            bold=True,
            apart=apart,
        )

    # ---- changes

    def key(self, element: Element, name: str) -> _Key:
        if name.startswith("move") and self.move:
            return ("move", self.move, "")
        return ("", element.get(f"{MAIN}author") or "", element.get(f"{MAIN}date") or "")

    def conditions(self, keys: tuple[tuple[_Key, Sign], ...]) -> Conditions:
        """The changes of the next words. What the same person changed at the same time without a word between
        is one change; so are the two ends of a move."""
        found: list[Condition] = []
        opened: dict[_Key, int] = {}
        for key, sign in keys:
            number = self.moves.get(key) if key[0] else self.open.get(key)
            number = opened.get(key, number)
            if number is None:
                number = len(self.text.changes)
                self.text.changes.append(("", "") if key[0] else (key[1], key[2]))
                if key[0]:
                    self.moves[key] = number
            opened[key] = number
            found.append((number, sign))
        self.open = opened
        return tuple(found)

    # ---- our marks, and comments

    def spot(self) -> Spot:
        """Where the walk is: between paragraphs, at the beginning of the next."""
        return (self.place, len(self.here.pieces)) if self.place >= 0 else (len(self.text.paragraphs), 0)

    def met_mark(self, element: Element, name: str) -> None:
        if self.in_note:
            return
        number = element.get(f"{MAIN}id") or ""
        said = element.get(f"{MAIN}name") or ""
        if name == "bookmarkStart" and is_ours(said) and said not in self.text.marks:
            self.names[number] = said
            self.text.marks[said] = [self.spot()]
        elif name == "bookmarkEnd" and number in self.names:
            self.text.marks[self.names.pop(number)].append(self.spot())
        elif name == "commentRangeStart":
            self.text.remarks.setdefault(number, self.spot())

    # ---- runs

    def inline(self, parent: Element, keys: tuple[tuple[_Key, Sign], ...]) -> None:
        for element in parent.iterchildren(etree.Element):
            name = _local(element)
            self.met_mark(element, name)
            if name == "r":
                self.run(element, element.find(f"{MAIN}rPr"), keys)
            elif name in _SIGNS:
                key = self.key(element, name)
                self.inline(element, (*keys, (key, _SIGNS[name])))
                if key[0] and key in self.moves and not self.text.changes[self.moves[key]][0]:
                    who = (element.get(f"{MAIN}author") or "", element.get(f"{MAIN}date") or "")
                    self.text.changes[self.moves[key]] = who
            elif name in ("moveFromRangeStart", "moveToRangeStart", "moveFromRangeEnd", "moveToRangeEnd"):
                self.move = element.get(f"{MAIN}name") or ""
            elif element.tag == _COMPATIBLE:
                self.inline(_chosen(element), keys)
            elif name == "t":
                self.say(element.text or "", None, keys)
            elif not name.endswith("Pr") and name not in _SKIPPED:
                self.inline(element, keys)

    def run(self, parent: Element, properties: Element | None, keys: tuple[tuple[_Key, Sign], ...]) -> None:
        for element in parent.iterchildren(etree.Element):
            name = _local(element)
            if name in ("t", "delText"):
                self.say(element.text or "", properties, keys)
            elif name in _FIXED:
                self.say(_FIXED[name], properties, keys)
            elif name in self.notes:
                self.note(self.notes[name].get(element.get(f"{MAIN}id") or ""), keys)
            elif name == "commentReference":
                self.text.remarks.setdefault(element.get(f"{MAIN}id") or "", self.spot())
            elif name == "sym":
                self.symbol(element, properties, keys)
            elif name == "txbxContent":
                self.boxes.append(element)
            elif element.tag == _COMPATIBLE:
                self.run(_chosen(element), properties, keys)
            elif not name.endswith("Pr") and name not in _SKIPPED:
                self.run(element, properties, keys)

    def symbol(self, element: Element, properties: Element | None, keys: tuple[tuple[_Key, Sign], ...]) -> None:
        """A sign of a symbol face: what it looks like only that face knows."""
        try:
            sign = chr(int(element.get(f"{MAIN}char") or "", 16))
        except (ValueError, OverflowError):
            return
        if "\ue000" <= sign <= "\uf8ff":
            self.text.met["symbols"] += 1
        elif sign.isprintable():
            self.say(sign, properties, keys)

    def say(self, words: str, properties: Element | None, keys: tuple[tuple[_Key, Sign], ...]) -> None:
        if not words:
            return
        self.count(len(words))
        style = self.styles.of(said(properties, "rStyle"))
        italic, bold = switched_on(properties, "i"), switched_on(properties, "b")
        if italic is None:
            italic = style.italic if style.italic is not None else self.here.style.italic
        if bold is None:
            bold = style.bold if style.bold is not None else self.here.style.bold
        if switched_on(properties, "vanish"):
            self.text.met["hidden"] += 1
        kind: Kind = "text"
        if style.id == PLAIN_BRACKET:
            kind = "plain"
        elif style.id == SCOPE_MARK:
            kind = "scope"
        elif style.id == ATTRIBUTION or self.names_holders(words, properties):
            kind = "names"
        if words.strip() and not self.in_note:
            self.here.bold = self.here.bold and bool(bold)
        self.here.pieces.append(Piece(words, bool(italic), kind, self.conditions(keys)))

    def count(self, characters: int) -> None:
        self.length += characters
        self.met += 1
        if self.length > MOST_CHARACTERS or self.met > MOST_PIECES:
            raise UnreadableFile(_TOO_LONG)

    def names_holders(self, words: str, properties: Element | None) -> bool:
        """Raised words directly behind a closing bracket say whose the bracket is."""
        if said(properties, "vertAlign") != "superscript" or not any(letter.isalpha() for letter in words):
            return False
        before = self.here.pieces[-1] if self.here.pieces else None
        return before is not None and (before.kind == "names" or before.text.endswith("]"))

    def note(self, element: Element | None, keys: tuple[tuple[_Key, Sign], ...]) -> None:
        """A footnote where it is referred to; one inside a footnote is none."""
        if element is None or self.in_note:
            return
        outer, self.in_note = self.here, True
        self.here = Paragraph(self.styles.of(""))
        own = self.conditions(keys)
        for number, paragraph in enumerate(element.iter(f"{MAIN}p")):
            if number:
                self.here.pieces.append(Piece(" "))
            self.inline(paragraph, keys)
        inner = tuple(self.here.pieces)
        self.here, self.in_note = outer, False
        outer.pieces.append(Piece("", kind="note", conditions=own, inner=inner))


def _by_id(part: Element | None, name: str) -> dict[str, Element]:
    """Notes by their number, without the lines that Word draws between text and notes."""
    if part is None:
        return {}
    found = part.iterchildren(f"{MAIN}{name}")
    return {one.get(f"{MAIN}id") or "": one for one in found if one.get(f"{MAIN}type") in (None, "normal")}


def _chosen(element: Element) -> Element:
    """What a new Word shows of alternatives; the other is the same for an older one."""
    choices = list(element.iterchildren(etree.Element))
    return next((one for one in choices if _local(one) == "Choice"), choices[0] if choices else element)
