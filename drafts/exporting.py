"""Consolidated drafts as files: what makes sense, and how it is made. `drafts.requesting` queues the work."""

import hashlib
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from drafts.building import AS_WORD, BUILDERS, CLEAN_ALONE, MAKERS, Progress, document_of, whole_file, word_file
from drafts.consolidating import consolidated, languages_of
from drafts.models import Instrument, Rendition
from drafts.orders import CannotExport, Order, order_of
from drafts.rendering.alone import standing_alone
from drafts.rendering.documents import clean_document
from drafts.rendering.volume.store import Store
from drafts.storing import remove_leftovers, store_file


class NoLongerWanted(Exception):
    """The person has called it off, or another worker has it: nothing more is to be done here."""


@dataclass(frozen=True)
class Produced:
    """A finished file."""

    content: bytes
    sha256: str
    pages: int | None
    seconds: float


MOST_LANGUAGES = 3  # side by side

# What compares two editions.
COMPARED = (Rendition.Variant.REDLINE, Rendition.Variant.CONCORDANCE)


def check_order(order: Order) -> None:
    """Raises CannotExport where the order makes no sense."""
    if order.variant not in BUILDERS and order.variant not in MAKERS:
        raise CannotExport(f"There is no variant “{order.variant}”.")
    if (order.variant in MAKERS) != (order.format == Rendition.Format.ZIP):
        raise CannotExport("A bundle is a ZIP, and nothing else is.")
    if order.format not in Rendition.Format.values:
        raise CannotExport(f"There is no format “{order.format}” yet.")
    if order.paper not in Rendition.Paper.values:
        raise CannotExport(f"There is no paper “{order.paper}”.")
    if order.format == Rendition.Format.DOCX and order.variant not in AS_WORD:
        raise CannotExport("No Word file is made of a reading of the text; choose the text itself, or another format.")
    if order.format in CLEAN_ALONE and order.variant != Rendition.Variant.CLEAN:
        name = Rendition.Format(order.format).label
        raise CannotExport(f"{name} carries the clean text alone; choose the clean text, or another format.")
    if order.variant in COMPARED:
        if order.against is None:
            name = Rendition.Variant(order.variant).label.lower()
            raise CannotExport(f"A {name} needs an earlier edition to compare with.")
        if order.against == order.edition:
            raise CannotExport("An edition cannot be compared with itself.")
    if order.variant == Rendition.Variant.CONCORDANCE and order.line_numbers:
        raise CannotExport("A concordance table has no lines to number: leave the numbers of lines out.")
    _check_comments(order)
    if order.variant == Rendition.Variant.STORY:
        _check_story(order)
    order.chosen()
    if order.variant == Rendition.Variant.LANGUAGES:
        _check_beside(order)
    for edition in (order.edition, order.against):
        if not set(order.languages) <= set(languages_of(order.instrument, edition)):
            raise CannotExport(f"{edition or 'The working text'} has no text in this language.")


def _check_beside(order: Order) -> None:
    if len(order.languages) < 2:
        raise CannotExport("Choose the languages that shall stand beside the first.")
    if len(order.languages) > MOST_LANGUAGES:
        raise CannotExport("A page has room for three languages side by side.")
    if len(set(order.languages)) < len(order.languages):
        raise CannotExport("Each language can stand there once.")


def _check_comments(order: Order) -> None:
    """What the variants that show comments need."""
    if order.variant in Rendition.OF_COMMENTS:
        if order.edition is None:
            raise CannotExport("Comments are made on an edition: choose one.")
        if order.under:
            raise CannotExport("Comments are shown on the whole text: leave the options out.")
    if order.variant == Rendition.Variant.DELEGATION and not order.organisation:
        raise CannotExport("Choose the organisation whose comments you want.")


def _check_story(order: Order) -> None:
    """A story is of one clause of the instrument and for one class of readers; editions are in it, it is of none."""
    if order.clause is None or order.clause.article.instrument_id != order.instrument.pk:
        raise CannotExport("Choose the clause whose story you want.")
    if order.edition is not None or order.under:
        raise CannotExport("A clause's story is told through all editions: choose none, and no options.")
    if order.audience not in Rendition.Audience.values:
        raise CannotExport("Say for whom the story is made.")
    if (order.audience == Rendition.Audience.DELEGATIONS) != bool(order.organisation):
        raise CannotExport("A story for a delegation names its organisation, and no other story does.")


