"""What is typed and not yet saved survives crashed tabs, lost connections and sessions that have ended; and the page
says truthfully where it is kept."""

import re

from playwright.sync_api import Page, expect

from consultations.models import Comment, Round
from drafts.models import Article, Draft
from mla_portal.accounts.models import User
from tests.browser.visiting import Enter, press, retype, sign_in
from tests.cast import clause_id

KEPT = "Only you see it until you save a version."


def expect_kept(page: Page) -> None:
    expect(page.get_by_role("status").filter(has_text=KEPT)).to_be_visible()


def test_words_survive_a_crashed_tab(enter: Enter, article: Article, editor: User) -> None:
    address = f"{article.get_absolute_url()}edit/"
    page = enter(editor.email)
    page.goto(address)
    retype(page, "by a keeper", "by a sworn keeper")
    expect_kept(page)
    page.close()

    elsewhere = enter(editor.email)
    elsewhere.goto(address)
    expect(elsewhere.get_by_role("main")).to_contain_text("This is your draft")
    expect(elsewhere.get_by_role("textbox", name="Text", exact=True)).to_have_value(re.compile("by a sworn keeper"))
    retype(elsewhere, "sworn", "sworn and sober")
    context = elsewhere.context
    elsewhere.close()  # before the pause after which the server is asked to keep it

    again = context.new_page()
    again.goto(address)
    expect(again.get_by_text("This browser holds words of yours that the server does not have")).to_be_visible()
    again.get_by_role("button", name="Put them back").click()
    expect(again.get_by_role("textbox", name="Text", exact=True)).to_have_value(
        re.compile("by a sworn and sober keeper")
    )
    expect_kept(again)


def test_words_survive_a_lost_connection(enter: Enter, article: Article, editor: User) -> None:
    page = enter(editor.email)
    page.goto(f"{article.get_absolute_url()}edit/")
    page.context.set_offline(True)
    retype(page, "by a keeper", "by a sworn keeper")
    state = page.get_by_role("status").filter(has_text=re.compile("kept|Typing|Nothing typed", re.IGNORECASE))
    expect(state).to_have_text("Not kept: no connection. Your words are in this browser.")
    page.context.set_offline(False)
    expect(state).to_contain_text(KEPT)


def test_words_survive_the_end_of_a_session(enter: Enter, article: Article, editor: User) -> None:
    page = enter(editor.email)
    page.goto(f"{article.get_absolute_url()}edit/")
    page.context.clear_cookies(name="sessionid")
    retype(page, "by a keeper", "by a sworn keeper")
    expect(page.get_by_text("Your session has ended. Sign in in another tab; your words stay here.")).to_be_visible()
    other = page.context.new_page()
    sign_in(other, editor.email)
    retype(page, "sworn keeper", "sworn and sober keeper")
    expect_kept(page)
    page.get_by_label("Reason for this version").fill("The keepers asked for it.")
    press(page, page.get_by_role("button", name="Save"))
    expect(page.get_by_role("article")).to_contain_text("by a sworn and sober keeper")


def test_a_comment_survives_the_end_of_a_session(
    enter: Enter, article: Article, conference: Round, delegate: User
) -> None:
    page = enter(delegate.email)
    page.goto(f"/rounds/{conference.slug}/comments/new/?article=1&clause={clause_id(article)}")
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Reasoning").fill("A lantern cannot burn at all hours.")
    expect(page.get_by_text("Your session has ended.")).to_be_visible()
    sign_in(page.context.new_page(), delegate.email)
    page.get_by_label("Reasoning").press_sequentially(" Nor need it.")
    expect(page.get_by_role("status").filter(has_text="Draft kept at")).to_be_visible()
    assert Comment.objects.drafts().get().reasoning == "A lantern cannot burn at all hours. Nor need it."


def test_words_do_not_go_out_under_the_name_of_whoever_signs_in_next(
    enter: Enter, article: Article, editor: User, second_editor: User
) -> None:
    page = enter(editor.email)
    page.goto(f"{article.get_absolute_url()}edit/")
    page.context.clear_cookies(name="sessionid")
    retype(page, "by a keeper", "by a sworn keeper")
    expect(page.get_by_text("Your session has ended.")).to_be_visible()
    sign_in(page.context.new_page(), second_editor.email)
    retype(page, "sworn keeper", "sworn and sober keeper")
    expect(page.get_by_text("Not kept: this page is out of date")).to_contain_text("Your words are in this browser.")
    assert not Draft.objects.exists()
