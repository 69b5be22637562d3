"""Word paragraphs, numbered, as lines of an instrument in plain text: headings apart, clauses indented."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from drafts.text.blocks import canonical
from drafts.text.grammar import looks_like_structure
from drafts.text.numbering import LATIN_SUFFIXES
from drafts.text.placing import INDENT, read_marker
from drafts.text.reading_headings import heading_of, is_preamble_marker, is_testimonium, may_be_heading
from drafts.text.word_paragraphs import Paragraph
from drafts.text.word_styles import CLAUSE, OPTION, WORDS

# A typed "2 *bis*." is a number, whatever face its suffix is set in.
_SLANTED_SUFFIX = re.compile(rf"\s*(\[?\(?\w{{1,3}})\s+\*({'|'.join(LATIN_SUFFIXES)})\*(?=[.)])")
_NEAR = 100  # twentieths of a point: indents that nobody would tell apart


@dataclass(frozen=True, slots=True)
class _Open:
    """A list that is open: where it comes from, the style of its numbers, and where its words stand."""

    listed: tuple[str, int] | None
    scheme: str
    left: int


@dataclass(slots=True)
class Printing:
    """Lines under construction. `awaits_heading` says that "Article 5" stood alone on the line before, `is_bare` that
    nothing but its words made it a heading: then the paragraph directly below it need not look like one either."""

    lines: list[str] = field(default_factory=list)
    lists: list[_Open] = field(default_factory=list)
    awaits_heading: bool = False
    is_bare: bool = False
    numbered: bool = False
    base: int = 0

    def finished(self) -> str:
        return "\n".join(self.lines).strip("\n") + "\n"

    def add(self, paragraph: Paragraph, label: str, words: str, unslanted: str) -> None:
        """One paragraph: its automatic number, its words, and its words without italics in case it is a heading."""
        if not (label or words.strip()):
            self.is_bare = False
            return
        plain = [canonical(line) for line in unslanted.split("\n") if line.strip()]
        if self._is_heading(paragraph, label, plain):
            return
        self.awaits_heading = False
        parts = _parts(words)
        own = _own_style(paragraph)
        for number, part in enumerate(parts):
            shown = label if number == 0 else ""
            if own is not None:
                line = self._own(*own, shown, part)
            elif shown:
                line = " " * INDENT * self._numbered(paragraph, shown) + f"{shown} {part.strip()}".rstrip()
            else:
                line = self._typed(paragraph, part)
            self.lines += ["", line]

    def _is_heading(self, paragraph: Paragraph, label: str, plain: list[str]) -> bool:
        """Print the paragraph if it is a heading, on consecutive lines; whether it was one."""
        rest = " ".join(plain)
        if label and (heading_of(label) or heading_of(label.rstrip("."))):
            self._open(label.rstrip("."), rest)
            return True
        if label or not plain:
            return False
        looks = paragraph.style.is_heading or paragraph.centred or paragraph.bold
        if heading_of(plain[0]):
            self._open(plain[0], " ".join(plain[1:]))
            self.is_bare = not looks
            return True
        if self.awaits_heading and (looks or self.is_bare) and may_be_heading(rest):
            self.lines.append(rest)
            self.awaits_heading = False
            return True
        if paragraph.style.is_heading and (is_preamble_marker(rest) or not self.lines):
            self.lines += ["", rest]
            return True
        return False

    def _open(self, name: str, heading: str) -> None:
        found = heading_of(name)
        self.lines += ["", name, *([heading] if heading else [])]
        # The heading of a division is found by the reader wherever it stands.
        self.awaits_heading = bool(found and not heading and not found.rest and found.kind in ("article", "annex"))
        self.lists, self.numbered = [], False

    def _own(self, kind: str, depth: int, label: str, words: str) -> str:
        """A paragraph in a style of the portal's own, which says the level."""
        words = canonical(words)
        if kind == OPTION:
            return words
        if kind == CLAUSE:
            self.numbered = True
            return " " * INDENT * depth + f"{label} {words}".strip()
        forced = looks_like_structure(words) or _looks_like_a_unit(words) or (not depth and self.numbered)
        return " " * INDENT * depth + ("¶ " if forced else "") + f"{label} {words}".strip()

    def _numbered(self, paragraph: Paragraph, label: str) -> int:
        """The level of a paragraph that Word numbers: by its list, or by the look of its number in another list."""
        marker = read_marker(label)
        scheme = marker.readings[0][0] if marker else ""
        self._enter(_Open(paragraph.listed, scheme, paragraph.left))
        return len(self.lists) - 1 + (self.lists[0].scheme != "num")

    def _enter(self, item: _Open) -> None:
        for place, one in enumerate(self.lists):
            if one.listed == item.listed and one.listed is not None:
                self.lists[place:] = [item]
                return
        if item.scheme == "num":
            self.lists = [item]
            return
        if item.listed is not None:
            # A shallower level of the same list that was left open by a deeper one.
            above = [p for p, one in enumerate(self.lists) if one.listed and one.listed[0] == item.listed[0]]
            deeper = [p for p in above if (self.lists[p].listed or ("", 0))[1] > item.listed[1]]
            if deeper:
                self.lists[deeper[0] :] = [item]
                return
            if above:
                del self.lists[above[-1] + 1 :]
                self.lists.append(item)
                return
        for place, one in enumerate(self.lists):
            if one.scheme == item.scheme:
                self.lists[place:] = [item]
                return
        self.lists.append(item)

    def _typed(self, paragraph: Paragraph, words: str) -> str:
        """A paragraph without an automatic number. A typed number finds its level as in any pasted text; words
        that are indented as the words of an open list are belong to it."""
        body = words.lstrip()
        margin = words[: len(words) - len(body)].replace("\t", "")
        if slanted := _SLANTED_SUFFIX.match(body):
            body = f"{slanted[1]} {slanted[2]}{body[slanted.end() :]}"
        marker = read_marker(canonical(body))
        if marker is not None:
            scheme = marker.readings[0][0]
            self._enter(_Open(None, scheme, paragraph.left))
            return margin + body
        inside = [
            place
            for place, one in enumerate(self.lists)
            if one.listed is not None and paragraph.left > self.base + _NEAR and paragraph.left >= one.left - _NEAR
        ]
        if inside:
            return " " * INDENT * (inside[-1] + 1) + body
        return margin + body


def _parts(words: str) -> list[str]:
    """The lines of a paragraph: a line break within it is a space, unless a number stands behind it."""
    parts: list[str] = []
    for line in words.split("\n"):
        if parts and (not line.strip() or not read_marker(canonical(line))):
            parts[-1] = f"{parts[-1]} {line.strip()}".rstrip()
        else:
            parts.append(line)
    return parts


def _looks_like_a_unit(words: str) -> bool:
    return is_testimonium(words) or heading_of(words) is not None


def _own_style(paragraph: Paragraph) -> tuple[str, int] | None:
    name = paragraph.style.id
    if name == OPTION:
        return OPTION, 0
    for kind in (CLAUSE, WORDS):
        depth = name.removeprefix(kind)
        if name.startswith(kind) and len(depth) == 1 and depth.isdigit():
            return kind, int(depth)
    return None
