"""Consolidated drafts as files: what can be asked for, and how it is made. `drafts.requesting` queues the work."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.utils import timezone

from drafts.consolidating import Consolidated, consolidated, languages_of
from drafts.models import Clause, Edition, Instrument, Rendition
from drafts.models.instruments import LANGUAGE_OWN_NAMES
from drafts.rendering.akn import akoma_ntoso
from drafts.rendering.akn_papers import paper_of
from drafts.rendering.alone import standing_alone
from drafts.rendering.beside import side_by_side
from drafts.rendering.concordance import concordance_document
from drafts.rendering.documents import (
    Masthead,
    Occasion,
    clean_document,
    documents_to_track,
    redline_document,
    tracking_of,
    under_masthead,
)
from drafts.rendering.paper import Layout
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

    @property
    def layout(self) -> Layout:
        return Layout(self.paper, self.low_ink)

    @property
    def languages(self) -> list[str]:
        """Codes of the languages that are shown, the document's own first."""
        beside = self.beside if self.variant == Rendition.Variant.LANGUAGES else ""
        return [self.language, *(code.strip() for code in beside.split(",") if code.strip())]

    def chosen(self) -> frozenset[str]:
        """The options of scope; none for all together. Raises CannotExport for a choice that may not be made."""
        if not self.under:
            return frozenset()
        found = scope.choice_named(self.under, option_sets(self.instrument))
        if found is None:
            raise CannotExport(f"The options {self.under} cannot be chosen together.")
        return found

    def masthead(self) -> Masthead:
        return Masthead(self.symbol, self.distribution, self.agenda_item, self.dated_at)

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
    was, now = documents_to_track(older, newer, Occasion(order.occasion))
    return redline_file(was, _dressed(now, order), tracking_of(older, newer))


def _dressed(document: Document, order: Order) -> Document:
    """On the paper and under the masthead that were asked for."""
    return replace(under_masthead(document, order.masthead()), layout=order.layout)


def _beside(order: Order) -> Document:
    texts = [replace(order, language=language).text(order.edition) for language in order.languages]
    papers = [clean_document(text, Occasion(order.occasion)) for text in texts]
    return side_by_side(papers, [LANGUAGE_OWN_NAMES[language] for language in order.languages])


def _concordance(order: Order) -> Document:
    return concordance_document(order.text(order.against), order.text(order.edition), Occasion(order.occasion))


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
    Rendition.Variant.LANGUAGES: _beside,
    Rendition.Variant.CONCORDANCE: _concordance,
    Rendition.Variant.PLAIN: partial(_viewed, "plain"),
    Rendition.Variant.KEEP: partial(_viewed, "keep"),
    Rendition.Variant.FIRST: partial(_viewed, "first"),
    Rendition.Variant.DROP: partial(_viewed, "drop"),
}


# Variants that are files of their own kind and no documents. The consultations add the bundle of a round.
MAKERS: dict[str, Callable[[Order, Progress], bytes]] = {}

# What is made from the record itself, and of the clean text alone.
_CLEAN_ALONE: dict[str, Callable[[Order], bytes]] = {
    Rendition.Format.AKN: _akoma_ntoso,
    Rendition.Format.JSON: _plain_data,
}
_AS_REPORT = (Rendition.Variant.DISPOSITIONS, Rendition.Variant.STORY)  # what has no text in whose margin to write
_AS_WORD = (
    Rendition.Variant.CLEAN,
    Rendition.Variant.REDLINE,
    Rendition.Variant.COMPILATION,
    Rendition.Variant.DELEGATION,
    Rendition.Variant.LANGUAGES,
    Rendition.Variant.CONCORDANCE,
    *_AS_REPORT,
)

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
    if order.format == Rendition.Format.DOCX and order.variant not in _AS_WORD:
        raise CannotExport("No Word file is made of a reading of the text; choose the text itself, or another format.")
    if order.format in _CLEAN_ALONE and order.variant != Rendition.Variant.CLEAN:
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
    if content := _whole(order, progress):
        return Produced(content, hashlib.sha256(content).hexdigest(), None, time.monotonic() - began)
    document = _dressed(BUILDERS[order.variant](order), order)
    progress(20)
    pages = None
    if order.format == Rendition.Format.TXT:
        content = text.plain_text(document).encode()
    elif order.format == Rendition.Format.HTML:
        page = html.page_html(document, order.line_numbers)
        content = standing_alone(page, "print.css", "standalone.css").encode()
    elif order.format == Rendition.Format.DOCX:
        content = _word_file(order, document)
    else:
        rendered = make_volume(document, sections_kept(), order.line_numbers, progress=progress)
        content, pages = rendered.content, rendered.pages
        if rendered.missing:
            raise CannotExport(
                f"The portal's faces have no sign for “{rendered.missing}”; take it out or ask for a face."
            )
    progress(95)
    return Produced(content, hashlib.sha256(content).hexdigest(), pages, time.monotonic() - began)


def _whole(order: Order, progress: Progress) -> bytes:
    """A file that is not made from a document; empty where it is."""
    if order.variant in MAKERS:
        return MAKERS[order.variant](order, progress)
    if _is_tracked(order):
        return _tracked(order)
    return _CLEAN_ALONE[order.format](order) if order.format in _CLEAN_ALONE else b""


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
    found = Rendition.objects.select_related("instrument", "edition", "against", "clause__article__instrument")
    rendition = found.get(pk=rendition_id)
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


def file_name(of: Rendition | Order) -> str:
    """What the downloaded file is called: "convention-draft-2-redline-en.pdf"; a bundle is called by its round."""
    order = order_of(of) if isinstance(of, Rendition) else of
    if order.variant == Rendition.Variant.BUNDLE:
        return f"{order.round_slug}.{order.format}"
    state = order.edition.slug if order.edition else "working"
    variant = f"{order.variant}-under-{order.under.replace('+', '-')}" if order.under else order.variant
    if order.variant == Rendition.Variant.DELEGATION:
        variant = f"{variant}-{order.organisation.lower()}"
    if order.variant == Rendition.Variant.STORY and order.clause:
        state, variant = variant, order.clause.pk
    extension = EXTENSIONS.get(order.format, order.format)
    return f"{order.instrument.slug}-{state}-{variant}-{'-'.join(order.languages)}.{extension}"


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
