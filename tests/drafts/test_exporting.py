"""Consolidated drafts: the right words in each variant, the same bytes each time, no work lost and none done twice."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pypdf import PdfReader

from consultations.arranging import invite
from consultations.commenting import Target, begin_comment, submit_comment
from consultations.convening import call_round, open_round
from consultations.disposing import dispose_comment
from consultations.models import Organisation, Round
from drafts.amending import Proposal, save_text
from drafts.exporting import CannotExport, Order, file_name, fulfil, produce
from drafts.models import Article, Edition, Instrument, Rendition, Text
from drafts.models.renditions import ATTEMPTS, LEASE
from drafts.publishing import publish_edition
from drafts.requesting import request_rendition, revive_abandoned
from mla_portal.accounts.models import User
from tests.cast import Words, clause_id, comment_by
from tests.drafts.test_importing import FRENCH, imported

TXT = Rendition.Format.TXT


@pytest.fixture
def second(edition: Edition, text: Text, editor: User, secretariat: User) -> Edition:
    proposal = Proposal(text.heading, text.source().replace("ten miles", "twelve miles"), 1)
    save_text(article=text.article, language="en", proposal=proposal, author=editor, reason="Farther.")
    return publish_edition(instrument=edition.instrument, label="Draft 2", symbol="LAN/2026/2", author=secretariat)


def words(order: Order) -> str:
    return produce(order).content.decode()


def test_the_clean_text_of_an_edition_is_that_edition(second: Edition, edition: Edition) -> None:
    old = words(Order(edition.instrument, edition, format=TXT))
    new = words(Order(edition.instrument, second, format=TXT))
    assert ("ten miles" in old, "twelve miles" in old, "twelve miles" in new) == (True, False, True)
    assert "LAN/2026/1" in old


def test_the_redline_shows_both_wordings(second: Edition, edition: Edition) -> None:
    text = words(Order(edition.instrument, second, Rendition.Variant.REDLINE, edition, format=Rendition.Format.HTML))
    assert "ten" in text
    assert "twelve" in text
    assert text.count("<ins") >= 1
    assert text.count("<del") >= 1


def test_the_compilation_carries_what_was_submitted_and_nothing_else(
    conference: Round, article: Article, delegate: User, neighbour: User, expert: User, editor: User
) -> None:
    target = Target(article, clause_id(article))
    proposed = Text.objects.get(article=article).blocks[0]["text"].replace("shall", "may")
    answered = comment_by(delegate, conference, target, Words("Chile's reason.", proposed), submit=True)
    comment_by(neighbour, conference, Target(), Words("Kenya on the whole."), submit=True)
    comment_by(expert, conference, target, Words("A draft that nobody may see."))
    dispose_comment(comment=answered, decision="accepted", reason="Well said.", author=editor)
    order = Order(article.instrument, conference.edition, Rendition.Variant.COMPILATION, format=TXT)
    text = words(order)
    for phrase in (
        "Chile",
        "Chile's reason.",
        "Kenya on the whole.",
        "General comments",
        "Accepted",
        "Well said.",
        "may",
    ):
        assert phrase in text
    assert "nobody may see" not in text
    assert "Chile's reason." not in words(Order(article.instrument, conference.edition, Rendition.Variant.COMPILATION,
                                                format=TXT, round_slug="another"))  # fmt: skip


def test_a_comment_on_another_language_is_shown_against_its_own_words(
    convention: Instrument, editor: User, secretariat: User, chile: Organisation, delegate: User
) -> None:
    """A French proposal compared with the English clause would mark every word."""
    imported(FRENCH, editor, language="fr")
    edition = publish_edition(instrument=convention, label="Draft 1", symbol="LAN/2026/1", author=secretariat)
    now = timezone.now()
    round = call_round(
        slug="deux-langues", title="Two languages", starts_on=now.date(), ends_on=now.date(), instrument=convention,
        edition=edition, comments_open_at=now - timedelta(hours=1), comments_close_at=now + timedelta(hours=1),
    )  # fmt: skip
    (chilean,) = invite(round=round, organisations=[chile])
    open_round(round=round, person=secretariat)
    french = Text.objects.get(article__slug="1", language="fr")
    target = Target(french.article, french.blocks[0]["id"])
    proposed = french.blocks[0]["text"].replace("une lanterne", "une bonne lanterne")
    comment = begin_comment(
        round=round, delegation=chilean, author=delegate, target=target, proposed=proposed, language="fr"
    )
    submit_comment(comment=comment, person=delegate)
    html = words(Order(convention, edition, Rendition.Variant.COMPILATION, format=Rendition.Format.HTML))
    assert re.findall(r"<ins[^>]*>(.*?)</ins>", html) == ["bonne "]
    assert "<del" not in html


def test_the_same_input_gives_the_same_bytes_whatever_the_variant(
    second: Edition, edition: Edition, conference: Round
) -> None:
    for order in (
        Order(edition.instrument, second),
        Order(edition.instrument, second, Rendition.Variant.REDLINE, edition),
        Order(edition.instrument, edition, Rendition.Variant.COMPILATION),
    ):
        assert produce(order).sha256 == produce(order).sha256


def test_a_pdf_has_its_pages_outline_and_symbol(edition: Edition) -> None:
    produced = produce(Order(edition.instrument, edition, line_numbers=True))
    reader = PdfReader(BytesIO(produced.content))
    assert len(reader.pages) == produced.pages
    assert "LAN/2026/1" in reader.pages[0].extract_text()
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert "Part I. Lights" in titles


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"variant": "redline"}, "earlier edition"),
        ({"variant": "compilation", "edition": None}, "choose one"),
        ({"variant": "gold"}, "no variant"),
        ({"format": "gif"}, "no format"),
        ({"language": "fr"}, "no text in this language"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(edition: Edition, fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CannotExport, match=sentence):
        produce(Order(**{"instrument": edition.instrument, "edition": edition, **fields}))


def test_a_request_is_made_in_the_background_and_stored(
    edition: Edition, secretariat: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        rendition = request_rendition(order=Order(edition.instrument, edition, format=TXT), person=secretariat)
        assert rendition.state == Rendition.State.QUEUED
    rendition.refresh_from_db()
    assert (rendition.state, rendition.progress, rendition.attempts) == (Rendition.State.DONE, 100, 1)
    assert file_name(rendition) == "lanterns-draft-1-clean-en.txt"
    assert Path(rendition.file.path).read_bytes() == produce(Order(edition.instrument, edition, format=TXT)).content


def test_what_is_done_is_not_made_again(edition: Edition, secretariat: User) -> None:
    rendition = request_rendition(order=Order(edition.instrument, edition, format=TXT), person=secretariat)
    fulfil(rendition.pk)
    fulfil(rendition.pk)
    rendition.refresh_from_db()
    assert rendition.attempts == 1


def test_the_work_of_a_dead_worker_is_offered_again(edition: Edition, secretariat: User, monkeypatch: Any) -> None:
    rendition = request_rendition(order=Order(edition.instrument, edition, format=TXT), person=secretariat)
    assert Rendition.objects.take(rendition.pk, timezone.now())  # and the worker is killed here
    assert revive_abandoned() == 0, "its lease is not over yet"
    Rendition.objects.report(rendition.pk, 1, 20, timezone.now() - LEASE - timedelta(seconds=1))
    assert revive_abandoned() == 1
    rendition.refresh_from_db()
    assert (rendition.state, rendition.attempts) == (Rendition.State.DONE, 2)


def test_work_that_kills_its_workers_ends_as_a_failure_in_words(edition: Edition, secretariat: User) -> None:
    rendition = request_rendition(order=Order(edition.instrument, edition, format=TXT), person=secretariat)
    long_ago = timezone.now() - LEASE * 2
    for attempt in range(1, ATTEMPTS + 1):
        assert Rendition.objects.take(rendition.pk, timezone.now())
        Rendition.objects.report(rendition.pk, attempt, 5, long_ago)
    assert revive_abandoned() == 0
    rendition.refresh_from_db()
    assert rendition.state == Rendition.State.FAILED
    assert "could not be made" in rendition.failure


def test_a_sign_that_no_face_has_is_an_error_that_names_it(
    edition: Edition, text: Text, editor: User, secretariat: User
) -> None:
    proposal = Proposal(text.heading, "A lantern is called 灯.", 1)
    save_text(article=text.article, language="en", proposal=proposal, author=editor, reason="Chinese.")
    rendition = request_rendition(order=Order(edition.instrument), person=secretariat)
    fulfil(rendition.pk)
    rendition.refresh_from_db()
    assert (rendition.state, "灯" in rendition.failure) == (Rendition.State.FAILED, True)


def test_instruments_of_others_do_not_mix(edition: Edition, editor: User) -> None:
    other = Instrument.objects.create(slug="other", title="Other", created_by=editor)
    with pytest.raises(CannotExport):
        produce(Order(other, None))


def test_a_worker_that_lost_its_lease_writes_nothing_over_the_one_that_has_it(
    edition: Edition, secretariat: User
) -> None:
    rendition = request_rendition(order=Order(edition.instrument, edition, format=TXT), person=secretariat)
    assert Rendition.objects.take(rendition.pk, timezone.now() - LEASE * 2)
    assert Rendition.objects.take(rendition.pk, timezone.now()), "the lease of the slow one is over"
    Rendition.objects.finish(rendition.pk, 1, state=Rendition.State.FAILED, failure="Too slow.")
    Rendition.objects.report(rendition.pk, 1, 90, timezone.now())
    rendition.refresh_from_db()
    assert (rendition.state, rendition.progress) == (Rendition.State.RUNNING, 0)