def sections_kept() -> Store:
    """Where this portal keeps the sections that it has set."""
    return Store(settings.SECTIONS_ROOT)


def set_working_text(instrument_id: int, language: str) -> int:
    """Set the sections of a working text that were never set as they are now, and drop those that nobody has asked for
    in a long time; how many pages the text has. A portal without the libraries for PDF sets none."""
    from drafts.rendering.pdf import PdfLibrariesMissing
    from drafts.rendering.volume import set_missing

    text = consolidated(Instrument.objects.get(pk=instrument_id), language=language)
    kept = sections_kept()
    try:
        pages = set_missing(clean_document(text), kept)
    except PdfLibrariesMissing:
        return 0
    kept.sweep()
    return pages


def produce(order: Order, progress: Progress = lambda percent: None) -> Produced:
    """Make the file now, in this process. Raises CannotExport, or PdfLibrariesMissing where Pango is not installed."""
    from drafts.rendering import html, text
    from drafts.rendering.volume import make_volume

    check_order(order)
    began = time.monotonic()
    if content := whole_file(order, progress):
        return Produced(content, hashlib.sha256(content).hexdigest(), None, time.monotonic() - began)
    document = document_of(order)
    progress(20)
    pages = None
    if order.format == Rendition.Format.TXT:
        content = text.plain_text(document).encode()
    elif order.format == Rendition.Format.HTML:
        page = html.page_html(document, order.line_numbers)
        content = standing_alone(page, "print.css", "standalone.css").encode()
    elif order.format == Rendition.Format.DOCX:
        content = word_file(document)
    else:
        rendered = make_volume(document, sections_kept(), order.line_numbers, progress=progress)
        content, pages = rendered.content, rendered.pages
        if rendered.missing:
            raise CannotExport(
                f"The portal's faces have no sign for “{rendered.missing}”; take it out or ask for a face."
            )
    progress(95)
    return Produced(content, hashlib.sha256(content).hexdigest(), pages, time.monotonic() - began)


def fulfil(rendition_id: int) -> None:
    """Make the file of a rendition, if it still has to be made. Called by the worker, and again for one whose worker
    died.

    1. The row is taken by one conditional update, so that two workers never make the same file. 2. A refusal or an
    error is stored as a sentence that the person reads; unexpected ones are raised too, for the log. 3. What dead
    workers have left in the store is removed. 4. The file is stored, then the row; where the row is no longer this
    worker's, because the person has called it off or the lease was over, the file is taken back.
    """
    if not Rendition.objects.take(rendition_id, timezone.now()):
        return
    rendition = Rendition.objects.with_what_it_shows().get(pk=rendition_id)
    remove_leftovers(rendition)
    try:
        produced = produce(order_of(rendition), report_to(rendition))
    except NoLongerWanted:
        return
    except CannotExport as refusal:
        _fail(rendition, str(refusal))
    except Exception:
        _fail(rendition, "The document could not be made. The secretariat's engineers find the cause in the log.")
        raise
    else:
        _store(rendition, produced)


def report_to(rendition: Rendition) -> Progress:
    """What a worker that has taken it calls with each step; it raises NoLongerWanted where the work is to be left."""

    def report(percent: int) -> None:
        if not Rendition.objects.report(rendition.pk, rendition.attempts, percent, timezone.now()):
            raise NoLongerWanted

    return report


def _fail(rendition: Rendition, sentence: str) -> None:
    _finish(rendition, state=Rendition.State.FAILED, failure=sentence)


def _finish(rendition: Rendition, **result: Any) -> bool:
    """Whether the row was still this worker's. Nothing of an attempt that ends here is left to be looked for."""
    result = {**result, "finished_at": timezone.now(), "lease_until": None}
    return Rendition.objects.finish(rendition.pk, rendition.attempts, **result)


def _store(rendition: Rendition, produced: Produced) -> None:
    name = store_file(rendition, produced.content)
    done = {"state": Rendition.State.DONE, "progress": 100, "sha256": produced.sha256, "pages": produced.pages}
    if not _finish(rendition, file=name, **done):
        rendition.file.storage.delete(name)
