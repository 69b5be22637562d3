"""A newcomer's path: the five people of the demonstration, each at their own work, in a real browser.

The editor's own work on the text is in test_revising.py.
"""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from consultations.arranging import invite
from consultations.convening import call_round
from consultations.models import Comment, Organisation, Round
from drafts.models import Edition, Instrument
from tests.browser.visiting import MARK_WORDS, Enter, complaints_of, follow, press, status_of

SECRETARIAT, EDITOR = "secretariat@demo.example", "editor@demo.example"
DELEGATE, EXPERT, OBSERVER = "delegate@demo.example", "expert@demo.example", "observer@demo.example"
ROUND = "/rounds/ljubljana-2023/"
CLAUSE = (
    "The requested State Party shall give reasons in writing "
    "for any refusal or postponement of mutual legal assistance."
)
REASONING = "A reason is of use only while the evidence can still be found."
PROPOSED = CLAUSE.replace("in writing", "in writing, within sixty days,")

pytestmark = pytest.mark.usefixtures("demonstration")


def call_second_session() -> Round:
    """A round on the newest edition, announced: calling one has no page yet."""
    now = timezone.now()
    edition = Edition.objects.get(slug="draft-3")
    round = call_round(
        slug="second-session",
        title="Second session",
        venue="Ljubljana, Slovenia",
        starts_on=now.date() + timedelta(days=30),
        ends_on=now.date() + timedelta(days=34),
        instrument=edition.instrument,
        edition=edition,
        comments_open_at=now - timedelta(hours=1),
        comments_close_at=now + timedelta(days=20),
    )
    invite(round=round, organisations=list(Organisation.objects.filter(code__in=["CR", "REDRESS"])))
    return round


def test_the_secretariat_publishes_an_edition_and_holds_a_round_on_it(enter: Enter) -> None:
    page = enter(SECRETARIAT)
    complaints = complaints_of(page.context)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Comments on Draft 2 close")
    opened = page.get_by_role("region", name="Open")
    expect(opened.get_by_role("link", name="Diplomatic Conference")).to_be_visible()

    page.goto("/instruments/convention/editions/")
    page.get_by_label("Label").fill("Draft 3")
    page.get_by_label("Document symbol").fill("MLA/DC/2023/L.1/Rev.1")
    page.get_by_label("Note").fill("As it stood at the end of the first week.")
    press(page, page.get_by_role("button", name="Publish"))
    expect(page.get_by_role("heading", level=1, name="Draft 3")).to_be_visible()
    facts = page.get_by_role("region", name="On the record")
    expect(facts).to_contain_text("MLA/DC/2023/L.1/Rev.1")
    expect(facts).to_contain_text("it matches")

    call_second_session()
    delegate = enter(DELEGATE)
    expect(delegate.get_by_role("main")).not_to_contain_text("Second session")
    page.goto("/")
    follow(page, "Open Second session")
    press(page, page.get_by_role("button", name="Open the round"))
    expect(page.get_by_role("main")).to_contain_text("The round is open.")
    delegate.goto("/")
    expect(delegate.get_by_role("region", name="Open")).to_contain_text("Second session")

    follow(page, "Close the round")
    expect(page.get_by_role("main")).to_contain_text("Delegations still expect to submit until")
    press(page, page.get_by_role("button", name="Close the round"))
    expect(page.get_by_role("main")).to_contain_text("The round is closed.")
    delegate.goto("/rounds/second-session/")
    expect(delegate.get_by_role("main")).to_contain_text("The round was closed on")
    assert complaints == []


