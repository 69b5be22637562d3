"""The acts on links between clauses: what a clause was taken from, which clause is its counterpart, and which of the
differences between two counterparts are intended."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from drafts.models import AcceptedDiscrepancy, Clause, ClauseLink
from drafts.suggesting import shelf_of
from drafts.tracing import traced


class CannotLink(Exception):
    """The act was refused; the message is one sentence for the person who tried."""


def link_clauses(
    *,
    kind: str,
    degree: str = "",
    clause: Clause,
    target: Clause,
    author: Any,
    reason: str,
    at: datetime | None = None,
) -> ClauseLink:
    """Say that `clause` was taken from `target` (verbatim, adapted, inspired), or is its counterpart.

    1. The two clauses are locked, so that of two people who make the same link one is refused. 2. The link is made.

    Raises CannotLink where the author is not of the Core Group or the secretariat, the reason is blank, either clause
    does not stand in its text, a source is not in a reference instrument, a counterpart not in the same instrument, or
    the link stands already (counterparts in either direction).
    """
    _check(author, reason)
    if kind not in ClauseLink.Kind.values:
        raise CannotLink("A clause is either taken from another or its counterpart; say which.")
    is_source = kind == ClauseLink.Kind.SOURCE
    if is_source and degree not in ClauseLink.Degree.values:
        raise CannotLink("Say how close the clause is to its source: verbatim, adapted or inspired.")
    with transaction.atomic():
        locked = Clause.objects.select_for_update().filter(pk__in=[clause.pk, target.pk]).order_by("pk")
        found = {row.pk: row for row in locked}
        if clause.pk == target.pk:
            raise CannotLink("A clause cannot be linked with itself.")
        clause, target = found[clause.pk], found[target.pk]
        _check_ends(clause, target, is_source=is_source)
        same = Q(clause=clause, target=target)
        either_way = same if is_source else same | Q(clause=target, target=clause)
        if ClauseLink.objects.standing().filter(either_way, kind=kind).exists():
            raise CannotLink("This link stands already.")
        return ClauseLink.objects.create(
            kind=kind,
            degree=degree if is_source else "",
            clause=clause,
            target=target,
            author=author,
            reason=reason.strip(),
            made_at=at or timezone.now(),
        )


def end_link(*, link: ClauseLink, author: Any, reason: str, at: datetime | None = None) -> ClauseLink:
    """The link no longer stands; it remains on the record with who ended it and why. Raises CannotLink where it has
    ended already, the reason is blank, or the author is not of the Core Group or the secretariat."""
    _check(author, reason)
    with transaction.atomic():
        link = ClauseLink.objects.select_for_update().get(pk=link.pk)
        _check_standing(link)
        link.ended_at, link.ended_by, link.end_reason = at or timezone.now(), author, reason.strip()
        link.save(update_fields=["ended_at", "ended_by", "end_reason"])
    return link


def accept_discrepancy(
    *, link: ClauseLink, language: str, ours: str, theirs: str, author: Any, reason: str, at: datetime | None = None
) -> AcceptedDiscrepancy:
    """Say that two counterparts differ on purpose in these words (`counterparts.Part.words`). What the two say later in
    other words is a new discrepancy.

    Raises CannotLink where the link has ended or is no counterpart, the two do not differ in these words, that was
    accepted already, the reason is blank, or the author is not of the Core Group or the secretariat.
    """
    _check(author, reason)
    with transaction.atomic():
        link = ClauseLink.objects.select_for_update().get(pk=link.pk)
        _check_standing(link)
        if link.kind != ClauseLink.Kind.COUNTERPART:
            raise CannotLink("Only a difference between two counterparts is accepted as intended.")
        (pair,) = traced(ClauseLink.objects.filter(pk=link.pk).with_ends(), language)
        found = [difference for difference in pair.differences if difference.part.words == (ours, theirs)]
        if not any(difference.part.is_unnecessary for difference in found):
            raise CannotLink("The two clauses no longer differ in these words; open the page again.")
        if any(difference.accepted for difference in found):
            raise CannotLink("This difference has been accepted already.")
        return AcceptedDiscrepancy.objects.create(
            link=link,
            language=language,
            ours=ours,
            theirs=theirs,
            reason=reason.strip(),
            author=author,
            at=at or timezone.now(),
        )


def _check(author: Any, reason: str) -> None:
    if not author.is_core:
        raise CannotLink("Links are kept by the editors of the Core Group and the secretariat.")
    if not reason.strip():
        raise CannotLink("Say in a few words why: the reason stands beside the link.")
    if "\0" in reason:
        raise CannotLink("There is a null character in the reason; type it again.")


def _check_standing(link: ClauseLink) -> None:
    if link.ended_at is not None:
        raise CannotLink("This link has been ended already.")


def _check_ends(clause: Clause, target: Clause, *, is_source: bool) -> None:
    """Both clauses stand where a link of this kind may begin and end."""
    here, there = clause.article.instrument, target.article.instrument
    if not here.is_negotiated:
        raise CannotLink("A link begins in a text under negotiation.")
    if is_source and there.is_negotiated:
        raise CannotLink("A source stands in a reference instrument.")
    if not is_source and here != there:
        raise CannotLink("A counterpart stands in the same instrument.")
    if clause.pk not in shelf_of(here, here.original_language).provisions:
        raise CannotLink("This clause no longer stands in the working text.")
    if target.pk not in shelf_of(there, there.original_language).provisions:
        raise CannotLink("The other clause does not stand in its text.")
