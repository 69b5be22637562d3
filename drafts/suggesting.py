"""Provisions of whole instruments, ready to be compared and searched; likely sources and counterparts of a clause.

What is worked out of an instrument is kept in the process by the content it was worked out from, so a text that was
saved or imported anew is another one, and no key of the database can be mistaken for another's.
"""

import json
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import groupby
from threading import Lock
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from drafts.models import ClauseLink, Instrument, Text
from drafts.naming import name_of_unit
from drafts.text import grammar, numbering
from drafts.text.counterparts import Comparison, compare
from drafts.text.likeness import ALIKE, Index
from drafts.text.provisions import Provision, provisions_of

KEPT = 24  # instruments in one language: some 3 MB each at 1,000 clauses
TWINS = 0.5  # of likeness: two provisions of one text share its phrases anyway, so that a pair has to be more alike
SHORTEST = 5  # words; items such as "Torture;" are like any other that says so
INSPIRED_BELOW = 0.6  # of likeness: what is less like its source than this has taken the idea rather than the words


@dataclass(frozen=True)
class Shelved:
    """A provision with the article that it stands in."""

    provision: Provision
    instrument_id: int
    slug: str
    article: str
    heading: str
    language: str

    @property
    def id(self) -> str:
        return self.provision.id

    @property
    def cited(self) -> str:
        """ "Article 14, paragraph 2 (a)"."""
        return f"{self.article}, {numbering.citation(self.provision.path, self.language)}"

    @property
    def text(self) -> str:
        return self.provision.text

    @cached_property
    def length(self) -> int:
        return len(self.text.split())


class Shelf:
    """All provisions of one instrument in one language, in order, and what is searched in them."""

    def __init__(self, provisions: Iterable[Shelved]) -> None:
        self.provisions = {shelved.id: shelved for shelved in provisions}

    @cached_property
    def index(self) -> Index:
        return Index({key: shelved.text for key, shelved in self.provisions.items() if shelved.length >= SHORTEST})

    @cached_property
    def twins(self) -> list[tuple[str, str, float]]:
        """Pairs in different articles that are each other's likeliest counterpart, the likeliest first; of two
        paragraphs that are a pair, the items are left out."""
        nearest = {}
        for key, shelved in self.provisions.items():
            if shelved.length >= SHORTEST and (likely := self.counterparts(shelved, limit=1)):
                nearest[key] = likely[0]
        mutual = {
            (key, other): score
            for key, (other, score) in nearest.items()
            if score >= TWINS and other in nearest and nearest[other][0] == key and self._precedes(key, other)
        }
        found = [(pair[0], pair[1], score) for pair, score in mutual.items() if self._parents(pair) not in mutual]
        return sorted(found, key=lambda twin: -twin[2])

    def counterparts(self, asked: Shelved, *, limit: int, leaving_out: Collection[str] = ()) -> list[tuple[str, float]]:
        """The likeliest counterparts: provisions of other articles that are alike."""
        own = {key for key, shelved in self.provisions.items() if shelved.slug == asked.slug}
        ranked = self.index.ranked(asked.text, limit=limit, least=ALIKE, leaving_out={*own, *leaving_out})
        return [(like.key, like.score) for like in ranked]

    @cached_property
    def _order(self) -> dict[str, int]:
        return {key: place for place, key in enumerate(self.provisions)}

    def _precedes(self, key: str, other: str) -> bool:
        return self._order[key] < self._order[other]

    def _parents(self, pair: tuple[str, str]) -> tuple[str, str]:
        first, second = (self.provisions[key].provision.within for key in pair)
        return first, second


@dataclass(frozen=True)
class Suggestion:
    """What a clause may have been taken from, or may be the counterpart of."""

    instrument: Instrument
    shelved: Shelved
    score: float
    comparison: Comparison

    @property
    def percent(self) -> int:
        return round(self.score * 100)

    @property
    def degree(self) -> str:
        return degree_of(self.comparison, self.score)


