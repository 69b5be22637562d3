"""Calling a round, opening and closing it. What decides is the stored instant and the server's clock, never a
page that was open.
"""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.utils import timezone

from consultations.models import Delegation, Organisation, Round
from drafts.models import Edition, Instrument


class CannotConvene(Exception):
    """The act was refused; the message is one sentence."""


def call_round(
    *,
    slug: str,
    title: str,
    starts_on: date,
    ends_on: date,
    venue: str = "",
    summary: str = "",
    time_zone: str = "UTC",
    instrument: Instrument | None = None,
    edition: Edition | None = None,
    disclosure: str = Round.Disclosure.CORE_GROUP,
    comments_open_at: datetime | None = None,
    comments_close_at: datetime | None = None,
) -> Round:
    """Announce a round; nobody but Core Group and secretariat sees it before it is opened.

    Raises CannotConvene for dates in the wrong order, half a comment window, an unknown time zone or a slug
    that is taken.
    """
    if ends_on < starts_on:
        raise CannotConvene("A round cannot end before it starts.")
    if bool(comments_open_at) != bool(comments_close_at):
        raise CannotConvene("A comment window needs both its instants: when it opens and when it closes.")
    if comments_open_at and comments_close_at and comments_close_at <= comments_open_at:
        raise CannotConvene("The comment window would close before it opens.")
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise CannotConvene(f"There is no time zone “{time_zone}”; write it as in Europe/Ljubljana.") from None
    if Round.objects.filter(slug=slug).exists():
        raise CannotConvene(f"There is a round “{slug}” already.")
    return Round.objects.create(
        slug=slug,
        title=title,
        venue=venue,
        summary=summary,
        time_zone=time_zone,
        starts_on=starts_on,
        ends_on=ends_on,
        instrument=instrument,
        edition=edition,
        disclosure=disclosure,
        comments_open_at=comments_open_at,
        comments_close_at=comments_close_at,
    )


def invite(*, round: Round, organisations: list[Organisation]) -> list[Delegation]:
    """Make each organisation a delegation of the round; those already invited stay as they are."""
    Delegation.objects.bulk_create(
        [Delegation(round=round, organisation=organisation) for organisation in organisations], ignore_conflicts=True
    )
    return list(round.delegations.select_related("organisation"))


def open_round(*, round: Round, person: Any, at: datetime | None = None) -> Round:
    """Show the round to its delegations. Comments are taken from then on, within the window.

    Raises CannotConvene where it is open already, or has a window but no edition to comment on.
    """
    with transaction.atomic():
        locked = Round.objects.select_for_update().get(pk=round.pk)
        if locked.opened_at:
            raise CannotConvene("The round has been opened already.")
        if locked.comments_open_at and not locked.edition_id:
            raise CannotConvene("Choose the edition under discussion first: comments are tied to its words.")
        locked.opened_at, locked.opened_by = at or timezone.now(), person
        locked.save(update_fields=["opened_at", "opened_by"])
    return locked


def close_round(*, round: Round, person: Any, at: datetime | None = None) -> Round:
    """End the round at once, whatever the window said. Raises CannotConvene where it is not open."""
    with transaction.atomic():
        locked = Round.objects.select_for_update().get(pk=round.pk)
        if not locked.opened_at or locked.closed_at:
            raise CannotConvene("Only a round that is open can be closed.")
        locked.closed_at, locked.closed_by = at or timezone.now(), person
        locked.save(update_fields=["closed_at", "closed_by"])
    return locked
