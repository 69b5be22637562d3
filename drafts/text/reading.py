"""A whole instrument in plain text, as people have it: one line a clause, headings on lines of their own.

    [title] [front] ["PREAMBLE"] [preamble] { division heading | article heading | clause } [closing words] { annex }

The words are kept as they were typed, in the drafting syntax of `grammar`; only headings are taken apart. What the reader
cannot place it refuses, with the line, rather than put it somewhere else in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from drafts.text import reading_structure as structure
from drafts.text.blocks import Block, Notice, Severity, canonical
from drafts.text.grammar import parse
from drafts.text.numbering import LATIN_SUFFIXES, ROMAN_ORDINALS
from drafts.text.reading_structure import DIVISION_KINDS, Heading, heading_of

ArticleKind = Literal["preamble", "article", "annex", "testimonium"]

_NEWLINE = re.compile("\r\n|[\n\r]")
# What the grammar also takes for a line break; an editor that counts lines does not.
_INNER_BREAK = re.compile("[\x0b\x0c\x1c\x1d\x1e\u2028\u2029\x85]")
_FRONT_MARKER = "FRONT"
_LINK = re.compile(r"\[[^\[\]]+\]\([^()\s]*/")
_SIGNS = re.compile(r"[^\w]|_")


class UnreadableText(Exception):
    """The text is no instrument that can be read. `line` counts from 1, `message` is one sentence for the person who sent it."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line
        self.message = message


@dataclass(frozen=True, slots=True)
class ReadDivision:
    """A part, title, chapter or section; `parent` is the index of the division that it stands in."""

    index: int
    parent: int | None
    kind: str
    label: str
    heading: str
    line: int


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """One unit of text. `source` is drafting syntax, indentation and blank lines as typed.

    `label` is "12", "12 bis" or "IV"; "" for a preamble, a testimonium and a single annex. `line` is where its heading stands,
    or its first words where it has none; `lines` gives for each line of `source` the line of the file.
    """

    kind: ArticleKind
    label: str
    heading: str
    source: str
    division: int | None
    line: int
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReadInstrument:
    """What `read_instrument` found. `front` are the words between the title and the preamble, a line each."""

    title: str
    front: str
    divisions: tuple[ReadDivision, ...]
    articles: tuple[ReadArticle, ...]
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str

    @property
    def blank(self) -> bool:
        return not canonical(self.text)


@dataclass(slots=True)
class _Unit:
    """An article while its lines are being collected."""

    kind: ArticleKind
    line: int
    label: str = ""
    heading: str = ""
    division: int | None = None
    ordinal: int = 0
    suffix: str = ""
    spelled: bool = False
    lines: list[_Line] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    """The state of one call of `read_instrument`."""

    lines: list[_Line]
    place: int = 0
    title: str = ""
    front: list[str] = field(default_factory=list)
    divisions: list[ReadDivision] = field(default_factory=list)
    spelled_divisions: set[int] = field(default_factory=set)
    open_divisions: list[int] = field(default_factory=list)
    units: list[_Unit] = field(default_factory=list)
    current: _Unit | None = None
    notices: list[Notice] = field(default_factory=list)

    def tell(self, line: int, severity: Severity, code: str, message: str) -> None:
        self.notices.append(Notice(line, 1, severity, code, message))

    def next_line(self) -> _Line | None:
        return self.lines[self.place] if self.place < len(self.lines) else None

    def open_unit(self, unit: _Unit) -> None:
        self.units.append(unit)
        self.current = unit

    @property
    def last_article(self) -> _Unit | None:
        return next((unit for unit in reversed(self.units) if unit.kind == "article"), None)


def read_instrument(source: str, language: str = "en") -> ReadInstrument:
    """Read an instrument from plain text.

    `source` is the decoded text of a file, `language` ("en", "fr", "es") decides how clause numbers are printed; headings are
    understood in all three. Raises UnreadableText, with the line, where the text has no article, where an article number
    stands twice or goes back, and where words stand that belong to nothing.
    """
    reading = _Reading(list(_lines(source)))
    if not any(not line.blank for line in reading.lines):
        raise UnreadableText(1, "The file holds no text.")
    body = _body_start(reading.lines)
    _read_opening(reading, body)
    reading.place = body
    while (line := reading.next_line()) is not None:
        reading.place += 1
        _read_line(reading, line)
    _check_articles(reading.units)
    return _finished(reading, language)


