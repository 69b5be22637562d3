"""Fixtures for everybody: the real treaties, a real browser, and a file for SQLite."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from mla_portal.demonstration import load_demonstration
from tests.cast import (  # noqa: F401  (fixtures for everybody)
    article,
    chile,
    conference,
    convention,
    delegate,
    edition,
    editor,
    expert,
    harbour,
    kenya,
    lantern_watch,
    neighbour,
    observer,
    outsider,
    rules,
    second_editor,
    secretariat,
    text,
)
from tests.kept import Kept
from tests.pg import ROOT, WORKER

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Chromium as root in a container, and without a word to anybody outside.
BROWSER_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The folder of real treaties, Word files and comment tables. They are others' and are only ever read."""
    folder = Path(os.environ.get("MLA_TEST_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("no treaty data beside the clone: set MLA_TEST_DATA")
    return folder


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite in a file, as in service: an in-memory database has one lock for all and no WAL."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database.setdefault("TEST", {})["NAME"] = str(settings.VAR / f"test-{WORKER or 'main'}.sqlite3")


@pytest.fixture(scope="session")
def kept_demonstration(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Kept:
    """The demonstration conference, which takes seconds to be replayed. Everybody's password is “demo”."""
    cache.clear()  # else a worker that an earlier test has asked for is not asked again, and no letter is sent
    with django_db_blocker.unblock(), override_settings(DEMO=True):
        return Kept(load_demonstration)


@pytest.fixture(scope="session")
def kept_conference(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Kept:
    """The same where demonstration passwords are not allowed, and before any of its letters has been sent."""

    def load() -> None:
        with transaction.atomic():
            load_demonstration()
            connection.run_on_commit.clear()

    with django_db_blocker.unblock():
        return Kept(load)


@pytest.fixture(autouse=True)
def _forgotten_sign_ins() -> None:
    """The rate limits of the sign-in live in the cache: a test's failures must not lock out the next one."""
    cache.clear()


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Headless Chromium, one a session: two synchronous Playwrights in one thread refuse each other."""
    chromium = os.environ.get("MLA_CHROMIUM", shutil.which("chromium"))
    if not chromium:
        pytest.skip("no Chromium: apt-get install chromium, or name one in MLA_CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, headless=True, args=BROWSER_OPTIONS)
        yield running
        running.close()


@pytest.fixture
def page(browser: "Browser", live_server: LiveServer) -> "Iterator[Page]":
    """A fresh page on the live portal: `page.goto("/")` works, and nobody is signed in."""
    with browser.new_context(base_url=live_server.url, locale="en-GB", timezone_id="UTC") as context:
        yield context.new_page()
