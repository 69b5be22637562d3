"""What pages need of disputed wording: the passages of a text article by article, and how many were open when."""

import marshal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from drafts.consolidating import Entry
from drafts.models import Article, Edition, EditionText, Text
from drafts.naming import name_of_unit
from drafts.readings import Reading
from drafts.resolving import passages_in
from drafts.text import brackets, grammar, numbering, variants
from drafts.text.attribution import Attribution, listed
from drafts.text.grammar import Block
from drafts.text.resolution import Choice, choices_for
from drafts.text.variants import HEADING, Passage, Tally

_EDITIONS_KEPT = 512


@dataclass(frozen=True)
class Offer:
    """One thing that one can do with a passage, in words; `value` is how a form says it."""

    choice: Choice
    words: str

    @property
    def value(self) -> str:
        return str(self.choice)


@dataclass(frozen=True)
class Line:
    """A passage with what can be done with it, and for each alternative who holds it in sentences."""

    passage: Passage
    offers: list[Offer]
    held: list[list[str]]

    @property
    def alternatives(self) -> Iterator[tuple[Any, list[str]]]:
        return zip(self.passage.alternatives, self.held, strict=True)


@dataclass(frozen=True)
class Spot:
    """A clause in which passages begin: where it stands, its address, its words (none for a set of options)."""

    place: str
    address: str
    block: Block | None
    opened: int
    lines: list[Line] = field(default_factory=list)

    @property
    def says_it_all(self) -> bool:
        """Whether the words of the clause show the passage so well that they need not be repeated."""
        passage = self.lines[0].passage
        return len(self.lines) == 1 and passage.kind == "bracket" and len(passage.alternatives[0].lines) == 1


@dataclass(frozen=True)
class Disputed:
    """An article with disputed words or with brackets that have no partner."""

    entry: Entry
    address: str
    tally: Tally
    spots: list[Spot]
    unbalanced: list[tuple[str, str, str]]  # place, address, what is wrong


def disputed_articles(reading: Reading) -> list[Disputed]:
    """Every article of the text in which something is open, in reading order."""
    found = []
    for entry in reading.entries:
        tally = tally_of(entry.heading, entry.content.blocks)
        if tally != Tally():
            found.append(_disputed(reading, entry, tally))
    return found


def _disputed(reading: Reading, entry: Entry, tally: Tally) -> Disputed:
    blocks = {HEADING: variants.heading_block(entry.heading), **{block.id: block for block in entry.blocks}}
    paths = numbering.paths(entry.blocks, reading.language)
    places = {clause: numbering.citation(path, reading.language) for clause, path in paths.items()}
    opened = dict(zip(blocks, [0, *brackets.opened_before(entry.blocks)], strict=True))
    address = reading.address(entry.article)
    spots: dict[str, Spot] = {}

    def at(clause: str) -> tuple[str, str]:
        if clause == HEADING:
            return "heading", address
        return places[clause], f"{address}{'&' if '?' in address else '?'}clause={clause}#{clause}"

    for passage in passages_in(entry.content):
        if passage.clause not in spots:
            block = None if passage.kind == "options" else blocks[passage.clause]
            spots[passage.clause] = Spot(*at(passage.clause), block, opened[passage.clause])
        spots[passage.clause].lines.append(line_of(passage))
    whole = [blocks[HEADING], *entry.blocks]
    unbalanced = [(*at(one.clause), one.message) for one in variants.unbalanced(whole)]
    return Disputed(entry, address, tally, list(spots.values()), unbalanced)


def line_of(passage: Passage) -> Line:
    """A passage in words."""
    offers = [Offer(choice, words_of(passage, choice)) for choice in choices_for(passage)]
    return Line(passage, offers, [held_by(alternative.held) for alternative in passage.alternatives])


def words_of(passage: Passage, choice: Choice) -> str:
    """What a choice does, as its button says it."""
    if choice.act == "choose":
        name = passage.alternatives[choice.number - 1].name
        return f"Choose {name[0].lower()}{name[1:]}" if name else f"Choose {choice.number}"
    act = "Keep" if choice.act == "keep" else "Drop"
    return act if passage.kind == "bracket" else f"{act} all"


def held_by(held: Attribution) -> list[str]:
    """Who stands where, a sentence each."""
    told = [f"Supported by {listed(held.supporters)}."] if held.supporters else []
    told += [f"Opposed by {listed(held.opposers)}."] if held.opposers else []
    for reservation in held.reservations:
        what = f": {reservation.what}" if reservation.what else ""
        told.append(f"Reservation of {reservation.holder}{what}.")
    return told + [f"“{part}”" for part in held.unread]


