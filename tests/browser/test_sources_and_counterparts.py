"""Where a clause comes from and what its counterpart is: found, linked, compared, accepted and ended in the browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.visiting import Enter, complaints_of, follow, follow_more, press

TEXT = "/instruments/convention/"


def violations(page: Page) -> list[str]:
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in Axe().run(page).response["violations"]]


def sources_of_clause(page: Page, article: str, clause: str) -> None:
    """By the way that an editor takes: the clause's number in its article, then “Sources”."""
    page.goto(f"{TEXT}articles/{article}/")
    press(page, page.get_by_role("link", name=clause, exact=False).and_(page.locator(".clause-label")).first)
    press(page, page.get_by_role("navigation", name=clause).get_by_role("link", name="Sources"))


@pytest.mark.usefixtures("demonstration")
def test_an_editor_links_a_clause_with_its_counterpart_and_brings_the_two_into_step(enter: Enter) -> None:
    page = enter("editor@demo.example")
    complaints = complaints_of(page.context)
    page.goto(TEXT)
    follow_more(page, "Sources")
    expect(page.get_by_role("main")).to_contain_text("Taken from")
    follow(page, "Discrepancies between counterparts")
    main = page.get_by_role("main")
    expect(main).to_contain_text("2 of 5 linked pairs have unnecessary discrepancies")
    assert violations(page) == []

    sources_of_clause(page, "14", "paragraph 2 (b)")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Article 14, paragraph 2 (b)")
    likely = page.get_by_role("region", name="Likely counterparts")
    likely.get_by_text("Compare and link Article 21, paragraph 3").click()
    likely.get_by_label("Reason").first.fill("The political offence exception is closed on either path.")
    assert violations(page) == []
    press(page, likely.get_by_role("button", name="Link as its counterpart").first)
    expect(main).to_contain_text("The counterpart is linked.")
    pair = page.get_by_role("region", name="Counterpart of").get_by_role("article")
    expect(pair).to_contain_text("Not in step.")
    pair.get_by_text("Accept as intended, difference").first.click()
    pair.get_by_label("Why the two should differ here").first.fill("Extradition meets more such pleas.")
    press(page, pair.get_by_role("button", name="Accept the difference").first)
    expect(main).to_contain_text("The difference is accepted as intended.")
    expect(pair).to_contain_text("Accepted as intended by")

    pair.get_by_text("End this link").click()
    pair.get_by_label("Why it no longer holds").fill("To be linked paragraph by paragraph.")
    press(page, pair.get_by_role("button", name="End the link"))
    expect(main).to_contain_text("The link is ended.")
    expect(page.get_by_role("region", name="Counterpart of")).to_contain_text("No counterpart is recorded.")
    assert complaints == []


@pytest.mark.usefixtures("demonstration")
def test_a_source_is_cited_by_hand_and_a_wrong_citation_loses_nothing(enter: Enter) -> None:
    page = enter("secretariat@demo.example", java_script_enabled=False)
    sources_of_clause(page, "17", "paragraph 3")
    form = page.get_by_role("region", name="Link another clause")
    form.get_by_label("Text").select_option(label="Model Convention")
    form.get_by_label("Article").fill("77")
    form.get_by_label("Clause").fill("2")
    form.get_by_label("Reason").fill("The law of the place governs a team.")
    press(page, form.get_by_role("button", name="Link the clause"))
    expect(page.get_by_role("alert")).to_contain_text("There is no article “77” in this text. Nothing was written.")
    expect(form.get_by_label("Reason")).to_have_value("The law of the place governs a team.")
    form.get_by_label("Article").fill("1")
    press(page, form.get_by_role("button", name="Link the clause"))
    expect(page.get_by_role("main")).to_contain_text("The source is linked.")
    expect(page.get_by_role("region", name="Taken from")).to_contain_text("Article 1, paragraph 2")


@pytest.mark.usefixtures("demonstration")
def test_a_delegate_reads_the_sources_of_the_edition_and_no_more(enter: Enter) -> None:
    page = enter("delegate@demo.example")
    page.goto(TEXT)
    follow_more(page, "Sources")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Verbatim")
    expect(main).not_to_contain_text("Discrepancies")
    assert main.locator("a[href*='/kin/']").count() == 0
    assert violations(page) == []
