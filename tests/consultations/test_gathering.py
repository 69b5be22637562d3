"""The rhythm that a person chose: at once, one summary a day, none; receipts whatever they chose."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django.fixtures import Settings

from consultations.delivering import deliver
from consultations.gathering import NOT_WANTED, choose_letters, discard_unwanted, gather, summary_instant
from consultations.models import Notice
from drafts.models import Edition
from mla_portal.accounts.models import User
from tests.consultations.letters import Kind, State, letters_to
from tests.crowd import at_once

pytestmark = pytest.mark.django_db
NONE, DAILY, AT_ONCE = User.Notices.NONE, User.Notices.DAILY, User.Notices.AT_ONCE


@pytest.fixture
def reader(delegate: User) -> User:
    """Wants one summary a day."""
    choose_letters(person=delegate, rhythm=DAILY, language="en")
    return delegate


def yesterdays(person: User, edition: Edition, *keys: str, kind: Notice.Kind = Kind.EDITION) -> None:
    """Letters of the day before, one of each key."""
    for key in keys:
        letters_to([person], edition, key, kind)
    past = timezone.now() - timedelta(days=1, hours=1)
    Notice.objects.filter(key__in=keys).update(written_at=past, due_at=past)


def states() -> dict[str, str]:
    return dict(Notice.objects.order_by("pk").values_list("key", "state"))


@pytest.mark.parametrize(
    ("now", "instant"),
    [
        ("2026-11-27T06:59:59+00:00", "2026-11-26T07:00:00+00:00"),
        ("2026-11-27T07:00:00+00:00", "2026-11-27T07:00:00+00:00"),
        ("2026-11-27T23:59:00+00:00", "2026-11-27T07:00:00+00:00"),
    ],
)
def test_the_summarys_hour(now: str, instant: str) -> None:
    assert summary_instant(datetime.fromisoformat(now)) == datetime.fromisoformat(instant)


def test_the_summarys_hour_is_of_the_portals_time_zone(settings: Settings) -> None:
    settings.TIME_ZONE, settings.DIGEST_HOUR = "Pacific/Auckland", 8
    now = datetime.fromisoformat("2026-11-27T20:00:00+00:00")
    assert summary_instant(now) == datetime.fromisoformat("2026-11-27T19:00:00+00:00")


def test_a_daily_reader_has_one_letter_a_day_in_their_language(reader: User, edition: Edition) -> None:
    choose_letters(person=reader, rhythm=DAILY, language="fr")
    yesterdays(reader, edition, "a", "b")
    deliver()
    assert mail.outbox == []
    assert gather() == 1
    deliver()
    (sent,) = mail.outbox
    summary = Notice.objects.get(kind=Kind.DIGEST)
    assert sent.subject == summary.subject
    assert summary.subject.startswith("2 lettres du portail, ")
    assert str(sent.body).count("Convention on Lanterns : Draft 1 est paru") == 2
    assert set(summary.gathered.values_list("key", flat=True)) == {"a", "b"}
    assert states() == {"a": State.GATHERED, "b": State.GATHERED, summary.key: State.SENT}
    assert [letter.key for letter in Notice.objects.shown_to(reader).order_by("pk")] == ["a", "b", summary.key]


def test_what_was_written_after_the_hour_waits_for_the_next_summary(reader: User, edition: Edition) -> None:
    now = timezone.now()
    letters_to([reader], edition, "today")
    assert gather(now) == 0
    assert gather(now + timedelta(days=1)) == 1
    assert gather(now + timedelta(days=1)) == 0


def test_there_is_one_summary_a_day_and_what_is_released_later_is_in_the_next(reader: User, edition: Edition) -> None:
    yesterdays(reader, edition, "a", "b")
    Notice.objects.filter(key="b").update(state=State.HELD)
    assert gather() == 1
    Notice.objects.filter(key="b").update(state=State.WAITING)
    assert gather() == 0
    assert gather(timezone.now() + timedelta(days=1)) == 1
    assert Notice.objects.filter(kind=Kind.DIGEST).count() == 2


def test_a_receipt_is_never_gathered(reader: User, edition: Edition) -> None:
    yesterdays(reader, edition, "a")
    Notice.objects.update(kind=Kind.RECEIPT)
    assert gather() == 0
    deliver()
    assert states() == {"a": State.SENT}


def test_who_goes_back_to_at_once_has_what_waited_now(reader: User, edition: Edition) -> None:
    yesterdays(reader, edition, "a")
    choose_letters(person=reader, rhythm=AT_ONCE, language="en")
    assert gather() == 0
    deliver()
    assert states() == {"a": State.SENT}


@pytest.mark.parametrize("before", [DAILY, AT_ONCE])
def test_who_chooses_none_gets_nothing_that_waits_but_receipts(
    delegate: User, edition: Edition, before: User.Notices
) -> None:
    choose_letters(person=delegate, rhythm=before, language="en")
    yesterdays(delegate, edition, "a", "receipt")
    Notice.objects.filter(key="receipt").update(kind=Kind.RECEIPT)
    choose_letters(person=delegate, rhythm=NONE, language="en")
    gather()
    deliver()
    assert states() == {"a": State.DISCARDED, "receipt": State.SENT}
    assert Notice.objects.get(key="a").failure == NOT_WANTED


def test_a_summary_that_waits_is_discarded_too(reader: User, edition: Edition) -> None:
    yesterdays(reader, edition, "a")
    gather()
    choose_letters(person=reader, rhythm=NONE, language="en")
    deliver()
    assert mail.outbox == []


def test_a_choice_made_elsewhere_holds_without_the_act(delegate: User, edition: Edition) -> None:
    """In the administration, or by a person who signs off while the letters are being written."""
    yesterdays(delegate, edition, "a")
    User.objects.filter(pk=delegate.pk).update(notice_rhythm=NONE)
    deliver()
    assert mail.outbox == []
    assert discard_unwanted() == 1


def test_who_has_left_gets_nothing_at_all(delegate: User, edition: Edition) -> None:
    yesterdays(delegate, edition, "a", "receipt")
    Notice.objects.filter(key="receipt").update(kind=Kind.RECEIPT)
    User.objects.filter(pk=delegate.pk).update(is_active=False)
    deliver()
    assert mail.outbox == []
    assert discard_unwanted() == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_gather_and_send_and_each_reader_has_one_summary(
    delegate: User, expert: User, neighbour: User, edition: Edition
) -> None:
    people = [delegate, expert, neighbour]
    User.objects.filter(pk__in=[person.pk for person in people]).update(notice_rhythm=DAILY)
    for person in people:
        yesterdays(person, edition, f"a{person.pk}", f"b{person.pk}", f"c{person.pk}")
    acts: list[Callable[[], Any]] = [gather, deliver, gather, gather, deliver]
    at_once(acts)
    deliver()
    assert Notice.objects.filter(kind=Kind.DIGEST).count() == 3
    assert sorted(to for sent in mail.outbox for to in sent.to) == sorted(person.email for person in people)
    assert Notice.objects.filter(state=State.GATHERED).count() == 9