@dataclass(frozen=True)
class Column:
    """A text whose open passages are counted: an edition, or the working text (None)."""

    edition: Edition | None
    name: str
    total: Tally


@dataclass(frozen=True)
class Row:
    """An article and how much was open in each text; None where it did not stand."""

    name: str
    cells: list[Tally | None]


@dataclass(frozen=True)
class Progress:
    """The open passages over time, the oldest text first."""

    columns: list[Column]
    rows: list[Row]

    @property
    def most(self) -> int:
        return max((column.total.brackets for column in self.columns), default=0)


_of_editions: dict[tuple[str, str], dict[int, Tally]] = {}  # by checksum and language: tallies by position


def progress_of(reading: Reading) -> Progress:
    """Brackets and options in every edition, and in the working text for those who may read it, article by article.

    Two queries at most beside what the reading has: which articles stand in which edition, and the words of editions
    that this process has not counted yet. An edition never changes, so its counts are kept by its checksum.
    """
    editions = sorted(reading.editions, key=lambda edition: (edition.issued_at, edition.pk))
    counts: list[dict[int, Tally]] = []
    names: dict[int, tuple[int, str]] = {}
    pins = _pins(editions, reading.language)
    counted = _counted(editions, reading.language)
    for edition in editions:
        by_position = counted[edition.checksum]
        counts.append({})
        for article, position, kind, label in pins.get(edition.pk, []):
            counts[-1][article] = by_position.get(position, Tally())
            names[article] = (position, name_of_unit(kind, label, reading.language))
    if reading.sees_working_text:
        counts.append({})
        for row, content in _working_texts(reading):
            counts[-1][row.pk] = tally_of(content.heading, content.blocks)
            names[row.pk] = (row.position, name_of_unit(row.kind, row.label, reading.language))
    texts: list[Edition | None] = [*editions, *([None] if reading.sees_working_text else [])]
    columns = [
        Column(edition, edition.label if edition else "Working text", sum(found.values(), Tally()))
        for edition, found in zip(texts, counts, strict=True)
    ]
    order = sorted(names, key=lambda article: names[article])
    rows = [Row(names[article][1], [found.get(article) for found in counts]) for article in order]
    return Progress(columns, [row for row in rows if any(cell and cell != Tally() for cell in row.cells)])


def tally_of(heading: str, stored: list[dict[str, Any]]) -> Tally:
    """What is open in a stored text; kept by content."""
    return _tally(heading, marshal.dumps(stored, 2))


@lru_cache(maxsize=2048)
def _tally(heading: str, stored: bytes) -> Tally:
    return variants.tally(heading, grammar.from_json(marshal.loads(stored)))


def _pins(editions: Sequence[Edition], language: str) -> dict[int, list[tuple[int, int, str, str]]]:
    """By edition: article, position, kind and label of what stands in it."""
    found: dict[int, list[tuple[int, int, str, str]]] = {}
    for edition, *pin in EditionText.objects.places_in(editions, language):
        found.setdefault(edition, []).append((pin[0], pin[1], pin[2], pin[3]))
    return found


def _counted(editions: Sequence[Edition], language: str) -> dict[str, dict[int, Tally]]:
    """By checksum of the edition and position in it; what has been counted before is not read again."""
    counted, missing = {}, {}
    for edition in editions:
        kept = _of_editions.get((edition.checksum, language))
        counted[edition.checksum] = {} if kept is None else kept
        if kept is None:
            missing[edition.pk] = edition.checksum
    if missing:
        for pinned in EditionText.objects.in_editions(missing, language):
            tally = tally_of(pinned.version.heading, pinned.version.blocks)
            counted[missing[pinned.edition_id]][pinned.position] = tally
        if len(_of_editions) > _EDITIONS_KEPT:
            _of_editions.clear()
        _of_editions.update({(checksum, language): counted[checksum] for checksum in missing.values()})
    return counted


def _working_texts(reading: Reading) -> Iterator[tuple[Article, Any]]:
    if reading.edition is None:
        yield from ((entry.article, entry.content) for entry in reading.entries)
        return
    for text in Text.objects.of(reading.instrument).in_language(reading.language).in_order():
        yield text.article, text
