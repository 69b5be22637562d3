"""Bringing a Word file with tracked changes into the text, in a browser, with and without scripts."""

import re
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from drafts.models import Instrument, Text
from mla_portal.accounts.models import User
from tests.browser.visiting import Enter, complaints_of, follow_more, press
from tests.drafts.text.word_files import article, deleted, inserted, paragraph, run, word_file

LOOK_OF_THE_BUTTON = """field => {
  const look = getComputedStyle(field, "::file-selector-button");
  return [look.color, look.backgroundColor];
}"""
WIDTHS = ((1440, 900), (360, 740))
TRACKED = word_file(
    *article(
        paragraph(run("Each State Party shall keep a ") + inserted("bright ") + run("lantern on its coast."), 0),
        paragraph("A lantern shall:", 0),
        paragraph(run("be seen from ") + deleted("ten") + inserted("twelve") + run(" miles; and"), 1),
        paragraph("be tended by a keeper.", 1),
    )
)


@pytest.fixture
def tracked(tmp_path: Path) -> Path:
    file = tmp_path / "lanterns.docx"
    file.write_bytes(TRACKED)
    return file


def send(page: Page, file: Path) -> None:
    page.goto("/instruments/lanterns/")
    follow_more(page, "Import a Word file")
    page.get_by_label("File", exact=True).set_input_files(file)
    press(page, page.get_by_role("button", name="Show what it changes"))


def check(page: Page) -> None:
    """Fits a desk and a phone, and keeps the rules of accessibility that a machine can check."""
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def light_of(colour: str) -> float:
    """The relative luminance of "rgb(20, 23, 28)", as the contrast rules of WCAG 2 count it."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_button_that_chooses_a_file_can_be_read(
    enter: Enter, convention: Instrument, editor: User, scheme: Literal["light", "dark"]
) -> None:
    """A part of the browser's own, which axe does not see."""
    page = enter(editor.email, color_scheme=scheme)
    page.goto("/instruments/lanterns/import/")
    field = page.get_by_label("File", exact=True)
    for _ in ("at rest", "under the pointer"):
        dark, light = sorted(map(light_of, field.evaluate(LOOK_OF_THE_BUTTON)))
        assert (light + 0.05) / (dark + 0.05) >= 4.5
        field.hover()
        page.wait_for_timeout(400)  # the colours of the button change in a moment


@pytest.mark.parametrize("scripts", [True, False])
def test_a_word_file_with_tracked_changes_is_answered_and_imported(
    enter: Enter, convention: Instrument, editor: User, tracked: Path, scripts: bool
) -> None:
    page = enter(editor.email, java_script_enabled=scripts)
    complaints = complaints_of(page.context)
    page.goto("/instruments/lanterns/import/")
    if scripts:
        check(page)
    send(page, tracked)
    expect(page.get_by_role("heading", level=1)).to_have_text("What the file changes")
    changes = page.get_by_role("group", name=re.compile("^Change"))
    expect(changes).to_have_count(2)
    expect(changes.nth(1).get_by_role("deletion")).to_contain_text("ten")
    expect(changes.nth(1).get_by_role("insertion")).to_contain_text("twelve")
    if scripts:
        check(page)

    changes.nth(0).get_by_label("Refuse").check()
    page.get_by_label("Reason for the new versions").fill("As the drafting committee sent it.")
    with page.expect_navigation():  # by keyboard: Enter imports, and does not press the first button of the page
        page.get_by_label("Reason for the new versions").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("1 of 2 tracked changes has no answer yet")
    expect(page.get_by_label("Reason for the new versions")).to_have_value("As the drafting committee sent it.")
    expect(page.get_by_role("group", name=re.compile("^Change")).nth(0).get_by_label("Refuse")).to_be_checked()

    page.get_by_role("group", name=re.compile("^Change")).nth(1).get_by_label("Accept").check()
    press(page, page.get_by_role("button", name="Import as new versions"))
    expect(page.get_by_role("main")).to_contain_text("The file is imported: 1 new version.")
    source = Text.objects.get(article__slug="1", language="en").source()
    assert re.search(r"twelve miles", source)
    assert "bright" not in source
    assert [line for line in complaints if "400" not in line] == []
