"""Acts on a whole text and steps of agreement, done in a browser: what they change is seen where it is read."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from drafts.models import Act
from mla_portal.accounts.models import User
from tests.browser.visiting import Enter, complaints_of, follow_more, press, retype

TEXTS = "/instruments/convention/"
EDITOR, SECRETARIAT = "editor@demo.example", "secretariat@demo.example"
REASON = "The drafting group asked for it."


def violations(page: Page) -> list[str]:
    return [found["id"] for found in Axe().run(page).response["violations"]]


def act_on(page: Page, article: str, words: str) -> None:
    """From the outline to the form of an act on an article."""
    row = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=article, exact=True)).first
    row.get_by_text("Change").click()
    press(page, row.get_by_role("link", name=words, exact=True))
    assert violations(page) == []
    page.get_by_label("Reason").fill(REASON)


@pytest.mark.usefixtures("demonstration")
def test_an_editor_reshapes_the_text_and_every_act_is_logged(enter: Enter) -> None:
    page = enter(EDITOR)
    complaints = complaints_of(page.context)
    page.goto(TEXTS)
    follow_more(page, "Structure")
    main = page.get_by_role("main")
    act_on(page, "Article 12", "Add an article behind it")
    page.get_by_label("Heading").fill("Lanterns")
    page.get_by_label("Text").fill("1. Each State Party keeps a lantern.\n2. It burns at night.")
    press(page, page.get_by_role("button", name="Add the article"))
    expect(main).to_contain_text("Article 12 bis was added.")

    act_on(page, "Article 12 bis", "Split")
    press(page, page.get_by_role("button", name="Split it"))
    expect(main).to_contain_text("what followed is Article 12 ter")

    act_on(page, "Article 12 ter", "Move")
    page.get_by_label("Where to").select_option(label="behind Article 13. Scope of mutual legal assistance")
    press(page, page.get_by_role("button", name="Move it"))
    expect(main).to_contain_text("Article 12 ter was moved behind Article 13.")

    act_on(page, "Article 12 bis", "Merge another into it")
    page.get_by_label("The other article").select_option("12-ter")
    press(page, page.get_by_role("button", name="Merge them"))
    expect(main).to_contain_text("Article 12 ter was merged into Article 12 bis.")

    act_on(page, "Article 14", "Delete")
    press(page, page.get_by_role("button", name="Delete it"))
    expect(main).to_contain_text("Article 14 was deleted.")
    expect(page.get_by_role("listitem").filter(has_text="Article 14").first).to_contain_text("[Deleted]")
    assert violations(page) == []
    page.goto(f"{TEXTS}articles/12-bis/")
    expect(page.get_by_role("article")).to_contain_text("It burns at night.")
    assert Act.objects.filter(instrument__slug="convention", reason=REASON).count() == 5
    assert complaints == []


def agree(page: Page, level: str, forum: str) -> None:
    """Record a step for the whole of article 9."""
    page.goto(f"{TEXTS}articles/9/agreement/")
    assert violations(page) == []
    page.get_by_label("How far").select_option(label=level)
    page.get_by_label("Forum").fill(forum)
    page.get_by_label("Date").fill("2023-05-24")
    page.get_by_label("Reason").fill("The chair found agreement.")
    press(page, page.get_by_role("button", name="Record this step"))


@pytest.mark.usefixtures("demonstration")
def test_agreed_words_change_only_after_they_were_reopened(enter: Enter) -> None:
    secretariat, editor = enter(SECRETARIAT), enter(EDITOR)
    complaints = complaints_of(secretariat.context)
    agree(secretariat, "agreed in plenary", "Plenary, seventh meeting")
    expect(secretariat.locator(".clause-word").first).to_have_text("Agreed in plenary")

    editor.goto(f"{TEXTS}articles/9/edit/")
    retype(editor, "one or more central authorities", "a central authority")
    editor.get_by_label("Reason for this version").fill("One is enough.")
    press(editor, editor.get_by_role("button", name="Save as version"))
    expect(editor.get_by_role("main")).to_contain_text("is agreed in plenary (Plenary, seventh meeting")
    kept = editor.get_by_role("textbox", name="Text", exact=True).input_value()
    assert "a central authority" in kept  # refused, and nothing that was typed is lost

    agree(secretariat, "under discussion", "Plenary, eighth meeting")
    press(editor, editor.get_by_role("button", name="Save as version"))
    expect(editor.get_by_role("main")).to_contain_text("Saved as version")
    secretariat.goto(f"{TEXTS}agreement/")
    assert violations(secretariat) == []
    assert complaints == []


@pytest.mark.usefixtures("demonstration")
def test_an_editor_is_told_who_else_has_the_article_open(enter: Enter) -> None:
    User.objects.create_user("mongolia@demo.example", "demo", name="Mongolia’s editor", duty=User.Duty.EDITOR)
    first, second = enter("mongolia@demo.example"), enter(EDITOR)
    first.goto(f"{TEXTS}articles/9/edit/")
    second.goto(f"{TEXTS}articles/9/edit/")
    expect(second.locator("#presence")).to_contain_text("Mongolia’s editor has had this article open since just now.")
    assert violations(second) == []
