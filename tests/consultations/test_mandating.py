"""The edition that a delegation's last mandate rests on, and who may know of it."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from consultations.convening import close_round
from consultations.mandating import CannotSet, set_baseline
from consultations.models import Baseline, Organisation, Round
from drafts.models import Edition, Instrument, Text
from drafts.publishing import publish_edition
from mla_portal.accounts.models import User
from mla_portal.versioning import UnversionedWrite
from tests.crowd import at_once
from tests.drafts.test_views_versions import revise

TEXT = "/instruments/lanterns/"
BUTTON = "Our last mandate rests on this edition"


@pytest.fixture
def second(edition: Edition, text: Text, editor: User, secretariat: User) -> Edition:
    revise(text, editor, "ten miles", "twelve miles")
    return publish_edition(instrument=edition.instrument, label="Draft 2", symbol="LAN/2026/2", author=secretariat)


def shown(client: Client, person: User, address: str) -> str:
    client.force_login(person)
    answer = client.get(TEXT + address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_latest_one_holds_and_the_earlier_stays_in_the_record(
    edition: Edition, second: Edition, chile: Organisation, delegate: User
) -> None:
    first = set_baseline(edition=edition, organisation=chile, person=delegate)
    assert set_baseline(edition=edition, organisation=chile, person=delegate) == first
    later = set_baseline(edition=second, organisation=chile, person=delegate)
    assert Baseline.objects.known_to(delegate, edition.instrument) == [later]
    assert Baseline.objects.count() == 2


def test_only_the_focal_point_of_the_delegation_sets_it(
    edition: Edition, chile: Organisation, expert: User, neighbour: User, editor: User
) -> None:
    for person in (expert, neighbour, editor):
        with pytest.raises(CannotSet, match="Only the focal point of Chile"):
            set_baseline(edition=edition, organisation=chile, person=person)


def test_the_record_refuses_changes(edition: Edition, chile: Organisation, delegate: User) -> None:
    baseline = set_baseline(edition=edition, organisation=chile, person=delegate)
    with pytest.raises(UnversionedWrite):
        Baseline.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE consultations_baseline SET set_by_id = set_by_id WHERE id = %s", [baseline.pk])


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_statement(edition: Edition, chile: Organisation, delegate: User) -> None:
    one: Any = lambda: set_baseline(edition=edition, organisation=chile, person=delegate)  # noqa: E731
    first, second = at_once([one, one])
    assert first == second


def test_the_button_of_the_editions_page(
    client: Client, edition: Edition, second: Edition, chile: Organisation, delegate: User, expert: User
) -> None:
    assert BUTTON in shown(client, delegate, "editions/draft-1/")
    done = client.post(f"/organisations/cl/mandate/lanterns/{edition.slug}/", follow=True).content.decode()
    assert "the last mandate of Chile rests on Draft 1" in done
    assert BUTTON not in done
    assert "rests on this edition" in shown(client, expert, "editions/draft-1/")
    assert "rests on <a" in shown(client, expert, "editions/draft-2/")
    assert BUTTON not in shown(client, expert, "editions/draft-2/")
    client.force_login(expert)
    assert client.post(f"/organisations/cl/mandate/lanterns/{second.slug}/").status_code == 403
    assert Baseline.objects.get().edition == edition


def test_nobody_else_learns_of_it(
    client: Client,
    edition: Edition,
    second: Edition,
    chile: Organisation,
    delegate: User,
    neighbour: User,
    editor: User,
    secretariat: User,
) -> None:
    pages = ["", "editions/draft-1/", "editions/draft-2/", "articles/1/", "compare/draft-1/draft-2/"]
    before = {(person.email, page): shown(client, person, page) for person in (neighbour, editor) for page in pages}
    set_baseline(edition=edition, organisation=chile, person=delegate)
    assert "The last mandate of Chile rests on" in shown(client, delegate, "?edition=draft-2")
    for person in (neighbour, editor, secretariat):
        for page in pages:
            now = shown(client, person, page)
            assert ("Chile rests" in now, "our last mandate" in now) == (False, False)
            if (person.email, page) in before:
                assert len(now) == len(before[person.email, page])


def test_a_page_that_the_browser_has_kept_is_not_shown_again_with_the_old_mandate(
    client: Client, edition: Edition, chile: Organisation, delegate: User
) -> None:
    client.force_login(delegate)
    etag = client.get(TEXT)["ETag"]
    assert client.get(TEXT, headers={"If-None-Match": etag}).status_code == 304
    set_baseline(edition=edition, organisation=chile, person=delegate)
    assert client.get(TEXT, headers={"If-None-Match": etag}).status_code == 200


def test_comparisons_offer_what_changed_since(
    client: Client,
    convention: Instrument,
    conference: Round,
    second: Edition,
    chile: Organisation,
    delegate: User,
    neighbour: User,
    editor: User,
    secretariat: User,
) -> None:
    close_round(round=conference, person=secretariat)
    assert conference.edition is not None
    set_baseline(edition=conference.edition, organisation=chile, person=delegate)
    article = shown(client, delegate, "articles/1/?edition=draft-2")
    for words in ("version before", "last edition", "last round", "our last mandate"):
        assert f"Since the {words}</b>".replace("the our", "our") in article
    assert article.count('href="/instruments/lanterns/articles/1/compare/1/2/"') == 4
    assert "Draft 1: no change" in shown(client, delegate, "articles/2/?edition=draft-2")
    assert "our last mandate" not in shown(client, neighbour, "articles/1/?edition=draft-2")
    whole = shown(client, delegate, "compare/draft-1/draft-2/")
    assert whole.count('href="/instruments/lanterns/compare/draft-1/draft-2/"') == 3
    working = shown(client, editor, "compare/draft-1/working/")
    assert 'href="/instruments/lanterns/compare/draft-2/working/"><b>Since the last edition' in working
    assert 'href="/instruments/lanterns/compare/draft-1/working/"><b>Since the last round' in working


def test_between_versions_the_core_group_is_offered_the_version_before(
    client: Client, edition: Edition, text: Text, editor: User, delegate: User
) -> None:
    revise(text, editor, "ten miles", "eleven miles")
    revise(text, editor, "eleven miles", "twelve miles")
    here = shown(client, editor, "articles/1/compare/1/3/")
    assert 'compare/2/3/"><b>Since the version before</b>' in here
    assert 'compare/1/3/"><b>Since the last edition</b>' in here
    assert "What changed</summary>" not in shown(client, delegate, "articles/1/")
