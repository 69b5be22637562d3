"""Word files through the record: the commands, the export, and a text that goes out and comes in again."""

import json
from datetime import UTC
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from drafts.amending import Proposal, save_text
from drafts.exporting import fulfil, produce
from drafts.models import Edition, Instrument, Rendition, Text
from drafts.models.articles import Version
from drafts.orders import CannotExport, Order, file_name
from drafts.publishing import publish_edition
from drafts.requesting import request_rendition
from drafts.text.reading_word import read_word
from drafts.views.renditions import TYPES
from mla_portal.accounts.models import User
from tests.drafts.text.word_files import article, deleted, inserted, paragraph, run, word_file

DOCX = Rendition.Format.DOCX
TRACKED = word_file(*article(paragraph(run("Lamps ") + deleted("shall") + inserted("may") + run(" burn."), 0)))
TWICE = word_file(*article(paragraph("Lamps burn.", 0)), paragraph("Article 1", style="Heading1"))


def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[dict[str, object], str]:
    """What the command printed, and its one sentence where it refused."""
    try:
        call_command(*arguments)
    except SystemExit:
        return {}, capsys.readouterr().err
    return json.loads(capsys.readouterr().out), ""


@pytest.mark.usefixtures("db")
def test_the_command_reads_a_word_file_and_asks_about_tracked_changes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "lanterns.docx"
    file.write_bytes(TRACKED)
    call = ("import_text", str(file), "--instrument", "lamps", "--language", "en")
    _, refusal = command(capsys, *call)
    assert "has 1 tracked change: say --changes accept or --changes refuse" in refusal
    assert not Instrument.objects.filter(slug="lamps").exists()
    said, _ = command(capsys, *call, "--changes", "refuse")
    assert (said["articles"], said["clauses"], said["warnings"]) == (1, 1, [])
    assert Text.objects.get(article__slug="1").source() == "1. Lamps shall burn.\n"
    said, _ = command(capsys, *call, "--changes", "accept")
    assert said["versions"] == 1
    assert Text.objects.get(article__slug="1").source() == "1. Lamps may burn.\n"


@pytest.mark.usefixtures("db")
def test_a_word_file_that_is_no_instrument_is_refused_with_its_own_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "lanterns.docx"
    for content, words in ((TWICE, "at “Article 1”: Article 1 stands twice"), (b"PK\x03\x04", "damaged or locked")):
        file.write_bytes(content)
        _, refusal = command(capsys, "import_text", str(file), "--instrument", "lamps", "--language", "en")
        assert words in refusal
    assert not Instrument.objects.exists()


def test_an_edition_goes_into_word_and_comes_back_without_a_change(
    edition: Edition, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "out.docx"
    export = ("export_edition", "--instrument", "lanterns", "--edition", "Draft 1", "--format", "docx")
    said, _ = command(capsys, *export, "--output", str(file))
    again, _ = command(capsys, *export, "--output", str(file))
    assert said["sha256"] == again["sha256"]
    said, _ = command(capsys, "import_text", str(file), "--instrument", "lanterns", "--language", "en")
    assert (said["articles"], said["versions"]) == (3, 0)
    assert said["warnings"] == ["1 line or block of a table of contents was left out."]  # Word makes it itself
    assert Version.objects.filter(number__gt=1).count() == 0


def test_a_redline_in_word_is_the_new_edition_accepted_and_the_old_one_refused(
    edition: Edition, text: Text, editor: User, secretariat: User
) -> None:
    instrument = edition.instrument
    words = text.source().replace("ten miles", "twelve miles")
    save_text(
        article=text.article,
        language="en",
        proposal=Proposal("Of lanterns", words, 1),
        author=editor,
        reason="Farther.",
    )
    second = publish_edition(instrument=instrument, label="Draft 2", symbol="LAN/2026/2", author=secretariat)
    asked = Order(instrument, second, Rendition.Variant.REDLINE, edition, format=DOCX)
    redline = read_word(produce(asked).content)
    assert redline.accepted == read_word(produce(Order(instrument, second, format=DOCX)).content).accepted
    assert redline.refused == read_word(produce(Order(instrument, edition, format=DOCX)).content).accepted
    dated = f"{second.issued_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    author = f"{settings.PORTAL_NAME}: changes against Draft 1 (LAN/2026/1)"
    assert [(one.author, one.date) for one in redline.changes] == [(author, dated)] * 2
    assert ("twelve", "ten") in [(one.inserted, one.deleted) for one in redline.changes]
    assert produce(asked).sha256 == produce(asked).sha256


def test_no_word_file_is_made_of_a_reading_and_a_clean_one_is_stored(edition: Edition, secretariat: User) -> None:
    with pytest.raises(CannotExport, match="No Word file is made of a reading"):
        produce(Order(edition.instrument, edition, Rendition.Variant.KEEP, format=DOCX))
    rendition = request_rendition(order=Order(edition.instrument, edition, format=DOCX), person=secretariat)
    fulfil(rendition.pk)
    rendition.refresh_from_db()
    assert (rendition.state, file_name(rendition)) == (Rendition.State.DONE, "lanterns-draft-1-clean-en.docx")
    assert set(TYPES) == set(Rendition.Format)
    with rendition.file.open("rb") as opened:
        assert "Costs are borne by the State Party" in read_word(opened.read()).accepted


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_a_real_word_file_is_imported_whole(
    db: None, data_folder: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    file = data_folder / "docx" / f"un-cybercrime-2024.{language}.docx"
    call = ("import_text", str(file), "--instrument", "cyber", "--language", language, "--kind", "reference")
    said, _ = command(capsys, *call)
    assert (said["articles"], said["divisions"]) == (68, 9)
    assert Text.objects.filter(article__kind="article").count() == 68
