"""Akoma Ntoso through the record: exported, taken, imported again with every identity."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from lxml import etree

from drafts.amending import Proposal, save_text
from drafts.exporting import fulfil, produce
from drafts.importing import CannotImport, import_akoma_ntoso
from drafts.models import Article, Clause, Division, Edition, Instrument, Rendition, Text
from drafts.orders import CannotExport, Order, file_name
from drafts.requesting import request_rendition
from mla_portal.accounts.models import User
from tests.cast import CONVENTION
from tests.drafts.rendering.akn_schema import faults
from tests.drafts.test_importing import FRENCH, imported

AKN = Rendition.Format.AKN


def exported(instrument: Instrument, edition: Edition | None = None, language: str = "en") -> bytes:
    return produce(Order(instrument, edition, format=AKN, language=language)).content


def texts(instrument: Instrument, language: str = "en") -> dict[str, tuple[str, list[dict[str, object]]]]:
    found = Text.objects.of(instrument).in_language(language)
    return {text.article.slug: (text.heading, text.blocks) for text in found}


def test_an_edition_is_exported_by_the_standard_and_always_the_same(edition: Edition) -> None:
    content = exported(edition.instrument, edition)
    assert faults(content) == []
    assert content == exported(edition.instrument, edition)
    root = etree.fromstring(content)
    aliases = [each.get("value") for each in root.iter("{*}FRBRalias")]
    assert aliases == ["Convention on Lanterns", "LAN/2026/1", "LAN/2026/1"]


def test_the_working_text_imported_into_its_own_instrument_writes_nothing(edition: Edition, editor: User) -> None:
    instrument = edition.instrument
    report = import_akoma_ntoso(
        content=exported(instrument), slug=instrument.slug, title="", language="en", author=editor, reason="Again."
    )
    assert (report.versions, report.warnings) == (0, [])


def test_a_clause_that_was_reworded_beyond_recognition_keeps_its_identity(edition: Edition, editor: User) -> None:
    instrument = edition.instrument
    before = texts(instrument)
    content = exported(instrument).replace(b"be seen from ten miles; and", b"carry a bell or a horn and")
    report = import_akoma_ntoso(
        content=content, slug=instrument.slug, title="", language="en", author=editor, reason="From the drafter."
    )
    after = texts(instrument)
    assert report.versions == 1
    assert [block["id"] for block in after["1"][1]] == [block["id"] for block in before["1"][1]]
    assert "carry a bell or a horn and" in [block["text"] for block in after["1"][1]]


def test_imported_beside_its_original_the_copy_gets_clauses_of_its_own(edition: Edition, editor: User) -> None:
    instrument = edition.instrument
    import_akoma_ntoso(
        content=exported(instrument), slug="copy", title="", language="en", author=editor, reason="A copy."
    )
    copy = Instrument.objects.get(slug="copy")
    ours, theirs = texts(instrument), texts(copy)
    stripped = [
        {slug: (heading, [{**block, "id": ""} for block in blocks]) for slug, (heading, blocks) in each.items()}
        for each in (ours, theirs)
    ]
    assert stripped[0] == stripped[1]
    ids = [{str(block["id"]) for _, blocks in each.values() for block in blocks} for each in (ours, theirs)]
    assert ids[0].isdisjoint(ids[1])
    assert set(Clause.objects.filter(article__instrument=copy).values_list("pk", flat=True)) == ids[1]
    assert [each.label for each in Division.objects.filter(instrument=copy)] == ["I", "II"]


def test_on_another_portal_the_clauses_keep_their_identities(edition: Edition, editor: User) -> None:
    renamed = exported(edition.instrument)
    before = {str(block["id"]) for _, blocks in texts(edition.instrument).values() for block in blocks}
    for number, identity in enumerate(sorted(before)):
        renamed = renamed.replace(identity.encode(), f"{number:016x}".encode())
    import_akoma_ntoso(content=renamed, slug="other", title="", language="en", author=editor, reason="From there.")
    other = Instrument.objects.get(slug="other")
    found = {str(block["id"]) for _, blocks in texts(other).values() for block in blocks}
    assert found == {f"{number:016x}" for number in range(len(before))}


def test_a_second_language_goes_out_and_in_with_the_same_clauses(editor: User) -> None:
    imported(CONVENTION, editor)
    imported(FRENCH, editor, language="fr")
    instrument = Instrument.objects.get()
    content = exported(instrument, language="fr")
    assert faults(content) == []
    report = import_akoma_ntoso(
        content=content, slug=instrument.slug, title="", language="fr", author=editor, reason="Again."
    )
    assert (report.versions, report.warnings) == (0, [])
    wrong = import_akoma_ntoso(
        content=content, slug="wrong", title="", language="en", author=editor, reason="The wrong language."
    )
    assert "The file says that its language is Français; it was read as English." in wrong.warnings


def test_secretariat_notes_are_in_no_file(article: Article, editor: User) -> None:
    text = Text.objects.get(article=article)
    source = text.source().replace("a keeper.", "a keeper. {note: Not for the eyes of others.}")
    save_text(article=article, language="en", proposal=Proposal(text.heading, source, 1), author=editor, reason="Note.")
    assert b"Not for the eyes" not in exported(article.instrument)


@pytest.mark.parametrize("variant", [Rendition.Variant.REDLINE, Rendition.Variant.COMPILATION])
def test_only_the_clean_text_is_offered(edition: Edition, variant: str) -> None:
    with pytest.raises(CannotExport, match="Akoma Ntoso carries the clean text alone"):
        produce(Order(edition.instrument, edition, variant, format=AKN))


def test_the_file_is_asked_for_on_the_exports_page_and_taken(edition: Edition, delegate: User, client: Client) -> None:
    client.force_login(delegate)
    page = client.get(f"/instruments/{edition.instrument.slug}/exports/")
    assert "Akoma Ntoso" in page.content.decode()
    rendition = request_rendition(order=Order(edition.instrument, edition, format=AKN), person=delegate)
    fulfil(rendition.pk)
    rendition.refresh_from_db()
    assert (rendition.state, file_name(rendition)) == ("done", "lanterns-draft-1-clean-en.xml")
    response = client.get(f"{rendition.get_absolute_url()}file/")
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    assert b"".join(response.streaming_content) == exported(edition.instrument, edition)  # type: ignore[attr-defined]


def test_the_commands_write_and_read_a_file(
    edition: Edition, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "lanterns.xml"
    call_command("export_edition", instrument=edition.instrument.slug, format="akn", output=file)
    call_command("import_text", str(file), instrument="copy", language="en")
    written, read = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert written["file"] == str(file)
    assert (read["divisions"], read["articles"], read["warnings"]) == (2, 3, [])


def test_the_command_refuses_a_hostile_file_in_one_sentence(
    tmp_path: Path, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bomb.xml"
    file.write_text('<!DOCTYPE a [<!ENTITY a "a">]><akomaNtoso>&a;</akomaNtoso>')
    with pytest.raises(SystemExit) as ended:
        call_command("import_text", str(file), instrument="bad", language="en")
    assert ended.value.code == 1
    assert capsys.readouterr().err == (
        f"{file}, line 1: The file declares a document type, which no Akoma Ntoso needs; take the DOCTYPE out.\n"
    )
    assert not Instrument.objects.exists()


def test_a_reason_is_asked_for(editor: User) -> None:
    content = b"<akomaNtoso><act><body><article><num>1</num><p>W.</p></article></body></act></akomaNtoso>"
    with pytest.raises(CannotImport, match="Give a reason"):
        import_akoma_ntoso(content=content, slug="x", title="X", language="en", author=editor, reason=" ")


def test_the_file_of_the_united_nations_is_imported_whole(
    data_folder: Path, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    file = data_folder / "treaties" / "A_RES_79_243-2424621E.xml"
    call_command("import_text", str(file), instrument="cybercrime", language="en", kind="reference")
    report = json.loads(capsys.readouterr().out)
    assert (report["divisions"], report["articles"], report["warnings"]) == (9, 68, [])
