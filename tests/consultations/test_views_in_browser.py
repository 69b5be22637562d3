"""The form of a comment in a real browser: what its script adds, and that it is not needed."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from consultations.models import Comment, Round
from drafts.models import Article
from mla_portal.accounts.models import User
from tests.cast import clause_id

pytestmark = pytest.mark.django_db(transaction=True)

MARK = """() => {
    const words = document.querySelector("[data-markable] .clause-body > p");
    const range = document.createRange();
    const text = document.createTreeWalker(words, NodeFilter.SHOW_TEXT).nextNode();
    range.setStart(text, text.data.indexOf("a lantern"));
    range.setEnd(text, text.data.indexOf("a lantern") + "a lantern on its coast".length);
    document.getSelection().removeAllRanges();
    document.getSelection().addRange(range);
}"""


@pytest.fixture
def address(conference: Round, article: Article) -> str:
    return f"{conference.get_absolute_url()}comments/new/?article=1&clause={clause_id(article)}"


def sign_in(page: Page, person: User, server: LiveServer) -> None:
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": server.url}])


def test_typing_is_kept_and_the_draft_is_then_submitted_once(
    page: Page, live_server: LiveServer, address: str, delegate: User
) -> None:
    sign_in(page, delegate, live_server)
    page.goto(address)
    page.get_by_label("Reasoning").press_sequentially("Oil is dear.")
    expect(page.locator("[data-kept]")).to_contain_text("Draft kept at")
    assert page.url.endswith(f"{Comment.objects.get().get_absolute_url()}edit/")
    page.get_by_label("Reasoning").press_sequentially(" Whales are few.")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("heading", name="Receipt")).to_be_visible()
    comment = Comment.objects.get()
    assert (comment.state, comment.reasoning) == ("submitted", "Oil is dear. Whales are few.")
    assert page.evaluate("localStorage.length") == 0


def test_the_redline_follows_the_typing_and_words_are_picked_in_the_clause(
    page: Page, live_server: LiveServer, address: str, delegate: User
) -> None:
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    sign_in(page, delegate, live_server)
    page.goto(address)
    page.get_by_label("Proposed wording").fill("Each State Party shall keep a bell on its coast.")
    expect(page.locator("#preview ins").first).to_contain_text("bell")
    page.evaluate(MARK)
    page.get_by_role("button", name="Take the words marked in the clause").click()
    expect(page.get_by_label("Words it is about")).to_have_value("a lantern on its coast")
    page.get_by_role("button", name="Keep as draft").click()
    expect(page.get_by_text("The draft is kept.")).to_be_visible()
    assert Comment.objects.get().quote == "a lantern on its coast"
    assert problems == []


def test_words_that_the_server_did_not_get_are_offered_again(
    page: Page, live_server: LiveServer, address: str, delegate: User
) -> None:
    sign_in(page, delegate, live_server)
    page.goto(address)
    page.route("**/comments/new/**", lambda route: route.abort())
    page.get_by_label("Reasoning").press_sequentially("Oil is dear.")
    expect(page.locator("[data-kept]")).to_contain_text("in this browser only")
    page.unroute("**/comments/new/**")
    page.goto(address)
    page.get_by_role("button", name="Put them back").click()
    expect(page.get_by_label("Reasoning")).to_have_value("Oil is dear.")
    expect(page.locator("[data-kept]")).to_contain_text("Draft kept at")
    assert Comment.objects.get().reasoning == "Oil is dear."


def test_everything_works_without_script(
    browser: Browser, live_server: LiveServer, address: str, delegate: User
) -> None:
    with browser.new_context(base_url=live_server.url, java_script_enabled=False) as context:
        page = context.new_page()
        sign_in(page, delegate, live_server)
        page.goto(address)
        page.get_by_label("Words it is about").fill("at all hours")
        page.get_by_label("Proposed wording").fill("Each State Party shall keep a bell on its coast.")
        page.get_by_role("button", name="Show my wording").click()
        expect(page.locator("#preview ins").first).to_contain_text("bell")
        page.get_by_role("button", name="Submit").click()
        expect(page.get_by_role("heading", name="Receipt")).to_be_visible()
    assert Comment.objects.get().quote == "at all hours"
