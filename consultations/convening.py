"""Calling a round, opening and closing it. What decides is the stored instant and the server's clock, never a
page that was open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.utils import timezone

from consultations.models import (
    CloseWording,
    DeadlineMove,
    Delegation,
    Membership,
    Notice,
    Organisation,
    Round,
    Window,
)
from consultations.models.rounds import Interval
from consultations.moments import told
from consultations.notices import notify
from drafts.models import Edition, Instrument
from mla_portal.accounts.models import User


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
    **facts: Any,
) -> Round:
    """Announce a round; nobody but Core Group and secretariat sees it before it is opened. `facts` are further fields:
    kind, is_virtual, chair_name, chair, close_wording, late_until.

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
        **facts,
    )


def locked_for_change(round: Round) -> Round:
    """The round's row, held until the transaction ends. Raises CannotConvene once the round has been closed."""
    locked = Round.objects.select_for_update().get(pk=round.pk)
    if locked.is_closed():
        raise CannotConvene("A closed round is not changed any more.")
    return locked


AFTER_OPENING = ("instrument", "edition", "disclosure", "slug")  # what delegations have relied on


def change_round(*, round: Round, changes: Mapping[str, Any]) -> Round:
    """Change what a round says of itself. Windows are moved with a reason, by `move_window`.

    Raises CannotConvene where the round has been closed, for dates in the wrong order, after the opening for what
    delegations have relied on: the text under discussion, and who reads their comments; and for another time zone
    where people are told the last day of a window: the stored instant would be the end of another day.
    """
    with transaction.atomic():
        locked = locked_for_change(round)
        if locked.is_open():
            for name in AFTER_OPENING:
                if name in changes and getattr(locked, name) != changes[name]:
                    raise CannotConvene("The round is open: its text and who reads its comments stay as they are.")
        zone = changes.get("time_zone", locked.time_zone)
        if zone != locked.time_zone and _ends_with_a_day(locked):
            raise CannotConvene("A window lasts to the end of a day in the present time zone: the time zone stays.")
        for name, value in changes.items():
            setattr(locked, name, value)
        if locked.ends_on < locked.starts_on:
            raise CannotConvene("The round would end before it begins.")
        locked.save()
    return locked


def _ends_with_a_day(round: Round) -> bool:
    windows = [round.own_window, *(window.interval for window in Window.objects.filter(round=round))]
    return any(window is not None and window.says_through for window in windows)


@dataclass(frozen=True)
class Ends:
    """A window as it shall be: two instants, the later one exclusive, and how people are told the end."""

    opens_at: datetime
    closes_at: datetime
    wording: str = CloseWording.BEFORE


def move_window(
    *, round: Round, ends: Ends, reason: str, person: Any, participants: str = "", at: datetime | None = None
) -> DeadlineMove:
    """Lay down or move a window: the round's own, or that of one class of `participants`.

    1. The round's row is locked, as a submission locks it: whoever comes first counts by the window that stood then.
    2. The move is kept with its reason. 3. The people of the delegations concerned have a letter, once the round is
    open. Raises CannotConvene for a blank reason, a window that would end in the past or before it opens, a closed
    round, and once comments have been disclosed: nobody may write with the others' words before them.
    """
    with transaction.atomic():
        locked = Round.objects.select_for_update().get(pk=round.pk)
        now = at or timezone.now()  # read once the row is held
        if not reason.strip():
            raise CannotConvene("Give a reason: delegations read it with the new date.")
        if ends.closes_at <= ends.opens_at:
            raise CannotConvene("The comment window would close before it opens.")
        if ends.closes_at <= now:
            raise CannotConvene("The window would have ended already; close the round instead.")
        if locked.is_closed(now):
            raise CannotConvene("A closed round takes no comments any more.")
        sealed = locked.disclosure in (Round.Disclosure.PARTICIPANTS, Round.Disclosure.PUBLIC)
        if sealed and locked.is_open(now) and locked.comments_close_at and locked.has_ended_comments(now):
            raise CannotConvene("Comments have been disclosed: a window that opens again would not be fair.")
        if locked.late_until and locked.late_until <= ends.closes_at:
            raise CannotConvene("Late comments would end before the window does; move their end first.")
        before = locked.window_of(participants) if participants else locked.own_window
        _lay_down(locked, participants, ends)
        move = DeadlineMove.objects.create(
            round=locked,
            participants=participants,
            opened_at=before.opens_at if before else None,
            closed_at=before.closes_at if before else None,
            opens_at=ends.opens_at,
            closes_at=ends.closes_at,
            reason=reason.strip(),
            moved_by=person,
            moved_at=now,
        )
        if locked.is_open(now) and before:
            _tell_of(move, ends)
    return move


