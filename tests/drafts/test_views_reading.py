"""Reading: the list of texts, the whole text, one article and what is selected in it."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from consultations.commenting import Target
from consultations.convening import close_round
from consultations.models import Round
from drafts.amending import Proposal, save_text
from drafts.models import Article, Edition, Instrument, Text
from drafts.publishing import publish_edition
from mla_portal.accounts.models import User
from tests.cast import clause_id, comment_by

WHOLE = "/instruments/lanterns/"
FIRST = "/instruments/lanterns/articles/1/"


@pytest.fixture
def amended(text: Text, edition: Edition, editor: User) -> Text:
    """The working text is ahead of the edition."""
    source = text.source().replace("ten miles", "twelve miles")
    proposal = Proposal("Keeping of lights", source, 1)
    save_text(article=text.article, language="en", proposal=proposal, author=editor, reason="Farther.")
    return text


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_list_names_texts_and_their_newest_edition(
    client: Client, delegate: User, edition: Edition, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(delegate)
    with django_assert_max_num_queries(6):
        shown = page(client, "/instruments/")
    assert "Convention on Lanterns" in shown
    assert "LAN/2026/1" in shown


def test_a_text_without_edition_is_known_to_the_core_group_alone(
    client: Client, convention: Instrument, editor: User, delegate: User
) -> None:
    client.force_login(delegate)
    page(client, WHOLE, 404)
    assert "Convention on Lanterns" not in page(client, "/instruments/")
    client.force_login(editor)
    assert "Core Group only" in page(client, WHOLE)


def test_the_whole_text_in_a_bounded_number_of_queries(
    client: Client, convention: Instrument, editor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(editor)
    with django_assert_max_num_queries(12):
        shown = page(client, WHOLE)
    for words in ("Part I", "Keeping of lights", "tended by a keeper", "Entry into force", "<em>Recalling</em>"):
        assert words in shown
    assert shown.count("<h1>") == shown.count("<main") == 1


def test_delegations_read_the_edition_and_the_core_group_the_working_text(
    client: Client, amended: Text, editor: User, delegate: User
) -> None:
    client.force_login(delegate)
    shown = page(client, FIRST)
    assert "ten miles" in shown
    assert "LAN/2026/1" in shown
    page(client, f"{FIRST}?edition=working", 404)
    client.force_login(editor)
    assert "twelve miles" in page(client, FIRST)
    assert "ten miles" in page(client, f"{FIRST}?edition=draft-1")


def test_delegations_begin_with_the_edition_under_discussion_and_not_with_a_newer_one(
    client: Client, conference: Round, amended: Text, secretariat: User, delegate: User
) -> None:
    publish_edition(instrument=amended.article.instrument, label="Draft 2", symbol="LAN/2026/2", author=secretariat)
    client.force_login(delegate)
    assert "ten miles" in page(client, FIRST)
    assert "twelve miles" in page(client, f"{FIRST}?edition=draft-2")


def test_an_edition_that_a_browser_has_is_not_sent_again(client: Client, edition: Edition, delegate: User) -> None:
    client.force_login(delegate)
    first = client.get(WHOLE)
    again = client.get(WHOLE, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{WHOLE}?language=en", headers={"If-None-Match": first["ETag"]}).status_code == 200
    delegate.name = "Another function"
    delegate.save()
    assert client.get(WHOLE, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_working_text_is_always_sent(client: Client, convention: Instrument, editor: User) -> None:
    client.force_login(editor)
    assert "ETag" not in client.get(WHOLE)


def test_a_selected_clause_shows_what_can_be_done_with_it(
    client: Client, article: Article, editor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(editor)
    clause = clause_id(article, 1)
    with django_assert_max_num_queries(22):
        shown = page(client, f"{FIRST}?clause={clause}")
    assert f'class="clause depth-1 selected" id="{clause}"' in shown
    assert shown.count('class="clause-acts"') == 1
    assert 'aria-label="paragraph 2" aria-current="true"' in shown
    assert page(client, f"{FIRST}?clause=nowhere").count("clause-acts") == 0


def test_every_clause_is_a_link_to_itself_and_one_tab_stop(client: Client, article: Article, editor: User) -> None:
    client.force_login(editor)
    shown = page(client, FIRST)
    for block in Text.objects.get(article=article).blocks:
        assert shown.count(f'href="?clause={block["id"]}#{block["id"]}"') == 1


def test_comments_are_counted_beside_their_clause(
    client: Client, conference: Round, article: Article, delegate: User
) -> None:
    clause = clause_id(article, 0)
    comment_by(delegate, conference, Target(article, clause), submit=True)
    client.force_login(delegate)
    shown = page(client, FIRST)
    assert 'aria-label="paragraph 1, 1 comment"' in shown
    assert f'href="?clause={clause}#{clause}" tabindex="-1" aria-hidden="true">1</a>' in shown


def test_what_changed_since_the_edition_before_has_a_bar(client: Client, amended: Text, editor: User) -> None:
    client.force_login(editor)
    shown = page(client, FIRST)
    assert shown.count("Changed since Draft 1.") == 1
    assert 'class="clause depth-2 changed"' in shown
    assert "Changed since" not in page(client, f"{FIRST}?edition=draft-1")


def test_an_article_that_is_not_in_the_edition_says_so(
    client: Client, convention: Instrument, edition: Edition, editor: User
) -> None:
    late = Article.objects.create(instrument=convention, label="9", slug="9", position=900)
    client.force_login(editor)
    shown = page(client, f"/instruments/lanterns/articles/{late.slug}/?edition=draft-1", 404)
    assert "Article 9 does not stand in Draft 1." in shown


def test_secretariat_notes_are_not_shown_to_delegations(
    client: Client, text: Text, editor: User, secretariat: User, delegate: User
) -> None:
    source = text.source().replace("at all hours]^{Chile}.", "at all hours]^{Chile}. {note: To be aligned.}")
    proposal = Proposal("Keeping of lights", source, 1)
    save_text(article=text.article, language="en", proposal=proposal, author=editor, reason="A note.")
    publish_edition(instrument=text.article.instrument, label="Draft 1", symbol="LAN/2026/1", author=secretariat)
    client.force_login(editor)
    assert "Note by the secretariat: To be aligned." in page(client, FIRST)
    client.force_login(delegate)
    assert "To be aligned" not in page(client, FIRST)


def test_pages_that_are_not_there_say_so_in_a_sentence(client: Client, convention: Instrument, editor: User) -> None:
    client.force_login(editor)
    for address in ("/instruments/nothing/", f"{WHOLE}?edition=nothing", "/instruments/lanterns/articles/99/"):
        assert "There is no such page." in page(client, address, 404)


def test_reading_asks_for_a_sign_in(client: Client, edition: Edition) -> None:
    answer = client.get(FIRST)
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('account_login')}?next={FIRST}"
    assert client.get(FIRST, headers={"X-Requested-With": "fetch"}).status_code == 401


def test_a_text_is_sent_again_when_another_edition_comes_under_discussion(
    client: Client, conference: Round, amended: Text, secretariat: User, delegate: User
) -> None:
    """The links of the page say which edition they mean where it is not the one that people begin with."""
    publish_edition(instrument=amended.article.instrument, label="Draft 2", symbol="LAN/2026/2", author=secretariat)
    client.force_login(delegate)
    address = f"{WHOLE}?edition=draft-1"
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    close_round(round=conference, person=secretariat)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    leads = 'href="/instruments/lanterns/articles/1/?edition=draft-1"' in again.content.decode()
    assert (again.status_code, leads) == (200, True)


@pytest.mark.parametrize("name", ["agreement", "sources", "proofreading"])
def test_pages_about_the_text_offer_no_view_that_they_do_not_have(
    client: Client, convention: Instrument, editor: User, name: str
) -> None:
    """What is disputed is disputed in any view: a choice of one would change nothing but its own name."""
    client.force_login(editor)
    assert "As negotiated" in page(client, WHOLE)
    assert "As negotiated" not in page(client, reverse(f"drafts:{name}", args=[convention.slug]))
