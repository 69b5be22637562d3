"""The bundle of a round: what is in it, for whom, and whether it proves itself and reads without a network."""

import hashlib
import json
import re
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html
from pytest_django.fixtures import Settings

from consultations.concluding import Wording, add_conclusion, issue_conclusions
from consultations.issuing import HandedIn, Heading, issue_document, prepare_document
from consultations.models import ConferenceDocument, Round
from consultations.uploaded import Uploaded
from drafts.exporting import fulfil, produce
from drafts.models import Edition, Rendition
from drafts.orders import CannotExport, Order
from mla_portal.accounts.models import User
from tests.cast import Words, comment_by

Audience = ConferenceDocument.Audience


@pytest.fixture(autouse=True)
def _stores_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def held(conference: Round, edition: Edition, delegate: User, secretariat: User) -> Round:
    """A round with a document for each kind of reader, conclusions, and a comment that is sealed."""
    for number, audience in enumerate(Audience.values, 1):
        note = [HandedIn("en", Uploaded("note.pdf", b"%PDF-1.7 " + audience.encode()))]
        heading = Heading(title=f"For {audience}", symbol=f"LAN/PC/1/INF.{number}", audience=audience)
        document = prepare_document(round=conference, heading=heading, contents=note, person=secretariat)
        issue_document(document=document, person=secretariat)
    add_conclusion(round=conference, wording=Wording("Way", "noted", "It was noted."), person=secretariat)
    issue_conclusions(round=conference, symbol="LAN/PC/1/CRP.1", person=secretariat)
    comment_by(delegate, conference, words=Words(reasoning="A sealed thought."), submit=True)
    conference.disclosure = Round.Disclosure.PARTICIPANTS
    conference.save()
    return conference


def bundled(round: Round, audience: str) -> dict[str, bytes]:
    """The files by their names below the round's folder."""
    assert round.edition is not None
    order = Order(
        round.edition.instrument, round.edition, "bundle", format="zip", round_slug=round.slug, audience=audience
    )
    with zipfile.ZipFile(BytesIO(produce(order).content)) as archive:
        assert archive.testzip() is None
        return {name.removeprefix(f"{round.slug}/"): archive.read(name) for name in archive.namelist()}


def test_it_holds_what_its_readers_may_read(held: Round) -> None:
    documents = {
        audience: sorted(name.split("/")[1] for name in bundled(held, audience) if name.startswith("documents/"))
        for audience in Audience.values
    }
    assert documents == {
        "core": ["LAN-PC-1-INF.1", "LAN-PC-1-INF.2", "LAN-PC-1-INF.3"],
        "delegations": ["LAN-PC-1-INF.2", "LAN-PC-1-INF.3"],
        "public": ["LAN-PC-1-INF.3"],
    }


def test_sealed_comments_are_in_the_core_groups_alone(held: Round) -> None:
    def shows(audience: str) -> tuple[bool, bool]:
        files = bundled(held, audience)
        words = b"".join(files.values())
        return any(name.startswith("comments/") for name in files), b"A sealed thought" in words

    assert [shows(audience) for audience in Audience.values] == [(True, True), (False, False), (False, False)]
    held.comments_close_at = timezone.now() - timedelta(minutes=1)
    held.save()
    assert [shows(audience)[0] for audience in Audience.values] == [True, True, False]
    held.disclosure = Round.Disclosure.PUBLIC
    held.save()
    assert [shows(audience)[0] for audience in Audience.values] == [True, True, True]