def _lay_down(round: Round, participants: str, ends: Ends) -> None:
    if participants:
        Window.objects.update_or_create(
            round=round,
            participants=participants,
            defaults={"opens_at": ends.opens_at, "closes_at": ends.closes_at, "close_wording": ends.wording},
        )
        return
    round.comments_open_at, round.comments_close_at, round.close_wording = ends.opens_at, ends.closes_at, ends.wording
    round.save(update_fields=["comments_open_at", "comments_close_at", "close_wording"])


def _tell_of(move: DeadlineMove, ends: Ends) -> None:
    round = move.round
    concerned = Delegation.objects.in_round(round)
    if move.participants:
        concerned = concerned.of_kinds((move.participants,))
    else:
        own = {window.participants for window in Window.objects.filter(round=round)}
        concerned = concerned.of_kinds(tuple(kind for kind in Organisation.Kind.values if kind not in own))
    window = Interval(ends.opens_at, ends.closes_at, ends.wording)
    acting = Membership.objects.current().filter(organisation__in=concerned.order_by().values("organisation"))
    notify(
        kind=Notice.Kind.MOVED,
        key=f"moved:{move.pk}",
        people=User.objects.active().filter(pk__in=acting.values("person")).order_by("pk"),
        round=round,
        link=round.get_absolute_url(),
        context={
            **told(ends.closes_at, round.time_zone, "closes"),
            "says_through": window.says_through,
            "last_day": (ends.closes_at - timedelta(seconds=1)).astimezone(round.zone).date(),
            "reason": move.reason,
        },
    )


def cancel_schedule(*, round: Round) -> Round:
    """Take back an opening or closing that is laid down for later. Raises CannotConvene where none is."""
    with transaction.atomic():
        locked = Round.objects.select_for_update().get(pk=round.pk)
        now = timezone.now()
        if locked.closed_at and locked.closed_at > now:
            locked.closed_at = locked.closed_by = None
        elif locked.opened_at and locked.opened_at > now:
            locked.opened_at = locked.opened_by = None
        else:
            raise CannotConvene("Nothing is laid down for later.")
        locked.save(update_fields=["opened_at", "opened_by", "closed_at", "closed_by"])
    return locked


def open_round(*, round: Round, person: Any, at: datetime | None = None) -> Round:
    """Show the round to its delegations, at once or, with an instant to come, by itself at that instant. Comments are
    taken from then on, within the window.

    Raises CannotConvene where it is open already, or has a window but no edition to comment on.
    """
    with transaction.atomic():
        locked = Round.objects.select_for_update().get(pk=round.pk)
        if locked.opened_at:
            raise CannotConvene("The round has been opened already.")
        if not locked.edition_id and (locked.comments_open_at or Window.objects.filter(round=locked).exists()):
            raise CannotConvene("Choose the edition under discussion first: comments are tied to its words.")
        locked.opened_at, locked.opened_by = at or timezone.now(), person
        locked.save(update_fields=["opened_at", "opened_by"])
    return locked


def close_round(*, round: Round, person: Any, at: datetime | None = None) -> Round:
    """End the round at once, whatever the window said. Raises CannotConvene where it is not open."""
    with transaction.atomic():
        locked = Round.objects.select_for_update().get(pk=round.pk)
        if not locked.is_open(at) and not locked.is_open():
            raise CannotConvene("Only a round that is open can be closed.")
        locked.closed_at, locked.closed_by = at or timezone.now(), person
        locked.save(update_fields=["closed_at", "closed_by"])
    return locked
