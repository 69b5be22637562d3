"""Instants as people say them: in the venue's time and in UTC, and how far away they are."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateformat import format as worded

from consultations.models import Round
from consultations.models.rounds import Interval

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True)
class Phase:
    """Where a round stands: `name` decides what a page offers, `word` is what it says."""

    name: str
    word: str

    @property
    def takes(self) -> bool:
        """Whether a comment that is handed in now is taken, late or not."""
        return self.name in ("accepting", "late")


ANNOUNCED = Phase("announced", "Not opened yet")
SCHEDULED = Phase("scheduled", "Opens by itself")
BEFORE = Phase("before", "Open; comments not yet")
ACCEPTING = Phase("accepting", "Open for comments")
LATE = Phase("late", "Comments have closed; late ones are taken")
AFTER = Phase("after", "Comments have closed")
RUNNING = Phase("running", "Open, without written comments")
CLOSED = Phase("closed", "Closed")


def phase(round: Round, now: datetime | None = None) -> Phase:
    """Where the round stands at this instant for the reader whose window it carries; ACCEPTING exactly when a comment
    handed in would be in time.
    """
    now = now or timezone.now()
    if round.is_closed(now):
        return CLOSED
    if not round.opened_at:
        return ANNOUNCED
    if round.opened_at > now:
        return SCHEDULED
    window = round.window
    if window is None:
        return RUNNING
    if now < window.opens_at:
        return BEFORE
    if window.accepts(now):
        return ACCEPTING
    return LATE if round.late_until and now < round.late_until else AFTER


def city(zone: str) -> str:
    """ "Europe/Ljubljana" -> "Ljubljana"; "" for UTC, which is no place."""
    return "" if zone == "UTC" else zone.rpartition("/")[2].replace("_", " ")


def in_words(number: int) -> str:
    """Numbers up to twelve in words, as running text has them."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def count(number: int, one: str, many: str = "") -> str:
    """ "one comment", "27 comments"."""
    return f"{in_words(number)} {one if number == 1 else many or one + 's'}"


def full(moment: datetime, zone: str = "UTC", *, seconds: bool = False) -> str:
    """ "Tuesday 1 December 2026, 18:00 in Ljubljana (17:00 UTC)". A date is added where UTC has another day."""
    there, greenwich = moment.astimezone(ZoneInfo(zone)), moment.astimezone(ZoneInfo("UTC"))
    clock = "H:i:s" if seconds else "H:i"
    if zone == "UTC":
        return f"{worded(there, 'l j F Y, ' + clock)} UTC"
    utc = worded(greenwich, clock if there.date() == greenwich.date() else "j F, " + clock)
    return f"{worded(there, 'l j F Y, ' + clock)} in {city(zone)} ({utc} UTC)"


def told(moment: datetime, zone: str, name: str) -> dict[str, Any]:
    """An instant for the templates of letters, which say it in their own language: `name`_there in the venue's time,
    without a zone because templates would turn it back into UTC; `name`_at; and the venue's city, "" where it is UTC.
    """
    there = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return {f"{name}_there": there, f"{name}_at": moment, "city": city(zone)}


def ending(window: Interval, zone: str = "UTC") -> str:
    """The end of a window as its round has said it: the instant, or the last day: "Friday 14 April 2023, the whole day
    in Ljubljana (until 22:00 UTC)".
    """
    if not window.says_through:
        return f"before {full(window.closes_at, zone)}"
    last = (window.closes_at - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
    utc = worded(window.closes_at.astimezone(ZoneInfo("UTC")), "j F, H:i")
    where = f" in {city(zone)}" if city(zone) else ""
    return f"no later than {worded(last, 'l j F Y')}, the whole day{where} (until {utc} UTC)"


def away(moment: datetime, zone: str = "UTC", now: datetime | None = None) -> str:
    """ "in nine days", counted on the venue's calendar; near by "tomorrow at 18:00", "in five minutes"."""
    now = now or timezone.now()
    there, here = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    days = (there.date() - here.date()).days
    if timedelta(0) <= moment - now < timedelta(hours=1):
        return f"in {count(max(1, int((moment - now).total_seconds() // 60)), 'minute')}"
    if days == 0:
        return f"today at {worded(there, 'H:i')}"
    if days == 1:
        return f"tomorrow at {worded(there, 'H:i')}"
    return f"in {count(days, 'day')}" if days > 0 else f"{count(-days, 'day')} ago"


def dates(first: date, last: date) -> str:
    """ "15 to 26 May 2023", "29 November to 2 December 2021", "9 March 2019" for one day."""
    if first == last:
        return worded(first, "j F Y")
    if first.year != last.year:
        shape = "j F Y"
    else:
        shape = "j F" if first.month != last.month else "j"
    return f"{worded(first, shape)} to {worded(last, 'j F Y')}"


def occasion(round: Round) -> str:
    """What a document of the round is for, as its cover names it: title, venue and dates."""
    venue = "By video" if round.is_virtual and not round.venue else round.venue
    return ", ".join(part for part in (round.title, venue, dates(round.starts_on, round.ends_on)) if part)
