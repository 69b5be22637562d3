"""Disputed wording on pages: the list, the count over time, views of a text, hypothetical readings, resolving."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from drafts.amending import Proposal, save_text
from drafts.exporting import produce
from drafts.models import Article, Edition, Instrument, Text
from drafts.orders import Order
from drafts.publishing import publish_edition
from mla_portal.accounts.models import User

PAGE = "/instruments/lanterns/disputed/"
READING = f"{PAGE}reading/"
FIRST = "/instruments/lanterns/articles/1/"
RESOLVE = f"{FIRST}resolve/"
SECOND = """1. Costs [shall]^{Chile; against: Kenya}[may]^{some delegations} be shared {fn: By all.}.
2. [The fund {fn: Of 1850.} pays.]^{reservation of Peru: scrutiny}
Option 1 (Kenya):
3. At once.
Option 2 (Chile):
No text
End of options
4. A ] stray one."""
VARIANTS = {"": "[at all hours]", "plain": "[at all hours]", "keep": "coast at all hours.", "drop": "coast."}


@pytest.fixture
def richer(convention: Instrument, edition: Edition, editor: User) -> Text:
    """The working text has alternatives, a reservation, options and a stray bracket that the edition has not."""
    article = Article.objects.get(instrument=convention, slug="2")
    save_text(
        article=article, language="en", proposal=Proposal("[Costs]", SECOND, 1), author=editor, reason="Positions."
    )
    return Text.objects.select_related("article__instrument").get(article=article)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_every_passage_is_listed_with_who_holds_it(
    client: Client, editor: User, richer: Text, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(editor)
    page(client, PAGE)
    with django_assert_max_num_queries(11):
        shown = words(page(client, PAGE))
    assert "Working text: 5 passages in 2 articles are still open. 1 bracket has no partner." in shown
    assert "Supported by Chile. Opposed by Kenya." in shown
    assert "Supported by some delegations." in shown
    assert "Reservation of Peru: scrutiny." in shown
    assert "A closing bracket has no opening bracket before it" in shown
    assert "Choose option 2" in shown
    assert "Draft 1" in shown
    assert "2 brackets" in shown


def test_delegations_see_editions_and_nothing_of_the_working_text(
    client: Client, delegate: User, richer: Text, edition: Edition
) -> None:
    client.force_login(delegate)
    shown = page(client, PAGE)
    assert "Draft 1: 2 passages in 2 articles are still open." in words(shown)
    assert "Working text" not in shown
    assert "some delegations" not in shown
    assert "resolve/" not in shown
    page(client, f"{PAGE}?edition=working", 404)


def test_counting_many_editions_costs_no_more_queries(
    client: Client,
    secretariat: User,
    convention: Instrument,
    edition: Edition,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(secretariat)
    for number in range(2, 8):
        publish_edition(instrument=convention, label=f"Draft {number}", symbol=f"LAN/{number}", author=secretariat)
    with django_assert_max_num_queries(12):
        shown = words(page(client, PAGE))
    assert re.findall(r"(Draft \d|Working text) (?:\d+ \w+ \d+ )?2 2 brackets", shown) == [
        *(f"Draft {number}" for number in range(1, 8)), "Working text",
    ]  # fmt: skip
    with django_assert_max_num_queries(11):
        page(client, PAGE)


def test_an_article_has_views(client: Client, editor: User, text: Text) -> None:
    client.force_login(editor)
    for view, expected in VARIANTS.items():
        shown = page(client, f"{FIRST}?view={view}")
        assert expected in words(shown).replace("[ ", "[").replace(" ]", "]")
        assert ("A hypothetical reading, not the text." in shown) == (view in ("keep", "drop"))
        assert ("proposed by" in shown) == (view == "")
    assert f"{FIRST}?view=keep" not in page(client, f"{FIRST}?view=nonsense")
    assert "/articles/2/?view=keep" in page(client, f"{FIRST}?view=keep")


def test_the_whole_text_has_views_and_keeps_its_numbers(client: Client, editor: User, richer: Text) -> None:
    client.force_login(editor)
    shown = page(client, "/instruments/lanterns/?view=drop")
    whole = words(shown)
    assert "[Costs]" in whole  # in the contents, as negotiated
    assert "Costs be shared" in whole
    assert "At once" not in whole
    assert re.search(r'class="clause-label"[^>]*>4\.</a>', shown)
    assert "A hypothetical reading, not the text." in whole


def test_a_reading_under_chosen_resolutions_is_shown_and_nothing_stored(
    client: Client, editor: User, richer: Text
) -> None:
    client.force_login(editor)
    key = re.search(r'name="2:(\w+-1)"', page(client, PAGE).split("heading-1")[-1])
    assert key
    chosen = {"view": "drop", f"2:{key[1]}": "choose-2", "2:heading-1": "keep", "1:nothing": "keep", "2": "keep"}
    answer = client.post(READING, chosen)
    shown = words(answer.content.decode())
    assert answer.status_code == 200
    assert "Costs may be shared" in shown
    assert "A hypothetical reading, not the text. No words that are in brackets or in options." in shown
    assert "on its coast." in shown
    assert "2 passages are read as you chose. 1 of your choices no longer fits the text and was left out." in shown
    assert Text.objects.get(pk=richer.pk).number == 2


def test_a_reading_of_the_working_text_is_not_for_delegations(client: Client, delegate: User, richer: Text) -> None:
    client.force_login(delegate)
    assert client.post(f"{READING}?edition=working", {"view": "keep"}).status_code == 404
    shown = words(client.post(READING, {"view": "keep"}).content.decode())
    assert "on whose coast the lantern stands" in shown
    assert "be shared" not in shown


def test_a_view_is_exported_with_the_numbers_of_the_whole_text(richer: Text) -> None:
    instrument = richer.article.instrument
    files = {view: produce(Order(instrument, variant=view, format="txt")).content.decode() for view in VARIANTS if view}
    assert "3. At once." in files["keep"]
    assert "4. A ] stray one." in files["drop"]
    assert "Costs [shall][may] be shared" in files["plain"]
    assert ["A hypothetical reading, not the text." in file for file in files.values()] == [False, True, True]
    assert not any("^{" in file or "Option 1 (" in file for file in files.values())


def test_a_view_is_asked_for_on_the_page_of_exports(client: Client, delegate: User, edition: Edition) -> None:
    client.force_login(delegate)
    asked = {"text": "draft-1", "variant": "first", "language": "en", "format": "txt"}
    answer = client.post("/instruments/lanterns/exports/", asked, follow=True)
    assert "Hypothetical reading: first alternatives only" in answer.content.decode()


def test_a_reference_instrument_has_no_disputed_words(client: Client, editor: User, convention: Instrument) -> None:
    Instrument.objects.filter(pk=convention.pk).update(kind=Instrument.Kind.REFERENCE)
    client.force_login(editor)
    page(client, PAGE, 404)
    assert "view=plain" not in page(client, FIRST)


def link_to(shown: str, choice: str) -> str:
    found = re.search(rf'href="(/instruments/lanterns/articles/2/resolve/\?[^"]*choice={choice}&amp;[^"]*)"', shown)
    assert found
    return found[1].replace("&amp;", "&")


def fields_of(shown: str) -> dict[str, str]:
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown))
    source = re.search(r'<textarea name="words" hidden>\n(.*?)</textarea>', shown, re.S)
    assert source
    return {**found, "words": source[1].replace("\n", "\r\n")}


def test_a_passage_is_resolved_from_its_button(client: Client, editor: User, richer: Text) -> None:
    client.force_login(editor)
    confirm = page(client, link_to(page(client, PAGE), "choose-2"))
    assert "<del>" in confirm
    sent = {**fields_of(confirm), "reason": "The meeting preferred “may”.", "nature": "substantive"}
    answer = client.post(RESOLVE.replace("articles/1", "articles/2"), sent, follow=True)
    assert "Resolved: this is version 3 of Article 2." in answer.content.decode()
    after = Text.objects.get(pk=richer.pk)
    assert (after.blocks[0]["text"], after.nature) == ("Costs may be shared {fn: By all.}.", "substantive")
    again = client.post(RESOLVE.replace("articles/1", "articles/2"), sent)
    assert again.status_code == 409
    assert "These words no longer stand in Article 2 as they were shown" in again.content.decode()
    assert "The meeting preferred “may”." in again.content.decode()


def test_footnotes_that_go_are_named_first(client: Client, editor: User, richer: Text) -> None:
    client.force_login(editor)
    drops = re.findall(r'href="([^"]*resolve/\?[^"]*choice=drop&amp;[^"]*)"', page(client, PAGE))
    told = [words(page(client, address.replace("&amp;", "&"))) for address in drops]
    assert ["With the words goes a footnote or note: Of 1850." in one for one in told].count(True) == 1


def test_a_blank_reason_is_one_sentence_and_nothing_is_lost(client: Client, editor: User, richer: Text) -> None:
    client.force_login(editor)
    sent = {**fields_of(page(client, link_to(page(client, PAGE), "drop"))), "reason": " ", "nature": "editorial"}
    answer = client.post(RESOLVE.replace("articles/1", "articles/2"), sent)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "the reason stands in the history" in shown
    assert '<option value="editorial" selected>' in shown
    assert Text.objects.get(pk=richer.pk).number == 2


@pytest.mark.parametrize("query", ["", "?passage=x&choice=keep&version=1", "?version=99999999999", "?choice=%00"])
def test_an_address_that_names_no_passage_is_told_so(client: Client, editor: User, text: Text, query: str) -> None:
    client.force_login(editor)
    assert "These words no longer stand in Article 1" in page(client, RESOLVE + query, 409)


def test_a_collision_is_put_before_the_editor(client: Client, editor: User, second_editor: User, richer: Text) -> None:
    client.force_login(editor)
    sent = {**fields_of(page(client, link_to(page(client, PAGE), "choose-1"))), "reason": "Mine."}
    source = Text.objects.get(pk=richer.pk).source().replace("be shared", "not be shared")
    proposal = Proposal("[Costs]", source, 2)
    save_text(article=richer.article, language="en", proposal=proposal, author=second_editor, reason="Theirs.")
    answer = client.post(RESOLVE.replace("articles/1", "articles/2"), sent)
    assert answer.status_code == 409
    assert "You and another editor changed the same words" in answer.content.decode()


def test_a_text_with_more_than_a_thousand_passages_can_be_read_as_decided(
    client: Client, editor: User, richer: Text
) -> None:
    client.force_login(editor)
    unchosen = {f"2:passage-{number}": "" for number in range(1500)}
    assert client.post(READING, {"view": "keep", **unchosen}).status_code == 200
