"""Disputed wording in the browser: read, read as if decided, resolved; and what a delegation sees of it."""

import pytest
from playwright.sync_api import expect

from drafts.models import Text
from tests.browser.test_every_page import DESK, PHONE, defects_of, violations_of
from tests.browser.visiting import Enter, complaints_of, follow, press

PAGE = "/instruments/convention/disputed/"
ARTICLE = "/instruments/convention/articles/31/"


@pytest.mark.usefixtures("demonstration")
def test_an_editor_resolves_a_passage_from_its_button(enter: Enter) -> None:
    page = enter("editor@demo.example")
    complaints = complaints_of(page.context)
    page.goto(ARTICLE)
    follow(page, "Disputed wording")
    article = page.get_by_role("region", name="Article 31")
    expect(article).to_contain_text("Supported by Brazil and Philippines. Opposed by Belgium and Slovenia.")
    expect(article).to_contain_text("Supported by Lesotho on behalf of the Group of Inland States except Malawi.")
    expect(article).to_contain_text("Supported by several delegations.")
    expect(page.get_by_role("region", name="Article 15")).to_contain_text("Reservation of Japan: scrutiny.")
    press(page, article.get_by_role("link", name="Choose 2"))
    expect(page.get_by_role("deletion").first).to_contain_text("six")
    assert violations_of(page) == []
    page.get_by_label("Kind of change").select_option("substantive")
    page.get_by_label("Reason").fill("Twelve months leave time for negotiation.")
    press(page, page.get_by_role("button", name="Choose 2"))
    expect(page.get_by_role("main")).to_contain_text("Resolved: this is version 3 of Article 31.")
    text = Text.objects.get(article__instrument__slug="convention", article__slug="31", language="en")
    assert "by negotiation within twelve months shall" in text.source()
    page.go_back()
    page.get_by_label("Reason").fill("Once more.")
    press(page, page.get_by_role("button", name="Choose 2"))
    expect(page.get_by_role("alert")).to_contain_text("These words no longer stand in Article 31 as they were shown")
    expect(page.get_by_role("alert")).to_contain_text("Once more.")
    assert violations_of(page) == []
    assert [complaint for complaint in complaints if "409" not in complaint] == []


@pytest.mark.usefixtures("demonstration")
def test_a_delegate_reads_an_edition_as_if_it_were_decided(enter: Enter) -> None:
    page = enter("delegate@demo.example")
    complaints = complaints_of(page.context)
    page.goto(PAGE)
    expect(page.get_by_role("main")).to_contain_text("Draft 2:")
    expect(page.get_by_role("main")).not_to_contain_text("Working text")
    expect(page.get_by_role("link", name="Keep")).to_have_count(0)
    page.get_by_text("Article by article").click()
    expect(page.get_by_role("rowheader", name="Article 31")).to_be_visible()
    page.get_by_label("First alternatives only").check()
    page.get_by_label("In the hypothetical reading of paragraph 2 of Article 31").select_option("choose-2")
    press(page, page.get_by_role("button", name="Read the text so"))
    expect(page.get_by_role("note")).to_contain_text("A hypothetical reading, not the text.")
    expect(page.get_by_role("main")).to_contain_text("by negotiation within twelve months shall")
    expect(page.get_by_role("main")).to_contain_text("1 passage is read as you chose.")
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert violations_of(page) == []
    assert complaints == []


@pytest.mark.usefixtures("demonstration")
def test_views_of_an_article_are_chosen_above_it_and_stay_chosen(enter: Enter) -> None:
    page = enter("editor@demo.example")
    page.goto(ARTICLE)
    main = page.get_by_role("main")
    main.get_by_text("As negotiated", exact=True).first.click()
    press(page, main.get_by_role("link", name="Disputed words left out"))
    expect(page.get_by_role("note")).to_contain_text("No words that are in brackets or in options.")
    expect(page.get_by_role("article").first).not_to_contain_text("It may withdraw the declaration")
    press(page, main.get_by_role("link", name="Article 32"))
    expect(page.get_by_role("note")).to_be_visible()
    expect(page.get_by_role("article").first).not_to_contain_text("provisionally")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.usefixtures("demonstration")
def test_its_pages_are_sound_on_desk_and_phone(enter: Enter, scheme: str) -> None:
    page = enter("editor@demo.example", color_scheme=scheme)
    found = []
    for address in (PAGE, f"{PAGE}?edition=draft-1", f"{ARTICLE}?view=keep"):
        found += defects_of(page, address)
        found += violations_of(page)
    assert found == []
