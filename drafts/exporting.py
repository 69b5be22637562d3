"""Consolidated drafts as files: what can be asked for, and how it is made. `drafts.requesting` queues the work."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.utils import timezone

from drafts.consolidating import Consolidated, consolidated, languages_of
from drafts.models import Clause, Edition, Instrument, Rendition
from drafts.rendering.akn import akoma_ntoso
from drafts.rendering.akn_papers import paper_of
from drafts.rendering.documents import Occasion, clean_document, documents_to_track, redline_document, tracking_of
from drafts.rendering.plain_data import json_of
from drafts.rendering.tree import Document
from drafts.rendering.volume.store import Store
from drafts.scoping import option_sets
from drafts.storing import remove_leftovers, store_file
from drafts.text import scope
from drafts.text.resolution import View

Progress = Callable[[int], None]
EXTENSIONS = {Rendition.Format.AKN.value: "xml"}  # where it is not the format's own name


class CannotExport(Exception):
    """The file was refused; the message is one sentence."""


class NoLongerWanted(Exception):
    """The person has called it off, or another worker has it: nothing more is to be done here."""


@dataclass(frozen=True)
class Order:
    """What a consolidated draft shall show, each as the field of `Rendition` with its name. `edition` None is the
    working text."""

    instrument: Instrument
    edition: Edition | None = None
    variant: str = Rendition.Variant.CLEAN
    against: Edition | None = None
    language: str = "en"
    line_numbers: bool = False
    format: str = Rendition.Format.PDF
    occasion: str = ""
    round_slug: str = ""
    under: str = ""
    paper: str = Rendition.Paper.A4
    low_ink: bool = False
    beside: str = ""
    organisation: str = ""
    clause: Clause | None = None
    audience: str = ""
    symbol: str = ""
    distribution: str = ""
    agenda_item: str = ""
    dated_at: datetime | None = None

    def chosen(self) -> frozenset[str]:
        """The options of scope; none for all together. Raises CannotExport for a choice that may not be made."""
        if not self.under:
            return frozenset()
        found = scope.choice_named(self.under, option_sets(self.instrument))
        if found is None:
            raise CannotExport(f"The options {self.under} cannot be chosen together.")
        return found

    def text(self, edition: Edition | None) -> Consolidated:
        """An edition, or the working text, in the language and under the options that were asked for."""
        return consolidated(self.instrument, edition=edition, language=self.language, under=self.chosen())


@dataclass(frozen=True)
class Produced:
    """A finished file."""

    content: bytes
    sha256: str
    pages: int | None
    seconds: float


def _clean(order: Order) -> Document:
    return clean_document(order.text(order.edition), Occasion(order.occasion))


def _redline(order: Order) -> Document:
    return redline_document(order.text(order.against), order.text(order.edition), Occasion(order.occasion))


def _is_tracked(order: Order) -> bool:
    return (order.format, order.variant) == (Rendition.Format.DOCX, Rendition.Variant.REDLINE)


def _tracked(order: Order) -> bytes:
    from drafts.rendering.docx_redline import redline_file

    older, newer = order.text(order.against), order.text(order.edition)
    return redline_file(*documents_to_track(older, newer, Occasion(order.occasion)), tracking_of(older, newer))


def _viewed(view: View, order: Order) -> Document:
    return clean_document(order.text(order.edition), Occasion(order.occasion), view)


def _akoma_ntoso(order: Order) -> bytes:
    return akoma_ntoso(paper_of(order.text(order.edition)))


def _plain_data(order: Order) -> bytes:
    edition = order.edition
    proof = {"checksum": edition.checksum, "past": edition.past, "chain": edition.chain} if edition else {}
    return json_of(paper_of(order.text(edition)), proof)


# Which variant is made how. The consultations add the compilation when they start, because this app knows no comments.
BUILDERS: dict[str, Callable[[Order], Document]] = {
    Rendition.Variant.CLEAN: _clean,
    Rendition.Variant.REDLINE: _redline,
    Rendition.Variant.PLAIN: partial(_viewed, "plain"),
    Rendition.Variant.KEEP: partial(_viewed, "keep"),
    Rendition.Variant.FIRST: partial(_viewed, "first"),
    Rendition.Variant.DROP: partial(_viewed, "drop"),
}


# What is made from the record itself, and of the clean text alone.
_CLEAN_ALONE: dict[str, Callable[[Order], bytes]] = {
    Rendition.Format.AKN: _akoma_ntoso,
    Rendition.Format.JSON: _plain_data,
}
_AS_WORD = (Rendition.Variant.CLEAN, Rendition.Variant.REDLINE, Rendition.Variant.COMPILATION)


# What compares two editions.
COMPARED = (Rendition.Variant.REDLINE, Rendition.Variant.CONCORDANCE)


def check_order(order: Order) -> None:
    """Raises CannotExport where the order makes no sense."""
    if order.variant not in BUILDERS:
        raise CannotExport(f"There is no variant “{order.variant}”.")
    if order.format not in Rendition.Format.values:
        raise CannotExport(f"There is no format “{order.format}” yet.")
    if order.format == Rendition.Format.DOCX and order.variant not in _AS_WORD:
        raise CannotExport("No Word file is made of a reading of the text; choose the text itself, or another format.")
    if order.format in _CLEAN_ALONE and order.variant != Rendition.Variant.CLEAN:
        name = Rendition.Format(order.format).label
        raise CannotExport(f"{name} carries the clean text alone; choose the clean text, or another format.")
    if order.variant == Rendition.Variant.REDLINE:
        if order.against is None:
            raise CannotExport("A redline needs an earlier edition to compare with.")
        if order.against == order.edition:
            raise CannotExport("An edition cannot be compared with itself.")
    if order.variant == Rendition.Variant.COMPILATION and order.edition is None:
        raise CannotExport("Comments are made on an edition: choose one.")
    order.chosen()
    if order.under and order.variant == Rendition.Variant.COMPILATION:
        raise CannotExport("A compilation shows the comments on the whole text: leave the options out.")
    for edition in (order.edition, order.against):
        if order.language not in languages_of(order.instrument, edition):
            raise CannotExport(f"{edition or 'The working text'} has no text in this language.")


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
    from drafts.rendering import docx, html, text
    from drafts.rendering.volume import make_volume

    check_order(order)
    began = time.monotonic()
    whole = _tracked if _is_tracked(order) else _CLEAN_ALONE.get(order.format)
    if whole is not None:
        content = whole(order)
        return Produced(content, hashlib.sha256(content).hexdigest(), None, time.monotonic() - began)
    document = BUILDERS[order.variant](order)
    progress(20)
    pages = None
    if order.format == Rendition.Format.TXT:
        content = text.plain_text(document).encode()
    elif order.format == Rendition.Format.HTML:
        content = html.page_html(document, order.line_numbers).encode()
    elif order.format == Rendition.Format.DOCX:
        content = docx.word_file(document)
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
    rendition = Rendition.objects.select_related("instrument", "edition", "against", "clause").get(pk=rendition_id)
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


def order_of(rendition: Rendition) -> Order:
    """The order that a rendition was asked with."""
    return Order(**{field.name: getattr(rendition, field.name) for field in fields(Order)})


def file_name(rendition: Rendition) -> str:
    """What the downloaded file is called: "convention-draft-2-redline-en.pdf"."""
    state = rendition.edition.slug if rendition.edition else "working"
    variant = f"{rendition.variant}-under-{rendition.under.replace('+', '-')}" if rendition.under else rendition.variant
    extension = EXTENSIONS.get(rendition.format, rendition.format)
    return f"{rendition.instrument.slug}-{state}-{variant}-{rendition.language}.{extension}"


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
