"""A received file is verified: on a phone, without scripts, without an account."""

import pytest
from playwright.sync_api import FilePayload, ViewportSize, expect

from drafts.exporting import fulfil
from drafts.models import Edition, Rendition
from drafts.orders import Order
from drafts.requesting import request_rendition
from mla_portal.accounts.models import User
from tests.browser.test_every_page import MEASURE, violations_of
from tests.browser.visiting import Enter


@pytest.fixture
def received(edition: Edition, editor: User) -> bytes:
    asked = request_rendition(order=Order(edition.instrument, edition, format="txt"), person=editor)
    fulfil(asked.pk)
    with Rendition.objects.get(pk=asked.pk).file.open("rb") as stored:
        return stored.read()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_is_verified_on_a_phone(enter: Enter, received: bytes, scripts: bool) -> None:
    page = enter(java_script_enabled=scripts, viewport=ViewportSize(width=360, height=740))
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Verify a document").click()
    for content, answer in (
        (received, "This file is LAN/2026/1, Convention on Lanterns, Draft 1, Clean text"),
        (received + b" ", "No issued document of this portal has this checksum."),
    ):
        page.get_by_label("File").set_input_files(FilePayload(name="draft.txt", mimeType="text/plain", buffer=content))
        page.get_by_role("button", name="Verify").click()
        expect(page.get_by_role("status")).to_contain_text(answer)
        if scripts:
            assert page.evaluate(MEASURE)["overflow"] == 0
            assert violations_of(page) == []
    page.get_by_label("Or its SHA-256").fill("abc")
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_role("status")).to_have_text("A SHA-256 has 64 digits, each from 0 to 9 or from a to f.")
