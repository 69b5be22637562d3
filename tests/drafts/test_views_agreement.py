"""Agreement on the page: the record of an article, the table of the text, and the marks beside the clauses."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from drafts.agreeing import record_agreement
from drafts.amending import Proposal, save_text
from drafts.models import AgreementStep, Article, Edition, Instrument, Text
from mla_portal.accounts.models import User

Level = AgreementStep.Level


def agree(article: Article, author: User, level: str = Level.PLENARY, clauses: list[str] | None = None) -> None:
    record_agreement(
        article=article,
        clauses=clauses,
        level=level,
        forum="Plenary",
        on=date(2026, 3, 4),
        reason="Nobody objected.",
        author=author,
    )


def ids(article: Article) -> list[str]:
    return [block["id"] for block in Text.objects.get(article=article, language="en").blocks]


def marks(page: str) -> list[tuple[str, str]]:
    """Look and margin word of each clause, as the page has them."""
    found = re.findall(
        r'<div class="clause [^"]*?(agreed|provisional|open)[^"]*" id="\w+">(.*?)<div class="clause-', page
    )
    return [(look, re.sub("<[^>]+>", "", word)) for look, word in found]


def test_a_step_is_recorded_on_the_page_and_shown_beside_the_clauses(
    client: Client, article: Article, secretariat: User
) -> None:
    client.force_login(secretariat)
    address = reverse("drafts:record_agreement", args=[article.instrument.slug, article.slug])
    first, second, *_ = ids(article)
    assert "not discussed" in client.get(f"{address}?clause={first}").content.decode()
    posted = {"clauses": [first, second], "forum": "Working Group I", "on": "2026-03-04", "reason": "Nobody objected."}
    done = client.post(address, {**posted, "level": "ad_referendum", "pending": "Chile"}, follow=True)
    page = done.content.decode()
    assert "2 clauses are now agreed ad referendum, pending Chile." in page
    assert marks(page) == [
        ("provisional", "Agreed ad referendum, pending Chile"),
        ("provisional", "Agreed ad referendum, pending Chile"),
        ("open", "Not discussed"),
        ("open", "Not discussed"),
    ]
    assert page.count('<p class="clause-word">Agreed ad referendum') == 1  # once for the eye, each time for the ear
    assert "Working Group I" in client.get(address).content.decode()


def test_a_step_that_makes_no_sense_is_refused_and_nothing_typed_is_lost(
    client: Client, article: Article, secretariat: User
) -> None:
    client.force_login(secretariat)
    address = reverse("drafts:record_agreement", args=[article.instrument.slug, article.slug])
    posted = {"clauses": ids(article)[:1], "level": "ad_referendum", "forum": "Plenary", "on": "2026-03-04"}
    page = client.post(address, {**posted, "reason": "Half a yes."})
    words = page.content.decode()
    assert (page.status_code, "name whose confirmation is pending" in words, "Half a yes." in words) == (
        400,
        True,
        True,
    )
    assert not AgreementStep.objects.exists()


def test_saving_agreed_words_is_refused_in_the_editor_and_nothing_typed_is_lost(
    client: Client, article: Article, text: Text, editor: User, secretariat: User
) -> None:
    agree(article, secretariat)
    client.force_login(editor)
    typed = text.source().replace("ten miles", "nine miles")
    page = client.post(
        reverse("drafts:edit", args=[article.instrument.slug, article.slug]),
        {"heading": text.heading, "source": typed, "reason": "Nearer.", "base": "1", "language": "en"},
    )
    words = page.content.decode()
    assert (page.status_code, "reopen it, with a reason" in words, "nine miles" in words) == (400, True, True)
    assert Text.objects.get(pk=text.pk).number == 1


def test_the_table_counts_clauses_by_level_in_a_bounded_number_of_queries(
    client: Client, convention: Instrument, article: Article, secretariat: User, django_assert_max_num_queries: Any
) -> None:
    agree(article, secretariat, clauses=ids(article)[:3])
    client.force_login(secretariat)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("drafts:agreement", args=[convention.slug])).content.decode()
    assert "3 of 9 clauses are agreed in some degree" in page


def test_of_an_edition_delegations_see_what_was_agreed_of_its_very_words(
    client: Client, article: Article, edition: Edition, editor: User, secretariat: User, delegate: User
) -> None:
    text = Text.objects.get(article=article, language="en")
    proposal = Proposal(text.heading, text.source().replace("ten miles", "nine miles"), 1)
    save_text(article=article, language="en", proposal=proposal, author=editor, reason="Nearer.")
    agree(article, secretariat, clauses=ids(article)[2:])
    client.force_login(delegate)
    page = client.get(f"/instruments/lanterns/articles/1/?edition={edition.slug}").content.decode()
    assert "nine miles" not in page
    assert marks(page) == [
        ("open", "Not discussed"),
        ("open", "Not discussed"),
        ("open", "Not discussed"),  # what was agreed there are other words than the edition's
        ("agreed", "Agreed in plenary"),
    ]


def test_a_page_of_an_edition_is_fresh_again_after_a_step(
    client: Client, article: Article, edition: Edition, secretariat: User, delegate: User
) -> None:
    client.force_login(delegate)
    address = f"/instruments/lanterns/?edition={edition.slug}"
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    agree(article, secretariat)
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, "Agreed in plenary" in again.content.decode()) == (200, True)


@pytest.mark.parametrize("person", ["delegate", "observer"])
def test_only_the_core_group_records(
    client: Client, article: Article, edition: Edition, request: Any, person: str
) -> None:
    client.force_login(request.getfixturevalue(person))
    address = reverse("drafts:record_agreement", args=[article.instrument.slug, article.slug])
    assert client.get(address).status_code == 403


def test_words_that_changed_while_the_page_was_open_are_not_agreed_unseen(
    client: Client, article: Article, secretariat: User, editor: User
) -> None:
    client.force_login(secretariat)
    address = reverse("drafts:record_agreement", args=[article.instrument.slug, article.slug])
    assert '<input type="hidden" name="seen" value="1">' in client.get(address).content.decode()
    text = Text.objects.get(article=article, language="en")
    proposal = Proposal(text.heading, text.source().replace("ten miles", "twelve miles"), 1)
    save_text(article=article, language="en", proposal=proposal, author=editor, reason="Farther.")
    posted = {"clauses": ids(article), "level": "plenary", "forum": "Plenary", "on": "2026-03-04", "reason": "Agreed."}
    refused = client.post(address, {**posted, "seen": "1"})
    shown = refused.content.decode()
    assert (refused.status_code, "Version 2 was saved while this page was open" in shown) == (400, True)
    assert ('value="Agreed."' in shown, 'name="seen" value="2"' in shown) == (True, True)
    assert not AgreementStep.objects.exists()
    assert client.post(address, {**posted, "seen": "2"}).status_code == 302
    assert AgreementStep.objects.count() == len(ids(article))
