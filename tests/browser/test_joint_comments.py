"""A joint comment in a browser: invited, joined, submitted, supported, opposed, stood back from, by four people."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from consultations.models import Comment, Position, Round
from tests.browser.visiting import Enter, complaints_of, follow, press

ROUND = "/rounds/ljubljana-2023/"
CHILE, COSTA_RICA = "focal-point.chile@demo.example", "delegate@demo.example"
SENEGAL, JAPAN = "focal-point.senegal@demo.example", "focal-point.japan@demo.example"
PHONE, DESK = ViewportSize(width=360, height=740), ViewportSize(width=1280, height=800)


def check(page: Page) -> None:
    """Nothing for a machine to complain of, and no page wider than a phone."""
    assert [found["id"] for found in Axe().run(page).response["violations"]] == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size(DESK)


def join(page: Page) -> None:
    """From the list of comments to the draft of Chile, and in."""
    page.goto(f"{ROUND}comments/")
    check(page)
    press(page, page.get_by_role("link", name="Read the joint comment of Chile"))
    check(page)
    press(page, page.get_by_role("button", name="Join as co-sponsor"))
    expect(page.get_by_role("main")).to_contain_text("Costa Rica is a co-sponsor now.")


def say(page: Page, comment: Comment, stance: str, words: str) -> None:
    """On the record, from the comment's page."""
    page.goto(comment.get_absolute_url())
    follow(page, "Support or oppose")
    check(page)
    page.get_by_label(stance).check()
    page.get_by_label("Why").fill(words)
    press(page, page.get_by_role("button", name="Put it on the record"))
    expect(page.get_by_role("main")).to_contain_text(words)


@pytest.mark.usefixtures("demonstration")
def test_delegations_join_support_and_stand_back(enter: Enter) -> None:
    Round.objects.filter(slug="ljubljana-2023").update(disclosure=Round.Disclosure.AT_ONCE)
    draft = Comment.objects.drafts().get(
        round__slug="ljubljana-2023", delegation__organisation__code="CL", positions__isnull=False
    )
    chile, costa_rica = enter(CHILE), enter(COSTA_RICA)
    complaints = complaints_of(chile.context)

    chile.goto(draft.get_absolute_url())
    follow(chile, "Group and co-sponsors")
    check(chile)
    chile.get_by_label("Delegations").select_option(label="Senegal")
    press(chile, chile.get_by_role("button", name="Invite", exact=True))
    expect(chile.get_by_role("main")).to_contain_text("Senegal Invited")

    join(costa_rica)
    senegal = enter(SENEGAL)
    senegal.goto(f"{draft.get_absolute_url()}joint/")
    press(senegal, senegal.get_by_role("button", name="Decline"))
    expect(senegal.get_by_role("main")).to_contain_text("Senegal stands back.")

    chile.goto(draft.get_absolute_url())
    press(chile, chile.get_by_role("button", name="Submit", exact=True))
    expect(chile.get_by_role("main")).to_contain_text("Co-sponsored by Costa Rica.")
    comment = Comment.objects.get(pk=draft.pk)

    say(senegal, comment, "Supports", "One list serves all.")
    say(enter(JAPAN), comment, "Opposes", "Lists grow old.")
    senegal.goto(comment.get_absolute_url())
    check(senegal)
    follow(senegal, "Support or oppose")
    press(senegal, senegal.get_by_role("button", name="Take it back"))

    costa_rica.goto(comment.get_absolute_url())
    follow(costa_rica, "Your co-sponsorship")
    costa_rica.get_by_label("Why").fill("On instruction.")
    press(costa_rica, costa_rica.get_by_role("button", name="Withdraw from it"))
    chile.goto(comment.get_absolute_url())
    chile.get_by_text("Since the submission").click()
    expect(chile.get_by_role("main")).to_contain_text("Costa Rica stands back: On instruction.")
    check(chile)
    assert complaints == []
    assert list(Position.objects.filter(comment=comment).order_by("pk").values_list("stance", flat=True))[-5:] == [
        "withdrawn", "supports", "opposes", "withdrawn", "withdrawn",
    ]  # fmt: skip
