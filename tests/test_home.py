"""Today: what is open, what is due, what has changed since this person was here."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from consultations.commenting import Target
from consultations.convening import call_round, close_round
from consultations.disposing import dispose_comment
from consultations.issuing import HandedIn, Heading, issue_document, prepare_document
from consultations.models import Delegation, Disposition, Notice, Organisation, Round
from consultations.uploaded import Uploaded
from drafts.amending import Proposal, keep_draft, save_text
from drafts.models import Article, Edition, Instrument, Text
from drafts.publishing import publish_edition
from mla_portal.accounts.models import User
from tests.cast import Words, clause_id, comment_by
from tests.consultations.letters import letters_to

MOST_QUERIES = 18


def seen(client: Client, person: User) -> str:
    client.force_login(person)
    return client.get("/").content.decode()


def been_here(person: User, ago: timedelta) -> datetime:
    """As if the person had opened the page that long ago."""
    person.last_visit = timezone.now() - ago
    person.save()
    return person.last_visit


def test_the_headline_counts_the_days_of_the_window(client: Client, conference: Round, delegate: User) -> None:
    page = seen(client, delegate)
    assert "<h1>Comments on Draft 1 close in three days.</h1>" in page
    assert "Harbour Conference: comments are taken until" in page
    assert conference.comments_close_at
    assert f"{conference.comments_close_at.astimezone(conference.zone):%H:%M} in Santiago" in page
    assert "This is your first visit." in page


def test_without_a_round_the_page_says_so(client: Client, outsider: User, conference: Round) -> None:
    page = seen(client, outsider)
    assert "<h1>No round is open.</h1>" in page
    assert "Nothing waits for you." in page
    assert "Harbour Conference" not in page


@pytest.mark.parametrize(
    ("opens", "closes", "headline"),
    [
        (2, 5, "Comments on Draft 1 open in two days."),
        (-5, -1, "Comments on Draft 1 have closed."),
        (None, None, "Harbour Conference is open."),
    ],
)
def test_other_headlines(
    client: Client, conference: Round, delegate: User, opens: int | None, closes: int | None, headline: str
) -> None:
    now = timezone.now()
    conference.comments_open_at = now + timedelta(days=opens) if opens else None
    conference.comments_close_at = now + timedelta(days=closes) if closes else None
    conference.save()
    assert f"<h1>{headline}</h1>" in seen(client, delegate)


def test_a_visit_is_noted_once_in_half_an_hour(client: Client, conference: Round, delegate: User) -> None:
    before = been_here(delegate, timedelta(days=3))
    seen(client, delegate)
    delegate.refresh_from_db()
    noted = delegate.last_visit
    assert noted is not None
    assert (delegate.previous_visit, noted > before) == (before, True)
    seen(client, delegate)
    delegate.refresh_from_db()
    assert (delegate.previous_visit, delegate.last_visit) == (before, noted)


def test_drafts_wait_for_the_focal_point(
    client: Client, conference: Round, delegate: User, expert: User, neighbour: User
) -> None:
    comment_by(expert, conference)
    comment_by(expert, conference)
    assert "Submit two drafts" in seen(client, delegate)
    assert "Two drafts wait for your focal point" in seen(client, expert)
    assert "two drafts" not in seen(client, neighbour)


def test_a_delegation_learns_of_answers_and_editions_and_not_of_the_working_text(
    client: Client,
    conference: Round,
    convention: Instrument,
    text: Text,
    delegate: User,
    editor: User,
    secretariat: User,
) -> None:
    comment = comment_by(delegate, conference, submit=True)
    been_here(delegate, timedelta(hours=1))
    dispose_comment(comment=comment, decision=Disposition.Decision.NOTED, reason="Seen.", author=editor)
    proposal = Proposal(text.heading, text.source().replace("ten miles", "twelve miles"), 1)
    save_text(article=text.article, language="en", proposal=proposal, author=editor, reason="Farther.")
    publish_edition(instrument=convention, label="Draft 2", symbol="LAN/2026/2", author=secretariat)
    page = seen(client, delegate)
    assert "one answer to your comments has been published" in page
    assert "CL-001: noted" in page
    assert "Draft 2</a>" in page
    assert ("Farther." in page, "twelve" in page) == (False, False)


def test_documents_are_told_to_those_who_may_read_them(
    client: Client, conference: Round, delegate: User, secretariat: User, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    been_here(delegate, timedelta(hours=1))
    note = [HandedIn("en", Uploaded("note.pdf", b"%PDF-1.7 Note."))]
    for number, audience in enumerate(("core", "delegations", "public"), 1):
        heading = Heading(title="Note", symbol=f"LAN/PC/1/INF.{number}", audience=audience)
        document = prepare_document(round=conference, heading=heading, contents=note, person=secretariat)
        issue_document(document=document, person=secretariat)
    page = seen(client, delegate)
    assert "two documents have been issued" in page
    assert [f"INF.{number}</a>" in page for number in (1, 2, 3)] == [False, True, True]


def test_an_editor_sees_unsaved_drafts_unanswered_comments_and_what_changed(
    client: Client, conference: Round, text: Text, article: Article, delegate: User, editor: User, secretariat: User
) -> None:
    been_here(editor, timedelta(hours=1))
    comment_by(delegate, conference, Target(article, clause_id(article)), submit=True)
    comment_by(delegate, conference, submit=True)
    proposal = Proposal(text.heading, text.source().replace("ten miles", "twelve miles"), 1)
    save_text(article=article, language="en", proposal=proposal, author=editor, reason="Farther.")
    keep_draft(article=article, language="en", proposal=Proposal("H", "1. Words", 2), reason="", person=editor)
    page = seen(client, editor)
    for words in (
        "Your unsaved draft from",
        "Answer one comment on article 1",
        "Answer one comment on the whole text",
        "Article 1, paragraph 2 (a)",
        '<del><span class="vh">deleted: </span>ten',
        "Farther.",
        "five articles have changed and two comments have arrived",
    ):
        assert words in page
    close_round(round=conference, person=secretariat)
    assert "Answer one comment on article 1" in seen(client, editor)


def test_the_secretariat_is_told_which_rounds_to_open_and_to_close(
    client: Client, conference: Round, convention: Instrument, edition: Edition, secretariat: User
) -> None:
    call_round(
        slug="next",
        title="Next Conference",
        starts_on=conference.ends_on,
        ends_on=conference.ends_on,
        instrument=convention,
    )
    conference.comments_close_at = timezone.now() - timedelta(hours=1)
    conference.save()
    page = seen(client, secretariat)
    assert '<a href="/rounds/next/open/">Open Next Conference</a>' in page
    assert '<a href="/rounds/harbour-2026/close/">Close Harbour Conference</a>' in page


def test_disclosed_comments_are_news_to_the_delegations(
    client: Client, conference: Round, observer: User, secretariat: User
) -> None:
    been_here(observer, timedelta(hours=1))
    assert "Comments of all delegations" not in seen(client, observer)
    close_round(round=conference, person=secretariat)
    assert "Comments of all delegations on Draft 1" in seen(client, observer)


def test_the_page_costs_no_more_when_there_is_more(
    client: Client,
    conference: Round,
    article: Article,
    text: Text,
    delegate: User,
    editor: User,
    secretariat: User,
    django_assert_max_num_queries,
) -> None:
    for place in range(4):
        comment_by(delegate, conference, Target(article, clause_id(article, place % 2)), Words(), submit=place > 1)
    for number in range(1, 5):
        current = Text.objects.get(pk=text.pk)
        proposal = Proposal(current.heading, current.source().replace("miles", f"or {number} miles"), number)
        save_text(article=article, language="en", proposal=proposal, author=editor, reason=f"Step {number}.")
    for person in (delegate, editor, secretariat):
        client.force_login(person)
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get("/").status_code == 200


def test_letters_that_did_not_leave_wait_for_the_secretariat(
    client: Client, secretariat: User, editor: User, delegate: User, edition: Edition
) -> None:
    assert "See to" not in seen(client, secretariat)
    letters_to([delegate], edition).update(state=Notice.State.FAILED)
    assert 'href="/outbox/?state=failed">See to one letter</a>' in seen(client, secretariat)
    assert "See to" not in seen(client, editor)


def test_one_delegation_takes_part(client: Client, conference: Round, chile: Organisation, delegate: User) -> None:
    assert "Three delegations take part." in seen(client, delegate)
    Delegation.objects.filter(round=conference).exclude(organisation=chile).delete()
    assert "One delegation takes part." in seen(client, delegate)
