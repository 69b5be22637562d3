"""The chair's conclusions of a round: written, ordered, struck out, issued; and statements in its general debate."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from consultations.models import Comment, Conclusion, ConclusionsIssue, Organisation, Round, Statement
from consultations.symbols import whose
from drafts.models import Clause


class CannotConclude(Exception):
    """The act was refused; the message is one sentence."""


class ChangedMeanwhile(CannotConclude):
    """Somebody else has changed the conclusion since the person opened it."""


@dataclass(frozen=True)
class Wording:
    """What a conclusion says: under which section heading, how it is graded, in which words, about which places of
    the text (as typed, and the rows that they name) and which comments.
    """

    section: str
    grade: str
    words: str
    about: str = ""
    articles: Sequence[int] = ()
    clauses: Sequence[str] = ()
    comments: Sequence[Comment] = ()


def add_conclusion(*, round: Round, wording: Wording, person: Any, at: datetime | None = None) -> Conclusion:
    """Append a conclusion, after the last of its section where the section exists. Raises CannotConclude for words or a
    section that are blank, an unknown grade, or comments of another round.
    """
    _check(round, wording)
    with transaction.atomic():
        Round.objects.select_for_update(no_key=True).get(pk=round.pk)  # places are given one at a time
        last = Conclusion.objects.filter(round=round).aggregate(last=Max("position"))["last"] or 0
        conclusion = Conclusion(round=round, position=last + 1)
        _write(conclusion, wording, person, at or timezone.now())
    return conclusion


def edit_conclusion(*, conclusion: Conclusion, wording: Wording, person: Any, seen: datetime) -> Conclusion:
    """Change a conclusion that is not issued yet, or prepare the next issue of one that is: what was issued is frozen
    elsewhere. `seen` is when it was last edited as the person saw it.

    Raises ChangedMeanwhile where somebody else was faster; nothing is written then. Otherwise as add_conclusion.
    """
    _check(conclusion.round, wording)
    with transaction.atomic():
        locked = Conclusion.objects.select_for_update().get(pk=conclusion.pk)
        if locked.edited_at != seen:
            raise ChangedMeanwhile("Somebody has changed this conclusion since you opened it. Both wordings are shown.")
        _write(locked, wording, person, timezone.now())
    return locked


def strike_conclusion(*, conclusion: Conclusion, person: Any, is_struck: bool = True) -> Conclusion:
    """Take a conclusion out, or put it back. Its row stays in the record."""
    with transaction.atomic():
        locked = Conclusion.objects.select_for_update().get(pk=conclusion.pk)
        locked.is_struck, locked.edited_by, locked.edited_at = is_struck, person, timezone.now()
        locked.save(update_fields=["is_struck", "edited_by", "edited_at"])
    return locked


def move_conclusion(*, conclusion: Conclusion, up: bool) -> None:
    """Let it change places with the one before or after it in its section; at the end of it nothing happens."""
    with transaction.atomic():
        Round.objects.select_for_update(no_key=True).get(pk=conclusion.round_id)
        section = [
            other
            for other in Conclusion.objects.filter(round=conclusion.round_id).order_by("position", "pk")
            if other.section == conclusion.section and other.is_struck == conclusion.is_struck
        ]
        here = next(place for place, other in enumerate(section) if other.pk == conclusion.pk)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(section):
            return
        one, other = section[here], section[there]
        one.position, other.position = other.position, one.position
        Conclusion.objects.bulk_update([one, other], ["position"])


def issue_conclusions(*, round: Round, symbol: str, person: Any, at: datetime | None = None) -> ConclusionsIssue:
    """Freeze the conclusions as they stand, under a symbol of their own. Comments are named only where the round has
    disclosed them: what is issued is read by every delegation, and a reference tells who has commented.

    Raises CannotConclude where there are none, nothing has changed since the last issue, or the symbol is blank or
    taken by an edition or an earlier issue.
    """
    symbol = symbol.strip()
    if not symbol:
        raise CannotConclude("Give the symbol under which they are issued, such as MLA/PC/2/CRP.1.")
    if owner := whose(symbol):
        raise CannotConclude(f"{symbol} is the symbol of {owner}.")
    with transaction.atomic():
        locked = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
        disclosed = locked.has_disclosed_comments(at)
        content = _frozen(list(Conclusion.objects.in_round(round).standing()), names_comments=disclosed)
        if not content:
            raise CannotConclude("There are no conclusions to issue.")
        latest = ConclusionsIssue.objects.in_round(round).newest_first().first()
        if latest and latest.content == content:
            raise CannotConclude(f"Nothing has changed since {latest.symbol} was issued.")
        try:
            with transaction.atomic():
                return ConclusionsIssue.objects.create(
                    round=round,
                    symbol=symbol,
                    content=content,
                    checksum=checksum_of(content),
                    issued_by=person,
                    issued_at=at or timezone.now(),
                )
        except IntegrityError:
            raise CannotConclude(f"{symbol} has been used for other conclusions.") from None


def checksum_of(content: list[dict[str, Any]]) -> str:
    """SHA-256 of issued conclusions; `check_record` computes it again."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def record_statement(
    *,
    round: Round,
    organisation: Organisation,
    delivered_on: date,
    words: str,
    language: str,
    person: Any,
    replaces: Statement | None = None,
    at: datetime | None = None,
) -> Statement:
    """Keep a statement made in the general debate, as handed in. A corrected one names the one that it replaces, and
    both are kept.

    Raises CannotConclude for blank words, a day outside the round, an organisation that was not invited, or a
    statement that has been replaced already.
    """
    if not words.strip():
        raise CannotConclude("A statement needs its words.")
    if not round.starts_on <= delivered_on <= round.ends_on:
        raise CannotConclude("Statements are delivered on a day of the round.")
    if not round.delegations.filter(organisation=organisation).exists():
        raise CannotConclude(f"{organisation} was not invited to this round.")
    if replaces and (replaces.round_id, replaces.organisation_id) != (round.pk, organisation.pk):
        raise CannotConclude("A statement replaces one of the same organisation in the same round.")
    try:
        with transaction.atomic():
            return Statement.objects.create(
                round=round,
                organisation=organisation,
                delivered_on=delivered_on,
                language=language,
                words=words.strip(),
                replaces=replaces,
                recorded_by=person,
                recorded_at=at or timezone.now(),
            )
    except IntegrityError:
        raise CannotConclude("This statement has been replaced already; correct the later one.") from None


