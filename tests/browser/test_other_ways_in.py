"""The portal for those who have no scripts, and for those who have no mouse."""

import re

from playwright.sync_api import Page, expect

from consultations.models import Comment, Round
from drafts.models import Article
from mla_portal.accounts.models import User
from tests.browser.visiting import Enter, press, retype
from tests.cast import clause_id

FOCUSED = """() => {
  const part = document.activeElement, look = getComputedStyle(part);
  const isMarked = look.outlineStyle !== "none" || look.boxShadow !== "none";
  return { words: part.innerText ?? "", inMain: Boolean(part.closest("main")), isMarked };
}"""
MANY = 60


def test_an_article_is_previewed_and_saved_without_scripts(enter: Enter, article: Article, editor: User) -> None:
    page = enter(editor.email, java_script_enabled=False)
    page.goto(f"{article.get_absolute_url()}edit/")
    retype(page, "by a keeper", "by a sworn keeper")
    press(page, page.get_by_role("button", name="Preview"))
    seen = page.get_by_role("region", name="As it will read")
    expect(seen.get_by_role("insertion")).to_contain_text("sworn")
    page.get_by_label("Reason for this version").fill("The keepers asked for it.")
    press(page, page.get_by_role("button", name="Save"))
    expect(page.get_by_role("main")).to_contain_text("Saved as version 2.")
    expect(page.get_by_role("article")).to_contain_text("by a sworn keeper")


def test_a_comment_is_previewed_and_submitted_without_scripts(
    enter: Enter, article: Article, conference: Round, delegate: User
) -> None:
    page = enter(delegate.email, java_script_enabled=False)
    page.goto(f"{article.get_absolute_url()}?clause={clause_id(article)}")
    press(page, page.get_by_role("link", name="Comment on paragraph 1"))
    page.get_by_label("Words it is about").fill("at all hours")
    wording = page.get_by_label("Proposed wording")
    wording.fill(wording.input_value().replace("at all hours", "at night"))
    page.get_by_label("Reasoning").fill("Nobody sees a lantern at noon.")
    press(page, page.get_by_role("button", name="Show my wording"))
    shown = page.get_by_role("region", name="Your wording against Draft 1")
    expect(shown.get_by_role("insertion")).to_contain_text("night")
    press(page, page.get_by_role("button", name="Submit"))
    expect(page.get_by_role("region", name="Receipt")).to_contain_text("CL-001")
    assert Comment.objects.submitted().get().quote == "at all hours"


def tab_to(page: Page, words: str) -> int:
    """Press Tab until what has the focus says `words`; how often that was. Whatever has it on the way shows it."""
    for presses in range(1, MANY):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["isMarked"], f"nobody sees that “{focused['words']}” has the focus"
        if re.match(words, focused["words"]):
            return presses
    raise AssertionError(f"{words} is not reached by {MANY} tabs")


def test_the_editor_is_worked_by_keyboard_alone(enter: Enter, article: Article, editor: User) -> None:
    page = enter(editor.email)
    page.goto(f"{article.get_absolute_url()}edit/")
    assert tab_to(page, "Skip to the editor") == 1
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["inMain"]
    page.get_by_role("textbox", name="Text", exact=True).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Keepers take turns.")
    page.get_by_label("Reason for this version").focus()
    page.keyboard.type("Nobody can stay awake for ever.")
    with page.expect_navigation():
        assert tab_to(page, "Save as version 2") == 2  # after what kind of change it is
        page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Saved as version 2.")


def test_every_clause_and_its_comments_are_reached_by_keyboard(
    enter: Enter, article: Article, conference: Round, delegate: User
) -> None:
    page = enter(delegate.email)
    page.goto(article.get_absolute_url())
    tab_to(page, "Skip to the text")
    page.keyboard.press("Enter")
    tab_to(page, re.escape("1."))
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary").get_by_role("heading", level=2)).to_have_text("Paragraph 1")
    with page.expect_navigation():
        tab_to(page, "Comment on paragraph 1")
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Comment on")
