"""From "Prepare a document" to a paper that anybody verifies: prepared, looked at, issued, revised."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from pytest_django.fixtures import Settings

from consultations.models import ConferenceDocument, Round
from drafts.exporting import fulfil
from drafts.models import Edition
from mla_portal.accounts.models import User
from tests.browser.test_every_page import MEASURE, violations_of
from tests.browser.visiting import Enter, press

REGISTER = "/rounds/harbour-2026/register/"


@pytest.fixture(autouse=True)
def _stores_of_its_own(settings: Settings, tmp_path: Path) -> None:
    """And a queue from which the test itself takes the work."""
    settings.MEDIA_ROOT = tmp_path / "media"
    database = {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "render"], "OPTIONS": {}}
    settings.TASKS = {"default": database}


def looked_at(page: Page) -> None:
    assert page.evaluate(MEASURE)["overflow"] == 0
    assert violations_of(page) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_a_document_is_prepared_and_issued(
    enter: Enter, conference: Round, edition: Edition, secretariat: User, delegate: User, width: int
) -> None:
    conference.symbol_stem = "LAN/PC/1"
    conference.save()
    secretariat.set_password("demo")
    secretariat.save()
    page = enter(secretariat.email, viewport=ViewportSize(width=width, height=800))
    page.goto(REGISTER)
    press(page, page.get_by_role("link", name="Prepare a document"))
    looked_at(page)
    page.get_by_role("group", name="Files").get_by_label("PDF").uncheck()
    page.get_by_role("group", name="Files").get_by_label("plain text").check()
    page.get_by_label("Distribution").select_option("General")
    page.get_by_label("Read by").select_option("Everybody")
    page.get_by_label("Agenda item").fill("3, Draft convention")
    press(page, page.get_by_role("button", name="Prepare the document"))
    expect(page.get_by_role("heading", level=1)).to_have_text(edition.symbol)
    files = page.get_by_role("region", name="Files")
    expect(files).to_contain_text("Waiting")
    expect(page.get_by_role("button", name="Issue the document")).to_be_disabled()
    for file in ConferenceDocument.objects.get().files.all():
        fulfil(file.rendition_id or 0)
    expect(files).not_to_contain_text("Waiting")  # the list renews itself
    looked_at(page)
    page.reload()
    press(page, page.get_by_role("button", name="Issue the document"))
    expect(page.get_by_role("main")).to_contain_text("From now on nothing of it changes.")
    with page.expect_download() as download:
        files.get_by_role("link", name="English, plain text").click()
    assert "Agenda item 3, Draft convention" in download.value.path().read_text()
    stranger = enter(viewport=ViewportSize(width=width, height=800))
    stranger.goto("/documents/")
    press(stranger, stranger.get_by_role("link", name=edition.symbol, exact=True))
    looked_at(stranger)
    press(stranger, stranger.get_by_role("link", name="Verify a document"))
    stranger.get_by_label("File").set_input_files(download.value.path())
    press(stranger, stranger.get_by_role("button", name="Verify"))
    expect(stranger.get_by_role("status")).to_contain_text(f"This file is {edition.symbol}")
    press(page, page.get_by_role("link", name="Revise"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Revise {edition.symbol}")
