"""Consolidated drafts: the right words in each variant, the same bytes each time, no work lost and none done twice."""

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from consultations.arranging import invite
from consultations.commenting import Target, begin_comment, submit_comment
from consultations.convening import call_round, open_round
from consultations.disposing import dispose_comment
from consultations.models import Organisation, Round
from drafts.amending import Proposal, save_text
from drafts.exporting import NoLongerWanted, fulfil, produce, report_to
from drafts.models import Article, Edition, Instrument, Rendition, Text
from drafts.models.renditions import ATTEMPTS, lease
from drafts.orders import CannotExport, Order, file_name
from drafts.publishing import publish_edition
from drafts.requesting import cancel_rendition, request_rendition, revive_abandoned
from drafts.storing import store_file
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
    Rendition.objects.report(rendition.pk, 1, 20, timezone.now() - lease() - timedelta(seconds=1))
    assert revive_abandoned() == 1
    rendition.refresh_from_db()
    assert (rendition.state, rendition.attempts) == (Rendition.State.DONE, 2)


def test_work_that_kills_its_workers_ends_as_a_failure_in_words(edition: Edition, secretariat: User) -> None:
    rendition = request_rendition(order=Order(edition.instrument, edition, format=TXT), person=secretariat)
    long_ago = timezone.now() - lease() * 2
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
    assert Rendition.objects.take(rendition.pk, timezone.now() - lease() * 2)
    assert Rendition.objects.take(rendition.pk, timezone.now()), "the lease of the slow one is over"
    Rendition.objects.finish(rendition.pk, 1, state=Rendition.State.FAILED, failure="Too slow.")
    Rendition.objects.report(rendition.pk, 1, 90, timezone.now())
    rendition.refresh_from_db()
    assert (rendition.state, rendition.progress) == (Rendition.State.RUNNING, 0)


def stored_of(rendition: Rendition) -> list[str]:
    """The names of all its files in the store."""
    folder = Path(rendition.file.storage.path(rendition.stored_as(1))).parent
    return sorted(path.name for path in folder.glob(f"{rendition.pk}-*")) if folder.is_dir() else []


def killed_after_storing(rendition: Rendition) -> None:
    """A worker that took it, stored a file, and was killed before the row knew of it; a lease ago."""
    assert Rendition.objects.take(rendition.pk, timezone.now())
    rendition.refresh_from_db()
    store_file(rendition, b"half of it")
    Rendition.objects.report(rendition.pk, rendition.attempts, 95, timezone.now() - lease() * 2)


@pytest.fixture
def asked(edition: Edition, secretariat: User, settings: Settings, tmp_path: Path) -> Rendition:
    settings.MEDIA_ROOT = tmp_path  # other tests have files of the same number
    return request_rendition(order=Order(edition.instrument, edition, format=TXT), person=secretariat)


def test_what_a_worker_stored_before_it_was_killed_does_not_stay(asked: Rendition) -> None:
    killed_after_storing(asked)
    assert stored_of(asked) == [f"{asked.pk}-1.txt"]
    assert revive_abandoned() == 1
    asked.refresh_from_db()
    assert (asked.state, stored_of(asked)) == (Rendition.State.DONE, [f"{asked.pk}-2.txt"])
    assert asked.file.name == asked.stored_as(2)


def test_nothing_stays_in_the_store_of_what_killed_all_its_workers(asked: Rendition) -> None:
    for _ in range(ATTEMPTS):
        killed_after_storing(asked)
    assert revive_abandoned() == 0
    revive_abandoned()
    asked.refresh_from_db()
    assert (asked.state, stored_of(asked), asked.lease_until) == (Rendition.State.FAILED, [], None)


def test_what_is_called_off_while_it_waits_is_never_made(asked: Rendition) -> None:
    assert cancel_rendition(rendition=asked)
    fulfil(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.attempts, stored_of(asked)) == (Rendition.State.CANCELLED, 0, [])
    assert revive_abandoned() == 0
    assert not cancel_rendition(rendition=asked), "it is at an end"


def test_a_worker_stops_when_what_it_makes_is_called_off(asked: Rendition) -> None:
    assert Rendition.objects.take(asked.pk, timezone.now())
    asked.refresh_from_db()
    progress = report_to(asked)
    progress(20)
    assert cancel_rendition(rendition=asked)
    with pytest.raises(NoLongerWanted):
        progress(40)
    asked.refresh_from_db()
    assert (asked.state, asked.progress) == (Rendition.State.CANCELLED, 20)


def test_what_was_stored_of_a_file_that_was_called_off_does_not_stay(asked: Rendition) -> None:
    killed_after_storing(asked)
    cancel_rendition(rendition=asked)
    assert revive_abandoned() == 0
    asked.refresh_from_db()
    assert (asked.state, stored_of(asked), asked.lease_until) == (Rendition.State.CANCELLED, [], None)


def test_what_is_ready_keeps_its_file_whatever_is_called_off_or_tidied(asked: Rendition) -> None:
    fulfil(asked.pk)
    assert not cancel_rendition(rendition=asked)
    Rendition.objects.filter(pk=asked.pk).update(lease_until=timezone.now() - lease())
    revive_abandoned()
    asked.refresh_from_db()
    assert (asked.state, stored_of(asked)) == (Rendition.State.DONE, [f"{asked.pk}-1.txt"])


def test_a_button_pressed_twice_makes_one_file(asked: Rendition, edition: Edition, secretariat: User) -> None:
    order = Order(edition.instrument, edition, format=TXT)
    assert request_rendition(order=order, person=secretariat) == asked
    assert Rendition.objects.take(asked.pk, timezone.now())
    assert request_rendition(order=order, person=secretariat) == asked, "an edition's words do not change meanwhile"


def test_another_order_or_person_or_text_has_a_file_of_its_own(
    asked: Rendition, edition: Edition, editor: User, secretariat: User
) -> None:
    same = Order(edition.instrument, edition, format=TXT)
    working = Order(edition.instrument, format=TXT)
    first = request_rendition(order=working, person=secretariat)
    assert request_rendition(order=working, person=secretariat) == first, "nobody has begun to make it"
    assert Rendition.objects.take(first.pk, timezone.now())
    others = [
        request_rendition(order=working, person=secretariat),  # what was saved since it was begun is not in the first
        request_rendition(order=same, person=editor),  # each sees their own files
        request_rendition(order=replace(same, line_numbers=True), person=secretariat),
    ]
    fulfil(asked.pk)
    others.append(request_rendition(order=same, person=secretariat))  # the portal may have been mended since
    assert len({asked.pk, first.pk, *(other.pk for other in others)}) == 6
