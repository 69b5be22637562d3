"""Notes verbales: a file is what it holds, not what it is called; recorded once; read by the Core Group alone."""

import hashlib
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from consultations.models import Organisation, Support
from consultations.supporting import CannotSupport, Step, growth, record_support
from consultations.uploaded import Uploaded, UploadRefused, type_of
from mla_portal.accounts.models import User
from mla_portal.versioning import UnversionedWrite

PDF = b"%PDF-1.7\nA note."
DAY = date(2019, 3, 4)


@pytest.fixture(autouse=True)
def _own_media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def zipped(*names: str) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "<w/>")
    return packed.getvalue()


WORD = zipped("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(("content", "kind"), [(PDF, "pdf"), (WORD, "docx")])
def test_pdf_and_word_are_known_by_their_contents(content: bytes, kind: str) -> None:
    assert type_of(content) == kind


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "neither PDF nor Word"),
        (b"<html><script>alert(1)</script>", "neither PDF nor Word"),
        (b"MZ\x90\x00", "neither PDF nor Word"),
        (b" %PDF-1.7", "neither PDF nor Word"),
        (b"PK\x03\x04 and no more", "damaged"),
        (zipped("xl/workbook.xml", "[Content_Types].xml"), "no Word document"),
        (zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "macros"),
        (zipped("[Content_Types].xml", "word/document.xml", "../evil"), "outside itself"),
        (zipped("[Content_Types].xml", "word/document.xml", *(f"p{n}" for n in range(2000))), "too large"),
    ],
)
def test_everything_else_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(UploadRefused, match=why):
        type_of(content)


def test_a_note_is_kept_under_a_name_of_the_portals_own(chile: Organisation, secretariat: User, tmp_path: Path) -> None:
    made = record_support(
        organisation=chile, since=DAY, person=secretariat, note=Uploaded("../../etc/<passwd>.html", PDF)
    )
    stored = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    digest = hashlib.sha256(PDF).hexdigest()
    assert stored == [made.note.name]
    assert made.note.name == f"notes-verbales/{timezone.now():%Y}/cl-{digest[:20]}.pdf"
    assert (made.note_name, made.note_sha256, made.note_bytes) == ("_passwd_.html", digest, len(PDF))
    assert [(each.code, each.supports_since) for each in Organisation.objects.supporters()] == [("CL", DAY)]


def test_what_is_recorded_stays_and_the_earliest_day_counts(chile: Organisation, secretariat: User) -> None:
    for since in (DAY, DAY - timedelta(days=30)):
        record_support(organisation=chile, since=since, person=secretariat, remark="By letter.")
    assert Organisation.objects.supporters().get().supports_since == DAY - timedelta(days=30)
    with pytest.raises(UnversionedWrite):
        Support.objects.update(since=DAY)


def test_refusals_say_why(chile: Organisation, lantern_watch: Organisation, secretariat: User, tmp_path: Path) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    for organisation, since, note, remark, why in (
        (lantern_watch, DAY, None, "By letter.", "States support"),
        (chile, tomorrow, None, "By letter.", "day to come"),
        (chile, DAY, None, " ", "Add the note"),
        (chile, DAY, Uploaded("note.pdf", b"no"), "", "neither PDF"),
    ):
        with pytest.raises((CannotSupport, UploadRefused), match=why):
            record_support(organisation=organisation, since=since, person=secretariat, note=note, remark=remark)
    assert (Support.objects.count(), list(tmp_path.rglob("*.*"))) == (0, [])


def test_growth_is_told_year_by_year_without_gaps() -> None:
    this_year = timezone.localdate().year
    steps = growth([date(2017, 1, 1), date(2019, 3, 1), date(2017, 5, 1)])
    assert steps[:4] == [Step(2017, 2, 2), Step(2018, 0, 2), Step(2019, 1, 3), Step(2020, 0, 3)]
    assert (steps[-1].year, growth([])) == (this_year, [])


def test_the_pages_record_a_note_and_hand_it_out_as_a_download_to_the_core_group_alone(
    client: Client, chile: Organisation, secretariat: User, editor: User, delegate: User, settings: Settings
) -> None:
    client.force_login(secretariat)
    page = "/organisations/cl/support/"
    html = SimpleUploadedFile("note.pdf", b"<script>", content_type="application/pdf")
    assert "neither PDF nor Word" in client.post(page, {"since": "2019-03-04", "note": html}).content.decode()
    settings.NOTE_BYTES = 10
    long = SimpleUploadedFile("note.pdf", PDF)
    assert "larger than" in client.post(page, {"since": "2019-03-04", "note": long}).content.decode()
    settings.NOTE_BYTES = 1000
    client.post(page, {"since": "2019-03-04", "note": SimpleUploadedFile("evil.html", PDF, content_type="text/html")})
    address = f"{page}{Support.objects.get().pk}/"
    client.force_login(editor)
    answer = client.get(address)
    assert answer.getvalue() == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="CL-2019-03-04.pdf"'
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/pdf")
    client.force_login(delegate)
    assert client.get(address).status_code == 403


def test_everybody_reads_the_list_of_supporting_states_in_the_order_of_its_language(
    client: Client, chile: Organisation, kenya: Organisation, secretariat: User, django_assert_num_queries
) -> None:
    for state, french, since in ((chile, "Île au loin", DAY), (kenya, "Zone", date(2018, 1, 1))):
        state.name_fr = french
        state.save()
        record_support(organisation=state, since=since, person=secretariat, remark="A secret remark.")
    with django_assert_num_queries(1):
        page = client.get("/supporters/?language=fr").content.decode()
    assert page.index("Île au loin") < page.index("Zone")
    assert ("A secret remark" in page, secretariat.name in page) == (False, False)
    assert '<th scope="row">2018</th><td>1</td>' in page


def test_the_secretariat_enters_and_edits_organisations(client: Client, chile: Organisation, secretariat: User) -> None:
    client.force_login(secretariat)
    sent = {"name": "Åland Watch", "kind": "network", "code": "aland-watch"}
    assert client.post("/organisations/new/", sent)["Location"] == "/organisations/aland-watch/"
    for wrong in (
        {"name": "Peru", "kind": "state", "code": "PERU"},
        {"name": "Chile again", "kind": "state", "code": "cl"},
        {"name": "New", "kind": "network", "code": "new"},
        {**sent, "code": "W", "name": "W", "core_group_since": "2020-01-01"},
    ):
        assert client.post("/organisations/new/", wrong).status_code == 200
    dates = {"core_group_since": "2020-01-01", "core_group_until": "2019-01-01"}
    edit = {"name": "Chile", "kind": "state", "code": "CL"}
    assert "it comes later" in client.post("/organisations/cl/edit/", {**edit, **dates}).content.decode()
    client.post("/organisations/cl/edit/", {**edit, "core_group_since": "2020-01-01", "core_group_until": "2021-01-01"})
    chile.refresh_from_db()
    assert (chile.core_group_until, chile.is_in_core_group) == (date(2021, 1, 1), False)
    assert Organisation.objects.count() == 2
