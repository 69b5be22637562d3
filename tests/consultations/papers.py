"""Conference documents for tests: a note that was handed in, a text that the portal makes, and how they are issued."""

from consultations.issuing import (
    HandedIn,
    Heading,
    OfEdition,
    issue_document,
    prepare_document,
)
from consultations.models import ConferenceDocument, Round
from consultations.uploaded import Uploaded
from drafts.exporting import fulfil
from drafts.models import Edition
from mla_portal.accounts.models import User

PDF = b"%PDF-1.7\nA programme of the week."
NOTE = [HandedIn("en", Uploaded("programme.pdf", PDF))]


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
