"""Registration: who comes, who says so, until when. Every state × every act."""

import csv
from datetime import timedelta
from functools import partial
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone

from consultations.models import Delegation, Membership, Notice, Organisation, Registration, RegistrationStep, Round
from consultations.registering import (
    ANSWERS,
    MOVES,
    CannotRegister,
    Entry,
    acts_open_to,
    answer_assistance,
    move_registration,
    register_person,
)
from mla_portal.accounts.models import User
from mla_portal.versioning import UnversionedWrite
from tests.cast import person
from tests.crowd import at_once

Act, State = RegistrationStep.Act, Registration.State
ADA = Entry("Ada Example", "ada@test.example", "member")


def delegation_of(organisation: Organisation, round: Round) -> Delegation:
    return Delegation.objects.select_related("organisation", "round").get(organisation=organisation, round=round)


def own(user: User, role: str = "member") -> Entry:
    return Entry(user.name, user.email, role)


@pytest.fixture
def chileans(conference: Round, chile: Organisation) -> Delegation:
    return delegation_of(chile, conference)


@pytest.fixture
def watchers(conference: Round, lantern_watch: Organisation) -> Delegation:
    return delegation_of(lantern_watch, conference)


def test_whom_the_focal_point_enters_is_confirmed_and_who_enters_themselves_is_provisional(
    chileans: Delegation, delegate: User, expert: User, secretariat: User
) -> None:
    made = [
        register_person(delegation=chileans, entry=ADA, person=delegate),
        register_person(delegation=chileans, entry=own(expert), person=expert),
        register_person(delegation=chileans, entry=own(delegate, "focal_point"), person=delegate),
        register_person(delegation=chileans, entry=Entry("Bo", "bo@test.example", "head"), person=secretariat),
    ]
    assert [(r.state, r.person) for r in made] == [
        ("confirmed", None),
        ("provisional", expert),
        ("provisional", delegate),
        ("provisional", None),
    ]
    assert [step.act for step in made[0].steps.all()] == ["registered", "confirmed"]


def test_the_focal_point_is_asked_to_confirm_and_the_person_is_told(
    chileans: Delegation, delegate: User, expert: User
) -> None:
    made = register_person(delegation=chileans, entry=own(expert), person=expert)
    letters = {n.address: n.subject for n in Notice.objects.filter(kind=Notice.Kind.REGISTRATION)}
    assert letters == {
        delegate.email: "Please confirm a registration: Expert, Chile",
        expert.email: "You are registered for Harbour Conference",
    }
    move_registration(registration=made, act=Act.CONFIRMED, person=delegate)
    newest = Notice.objects.filter(address=expert.email).latest("pk")
    assert newest.subject == "Your registration is confirmed"


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_letter_has_words_in_three_languages(
    chileans: Delegation, delegate: User, expert: User, secretariat: User, language: str
) -> None:
    for reader in (delegate, expert):
        reader.language = language
        reader.save()
    entry = Entry(expert.name, expert.email, "member", assistance="No funds.")
    for act in (Act.DISOWNED, Act.WITHDRAWN):
        made = register_person(delegation=chileans, entry=entry, person=expert)
        move_registration(registration=made, act=act, person=delegate, reason="R.")
    for answer in ANSWERS:
        made = register_person(delegation=chileans, entry=entry, person=expert)
        move_registration(registration=made, act=Act.CONFIRMED, person=delegate)
        answer_assistance(registration=made, act=answer, person=secretariat, reason="R.")
        move_registration(registration=made, act=Act.WITHDRAWN, person=expert)
    letters = Notice.objects.filter(kind=Notice.Kind.REGISTRATION, language=language)
    subjects = {letter.subject for letter in letters}
    assert len(subjects) == 7  # asked, entered, confirmed, disowned, withdrawn, granted, refused
    assert all(letter.words.strip() and "{" not in letter.words for letter in letters)


def _in_state(state: Registration.State, chileans: Delegation, secretariat: User, expert: User) -> Registration:
    entry = Entry(expert.name, expert.email, "member", assistance="No funds.")
    made = register_person(delegation=chileans, entry=entry, person=secretariat)
    for act, (_, after) in MOVES.items():
        if after == state:
            return move_registration(registration=made, act=act, person=secretariat, reason="As the note says.")
    return made