def test_every_format_of_the_text_and_every_table_is_there_and_proves_itself(held: Round, edition: Edition) -> None:
    files = bundled(held, "core")
    folder = f"texts/{edition.instrument.slug}-draft-1"
    name = f"{edition.instrument.slug}-draft-1-clean-en"
    assert {Path(path).name for path in files if path.startswith(folder)} == {
        f"{name}.{ending}" for ending in ("html", "pdf", "docx", "txt", "xml", "json")
    }
    tables = [Path(path).name for path in files if path.startswith("comments/")]
    assert {name.removeprefix("harbour-2026-comments-") for name in tables} == {
        "portal.csv", "portal.xlsx", "portal.docx", "iso.csv", "iso.xlsx", "iso.docx",
        *(
            f"{edition.instrument.slug}-draft-1-{variant}-en.{ending}"
            for variant in ("compilation", "dispositions")
            for ending in ("html", "pdf", "docx")
        ),
    }  # fmt: skip
    assert {path for path in files if path.startswith("conclusions/")} == {
        f"conclusions/LAN-PC-1-CRP.1.{ending}" for ending in ("pdf", "docx", "txt")
    }
    lines = [line.split("  ", 1) for line in files["SHA256SUMS"].decode().splitlines()]
    sums = {path: digest for digest, path in lines}
    assert sums == {
        path: hashlib.sha256(content).hexdigest()
        for path, content in files.items()
        if path not in ("SHA256SUMS", "index.html")
    }
    manifest = json.loads(files["manifest.json"])
    assert {row["path"]: row["sha256"] for row in manifest["files"]} == {
        path: digest for path, digest in sums.items() if path != "manifest.json"
    }
    pinned = manifest["editions"][0]
    assert (pinned["symbol"], pinned["checksum"], pinned["chain"]) == (edition.symbol, edition.checksum, edition.chain)
    assert {(row["article"], row["version"]) for row in pinned["versions"]} >= {("1", 1), ("2", 1)}


def test_its_page_leads_to_every_file_and_nowhere_else(held: Round) -> None:
    files = bundled(held, "core")
    page = html.document_fromstring(files["index.html"].decode())
    assert {link.get("href") for link in page.iter("a")} == set(files) - {"index.html"}
    assert not list(page.iter("script", "link", "img", "iframe"))
    for name in files:
        if name.endswith(".html"):
            assert b"<style>" in files[name]
            assert not re.search(rb'(?:src|href)="(?:https?:|/)|@import|url\(["\']?(?:https?:|/)', files[name])


def test_the_same_round_gives_the_same_bytes(held: Round) -> None:
    assert bundled(held, "core") == bundled(held, "core")


def test_what_was_changed_after_its_issue_is_not_bundled(held: Round) -> None:
    stored = ConferenceDocument.objects.with_symbol("LAN/PC/1/INF.3").get().files.get().stored
    Path(stored.path).write_bytes(b"%PDF-1.7 Other words.")
    with pytest.raises(CannotExport, match="not as it was issued"):
        bundled(held, "public")


@pytest.mark.parametrize("change", [{"format": "pdf"}, {"variant": "clean"}, {"audience": ""}, {"round_slug": "none"}])
def test_a_bundle_is_of_a_round_for_somebody(held: Round, change: dict[str, str]) -> None:
    assert held.edition is not None
    asked = {"variant": "bundle", "format": "zip", "round_slug": held.slug, "audience": "core", **change}
    with pytest.raises(CannotExport):
        produce(Order(held.edition.instrument, held.edition, **asked))  # type: ignore[arg-type]


def test_each_person_asks_for_their_own(client: Client, held: Round, delegate: User, editor: User) -> None:
    address = f"{held.get_absolute_url()}register/bundle/"
    for person, audience in ((delegate, "delegations"), (editor, "core")):
        client.force_login(person)
        made = client.post(address)
        rendition = Rendition.objects.get(requested_by=person)
        assert (made.status_code, rendition.audience) == (302, audience)
        fulfil(rendition.pk)
        answer = client.get(f"{rendition.get_absolute_url()}file/")
        assert answer["Content-Disposition"] == 'attachment; filename="harbour-2026.zip"'
    client.force_login(delegate)
    of_core = Rendition.objects.get(requested_by=editor)
    assert client.get(of_core.get_absolute_url()).status_code == 404
