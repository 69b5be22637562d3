"""Invitations: one letter, one person, one role, once. Every state × every act."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from consultations.alphabet import name_in
from consultations.delivering import deliver
from consultations.inviting import (
    CannotInvite,
    accept_as,
    accept_with_new_account,
    end_membership,
    hash_of,
    invite_person,
    revoke_invitation,
    send_again,
)
from consultations.models import Invitation, Membership, Notice, Organisation
from mla_portal.accounts.models import User
from tests.cast import person
from tests.crowd import at_once

NEW = "new@test.example"
PASSWORD = "a long row of words"


def secret_of(invitation: Invitation) -> str:
    """As the letter holds it, while it waits."""
    letter = Notice.objects.get(key=f"invitation:{invitation.pk}")
    found = re.search(r"/invitations/([\w-]+)/", letter.words)
    assert found is not None
    return found[1]


def invited(organisation: Organisation, by: User, role: str = "expert", email: str = NEW) -> Invitation:
    return invite_person(organisation=organisation, role=role, email=email, person=by)


def test_the_letter_makes_the_account_and_the_role_once(chile: Organisation, secretariat: User) -> None:
    invitation = invited(chile, secretariat, "focal_point", "New@Test.Example")
    secret = secret_of(invitation)
    made = accept_with_new_account(secret=secret, name="New person", password=PASSWORD)
    assert (made.email, made.name, made.check_password(PASSWORD)) == (NEW, "New person", True)
    assert [(m.organisation, m.role) for m in made.memberships.all()] == [(chile, "focal_point")]
    with pytest.raises(CannotInvite, match="used already"):
        accept_with_new_account(secret=secret, name="Another", password=PASSWORD)


def test_the_database_holds_no_secret_once_the_letter_is_sent(chile: Organisation, secretariat: User) -> None:
    invitation = invited(chile, secretariat)
    secret = secret_of(invitation)
    assert secret not in invitation.secret_hash
    deliver()
    letter = Notice.objects.get(key=f"invitation:{invitation.pk}")
    assert (letter.state, secret in letter.words) == (Notice.State.SENT, False)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_letters_are_written_in_three_languages(chile: Organisation, secretariat: User, language: str) -> None:
    chile.name_fr, chile.name_es = "le Chili", "Chile (es)"
    chile.save()
    invite_person(organisation=chile, role="expert", email=NEW, person=secretariat, language=language)
    letter = Notice.objects.get(address=NEW)
    assert (letter.language, name_in(chile, language) in letter.words) == (language, True)


def test_a_focal_point_invites_experts_of_its_own_delegation_alone(
    chile: Organisation, kenya: Organisation, delegate: User, expert: User, editor: User
) -> None:
    assert invited(chile, delegate).role == "expert"
    refused: list[tuple[Organisation, User, str]] = [
        (chile, delegate, "focal_point"),
        (kenya, delegate, "expert"),
        (chile, expert, "expert"),
        (chile, editor, "expert"),
    ]
    for organisation, by, role in refused:
        with pytest.raises(CannotInvite):
            invited(organisation, by, role, "other@test.example")
    assert Invitation.objects.count() == 1


def test_a_second_invitation_of_an_address_revokes_the_first(chile: Organisation, secretariat: User) -> None:
    first = invited(chile, secretariat)
    secret = secret_of(first)
    second = invited(chile, secretariat)
    first.refresh_from_db()
    assert (first.state(), second.state()) == ("revoked", "open")
    with pytest.raises(CannotInvite, match="taken back"):
        accept_with_new_account(secret=secret, name="New", password=PASSWORD)
    letter = Notice.objects.get(key=f"invitation:{first.pk}")
    assert (letter.state, secret in letter.words) == (Notice.State.DISCARDED, False)


def _accept(invitation: Invitation, by: User, secret: str) -> None:
    accept_with_new_account(secret=secret, name="New", password=PASSWORD)


def _revoke(invitation: Invitation, by: User, secret: str) -> None:
    revoke_invitation(invitation=invitation, person=by)


def _again(invitation: Invitation, by: User, secret: str) -> None:
    send_again(invitation=invitation, person=by)


@pytest.mark.parametrize(
    ("state", "act", "after"),
    [
        ("open", _accept, "accepted"),
        ("open", _revoke, "revoked"),
        ("open", _again, "revoked"),
        ("accepted", _accept, None),
        ("accepted", _revoke, None),
        ("accepted", _again, None),
        ("revoked", _accept, None),
        ("revoked", _revoke, None),
        ("revoked", _again, "revoked"),
        ("expired", _accept, None),
        ("expired", _revoke, None),
        ("expired", _again, "expired"),
    ],
)
def test_every_state_and_every_act(
    chile: Organisation,
    secretariat: User,
    state: str,
    act: Callable[[Invitation, User, str], None],
    after: str | None,
) -> None:
    """None: refused, and the invitation is as it was. Sent again is another invitation, the old one stays shut."""
    invitation = invited(chile, secretariat)
    secret = secret_of(invitation)
    if state == "accepted":
        _accept(invitation, secretariat, secret)
    elif state == "revoked":
        _revoke(invitation, secretariat, secret)
    elif state == "expired":
        invitation.expires_at = timezone.now() - timedelta(seconds=1)
        invitation.save()
    if after is None:
        with pytest.raises(CannotInvite):
            act(invitation, secretariat, secret)
    else:
        act(invitation, secretariat, secret)
    invitation.refresh_from_db()
    assert invitation.state() == (after or state)
    assert Invitation.objects.count() == 1 + (act is _again and after is not None)


def test_who_has_an_account_accepts_with_it_and_nobody_else_does(
    chile: Organisation, kenya: Organisation, secretariat: User, neighbour: User, outsider: User
) -> None:
    secret = secret_of(invited(chile, secretariat, email=outsider.email))
    with pytest.raises(CannotInvite, match="sign in"):
        accept_with_new_account(secret=secret, name="Outsider", password=PASSWORD)
    with pytest.raises(CannotInvite, match="another address"):
        accept_as(secret=secret, person=neighbour)
    assert accept_as(secret=secret, person=outsider).organisation == chile


def test_another_role_takes_the_place_of_the_first(chile: Organisation, secretariat: User, expert: User) -> None:
    accept_as(secret=secret_of(invited(chile, secretariat, "focal_point", expert.email)), person=expert)
    roles = [(m.role, m.ended_at is None) for m in expert.memberships.order_by("pk")]
    assert roles == [("expert", False), ("focal_point", True)]


def test_a_focal_point_ends_the_role_of_its_expert_but_of_no_focal_point(
    chile: Organisation, delegate: User, expert: User, neighbour: User
) -> None:
    of_expert, of_delegate = expert.memberships.get(), delegate.memberships.get()
    for by, membership in ((neighbour, of_expert), (expert, of_expert), (delegate, of_delegate)):
        with pytest.raises(CannotInvite):
            end_membership(membership=membership, person=by)
    end_membership(membership=of_expert, person=delegate)
    with pytest.raises(CannotInvite, match="ended already"):
        end_membership(membership=of_expert, person=delegate)
    assert [m.person for m in Membership.objects.current().at(chile)] == [delegate]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_use_one_link_at_once_one_is_let_in(chile: Organisation, secretariat: User) -> None:
    invitation = invited(chile, secretariat)  # its letter has been sent, and has forgotten the secret
    secret, invitation.secret_hash = "known to this test", hash_of("known to this test")
    invitation.save()

    def use(number: int) -> str:
        try:
            return accept_with_new_account(secret=secret, name=f"Person {number}", password=PASSWORD).name
        except CannotInvite:
            return ""

    names = [name for name in at_once([partial(use, number) for number in range(8)]) if name]
    assert len(names) == 1
    assert (User.objects.get(email=NEW).name, Membership.objects.count()) == (names[0], 1)


def test_the_page_makes_the_account_and_signs_in(client: Client, chile: Organisation, secretariat: User) -> None:
    address = f"/invitations/{secret_of(invited(chile, secretariat))}/"
    shown = client.get(address)
    assert (shown.status_code, "no-store" in shown["Cache-Control"]) == (200, True)
    short = client.post(address, {"name": "New", "password": "short", "again": "other"})
    assert ("too short" in short.content.decode(), User.objects.filter(email=NEW).exists()) == (True, False)
    done = client.post(address, {"name": "New", "password": PASSWORD, "again": PASSWORD}, follow=True)
    assert (done.status_code, done.context["user"].email) == (200, NEW)
    assert Client().get(address).status_code == 410


def test_guessing_is_stopped(client: Client, chile: Organisation, secretariat: User) -> None:
    answers = [client.get(f"/invitations/guess-{number}/").status_code for number in range(22)]
    assert answers == [404] * 20 + [429] * 2
    good = f"/invitations/{secret_of(invited(chile, secretariat))}/"
    assert client.get(good).status_code == 429


def test_the_page_of_people_invites_sends_again_and_revokes(
    client: Client, chile: Organisation, delegate: User, expert: User, django_assert_max_num_queries
) -> None:
    client.force_login(delegate)
    people = "/organisations/cl/people/"
    client.post(people, {"email": NEW, "role": "expert", "language": "es", "name": ""})
    first = Invitation.objects.get()
    client.post(f"{people}invitations/{first.pk}/", {"act": "again"})
    second = Invitation.objects.exclude(pk=first.pk).get()
    client.post(f"{people}invitations/{second.pk}/", {"act": "revoke"})
    client.post(f"{people}{expert.memberships.get().pk}/end/")
    for number in range(5):
        person(f"e{number}@test.example", f"E {number}", "", chile, "expert")
    with django_assert_max_num_queries(9):
        page = client.get(people).content.decode()
    states = [invitation.state() for invitation in Invitation.objects.all()]
    assert (states, expert.email in page, page.count("Revoked.")) == (["revoked", "revoked"], False, 2)


def test_a_focal_point_demotes_no_other_focal_point(chile: Organisation, delegate: User, secretariat: User) -> None:
    other = person("second.lead@test.example", "Second lead", "", chile, Membership.Role.FOCAL_POINT)
    with pytest.raises(CannotInvite, match="Only the secretariat appoints and dismisses"):
        invite_person(organisation=chile, role=Membership.Role.EXPERT, email=other.email, person=delegate)
    assert not Invitation.objects.exists()


def test_invitations_end_with_the_role_of_who_sent_them(chile: Organisation, delegate: User, secretariat: User) -> None:
    invite_person(organisation=chile, role=Membership.Role.EXPERT, email="new@test.example", person=delegate)
    end_membership(membership=Membership.objects.get(person=delegate), person=secretariat)
    assert [invitation.state() for invitation in Invitation.objects.all()] == ["revoked"]
