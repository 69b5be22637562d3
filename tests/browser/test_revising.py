"""The editor's work on the text: revising, comparing, restoring, and what happens when two change the same words."""

import re

import pytest
from playwright.sync_api import Page, expect

from drafts.models import Article, Text
from mla_portal.accounts.models import User
from tests.browser.visiting import Enter, complaints_of, follow, press, retype

ARTICLE = "/instruments/convention/articles/9/"
KEPT = "Only you see it until you save a version."


def save(page: Page, reason: str) -> None:
    page.get_by_label("Reason for this version").fill(reason)
    press(page, page.get_by_role("button", name="Save"))


@pytest.mark.usefixtures("demonstration")
def test_an_editor_revises_compares_and_restores(enter: Enter) -> None:
    page = enter("editor@demo.example")
    complaints = complaints_of(page.context)
    expect(page.get_by_role("region", name="Due")).to_contain_text("Answer")
    page.goto("/instruments/convention/")
    follow(page, "Article 9", exact=False)
    follow(page, "Edit")
    retype(page, "within ten working days", "within five working days")
    seen = page.get_by_role("region", name="As it will read")
    expect(seen.get_by_role("insertion")).to_contain_text("five")
    expect(seen.get_by_role("deletion")).to_contain_text("ten")
    expect(seen).to_contain_text("1 change against version 3")
    expect(page.get_by_role("status").filter(has_text=KEPT)).to_be_visible()
    save(page, "Five delegations asked for a shorter period.")
    expect(page.get_by_role("main")).to_contain_text("Saved as version 4.")
    expect(page.get_by_role("article").first).to_contain_text("within five working days")

    follow(page, "History")
    expect(page.get_by_role("row").filter(has_text="Five delegations asked")).to_contain_text("Version 4")
    page.get_by_label("Version 2 as the older").check()
    page.get_by_label("Version 4 as the newer").check()
    press(page, page.get_by_role("button", name="Compare the two chosen"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("version 2 to 4")
    compared = page.get_by_role("article")
    expect(compared.get_by_role("insertion").filter(has_text="permanently accessible")).to_be_visible()
    expect(compared.get_by_role("deletion").filter(has_text="[ten]")).to_be_visible()

    page.goto(f"{ARTICLE}history/")
    follow(page, "Restore version 2")
    page.get_by_label("Reason").fill("The brackets were lifted too early.")
    press(page, page.get_by_role("button", name="Restore"))
    expect(page.get_by_role("main")).to_contain_text("Version 2 is restored, as version 5.")
    page.goto(f"{ARTICLE}history/")
    expect(page.get_by_role("rowheader").filter(has_text=re.compile(r"^Version \d"))).to_have_count(5)
    assert complaints == []


def test_a_collision_is_shown_in_three_columns_and_nothing_is_lost(
    enter: Enter, article: Article, text: Text, editor: User, second_editor: User
) -> None:
    address = f"{article.get_absolute_url()}edit/"
    mine, theirs = enter(editor.email), enter(second_editor.email)
    mine.goto(address)
    theirs.goto(address)
    retype(theirs, "from ten miles", "from twelve miles")
    save(theirs, "Lamps have become brighter.")
    retype(mine, "from ten miles", "from fifteen miles in fair weather")
    retype(mine, "by a keeper", "by a sworn keeper")
    save(mine, "The keepers asked for it.")

    expect(mine.get_by_role("heading", level=1)).to_have_text("You and another editor changed the same words")
    expect(mine.get_by_role("main")).to_contain_text("1 other change merged on its own.")
    question = mine.get_by_role("group").filter(has=mine.get_by_role("radio"))
    expect(question).to_have_count(1)
    for column, words in (("Both started from", "ten"), ("Theirs", "twelve"), ("Yours", "fifteen")):
        place = question.get_by_role("heading", name=column).locator("xpath=..")
        expect(place).to_contain_text(words)
    press(mine, mine.get_by_role("button", name="Save these choices"))
    expect(mine.get_by_role("alert")).to_contain_text("1 of 1 is still without a choice.")
    question.get_by_label("Yours").check()
    press(mine, mine.get_by_role("button", name="Save these choices"))
    expect(mine.get_by_role("main")).to_contain_text("Saved as version 3.")
    expect(mine.get_by_role("article")).to_contain_text("from fifteen miles in fair weather")
    expect(mine.get_by_role("article")).to_contain_text("by a sworn keeper")
    history = [version.source() for version in text.history.order_by("number")]
    assert ["twelve miles" in source for source in history] == [False, True, False]
