"""Conference documents: prepared under a symbol, looked at, issued for good; followed by a revision, a corrigendum or
an addendum.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from consultations import symbols
from consultations.models import ConferenceDocument, Delegation, DocumentFile, Notice, Round
from consultations.moments import occasion
from consultations.notices import notify
from consultations.reminding import people_of
from consultations.uploaded import Uploaded, type_of
from drafts.models import Edition, Rendition
from drafts.orders import CannotExport, Order
from drafts.requesting import cancel_rendition, request_rendition

Audience, Relation = ConferenceDocument.Audience, ConferenceDocument.Relation


class CannotIssue(Exception):
    """The act was refused; the message is one sentence."""


@dataclass(frozen=True)
class Heading:
    """What the masthead and the register say. `symbol` "" takes the next of `series`, or the next Rev., Corr. or Add.
    of `follows`; `title` "" what the contents are called. `dated_at` is printed; None is now.
    """

    title: str = ""
    symbol: str = ""
    series: str = ConferenceDocument.Series.LIMITED
    distribution: str = ConferenceDocument.Distribution.LIMITED
    audience: str = Audience.DELEGATIONS
    agenda_item: str = ""
    dated_at: datetime | None = None
    follows: ConferenceDocument | None = None
    relation: str = ""


@dataclass(frozen=True)
class OfEdition:
    """Contents that the portal makes: a variant of an edition, in each of the languages and formats."""

    edition: Edition
    variant: str
    languages: Sequence[str]
    formats: Sequence[str]
    against: Edition | None = None
    line_numbers: bool = False
    paper: str = Rendition.Paper.A4
    low_ink: bool = False
    beside: str = ""  # further languages in the columns of the same file


@dataclass(frozen=True)
class HandedIn:
    """Contents that were written elsewhere: one file for each language."""

    language: str
    file: Uploaded


def prepare_document(
    *, round: Round, heading: Heading, contents: OfEdition | Sequence[HandedIn], person: Any
) -> ConferenceDocument:
    """Give a document its symbol and have its files made; nobody but the Core Group sees it before it is issued.

    Raises CannotIssue for a symbol that is taken or misshapen, a document without files, two files of one language and
    type, a revision of what was replaced already or not issued, and for what no export can show; UploadRefused for a
    file of another type than PDF or Word.
    """
    now = timezone.now()
    of_edition = contents if isinstance(contents, OfEdition) else None
    try:
        with transaction.atomic():
            locked = Round.objects.select_for_update(no_key=True).get(pk=round.pk)  # numbers are given one at a time
            document = ConferenceDocument.objects.create(
                round=locked,
                symbol=_symbol(locked, heading, of_edition),
                title=(heading.title.strip() or _title(of_edition))[:300],
                distribution=heading.distribution,
                audience=heading.audience,
                agenda_item=heading.agenda_item.strip(),
                original_language=_original(contents),
                follows=heading.follows,
                relation=heading.relation,
                edition=of_edition.edition if of_edition else None,
                variant=of_edition.variant if of_edition else "",
                dated_at=heading.dated_at or now,
                prepared_by=person,
                prepared_at=now,
            )
            if isinstance(contents, OfEdition):
                _have_made(document, contents, person)
            else:
                _take_in(document, contents)
    except IntegrityError:
        raise CannotIssue("Somebody has given this symbol, or revised this document, at the same time.") from None
    return document


def issue_document(*, document: ConferenceDocument, person: Any, at: datetime | None = None) -> ConferenceDocument:
    """Issue it with the files that it has: from now on it is read by those whom it is for, and nothing of it changes.
    The delegations have a letter.

    Raises CannotIssue while a file is being made or where one could not be, for files that are not in the store as
    they were made, for comments that its readers may not read yet, and for what was issued already.
    """
    with transaction.atomic():
        locked = _locked(document)
        if locked.is_issued:
            raise CannotIssue(f"{locked} was issued already.")
        check_readers(locked)
        files = list(locked.files.select_related("rendition"))
        if not files:
            raise CannotIssue(f"{locked} has no file.")
        for file in files:
            _seal(file)
        locked.issued_by, locked.issued_at = person, at or timezone.now()
        locked.save(update_fields=["issued_by", "issued_at"])
        if locked.audience != Audience.CORE:
            _tell_of(locked)
    return locked


def _tell_of(document: ConferenceDocument) -> None:
    notify(
        kind=Notice.Kind.DOCUMENT,
        key=f"document:{document.pk}",
        people=people_of(Delegation.objects.in_round(document.round)),
        round=document.round,
        link=document.get_absolute_url(),
        context={"document": document},
    )


def discard_document(*, document: ConferenceDocument) -> None:
    """Take back what was only prepared; its symbol is free again. Raises CannotIssue for what was issued."""
    with transaction.atomic():
        locked = _locked(document)
        if locked.is_issued:
            raise CannotIssue(f"{locked} was issued: a revision or a corrigendum can follow it, nothing takes it back.")
        files = list(locked.files.select_related("rendition"))
        for file in files:
            if file.rendition:
                cancel_rendition(rendition=file.rendition)
        uploads = [file.upload for file in files if file.upload]
        locked.files.all().delete()
        locked.delete()
        for upload in uploads:
            transaction.on_commit(partial(upload.delete, save=False))


def _locked(document: ConferenceDocument) -> ConferenceDocument:
    found = ConferenceDocument.objects.select_for_update().filter(pk=document.pk).first()
    if found is None:
        raise CannotIssue(f"{document} was taken back meanwhile.")
    return found


def check_readers(document: ConferenceDocument) -> None:
    """Raises CannotIssue where the document shows comments to more people than may read them now."""
    if document.variant not in Rendition.OF_COMMENTS or document.round.shows_comments_to(document.audience):
        return
    if document.audience == Audience.PUBLIC:
        raise CannotIssue("It shows comments that are not for everybody yet.")
    raise CannotIssue("It shows comments that the delegations may not read yet.")


def _symbol(round: Round, heading: Heading, contents: OfEdition | None) -> str:
    """Checked under the round's lock. The clean text of an edition carries the symbol that the edition has."""
    symbol, edition = heading.symbol.strip(), None
    if heading.follows:
        _check_followed(heading.follows, heading.relation)
        symbol = symbol or symbols.symbol_after(heading.follows, heading.relation)
    elif contents and contents.variant == Rendition.Variant.CLEAN:
        edition = contents.edition
        symbol = symbol or edition.symbol
    elif not symbol:
        if not (round.symbol_stem and heading.series):
            raise CannotIssue("Type the symbol, or say on the round's page what its symbols begin with.")
        symbol = symbols.next_in_series(round.symbol_stem, heading.series)
    if not symbols.is_symbol(symbol):
        raise CannotIssue(f"“{symbol}” is no symbol; write it as in MLA/PC/2/L.1, with capitals after each stroke.")
    if owner := symbols.whose(symbol, edition=edition):
        raise CannotIssue(f"{symbol} is the symbol of {owner}.")
    return symbol


