"""Conference documents as people meet them: who reads which, the form, the register, proof."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from consultations.issuing import (
    CannotIssue,
    Heading,
    issue_document,
    prepare_document,
)
from consultations.models import ConferenceDocument, Round
from drafts.exporting import fulfil
from drafts.models import Edition, Rendition
from drafts.requesting import cancel_rendition
from mla_portal.accounts.models import User
from mla_portal.audit.checking import check_record
from tests.consultations.papers import PDF, issued, note, of_text

Audience, Relation = ConferenceDocument.Audience, ConferenceDocument.Relation


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


def test_what_was_called_off_is_not_waited_for(
    client: Client, harbour: Round, edition: Edition, secretariat: User
) -> None:
    document = prepare_document(round=harbour, heading=Heading(), contents=of_text(edition), person=secretariat)
    rendition = Rendition.objects.get()
    cancel_rendition(rendition=rendition)
    with pytest.raises(CannotIssue, match="called off"):
        issue_document(document=document, person=secretariat)
    client.force_login(secretariat)
    page = client.get(document.get_absolute_url()).content.decode()
    assert "It was called off." in page
    assert "hx-trigger" not in page
