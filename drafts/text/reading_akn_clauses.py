"""The clauses of an article of Akoma Ntoso: numbered elements, and the unnumbered words before, between and after.

Depth is nesting, style is what the number looks like among its neighbours; the classes that
`drafts.rendering.akn_clauses` writes ("alpha", "depth-2", "continuation") say it outright. Whatever element is not
known is read for its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from drafts.text.akn_wording import Element, line_of, local_name, read_wording
from drafts.text.blocks import TOMBSTONE, Block, canonical
from drafts.text.placing import Marker, read_marker

_SCHEMES = {"num", "alpha", "roman", "ALPHA", "pnum", "adot", "dash"}
_DEPTH = re.compile(r"depth-([0-9]{1,3})")
_LABELS = {"num", "heading", "subheading"}
_LEAVES = {"p", "block", "listIntroduction", "listWrapUp", "crossHeading", "tr", "li", "docTitle", "span"}
_APART = {"meta", "coverPage", "toc"}
_IDENTITY = re.compile(r"[0-9a-f]{16}")


@dataclass(slots=True)
class Found:
    """A clause with the number that the file prints, its identity ("" for none), and its line in the file."""

    block: Block
    typed: str
    identity: str


@dataclass(slots=True)
class _Reading:
    """The state of one call of `read_clauses`; `lists` are the styles and numbers last given, outermost first."""

    found: list[Found] = field(default_factory=list)
    lists: list[tuple[str, int]] = field(default_factory=list)
    base: int = 0

    def put(self, element: Element, block: Block, typed: str = "") -> None:
        block.text = block.text if block.text == TOMBSTONE else canonical(block.text)
        block.line = line_of(element)
        identity = element.get("wId") or element.get("GUID") or ""
        self.found.append(Found(block, typed, identity if _IDENTITY.fullmatch(identity) else ""))


def read_clauses(host: Element) -> list[Found]:
    """The clauses of an article, a preamble or any other element that holds words, in the order of the text."""
    reading = _Reading()
    _read_inside(reading, host, 0)
    return reading.found


def _classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def _children(element: Element) -> Iterator[Element]:
    for child in element:
        if local_name(child) and local_name(child) not in _APART:
            yield child


def _read_inside(reading: _Reading, host: Element, depth: int) -> None:
    """What stands in an element, apart from its own number and heading, at this depth."""
    if (host.text or "").strip():
        reading.put(host, Block(host.text or "", "continuation", depth))
    for child in _children(host):
        if not (local_name(child) in _LABELS and host.tag != child.tag):
            _read(reading, child, depth)
        if (child.tail or "").strip():
            reading.put(host, Block(child.tail or "", "continuation", depth))


def _read(reading: _Reading, element: Element, depth: int) -> None:
    name, kind = local_name(element), element.get("name", "")
    classes = _classes(element)
    depth = next((int(told[1]) for word in classes if (told := _DEPTH.fullmatch(word))), depth)
    if name == "block" and kind == "heading":
        return
    if (name == "hcontainer" and kind == "option") or "option" in classes:
        _read_option(reading, element)
    elif (name == "hcontainer" and kind == "endOfOptions") or "end" in classes:
        reading.put(element, Block("", "end"))
    elif name in _LEAVES or _holds_words(element):
        _say(reading, element, depth, read_wording(element))
    elif (number := _own(element, "num")) is not None and read_wording(number).strip():
        _read_numbered(reading, element, number, depth)
    elif name in ("hcontainer", "formula", "recital"):
        _read_unnumbered(reading, element, depth)
    else:
        _say_labels(reading, element, depth)
        _read_inside(reading, element, depth)


def _holds_words(element: Element) -> bool:
    """Whether words stand in the element itself, between its children: then it is one piece of text."""
    return bool((element.text or "").strip() or any((child.tail or "").strip() for child in element))


def _own(element: Element, name: str) -> Element | None:
    return next((child for child in element if local_name(child) == name), None)


def _say(reading: _Reading, element: Element, depth: int, words: str) -> None:
    if canonical(words):
        reading.put(element, Block(words, "continuation", depth))
        del reading.lists[depth + 1 :]


def _say_labels(reading: _Reading, element: Element, depth: int) -> None:
    """Headings and numbers that have no place of their own among clauses are words like others."""
    words = " ".join(read_wording(child) for child in element if local_name(child) in _LABELS)
    _say(reading, element, depth, words)


def _read_unnumbered(reading: _Reading, element: Element, depth: int) -> None:
    """A recital, a formula, words between numbered clauses: the element is the clause, not its paragraphs."""
    first = len(reading.found)
    _say_labels(reading, element, depth)
    _read_inside(reading, element, depth)
    added = reading.found[first:]
    if len(added) == 1 and added[0].block.kind == "continuation" and not added[0].identity:
        again = added[0].block
        del reading.found[first:]
        reading.put(element, again)


def _read_option(reading: _Reading, element: Element) -> None:
    number, names = _own(element, "num"), _own(element, "heading")
    label = read_wording(number).split()[-1:] if number is not None else []
    words = read_wording(names) if names is not None else ""
    if local_name(element) == "hcontainer":
        reading.put(element, Block(words, "option", pin="".join(label).upper()))
        reading.lists = reading.lists[:1]
        _read_inside(reading, element, 0)
    else:
        inner = _own(element, "p")
        reading.put(element, Block(read_wording(inner) if inner is not None else words, "option", pin="".join(label)))


def _read_numbered(reading: _Reading, element: Element, number: Element, depth: int) -> None:
    """A numbered clause: its own words are its heading and the first paragraph of its introduction or content."""
    typed = canonical(read_wording(number))
    headings = [child for child in element if local_name(child) in ("heading", "subheading")]
    opening = next(
        (child for child in element if local_name(child) in ("intro", "content", "p", "list", "blockList")), None
    )
    own = _own_words(opening)
    words = " ".join(read_wording(part) for part in [*headings, *([own] if own is not None else [])])
    marker = read_marker(f"{typed} ")
    if marker is None or marker.rest or not marker.readings:
        _say(reading, element, depth, f"{typed} {words}")
    else:
        told = next((word for word in _classes(element) if word in _SCHEMES), "")
        scheme = told or _scheme(reading, marker, depth)
        pin = "" if scheme == "dash" else marker.pin
        reading.put(element, Block(words, "para", depth, scheme, pin, marker.lead), typed)
        _count(reading, scheme, marker, depth)
    for child in _children(element):
        if local_name(child) in _LABELS or child is own:
            continue
        if child is opening:
            for part in _children(child):
                if part is not own:
                    _read(reading, part, depth + 1)
        else:
            _read(reading, child, depth + 1)


def _own_words(opening: Element | None) -> Element | None:
    if opening is None or local_name(opening) == "p":
        return opening
    first = next((child for child in _children(opening)), None)
    if first is None or local_name(first) not in ("p", "listIntroduction") or "continuation" in _classes(first):
        return None
    return first


def _scheme(reading: _Reading, marker: Marker, depth: int) -> str:
    """How to read a number: as the next of its list, else as the first of a new one."""
    if depth < len(reading.lists):
        scheme, last = reading.lists[depth]
        if (scheme, last + 1) in marker.readings or (marker.pin and scheme in dict(marker.readings)):
            return scheme
    first = next((scheme for scheme, ordinal in marker.readings if ordinal <= 1), None)
    return first or marker.readings[-1][0]


def _count(reading: _Reading, scheme: str, marker: Marker, depth: int) -> None:
    del reading.lists[depth:]
    reading.lists += [("", 0)] * (depth - len(reading.lists)) + [(scheme, dict(marker.readings).get(scheme, 0))]
