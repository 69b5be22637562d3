"""What a search finds, for this person: never more than they could read by going there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from consultations import moments, wording
from consultations.models import Comment, Organisation, Round
from drafts.models import Edition, EditionText
from drafts.text import brackets, numbering

from .indexing import bring_up_to_date
from .models import Entry, EntryQuerySet
from .queries import Query
from .stemming import marked

PAGE = 20
_AROUND = 90  # letters shown before the first word found, and thrice that after it
_DRAFTS = 200  # of one's own delegation; searched as they stand, because they change under the hand

Pieces = list[tuple[str, bool]]


@dataclass(frozen=True)
class Hit:
    """`note` is what a reader wants to know beside the title; `pieces` an extract, the words found marked."""

    title: str
    address: str
    note: str = ""
    pieces: Pieces = field(default_factory=list)
    language: str = ""


@dataclass(frozen=True)
class Found:
    """One sort of things: its name for addresses, its heading, one page of hits and how many there are in all."""

    name: str
    heading: str
    hits: list[Hit]
    page: Page

    @property
    def count(self) -> int:
        return self.page.paginator.count


def find(query: Query, person: Any, *, sort: str = "", page: str | None = None) -> list[Found]:
    """Texts, comments and documents that say all that is asked; only `sort`, and that page of it, where it is given.

    Reads what is new into the index first. Eight queries or so, whatever is found.
    """
    bring_up_to_date()
    found = []
    for name, (heading, look) in _SORTS.items():
        if sort in ("", name):
            rows, shown = look(query, person)
            here = Paginator(rows, PAGE).get_page(page if sort else None)
            found.append(Found(name, heading, shown(here, query, person), here))
    return [each for each in found if each.count]


def extract(words: str, wanted: set[str], language: str) -> Pieces:
    """The words around the first one found, cut between words, with what was found marked."""
    text = " ".join(words.split())
    pieces = marked(text, wanted, language)
    first = 0
    for piece, is_found in pieces:
        if is_found:
            break
        first += len(piece)
    begin = 0 if first <= _AROUND else text.rfind(" ", 0, first - _AROUND) + 1
    end = len(text) if len(text) <= begin + 4 * _AROUND else text.rfind(" ", begin, begin + 4 * _AROUND)
    cut = marked(text[begin : max(end, first)], wanted, language)
    before, after = ("… " if begin else ""), (" …" if max(end, first) < len(text) else "")
    return [piece for piece in ((before, False), *cut, (after, False)) if piece[0]]


# --- texts -------------------------------------------------------------------------------------------------------


def _texts(query: Query, person: Any) -> tuple[EntryQuerySet, Any]:
    return Entry.objects.clauses().readable_by(person).saying(query).in_order(), _text_hits


def _text_hits(page: Any, query: Query, person: Any) -> list[Hit]:
    entries = list(page)
    labels = _labels(entries, person)
    return [_text_hit(entry, query, labels.get((entry.version_id, entry.version.article_id))) for entry in entries]


def _labels(entries: list[Entry], person: Any) -> dict[tuple[int, int], str]:
    """To those who read editions an article is called what the newest one printed."""
    if person.is_core:
        return {}
    versions = {entry.version_id for entry in entries if entry.version_id}
    pinned = EditionText.objects.of_versions(versions)
    return {(pin.version_id, pin.article_id): pin.label for pin in pinned}


def _text_hit(entry: Entry, query: Query, label: str | None) -> Hit:
    version: Any = entry.version
    article = version.article
    named = wording.spoken(article, label)
    place = ""
    if entry.clause:
        place = numbering.citation(numbering.paths(version.clauses()).get(entry.clause, ""))
    title = f"{named[:1].upper()}{named[1:]}{f', {place}' if place else ''}"
    heading = brackets.plain(version.heading)
    asked = {"language": version.language} if version.language != article.instrument.original_language else {}
    asked |= {"clause": entry.clause} if entry.clause else {}
    query_string = f"?{urlencode(asked)}" if asked else ""
    return Hit(
        title=title,
        address=f"{article.get_absolute_url()}{query_string}{f'#{entry.clause}' if entry.clause else ''}",
        note=", ".join(filter(None, [str(article.instrument), heading if entry.clause else ""])),
        pieces=extract(entry.words, query.wanted(entry.language), entry.language),
        language=entry.language,
    )


# --- comments ----------------------------------------------------------------------------------------------------


def _comments(query: Query, person: Any) -> tuple[Any, Any]:
    """Drafts of one's own first, found by reading them; then what was submitted and may be read."""
    visible = Comment.objects.visible_to(person)
    drafts = [
        draft
        for draft in visible.drafts().for_reading().latest_first()[:_DRAFTS]
        if query.is_held_by(_said(draft), draft.language)
    ]
    entries = Entry.objects.about(visible.handed_in()).saying(query).for_comments()
    return _Joined(drafts, entries), _comment_hits


