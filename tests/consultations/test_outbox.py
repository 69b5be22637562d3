"""The outbox for the secretariat, and each person's own letters."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from consultations.delivering import deliver
from consultations.models import Notice, NoticeStep, Round
from consultations.outbox import CannotChange, act_on, edit_letter
from drafts.models import Edition
from mla_portal.accounts.models import User
from mla_portal.versioning import UnversionedWrite
from tests.consultations.letters import Kind, State, letter_to_address, letters_to

pytestmark = pytest.mark.django_db
Act = NoticeStep.Act
MAY = {  # state -> what may be done with a letter, and where that brings it
    State.WAITING: {Act.HELD: State.HELD, Act.DISCARDED: State.DISCARDED},
    State.HELD: {Act.RELEASED: State.WAITING, Act.DISCARDED: State.DISCARDED},
    State.SENDING: {},
    State.SENT: {},
    State.FAILED: {Act.AGAIN: State.WAITING, Act.DISCARDED: State.DISCARDED},
    State.DISCARDED: {},
    State.GATHERED: {},
}


@pytest.fixture
def letter(delegate: User, edition: Edition) -> Notice:
    return letters_to([delegate], edition)[0]


@pytest.fixture
def desk(client: Client, secretariat: User) -> Client:
    """The secretariat's browser."""
    client.force_login(secretariat)
    return client


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", [Act.HELD, Act.RELEASED, Act.DISCARDED, Act.AGAIN])
def test_an_act_takes_letters_from_the_states_that_allow_it(
    letter: Notice, secretariat: User, state: Notice.State, act: NoticeStep.Act
) -> None:
    Notice.objects.update(state=state)
    allowed = MAY[state].get(act)
    assert act_on(letters=Notice.objects.all(), act=act, person=secretariat) == (1 if allowed else 0)
    letter.refresh_from_db()
    assert letter.state == (allowed or state)
    steps = list(letter.steps.values_list("act", "person"))
    assert steps == ([(act.value, secretariat.pk)] if allowed else [])


def test_what_is_sent_again_is_due_at_once_and_has_all_its_attempts(letter: Notice, secretariat: User) -> None:
    Notice.objects.update(state=State.FAILED, attempts=5, due_at=timezone.now() + timedelta(days=1), failure="No.")
    act_on(letters=Notice.objects.all(), act=Act.AGAIN, person=secretariat)
    letter.refresh_from_db()
    assert (letter.attempts, letter.failure, letter.due_at <= timezone.now()) == (0, "", True)
    assert deliver().sent == 1


def test_the_words_of_a_letter_that_waits_are_changed_and_those_before_are_kept(
    letter: Notice, secretariat: User
) -> None:
    before = (letter.subject, letter.words)
    edit_letter(letter=letter, subject="Other \n words", words="Shorter.\r\n", seen=None, person=secretariat)
    letter.refresh_from_db()
    assert (letter.subject, letter.words, letter.edited_by) == ("Other words", "Shorter.\n", secretariat)
    step = letter.steps.get()
    assert (step.act, step.subject, step.words) == (Act.EDITED, *before)
    assert deliver().sent == 1


@pytest.mark.parametrize("state", [state for state in State if state not in (State.WAITING, State.HELD)])
def test_a_letter_that_is_on_its_way_is_not_edited(letter: Notice, secretariat: User, state: Notice.State) -> None:
    Notice.objects.update(state=state)
    with pytest.raises(CannotChange, match="cannot be edited any more"):
        edit_letter(letter=letter, subject="Other", words="Words", seen=None, person=secretariat)


def test_what_was_done_to_a_letter_stays_in_the_record(letter: Notice, secretariat: User) -> None:
    act_on(letters=Notice.objects.all(), act=Act.HELD, person=secretariat)
    with pytest.raises(UnversionedWrite):
        NoticeStep.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE consultations_noticestep SET act = 'released'")


def test_the_outbox_lists_filters_and_searches_with_bounded_queries(
    desk: Client, delegate: User, neighbour: User, conference: Round, edition: Edition, django_assert_num_queries
) -> None:
    letters_to([delegate, neighbour], edition)
    with django_assert_num_queries(7):
        page = read(desk, "/outbox/")
    assert (delegate.email in page, neighbour.email in page) == (True, True)
    for n in range(60):
        letter_to_address(f"p{n}@test.example", edition)
    with django_assert_num_queries(7):
        assert "1 to 50 of 62" in read(desk, "/outbox/")
    page = read(desk, "/outbox/?words=NEIGHB")
    assert (delegate.email in page, neighbour.email in page) == (False, True)
    assert "No letter matches" in read(desk, "/outbox/?kind=receipt")
    assert "No letter matches" in read(desk, f"/outbox/?round={conference.slug}")
    assert "No letter matches" in read(desk, "/outbox/?state=failed")
    assert "All 62" in read(desk, "/outbox/?state=nonsense")


def test_the_outbox_says_when_nobody_sends(desk: Client, letter: Notice) -> None:
    assert "been due for more than five minutes" not in read(desk, "/outbox/")
    Notice.objects.update(due_at=timezone.now() - timedelta(minutes=6))
    assert "One letter has been due for more than five minutes" in read(desk, "/outbox/")