def choose_clause(page: Page) -> None:
    """From the open round to the form on the last paragraph of article 14."""
    page.goto("/")
    follow(page, "Diplomatic Conference")
    follow(page, "Read Draft 2 and comment")
    follow(page, "Article 14", exact=False)
    page.get_by_role("main").get_by_role("link", name="paragraph 5", exact=True).click()
    beside = page.get_by_role("complementary")
    expect(beside.get_by_role("heading", level=2)).to_have_text("Paragraph 5")
    press(page, beside.get_by_role("link", name="Comment on paragraph 5"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Comment on")


def write_comment(page: Page, reasoning: str, proposed: str = "") -> None:
    page.get_by_label("Reasoning").fill(reasoning)
    if proposed:
        page.get_by_label("Proposed wording").fill(proposed)


def rows_of(page: Page) -> Any:
    """The rows of the comments table, without its head."""
    return page.get_by_role("table").get_by_role("row").filter(has=page.get_by_role("rowheader"))


def test_a_delegation_comments_on_words_and_hands_its_comment_in(enter: Enter) -> None:
    page = enter(DELEGATE)
    complaints = complaints_of(page.context)
    choose_clause(page)
    taken = page.get_by_role("button", name="Take the words marked in the clause")
    expect(taken).to_be_disabled()
    page.get_by_role("main").locator("p").filter(has_text=CLAUSE).first.evaluate(MARK_WORDS, "refusal or postponement")
    taken.click()
    expect(page.get_by_label("Words it is about")).to_have_value("refusal or postponement")
    expect(page.get_by_label("Proposed wording")).to_have_value(CLAUSE)
    page.get_by_label("Editorial").check()
    write_comment(page, REASONING, PROPOSED)
    wording = page.get_by_role("region", name="Your wording against Draft 2")
    expect(wording.get_by_role("insertion")).to_contain_text("within sixty days")
    press(page, page.get_by_role("button", name="Keep as draft"))
    expect(page.get_by_role("main")).to_contain_text("A draft: only the delegation sees it.")
    expect(page.get_by_role("region", name="Proposed wording").get_by_role("insertion")).to_contain_text(
        "within sixty days"
    )
    expect(page.get_by_role("main")).to_contain_text(re.compile("About the words .?refusal or postponement"))

    press(page, page.get_by_role("button", name="Submit"))
    receipt = page.get_by_role("region", name="Receipt")
    number = receipt.get_by_text(re.compile(r"^CR-\d{3}$"))
    expect(number).to_be_visible()
    expect(receipt).to_contain_text(re.compile(r"submitted on \w+day .* UTC"))
    expect(receipt).to_contain_text(re.compile(r"SHA-256 [0-9a-f]{64}"))
    stored = Comment.objects.submitted().latest("submitted_at")
    assert (stored.reference, stored.quote, stored.proposed) == (
        number.inner_text(), "refusal or postponement", PROPOSED,
    )  # fmt: skip
    assert complaints == []


def test_an_expert_drafts_and_the_focal_point_submits(enter: Enter) -> None:
    expert = enter(EXPERT)
    choose_clause(expert)
    expect(expert.get_by_role("main")).to_contain_text("only your focal point can submit it")
    expect(expert.get_by_role("button", name="Submit")).to_have_count(0)
    write_comment(expert, REASONING, PROPOSED)
    press(expert, expert.get_by_role("button", name="Keep for the focal point"))
    expect(expert.get_by_role("main")).to_contain_text("Only your focal point can submit.")
    expect(expert.get_by_role("button", name="Submit")).to_have_count(0)

    observer = enter(OBSERVER)
    assert status_of(observer, expert.url) == 404
    delegate = enter(DELEGATE)
    delegate.goto(expert.url)
    press(delegate, delegate.get_by_role("button", name="Submit"))
    expect(delegate.get_by_role("region", name="Receipt")).to_contain_text("Focal point, Costa Rica")
    assert status_of(observer, expert.url) == 404


def test_an_observer_comments_for_its_organisation_and_reads_no_other(enter: Enter) -> None:
    page = enter(OBSERVER)
    choose_clause(page)
    write_comment(page, "Victims too should learn why nothing was done.")
    press(page, page.get_by_role("button", name="Submit"))
    expect(page.get_by_role("region", name="Receipt")).to_contain_text("REDRESS-")

    page.goto(f"{ROUND}comments/")
    expect(page.get_by_role("main")).to_contain_text("What others submit can be read once the window has closed.")
    said = rows_of(page).all_inner_texts()
    assert len(said) == 3
    assert all("REDRESS" in row for row in said)

    delegate = enter(DELEGATE)
    delegate.goto(f"{ROUND}comments/")
    expect(rows_of(delegate).first).to_be_visible()
    assert all("Costa Rica" in row and "REDRESS" not in row for row in rows_of(delegate).all_inner_texts())
    assert status_of(delegate, page.url) == 200
    with delegate.expect_response(f"**{ROUND}comments/") as answer:
        delegate.reload()
    assert "Victims too should learn" not in answer.value.text()


def filter_by(page: Page, **chosen: str) -> list[str]:
    """Choose in the filters of the comments table; what the rows say then."""
    form = page.get_by_role("search")
    for label, choice in chosen.items():
        form.get_by_label(label.capitalize(), exact=True).select_option(label=choice)
    press(page, form.get_by_role("button", name="Show"))
    return rows_of(page).all_inner_texts()


def test_an_editor_reads_the_comments_and_answers_one(enter: Enter) -> None:
    page = enter(EDITOR)
    complaints = complaints_of(page.context)
    page.goto("/instruments/convention/articles/9/")
    page.get_by_role("main").get_by_role("link", name=re.compile(r"^paragraph 4 \(a\)")).click()
    beside = page.get_by_role("complementary")
    for organisation in ("Norway", "Germany", "Costa Rica", "Ghana", "Japan"):
        expect(beside).to_contain_text(organisation)

    page.goto(f"{ROUND}comments/")
    of_article = filter_by(page, article="Article 9")
    assert len(of_article) == 5
    assert all("Article 9" in row for row in of_article)
    assert len(filter_by(page, organisation="Costa Rica")) == 1
    page.goto(f"{ROUND}comments/")
    assert all("Translation" in row for row in filter_by(page, type="Translation"))
    assert filter_by(page, type="Any type", state="Draft") == []
    page.goto(f"{ROUND}comments/")
    assert len(filter_by(page, article="Article 9", organisation="Costa Rica", state="Submitted")) == 1

    follow(page, "Article 9, paragraph 4 (a)")
    answers = page.get_by_role("region", name="Answer of the Core Group")
    answers.get_by_label("Decision").select_option(label="Accepted in part")
    answers.get_by_label("Reason", exact=True).fill("Ten working days, as five delegations propose.")
    press(page, answers.get_by_role("button", name="Record the answer"))
    expect(answers).to_contain_text("Accepted in part")

    delegate = enter(DELEGATE)
    delegate.goto(page.url)
    told = delegate.get_by_role("region", name="Answer of the Core Group")
    expect(told).to_contain_text("Accepted in part")
    expect(told).to_contain_text("Ten working days, as five delegations propose.")
    assert complaints == []


def test_a_late_comment_is_refused_and_kept(enter: Enter, demonstration: Instrument) -> None:
    page = enter(DELEGATE)
    choose_clause(page)
    write_comment(page, REASONING, PROPOSED)
    a_minute_ago = timezone.now() - timedelta(minutes=1)
    Round.objects.filter(slug="ljubljana-2023").update(comments_close_at=a_minute_ago, late_until=a_minute_ago)
    press(page, page.get_by_role("button", name="Submit"))
    expect(page.get_by_role("main")).to_contain_text("It is too late to submit.")
    expect(page.get_by_role("main")).to_contain_text("The draft is kept.")
    kept = Comment.objects.drafts().latest("edited_at")
    assert (kept.reasoning, kept.proposed, kept.submitted_at) == (REASONING, PROPOSED, None)
