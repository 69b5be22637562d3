"""Options of scope in the browser: laid down, written behind a clause, read under a choice, compared, exported."""

import pytest
from playwright.sync_api import expect

from drafts.models import Rendition, Text
from tests.browser.test_every_page import DESK, PHONE, defects_of, violations_of
from tests.browser.visiting import Enter, complaints_of, follow, press, retype

PAGE = "/instruments/convention/options/"
TEXT = "/instruments/convention/"


@pytest.mark.usefixtures("demonstration")
def test_an_editor_marks_a_clause_and_reads_the_text_under_a_choice(enter: Enter) -> None:
    page = enter("editor@demo.example")
    complaints = complaints_of(page.context)
    page.goto(f"{TEXT}articles/9/edit/")
    retype(page, "accessible to all States Parties.", "accessible to all States Parties. {under: 9}")
    expect(page.get_by_role("main")).to_contain_text("There is no option 9: the secretariat lays the options down.")
    retype(page, "{under: 9}", "{under: 1, 2+3}")
    page.get_by_label("Reason for this version").fill("The register under two choices only.")
    press(page, page.get_by_role("button", name="Save", exact=False).first)
    text = Text.objects.get(article__instrument__slug="convention", article__slug="9", language="en")
    assert "{under: 1, 2+3}" in text.source()
    page.goto(f"{TEXT}articles/9/")
    expect(page.locator("article.treaty")).to_contain_text("Stands under option 1 or options 2 and 3 together")
    page.locator("summary", has_text="All options together").click()
    press(page, page.locator("details[open]").get_by_role("link", name="Under option 2").first)
    expect(page.locator("article.treaty")).not_to_contain_text("up-to-date register")
    assert violations_of(page) == []
    assert complaints == []


@pytest.mark.usefixtures("demonstration")
def test_the_secretariat_counts_compares_exports_and_lays_down(enter: Enter) -> None:
    page = enter("secretariat@demo.example")
    complaints = complaints_of(page.context)
    page.goto(PAGE)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        assert (defects_of(page, page.url), violations_of(page)) == ([], [])
    page.set_viewport_size(DESK)
    expect(page.get_by_role("main")).to_contain_text("Article 3")
    page.get_by_label("Compare the text under").select_option("1")
    page.get_by_label("with that under").select_option("2+3")
    press(page, page.get_by_role("button", name="Compare"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Under option 1, compared with options 2 and 3")
    expect(page.get_by_role("main")).to_contain_text("Stands under options 2 and 3, not under option 1")
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        assert (defects_of(page, page.url), violations_of(page)) == ([], [])
    page.set_viewport_size(DESK)
    page.goto(PAGE)
    follow(page, "Export Under options 1 and 3")
    expect(page.get_by_label("Options of scope")).to_have_value("1+3")
    page.get_by_label("plain text").check()
    press(page, page.get_by_role("button", name="Make the file"))
    assert Rendition.objects.latest("pk").under == "1+3"
    page.goto(PAGE)
    page.get_by_role("textbox", name="Choices").fill("1\n2")
    page.get_by_label("Reason").fill("The third option is given up.")
    press(page, page.get_by_role("button", name="Lay them down"))
    expect(page.get_by_role("alert")).to_contain_text("Option 3 is in no choice.")
    expect(page.get_by_label("Reason")).to_have_value("The third option is given up.")
    assert violations_of(page) == []
    page.get_by_role("textbox", name="Choices").fill("1\n2\n2 + 3")
    press(page, page.get_by_role("button", name="Lay them down"))
    expect(page.get_by_role("main")).to_contain_text("the choices are {1}, {2}, {2 + 3}.")
    assert [complaint for complaint in complaints if "400" not in complaint] == []


@pytest.mark.usefixtures("demonstration")
def test_a_delegate_is_told_which_choices_there_are(enter: Enter) -> None:
    page = enter("delegate@demo.example")
    page.goto(f"{TEXT}?under=1%2B2")
    expect(page.get_by_role("main")).to_contain_text("the choices are: 1, 2, 1+3, 2+3.")
    assert violations_of(page) == []
    follow(page, "Options of scope")
    expect(page.get_by_role("main")).to_contain_text("no clause carries a mark such as {under: 2} yet")
    expect(page.get_by_role("button", name="Lay them down")).to_have_count(0)
