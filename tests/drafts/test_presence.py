"""Who else has an article open: told, and nothing locked."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drafts.amending import Proposal, save_text
from drafts.models import Article, Presence, Text
from drafts.models.presences import FRESH
from drafts.presence import report_presence
from mla_portal.accounts.models import User


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def report(article: Article, person: User, now: datetime) -> list[Presence]:
    return report_presence(article=article, language="en", person=person, now=now)


def test_an_open_page_is_told_of_the_others_and_never_of_itself(
    article: Article, editor: User, second_editor: User, now: datetime
) -> None:
    assert report(article, editor, now) == []
    assert [there.person for there in report(article, second_editor, now)] == [editor]
    later = now + timedelta(minutes=3)  # neither page has reported since: both were closed
    assert report(article, second_editor, later) == []
    assert [there.person for there in report(article, editor, later)] == [second_editor]


def test_a_page_that_keeps_reporting_has_been_open_since_its_first_report(
    article: Article, editor: User, now: datetime
) -> None:
    for seconds in (0, 25, 50, 75, 100):
        report(article, editor, now + timedelta(seconds=seconds))
    assert Presence.objects.get().opened_at == now
    later = now + timedelta(seconds=100) + FRESH + timedelta(seconds=1)
    report(article, editor, later)
    assert Presence.objects.get().opened_at == later


def test_who_saves_is_gone(text: Text, editor: User, second_editor: User, now: datetime) -> None:
    report(text.article, editor, now)
    proposal = Proposal(text.heading, text.source() + "3. Oil.\n", 1)
    save_text(article=text.article, language="en", proposal=proposal, author=editor, reason="Oil.")
    assert report(text.article, second_editor, now) == []


def test_the_editor_page_names_the_other_and_since_when(
    client: Client, article: Article, editor: User, second_editor: User, now: datetime
) -> None:
    report(article, editor, now - timedelta(minutes=3, seconds=5))
    Presence.objects.update(seen_at=now)
    client.force_login(second_editor)
    page = client.get(reverse("drafts:edit", args=[article.instrument.slug, article.slug])).content.decode()
    assert "<b>Drafting editor</b> has had this article open for 3 minutes." in page
    fragment = client.post(reverse("drafts:presence", args=[article.instrument.slug, article.slug])).content.decode()
    assert ("Drafting editor" in fragment, "<html" in fragment) == (True, False)