def _check(round: Round, wording: Wording) -> None:
    if not wording.section.strip():
        raise CannotConclude("Say under which section it stands, such as “Way forward”.")
    if not wording.words.strip():
        raise CannotConclude("A conclusion needs words.")
    if wording.grade not in Conclusion.Grade.values:
        raise CannotConclude("Choose how the outcome is graded.")
    if any(comment.round_id != round.pk or comment.state == Comment.State.DRAFT for comment in wording.comments):
        raise CannotConclude("A conclusion names submitted comments of its own round.")


def _write(conclusion: Conclusion, wording: Wording, person: Any, now: datetime) -> None:
    conclusion.section, conclusion.grade = wording.section.strip(), wording.grade
    conclusion.words, conclusion.about = wording.words.strip(), wording.about.strip()
    conclusion.edited_by, conclusion.edited_at = person, now
    conclusion.save()
    conclusion.articles.set(wording.articles)
    conclusion.clauses.set(Clause.objects.filter(pk__in=wording.clauses))
    conclusion.comments.set(wording.comments)


def by_section(conclusions: Sequence[Conclusion]) -> list[tuple[str, list[Conclusion]]]:
    """Sections in the order of their first conclusion, each with its own in their order."""
    sections: dict[str, list[Conclusion]] = {}
    for conclusion in conclusions:
        sections.setdefault(conclusion.section, []).append(conclusion)
    return list(sections.items())


def _frozen(conclusions: Sequence[Conclusion], *, names_comments: bool) -> list[dict[str, Any]]:
    return [
        {
            "section": section,
            "conclusions": [
                {
                    "grade": conclusion.grade,
                    "words": conclusion.words,
                    "about": conclusion.about,
                    "articles": sorted(article.slug for article in conclusion.articles.all()),
                    "clauses": sorted(clause.pk for clause in conclusion.clauses.all()),
                    "comments": sorted(comment.reference for comment in conclusion.comments.all() if names_comments),
                }
                for conclusion in members
            ],
        }
        for section, members in by_section(conclusions)
    ]