def test_the_secretariat_reads_edits_and_holds_back_a_letter(desk: Client, letter: Notice) -> None:
    address = letter.get_absolute_url()
    page = read(desk, address)
    assert "has been issued under the symbol LAN/2026/1" in page
    assert "How often you have letters" in page
    form = {"subject": "Draft 1", "words": "It is there.", "seen": ""}
    page = desk.post(f"{address}edit/", form, follow=True).content.decode()
    assert "It is there." in page
    assert "The words before" in page
    assert "The letter is held back." in desk.post(f"{address}held/", follow=True).content.decode()
    letter.refresh_from_db()
    assert (letter.subject, letter.state) == ("Draft 1", State.HELD)
    assert "not in that state any more" in desk.post(f"{address}held/", follow=True).content.decode()
    assert desk.post(f"{address}burnt/").status_code == 404


def test_two_who_edit_the_same_letter_lose_nothing(desk: Client, letter: Notice) -> None:
    address = f"{letter.get_absolute_url()}edit/"
    assert desk.post(address, {"subject": "First", "words": "Of the first.", "seen": ""}).status_code == 302
    answer = desk.post(address, {"subject": "Second", "words": "Of the second.", "seen": ""})
    page = answer.content.decode()
    assert (answer.status_code, "Of the second." in page, "Of the first." in page) == (409, True, True)
    letter.refresh_from_db()
    assert letter.subject == "First"
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen
    form = {"subject": "Second", "words": "Of the second.", "seen": seen[1]}
    assert desk.post(address, form).status_code == 302
    assert [step.subject for step in letter.steps.all()][1] == "First"


def test_a_letter_without_words_is_refused_with_a_sentence(desk: Client, letter: Notice) -> None:
    page = desk.post(f"{letter.get_absolute_url()}edit/", {"subject": "S", "words": " \n ", "seen": ""})
    assert "A letter needs words" in page.content.decode()


def test_all_letters_of_a_kind_and_round_are_held_back_and_released_together(
    desk: Client, delegate: User, neighbour: User, expert: User, conference: Round, edition: Edition
) -> None:
    letters_to([delegate, neighbour, expert], edition)
    Notice.objects.exclude(address=expert.email).update(round=conference, kind=Kind.OPENING)
    chosen = f"kind=opening&round={conference.slug}"
    assert "Hold back 2 …" in read(desk, f"/outbox/?{chosen}")
    page = read(desk, f"/outbox/all/held/?{chosen}")
    assert "<h1>Hold back two letters?</h1>" in page
    assert "Round: Harbour Conference." in page
    page = desk.post(f"/outbox/all/held/?{chosen}", follow=True).content.decode()
    assert "Two letters held back." in page
    assert Notice.objects.in_states(State.HELD).count() == 2
    assert NoticeStep.objects.filter(act=Act.HELD).count() == 2
    desk.post(f"/outbox/all/released/?{chosen}")
    assert Notice.objects.in_states(State.HELD).count() == 0
    assert desk.get("/outbox/all/burnt/").status_code == 404


def test_the_secret_of_an_invitation_that_is_discarded_is_forgotten(edition: Edition, secretariat: User) -> None:
    letter = letter_to_address("guest@test.example", edition)
    Notice.objects.update(kind=Kind.INVITATION, words="Come: https://x.example/invitations/s3cret/\n")
    act_on(letters=Notice.objects.all(), act=Act.DISCARDED, person=secretariat)
    letter.refresh_from_db()
    assert letter.words == "Come: https://x.example/invitations/…/\n"


def test_a_letter_that_waits_for_a_summary_says_so(desk: Client, delegate: User, letter: Notice) -> None:
    assert "the daily summary" not in read(desk, letter.get_absolute_url())
    User.objects.filter(pk=delegate.pk).update(notice_rhythm=User.Notices.DAILY)
    assert "Waits for the daily summary" in read(desk, letter.get_absolute_url())
    assert "Waits for the daily summary" in read(desk, "/outbox/")


def test_nobody_reads_the_link_of_an_invitation_in_the_outbox(desk: Client, edition: Edition) -> None:
    letter = letter_to_address("guest@test.example", edition)
    Notice.objects.update(kind=Kind.INVITATION, words="Come: https://x.example/invitations/s3cret/\n")
    address = letter.get_absolute_url()
    for page in ("/outbox/", address):
        assert "s3cret" not in read(desk, page)
    assert desk.get(f"{address}edit/").status_code == 302
    answer = desk.post(f"{address}edit/", {"subject": "S", "words": "W", "seen": ""})
    assert (answer.status_code, "s3cret" in answer.content.decode()) == (409, False)


def test_a_person_chooses_rhythm_and_language(client: Client, delegate: User, letter: Notice) -> None:
    client.force_login(delegate)
    page = client.post("/account/letters/", {"rhythm": "daily", "language": "es"}, follow=True).content.decode()
    delegate.refresh_from_db()
    assert (delegate.notice_rhythm, delegate.language) == ("daily", "es")
    assert "Your choice is kept" in page
    assert "Select a valid choice" in client.post("/account/letters/", {"rhythm": "hourly"}).content.decode()


def test_a_person_sees_what_was_sent_to_them_and_nothing_else(
    client: Client, delegate: User, neighbour: User, edition: Edition, django_assert_num_queries
) -> None:
    mine, other = letters_to([delegate, neighbour], edition)
    client.force_login(delegate)
    assert "No letter has been sent to you yet." in read(client, "/account/letters/")
    assert client.get(f"/account/letters/{mine.pk}/").status_code == 404, "it still waits"
    deliver()
    with django_assert_num_queries(4):
        assert mine.subject in read(client, "/account/letters/")
    assert "LAN/2026/1" in read(client, f"/account/letters/{mine.pk}/")
    assert client.get(f"/account/letters/{other.pk}/").status_code == 404
    assert client.get(mine.get_absolute_url()).status_code == 404
    assert client.get("/outbox/").status_code == 403
