"""Wordings as inline elements of Akoma Ntoso 3.0, and back to the drafting syntax, to the character.

    [words]^{names}   <inline name="bracket">[words]</inline><sup class="attribution">names</sup>
    {fn: words}       <authorialNote placement="bottom"><p>words</p></authorialNote>
    {note: words}     <remark status="editorial">words</remark>
    {under: 2}        <inline name="under">2</inline>
    *words*           <i>words</i>
    an escaped sign   the sign, or <inline name="literal"> where it would be taken for a mark
    a stray sign      <inline name="typed">, or the bracket itself where its partner stands in another clause

Files of others have no such names: their italics, notes and square brackets are read as what they are, their
stars and curly brackets as signs, and of any other element its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias, cast

from lxml import etree

from drafts.text.blocks import TOMBSTONE
from drafts.text.brackets import APPARATUS, ESCAPE

Element: TypeAlias = etree._Element

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_MARKS = re.compile(rf"{ESCAPE}|{APPARATUS}|[\[\]*{{}}]")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DEEPEST = 24
# Where a file breaks its lines says nothing about the clauses.
_BREAKS = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_BRACES = str.maketrans("{}", "()")
_SPECIAL = re.compile(r"[*{}]")
_ESCAPING_BACKSLASH = re.compile(r"\\(?=[\[\]{}*^\\])")
_ITALIC_CLASSES = {"italic", "italics", "i"}
_NO_WORDS = {"img", "noteRef", "marker", "eol", "eop", "popup"}
_SPACE = {"eol", "eop", "br"}
_BOUNDS = {"p", "li", "td", "th", "tr", "table", "item", "block", "num", "heading", "subheading"}


class _Token(NamedTuple):
    """A piece of a wording; `partner` is the place of the other end of a bracket or of italics, -1 for none."""

    text: str
    partner: int


def tag(name: str) -> str:
    """The qualified name of an element of Akoma Ntoso."""
    return f"{{{NAMESPACE}}}{name}"


def local_name(element: Element) -> str:
    """The name of an element without its namespace; "" for comments and processing instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def parent_name(element: Element) -> str:
    """The name of what an element stands in; "" for the outermost."""
    parent = element.getparent()
    return local_name(parent) if parent is not None else ""


def line_of(element: Element) -> int:
    """The line of the file that an element begins on."""
    return cast("int | None", element.sourceline) or 1


def add(parent: Element, element: str, /, **attributes: str) -> Element:
    """A new last child; attributes in the order given, "" left out. A trailing underscore keeps Python's words free."""
    filled = {key.rstrip("_"): legal(value) for key, value in attributes.items() if value}
    return etree.SubElement(parent, tag(element), filled)


def legal(text: str) -> str:
    """`text` without the control characters that no XML can hold; none of them is part of a word."""
    return _ILLEGAL.sub("", text)


def say(parent: Element, text: str) -> None:
    """Add words at the end of an element."""
    text = legal(text)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    elif text:
        parent.text = (parent.text or "") + text


def write_wording(parent: Element, text: str) -> None:
    """Write a wording in drafting syntax into `parent`."""
    if text == TOMBSTONE:
        say(parent, text)
        return
    tokens = _tokens(text)
    _write(parent, tokens, 0, len(tokens))


def _tokens(text: str) -> list[_Token]:
    pieces, end = [], 0
    for mark in _MARKS.finditer(text):
        pieces += [text[end : mark.start()], mark[0]]
        end = mark.end()
    pieces = [piece for piece in [*pieces, text[end:]] if piece]
    partners = _partners(pieces)
    return [_Token(piece, partners.get(place, -1)) for place, piece in enumerate(pieces)]


