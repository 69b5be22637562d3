"""What the home page says: what is open, what is due, what has changed since this person was here.

Each kind of person gets what they can act on; nothing is counted that they may not see.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as worded

from consultations import moments, wording
from consultations.models import Comment, ConferenceDocument, Delegation, Disposition, Notice, Round
from consultations.models.rounds import kinds_of
from drafts.comparing import compare_versions
from drafts.models import Article, Draft, Edition, Rendition
from drafts.text import numbering
from drafts.text.redline import Segment
from mla_portal.changes import ChangedText, changed_texts, count_changed_articles

SHOWN = 6  # entries of one sort: what is more stands behind a link
_CHANGES = 10
_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """One dated row: `at` or `beside` in the margin, a title that leads somewhere, a sentence, an extract of
    a redline, a note.
    """

    title: str
    address: str
    words: str = ""
    at: datetime | None = None
    beside: str = ""
    note: str = ""
    extract: list[Segment] = field(default_factory=list)

    @property
    def date(self) -> str:
        """ "Tue 1 Dec" within this year, "1 Dec 2025" before and after it."""
        if self.at is None:
            return ""
        return worded(self.at, "D j M" if self.at.year == timezone.now().year else "j M Y")


@dataclass(frozen=True)
class Today:
    """The page: one sentence, one lead, three lists. `since` is None on the first visit."""

    headline: str
    lead: str
    opened: list[Entry]
    due: list[Entry]
    changed: list[Entry]
    since: datetime | None


def today(person: Any, since: datetime | None) -> Today:
    """Everything the home page shows to this person; `since` is when they were here before."""
    now = timezone.now()
    kinds = kinds_of(person)
    visible = Round.objects.visible_to(person).for_reading().newest_first()[:SHOWN]
    rounds = [round.seen_by(kinds) for round in visible]
    phases = {round.pk: moments.phase(round, now) for round in rounds}
    first = _foremost(rounds, phases)
    changed, told = _changed(person, since or _ALWAYS, rounds)
    return Today(
        headline=_headline(first, phases, now),
        lead=_lead(first, phases, since, told),
        opened=_opened(person, rounds, phases),
        due=_due(person, rounds, phases, first),
        changed=changed,
        since=since,
    )


def _foremost(rounds: list[Round], phases: dict[int, moments.Phase]) -> Round | None:
    """The round that the headline is about: the window that closes first, else opens first, else the newest
    that is open.
    """
    for phase, key in ((moments.ACCEPTING, "closes_at"), (moments.BEFORE, "opens_at")):
        if found := [round for round in rounds if phases[round.pk] == phase]:
            return min(found, key=lambda round: getattr(round.window, key))
    return next((round for round in rounds if phases[round.pk] in (moments.AFTER, moments.RUNNING)), None)


def _subject(round: Round) -> str:
    return round.edition.label if round.edition else round.title


def _headline(round: Round | None, phases: dict[int, moments.Phase], now: datetime) -> str:
    if round is None:
        return "No round is open."
    phase = phases[round.pk]
    if phase == moments.ACCEPTING and round.window:
        return f"Comments on {_subject(round)} close {moments.away(round.window.closes_at, round.time_zone, now)}."
    if phase == moments.BEFORE and round.window:
        return f"Comments on {_subject(round)} open {moments.away(round.window.opens_at, round.time_zone, now)}."
    return f"Comments on {_subject(round)} have closed." if phase == moments.AFTER else f"{round.title} is open."


def _lead(round: Round | None, phases: dict[int, moments.Phase], since: datetime | None, told: list[str]) -> str:
    sentences = []
    if round and phases[round.pk] == moments.ACCEPTING and round.window:
        sentences.append(
            f"{round.title}: comments are taken until {moments.full(round.window.closes_at, round.time_zone)}."
        )
    elif round and phases[round.pk] == moments.BEFORE and round.window:
        instant = moments.full(round.window.opens_at, round.time_zone)
        sentences.append(f"{round.title}: comments are taken from {instant}.")
    if since is None:
        sentences.append("This is your first visit.")
    elif told:
        joined = " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
        sentences.append(f"You were last here {_when(since)}; since then {joined}.")
    else:
        sentences.append(f"You were last here {_when(since)}; nothing has changed since then.")
    return " ".join(sentences)


def _when(moment: datetime) -> str:
    if moment.date() == timezone.now().date():
        return f"today at {worded(moment, 'H:i')} UTC"
    return f"on {worded(moment, 'j F')}"


def _opened(person: Any, rounds: list[Round], phases: dict[int, moments.Phase]) -> list[Entry]:
    running = [round for round in rounds if round.is_open()]
    delegations = Delegation.objects.counts_by_round() if running else {}
    entries = [_open_round(round, phases[round.pk], delegations.get(round.pk, 0)) for round in running]
    if person.is_editor:
        entries += [_unsaved(draft) for draft in Draft.objects.of(person).newest_first()[:SHOWN]]
    if person.is_secretariat:
        entries += [_being_made(rendition) for rendition in Rendition.objects.visible_to(person).unfinished()[:SHOWN]]
    return entries


def _open_round(round: Round, phase: moments.Phase, delegations: int) -> Entry:
    sentences = []
    if round.edition:
        sentences.append(f"{round.edition.label}, {round.edition.symbol}.")
    verb = "takes" if delegations == 1 else "take"
    sentences.append(f"{moments.count(delegations, 'delegation').capitalize()} {verb} part.")
    if phase == moments.ACCEPTING and round.window:
        sentences.append(f"Comments until {moments.full(round.window.closes_at, round.time_zone)}.")
    return Entry(round.title, round.get_absolute_url(), " ".join(sentences), beside=phase.word)


def _unsaved(draft: Draft) -> Entry:
    named = {"slug": draft.article.instrument.slug, "label": draft.article.slug}
    address = f"{reverse('drafts:edit', kwargs=named)}?language={draft.language}"
    title = f"{draft.article}, {draft.heading}" if draft.heading else str(draft.article)
    return Entry(title, address, f"Your unsaved draft from {worded(draft.kept_at, 'j F, H:i')} UTC.", beside="Unsaved")


def _being_made(rendition: Rendition) -> Entry:
    words = f"{rendition.get_state_display().capitalize()}, {rendition.progress} per cent."
    return Entry(str(rendition), rendition.get_absolute_url(), words, beside="Export")


def _due(person: Any, rounds: list[Round], phases: dict[int, moments.Phase], first: Round | None) -> list[Entry]:
    entries = []
    # Answers are owed after a round has been closed too.
    answered = first or next((round for round in rounds if round.edition), None)
    if person.is_editor and answered:
        entries += _answers_due(person, answered)
    if person.is_secretariat:
        entries += _acts_due(rounds, phases) + _letters_due()
    if not person.is_core:
        entries += _drafts_due(person)
    for round in rounds:
        if phases[round.pk] == moments.ACCEPTING and round.window:
            there = moments.full(round.window.closes_at, round.time_zone)
            words = f"{there}. Late comments are kept as drafts."
            entries.append(
                Entry(
                    f"Comments on {_subject(round)} close", round.get_absolute_url(), words, at=round.window.closes_at
                )
            )
    return entries


def _answers_due(person: Any, round: Round) -> list[Entry]:
    unanswered = Comment.objects.visible_to(person).in_round(round).unanswered().counts_by_article()
    table = reverse("consultations:comments", kwargs={"slug": round.slug})
    entries = []
    for article, number in list(unanswered.items())[:SHOWN]:
        where = f"on {wording.spoken(article)}" if article else "on the whole text"
        address = f"{table}?article={article.slug if article else 'general'}&answered=no"
        entries.append(Entry(f"Answer {moments.count(number, 'comment')} {where}", address, beside=_subject(round)))
    if len(unanswered) > SHOWN:
        rest = sum(list(unanswered.values())[SHOWN:])
        entries.append(
            Entry(f"Answer {moments.count(rest, 'comment')} elsewhere", f"{table}?answered=no", beside=_subject(round))
        )
    return entries


def _acts_due(rounds: list[Round], phases: dict[int, moments.Phase]) -> list[Entry]:
    entries = []
    for round in rounds:
        if phases[round.pk] == moments.ANNOUNCED:
            address = reverse("consultations:open_round", kwargs={"slug": round.slug})
            words = f"{moments.dates(round.starts_on, round.ends_on)}. Its delegations do not see it before."
            entries.append(Entry(f"Open {round.title}", address, words, beside="Announced"))
        elif phases[round.pk] == moments.AFTER:
            address = reverse("consultations:close_round", kwargs={"slug": round.slug})
            entries.append(
                Entry(f"Close {round.title}", address, "Its window for comments has closed.", at=round.last_closing())
            )
    return entries


def _letters_due() -> list[Entry]:
    """Letters that did not leave, or perhaps did: somebody has to decide."""
    number = Notice.objects.in_outbox().in_states(Notice.State.FAILED).count()
    if not number:
        return []
    address = f"{reverse('consultations:letters_outbox')}?state={Notice.State.FAILED}"
    words = "They may or may not have been sent, or the mail server refused them."
    return [Entry(f"See to {moments.count(number, 'letter')}", address, words, beside="Outbox")]


def _drafts_due(person: Any) -> list[Entry]:
    """Drafts of the person's delegations in rounds that still take comments."""
    kinds = kinds_of(person)
    accepting = [round.seen_by(kinds) for round in Round.objects.accepting_comments_of(person).for_reading()[:SHOWN]]
    if not accepting:
        return []
    counts = Comment.objects.of_person(person).drafts().counts_by_round()
    leads = set(Delegation.objects.led_by(person).values_list("round_id", flat=True))
    entries = []
    for round in accepting:
        if number := counts.get(round.pk):
            address = reverse("consultations:comments", kwargs={"slug": round.slug}) + "?state=draft"
            one = number == 1
            title = (
                f"Submit {moments.count(number, 'draft')}"
                if round.pk in leads
                else (f"{moments.count(number, 'draft').capitalize()} wait{'s' if one else ''} for your focal point")
            )
            words = f"Your delegation's, on {_subject(round)}. Nobody else sees {'it' if one else 'them'} until then."
            entries.append(Entry(title, address, words, at=round.window.closes_at if round.window else None))
    return entries


