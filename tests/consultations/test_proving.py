"""The public page that tells an issued document from any other file."""

import re
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from consultations.concluding import Wording, add_conclusion, issue_conclusions
from consultations.models import ConclusionsFile, Round
from drafts.exporting import fulfil
from drafts.models import Edition, Rendition
from drafts.orders import Order
from drafts.requesting import request_rendition
from mla_portal.accounts.models import User
from tests.cast import comment_by

UNKNOWN = "No issued document of this portal has this checksum."


@pytest.fixture
def anybody() -> Client:
    return Client()


def made(person: User, order: Order) -> tuple[Rendition, bytes]:
    asked = request_rendition(order=order, person=person)
    fulfil(asked.pk)
    rendition = Rendition.objects.get(pk=asked.pk)
    with rendition.file.open("rb") as stored:
        return rendition, stored.read()


def asked(client: Client, content: bytes | None = None, checksum: str = "", status: int = 200) -> str:
    """The page's answer, without its tags."""
    sent: dict[str, object] = {"checksum": checksum}
    if content is not None:
        sent["file"] = SimpleUploadedFile("received.bin", content)
    response = client.post("/verify/", sent)
    assert response.status_code == status
    return " ".join(re.sub(r"<[^>]+>", "", response.content.decode()).split())


def opened(conference: Round, disclosure: str, ended: bool) -> None:
    """The round's seal, moved on as time and the secretariat would."""
    conference.disclosure = disclosure
    if ended:
        conference.comments_close_at = timezone.now() - timedelta(minutes=1)
    conference.save()


def test_a_file_of_an_edition_is_named_and_a_changed_byte_is_not(
    anybody: Client, edition: Edition, editor: User
) -> None:
    rendition, content = made(editor, Order(edition.instrument, edition, format="txt"))
    sentence = "This file is LAN/2026/1, Convention on Lanterns, Draft 1, Clean text, English, plain text, made on "
    assert sentence in asked(anybody, content)
    assert UNKNOWN in asked(anybody, content[:-1] + b"?")
    anybody.force_login(editor)
    register = anybody.get(reverse("drafts:exports", kwargs={"slug": edition.instrument.slug})).content.decode()
    assert rendition.sha256 in register
    printed = f" SHA256: {rendition.sha256[:32].upper()}\n{rendition.sha256[32:]} "
    assert "This is the checksum of LAN/2026/1" in asked(anybody, checksum=printed)


def test_what_the_cover_prints_is_named_too(anybody: Client, edition: Edition, editor: User) -> None:
    _, content = made(editor, Order(edition.instrument, edition, format="txt"))
    on_cover = re.search("[0-9a-f]{64}", "".join(content.decode().split()))
    assert on_cover
    assert on_cover[0] == edition.checksum
    answer = asked(anybody, checksum=on_cover[0])
    assert "This is the checksum of the words of LAN/2026/1, Convention on Lanterns, Draft 1, issued on" in answer


def test_a_file_of_the_working_text_is_no_issued_document(anybody: Client, edition: Edition, editor: User) -> None:
    _, content = made(editor, Order(edition.instrument, None, format="txt"))
    assert UNKNOWN in asked(anybody, content)


OF_COMMENTS = {
    "compilation": "Compilation of comments",
    "dispositions": "Disposition report",
    "delegation": "Comments of one delegation (CL)",
}


@pytest.mark.parametrize("variant", OF_COMMENTS)
@pytest.mark.parametrize("named", [True, False])
def test_what_shows_comments_is_named_once_everybody_may_read_them(
    anybody: Client, conference: Round, edition: Edition, delegate: User, editor: User, named: bool, variant: str
) -> None:
    """Sealed, disclosed to the participants alone, a public round whose window still runs: as unknown as any file, for
    the editor who made it too."""
    comment_by(delegate, conference, submit=True)
    slug, code = (conference.slug if named else ""), ("CL" if variant == "delegation" else "")
    order = Order(edition.instrument, edition, variant, format="txt", round_slug=slug, organisation=code)
    _, content = made(editor, order)
    anybody_at_all = Client()
    anybody_at_all.force_login(editor)
    unknown = asked(anybody, b"another file")
    for disclosure, ended in (("participants", False), ("participants", True), ("at_once", True), ("core_group", True)):
        opened(conference, disclosure, ended)
        answer = asked(anybody, content)
        assert answer.replace(sha256(content).hexdigest(), "") == unknown.replace(
            sha256(b"another file").hexdigest(), ""
        )
        assert UNKNOWN in asked(anybody_at_all, content)
    opened(conference, "public", True)
    assert f"Draft 1, {OF_COMMENTS[variant]}, English, plain text, made on" in asked(anybody, content)
    conference.comments_close_at = timezone.now() + timedelta(days=1)
    conference.save()
    assert UNKNOWN in asked(anybody, content)