@pytest.mark.parametrize("act", [*MOVES, *ANSWERS])
@pytest.mark.parametrize("state", State)
def test_every_state_and_every_act(
    chileans: Delegation, secretariat: User, expert: User, state: Registration.State, act: RegistrationStep.Act
) -> None:
    """What is possible changes the state once and leaves one step; what is not changes nothing."""
    registration = _in_state(state, chileans, secretariat, expert)
    steps = registration.steps.count()
    possible = {
        State.PROVISIONAL: {Act.CONFIRMED, Act.DISOWNED, Act.WITHDRAWN, Act.GRANTED, Act.REFUSED},
        State.CONFIRMED: {Act.DISOWNED, Act.WITHDRAWN, Act.GRANTED, Act.REFUSED},
        State.DISOWNED: set(),
        State.WITHDRAWN: set(),
    }[state]
    assert set(acts_open_to(secretariat, registration, False)) == possible
    verb = answer_assistance if act in ANSWERS else move_registration
    for attempt in ("first", "second"):
        is_possible = act in possible and attempt == "first"
        if is_possible:
            verb(registration=registration, act=act, person=secretariat, reason="Because.")
        else:
            with pytest.raises(CannotRegister):
                verb(registration=registration, act=act, person=secretariat, reason="Because.")
    registration.refresh_from_db()
    moved = MOVES[act][1] if act in MOVES else state
    answered = ANSWERS.get(act, "asked")
    assert (registration.state, registration.assistance) == ((moved, answered) if act in possible else (state, "asked"))
    assert registration.steps.count() == steps + (act in possible)


def test_who_may_do_what(
    chileans: Delegation, delegate: User, expert: User, neighbour: User, secretariat: User, editor: User
) -> None:
    made = register_person(delegation=chileans, entry=own(expert), person=expert)
    for by, act in (
        (expert, Act.CONFIRMED),
        (neighbour, Act.CONFIRMED),
        (editor, Act.CONFIRMED),
        (neighbour, Act.WITHDRAWN),
        (expert, Act.DISOWNED),
    ):
        with pytest.raises(CannotRegister):
            move_registration(registration=made, act=act, person=by, reason="R.")
    with pytest.raises(CannotRegister, match="Say why"):
        move_registration(registration=made, act=Act.CONFIRMED, person=secretariat)
    with pytest.raises(CannotRegister, match="Say why"):
        move_registration(registration=made, act=Act.DISOWNED, person=delegate)
    with pytest.raises(CannotRegister, match="Only the secretariat"):
        answer_assistance(registration=made, act=Act.GRANTED, person=delegate, reason="R.")
    with pytest.raises(CannotRegister, match="enter yourself"):
        register_person(delegation=chileans, entry=ADA, person=expert)
    with pytest.raises(CannotRegister, match="enter yourself"):
        register_person(delegation=chileans, entry=own(neighbour), person=neighbour)


def test_nobody_confirms_their_own(chileans: Delegation, delegate: User) -> None:
    made = register_person(delegation=chileans, entry=own(delegate, "focal_point"), person=delegate)
    with pytest.raises(CannotRegister, match="Nobody confirms their own"):
        move_registration(registration=made, act=Act.CONFIRMED, person=delegate)
    second = person("second.lead@test.example", "Second", "", chileans.organisation, Membership.Role.FOCAL_POINT)
    assert move_registration(registration=made, act=Act.CONFIRMED, person=second).state == "confirmed"


def test_two_deadlines_and_the_instant_itself_is_too_late(
    chileans: Delegation, delegate: User, secretariat: User
) -> None:
    now = timezone.now()
    round = chileans.round
    round.visa_registration_closes_at, round.registration_closes_at = now, now + timedelta(days=2)
    round.save()
    visa = Entry("With visa", "visa@test.example", "member", needs_visa=True)
    for entry, at in ((visa, now), (ADA, now + timedelta(days=2))):
        with pytest.raises(CannotRegister, match="has closed"):
            register_person(delegation=chileans, entry=entry, person=delegate, at=at)
    register_person(delegation=chileans, entry=visa, person=delegate, at=now - timedelta(microseconds=1))
    register_person(delegation=chileans, entry=ADA, person=delegate, at=now)
    late = Entry("Late", "late@test.example", "head")
    assert register_person(delegation=chileans, entry=late, person=secretariat, at=now + timedelta(days=3))


