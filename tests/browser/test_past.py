"""The past of a text in a real browser: its history, a clause's travaux, since when it says what it says, and going
back."""

import pytest
from playwright.sync_api import Page, expect

from drafts.models import Act, Edition, EditionText, Text
from tests.browser.test_every_page import violations_of
from tests.browser.visiting import Enter, complaints_of, follow, press

EDITOR, DELEGATE, EXPERT = "editor@demo.example", "delegate@demo.example", "expert@demo.example"
TEXTS = "/instruments/convention/"

pytestmark = pytest.mark.usefixtures("demonstration")


def clause_of(article: str, words: str) -> str:
    """The id of a clause of Draft 1 by its words."""
    pin = EditionText.objects.select_related("version").get(edition__slug="draft-1", article__slug=article)
    return next(block["id"] for block in pin.version.blocks if words in block["text"])


def give_reason(page: Page, reason: str, button: str) -> None:
    page.get_by_label("Reason").fill(reason)
    press(page, page.get_by_role("button", name=button, exact=True))


def test_an_editor_follows_a_clause_through_its_travaux_and_restores_a_wording(enter: Enter) -> None:
    page = enter(EDITOR)
    complaints = complaints_of(page.context)
    clause = clause_of("9", "Acknowledge receipt")
    page.goto(f"{TEXTS}articles/9/?clause={clause}")
    follow(page, "Travaux")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Article 9, paragraph")
    titles = page.get_by_role("main").get_by_role("heading", level=2).all_inner_texts()
    assert titles[0] == "First wording"
    assert [title for title in titles if title.endswith("issued")] == ["Draft 1 issued", "Draft 2 issued"]
    assert any(title.startswith("Comment of ") for title in titles)
    assert "Amended" in titles
    press(page, page.get_by_role("button", name="Compare"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("two wordings")
    expect(page.locator("ins").first).to_be_visible()
    page.go_back()
    follow(page, "Restore this wording")
    expect(page.get_by_role("main")).to_contain_text("It says again what it said in version 1")
    give_reason(page, "The first wording was better.", "Restore")
    expect(page.get_by_role("main")).to_contain_text("The clause is restored, in version")
    assert page.url.endswith(f"#{clause}")
    assert violations_of(page) == []
    assert complaints == []


def test_an_editor_asks_since_when_each_clause_says_what_it_says(enter: Enter) -> None:
    page = enter(EDITOR)
    page.goto(f"{TEXTS}articles/11/")
    follow(page, "Since when")
    since = page.locator(".since")
    expect(since.filter(has_text="since 23 May 2023")).to_contain_text("the Chair puts them back")
    assert violations_of(page) == []
    page.locator("a.clause-label").nth(1).click()  # selecting a clause keeps the view
    expect(page.locator(".clause.selected .since")).to_be_visible()
    assert "blame=1" in page.url
    follow(page, "Hide since when")
    expect(page.locator(".since")).to_have_count(0)


def test_the_history_of_the_whole_text_is_filtered_and_leads_on(enter: Enter) -> None:
    page = enter(EDITOR)
    page.goto(TEXTS)
    page.get_by_text("More about this text").click()
    follow(page, "History")
    expect(page.get_by_role("link", name="Draft 2 issued")).to_be_visible()
    page.get_by_label("Article", exact=True).select_option(label="Article 10")
    press(page, page.get_by_role("button", name="Show"))
    links = page.get_by_role("main").get_by_role("link", name="Article 10, version", exact=False)
    assert links.all_inner_texts()[0] == "Article 10, version 3"
    assert violations_of(page) == []
    press(page, page.get_by_role("link", name="What changed in Article 10, version 3"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Article 10: version 2 to 3")


def test_a_whole_edition_is_restored_as_one_act(enter: Enter) -> None:
    page = enter(EDITOR)
    page.goto(f"{TEXTS}editions/draft-2/")
    follow(page, "Restore it")
    expect(page.get_by_role("main")).to_contain_text("Article 9")
    assert violations_of(page) == []
    give_reason(page, "The conference went back to the draft before it.", "Restore the edition")
    expect(page.get_by_role("main")).to_contain_text("Draft 2 is restored:")
    act = Act.objects.get(kind=Act.Kind.RESTORE_EDITION)
    pinned = {pin.article_id: pin.version.blocks for pin in EditionText.objects.filter(edition__slug="draft-2")}
    standing = {text.article_id: text.blocks for text in Text.objects.in_language("en")}
    assert {article: standing[article] for article in pinned} == pinned
    expect(page.get_by_role("main")).to_contain_text("What came later in French stays as it is.")
    page.goto(f"{TEXTS}history/")
    first = page.locator(".entries > li").first
    expect(first).to_contain_text(act.what)
    expect(first).to_contain_text("The conference went back")


def test_a_delegation_compares_since_its_last_mandate_and_moves_it(enter: Enter) -> None:
    page = enter(DELEGATE)
    complaints = complaints_of(page.context)
    page.goto(TEXTS)
    expect(page.get_by_role("main")).to_contain_text("The last mandate of Costa Rica rests on Draft 1")
    page.goto(f"{TEXTS}articles/9/")
    page.get_by_text("What changed", exact=True).click()
    press(page, page.get_by_role("link", name="Since our last mandate"))
    expect(page.locator("ins").first).to_be_visible()
    page.goto(f"{TEXTS}editions/draft-2/")
    press(page, page.get_by_role("button", name="Our last mandate rests on this edition"))
    expect(page.get_by_role("main")).to_contain_text("The last mandate of Costa Rica rests on this edition")
    assert violations_of(page) == []
    page.goto(TEXTS)
    expect(page.get_by_role("main")).to_contain_text("rests on Draft 2")
    expert = enter(EXPERT)
    expert.goto(f"{TEXTS}editions/draft-1/")
    expect(expert.get_by_role("button", name="Our last mandate rests on this edition")).to_have_count(0)
    editor = enter(EDITOR)
    editor.goto(f"{TEXTS}editions/draft-2/")
    expect(editor.get_by_role("main")).not_to_contain_text("mandate")
    assert complaints == []


def test_a_delegation_is_told_since_which_edition(enter: Enter) -> None:
    page = enter(DELEGATE)
    assert Edition.objects.filter(instrument__slug="convention").count() == 2
    page.goto(f"{TEXTS}articles/9/?blame=1")
    told = set(page.locator(".since").all_inner_texts())
    assert told == {"In its present words since Draft 1", "In its present words since Draft 2"}