def _check_followed(document: ConferenceDocument, relation: str) -> None:
    if relation not in Relation.values:
        raise CannotIssue("Say whether it is a revision, a corrigendum or an addendum.")
    if not document.is_issued:
        raise CannotIssue(f"{document} was not issued: nothing can follow it yet.")
    if relation == Relation.REVISION and document.followed_by.filter(relation=Relation.REVISION).exists():
        raise CannotIssue(f"{document} has a revision already; revise that one.")


def _title(contents: OfEdition | None) -> str:
    if contents is None:
        raise CannotIssue("Give the document a title.")
    text = f"{contents.edition.instrument}, {contents.edition}"
    if contents.variant == Rendition.Variant.CLEAN:
        return text
    name = Rendition.Variant(contents.variant).label
    return f"{text}: {name[0].lower()}{name[1:]}{f' against {contents.against}' if contents.against else ''}"


def _original(contents: OfEdition | Sequence[HandedIn]) -> str:
    if isinstance(contents, OfEdition):
        return contents.edition.instrument.original_language
    return contents[0].language if contents else "en"


def _have_made(document: ConferenceDocument, contents: OfEdition, person: Any) -> None:
    order = Order(
        instrument=contents.edition.instrument,
        edition=contents.edition,
        variant=contents.variant,
        against=contents.against,
        line_numbers=contents.line_numbers,
        paper=contents.paper,
        low_ink=contents.low_ink,
        beside=contents.beside,
        occasion=occasion(document.round),
        round_slug=document.round.slug,
        symbol=document.symbol,
        distribution=document.distribution,
        agenda_item=document.agenda_item,
        dated_at=document.dated_at,
    )
    if not contents.languages or not contents.formats:
        raise CannotIssue("Choose at least one language and one type of file.")
    for language in contents.languages:
        for format in contents.formats:
            try:
                made = request_rendition(order=replace(order, language=language, format=format), person=person)
            except CannotExport as refusal:
                raise CannotIssue(str(refusal)) from None
            DocumentFile.objects.create(document=document, language=language, format=format, rendition=made)


def _take_in(document: ConferenceDocument, contents: Sequence[HandedIn]) -> None:
    if not contents:
        raise CannotIssue("Add at least one file.")
    kept: list[DocumentFile] = []
    try:
        for part in contents:
            format = type_of(part.file.content)
            file = DocumentFile(document=document, language=part.language, format=format, size=len(part.file.content))
            if any((file.language, file.format) == (other.language, other.format) for other in kept):
                raise CannotIssue("There are two files of one language and type; give one of each.")
            digest = hashlib.sha256(part.file.content).hexdigest()
            file.upload.save(f"{digest[:20]}.{format}", ContentFile(part.file.content), save=False)
            kept.append(file)
            file.save()
    except Exception:  # no row speaks of these files: they must not stay behind
        for file in kept:
            file.upload.delete(save=False)
        raise


def _seal(file: DocumentFile) -> None:
    """Write down what the stored file is. One made by the portal must be what its maker wrote down."""
    made = file.rendition
    if made and file.has_failed:
        raise CannotIssue(f"{file.name} could not be made: {made.failure or 'it was called off.'}")
    if not file.is_made:
        raise CannotIssue(f"{file.name} is still being made.")
    try:
        with file.stored.open("rb") as stored:
            digest = hashlib.file_digest(stored, "sha256").hexdigest()
            file.size = stored.size
    except OSError:
        raise CannotIssue(f"{file.name} is not in the store.") from None
    if made and digest != made.sha256:
        raise CannotIssue(f"{file.name} is not as it was made.")
    file.sha256, file.pages = digest, made.pages if made else None
    file.save(update_fields=["sha256", "size", "pages"])