def _partners(pieces: Sequence[str]) -> dict[int, int]:
    """Which bracket closes which, and which star; a closing bracket leaves stars behind that are open within it."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for place, piece in enumerate(pieces):
        if piece == "*" and opened and pieces[opened[-1]] == "*":
            start = opened.pop()
        elif piece in ("[", "*"):
            opened.append(place)
            continue
        elif piece == "]" and any(pieces[other] == "[" for other in opened):
            while pieces[opened[-1]] != "[":
                opened.pop()
            start = opened.pop()
        else:
            continue
        partners[start], partners[place] = place, start
    return partners


def _write(parent: Element, tokens: Sequence[_Token], start: int, end: int) -> None:
    """Write tokens `start:end`. A loop and not a recursion: brackets nest as deep as anybody types them; readers of
    XML do not follow that far, so the innermost ones are written as signs.
    """
    path = [parent]
    signs: set[int] = set()
    for place in range(start, end):
        text, partner = tokens[place]
        here = path[-1]
        if place in signs or (partner > place and len(path) > _DEEPEST):
            signs.add(partner)
            _write_single(here, text)
        elif partner > place:
            path.append(add(here, "inline", name="bracket") if text == "[" else add(here, "i"))
            say(path[-1], text if text == "[" else "")
        elif partner >= 0:
            say(path.pop(), text if text == "]" else "")
        else:
            _write_single(here, text)


def _write_single(here: Element, text: str) -> None:
    """Write a token that has no partner: words, an escaped or stray sign, an attribution, a footnote, a note."""
    if text.startswith("^{") and len(text) > 2:
        write_wording(add(here, "sup", class_="attribution"), text[2:-1])
    elif text.startswith("{fn:"):
        inner = text[4:-1]
        note = add(here, "authorialNote", class_="" if inner.startswith(" ") else "unspaced", placement="bottom")
        write_wording(add(note, "p"), inner.removeprefix(" "))
    elif text.startswith("{note:"):
        inner = text[6:-1]
        remark = add(here, "remark", class_="" if inner.startswith(" ") else "unspaced", status="editorial")
        write_wording(remark, inner.removeprefix(" "))
    elif text.startswith("{under:"):
        inner = text[7:-1]
        mark = add(here, "inline", class_="" if inner.startswith(" ") else "unspaced", name="under")
        say(mark, inner.removeprefix(" "))
    elif len(text) == 2 and text[0] == "\\" and _MARKS.fullmatch(text):
        if text[1] in "*{}":
            say(here, text[1])
        else:
            say(add(here, "inline", name="literal"), text[1])
    elif text in ("*", "{", "}"):
        say(add(here, "inline", name="typed"), text)
    else:
        say(here, text)


class _Syntax:
    """Drafting syntax under construction. Signs that only their neighbours would turn into marks are escaped."""

    def __init__(self) -> None:
        self.text = ""
        self.is_words = False

    def say(self, words: str) -> None:
        """Words of a document, whose signs are signs."""
        if words:
            words = _ESCAPING_BACKSLASH.sub(r"\\\\", words)
            self._join(_SPECIAL.sub(lambda sign: "\\" + sign[0], words))
            self.is_words = True

    def mark(self, typed: str) -> None:
        """A piece of drafting syntax."""
        if typed:
            self._join(typed)
            self.is_words = False

    def _join(self, piece: str) -> None:
        if self.is_words and self.text.endswith("\\") and piece[0] in "[]{}*^\\":
            self.text += "\\"
        elif self.is_words and self.text.endswith("^") and piece.startswith(("{fn:", "{note:")):
            self.text = self.text[:-1] + "\\^"
        self.text += piece


def read_wording(element: Element, *, skip: Sequence[Element] = ()) -> str:
    """The wording of an element and all that stands in it, in drafting syntax; `skip` are children to leave out."""
    out = _Syntax()
    _read(element, out, frozenset(skip))
    return _BREAKS.sub(" ", out.text)


def words_in(element: Element) -> str:
    """The words of an element as they stand, with single spaces."""
    return " ".join("".join(_strings(element)).split())


def _strings(element: Element) -> Iterator[str]:
    for part in element.iter():
        if local_name(part):
            yield f" {part.text or ''}" if local_name(part) in _BOUNDS else part.text or ""
        if part is not element:
            yield part.tail or ""


def _read(element: Element, out: _Syntax, skip: frozenset[Element]) -> None:
    """A loop with a stack of what is still to be said: elements nest as deep as the file says."""
    todo: list[tuple[str, str | Element]] = [("inside", element)]
    while todo:
        act, what = todo.pop()
        if isinstance(what, str):
            (out.mark if act == "mark" else out.say)(what)
            continue
        steps: list[tuple[str, str | Element]] = []
        if what is not element:
            opening, closing, whole = _marks_of(what)
            if whole is not None:
                todo.append(("mark", whole))
                continue
            steps += [("mark", opening)]
        else:
            closing = ""
        steps.append(("say", what.text or ""))
        for child in what:
            if child not in skip and local_name(child):
                steps.append(("inside", child))
            steps.append(("say", child.tail or ""))
        steps.append(("mark", closing))
        todo += reversed(steps)


def _marks_of(element: Element) -> tuple[str, str, str | None]:
    """What stands before and after the words of an inline element, or all that stands for it."""
    name, kind = local_name(element), element.get("name", "")
    classes = set(element.get("class", "").split())
    if name == "i" or (name in ("span", "em") and classes & _ITALIC_CLASSES and words_in(element)):
        return "*", "*", None
    if name == "authorialNote":
        return "", "", _apparatus("{fn:", element)
    if name == "remark" and element.get("status") == "editorial":
        return "", "", _apparatus("{note:", element)
    if name == "sup" and "attribution" in classes:
        return "", "", "^{" + read_wording(element).translate(_BRACES) + "}"
    if name == "inline" and kind == "under":
        return "", "", _apparatus("{under:", element)
    if name == "inline" and kind == "literal":
        return "", "", "\\" + words_in(element)
    if name == "inline" and kind == "typed":
        return "", "", words_in(element)
    if name in _NO_WORDS | _SPACE:
        return "", "", " " if name in _SPACE else ""
    return (" ", " ", None) if name in _BOUNDS else ("", "", None)


def _apparatus(opening: str, note: Element) -> str:
    """A footnote or a note; its paragraphs are joined, and curly brackets in it become round ones."""
    paragraphs = [part for part in note if local_name(part) == "p"] or [note]
    said = " ".join(read_wording(part) for part in paragraphs).replace("\\{", "{").replace("\\}", "}")
    space = "" if "unspaced" in note.get("class", "").split() else " "
    return f"{opening}{space}{said.translate(_BRACES)}}}"