@pytest.mark.parametrize("variant", OF_COMMENTS)
def test_what_shows_comments_of_several_rounds_is_as_sealed_as_the_most_sealed(
    anybody: Client, conference: Round, edition: Edition, delegate: User, editor: User, variant: str
) -> None:
    comment_by(delegate, conference, submit=True)
    code = "CL" if variant == "delegation" else ""
    _, content = made(editor, Order(edition.instrument, edition, variant, format="txt", organisation=code))
    opened(conference, "public", True)
    assert OF_COMMENTS[variant] in asked(anybody, content)
    now = timezone.now()
    sealed = Round.objects.create(
        slug="sealed", title="Sealed", starts_on=now, ends_on=now, disclosure="participants", opened_at=now
    )
    sealed.further_documents.create(edition=edition)
    assert UNKNOWN in asked(anybody, content)


def test_issued_conclusions_are_named_by_every_file_that_was_handed_out(
    anybody: Client, client: Client, conference: Round, secretariat: User
) -> None:
    add_conclusion(round=conference, wording=Wording("Costs", "noted", "They rise."), person=secretariat)
    issue = issue_conclusions(round=conference, symbol="LAN/PC/1", person=secretariat)
    client.force_login(secretariat)
    address = reverse("consultations:conclusions_file", kwargs={"slug": conference.slug, "issue": issue.pk})
    content = client.get(f"{address}?format=txt").content
    assert client.get(f"{address}?format=txt").content == content
    assert ConclusionsFile.objects.count() == 1
    page = client.get(reverse("consultations:conclusions", kwargs={"slug": conference.slug})).content.decode()
    assert sha256(content).hexdigest() in page
    sentence = "This file is LAN/PC/1, Conclusions of the Chair, Harbour Conference, English, plain text, made on"
    assert sentence in asked(anybody, content)
    assert UNKNOWN in asked(anybody, content + b"\n")
    assert "the words of LAN/PC/1, Conclusions of the Chair" in asked(anybody, checksum=issue.checksum)


@pytest.mark.parametrize(
    ("content", "checksum", "sentence"),
    [
        (None, "", "Choose a file, or type its SHA-256."),
        (None, "abc", "A SHA-256 has 64 digits, each from 0 to 9 or from a to f."),
        (None, "g" * 64, "A SHA-256 has 64 digits, each from 0 to 9 or from a to f."),
        (b"", "", "The file is empty."),
        (b"a", "a" * 64, "Choose a file or type a checksum, not both."),
        (b"a" * (3 * 1024 * 1024), "", "The file is larger than 2 MB; type its SHA-256 instead."),
    ],
)
def test_what_says_nothing_gets_one_sentence(
    db: None, settings: Settings, anybody: Client, content: bytes | None, checksum: str, sentence: str
) -> None:
    settings.VERIFY_BYTES = 2 * 1024 * 1024
    assert sentence in asked(anybody, content, checksum, status=422)


def test_a_large_file_is_read_without_being_stored(
    db: None, settings: Settings, anybody: Client, tmp_path: Path
) -> None:
    """Django would write an upload of this size to the folder for temporary files, which is not there."""
    settings.FILE_UPLOAD_TEMP_DIR = f"{tmp_path}/not-there"
    content = b"0123456789abcdef" * 400_000
    assert sha256(content).hexdigest() in asked(anybody, content)


def test_who_guesses_waits(db: None, anybody: Client) -> None:
    answers = [anybody.post("/verify/", {"checksum": f"{number:064x}"}).status_code for number in range(62)]
    assert answers == [200] * 60 + [429] * 2
    assert anybody.get("/verify/").status_code == 200
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert other.post("/verify/", {"checksum": "a" * 64}).status_code == 200


def test_the_form_has_its_token_and_a_post_without_it_is_refused(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.get("/verify/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    for sent, status in (({}, 403), ({"csrfmiddlewaretoken": token[1]}, 200)):
        assert strict.post("/verify/", {**sent, "file": SimpleUploadedFile("a.txt", b"a")}).status_code == status


def test_it_takes_few_queries_and_is_linked_from_every_foot(
    anybody: Client, conference: Round, edition: Edition, editor: User
) -> None:
    _, content = made(editor, Order(edition.instrument, edition, "compilation", format="txt"))
    asked(anybody, content)  # the cache's row for guesses is there
    with CaptureQueriesContext(connection) as captured:
        asked(anybody, content)
    assert len(captured) <= 7, [query["sql"][:80] for query in captured]
    assert 'href="/verify/"' in anybody.get("/accounts/login/").content.decode()