def _changed(person: Any, since: datetime, rounds: list[Round]) -> tuple[list[Entry], list[str]]:
    """Entries, the newest first, and the same in counts for the lead sentence."""
    entries: list[Entry] = []
    told: list[str] = []
    editions = list(Edition.objects.issued_since(since).newest_first()[:SHOWN])
    entries += [_new_edition(edition) for edition in editions]
    if editions:
        told.append(f"{moments.count(len(editions), 'edition')} {_have(len(editions))} been issued")
    documents = list(ConferenceDocument.objects.visible_to(person).issued_since(since)[:SHOWN])
    entries += [_new_document(document) for document in documents]
    if documents:
        told.append(f"{moments.count(len(documents), 'document')} {_have(len(documents))} been issued")
    if person.is_core:
        more, counted = _changed_for_core(person, since, rounds)
    else:
        more, counted = _changed_for_delegation(person, since, rounds)
    entries += more
    entries.sort(key=lambda entry: entry.at or since, reverse=True)
    return entries[:_CHANGES], told + counted


def _changed_for_core(person: Any, since: datetime, rounds: list[Round]) -> tuple[list[Entry], list[str]]:
    told = []
    if number := count_changed_articles(since):
        told.append(f"{moments.count(number, 'article')} {_have(number)} changed")
    entries = [_new_version(change) for change in changed_texts(since, SHOWN)]
    arrived = Comment.objects.visible_to(person).submitted_since(since).arrivals_by_round()
    if total := sum(number for number, _ in arrived.values()):
        told.append(f"{moments.count(total, 'comment')} {_have(total)} arrived")
    for round in rounds:
        if round.pk in arrived:
            number, latest = arrived[round.pk]
            title = f"{moments.count(number, 'comment').capitalize()} on {_subject(round)}"
            address = reverse("consultations:comments", kwargs={"slug": round.slug})
            entries.append(Entry(title, address, round.title, at=latest, note="Comments"))
    return entries, told


