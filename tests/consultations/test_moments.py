"""Instants in words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from consultations import moments
from consultations.models import Round
from consultations.models.rounds import Interval

LAST_DAY = "Sunday 14 April 2019"
LJUBLJANA = "Europe/Ljubljana"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "zone", "words"),
    [
        (
            datetime(2026, 12, 1, 15, tzinfo=UTC),
            "Africa/Nairobi",
            "Tuesday 1 December 2026, 18:00 in Nairobi (15:00 UTC)",
        ),
        (datetime(2026, 12, 1, 15, tzinfo=UTC), "UTC", "Tuesday 1 December 2026, 15:00 UTC"),
        (
            datetime(2026, 12, 2, 2, 30, tzinfo=UTC),
            "America/Costa_Rica",
            "Tuesday 1 December 2026, 20:30 in Costa Rica (2 December, 02:30 UTC)",
        ),
    ],
)
def test_an_instant_is_told_in_the_time_of_the_venue_and_in_utc(moment, zone, words):
    assert moments.full(moment, zone) == words


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (timedelta(days=9), "in nine days"),
        (timedelta(days=40), "in 40 days"),
        (timedelta(days=1), "tomorrow at 13:00"),
        (timedelta(hours=5), "today at 18:00"),
        (timedelta(hours=13), "tomorrow at 02:00"),
        (timedelta(minutes=5), "in five minutes"),
        (timedelta(seconds=20), "in one minute"),
        (timedelta(days=-2), "two days ago"),
    ],
)
def test_a_distance_is_counted_on_the_calendar_of_the_venue(distance, words):
    assert moments.away(NOON + distance, "Europe/Ljubljana", NOON) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2023, 5, 15), date(2023, 5, 26), "15 to 26 May 2023"),
        (date(2021, 11, 29), date(2021, 12, 2), "29 November to 2 December 2021"),
        (date(2021, 12, 30), date(2022, 1, 2), "30 December 2021 to 2 January 2022"),
        (date(2019, 3, 9), date(2019, 3, 9), "9 March 2019"),
    ],
)
def test_the_days_of_a_round(first, last, words):
    assert moments.dates(first, last) == words


def test_a_round_accepts_comments_exactly_in_the_phase_that_says_so():
    day = timedelta(days=1)
    opened = {"opened_at": NOON - day, "comments_open_at": NOON, "comments_close_at": NOON + day}
    second = timedelta(seconds=1)
    for at, phase in (
        (NOON - second, moments.BEFORE),
        (NOON, moments.ACCEPTING),
        (NOON + timedelta(days=1) - second, moments.ACCEPTING),
        (NOON + timedelta(days=1), moments.AFTER),
    ):
        round = Round(**opened)
        assert moments.phase(round, at) == phase
        assert (round.is_open(at) and round.window is not None and round.window.accepts(at)) == (
            phase == moments.ACCEPTING
        )
    assert moments.phase(Round(), NOON) == moments.ANNOUNCED
    assert moments.phase(Round(opened_at=NOON), NOON) == moments.RUNNING
    assert moments.phase(Round(opened_at=NOON + second), NOON) == moments.SCHEDULED
    assert moments.phase(Round(**opened, closed_at=NOON), NOON) == moments.CLOSED
    assert moments.phase(Round(**opened, closed_at=NOON + day), NOON) == moments.ACCEPTING
    assert moments.phase(Round(**opened, late_until=NOON + 2 * day), NOON + day) == moments.LATE


@pytest.mark.parametrize(
    ("wording", "zone", "said"),
    [
        ("before", "UTC", "before Sunday 14 April 2019, 22:00 UTC"),
        (
            "through",
            LJUBLJANA,
            "no later than Sunday 14 April 2019, the whole day in Ljubljana (until 14 April, 22:00 UTC)",
        ),
    ],
)
def test_the_end_of_a_window_is_said_as_the_round_said_it(wording, zone, said):
    end = datetime(2019, 4, 14, 22, tzinfo=UTC)
    assert moments.ending(Interval(end - timedelta(days=9), end, wording), zone) == said