class _Joined:
    """A list before a queryset, as one sequence for the paginator."""

    def __init__(self, first: list[Any], rest: QuerySet[Any]) -> None:
        self.first, self.rest = first, rest
        self._count = len(first) + rest.count()

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, part: slice) -> list[Any]:
        start, stop, size = part.start or 0, part.stop, len(self.first)
        return self.first[start:stop] + list(self.rest[max(0, start - size) : max(0, stop - size)])


def _comment_hits(page: Any, query: Query, person: Any) -> list[Hit]:
    rows = list(page)
    words = {row.comment_id: row.words for row in rows if isinstance(row, Entry)}
    submitted = Comment.objects.among(list(words)).for_reading().in_bulk()
    shown = [submitted[row.comment_id] if isinstance(row, Entry) else row for row in rows]
    return [_comment_hit(comment, words.get(comment.pk) or _said(comment), query) for comment in shown]


def _said(comment: Comment) -> str:
    return "\n".join(filter(None, [comment.reasoning, brackets.plain(comment.proposed), comment.quote]))


def _comment_hit(comment: Comment, words: str, query: Query) -> Hit:
    submitted = comment.submitted_at
    facts = [comment.organisation.name, wording.place_of(comment), comment.round.title]
    facts += [comment.get_state_display() if comment.state != Comment.State.SUBMITTED else ""]
    facts += [moments.full(submitted, comment.round.time_zone) if submitted else ""]
    return Hit(
        title=comment.reference,
        address=comment.get_absolute_url(),
        note=", ".join(filter(None, facts)),
        pieces=extract(words, query.wanted(comment.language), comment.language),
        language=comment.language,
    )


# --- documents, rounds, organisations: few, and read as they are --------------------------------------------------


def _documents(query: Query, person: Any) -> tuple[list[Hit], Any]:
    found = [hit for source in DOCUMENTS for words, hit in source(person) if query.is_held_by(words)]
    return found, lambda page, query, person: list(page)


Source = Callable[[Any], Iterator[tuple[str, Hit]]]


def _editions(person: Any) -> Iterator[tuple[str, Hit]]:
    for edition in Edition.objects.select_related("instrument").newest_first():
        words = f"{edition.label} {edition.symbol} {edition.title} {edition.note}"
        note = f"{edition.instrument}, issued {moments.full(edition.issued_at)}"
        yield words, Hit(f"{edition.label}, {edition.symbol}", edition.get_absolute_url(), note)


def _rounds(person: Any) -> Iterator[tuple[str, Hit]]:
    for round in Round.objects.visible_to(person).newest_first():
        words = f"{round.title} {round.venue} {round.summary}"
        note = ", ".join(filter(None, [round.venue, moments.dates(round.starts_on, round.ends_on)]))
        yield words, Hit(round.title, round.get_absolute_url(), note)


def _organisations(person: Any) -> Iterator[tuple[str, Hit]]:
    for organisation in Organisation.objects.for_directory():
        words = f"{organisation.name} {organisation.name_fr} {organisation.name_es} {organisation.code}"
        yield words, Hit(organisation.name, organisation.get_absolute_url(), organisation.get_kind_display())


DOCUMENTS: list[Source] = [_editions, _rounds, _organisations]

_SORTS: dict[str, tuple[str, Callable[[Query, Any], tuple[Any, Any]]]] = {
    "texts": ("Articles and clauses", _texts),
    "comments": ("Comments", _comments),
    "documents": ("Documents, rounds and organisations", _documents),
}
