"""Paper, spared ink and the variants in columns, as they are asked for: from the record to the file."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.test import Client
from pypdf import PdfReader

from consultations.models import Round
from drafts.exporting import CannotExport, Order, produce
from drafts.models import Edition, Rendition
from mla_portal.accounts.models import User

ASKED = {"variant": "clean", "language": "en", "format": "pdf", "paper": "letter", "low_ink": "on"}


def test_both_forms_ask_for_the_paper_and_the_ink(
    client: Client, edition: Edition, conference: Round, secretariat: User
) -> None:
    client.force_login(secretariat)
    for address, more in (
        (f"{edition.instrument.get_absolute_url()}exports/", {"text": edition.slug}),
        (f"{conference.get_absolute_url()}exports/", {}),
    ):
        shown = client.get(address).content.decode()
        assert ('name="paper"' in shown, 'name="low_ink"' in shown) == (True, True)
        assert client.post(address, {**ASKED, **more}).status_code == 302
        asked = Rendition.objects.latest("pk")
        assert (asked.paper, asked.low_ink) == ("letter", True)
    assert Rendition.objects.count() == 2


def test_the_order_reaches_the_file(edition: Edition) -> None:
    plain = produce(Order(edition.instrument, edition))
    letter = produce(Order(edition.instrument, edition, paper="letter", low_ink=True))
    assert plain.content != letter.content
    assert PdfReader(BytesIO(letter.content)).pages[-1].mediabox[2:] == [612, 792]
    word = produce(Order(edition.instrument, edition, format=Rendition.Format.DOCX, paper="letter"))
    assert b'w:w="12240"' in ZipFile(BytesIO(word.content)).read("word/document.xml")
    with pytest.raises(CannotExport, match="no paper"):
        produce(Order(edition.instrument, edition, paper="a3"))


def test_the_command_takes_both_as_options(edition: Edition, tmp_path: Path) -> None:
    file = tmp_path / "draft.pdf"
    call_command("export_edition", instrument="lanterns", edition="Draft 1", paper="letter", low_ink=True, output=file)
    asked = Order(edition.instrument, edition, paper="letter", low_ink=True)
    assert file.read_bytes() == produce(asked).content