def _lines(source: str) -> Iterator[_Line]:
    for number, text in enumerate(_NEWLINE.split(source.removeprefix("\ufeff")), 1):
        for part in _INNER_BREAK.split(text):
            yield _Line(number, part)


def _body_start(lines: Sequence[_Line]) -> int:
    """The place of the first division or article; what stands before it is title, front and preamble."""
    start = None
    for place, line in enumerate(lines):
        heading = heading_of(line.text)
        if heading is None or heading.kind == "annex":
            continue
        start = place if start is None else start
        if heading.kind == "article":
            return start
    raise UnreadableText(1, "No article heading was found: each article begins with a line such as “Article 1”.")


def _read_opening(reading: _Reading, body: int) -> None:
    """Title, front and preamble."""
    opening = reading.lines[:body]
    words = [place for place, line in enumerate(opening) if not line.blank]
    marker = next((place for place in words if structure.is_preamble_marker(opening[place].text)), None)
    first_words = words[1:] if words and not _is_front(opening[words[0]]) else words
    preamble = marker if marker is not None else next(
        (place for place in first_words if structure.may_open_preamble(opening[place].text)), body
    )  # fmt: skip
    title_end = _read_title(reading, opening[:preamble])
    reading.front = [line.text.strip() for line in opening[title_end:preamble] if not line.blank and not _is_front(line)]
    if preamble == body:
        return
    start = preamble + 1 if marker is not None else preamble
    unit = _Unit("preamble", opening[preamble].number, lines=opening[start:])
    if all(line.blank for line in unit.lines):
        reading.tell(unit.line, "info", "preamble", "The heading of the preamble has no words under it; none was read.")
        return
    reading.units.append(unit)
    first = next(line for line in unit.lines if not line.blank)
    if structure.begins_with_preamble_marker(first.text):
        reading.tell(
            first.number, "warning", "preamble",
            "The preamble begins with the word “Preamble”, a heading that seems to have run into the text; it was kept.",
        )  # fmt: skip
    if sum(not line.blank for line in unit.lines) < 3:
        reading.tell(first.number, "info", "preamble", "The preamble is one block of text; its recitals were not taken apart.")


def _is_front(line: _Line) -> bool:
    return line.text.strip() == _FRONT_MARKER


def _read_title(reading: _Reading, opening: Sequence[_Line]) -> int:
    """The first lines up to a blank one are the title; returns the place after it."""
    place = 0
    while place < len(opening) and opening[place].blank:
        place += 1
    title: list[str] = []
    while place < len(opening) and not opening[place].blank and not _is_front(opening[place]):
        title.append(canonical(opening[place].text))
        place += 1
    reading.title = " ".join(title)
    return place


def _read_line(reading: _Reading, line: _Line) -> None:
    """Put one line of the body where it belongs."""
    current = reading.current
    heading = None if line.blank else heading_of(line.text)
    if current is not None and current.kind == "annex" and (heading is None or heading.kind != "annex"):
        # "Article 2" inside an annex of notes is the heading of a note on article 2.
        current.lines.append(line)
    elif heading is None:
        _read_words(reading, line)
    elif heading.kind == "article":
        _open_article(reading, heading, line)
    elif heading.kind == "annex":
        _open_annex(reading, heading, line)
    else:
        _open_division(reading, heading, line)


def _read_words(reading: _Reading, line: _Line) -> None:
    current = reading.current
    if line.blank:
        if current is not None:
            current.lines.append(line)
    elif current is not None and current.kind == "article" and structure.is_testimonium(line.text):
        reading.open_unit(_Unit("testimonium", line.number, lines=[line]))
    elif current is not None:
        current.lines.append(line)
    elif reading.divisions and structure.may_be_heading(line.text):
        last = reading.divisions[-1]
        reading.divisions[-1] = replace(last, heading=f"{last.heading} {canonical(line.text)}".strip())
    else:
        raise UnreadableText(
            line.number, "These words stand between the heading of a division and its first article, where no text can be kept."
        )


