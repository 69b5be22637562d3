"""A whole round with five people, from its call to the delegation's reply, in real browsers, checked by axe."""

from playwright.sync_api import Page, expect

from consultations.models import Comment, Disposition, Notice, Organisation, Reply, Round
from drafts.models import Article, Edition, Text
from mla_portal.accounts.models import User
from tests.browser.test_every_page import violations_of
from tests.browser.visiting import Enter, press
from tests.cast import clause_id

ROUND = "/rounds/harbour-2031/"
NIGHT = "Each State Party shall keep a lantern on its coast [by night]^{Chile}."


def sound(page: Page) -> None:
    assert violations_of(page) == []


def call_it(page: Page, edition: Edition, guests: list[Organisation]) -> None:
    page.goto("/rounds/new/")
    sound(page)
    for label, words in (
        ("Title", "Second Harbour Conference"),
        ("Name in addresses", "harbour-2031"),
        ("Venue", "Quay"),
    ):
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("Starts on").fill("2031-05-05")
    page.get_by_label("Ends on").fill("2031-05-16")
    page.get_by_label("Edition under discussion").select_option(str(edition.pk))
    press(page, page.get_by_role("button", name="Announce the round"))
    page.goto(f"{ROUND}window/")
    sound(page)
    page.get_by_label("From", exact=True).fill("2020-01-01")
    page.get_by_label("Until", exact=True).fill("2031-04-14")
    page.get_by_label("that day, the whole of it").check()
    page.get_by_label("Reason").fill("As the conference decided.")
    press(page, page.get_by_role("button", name="Lay the window down"))
    page.goto(f"{ROUND}guests/")
    sound(page)
    for guest in guests:
        page.get_by_label(guest.name, exact=True).check()
    press(page, page.get_by_role("button", name="Invite those ticked"))
    page.goto(f"{ROUND}open/")
    press(page, page.get_by_role("button", name="Open the round"))
    expect(page.get_by_role("main")).to_contain_text("no later than Monday 14 April 2031", ignore_case=True)
    sound(page)


def write(page: Page, article: Article, button: str) -> None:
    page.goto(f"{ROUND}comments/new/?article={article.slug}&clause={clause_id(article)}")
    page.get_by_label("Change", exact=True).check()
    page.get_by_label("Proposed wording").fill(NIGHT)
    page.get_by_label("Reasoning").fill("Nobody sees a lantern by day.")
    sound(page)
    press(page, page.get_by_role("button", name=button, exact=True))


def hand_in(page: Page) -> None:
    page.goto(f"{ROUND}comments/submit/")
    sound(page)
    press(page, page.get_by_role("button", name="Submit what is ticked"))
    expect(page.get_by_role("main")).to_contain_text("Received: CL-001.")


def test_a_whole_round_with_five_people(
    enter: Enter,
    article: Article,
    edition: Edition,
    chile: Organisation,
    lantern_watch: Organisation,
    secretariat: User,
    expert: User,
    delegate: User,
    observer: User,
    editor: User,
) -> None:
    call_it(enter(secretariat.email), edition, [chile, lantern_watch])
    write(enter(expert.email), article, "Keep for the focal point")
    write(enter(observer.email), article, "Submit")

    lead, desk = enter(delegate.email), enter(editor.email)
    hand_in(lead)
    desk.goto(f"{ROUND}worktable/")
    sound(desk)
    bundle = desk.get_by_role("article", name="Proposal A")
    expect(bundle).to_contain_text("two identical proposals")
    bundle.locator("summary").click()
    bundle.get_by_label("Reason").fill("Night is enough.")
    sound(desk)
    press(desk, bundle.get_by_role("button", name="Take over into the text"))
    expect(desk.get_by_role("main")).to_contain_text("2 answers are recorded, not published yet.")
    assert "[by night]" in Text.objects.get(article=article, language="en").source()
    lead.goto(Comment.objects.get(delegation__organisation=chile).get_absolute_url())
    expect(lead.get_by_role("main")).not_to_contain_text("Night is enough.")
    desk.goto(f"{ROUND}worktable/publish/")
    sound(desk)
    press(desk, desk.get_by_role("button", name="Publish what is ticked"))

    lead.reload()
    expect(lead.get_by_role("main")).to_contain_text("Night is enough.")
    lead.get_by_text("Reply to this answer").click()
    lead.get_by_label("We are content with the answer").check()
    sound(lead)
    press(lead, lead.get_by_role("button", name="Send the reply"))
    expect(lead.get_by_role("main")).to_contain_text("is content with this answer")

    assert Round.objects.get(slug="harbour-2031").comments.submitted().count() == 2
    assert set(Disposition.objects.values_list("decision", flat=True)) == {"accepted"}
    assert Reply.objects.get().is_content is True
    kinds = Notice.objects.filter(recipient=delegate).values_list("kind", flat=True)
    assert {"receipt", "disposition"} <= set(kinds)
