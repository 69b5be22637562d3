"""A whole instrument in plain text, as people have it: one line a clause, headings on lines of their own.

    [title] [front] ["PREAMBLE"] [preamble] { division | article | clause } [closing words] { annex }

The words are kept as they were typed, in the drafting syntax of `grammar`; only headings are taken apart.
What the reader cannot place it refuses, with the line, rather than put it somewhere in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from drafts.text import reading_headings as headings
from drafts.text.blocks import Notice, Severity, canonical
from drafts.text.reading_headings import Heading, heading_of
from drafts.text.reading_structure import (
    ArticleKind,
    ReadArticle,
    ReadDivision,
    ReadInstrument,
    UnreadableText,
    clause_notices,
    dirt_notices,
    order_notices,
)

__all__ = ["ReadArticle", "ReadDivision", "ReadInstrument", "UnreadableText", "read_instrument"]

_NEWLINE = re.compile("\r\n|[\n\r]")
# What the grammar also takes for a line break; an editor that counts lines does not.
_INNER_BREAK = re.compile("[\x0b\x0c\x1c\x1d\x1e\u2028\u2029\x85]")
_FRONT_MARKER = "FRONT"


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str

    @property
    def words(self) -> str:
        return canonical(self.text)


@dataclass(slots=True)
class _Unit:
    """An article while its lines are being collected."""

    kind: ArticleKind
    line: int
    label: str = ""
    heading: str = ""
    division: int | None = None
    spelled: bool = False
    lines: list[_Line] = field(default_factory=list)

    @property
    def has_words(self) -> bool:
        return any(line.words for line in self.lines)


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

    def open_unit(self, unit: _Unit) -> None:
        self.units.append(unit)
        self.current = unit


def read_instrument(source: str, language: str = "en") -> ReadInstrument:
    """Read an instrument from plain text.

    `source` is the decoded text of a file; headings are understood in English, French and Spanish,
    `language` says how the notices print clause numbers. Articles come in the order of the text; an
    "Article 2" inside an annex is words of that annex. Raises UnreadableText, with the line, where the text
    has no article, where the number of an article stands twice or goes back, and where words stand that
    belong to nothing.
    """
    reading = _Reading(list(_lines(source)))
    if not any(line.words for line in reading.lines):
        raise UnreadableText(1, "The file holds no text.")
    reading.place = _body_start(reading.lines)
    _read_opening(reading, reading.lines[: reading.place])
    while reading.place < len(reading.lines):
        line = reading.lines[reading.place]
        reading.place += 1
        _read_line(reading, line)
    _settle_spelled_numbers(reading)
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
    raise UnreadableText(1, "No article was found: each begins with a line such as “Article 1”.")


def _read_opening(reading: _Reading, opening: Sequence[_Line]) -> None:
    """Title, front and preamble: from its heading, else from the first line that ends as recitals do."""
    filled = [place for place, line in enumerate(opening) if line.words]
    marker = next((place for place in filled if headings.is_preamble_marker(opening[place].text)), None)
    untitled = bool(filled) and _opens_at_once(opening, filled[0])
    preamble = marker
    if marker is None:
        recitals = filled if untitled else filled[1:]
        preamble = next((place for place in recitals if headings.may_open_preamble(opening[place].text)), len(opening))
    title_end = _read_title(reading, opening[:preamble])
    reading.front = [line.text.strip() for line in opening[title_end:preamble] if line.words and not _is_front(line)]
    if preamble is not None and preamble < len(opening):
        first_words = preamble if marker is None else preamble + 1
        _read_preamble(reading, _Unit("preamble", opening[preamble].number, lines=list(opening[first_words:])))


def _opens_at_once(opening: Sequence[_Line], first: int) -> bool:
    """Whether there is no title. One that is wrapped after a comma is not followed by a blank line."""
    alone = first + 1 == len(opening) or not opening[first + 1].words
    return alone and headings.may_open_preamble(opening[first].text)


def _is_front(line: _Line) -> bool:
    return line.text.strip() == _FRONT_MARKER


def _read_title(reading: _Reading, opening: Sequence[_Line]) -> int:
    """The first lines up to a blank one are the title; returns the place after it."""
    place = 0
    while place < len(opening) and not opening[place].words:
        place += 1
    title: list[str] = []
    while place < len(opening) and opening[place].words and not _is_front(opening[place]):
        title.append(opening[place].words)
        place += 1
    reading.title = " ".join(title)
    return place


def _read_preamble(reading: _Reading, unit: _Unit) -> None:
    if not unit.has_words:
        reading.tell(unit.line, "info", "preamble", "The preamble has a heading and no words; none was read.")
        return
    reading.units.append(unit)
    filled = [line for line in unit.lines if line.words]
    if headings.begins_with_preamble_marker(filled[0].text):
        message = "The word “Preamble” stands at the head of the text, where it seems to have run in; it was kept."
        reading.tell(filled[0].number, "warning", "preamble", message)
    if len(filled) < 3:
        message = "The recitals of the preamble run on without a break; they were not taken apart."
        reading.tell(filled[-1].number, "info", "preamble", message)


def _read_line(reading: _Reading, line: _Line) -> None:
    """Put one line of the body where it belongs."""
    current = reading.current
    heading = heading_of(line.text)
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
    if current is not None:
        if current.kind == "article" and headings.is_testimonium(line.text):
            reading.open_unit(_Unit("testimonium", line.number, lines=[line]))
        else:
            current.lines.append(line)
    elif line.words:
        last = reading.divisions[-1]
        if not headings.may_be_heading(line.text):
            where = f"between {last.kind} {last.label} and its first article"
            raise UnreadableText(line.number, f"These words stand {where}, where none can be kept.")
        reading.divisions[-1] = replace(last, heading=f"{last.heading} {line.words}".strip())


def _open_article(reading: _Reading, heading: Heading, line: _Line) -> None:
    division = reading.open_divisions[-1] if reading.open_divisions else None
    unit = _Unit("article", line.number, heading.label, division=division, spelled=heading.spelled)
    reading.open_unit(unit)
    if heading.run_in:
        unit.lines.append(replace(line, text=heading.rest))
    else:
        _read_heading(reading, unit, heading)
    if heading.bracket == "open":
        _move_bracket(reading, unit)
    elif heading.bracket == "closed":
        message = f"The brackets around the number of article {unit.label} were not kept."
        reading.tell(line.number, "warning", "bracket", message)


def _read_heading(reading: _Reading, unit: _Unit, heading: Heading) -> None:
    """The heading beside the number, else the line directly below it, unless that is a clause.

    After a blank line words are text, for a treaty may well have no headings; what looks like one gets a
    notice.
    """
    unit.heading = heading.rest
    if unit.heading and not headings.is_apparatus(unit.heading):
        return
    below = reading.lines[reading.place : reading.place + 1]
    if below and headings.may_be_heading(below[0].text):
        unit.heading = below[0].words + unit.heading
        reading.place += 1
    elif below and not below[0].words and unit.kind == "article":
        following = [line for line in reading.lines[reading.place : reading.place + 8] if line.words][:2]
        first = following[0] if len(following) == 2 and heading_of(following[1].text) is None else None
        if first is not None and headings.may_be_heading(first.text):
            message = f"Below a blank line, this was read as text and not as the heading of article {unit.label}."
            reading.tell(first.number, "info", "heading", message)


def _move_bracket(reading: _Reading, unit: _Unit) -> None:
    """A bracket before "Article 5" disputes the article: it is opened before the first clause instead."""
    while reading.place < len(reading.lines) and not unit.has_words:
        line = reading.lines[reading.place]
        if heading_of(line.text) is not None:
            break
        unit.lines.append(line)
        reading.place += 1
    if not unit.has_words:
        raise UnreadableText(unit.line, f"A bracket opens before article {unit.label}, which has no words.")
    first = unit.lines[-1]
    margin = first.text[: len(first.text) - len(first.text.lstrip())]
    unit.lines[-1] = replace(first, text=f"{margin}[{first.text.lstrip()}")
    reading.tell(
        unit.line,
        "info",
        "bracket",
        f"The bracket before article {unit.label} was put before its first words.",
    )


def _open_annex(reading: _Reading, heading: Heading, line: _Line) -> None:
    before = reading.current
    if before is None or not any(unit.kind == "article" for unit in reading.units):
        raise UnreadableText(line.number, "An annex stands before the first article of its division.")
    lines = f"lines {before.line} and {line.number}"
    twice = before.kind == "annex" and before.label == heading.label
    if twice and before.has_words:
        name = f"Annex {heading.label}".rstrip()
        raise UnreadableText(line.number, f"{name} stands twice, on {lines}.")
    if twice and not before.heading:
        message = f"The heading of the annex stands twice, on {lines}; it was read once."
        reading.tell(line.number, "info", "annex", message)
        reading.units.remove(before)
    unit = _Unit("annex", line.number, heading.label, spelled=heading.spelled)
    reading.open_unit(unit)
    _read_heading(reading, unit, heading)


def _open_division(reading: _Reading, heading: Heading, line: _Line) -> None:
    """Kinds nest in the order in which they come: one that is open is a sibling, a new one is a child."""
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


def _settle_spelled_numbers(reading: _Reading) -> None:
    """ "Article premier" is 1 among 2, 3, 4 and I among II, III, IV; the same for divisions and annexes."""
    for unit in reading.units:
        if unit.spelled:
            kin = [one.label for one in reading.units if one.kind == unit.kind and not one.spelled]
            unit.label = _like(unit.label, kin, roman_alone=unit.kind != "article")
    for index in reading.spelled_divisions:
        mine = reading.divisions[index]
        kin = [
            one.label
            for one in reading.divisions
            if one.kind == mine.kind and one.index not in reading.spelled_divisions
        ]
        reading.divisions[index] = replace(mine, label=_like(mine.label, kin, roman_alone=True))


def _like(label: str, kin: Sequence[str], roman_alone: bool) -> str:
    """A spelled number, which was read as a roman one, in the figures of its kin."""
    in_roman = roman_alone if not kin else not any(one[:1].isdigit() for one in kin)
    return label if in_roman else str(headings.rank(label)[0])


def _finished(reading: _Reading, language: str) -> ReadInstrument:
    articles = tuple(_article(unit) for unit in reading.units)
    notices = [*reading.notices, *order_notices(articles)]
    for article in articles:
        notices += clause_notices(article, language)
        if not article.source:
            name = f"{article.kind} {article.label}".strip().capitalize()
            notices.append(Notice(article.line, 1, "warning", "empty", f"{name} has no words."))
    notices += dirt_notices([(line.number, line.text) for line in reading.lines])
    notices.sort(key=lambda notice: (notice.line, notice.column))
    front = "\n".join(reading.front)
    return ReadInstrument(reading.title, front, tuple(reading.divisions), articles, tuple(notices))


def _article(unit: _Unit) -> ReadArticle:
    lines = list(unit.lines)
    while lines and not lines[0].words:
        del lines[0]
    while lines and not lines[-1].words:
        del lines[-1]
    source = "\n".join(line.text.rstrip() for line in lines)
    numbers = tuple(line.number for line in lines)
    return ReadArticle(unit.kind, unit.label, unit.heading, source, unit.division, unit.line, numbers)
