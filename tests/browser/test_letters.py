"""Letters in a browser: a delegate chooses, the secretariat holds back and edits, with scripts and without."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from consultations.models import Notice
from drafts.models import Instrument
from mla_portal.accounts.models import User
from tests.browser.visiting import Enter, complaints_of, follow, press, sign_in

pytestmark = pytest.mark.usefixtures("demonstration")


def violations_of(page: Page) -> list[str]:
    return [f"{page.url}: {rule['id']}" for rule in Axe().run(page).response["violations"]]


def test_a_delegate_reads_their_letters_and_chooses_one_a_day(enter: Enter, demonstration: Instrument) -> None:
    page = enter("delegate@demo.example")
    complaints = complaints_of(page.context)
    page.get_by_text("Focal point, Costa Rica", exact=True).click()
    press(page, page.get_by_role("link", name="Letters to you"))
    assert violations_of(page) == []
    page.get_by_label("One summary a day").check()
    page.get_by_label("Français").check()
    press(page, page.get_by_role("button", name="Keep this choice"))
    expect(page.get_by_role("status")).to_contain_text("Your choice is kept")
    expect(page.get_by_label("One summary a day")).to_be_checked()
    person = User.objects.get(email="delegate@demo.example")
    assert (person.notice_rhythm, person.language) == ("daily", "fr")
    follow(page, "Comments are open: Diplomatic Conference")
    expect(page.get_by_role("main")).to_contain_text("Your delegation may now comment on Draft 2")
    assert violations_of(page) + complaints == []


@pytest.mark.parametrize("scripts", [True, False])
def test_the_secretariat_finds_edits_and_releases_a_letter(enter: Enter, scripts: bool) -> None:
    page = enter("secretariat@demo.example", java_script_enabled=scripts)
    page.goto("/outbox/?state=held")
    follow(page, "Comments are open: Diplomatic Conference")
    follow(page, "Edit")
    page.get_by_label("Subject").fill("The window is open")
    page.get_by_label("Words").press("Control+Home")
    page.get_by_label("Words").press_sequentially("Excellencies, ")
    press(page, page.get_by_role("button", name="Keep these words"))
    expect(page.get_by_role("heading", level=1)).to_have_text("The window is open")
    press(page, page.get_by_role("button", name="Release"))
    expect(page.get_by_role("status")).to_contain_text("The letter is released.")
    letter = Notice.objects.get(subject="The window is open")
    assert letter.words.startswith("Excellencies, ")
    assert letter.state == Notice.State.SENT  # the tests' queue does at once what it is asked for


def test_the_secretariat_holds_back_all_letters_of_a_kind(enter: Enter) -> None:
    page = enter("secretariat@demo.example")
    complaints = complaints_of(page.context)
    Notice.objects.filter(kind=Notice.Kind.OPENING).update(state=Notice.State.WAITING)
    page.goto("/outbox/")
    page.get_by_label("Kind").select_option("opening")
    press(page, page.get_by_role("button", name="Show"))
    assert violations_of(page) == []
    page.get_by_role("main").get_by_role("link", name="Hold back").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hold back")
    assert violations_of(page) == []
    press(page, page.get_by_role("main").get_by_role("button", name="Hold back"))
    expect(page.get_by_role("status")).to_contain_text("letters held back")
    assert set(Notice.objects.filter(kind="opening").values_list("state", flat=True)) == {Notice.State.HELD}
    assert complaints == []


def test_words_typed_into_a_letter_survive_a_session_that_has_ended(enter: Enter) -> None:
    page = enter("secretariat@demo.example")
    complaints = complaints_of(page.context)
    letter = Notice.objects.in_states(Notice.State.HELD)[0]
    page.goto(f"{letter.get_absolute_url()}edit/")
    page.get_by_label("Words").fill("Typed while the session ended.")
    page.context.clear_cookies(name="sessionid")
    press(page, page.get_by_role("button", name="Keep these words"))
    sign_in(page, "secretariat@demo.example", f"{letter.get_absolute_url()}edit/")
    expect(page.get_by_label("Words")).to_have_value("Typed while the session ended.")
    expect(page.get_by_text("What you typed here before is back")).to_be_visible()
    assert violations_of(page) == []
    press(page, page.get_by_role("button", name="Keep these words"))
    expect(page.get_by_role("main")).to_contain_text("Typed while the session ended.")
    page.goto(f"{letter.get_absolute_url()}edit/")
    expect(page.get_by_text("What you typed here before is back")).to_be_hidden()
    assert complaints == []
