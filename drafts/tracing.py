"""Where the provisions of a text come from and how they stand to their counterparts: what pages need of the links."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from drafts.models import AcceptedDiscrepancy, ClauseLink, Instrument
from drafts.rendering import kin
from drafts.suggesting import Shelf, Shelved, shelves_of
from drafts.text.counterparts import Comparison, Part, compare


@dataclass(frozen=True)
class Difference:
    """A part of a comparison that differs; `accepted` where the Core Group has said that it is intended."""

    part: Part
    accepted: AcceptedDiscrepancy | None

    @property
    def is_open(self) -> bool:
        return self.part.is_unnecessary and self.accepted is None


@dataclass(frozen=True)
class Traced:
    """A link with the words at both of its ends. An end is None where its clause does not stand in the text that is
    read; then there is nothing to compare."""

    link: ClauseLink
    ours: Shelved | None
    theirs: Shelved | None
    accepted: Sequence[AcceptedDiscrepancy] = field(default=())

    @property
    def comparison(self) -> Comparison | None:
        if self.ours is None or self.theirs is None:
            return None
        return compare(self.ours.text, self.theirs.text, self.ours.language)

    @property
    def differences(self) -> list[Difference]:
        known = {(row.ours, row.theirs): row for row in self.accepted}
        parts = self.comparison.differences if self.comparison else []
        return [Difference(part, known.get(part.words) if part.is_unnecessary else None) for part in parts]

    @property
    def open_differences(self) -> list[Difference]:
        """The unnecessary discrepancies that nobody has accepted, in order."""
        return [difference for difference in self.differences if difference.is_open]

    @property
    def accepted_differences(self) -> list[Difference]:
        return [difference for difference in self.differences if difference.accepted]

    @property
    def verdict(self) -> str:
        """The comparison in one sentence, "" where there is none."""
        return kin.verdict(self.comparison, len(self.accepted_differences)) if self.comparison else ""

    @property
    def is_in_step(self) -> bool:
        return self.comparison is not None and not self.open_differences

    @property
    def is_verbatim_no_more(self) -> bool:
        """The link says that the source was taken over verbatim, and the words are others by now."""
        changed = any(difference.part.kind in ("expected", "wording", "substance") for difference in self.differences)
        return self.link.degree == ClauseLink.Degree.VERBATIM and changed


def traced(links: Iterable[ClauseLink], language: str, *, ours: Shelf | None = None) -> list[Traced]:
    """These links with the words at both ends as they stand now: two queries, however many links. `ours` are the words
    to compare instead of the working text of the instrument that the links begin in, such as those of an edition."""
    links = list(links)
    ends = {clause.article.instrument for link in links for clause in (link.clause, link.target)}
    if ours is not None:
        ends -= {link.clause.article.instrument for link in links}
    shelves = shelves_of(sorted(ends, key=lambda instrument: instrument.pk), language) if ends else {}
    accepted: dict[int, list[AcceptedDiscrepancy]] = {}
    for row in AcceptedDiscrepancy.objects.of_links(links).filter(language=language) if links else ():
        accepted.setdefault(row.link_id, []).append(row)
    found = []
    for link in links:
        words = [
            shelf.provisions.get(clause.pk) if (shelf := shelves.get(clause.article.instrument_id, ours)) else None
            for clause in (link.clause, link.target)
        ]
        found.append(Traced(link, words[0], words[1], accepted.get(link.pk, [])))
    return found


@dataclass(frozen=True)
class Pairs:
    """The counterparts of an instrument: `open` have unnecessary discrepancies, `in_step` have none, `gone` have lost
    one of their clauses; `suggested` are not linked yet."""

    open: list[Traced]
    in_step: list[Traced]
    gone: list[Traced]
    suggested: list[tuple[Shelved, Shelved, int]]

    @property
    def linked(self) -> int:
        return len(self.open) + len(self.in_step) + len(self.gone)

    @property
    def counts(self) -> dict[str, int]:
        """How many discrepancies of each kind are open, and how many were accepted."""
        parts = [difference.part.kind for pair in self.open for difference in pair.open_differences]
        accepted = sum(len(pair.accepted_differences) for pair in [*self.open, *self.in_step])
        return {"substance": parts.count("substance"), "wording": parts.count("wording"), "accepted": accepted}


def pairs_of(instrument: Instrument, language: str) -> Pairs:
    """Everything that the page of discrepancies shows. Four queries, however many links."""
    found = traced(ClauseLink.objects.standing().counterparts().of(instrument), language)
    shelf = shelves_of([instrument], language)[instrument.pk]
    order = {key: place for place, key in enumerate(shelf.provisions)}
    found.sort(key=lambda pair: (order.get(pair.link.clause_id, len(order)), pair.link.pk))
    whole = [pair for pair in found if pair.comparison]
    linked = {frozenset((pair.link.clause_id, pair.link.target_id)) for pair in found}
    suggested = [
        (shelf.provisions[key], shelf.provisions[other], round(score * 100))
        for key, other, score in shelf.twins
        if frozenset((key, other)) not in linked
    ]
    return Pairs(
        open=[pair for pair in whole if not pair.is_in_step],
        in_step=[pair for pair in whole if pair.is_in_step],
        gone=[pair for pair in found if not pair.comparison],
        suggested=suggested,
    )


@dataclass(frozen=True)
class Row:
    """A provision in the table of sources: a paragraph, or an item that has a source of its own."""

    shelved: Shelved
    sources: list[Traced]


@dataclass(frozen=True)
class ArticleSources:
    """The provisions of one article in the table of sources."""

    slug: str
    name: str
    heading: str
    rows: list[Row]

    @property
    def with_source(self) -> list[Row]:
        return [row for row in self.rows if row.sources]

    @property
    def without_source(self) -> list[Row]:
        """Paragraphs that have none, and of whose items none has one."""
        traced = {row.shelved.provision.within for row in self.rows if row.sources}
        return [row for row in self.rows if not row.sources and row.shelved.id not in traced]


def sources_of(instrument: Instrument, shelf: Shelf, language: str) -> list[ArticleSources]:
    """Article by article, what was taken from where: of the clauses on `shelf` alone, compared in its words. Three
    queries, however many links."""
    links = ClauseLink.objects.standing().sources().of(instrument)
    by_clause: dict[str, list[Traced]] = {}
    for source in traced((link for link in links if link.clause_id in shelf.provisions), language, ours=shelf):
        by_clause.setdefault(source.link.clause_id, []).append(source)
    articles: dict[str, ArticleSources] = {}
    for key, shelved in shelf.provisions.items():
        if shelved.provision.within and key not in by_clause:
            continue
        article = articles.setdefault(shelved.slug, ArticleSources(shelved.slug, shelved.article, shelved.heading, []))
        article.rows.append(Row(shelved, by_clause.get(key, [])))
    return list(articles.values())