def _changed_for_delegation(person: Any, since: datetime, rounds: list[Round]) -> tuple[list[Entry], list[str]]:
    answers = Disposition.objects.published().to_organisations_of(person).since(since)
    entries = [_answer(answer) for answer in answers.newest_first()[:SHOWN]]
    told = []
    if number := answers.count():
        told.append(f"{moments.count(number, 'answer')} to your comments {_have(number)} been published")
    for round in rounds:
        ended = round.closed_at if round.is_closed() else round.last_closing()
        if ended and since < ended <= timezone.now() and round.has_disclosed_comments():
            address = reverse("consultations:comments", kwargs={"slug": round.slug})
            title = f"Comments of all delegations on {_subject(round)}"
            entries.append(Entry(title, address, f"{round.title} has disclosed them to its delegations.", at=ended))
    return entries, told


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def _new_edition(edition: Edition) -> Entry:
    words = f"{edition.symbol}. {edition.note}".strip()
    return Entry(
        f"{edition.instrument}, {edition.label}", edition.get_absolute_url(), words, at=edition.issued_at, note="Issued"
    )


def _new_document(document: ConferenceDocument) -> Entry:
    words = f"{document.title}. {document.round.title}"
    return Entry(document.symbol, document.get_absolute_url(), words, at=document.issued_at, note="Issued")


def _answer(answer: Disposition) -> Entry:
    comment = answer.comment
    comment.printed_label = answer.printed_label  # type: ignore[attr-defined]  # asked for by newest_first()
    title = f"{comment.reference}: {answer.get_decision_display().lower()}"
    words = f"{wording.place_of(comment)}. {answer.reason}"
    return Entry(title, comment.get_absolute_url(), words, at=answer.decided_at, note="Answered")


def _new_version(change: ChangedText) -> Entry:
    """The first clause that changed, with its words; the reason that the author gave; a link to the whole
    comparison."""
    newer, older = change.newer, change.older
    article: Article = newer.article
    named = {"slug": article.instrument.slug, "label": article.slug}
    common = {"at": newer.history_date, "beside": str(newer.history_user), "words": newer.history_change_reason}
    if older is None:
        return Entry(
            f"{article}, {newer.heading}".rstrip(", "), reverse("drafts:article", kwargs=named), note="New", **common
        )
    compared = compare_versions(older, newer)
    address = reverse("drafts:compare", kwargs={**named, "older": older.number, "newer": newer.number})
    rows = [row for row in compared.rows if row.kind != "same"]
    if not rows:
        return Entry(str(article), address, extract=wording.extract(compared.heading), note="Heading", **common)
    row = rows[0]
    blocks, block = (newer.clauses(), row.news[0]) if row.news else (older.clauses(), row.olds[0])
    place = numbering.citation(numbering.paths(blocks, newer.language).get(block.id, ""), newer.language)
    title = f"{article}, {place}" if place else str(article)
    note = f"and {moments.count(len(rows) - 1, 'more change')}" if len(rows) > 1 else ""
    return Entry(title, address, extract=wording.extract(row.segments), note=note, **common)
