"""The rounds' pages: who sees what, and what the secretariat does there."""

import pytest
from django.test import Client

from consultations.convening import call_round
from consultations.models import Round
from drafts.models import Edition, Instrument
from mla_portal.accounts.models import User
from tests.cast import comment_by


@pytest.fixture
def announced(convention: Instrument, edition: Edition, conference: Round) -> Round:
    """Called, not opened: nobody has been invited yet."""
    return call_round(
        slug="lighthouse-2027",
        title="Lighthouse Conference",
        starts_on=conference.ends_on,
        ends_on=conference.ends_on,
        instrument=convention,
        edition=edition,
        comments_open_at=conference.comments_open_at,
        comments_close_at=conference.comments_close_at,
    )


def test_a_delegation_finds_its_round_and_not_the_one_that_is_only_announced(
    client: Client, delegate: User, announced: Round, django_assert_max_num_queries
) -> None:
    client.force_login(delegate)
    with django_assert_max_num_queries(8):
        page = client.get("/rounds/").content.decode()
    assert ("Harbour Conference" in page, "Lighthouse Conference" in page) == (True, False)
    assert client.get(announced.get_absolute_url()).status_code == 404


def test_somebody_who_takes_part_in_nothing_is_told_so(client: Client, outsider: User, conference: Round) -> None:
    client.force_login(outsider)
    assert "no round that you take part in" in client.get("/rounds/").content.decode()
    assert client.get(conference.get_absolute_url()).status_code == 404


def test_the_round_page_gives_the_deadline_in_the_time_of_the_venue_and_in_utc(
    client: Client, delegate: User, conference: Round, django_assert_max_num_queries
) -> None:
    client.force_login(delegate)
    with django_assert_max_num_queries(13):
        page = client.get(conference.get_absolute_url()).content.decode()
    utc = conference.comments_close_at
    assert utc is not None
    there = utc.astimezone(conference.zone)
    assert f"{there:%H:%M} in Santiago" in page
    assert f"{utc:%H:%M} UTC)" in page
    assert "Read Draft 1 and comment" in page
    assert "Lantern Watch" in page


def test_the_number_of_comments_on_the_round_page_counts_only_what_the_reader_may_see(
    client: Client, conference: Round, delegate: User, neighbour: User, editor: User
) -> None:
    comment_by(neighbour, conference, submit=True)
    for person, said in ((delegate, "no comments"), (neighbour, "one comment"), (editor, "one comment")):
        client.force_login(person)
        assert f">{said}</a>" in client.get(conference.get_absolute_url()).content.decode()


def test_the_secretariat_opens_a_round_after_being_asked(client: Client, secretariat: User, announced: Round) -> None:
    client.force_login(secretariat)
    address = f"{announced.get_absolute_url()}open/"
    assert "Nobody has been invited" in client.get(address).content.decode()
    announced.refresh_from_db()
    assert announced.opened_at is None
    done = client.post(address, follow=True)
    announced.refresh_from_db()
    assert announced.opened_by == secretariat
    assert "The round is open." in done.content.decode()


def test_opening_twice_is_answered_with_a_sentence(client: Client, secretariat: User, conference: Round) -> None:
    client.force_login(secretariat)
    done = client.post(f"{conference.get_absolute_url()}open/", follow=True)
    assert "opened already" in done.content.decode()


def test_closing_an_open_window_early_warns_and_then_closes(
    client: Client, secretariat: User, conference: Round
) -> None:
    client.force_login(secretariat)
    address = f"{conference.get_absolute_url()}close/"
    assert "Delegations still expect to submit" in client.get(address).content.decode()
    client.post(address)
    conference.refresh_from_db()
    assert conference.closed_by == secretariat


@pytest.mark.parametrize("act", ["open", "close"])
def test_others_neither_open_nor_close(
    client: Client, editor: User, delegate: User, conference: Round, act: str
) -> None:
    for person in (editor, delegate):
        client.force_login(person)
        assert client.post(f"{conference.get_absolute_url()}{act}/").status_code == 403
