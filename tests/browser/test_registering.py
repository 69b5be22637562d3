"""From the letter of invitation to the confirmed registration, in real browsers, two people, checked by axe."""

import re

import pytest
from playwright.sync_api import Page, expect

from consultations.inviting import hash_of
from consultations.models import Delegation, Invitation, Membership, Registration, Round
from mla_portal.accounts.models import User
from tests.browser.test_every_page import violations_of
from tests.browser.visiting import Enter, follow, press

PASSWORD, SECRET = "a long row of words", "known-to-this-test"


def sound(page: Page) -> None:
    assert violations_of(page) == []


@pytest.mark.usefixtures("expert")
def test_from_the_letter_to_the_confirmed_registration(enter: Enter, conference: Round, delegate: User) -> None:
    lead = enter(delegate.email)
    lead.goto("/organisations/cl/")
    follow(lead, "People and invitations")
    sound(lead)
    lead.get_by_label("E-mail address").fill("ada@test.example")
    lead.get_by_label("Expert").check()
    press(lead, lead.get_by_role("button", name="Send the letter"))
    expect(lead.get_by_role("main")).to_contain_text("The letter to ada@test.example is in the outbox.")
    sound(lead)

    invitation = Invitation.objects.get()  # the letter has left with its secret: the test takes one of its own
    invitation.secret_hash = hash_of(SECRET)
    invitation.save()
    guest = enter()
    guest.goto(f"/invitations/{SECRET}/")
    sound(guest)
    guest.get_by_label("Name").fill("Ada Example")
    guest.get_by_label("Password", exact=True).fill(PASSWORD)
    guest.get_by_label("Password again").fill(PASSWORD)
    press(guest, guest.get_by_role("button", name="Make my account"))
    expect(guest.get_by_role("main")).to_contain_text("You are expert of Chile.")
    assert Membership.objects.current().filter(person__email="ada@test.example").count() == 1

    guest.goto(conference.get_absolute_url())
    follow(guest, "Registrations")
    follow(guest, "For Chile")
    sound(guest)
    press(guest, guest.get_by_role("button", name="Register", exact=True))
    expect(guest.get_by_role("main")).to_contain_text("Ada Example is registered: provisional.")
    sound(guest)

    lead.goto(f"{conference.get_absolute_url()}registrations/")
    press(lead, lead.get_by_role("link", name=re.compile("^Confirm")))
    sound(lead)
    press(lead, lead.get_by_role("button", name="Confirm"))
    expect(lead.get_by_role("main")).to_contain_text("Confirmed")
    assert Registration.objects.get().state == Registration.State.CONFIRMED
    assert Delegation.objects.get(registrations=Registration.objects.get()).organisation.code == "CL"

    guest.goto(f"/invitations/{SECRET}/")
    expect(guest.get_by_role("heading", level=1)).to_have_text("This invitation cannot be accepted")
    sound(guest)
