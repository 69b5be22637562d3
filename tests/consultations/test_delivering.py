"""Sending: each letter once, whatever happens to the worker and whatever the mail server says."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from threading import Event
from time import sleep
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from consultations.delivering import WAITS, Delivered, declare_unsure, deliver
from consultations.models import Notice, NoticeStep
from consultations.models.notices import LEASE
from consultations.outbox import act_on
from consultations.tasks import WANTED
from drafts.models import Edition
from mla_portal.accounts.models import User
from tests.cast import person
from tests.consultations.letters import State, letter_to_address, letters_to
from tests.crowd import at_once
from tests.pg import ROOT
from tests.post_office import STAGES, PostOffice, post_office

PATIENCE = 60


@pytest.fixture
def office(settings: Settings) -> Iterator[PostOffice]:
    with post_office() as running:
        settings.EMAIL_BACKEND = "mla_portal.mail.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.EMAIL_TIMEOUT = 2
        yield running


def states() -> dict[str, str]:
    return dict(Notice.objects.order_by("address").values_list("address", "state"))


def many(edition: Edition, number: int) -> None:
    for n in range(number):
        letter_to_address(f"p{n:03}@test.example", edition)


@pytest.mark.django_db
def test_a_letter_reaches_the_mail_server(office: PostOffice, delegate: User, edition: Edition) -> None:
    delegate.language = User.Language.SPANISH
    letter = letters_to([delegate], edition)[0]
    assert deliver() == Delivered(sent=1)
    (taken,) = office.taken
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.failure) == (State.SENT, 1, "")
    assert taken["To"] == delegate.email
    assert taken["Subject"] == letter.subject == "Convention on Lanterns: se ha publicado Draft 1"
    plain, html = (part.get_content() for part in taken.iter_parts())
    assert "El documento Draft 1 (Convention on Lanterns) se publicó el" in plain
    assert '<html lang="es">' in html
    assert deliver() == Delivered()


@pytest.mark.django_db
def test_what_is_held_back_or_not_due_yet_stays(edition: Edition, secretariat: User) -> None:
    many(edition, 3)
    Notice.objects.filter(address="p001@test.example").update(due_at=timezone.now() + timedelta(hours=1))
    act_on(letters=Notice.objects.matching(words="p002"), act=NoticeStep.Act.HELD, person=secretariat)
    assert deliver() == Delivered(sent=1)
    assert [sent.to for sent in mail.outbox] == [["p000@test.example"]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stage", "answer", "state", "words"),
    [
        ("RCPT", "550 No such person", State.FAILED, "The mail server refused it: 550 No such person"),
        ("RCPT", "450 Try later", State.WAITING, "Not taken yet: 450 Try later"),
        ("MAIL", "421 Too many letters", State.WAITING, "Not taken yet: 421 Too many letters"),
        ("DATA", "451 Disk full", State.WAITING, "Not taken yet: 451 Disk full"),
        ("end", "554 Looks like advertising", State.FAILED, "The mail server refused it: 554 Looks like advertising"),
    ],
)
def test_what_the_server_answers_decides(
    office: PostOffice, edition: Edition, stage: str, answer: str, state: str, words: str
) -> None:
    letter = letter_to_address("p@test.example", edition)
    office.answers[stage] = answer
    deliver()
    letter.refresh_from_db()
    assert (letter.state, letter.failure, office.taken) == (state, words, [])
    assert (letter.due_at > timezone.now()) == (state == State.WAITING)


@pytest.mark.django_db
def test_a_letter_that_is_refused_for_now_is_tried_again_and_then_given_up(
    office: PostOffice, edition: Edition
) -> None:
    letter = letter_to_address("p@test.example", edition)
    office.answers["RCPT"] = "450 Try later"
    for attempt in range(1, len(WAITS) + 2):
        deliver()
        letter.refresh_from_db()
        assert letter.attempts == attempt
        assert letter.state == (State.WAITING if attempt <= len(WAITS) else State.FAILED)
        Notice.objects.update(due_at=timezone.now())
    assert deliver() == Delivered()


@pytest.mark.django_db
@pytest.mark.parametrize("stage", ["MAIL", "RCPT"])
def test_a_dialogue_that_breaks_before_the_letter_is_tried_again(
    office: PostOffice, edition: Edition, stage: str
) -> None:
    letter = letter_to_address("p@test.example", edition)
    office.at = lambda reached: reached == stage
    assert deliver() == Delivered(postponed=1)
    office.at = lambda reached: False
    Notice.objects.update(due_at=timezone.now())
    assert deliver() == Delivered(sent=1)
    letter.refresh_from_db()
    assert (letter.state, len(office.taken)) == (State.SENT, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("silence", [False, True])
def test_a_server_that_falls_silent_with_the_letter_in_hand_leaves_a_doubt_that_a_person_settles(
    office: PostOffice, edition: Edition, secretariat: User, settings: Settings, silence: bool
) -> None:
    letter = letter_to_address("p@test.example", edition)
    settings.EMAIL_TIMEOUT = 0.3 if silence else 5

    def end(reached: str) -> bool:
        if silence and reached == "end":
            sleep(1)
        return reached == "end"

    office.at = end
    assert deliver() == Delivered(failed=1)
    letter.refresh_from_db()
    assert (letter.state, letter.failure) == (State.FAILED, Notice.UNSURE)
    assert deliver() == Delivered()
    office.at = lambda reached: False
    assert act_on(letters=Notice.objects.all(), act=NoticeStep.Act.AGAIN, person=secretariat) == 1
    deliver()
    letter.refresh_from_db()
    assert letter.state == State.SENT
    assert len(office.taken) == 2
    assert office.taken[0]["Message-ID"] == office.taken[1]["Message-ID"]


@pytest.mark.django_db
def test_without_a_mail_server_letters_wait_and_no_attempt_is_counted(edition: Edition, settings: Settings) -> None:
    with post_office() as gone:
        settings.EMAIL_BACKEND = "mla_portal.mail.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", gone.port
    letter = letter_to_address("p@test.example", edition)
    assert deliver() == Delivered()
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (State.WAITING, 0)


@pytest.mark.django_db
def test_one_bad_letter_does_not_keep_the_others(office: PostOffice, edition: Edition) -> None:
    many(edition, 3)
    Notice.objects.filter(address="p000@test.example").update(subject="Two\nlines")
    assert deliver() == Delivered(sent=2, failed=1)
    assert states() == {
        "p000@test.example": State.FAILED,
        "p001@test.example": State.SENT,
        "p002@test.example": State.SENT,
    }


@pytest.mark.django_db
def test_the_secret_of_an_invitation_is_forgotten_once_it_is_sent(edition: Edition) -> None:
    letter = letter_to_address("p@test.example", edition)
    Notice.objects.update(kind=Notice.Kind.INVITATION, words="https://portal.test.example/invitations/s3cret/\n")
    deliver()
    letter.refresh_from_db()
    assert "/invitations/s3cret/" in str(mail.outbox[0].body)
    assert letter.words == "https://portal.test.example/invitations/…/\n"


@pytest.mark.django_db
def test_a_slow_worker_that_was_taken_for_dead_still_says_what_became_of_the_letter(edition: Edition) -> None:
    letter = letter_to_address("p@test.example", edition)
    claimed_at = timezone.now() - 2 * LEASE
    Notice.objects.update(due_at=claimed_at)
    assert Notice.objects.claim(letter.pk, claimed_at)
    assert declare_unsure(timezone.now()) == 1
    Notice.objects.claimed(letter.pk, claimed_at).update(state=State.SENT)
    assert states() == {"p@test.example": State.SENT}


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_committed_wakes_the_worker_once(edition: Edition, delegate: User, expert: User) -> None:
    """The tests' queue does at once what it is asked for."""
    from django.core.cache import cache

    letters_to([delegate, expert], edition)
    assert {to for sent in mail.outbox for to in sent.to} == {delegate.email, expert.email}
    assert cache.get(WANTED) is None


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_send_every_letter_once(edition: Edition, office: PostOffice) -> None:
    office.at = lambda reached: reached == "connect" and not ready  # nobody sends while the letters are written
    ready: list[bool] = []
    letters_to([person(f"p{n}@test.example", f"P {n}") for n in range(60)], edition)
    ready.append(True)
    done = at_once([deliver] * 6)
    assert sum(each.sent for each in done) == 60
    assert len(office.taken) == len({letter["To"] for letter in office.taken}) == 60
    assert set(states().values()) == {State.SENT}
    assert set(Notice.objects.values_list("attempts", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_a_claim_that_waited_for_another_ones_sees_what_that_has_written(
    edition: Edition, delegate: User, office: PostOffice
) -> None:
    """What a join in the UPDATE's condition would break on PostgreSQL."""
    office.at = lambda reached: True
    (letter,) = letters_to([delegate], edition)
    claimed = Event()

    def first() -> bool:
        with transaction.atomic():
            taken = Notice.objects.claim(letter.pk, timezone.now())
            claimed.set()
            sleep(0.3)
        return taken

    def second() -> bool:
        claimed.wait(PATIENCE)
        return Notice.objects.claim(letter.pk, timezone.now())

    assert at_once([first, second]) == [True, False]


@pytest.mark.django_db(transaction=True)
def test_a_letter_is_held_back_or_sent_and_never_both(edition: Edition, office: PostOffice, secretariat: User) -> None:
    office.at = lambda reached: reached == "connect" and not ready
    ready: list[bool] = []
    many(edition, 40)
    ready.append(True)
    hold: Callable[[], Any] = partial(act_on, letters=Notice.objects.all(), act=NoticeStep.Act.HELD, person=secretariat)
    at_once([deliver, hold, deliver])
    sent = {str(letter["To"]) for letter in office.taken}
    assert {address for address, state in states().items() if state == State.SENT} == sent
    assert set(states().values()) <= {State.SENT, State.HELD}


def worker(office: PostOffice, *options: str) -> "subprocess.Popen[bytes]":
    """A process that sends what is due, with the test's own database and mail server."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    environment = {**os.environ, "DATABASE_URL": url, "MLA_EMAIL_URL": office.address}
    return subprocess.Popen(
        [sys.executable, "manage.py", "send_letters", *options], cwd=ROOT, env=environment, stdout=subprocess.PIPE
    )


def die_at(stage: str, edition: Edition, office: PostOffice) -> Notice:
    """A worker that is killed when its dialogue has come to that stage; the letter, a lease later."""
    running: list[Any] = []

    def kill(reached: str) -> bool:
        if not running or reached != stage:
            return not running  # nobody answers before the worker is there
        running[0].kill()
        running[0].wait(PATIENCE)
        return True

    office.at = kill
    letter = letter_to_address("p@test.example", edition)
    running.append(worker(office))
    assert running[0].wait(PATIENCE) == -9
    running[0].stdout.close()
    assert declare_unsure(timezone.now()) == 0, "within the lease the worker may be alive"
    declare_unsure(timezone.now() + LEASE)
    letter.refresh_from_db()
    office.at = lambda reached: False
    return letter


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stage", STAGES)
def test_a_worker_killed_at_any_point_loses_no_letter_and_sends_none_twice(
    stage: str, edition: Edition, office: PostOffice
) -> None:
    letter = die_at(stage, edition, office)
    if stage in ("connect", "EHLO"):  # it had claimed nothing
        assert (letter.state, letter.attempts) == (State.WAITING, 0)
        assert deliver() == Delivered(sent=1)
        assert len(office.taken) == 1
    else:
        assert (letter.state, letter.failure) == (State.FAILED, Notice.UNSURE)
        assert deliver() == Delivered()
        assert len(office.taken) == (1 if stage == "end" else 0)


@pytest.mark.django_db(transaction=True)
def test_the_command_sends_and_says_what_it_did(edition: Edition, office: PostOffice) -> None:
    office.at = lambda reached: not running
    running: list[Any] = []
    letter_to_address("p@test.example", edition)
    running.append(worker(office))
    said, _ = running[0].communicate(timeout=PATIENCE)
    assert b'"sent": 1, "postponed": 0, "failed": 0' in said
    assert len(office.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_a_loop_that_is_told_to_stop_sends_the_letter_in_hand_and_no_more(edition: Edition, office: PostOffice) -> None:
    running: list[Any] = []

    def stop_at_the_first(reached: str) -> bool:
        if running and reached == "DATA":
            running[0].send_signal(signal.SIGTERM)
        return not running

    office.at = stop_at_the_first
    many(edition, 3)
    running.append(worker(office, "--loop", "--every", "0.05"))
    assert running[0].wait(PATIENCE) == 0
    running[0].stdout.close()
    assert len(office.taken) == 1
    assert sorted(states().values()) == [State.SENT, State.WAITING, State.WAITING]
