"""The pages of sources, counterparts and discrepancies: what they show, to whom, and in how many queries."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from drafts.linking import link_clauses
from drafts.models import ClauseLink, Instrument
from drafts.publishing import publish_edition
from mla_portal.accounts.models import User
from tests.drafts.kinship import cited, linked, revise


def kin(instrument: Instrument, article: str, place: str = "") -> str:
    return f"/instruments/{instrument.slug}/clauses/{cited(instrument, article, place).pk}/kin/"


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_an_editor_links_a_suggested_source_accepts_and_ends(
    client: Client, pilots: Instrument, model: Instrument, editor: User
) -> None:
    client.force_login(editor)
    address = kin(pilots, "3")
    shown = page(client, address)
    assert "Compare and link" in shown
    target = cited(model, "1", "1")
    posted = {"act": "link", "kind": "source", "degree": "adapted", "target": target.pk, "reason": "The form of it."}
    assert client.post(address, posted).status_code == 302
    link = ClauseLink.objects.get()
    assert (link.degree, link.target_id, link.author) == ("adapted", target.pk, editor)
    shown = page(client, address)
    assert "The source is linked." in shown
    assert "1 difference of substance." in shown
    assert client.post(address, {"act": "end", "link": link.pk, "reason": "Too far."}).status_code == 302
    assert "Too far." in page(client, address)


def test_the_form_begins_with_a_link_that_can_be_made(
    client: Client, pilots: Instrument, model: Instrument, editor: User
) -> None:
    """What is chosen at first, a source, stands in a reference instrument."""
    client.force_login(editor)
    texts = page(client, kin(pilots, "3")).split('name="text">')[1].split("</select>")[0]
    assert re.findall(r'<option value="([^"]*)"', texts) == [model.slug, pilots.slug]


def test_a_counterpart_is_cited_and_a_difference_accepted(
    client: Client, pilots: Instrument, secretariat: User
) -> None:
    client.force_login(secretariat)
    address = kin(pilots, "1", "2")
    posted = {"act": "link", "kind": "counterpart", "text": "pilots", "article": "2", "place": "2", "reason": "Twins."}
    assert client.post(address, posted).status_code == 302
    assert "Not in step." in page(client, address)
    link = ClauseLink.objects.get()
    posted = {"act": "accept", "link": str(link.pk), "ours": "may", "theirs": "shall", "reason": "A choice is left."}
    assert client.post(address, posted).status_code == 302
    shown = page(client, address)
    assert "In step." in shown
    assert "A choice is left." in shown


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"article": "9"}, "There is no article “9” in this text."),
        ({"text": "nowhere"}, "Choose the text that the other clause stands in."),
        ({"target": "0000\0", "article": ""}, "There is no such clause any more; open the page again."),
        ({"article": "1", "place": "2"}, "A clause cannot be linked with itself."),
        ({"reason": ""}, "Say in a few words why: the reason stands beside the link."),
        ({"act": "end", "link": "99999999999999999999"}, "There is no such link of this clause; open the page again."),
        ({"act": "accept", "link": "x"}, "There is no such link of this clause; open the page again."),
    ],
)
def test_what_is_refused_keeps_what_was_typed(
    client: Client, pilots: Instrument, editor: User, posted: dict[str, str], sentence: str
) -> None:
    client.force_login(editor)
    given = {"act": "link", "kind": "counterpart", "text": "pilots", "article": "2", "place": "2", "reason": "<b>Twins"}
    answer = client.post(kin(pilots, "1", "2"), {**given, **posted})
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert f"{sentence} Nothing was written." in shown
    assert ("&lt;b&gt;Twins" in shown) == ({"act", "reason", "target"}.isdisjoint(posted))
    assert not ClauseLink.objects.exists()


def test_words_of_the_texts_are_escaped(client: Client, pilots: Instrument, editor: User) -> None:
    revise(pilots, "1", editor, "may consult", "may <script>consult")
    linked(pilots, editor, "2")
    client.force_login(editor)
    for address in (kin(pilots, "1", "2"), "/instruments/pilots/discrepancies/"):
        shown = page(client, address)
        assert "&lt;" in shown
        assert "<script>consult" not in shown


def test_queries_do_not_grow_with_the_links(
    client: Client,
    pilots: Instrument,
    source: ClauseLink,
    editor: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for place in ("1", "2", "3"):
        linked(pilots, editor, place)
    client.force_login(editor)
    addresses = {kin(pilots, "1", "2"): 14, kin(pilots, "3"): 14}
    addresses |= {"/instruments/pilots/discrepancies/": 10, "/instruments/pilots/sources/": 14}
    for address, most in addresses.items():
        with django_assert_max_num_queries(most):
            page(client, address)


def test_delegations_read_the_sources_of_an_edition_in_its_words_and_nothing_else(
    client: Client, pilots: Instrument, source: ClauseLink, editor: User, secretariat: User, delegate: User
) -> None:
    client.force_login(delegate)
    page(client, "/instruments/pilots/sources/", 404)
    publish_edition(instrument=pilots, label="Draft 1", symbol="PIL/1", author=secretariat)
    revise(pilots, "3", editor, "the vessel and its master.", "the vessel, its master and the smuggled cargo.")
    revise(pilots, "2", editor, "as article 1 says.", "as article 1 says.\n\n4. A clause of the working text alone.")
    fresh = cited(pilots, "2", "4")
    link_clauses(
        kind="source", degree="inspired", clause=fresh, target=cited(_model(), "2"), author=editor, reason="An idea."
    )
    shown = page(client, "/instruments/pilots/sources/")
    assert "Article 1, paragraph 1" in shown
    assert "Adapted" in shown
    assert "Inspired" not in shown
    assert "paragraph 4" not in shown
    for secret in ("smuggled", "The form of a request.", "An idea.", fresh.pk, "/kin/", "discrepancies/"):
        assert secret not in shown
    page(client, "/instruments/pilots/sources/?edition=working", 404)
    page(client, kin(pilots, "3"), 404)
    page(client, "/instruments/pilots/discrepancies/", 404)
    client.force_login(editor)
    assert "Inspired" in page(client, "/instruments/pilots/sources/")
    assert "Inspired" not in page(client, "/instruments/pilots/sources/?edition=draft-1")


def _model() -> Instrument:
    return Instrument.objects.reference().get()


def test_the_clause_of_a_reference_instrument_says_what_was_taken_from_it(
    client: Client, model: Instrument, source: ClauseLink, editor: User
) -> None:
    client.force_login(editor)
    shown = page(client, kin(model, "1", "1"))
    assert "What was taken from it" in shown
    assert "Article 3, sole paragraph" in shown
    assert "Link another clause" not in shown
    page(client, "/instruments/pilotage/discrepancies/", 404)


def test_the_selected_clause_leads_to_its_sources(client: Client, pilots: Instrument, editor: User) -> None:
    client.force_login(editor)
    clause = cited(pilots, "1", "2")
    assert kin(pilots, "1", "2") in page(client, f"/instruments/pilots/articles/1/?clause={clause.pk}")
