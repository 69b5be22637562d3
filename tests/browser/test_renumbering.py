"""References are followed and a text is renumbered, by hand, in a browser."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from drafts.amending import Proposal, save_text
from drafts.models import Instrument, Text
from mla_portal.accounts.models import User
from mla_portal.demonstration.renumbering import renumber_the_rules
from tests.browser.test_every_page import DESK, PHONE, violations_of
from tests.browser.visiting import Enter, complaints_of, follow_more, press

RULES = "/instruments/rules/"


@pytest.fixture
def rules(live_server: LiveServer, settings: Settings) -> Instrument:
    """The rules of the demonstration, with a paragraph put in since their second edition and one that dangles."""
    editor = User.objects.create_user("editor@demo.example", "demo", name="Editor", duty=User.Duty.EDITOR)
    secretariat = User.objects.create_user(
        "secretariat@demo.example", "demo", name="Secretariat", duty=User.Duty.SECRETARIAT
    )
    User.objects.create_user("delegate@demo.example", "demo", name="Delegate")
    rules = renumber_the_rules(editor, secretariat, settings.ROOT / "fixtures")
    text = Text.objects.select_related("article__instrument").get(article__instrument=rules, article__slug="4")
    source = text.source().replace("\n2. ", "\n1 bis. Meetings under article 99 are public.\n2. ")
    proposal = Proposal(text.heading, source, text.number)
    save_text(article=text.article, language="en", proposal=proposal, author=editor, reason="Publicity.")
    return rules


def test_the_secretariat_renumbers_and_everybody_follows(rules: Instrument, enter: Enter) -> None:
    page = enter("secretariat@demo.example")
    complaints = complaints_of(page.context)
    page.goto(f"{RULES}articles/7/")
    press(page, page.get_by_role("link", name="article 5, paragraph 2"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Proposals")
    expect(page.locator(".selected")).to_contain_text("A proposal that was not circulated")
    page.goto(f"{RULES}articles/4/")
    expect(page.locator(".xref-lost")).to_contain_text("points at nothing: there is no article 99")
    found = violations_of(page)
    page.goto(RULES)
    follow_more(page, "Renumber the text")
    expect(page.get_by_role("row", name="Article 4")).to_contain_text("paragraph 2 [paragraph 1 bis]")
    expect(page.get_by_role("main")).to_contain_text("refers to “article 99”: there is no article 99")
    found += violations_of(page)
    page.get_by_label("Reason").fill("In order for the third edition.")
    press(page, page.get_by_role("button", name="Renumber"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Concordance table")
    expect(page.get_by_role("row", name="Article 4")).to_contain_text("paragraph 2 [paragraph 1 bis]")
    found += violations_of(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Take the whole table as CSV").click()
    assert "4,2,4,1 bis" in Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert found + complaints == []


def test_the_concordance_fits_and_prints(rules: Instrument, enter: Enter) -> None:
    page = enter("delegate@demo.example", color_scheme="dark")
    page.goto(f"{RULES}editions/rules-2/")
    press(page, page.get_by_role("link", name="Concordance table of 23 May 2023"))
    expect(page.get_by_role("row", name="Article 5 [6]")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("6 bis")
    assert violations_of(page) == []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Take the whole table as CSV")).to_be_hidden()
    expect(page.get_by_role("row", name="Article 5 [6]")).to_be_visible()