def _open_article(reading: _Reading, heading: Heading, line: _Line) -> None:
    division = reading.open_divisions[-1] if reading.open_divisions else None
    unit = _Unit(
        "article", line.number, heading.label, "" if heading.run_in else heading.rest, division,
        heading.ordinal, heading.suffix, heading.spelled,
    )  # fmt: skip
    reading.open_unit(unit)
    if heading.run_in:
        unit.lines.append(replace(line, text=heading.rest))
    else:
        _read_heading_below(reading, unit)
    if heading.bracket == "open":
        _open_bracket(reading, unit)
    elif heading.bracket == "closed":
        unit.heading = f"[{unit.heading}]" if heading.rest and not heading.run_in else unit.heading
        reading.tell(line.number, "warning", "bracket", f"The brackets around the number of article {unit.label} were not kept.")


def _read_heading_below(reading: _Reading, unit: _Unit) -> None:
    """Take the line directly below as the heading, unless the number had one beside it or that line is a clause."""
    below = reading.next_line()
    if unit.heading and not structure.is_apparatus(unit.heading):
        return
    if below is not None and not below.blank:
        if heading_of(below.text) is None and structure.may_be_heading(below.text) and not structure.is_testimonium(below.text):
            unit.heading = canonical(below.text) + unit.heading
            reading.place += 1
        return
    _tell_of_distant_heading(reading, unit)


def _tell_of_distant_heading(reading: _Reading, unit: _Unit) -> None:
    """Words after a blank line are text, even where they look like a heading: a treaty may well have no headings."""
    following = [line for line in reading.lines[reading.place : reading.place + 8] if not line.blank][:2]
    if unit.kind != "article" or len(following) < 2 or heading_of(following[0].text) or heading_of(following[1].text):
        return
    if structure.may_be_heading(following[0].text) and len(following[0].text) < 120:
        reading.tell(
            following[0].number, "info", "heading",
            f"This line may be the heading of article {unit.label}; it was read as text because a blank line stands before it.",
        )  # fmt: skip


def _open_bracket(reading: _Reading, unit: _Unit) -> None:
    """A bracket before "Article 5" disputes the article; it opens before the first clause, where the grammar can see it."""
    unit.lines += reading.lines[reading.place : _next_words(reading) + 1]
    reading.place += len(unit.lines)
    if not unit.lines or unit.lines[-1].blank or heading_of(unit.lines[-1].text):
        raise UnreadableText(unit.line, f"A bracket opens before article {unit.label}, which has no text.")
    last = unit.lines[-1]
    margin = last.text[: len(last.text) - len(last.text.lstrip())]
    unit.lines[-1] = replace(last, text=f"{margin}[{last.text.lstrip()}")
    reading.tell(unit.line, "info", "bracket", f"The bracket before article {unit.label} was put before its first words.")


def _next_words(reading: _Reading) -> int:
    place = reading.place
    while place < len(reading.lines) and reading.lines[place].blank:
        place += 1
    return place


def _open_annex(reading: _Reading, heading: Heading, line: _Line) -> None:
    if reading.last_article is None:
        raise UnreadableText(line.number, "An annex stands before the first article.")
    before = reading.current
    if before is not None and before.kind == "annex" and before.label == heading.label and not before.heading:
        if all(one.blank for one in before.lines):
            reading.tell(line.number, "info", "annex", f"The heading of the annex stands twice, on lines {before.line} and {line.number}.")
            reading.units.remove(before)
    unit = _Unit("annex", line.number, heading.label, heading.rest, ordinal=heading.ordinal, spelled=heading.spelled)
    reading.open_unit(unit)
    _read_heading_below(reading, unit)


def _open_division(reading: _Reading, heading: Heading, line: _Line) -> None:
    """Kinds nest in the order in which they come: a kind that is open already is a sibling, a new one is a child."""
    for depth, index in enumerate(reading.open_divisions):
        if reading.divisions[index].kind == heading.kind:
            del reading.open_divisions[depth:]
            break
    parent = reading.open_divisions[-1] if reading.open_divisions else None
    index = len(reading.divisions)
    reading.divisions.append(ReadDivision(index, parent, heading.kind, heading.label, heading.rest, line.number))
    if heading.spelled:
        reading.spelled_divisions.add(index)
    reading.open_divisions.append(index)
    reading.current = None
