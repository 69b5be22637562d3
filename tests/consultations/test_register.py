"""Conference documents: symbols, preparing, issuing, what follows, who reads which, proof."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from consultations.concluding import CannotConclude, Wording, add_conclusion, issue_conclusions
from consultations.issuing import (
    CannotIssue,
    HandedIn,
    Heading,
    OfEdition,
    discard_document,
    issue_document,
    prepare_document,
)
from consultations.models import ConferenceDocument, DocumentFile, Notice, Round
from consultations.register import lines_of
from consultations.symbols import next_in_series, symbol_after
from consultations.uploaded import Uploaded, UploadRefused
from drafts.exporting import fulfil
from drafts.models import Edition, Instrument, Rendition
from drafts.publishing import CannotPublish, publish_edition
from mla_portal.accounts.models import User
from tests.cast import comment_by
from tests.consultations.papers import NOTE, issued, note, of_text
from tests.crowd import at_once

Audience, Relation = ConferenceDocument.Audience, ConferenceDocument.Relation


def test_symbols_follow_their_series_and_each_other(harbour: Round, secretariat: User) -> None:
    first, second = (issued(note(harbour, secretariat), secretariat) for _ in range(2))
    room = issued(note(harbour, secretariat, series="CRP"), secretariat)
    assert [first.symbol, second.symbol, room.symbol] == ["LAN/PC/1/INF.1", "LAN/PC/1/INF.2", "LAN/PC/1/CRP.1"]
    revised = issued(note(harbour, secretariat, follows=first, relation=Relation.REVISION), secretariat)
    again = issued(note(harbour, secretariat, follows=revised, relation=Relation.REVISION), secretariat)
    assert [revised.symbol, again.symbol] == ["LAN/PC/1/INF.1/Rev.1", "LAN/PC/1/INF.1/Rev.2"]
    assert symbol_after(again, Relation.CORRIGENDUM) == "LAN/PC/1/INF.1/Rev.2/Corr.1"
    assert symbol_after(second, Relation.ADDENDUM) == "LAN/PC/1/INF.2/Add.1"
    added = issued(note(harbour, secretariat, follows=second, relation=Relation.ADDENDUM), secretariat)
    assert symbol_after(added, Relation.ADDENDUM) == "LAN/PC/1/INF.2/Add.2"
    assert next_in_series("LAN/PC/1", "INF") == "LAN/PC/1/INF.3"


def test_the_register_says_what_follows_what(harbour: Round, secretariat: User) -> None:
    first = issued(note(harbour, secretariat), secretariat)
    issued(note(harbour, secretariat, follows=first, relation=Relation.CORRIGENDUM), secretariat)
    issued(note(harbour, secretariat, follows=first, relation=Relation.REVISION), secretariat)
    for _ in range(9):
        issued(note(harbour, secretariat), secretariat)
    lines = lines_of(harbour, secretariat)
    assert [line.symbol for line in lines][:5] == [
        "LAN/PC/1/INF.1", "LAN/PC/1/INF.1/Corr.1", "LAN/PC/1/INF.1/Rev.1", "LAN/PC/1/INF.2", "LAN/PC/1/INF.3",
    ]  # fmt: skip
    assert lines[-1].symbol == "LAN/PC/1/INF.10"
    assert str(lines[0].replaced_by) == "LAN/PC/1/INF.1/Rev.1"
    assert [str(other) for other in lines[0].others] == ["LAN/PC/1/INF.1/Corr.1"]


def test_one_namespace_of_symbols(harbour: Round, edition: Edition, convention: Instrument, secretariat: User) -> None:
    note(harbour, secretariat, symbol="LAN/2026/7")
    with pytest.raises(CannotPublish, match="symbol of another document"):
        publish_edition(instrument=convention, label="Draft 7", symbol="LAN/2026/7", author=secretariat)
    add_conclusion(round=harbour, wording=Wording("Way", "noted", "It was noted."), person=secretariat)
    with pytest.raises(CannotConclude, match="symbol of another document"):
        issue_conclusions(round=harbour, symbol="LAN/2026/7", person=secretariat)
    issue_conclusions(round=harbour, symbol="LAN/PC/1/CRP.1", person=secretariat)
    for taken, owner in (
        (edition.symbol, "an edition"), ("LAN/2026/7", "another document"), ("lan/pc/1/crp.1", "conclusions"),
    ):  # fmt: skip
        with pytest.raises(CannotIssue, match=f"{owner}|no symbol"):
            note(harbour, secretariat, symbol=taken)
    assert note(harbour, secretariat, series="CRP").symbol == "LAN/PC/1/CRP.2"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"symbol": "PROGRAMME"}, "is no symbol"),
        ({"symbol": "LAN/PC/../act"}, "is no symbol"),
        ({"symbol": "LAN/PC/1/" + "9" * 80}, "is no symbol"),
        ({"title": " "}, "a title"),
        ({"contents": []}, "at least one file"),
        ({"contents": NOTE * 2}, "two files of one language"),
    ],
)
def test_refusals_say_why_and_leave_nothing(
    harbour: Round, secretariat: User, settings: Settings, said: dict[str, object], why: str
) -> None:
    with pytest.raises(CannotIssue, match=why):
        note(harbour, secretariat, **said)  # type: ignore[arg-type]
    assert (ConferenceDocument.objects.count(), DocumentFile.objects.count()) == (0, 0)
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.pdf"))


def test_without_a_stem_the_symbol_is_typed(conference: Round, secretariat: User) -> None:
    with pytest.raises(CannotIssue, match="Type the symbol"):
        note(conference, secretariat)
    assert note(conference, secretariat, symbol="LAN/X/INF.1").symbol == "LAN/X/INF.1"


def test_only_pdf_and_word_are_taken(harbour: Round, secretariat: User) -> None:
    with pytest.raises(UploadRefused, match="neither PDF nor Word"):
        note(harbour, secretariat, [HandedIn("en", Uploaded("programme.pdf", b"<html>"))])


def test_the_masthead_stands_on_what_the_portal_makes(harbour: Round, edition: Edition, secretariat: User) -> None:
    heading = Heading(distribution="restricted", agenda_item="3, Draft convention", audience=Audience.CORE)
    contents = of_text(edition, "compilation", ("pdf", "txt"))
    document = issued(
        prepare_document(round=harbour, heading=heading, contents=contents, person=secretariat), secretariat
    )
    assert document.symbol == "LAN/PC/1/L.1"
    pdf, text = (file.stored for file in document.files.order_by("pk"))
    cover = PdfReader(pdf.open("rb")).pages[0].extract_text()
    words = text.open("rb").read().decode()
    for said in ("LAN/PC/1/L.1", "Distr.: Restricted", "Agenda item 3, Draft convention", "Harbour Conference"):
        assert said in words
        assert said.replace(" ", "") in cover.replace(" ", "").replace("\n", "")


def test_the_clean_text_carries_the_symbol_of_its_edition(harbour: Round, edition: Edition, secretariat: User) -> None:
    made = prepare_document(round=harbour, heading=Heading(), contents=of_text(edition), person=secretariat)
    assert (made.symbol, made.title) == (edition.symbol, f"{edition.instrument}, Draft 1")
    with pytest.raises(CannotIssue, match="symbol of another document"):
        prepare_document(round=harbour, heading=Heading(), contents=of_text(edition), person=secretariat)


def test_what_no_export_can_show_is_refused(harbour: Round, edition: Edition, secretariat: User) -> None:
    for contents, why in (
        (of_text(edition, "redline"), "earlier edition"),
        (of_text(edition, "clean", ()), "at least one language"),
        (OfEdition(edition, "clean", ("fr",), ("pdf",)), "no text in this language"),
    ):
        with pytest.raises(CannotIssue, match=why):
            prepare_document(round=harbour, heading=Heading(), contents=contents, person=secretariat)
    assert (ConferenceDocument.objects.count(), Rendition.objects.count()) == (0, 0)


def test_it_is_issued_only_with_every_file_as_it_was_made(harbour: Round, edition: Edition, secretariat: User) -> None:
    document = prepare_document(round=harbour, heading=Heading(), contents=of_text(edition), person=secretariat)
    with pytest.raises(CannotIssue, match="still being made"):
        issue_document(document=document, person=secretariat)
    file = document.files.get()
    fulfil(file.rendition_id or 0)
    stored = Path(DocumentFile.objects.get(pk=file.pk).stored.path)
    words = stored.read_bytes()
    stored.write_bytes(words + b".")
    with pytest.raises(CannotIssue, match="not as it was made"):
        issue_document(document=document, person=secretariat)
    stored.unlink()
    with pytest.raises(CannotIssue, match="not in the store"):
        issue_document(document=document, person=secretariat)
    stored.write_bytes(words)
    issue_document(document=document, person=secretariat)
    assert document.files.get().sha256 == hashlib.sha256(words).hexdigest()
    with pytest.raises(CannotIssue, match="issued already"):
        issue_document(document=document, person=secretariat)
    with pytest.raises(CannotIssue, match="nothing takes it back"):
        discard_document(document=document)


def test_delegations_have_a_letter_of_what_is_for_them(harbour: Round, delegate: User, secretariat: User) -> None:
    issued(note(harbour, secretariat, audience=Audience.CORE), secretariat)
    assert not Notice.objects.filter(kind=Notice.Kind.DOCUMENT).exists()
    delegate.language = "fr"
    delegate.save()
    first = issued(note(harbour, secretariat), secretariat)
    issued(note(harbour, secretariat, follows=first, relation=Relation.REVISION), secretariat)
    letters = Notice.objects.filter(kind=Notice.Kind.DOCUMENT, recipient=delegate).order_by("pk")
    assert [letter.subject for letter in letters] == ["LAN/PC/1/INF.2 : Programme", "LAN/PC/1/INF.2/Rev.1 : Programme"]
    assert "Il remplace LAN/PC/1/INF.2." in letters[1].words
    assert "/documents/LAN/PC/1/INF.2/Rev.1/" in letters[1].words


def test_what_could_not_be_made_is_said(harbour: Round, edition: Edition, secretariat: User) -> None:
    document = prepare_document(round=harbour, heading=Heading(), contents=of_text(edition), person=secretariat)
    Rendition.objects.update(state=Rendition.State.FAILED, failure="No paper.")
    with pytest.raises(CannotIssue, match=r"could not be made: No paper\."):
        issue_document(document=document, person=secretariat)
    discard_document(document=document)
    again = prepare_document(round=harbour, heading=Heading(), contents=of_text(edition), person=secretariat)
    assert again.symbol == edition.symbol  # the symbol was free again


def test_the_database_refuses_to_change_what_was_issued(harbour: Round, secretariat: User) -> None:
    document = issued(note(harbour, secretariat), secretariat)
    for change in (
        lambda: ConferenceDocument.objects.filter(pk=document.pk).update(title="Another"),
        lambda: document.files.update(sha256="0" * 64),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_a_document_is_revised_once(harbour: Round, secretariat: User) -> None:
    draft = note(harbour, secretariat)
    with pytest.raises(CannotIssue, match="was not issued"):
        note(harbour, secretariat, follows=draft, relation=Relation.REVISION)
    first = issued(draft, secretariat)
    note(harbour, secretariat, follows=first, relation=Relation.REVISION)
    with pytest.raises(CannotIssue, match="has a revision already"):
        note(harbour, secretariat, follows=first, relation=Relation.REVISION)


@pytest.mark.parametrize(
    ("disclosure", "ended", "for_delegations", "for_everybody"),
    [
        (Round.Disclosure.CORE_GROUP, True, False, False),
        (Round.Disclosure.PARTICIPANTS, False, False, False),
        (Round.Disclosure.PARTICIPANTS, True, True, False),
        (Round.Disclosure.AT_ONCE, False, True, False),
        (Round.Disclosure.PUBLIC, False, False, False),
        (Round.Disclosure.PUBLIC, True, True, True),
    ],
)
def test_comments_are_issued_to_nobody_who_may_not_read_them(
    harbour: Round,
    edition: Edition,
    delegate: User,
    secretariat: User,
    disclosure: str,
    ended: bool,
    for_delegations: bool,
    for_everybody: bool,
) -> None:
    comment_by(delegate, harbour, submit=True)
    harbour.disclosure = disclosure
    if ended:
        harbour.comments_close_at = timezone.now() - timedelta(minutes=1)
    harbour.save()
    for audience, may in (
        (Audience.PUBLIC, for_everybody), (Audience.DELEGATIONS, for_delegations), (Audience.CORE, True),
    ):  # fmt: skip
        contents = of_text(edition, "compilation")
        document = prepare_document(
            round=harbour, heading=Heading(audience=audience), contents=contents, person=secretariat
        )
        if may:
            issued(document, secretariat)
        else:
            with pytest.raises(CannotIssue, match="It shows comments"):
                issued(document, secretariat)


@pytest.mark.django_db(transaction=True)
def test_documents_prepared_at_once_have_symbols_of_their_own(harbour: Round, secretariat: User) -> None:
    made = at_once([lambda: note(harbour, secretariat)] * 8)
    assert sorted(document.symbol for document in made) == [f"LAN/PC/1/INF.{number}" for number in range(1, 9)]


@pytest.mark.django_db(transaction=True)
def test_a_document_is_issued_or_taken_back_and_never_both(harbour: Round, secretariat: User) -> None:
    def tried(act: Callable[[], object]) -> str:
        try:
            act()
        except CannotIssue as refusal:
            return str(refusal)
        return ""

    for _ in range(6):
        document = note(harbour, secretariat)
        issuing, discarding = at_once([
            partial(tried, partial(issue_document, document=document, person=secretariat)),
            partial(tried, partial(discard_document, document=document)),
        ])  # fmt: skip
        assert bool(issuing) != bool(discarding)
        stands = ConferenceDocument.objects.issued().filter(pk=document.pk).exists()
        assert stands == (issuing == "")


def test_taking_back_calls_off_what_is_being_made(harbour: Round, edition: Edition, secretariat: User) -> None:
    document = prepare_document(round=harbour, heading=Heading(), contents=of_text(edition), person=secretariat)
    discard_document(document=document)
    assert Rendition.objects.get().state == Rendition.State.CANCELLED
