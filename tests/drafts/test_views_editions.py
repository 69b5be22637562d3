"""Editions: the list, publishing, the facts of one, two of them compared."""

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from drafts.amending import Proposal, save_text
from drafts.models import Edition, Instrument, Text
from mla_portal.accounts.models import User

LIST = "/instruments/lanterns/editions/"
WORKING = "/instruments/lanterns/compare/draft-1/working/"


def amend(text: Text, author: User) -> None:
    source = text.source().replace("ten miles", "twelve miles")
    proposal = Proposal("Keeping of lights", source, 1)
    save_text(article=text.article, language="en", proposal=proposal, author=author, reason="Farther.")


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_secretariat_publishes(client: Client, convention: Instrument, secretariat: User) -> None:
    client.force_login(secretariat)
    assert "Publish an edition" in page(client, LIST)
    answer = client.post(LIST, {"label": "Draft 1", "symbol": "LAN/2026/1", "note": "First."}, follow=True)
    assert "Draft 1 is published as LAN/2026/1." in answer.content.decode()
    assert answer.redirect_chain == [(f"{LIST}draft-1/", 302)]


def test_a_refusal_is_a_sentence_and_keeps_the_form(client: Client, edition: Edition, secretariat: User) -> None:
    client.force_login(secretariat)
    answer = client.post(LIST, {"label": "Draft 1", "symbol": "LAN/2026/9"})
    assert answer.status_code == 400
    assert "There is an edition “Draft 1” already" in answer.content.decode()
    assert 'value="LAN/2026/9"' in answer.content.decode()


def test_nobody_else_publishes(client: Client, edition: Edition, editor: User) -> None:
    client.force_login(editor)
    assert "Publish an edition" not in page(client, LIST)
    assert client.post(LIST, {"label": "Draft 2", "symbol": "LAN/2026/2"}).status_code == 403
    assert Edition.objects.count() == 1


def test_the_facts_of_an_edition(
    client: Client, edition: Edition, delegate: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(delegate)
    with django_assert_max_num_queries(14):
        shown = page(client, f"{LIST}draft-1/")
    for words in ("LAN/2026/1", edition.checksum, "it matches", "Article 2. Costs", "version 1"):
        assert words in shown
    assert "working text" not in shown


def test_an_edition_against_the_working_text(
    client: Client,
    text: Text,
    edition: Edition,
    editor: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    amend(text, editor)
    client.force_login(editor)
    with django_assert_max_num_queries(14):
        shown = page(client, WORKING)
    assert "What changed from Draft 1 to the working text" in shown
    assert "1 change in 1 of 4 articles: 1 amended." in shown
    assert "Entry into force" not in shown
    assert "Entry into force" in page(client, f"{WORKING}?only=all")
    assert 'class="side-row"' in page(client, f"{WORKING}?view=side")


def test_the_form_leads_to_the_comparison(client: Client, edition: Edition, editor: User) -> None:
    client.force_login(editor)
    answer = client.get(f"{LIST}?older=draft-1&newer=working")
    assert answer["Location"] == WORKING


def test_nothing_changed_is_said(client: Client, edition: Edition, editor: User) -> None:
    client.force_login(editor)
    assert "the words of the two are the same" in page(client, WORKING)
    page(client, "/instruments/lanterns/compare/draft-1/draft-7/", 404)


def test_delegations_do_not_compare_with_the_working_text(client: Client, edition: Edition, delegate: User) -> None:
    client.force_login(delegate)
    page(client, WORKING, 404)
    page(client, "/instruments/lanterns/compare/working/draft-1/", 404)
    assert "Working text" not in page(client, LIST)
