"""Bringing back an edited Word file, in a browser, on a desk and on a phone."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from consultations.models import Comment, Round
from drafts.consolidating import consolidated
from drafts.rendering.documents import clean_document
from drafts.rendering.docx import word_file
from mla_portal.accounts.models import User
from tests.browser.visiting import Enter, press
from tests.drafts.rendering.word_edits import edited

WIDTHS = ((1440, 900), (360, 740))


@pytest.fixture
def sent(tmp_path: Path, conference: Round) -> Path:
    assert conference.edition is not None
    text = consolidated(conference.edition.instrument, edition=conference.edition)
    file = tmp_path / "lanterns.docx"
    content = edited(
        word_file(clean_document(text)),
        lambda file: file.track("ten miles", "twelve miles"),
        lambda file: file.comment("be seen from", "Ten miles are too few in fog."),
        lambda file: file.add_after("tended by a keeper", "be painted red."),
        lambda file: file.delete("The depositary informs"),
        lambda file: file.delete("A lantern shall:"),
    )
    file.write_bytes(content)
    return file


def check(page: Page) -> None:
    """Fits a desk and a phone, and keeps the rules of accessibility that a machine can check."""
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


@pytest.mark.parametrize("scripts", [True, False])
def test_an_edited_file_becomes_drafts(
    enter: Enter, conference: Round, delegate: User, sent: Path, tmp_path: Path, scripts: bool
) -> None:
    page = enter(delegate.email, java_script_enabled=scripts)
    page.goto(f"/rounds/{conference.slug}/comments/")
    press(page, page.get_by_role("link", name="Bring back an edited Word file"))
    page.get_by_label("Edited Word file").set_input_files(sent)
    press(page, page.get_by_role("button", name="Show what it proposes"))
    expect(page.get_by_role("heading", name="What the edited file proposes")).to_be_visible()
    boxes = page.get_by_role("checkbox")
    expect(boxes).to_have_count(3)
    for box in boxes.all():
        expect(box).to_be_checked()
    expect(page.get_by_text("Ten miles are too few in fog.")).to_be_visible()
    expect(page.get_by_text("These words are gone while what stands below them stays")).to_be_visible()
    if scripts:
        check(page)
    boxes.last.uncheck()
    press(page, page.get_by_role("button", name="Keep what is ticked as drafts"))
    expect(page.get_by_text("2 drafts are kept for your delegation")).to_be_visible()
    assert [one.proposed for one in Comment.objects.drafts()] == [
        "be seen from twelve miles; and",
        "(c) be painted red.",
    ]
