"""An edited copy of a Word file of our own: what each paragraph is, its words, and whose bookmarks it carries.

Tracked changes are taken as accepted: what comes back is the wording that somebody proposes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from drafts.text.blocks import canonical
from drafts.text.placing import read_marker
from drafts.text.reading_headings import heading_of
from drafts.text.word_marks import Origin, is_clause_mark, origin_of
from drafts.text.word_numbering import Counters
from drafts.text.word_package import MAIN, Element, open_package
from drafts.text.word_paragraphs import Paragraph, Piece, WordText, read_paragraphs
from drafts.text.word_styles import CLAUSE, COVER, FRONT, OPTION, WORDS
from drafts.text.word_wording import stands, wording

Role = Literal["clause", "option", "heading", "title", "front", "cover"]
_TITLE = "Title"


@dataclass(slots=True)
class Passage:
    """A paragraph of the file with all its changes accepted.

    `text` is its wording in the drafting syntax, without its number: that is `label`, and `counted` says that Word
    has counted it. `depth` is None where its style does not say the level. `marks` are our bookmarks with how many of
    its letters each covers, `remarks` what Word's comments on it say.
    """

    role: Role
    text: str
    label: str = ""
    counted: bool = False
    depth: int | None = None
    marks: dict[str, int] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    @property
    def line(self) -> str:
        """As somebody would type it, its number before it."""
        return f"{self.label} {self.text}".strip()


@dataclass(slots=True)
class Returned:
    """A file that was read. `gone` are the comments on paragraphs of which no word is left, by their bookmark;
    `met` counts what has no place in a treaty, as `read_paragraphs` names it."""

    origin: Origin
    passages: list[Passage] = field(default_factory=list)
    gone: dict[str, list[str]] = field(default_factory=dict)
    met: dict[str, int] = field(default_factory=dict)


def read_returned(content: bytes) -> Returned:
    """Read the bytes of a .docx. Raises UnreadableFile, with one sentence, for anything else and for damage."""
    package = open_package(content)
    text = read_paragraphs(package)
    reading = _Reading(text, _said_in(package.comments))
    found = Returned(origin_of(package.properties), met=dict(text.met))
    for paragraph, numbers in _accepted(text.paragraphs):
        passage = reading.passage(paragraph, numbers)
        if passage is not None:
            found.passages.append(passage)
    found.gone = dict(reading.gone)
    return found


def _said_in(comments: Element | None) -> dict[str, str]:
    """What each comment says, its paragraphs as lines."""
    found = {}
    for comment in () if comments is None else comments.iterchildren(f"{MAIN}comment"):
        lines = ["".join(one.text or "" for one in line.iter(f"{MAIN}t")) for line in comment.iter(f"{MAIN}p")]
        found[comment.get(f"{MAIN}id") or ""] = "\n".join(filter(None, map(canonical, lines)))
    return found


def _accepted(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, list[int]]]:
    """The paragraphs that are left, each with the numbers of those of the file that have run into it."""
    numbers: list[int] = []
    for number, paragraph in enumerate(paragraphs):
        numbers.append(number)
        if stands(paragraph.mark, ()) or number + 1 == len(paragraphs):
            yield paragraph, numbers
            numbers = []


class _Reading:
    """The state of one call of `read_returned`."""

    def __init__(self, text: WordText, said: dict[str, str]) -> None:
        self.text = text
        self.counters = Counters(text.lists)
        self.gone: dict[str, list[str]] = defaultdict(list)
        self.remarks: dict[int, list[str]] = defaultdict(list)
        for number, (paragraph, _) in text.remarks.items():
            if said.get(number):
                self.remarks[paragraph].append(said[number])
        self.begun: dict[int, list[str]] = defaultdict(list)  # bookmarks by the paragraph in which they begin
        self.running: dict[int, list[str]] = defaultdict(list)  # and by every paragraph that they touch
        self.marks = {name: (ends[0], ends[1]) for name, ends in text.marks.items() if len(ends) == 2}
        for name, (start, end) in self.marks.items():
            self.begun[start[0]].append(name)
            for paragraph in range(start[0], min(end[0], len(text.paragraphs) - 1) + 1):
                self.running[paragraph].append(name)

    def passage(self, look: Paragraph, numbers: Sequence[int]) -> Passage | None:
        """What has become of these paragraphs; None where no word is left of them."""
        paragraphs = [self.text.paragraphs[number] for number in numbers]
        pieces = [piece for paragraph in paragraphs for piece in paragraph.pieces]
        words = wording(pieces)
        counted = self.counters.label(*look.listed) if look.listed else ""
        if not words.strip():
            for number in numbers:
                self.leave(number)
            return None
        made = _passage(look, words, wording(pieces, slanted=False), counted)
        for number in numbers:
            self.hang(made, number)
        return made

    def hang(self, made: Passage, number: int) -> None:
        """Bookmarks and comments of a paragraph of the file on the passage that it is part of."""
        here = self.text.paragraphs[number].pieces
        if not _letters(here):
            self.leave(number)
            return
        for name in self.running[number]:
            start, end = self.marks[name]
            covered = _letters(here[start[1] if number == start[0] else 0 : end[1] if number == end[0] else len(here)])
            if covered:
                made.marks[name] = made.marks.get(name, 0) + covered
        if made.role != "heading" and any(not is_clause_mark(name) for name in made.marks):
            made.role = "heading"
        made.remarks += self.remarks[number]

    def leave(self, number: int) -> None:
        """Comments on a paragraph without words are comments on the clause that it was."""
        for name in self.begun[number][:1]:
            self.gone[name] += self.remarks[number]


def _letters(pieces: Sequence[Piece]) -> int:
    return sum(len("".join(piece.text.split())) for piece in pieces if stands(piece.conditions, ()))


def _passage(look: Paragraph, words: str, unslanted: str, counted: str) -> Passage:
    role = _role(look, unslanted)
    if role in ("heading", "title"):
        return Passage(role, "\n".join(canonical(line) for line in unslanted.split("\n") if line.strip()))
    text = _lines(words)
    kind, depth = _own_level(look.style.id)
    if role != "clause" or counted or kind == WORDS:
        return Passage(role, text, counted, bool(counted), depth)
    marker = read_marker(text)
    if marker is None:
        return Passage(role, text, depth=depth)
    return Passage(role, marker.rest, marker.typed, depth=depth)


def _role(look: Paragraph, unslanted: str) -> Role:
    own: dict[str, Role] = {_TITLE: "title", FRONT: "front", COVER: "cover", OPTION: "option"}
    if look.style.id in own:
        return own[look.style.id]
    if look.style.is_heading:
        return "heading"
    first = heading_of(unslanted.strip().split("\n")[0])
    is_unit = first is not None and not first.run_in and not _own_level(look.style.id)[0] and not look.listed
    return "heading" if is_unit else "clause"


def _own_level(name: str) -> tuple[str, int | None]:
    """Of one of our styles whether it is a numbered clause or words, and its level."""
    for kind in (CLAUSE, WORDS):
        depth = name.removeprefix(kind)
        if name.startswith(kind) and len(depth) == 1 and depth.isdigit():
            return kind, int(depth)
    return "", None


def _lines(words: str) -> str:
    """A line break within a paragraph is a space, unless a number stands behind it."""
    lines: list[str] = []
    for line in map(canonical, words.split("\n")):
        if lines and line and not read_marker(line):
            lines[-1] = f"{lines[-1]} {line}".strip()
        elif line:
            lines.append(line)
    return "\n".join(lines)
