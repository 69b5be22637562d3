"""The proofreading page and its way into the editor, in a real browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.visiting import Enter, complaints_of, follow_more, press

MARKED = (
    "(({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd))(document.activeElement)"
)
PAGE = "/instruments/convention/proofreading/"


@pytest.mark.usefixtures("demonstration")
def test_an_editor_settles_what_the_page_has_found(enter: Enter) -> None:
    page = enter("editor@demo.example")
    complaints = complaints_of(page.context)
    page.goto("/instruments/convention/")
    follow_more(page, "Proofreading")
    expect(page.get_by_role("heading", level=1)).to_have_text("Proofreading")
    lead = page.locator(".lead")
    expect(lead).to_contain_text(re.compile(r"^\d+ things stand between this text and a clean one\."))
    before = int(lead.inner_text().split()[0])

    page.get_by_label("Kind").select_option(label="Placeholders (5)")
    press(page, page.get_by_role("button", name="Show"))
    found = page.get_by_role("region", name="Placeholders").get_by_role("listitem")
    expect(found).to_have_count(5)
    expect(found.nth(4)).to_contain_text("still has to be filled in")
    assert Axe().run(page).response["violations"] == []
    press(page, found.nth(0).get_by_role("link", name="Edit"))
    source = page.get_by_role("textbox", name="Text", exact=True)
    expect(source).to_be_focused()
    marked = page.evaluate(MARKED)
    assert marked.startswith("1. ")
    assert "[place]" in marked

    typed = source.input_value().replace("[place]", "Harbour Town")
    source.fill(typed.replace("[date] to [date]", "1 May to 2 May 2030"))
    page.get_by_label("Reason for this version").fill("Place and dates are known.")
    press(page, page.get_by_role("button", name="Save"))
    page.goto(PAGE)
    expect(lead).to_contain_text(f"{before - 3} things")
    assert complaints == []


@pytest.mark.usefixtures("demonstration")
def test_the_languages_differ_in_the_one_place_that_was_meant(enter: Enter) -> None:
    page = enter("editor@demo.example")
    page.goto(f"{PAGE}?kind=language")
    found = page.get_by_role("region", name="Languages that differ").get_by_role("listitem")
    expect(found).to_have_count(2)
    expect(found.nth(0)).to_contain_text("have no French text to compare with")
    expect(found.nth(1)).to_contain_text("English has 1 open bracket here, French has no open bracket.")
    page.goto("/instruments/convention/?language=fr")
    expect(page.get_by_role("article")).to_contain_text("Règlement des différends")
    assert Axe().run(page).response["violations"] == []


@pytest.mark.usefixtures("demonstration")
def test_warnings_beside_the_typing_lead_to_their_line(enter: Enter) -> None:
    page = enter("editor@demo.example")
    page.goto("/instruments/convention/articles/7/edit/")
    source = page.get_by_role("textbox", name="Text", exact=True)
    source.press("Control+End")
    source.press_sequentially("\n9. See the the rules of article 99 on [date].")
    warnings = page.locator("#warnings li")
    expect(warnings.filter(has_text="There is no article 99.")).to_be_visible()
    expect(warnings.filter(has_text="“[date]” still has to be filled in.")).to_be_visible()
    expect(warnings.filter(has_text="“the” stands twice.")).to_be_visible()
    warnings.filter(has_text="stands twice").get_by_role("link").click()
    marked = page.evaluate(MARKED)
    assert marked.startswith("the the rules")
    assert Axe().run(page).response["violations"] == []


@pytest.mark.usefixtures("demonstration")
def test_a_delegation_reads_the_findings_of_its_edition(enter: Enter) -> None:
    page = enter("delegate@demo.example")
    page.goto(PAGE)
    expect(page.get_by_role("main")).to_contain_text("Draft 2")
    expect(page.get_by_role("link", name="Edit")).to_have_count(0)
    expect(page.get_by_text("A note by the secretariat stands here.")).to_have_count(1)
    expect(page.get_by_text("It is not an alternative to them")).to_have_count(0)
