"""Conference documents: symbols, preparing, issuing, what follows, who reads which, proof."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
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
from mla_portal.audit.checking import check_record
from tests.cast import comment_by

PDF = b"%PDF-1.7\nA programme of the week."
NOTE = [HandedIn("en", Uploaded("programme.pdf", PDF))]
Audience, Relation = ConferenceDocument.Audience, ConferenceDocument.Relation


@pytest.fixture(autouse=True)
def _stores_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def harbour(conference: Round) -> Round:
    conference.symbol_stem = "LAN/PC/1"
    conference.save()
    return conference


def note(round: Round, person: User, contents: list[HandedIn] = NOTE, **said: object) -> ConferenceDocument:
    heading = Heading(**{"title": "Programme", "series": "INF", **said})  # type: ignore[arg-type]
    return prepare_document(round=round, heading=heading, contents=contents, person=person)


def of_text(edition: Edition, variant: str = "clean", formats: tuple[str, ...] = ("txt",), **more: object) -> OfEdition:
    return OfEdition(edition, variant, ("en",), formats, **more)  # type: ignore[arg-type]


def issued(document: ConferenceDocument, person: User) -> ConferenceDocument:
    for file in document.files.all():
        if file.rendition_id:
            fulfil(file.rendition_id)
    return issue_document(document=document, person=person)


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


def test_each_reader_finds_what_is_for_them(
    harbour: Round, delegate: User, outsider: User, editor: User, secretariat: User
) -> None:
    made = {one: issued(note(harbour, secretariat, audience=one), secretariat) for one in Audience.values}
    draft = note(harbour, secretariat, audience=Audience.PUBLIC)
    readers = {
        None: ["public"], outsider: ["public"], delegate: ["delegations", "public"],
        editor: ["core", "delegations", "public", "draft"],
    }  # fmt: skip
    for reader, expected in readers.items():
        client = Client()
        if reader:
            client.force_login(reader)
        found = []
        for name, document in [*made.items(), ("draft", draft)]:
            file = document.files.get()
            answers = {
                client.get(address).status_code for address in (document.get_absolute_url(), file.get_absolute_url())
            }
            assert answers in ({200}, {404})
            listed = f">{document.symbol}<" in client.get("/documents/").content.decode()
            assert listed == (answers == {200} and name != "draft")
            found += [name] if answers == {200} else []
        assert found == expected


def test_anybody_can_verify_what_is_for_everybody(harbour: Round, edition: Edition, secretariat: User) -> None:
    hidden = issued(
        prepare_document(round=harbour, heading=Heading(), contents=of_text(edition), person=secretariat), secretariat
    )
    public = issued(note(harbour, secretariat, audience=Audience.PUBLIC), secretariat)
    answers = [
        Client().post("/verify/", {"checksum": document.files.get().sha256}).content.decode()
        for document in (public, hidden)
    ]
    assert "LAN/PC/1/INF.1" in answers[0]
    assert "No issued document of this portal has this checksum." in answers[1]


def test_a_changed_file_of_a_document_is_found(harbour: Round, secretariat: User) -> None:
    document = issued(note(harbour, secretariat), secretariat)
    assert check_record().problems == []
    stored = Path(document.files.get().stored.path)
    stored.write_bytes(PDF + b" Changed.")
    assert ["LAN/PC/1/INF.1" in problem for problem in check_record().problems] == [True]
    stored.unlink()
    assert ["not in the store" in problem for problem in check_record().problems] == [True]


def test_from_the_form_to_the_register(
    client: Client, harbour: Round, edition: Edition, secretariat: User, delegate: User, django_assert_max_num_queries
) -> None:
    client.force_login(secretariat)
    new = f"{harbour.get_absolute_url()}register/new/"
    assert "Prepare a document" in client.get(new).content.decode()
    sent = {
        "contents": "clean", "text": "lantern-convention", "languages": ["en"], "formats": ["txt", "html"],
        "series": "L", "distribution": "general", "audience": "delegations", "agenda_item": "3",
    }  # fmt: skip
    answer = client.post(new, {**sent, "text": edition.instrument.slug})
    document = ConferenceDocument.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, document.get_absolute_url())
    page = client.get(document.get_absolute_url()).content.decode()
    assert "Not issued" in page
    assert 'hx-trigger="load delay:2s"' in page
    for file in document.files.all():
        fulfil(file.rendition_id or 0)
    act = f"{document.get_absolute_url()}act/"
    assert "is issued" in client.post(act, {"act": "issue"}, follow=True).content.decode()
    client.force_login(delegate)
    with django_assert_max_num_queries(14):
        page = client.get(f"{harbour.get_absolute_url()}register/").content.decode()
    assert edition.symbol in page
    assert "In preparation" not in page
    assert client.post(act, {"act": "discard"}).status_code == 403
    assert client.get(new).status_code == 403


def test_uploads_come_in_by_language(client: Client, harbour: Round, secretariat: User) -> None:
    client.force_login(secretariat)
    new = f"{harbour.get_absolute_url()}register/new/"
    sent = {
        "contents": "uploaded",
        "series": "INF",
        "title": "Programme",
        "distribution": "general",
        "audience": "public",
    }
    files = {f"file_{code}": SimpleUploadedFile("p.pdf", PDF + code.encode()) for code in ("en", "fr")}
    assert client.post(new, {**sent, **files}).status_code == 302
    document = ConferenceDocument.objects.get()
    assert [(file.language, file.name) for file in document.files.all()] == [
        ("en", "LAN-PC-1-INF.1-en.pdf"), ("fr", "LAN-PC-1-INF.1-fr.pdf"),
    ]  # fmt: skip
    answer = client.get(document.files.get(language="fr").get_absolute_url())
    assert b"".join(answer.streaming_content) == PDF + b"fr"  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")
    refused = client.post(new, {**sent, "file_en": SimpleUploadedFile("p.pdf", b"<html>")})
    assert (refused.status_code, "neither PDF nor Word" in refused.content.decode()) == (422, True)


def test_a_revision_is_offered_with_what_it_follows(client: Client, harbour: Round, secretariat: User) -> None:
    document = issued(note(harbour, secretariat), secretariat)
    client.force_login(secretariat)
    new = f"{harbour.get_absolute_url()}register/new/?follows={document.symbol}&as=rev"
    assert "Revise LAN/PC/1/INF.1" in client.get(new).content.decode()
    sent = {"contents": "uploaded", "title": "Programme", "distribution": "general", "audience": "public"}
    client.post(new, {**sent, "file_en": SimpleUploadedFile("p.pdf", PDF)})
    assert ConferenceDocument.objects.in_preparation().get().symbol == "LAN/PC/1/INF.1/Rev.1"
    assert client.get(new.replace("rev", "replaced")).status_code == 404
