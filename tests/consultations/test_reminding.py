"""Letters of the clock: opening, last days, new edition; to whom, when, and once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consultations.convening import close_round
from consultations.models import Membership, Notice, Organisation, Round, Window
from consultations.reminding import NOT_TRUE, remind
from consultations.sweeping import sweep
from drafts.models import Edition, Instrument
from drafts.publishing import publish_edition
from mla_portal.accounts.models import User
from tests.cast import person
from tests.consultations.letters import Kind, State

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def edition(convention: Instrument, secretariat: User) -> Edition:
    """Issued so long ago that it is no news."""
    long_ago = timezone.now() - timedelta(days=30)
    return publish_edition(instrument=convention, label="Draft 1", symbol="LAN/2026/1", author=secretariat, at=long_ago)


@pytest.fixture
def window(conference: Round, delegate: User, expert: User, observer: User, outsider: User) -> Round:
    """Opens on day 0 and closes on day 20, in Santiago."""
    conference.comments_open_at = timezone.now() - timedelta(days=1)
    conference.comments_close_at = conference.comments_open_at + timedelta(days=20)
    conference.save()
    return conference


def told(kind: Notice.Kind) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("address", flat=True))


def test_the_people_of_the_delegations_are_told_once_that_a_window_is_open(
    window: Round, delegate: User, expert: User, observer: User
) -> None:
    assert remind() == 3
    assert remind() == 0
    assert told(Kind.OPENING) == {delegate.email, expert.email, observer.email}
    letter = Notice.objects.get(address=delegate.email)
    assert letter.subject == "Comments are open: Harbour Conference"
    assert window.comments_close_at
    assert f"{window.comments_close_at.astimezone(window.zone):%H:%M} in Santiago" in letter.words
    assert f"{window.comments_close_at:%H:%M} UTC)" in letter.words
    assert (letter.round, letter.link) == (window, "/rounds/harbour-2026/")


def test_before_it_opens_and_after_it_closes_nobody_is_told(window: Round) -> None:
    assert window.comments_open_at
    assert window.comments_close_at
    assert remind(window.comments_open_at - HOUR) == 0
    assert remind(window.comments_close_at) == 0


def test_a_round_that_is_not_opened_or_is_closed_tells_nobody(window: Round, secretariat: User) -> None:
    close_round(round=window, person=secretariat)
    assert remind() == 0


@pytest.mark.parametrize(
    ("before_the_end", "kinds"),
    [
        (timedelta(days=7, seconds=1), []),
        (timedelta(days=7), ["7"]),
        (timedelta(days=2), ["7"]),
        (timedelta(days=1), ["1"]),
        (timedelta(seconds=1), ["1"]),
        (timedelta(0), []),
    ],
)
def test_the_last_days_are_told_at_their_instants(window: Round, before_the_end: timedelta, kinds: list[str]) -> None:
    assert window.comments_close_at
    remind(window.comments_close_at - before_the_end)
    keys = Notice.objects.filter(kind=Kind.LAST_DAYS).values_list("key", flat=True)
    assert {key.split(":")[2] for key in keys} == set(kinds)


def test_a_short_window_has_no_reminder_of_before_it_opened(window: Round) -> None:
    assert window.comments_open_at
    window.comments_close_at = window.comments_open_at + timedelta(days=5)
    window.save()
    remind()
    assert told(Kind.LAST_DAYS) == set()


def test_a_deadline_that_was_moved_is_reminded_of_anew_and_one_that_stayed_is_not(window: Round) -> None:
    assert window.comments_close_at
    eve = window.comments_close_at - HOUR
    remind(eve)
    remind(eve)
    assert Notice.objects.filter(kind=Kind.LAST_DAYS).count() == 3
    window.comments_close_at += timedelta(days=14)
    window.save()
    remind(eve)
    assert Notice.objects.filter(kind=Kind.LAST_DAYS).count() == 3
    remind(window.comments_close_at - HOUR)
    assert Notice.objects.filter(kind=Kind.LAST_DAYS).count() == 6
    assert Notice.objects.filter(kind=Kind.OPENING).count() == 3


def test_a_reminder_that_could_not_be_sent_in_time_is_discarded(window: Round) -> None:
    assert window.comments_close_at
    remind(window.comments_close_at - timedelta(days=2))
    window.comments_close_at += timedelta(days=14)
    window.save()
    remind(window.comments_close_at - timedelta(days=16))
    states = set(Notice.objects.values_list("kind", "state"))
    assert states == {(Kind.OPENING, State.WAITING), (Kind.LAST_DAYS, State.DISCARDED)}
    remind(window.comments_close_at)
    assert set(Notice.objects.values_list("state", flat=True)) == {State.DISCARDED}
    assert set(Notice.objects.values_list("failure", flat=True)) == {NOT_TRUE}


def test_each_class_of_participants_has_the_letters_of_its_own_window(
    window: Round, delegate: User, expert: User, observer: User
) -> None:
    assert window.comments_close_at
    now = timezone.now()
    Window.objects.create(
        round=window, participants=Organisation.Kind.CIVIL_SOCIETY, opens_at=now + HOUR, closes_at=now + 12 * HOUR
    )
    remind(now)
    assert told(Kind.OPENING) == {delegate.email, expert.email}
    remind(now + 2 * HOUR)
    assert told(Kind.OPENING) == {delegate.email, expert.email, observer.email}
    remind(window.comments_close_at - HOUR)
    assert told(Kind.LAST_DAYS) == {delegate.email, expert.email}


def test_who_joins_later_is_told_and_who_has_left_or_wants_nothing_is_not(
    window: Round, chile: Organisation, delegate: User, expert: User, observer: User
) -> None:
    Membership.objects.filter(person=observer).update(ended_at=timezone.now())
    User.objects.filter(pk=expert.pk).update(notice_rhythm=User.Notices.NONE)
    remind()
    assert told(Kind.OPENING) == {delegate.email}
    late = person("late@test.example", "Late", "", chile, Membership.Role.EXPERT)
    remind()
    assert told(Kind.OPENING) == {delegate.email, late.email}


def test_a_new_edition_is_told_to_those_who_take_part_and_leads_to_what_changed(
    window: Round, secretariat: User, delegate: User, expert: User, observer: User
) -> None:
    edition = publish_edition(
        instrument=window.instrument,  # type: ignore[arg-type]
        label="Draft 2",
        symbol="LAN/2026/2",
        author=secretariat,
        note="Costs were settled.",
    )
    remind()
    assert told(Kind.EDITION) == {delegate.email, expert.email, observer.email}
    letter = Notice.objects.get(kind=Kind.EDITION, address=observer.email)
    assert letter.link == edition.get_absolute_url()
    assert "The secretariat notes: Costs were settled." in letter.words
    assert "/instruments/lanterns/compare/draft-1/draft-2/" in letter.words
    remind()
    assert Notice.objects.filter(kind=Kind.EDITION).count() == 3


def test_looking_again_takes_as_many_queries_for_many_people_as_for_few(
    window: Round, chile: Organisation, django_assert_num_queries
) -> None:
    remind()
    with django_assert_num_queries(5):  # rounds, their windows, what is not true any more, who is not told, editions
        remind()
    for n in range(20):
        person(f"p{n}@test.example", f"P {n}", "", chile, Membership.Role.EXPERT)
    remind()
    with django_assert_num_queries(5):
        remind()


def test_a_sweep_does_everything_and_one_that_follows_nothing(window: Round) -> None:
    first = sweep()
    assert (first["reminders"], first["sent"]) == (3, 3)
    assert set(sweep().values()) == {0}
    assert set(Notice.objects.values_list("state", flat=True)) == {State.SENT}
