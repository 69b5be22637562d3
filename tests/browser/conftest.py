"""The demonstration conference on a live server, and doors into it."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from drafts.models import Instrument
from mla_portal.demonstration import SLUG
from tests.browser.visiting import Enter, sign_in
from tests.kept import Kept

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PATIENCE = 30_000  # milliseconds; a busy machine takes its time over a first page
expect.set_options(timeout=PATIENCE)


@pytest.fixture
def demonstration(kept_demonstration: Kept, live_server: LiveServer, settings: Settings) -> Instrument:
    """The conference as `load_demo` leaves it; everybody's password is “demo”."""
    settings.DEMO = True
    kept_demonstration.put_back()
    return Instrument.objects.get(slug=SLUG)


@pytest.fixture
def enter(browser: "Browser", live_server: LiveServer) -> Iterator[Enter]:
    """`enter("editor@demo.example")` is a page of that person's own browser, signed in; without a name, of nobody's."""
    with ExitStack() as contexts:

        def door(email: str = "", **options: Any) -> Page:
            given = {"base_url": live_server.url, "locale": "en-GB", "timezone_id": "UTC", **options}
            context = contexts.enter_context(browser.new_context(**given))
            context.set_default_timeout(PATIENCE)
            page = context.new_page()
            if email:
                sign_in(page, email)
            return page

        yield door