def degree_of(comparison: Comparison, score: float) -> str:
    """How close a clause seems to its source; the person who makes the link decides."""
    if all(part.kind in ("punctuation", "apparatus", "reference") for part in comparison.differences):
        return ClauseLink.Degree.VERBATIM
    return ClauseLink.Degree.ADAPTED if score >= INSPIRED_BELOW else ClauseLink.Degree.INSPIRED


def suggested_sources(
    asked: Shelved, instruments: Sequence[Instrument], *, leaving_out: Collection[str] = (), limit: int = 5
) -> list[Suggestion]:
    """The provisions of these reference instruments that the clause is most like; none where none is like it."""
    shelves = shelves_of(instruments, asked.language)
    found = []
    for instrument in instruments:
        shelf = shelves[instrument.pk]
        for like in shelf.index.ranked(asked.text, limit=limit, least=ALIKE, leaving_out=leaving_out):
            found.append((like.score, instrument, shelf.provisions[like.key]))
    found.sort(key=lambda entry: -entry[0])  # stable: equals stay in the order of the instruments
    return [_suggestion(asked, *entry) for entry in found[:limit]]


def suggested_counterparts(
    asked: Shelved, instrument: Instrument, shelf: Shelf, *, leaving_out: Collection[str] = (), limit: int = 3
) -> list[Suggestion]:
    """The provisions of other articles of the same text that the clause is most like."""
    found = shelf.counterparts(asked, limit=limit, leaving_out=leaving_out)
    return [_suggestion(asked, score, instrument, shelf.provisions[key]) for key, score in found]


def _suggestion(asked: Shelved, score: float, instrument: Instrument, shelved: Shelved) -> Suggestion:
    return Suggestion(instrument, shelved, score, compare(asked.text, shelved.text, asked.language))


def shelves_of(instruments: Sequence[Instrument], language: str) -> dict[int, Shelf]:
    """The shelf of each instrument by its primary key, as its text stands now. One query, however many."""
    wanted = {instrument.pk: Shelf(()) for instrument in instruments}
    rows = Text.objects.filter(article__instrument__in=wanted, article__is_withdrawn=False, language=language)
    stored = rows.annotate(stored=Cast("blocks", TextField())).order_by("article__instrument_id", "article__position")
    fields = ("article__instrument_id", "article__slug", "article__kind", "article__label", "heading", "stored")
    for pk, of_instrument in groupby(stored.values_list(*fields), key=lambda row: row[0]):
        wanted[pk] = _kept.shelf(tuple(of_instrument), language)
    return wanted


def shelf_of(instrument: Instrument, language: str) -> Shelf:
    return shelves_of([instrument], language)[instrument.pk]


def shelf_from(entries: Iterable[Any], instrument: Instrument, language: str) -> Shelf:
    """The provisions of articles at hand (`consolidating.Entry`): of an edition."""
    return Shelf(
        Shelved(provision, instrument.pk, entry.article.slug, entry.name, entry.heading, language)
        for entry in entries
        for provision in provisions_of(entry.blocks, language)
    )


class _Kept:
    """The shelves that were asked for last."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._shelves: OrderedDict[bytes, Shelf] = OrderedDict()

    def shelf(self, rows: tuple[Any, ...], language: str) -> Shelf:
        key = blake2b(repr((language, rows)).encode(), digest_size=20).digest()
        with self._lock:
            if key in self._shelves:
                self._shelves.move_to_end(key)
                return self._shelves[key]
        shelf = Shelf(_read(rows, language))
        with self._lock:
            self._shelves[key] = shelf
            while len(self._shelves) > KEPT:
                self._shelves.popitem(last=False)
        return shelf


_kept = _Kept()


def _read(rows: Iterable[Any], language: str) -> Iterable[Shelved]:
    for pk, slug, kind, label, heading, stored in rows:
        blocks: list[Mapping[str, Any]] = json.loads(stored)
        name = name_of_unit(kind, label, language)
        for provision in provisions_of(grammar.from_json(blocks, language), language):
            yield Shelved(provision, pk, slug, name, heading, language)
