"""The concordance of a renumbering: which number was which.

Printed as the United Nations does, the old number in brackets behind the new one. Whoever reads editions alone learns
no number that no edition has printed: an old one that the edition before did not have is left out, and so is a place
that neither edition has.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from drafts.models import Act, Edition, EditionText, Relabelling
from drafts.naming import name_of_unit
from drafts.text import numbering

_UNNUMBERED = re.compile(r"(?:^|, )[^\W\d]{3,}[^,]*$")


@dataclass(frozen=True)
class Place:
    """A clause: how it is cited now and what it was called, "" where it is gone or was not there."""

    new: str
    old: str


@dataclass(frozen=True)
class Row:
    """An article with those of its clauses that have another number. A clause whose number follows from that of the
    clause around it is not told again."""

    name: str
    new: str
    old: str
    places: list[Place]

    @property
    def is_unchanged(self) -> bool:
        return self.new == self.old and not self.places


@dataclass(frozen=True)
class Public:
    """What the editions around a renumbering have: ids of articles (as words) and clauses."""

    before: frozenset[str]
    after: frozenset[str]


@dataclass(frozen=True)
class Entry:
    """One line as its reader may know it."""

    article: int
    clause: str
    old_article: str
    new_article: str
    old: str
    new: str


def is_public(act: Act) -> bool:
    """Whether editions have printed both its old numbers and its new ones."""
    before, after = editions_around(act)
    return before is not None and after is not None


def editions_around(act: Act) -> tuple[Edition | None, Edition | None]:
    """The edition before and the one after, None where another renumbering stands between: its numbers were never
    printed."""
    editions = list(act.instrument.editions.order_by("issued_at", "id"))
    others = [other.at for other in Act.objects.of(act.instrument).renumberings() if other.pk != act.pk]
    before = next((edition for edition in reversed(editions) if edition.issued_at <= act.at), None)
    after = next((edition for edition in editions if edition.issued_at > act.at), None)
    if before is not None and any(before.issued_at < at <= act.at for at in others):
        before = None
    if after is not None and any(act.at <= at < after.issued_at for at in others):
        after = None
    return before, after


def leading_to(edition: Edition, person: Any) -> list[Act]:
    """The renumberings between the edition before and this one that this person may read."""
    earlier = Edition.objects.before(edition).first()
    acts = Act.objects.of(edition.instrument).renumberings().before(edition.issued_at)
    found = list(acts.since(earlier.issued_at) if earlier else acts)
    return found if getattr(person, "is_core", False) or (len(found) == 1 and earlier) else []


def public_of(act: Act, language: str) -> Public:
    """What those who read editions alone know of the places of a public renumbering."""
    before, after = editions_around(act)
    return Public(_printed(before, language), _printed(after, language))


def _printed(edition: Edition | None, language: str) -> frozenset[str]:
    if edition is None:
        return frozenset()
    found: set[str] = set()
    for text in EditionText.objects.of_edition(edition, language).select_related("version"):
        found |= {str(text.article_id), *(block["id"] for block in text.version.blocks)}
    return frozenset(found)


def entries_of(act: Act, language: str, public: Public | None = None) -> list[Entry]:
    """The kept lines in the order of the text; `public` limits them to what editions have printed."""
    rows = Relabelling.objects.filter(act=act).in_language(language)
    found = [
        Entry(row.article_id, row.clause_id or "", row.old_article, row.new_article, row.old, row.new) for row in rows
    ]
    return found if public is None else [known for entry in found if (known := _known(entry, public))]


def _known(entry: Entry, public: Public) -> Entry | None:
    key = entry.clause or str(entry.article)
    article_before, article_after = str(entry.article) in public.before, str(entry.article) in public.after
    if key not in public.before and key not in public.after:
        return None
    return Entry(
        entry.article,
        entry.clause,
        entry.old_article if article_before else "",
        entry.new_article if article_after else "",
        entry.old if key in public.before else "",
        entry.new if key in public.after else "",
    )


def table_of(entries: Iterable[Entry], kinds: Mapping[int, str], language: str) -> list[Row]:
    """The printed table: one row an article that has a number; `kinds` by primary key."""
    rows = []
    for article, group in groupby(entries, key=lambda entry: entry.article):
        lines = list(group)
        head = lines[0]
        if not (head.old_article or head.new_article):
            continue
        name = name_of_unit(kinds[article], head.new_article or head.old_article, language)
        both = head.old_article and head.new_article
        places = [place for _, place in changed_places(lines, language)] if both else []
        rows.append(Row(name, head.new_article, head.old_article, places))
    return rows


def changed_places(lines: Iterable[Entry], language: str) -> Iterator[tuple[str, Place]]:
    """The clauses of an article that have another number, by id; not those whose number follows from that of the
    clause around them."""
    told: dict[str, str] = {}
    for line in lines:
        if not line.clause or line.old == line.new or _UNNUMBERED.search(line.old or line.new):
            continue
        if any(line.old.startswith(f"{old} ") and line.new == new + line.old[len(old) :] for old, new in told.items()):
            continue
        told[line.old] = line.new
        cited = numbering.citation(line.new, language) if line.new else ""
        yield line.clause, Place(cited, numbering.citation(line.old, language) if line.old else "")


def columns_of(entries: Iterable[Entry]) -> list[list[str]]:
    """The whole concordance for a spreadsheet, every numbered place, under its headings."""
    table = [["New article", "New place", "Old article", "Old place"]]
    for entry in entries:
        if not entry.clause or not _UNNUMBERED.search(entry.old or entry.new):
            table.append([entry.new_article, entry.new, entry.old_article, entry.old])
    return table


def renumberings_for(person: Any, instruments: Iterable[int]) -> list[Act]:
    """The renumberings whose new numbers this person may know, the oldest first."""
    acts = Act.objects.renumberings().filter(instrument__in=set(instruments)).oldest_first()
    return list(acts if getattr(person, "is_core", False) else acts.followed_by_an_edition())
