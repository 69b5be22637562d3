"""Real worker processes, killed at random while they make thirty files: each is made once, and nothing is left."""

import hashlib
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from pytest_django.fixtures import Settings

from consultations.commenting import Target
from consultations.models import Round
from drafts.amending import Proposal, save_text
from drafts.models import Edition, Rendition, Text
from drafts.models.renditions import ATTEMPTS
from drafts.orders import Order, order_of
from drafts.publishing import publish_edition
from drafts.requesting import request_rendition, revive_abandoned
from mla_portal.accounts.models import User
from tests.cast import Words, comment_by
from tests.pg import ROOT

WORKERS = 2
KILLS = 8
LEASE = 3  # seconds, in place of ten minutes
PATIENCE = 90  # seconds, for all of it
State, Format, Variant = Rendition.State, Rendition.Format, Rendition.Variant


def address_of_the_database() -> str:
    """For another process, in the form that DATABASE_URL takes."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)


def start_worker() -> "subprocess.Popen[bytes]":
    """A worker as in service, on the database and the store of this test."""
    environment = {
        **os.environ,
        "DATABASE_URL": address_of_the_database(),
        "MLA_TASKS_BACKEND": "django_tasks_db.DatabaseBackend",
        "MLA_EXPORT_LEASE": str(LEASE),
    }
    command = [sys.executable, "manage.py", "db_worker", "--queue-name", "*", "--interval", "0.1", "--no-startup-delay"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture
def workers() -> "Iterator[list[subprocess.Popen[bytes]]]":
    """Those of a test. All are stopped at its end, however it ends."""
    running: list[subprocess.Popen[bytes]] = []
    yield running
    for worker in running:
        worker.kill()
        worker.wait(10)


@pytest.fixture
def queue(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue of the portal in service, short leases, and a store that only this test has."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "render"], "OPTIONS": {}}
    }
    settings.EXPORT_LEASE = LEASE
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setenv("MLA_MEDIA_ROOT", str(tmp_path))


@pytest.fixture
def second(edition: Edition, text: Text, editor: User, secretariat: User) -> Edition:
    proposal = Proposal(text.heading, text.source().replace("ten miles", "twelve miles"), 1)
    save_text(article=text.article, language="en", proposal=proposal, author=editor, reason="Farther.")
    return publish_edition(instrument=edition.instrument, label="Draft 2", symbol="LAN/2026/2", author=secretariat)


def orders(first: Edition, second: Edition, round: Round) -> list[Order]:
    """Thirty files, no two of the same order."""
    instrument = first.instrument
    found = [
        Order(instrument, edition, variant, format=format)
        for edition in (first, second)
        for variant, format in product([Variant.PLAIN, Variant.DROP], [Format.TXT, Format.HTML])
    ]
    whole = [Format.PDF, Format.DOCX, Format.AKN, Format.JSON, Format.TXT, Format.HTML]
    found += [Order(instrument, edition, format=format) for edition in (first, second) for format in whole]
    comments = [Format.PDF, Format.DOCX, Format.HTML, Format.TXT]
    found += [
        Order(instrument, first, Variant.COMPILATION, format=format, round_slug=round.slug) for format in comments
    ]
    changes = [Format.PDF, Format.DOCX, Format.HTML]
    found += [Order(instrument, second, Variant.REDLINE, first, format=format) for format in changes]
    found += [Order(instrument, second, line_numbers=True), Order(instrument), Order(instrument, format=Format.DOCX)]
    return found


def unfinished() -> int:
    return Rendition.objects.unfinished().count()


def wait_until_busy(until: float) -> None:
    while time.monotonic() < until and unfinished():
        if Rendition.objects.filter(state=State.RUNNING).exists():
            return
        time.sleep(0.01)


@pytest.mark.django_db(transaction=True)
def test_workers_killed_at_random_lose_no_file_and_make_none_twice(
    queue: None,
    conference: Round,
    edition: Edition,
    second: Edition,
    delegate: User,
    secretariat: User,
    workers: "list[subprocess.Popen[bytes]]",
) -> None:
    comment_by(delegate, conference, Target(), Words("Chile on the whole."), submit=True)
    asked = [request_rendition(order=order, person=secretariat).pk for order in orders(edition, second, conference)]
    assert len(set(asked)) == 30
    dice, until, kills = random.Random(30), time.monotonic() + PATIENCE, 0
    workers += [start_worker() for _ in range(WORKERS)]
    while unfinished():
        assert time.monotonic() < until, list(Rendition.objects.unfinished().values_list("pk", "state", "attempts"))
        if kills < KILLS:
            wait_until_busy(until)
            time.sleep(dice.uniform(0, 0.4))
            victim = workers.pop(dice.randrange(WORKERS))
            victim.kill()
            kills += victim.wait(10) == -9
            workers.append(start_worker())
        time.sleep(0.1)
        revive_abandoned()  # as every page does that waits for a file
        for failed in Rendition.objects.filter(state=State.FAILED, pk__in=asked):  # as the person does who reads it
            assert failed.attempts == ATTEMPTS
            asked.remove(failed.pk)
            asked.append(request_rendition(order=order_of(failed), person=secretariat).pk)
    time.sleep(LEASE)
    revive_abandoned()
    assert kills == KILLS
    made = Rendition.objects.filter(pk__in=asked)
    assert set(made.values_list("state", flat=True)) == {State.DONE}
    assert max(made.values_list("attempts", flat=True)) > 1, "the kills hit nothing"
    stored = {str(path.relative_to(settings.MEDIA_ROOT)): path for path in settings.MEDIA_ROOT.rglob("*.*")}
    assert sorted(stored) == sorted(made.values_list("file", flat=True))
    for rendition in made:
        assert hashlib.sha256(stored[str(rendition.file)].read_bytes()).hexdigest() == rendition.sha256