def test_one_head_one_representative_one_address(
    chileans: Delegation, watchers: Delegation, delegate: User, observer: User, secretariat: User
) -> None:
    head = register_person(delegation=chileans, entry=Entry("H", "h@test.example", "head"), person=delegate)
    register_person(delegation=watchers, entry=own(observer, "observer"), person=observer)
    for delegation, entry in (
        (chileans, Entry("I", "i@test.example", "head")),
        (chileans, Entry("H", "H@test.example", "member")),
        (chileans, Entry("O", "o@test.example", "observer")),
        (watchers, Entry("P", "p@test.example", "observer")),
        (watchers, Entry("Q", "q@test.example", "head")),
    ):
        with pytest.raises(CannotRegister):
            register_person(delegation=delegation, entry=entry, person=secretariat)
    move_registration(registration=head, act=Act.WITHDRAWN, person=delegate)
    register_person(delegation=chileans, entry=Entry("I", "i@test.example", "head"), person=delegate)


@pytest.mark.django_db(transaction=True)
def test_of_many_representatives_at_once_one_is_taken(
    conference: Round, lantern_watch: Organisation, observer: User
) -> None:
    delegation = delegation_of(lantern_watch, conference)

    def enter(number: int) -> bool:
        try:
            entry = Entry(f"P {number}", f"p{number}@test.example", "observer")
            register_person(delegation=delegation, entry=entry, person=observer)
        except CannotRegister:
            return False
        return True

    assert sum(at_once([partial(enter, number) for number in range(8)])) == 1
    assert Registration.objects.standing().count() == 1


def test_steps_are_never_changed(chileans: Delegation, delegate: User) -> None:
    made = register_person(delegation=chileans, entry=ADA, person=delegate)
    with pytest.raises(UnversionedWrite):
        RegistrationStep.objects.filter(registration=made).update(reason="Another.")
    with pytest.raises(UnversionedWrite):
        Registration.objects.filter(pk=made.pk).delete()


def test_a_delegation_sees_its_own_and_the_secretariat_all_of_them(
    client: Client, chileans: Delegation, watchers: Delegation, delegate: User, observer: User, secretariat: User,
    editor: User, django_assert_max_num_queries,
) -> None:  # fmt: skip
    for number in range(6):
        entry = Entry(f"Member {number}", f"m{number}@test.example", "member")
        register_person(delegation=chileans, entry=entry, person=delegate)
    register_person(delegation=watchers, entry=own(observer, "observer"), person=observer)
    address = "/rounds/harbour-2026/registrations/"
    seen = {}
    for reader in (delegate, observer, secretariat):
        client.force_login(reader)
        with django_assert_max_num_queries(12):
            page = client.get(address).content.decode()
        seen[reader] = (page.count("m5@test.example"), page.count("representative of an observer"))
    assert seen == {delegate: (1, 0), observer: (0, 1), secretariat: (1, 1)}
    client.force_login(editor)
    assert client.get(address).status_code == 403


def test_the_table_of_the_secretariat_holds_no_formula(
    client: Client, chileans: Delegation, delegate: User, secretariat: User
) -> None:
    evil = Entry('=HYPERLINK("http://x.example")', "evil@test.example", "member", function="+1")
    register_person(delegation=chileans, entry=evil, person=delegate)
    client.force_login(secretariat)
    answer = client.get("/rounds/harbour-2026/registrations/table/")
    assert answer["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [cell[0] for cell in rows[1][1:4:2]] == ["'", "'"]


def test_a_round_from_entry_to_confirmation_through_the_pages(
    client: Client, chileans: Delegation, delegate: User, expert: User
) -> None:
    base = "/rounds/harbour-2026/registrations/"
    client.force_login(expert)
    sent = {"name": expert.name, "email": expert.email, "role": "member", "assistance": "No funds."}
    refused = client.post(f"{base}new/cl/", {**sent, "email": "other@test.example"})
    assert "enter yourself" in refused.content.decode()
    assert "No funds." in refused.content.decode()  # nothing typed is lost
    client.post(f"{base}new/cl/", sent)
    made = Registration.objects.get()
    client.force_login(delegate)
    assert client.get(f"{base}{made.pk}/?act=nonsense").status_code == 404
    client.post(f"{base}{made.pk}/?act=confirmed", {"reason": ""})
    made.refresh_from_db()
    assert (made.state, made.assistance) == ("confirmed", "asked")
