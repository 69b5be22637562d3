"""Links in the text as readers have them."""

import re
from typing import Any

import pytest
from django.test import Client

from drafts.amending import Proposal, save_text
from drafts.models import Article, Edition, Instrument, Text
from mla_portal.accounts.models import User
from tests.cast import clause_id
from tests.drafts.test_renumbering import sign_in

LINK = re.compile(r'<a class="xref" href="([^"]*)">(.*?)</a>')


@pytest.fixture
def referring(convention: Instrument, article: Article, editor: User) -> Article:
    """Article 1 refers to places that are there and to one that is not."""
    text = Text.objects.get(article=article, language="en")
    source = text.source().replace("on its coast", "as paragraph 2 (b) and article 3, paragraph 2 and article 9 say")
    proposal = Proposal(text.heading, source, text.number)
    save_text(article=article, language="en", proposal=proposal, author=editor, reason="Refers.")
    return article


def test_references_lead_to_their_clauses(referring: Article, convention: Instrument, editor: User) -> None:
    third = Article.objects.get(instrument=convention, slug="3")
    inner, outer = clause_id(referring, 3), clause_id(third, 1)
    for address in ("/instruments/lanterns/articles/1/", "/instruments/lanterns/"):
        page = sign_in(editor).get(address).content.decode()
        assert LINK.findall(page) == [
            (f"/instruments/lanterns/articles/1/?clause={inner}#{inner}", "paragraph 2 (b)"),
            (f"/instruments/lanterns/articles/3/?clause={outer}#{outer}", "article 3, paragraph 2"),
        ]
        assert "points at nothing: there is no article 9" in page


def test_an_edition_links_within_itself_and_tells_delegations_nothing_of_the_working_text(
    referring: Article, edition: Edition, delegate: User, editor: User
) -> None:
    text = Text.objects.get(article=referring, language="en")
    source = text.source().replace("\n2. ", "\n1 bis. New, see article 3.\n2. ")
    proposal = Proposal(text.heading, source, text.number)
    save_text(article=referring, language="en", proposal=proposal, author=editor, reason="New.")
    inner = clause_id(referring, 4)
    page = sign_in(delegate).get("/instruments/lanterns/articles/1/").content.decode()
    assert LINK.findall(page)[0] == (f"/instruments/lanterns/articles/1/?clause={inner}#{inner}", "paragraph 2 (b)")
    assert "points at nothing" not in page
    query = f"?edition={edition.slug}&amp;clause={inner}#{inner}"
    page = sign_in(editor).get(f"/instruments/lanterns/articles/1/?edition={edition.slug}").content.decode()
    assert LINK.findall(page)[0] == (f"/instruments/lanterns/articles/1/{query}", "paragraph 2 (b)")
    assert "points at nothing" not in page


def test_links_cost_no_query(
    referring: Article, editor: User, django_assert_max_num_queries: Any, client: Client
) -> None:
    client.force_login(editor)
    client.get("/instruments/lanterns/")
    with django_assert_max_num_queries(12):
        client.get("/instruments/lanterns/")
