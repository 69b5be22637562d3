"""Letters that no act writes but the clock: a window has opened, it closes soon, an edition has been issued.

Each is looked for again and again and written once to each person: its key names the instant, so a deadline that was
moved is told of anew and one that stayed is not. Somebody who joins a delegation while a letter of this kind is still
true has it then.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from consultations import moments
from consultations.models import Delegation, Membership, Notice, Organisation, Round
from consultations.notices import notify
from drafts.models import Edition
from mla_portal.accounts.models import User

NEW_FOR = timedelta(days=7)  # an edition is news for so long; those of before the portal wrote letters are none
OF_WINDOWS = (Notice.Kind.OPENING, Notice.Kind.LAST_DAYS)
NOT_TRUE = "It was not sent in time: the window has closed, or its end was moved."
_BATCH = 500


@dataclass(frozen=True)
class Opening:
    """When comments are taken, and from which kinds of organisations."""

    opens_at: datetime
    closes_at: datetime
    kinds: tuple[str, ...]


def remind(now: datetime | None = None) -> int:
    """Write every letter of the clock that is due and not written yet; how many.

    First what has not been sent and is not true any more is discarded: a window has closed, or its end was moved, while
    the mail server was away or a summary was waited for.
    """
    now = now or timezone.now()
    rounds = Round.objects.running(now).for_reading()
    due = [(round, opening, true_now(round, opening, now)) for round in rounds for opening in openings_of(round)]
    keys = [key for _, _, letters in due for _, key, _ in letters]
    Notice.objects.untrue(OF_WINDOWS, keys).update(state=Notice.State.DISCARDED, failure=NOT_TRUE)
    written = sum(_remind_of(round, opening, letters) for round, opening, letters in due if letters)
    return written + sum(_tell_of(edition) for edition in Edition.objects.issued_between(now - NEW_FOR, now))


def openings_of(round: Round) -> Iterator[Opening]:
    """The windows of a round: one for each class that has its own, one for all others."""
    own = list(round.windows.all())
    for window in own:
        yield Opening(window.opens_at, window.closes_at, (window.participants,))
    if round.comments_open_at and round.comments_close_at:
        others = set(Organisation.Kind.values) - {window.participants for window in own}
        yield Opening(round.comments_open_at, round.comments_close_at, tuple(sorted(others)))


def true_now(round: Round, opening: Opening, now: datetime) -> list[tuple[Notice.Kind, str, int]]:
    """Kind, key and days of the letters that are true at this moment: that it is open and, of the last days, the
    nearest to its end. A window that is shorter has no reminder of a day before it opened."""
    if not opening.opens_at <= now < opening.closes_at:
        return []
    letters = [(Notice.Kind.OPENING, f"opening:{round.pk}:{opening.opens_at.isoformat()}", 0)]
    for days in sorted(settings.LAST_DAYS):
        begins = opening.closes_at - timedelta(days=days)
        if begins <= now:
            if begins > opening.opens_at:
                key = f"last_days:{round.pk}:{days}:{opening.closes_at.isoformat()}"
                letters.append((Notice.Kind.LAST_DAYS, key, days))
            break
    return letters


def _remind_of(round: Round, opening: Opening, letters: list[tuple[Notice.Kind, str, int]]) -> int:
    people = people_of(Delegation.objects.in_round(round).of_kinds(opening.kinds))
    context, link = told(round, opening), round.get_absolute_url()
    return sum(_write(kind, key, people, round, link, {**context, "days": days}) for kind, key, days in letters)


def told(round: Round, opening: Opening) -> dict[str, Any]:
    """What the templates of `opening` and `last_days` have: the edition and the two instants."""
    instants = [(opening.opens_at, "opens"), (opening.closes_at, "closes")]
    parts = [moments.told(instant, round.time_zone, name) for instant, name in instants]
    return {"edition": round.edition, **parts[0], **parts[1]}


def _tell_of(edition: Edition) -> int:
    """To everybody whose organisation takes part in a round on the instrument that has been opened."""
    people = people_of(Delegation.objects.on_instrument(edition.instrument))
    earlier = Edition.objects.before(edition).first()
    context: dict[str, Any] = {"edition": edition, "instrument": edition.instrument, "earlier": earlier}
    if earlier:
        named = {"slug": edition.instrument.slug, "older": earlier.slug, "newer": edition.slug}
        context["comparison"] = settings.BASE_URL + reverse("drafts:compare_editions", kwargs=named)
    return _write(Notice.Kind.EDITION, f"edition:{edition.pk}", people, None, edition.get_absolute_url(), context)


def people_of(delegations: Any) -> Any:
    """Everybody who acts today for an organisation of these delegations, each once."""
    acting = Membership.objects.current().filter(organisation__in=delegations.order_by().values("organisation"))
    return User.objects.active().filter(pk__in=acting.values("person")).order_by("pk")


def _write(kind: Notice.Kind, key: str, people: Any, round: Round | None, link: str, context: dict[str, Any]) -> int:
    """To those who have no letter of this key yet and want letters; how many. In batches: the words of two thousand
    letters need not stand in memory together."""
    wanting = people.exclude(notice_rhythm=User.Notices.NONE)
    missing = list(wanting.exclude(Notice.objects.of_key_to(key, "email")))
    for start in range(0, len(missing), _BATCH):
        notify(kind=kind, key=key, people=missing[start : start + _BATCH], round=round, link=link, context=context)
    return len(missing)
