"""How each variant of a text is made: as a document for the renderers, or as a file of its own kind."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from drafts.models import Rendition
from drafts.models.instruments import LANGUAGE_OWN_NAMES
from drafts.orders import Order
from drafts.rendering.akn import akoma_ntoso
from drafts.rendering.akn_papers import paper_of
from drafts.rendering.beside import side_by_side
from drafts.rendering.concordance import concordance_document
from drafts.rendering.documents import (
    Occasion,
    clean_document,
    documents_to_track,
    redline_document,
    tracking_of,
    under_masthead,
)
from drafts.rendering.plain_data import json_of
from drafts.rendering.tree import Document
from drafts.text.resolution import View

Progress = Callable[[int], None]


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


# Which variant is made how. The consultations add those with comments when they start, because this app knows none.
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

AS_REPORT = (Rendition.Variant.DISPOSITIONS, Rendition.Variant.STORY)  # what has no text in whose margin to write
AS_WORD = (
    Rendition.Variant.CLEAN,
    Rendition.Variant.REDLINE,
    Rendition.Variant.COMPILATION,
    Rendition.Variant.DELEGATION,
    Rendition.Variant.LANGUAGES,
    Rendition.Variant.CONCORDANCE,
    *AS_REPORT,
)

# What is made from the record itself, and of the clean text alone.
CLEAN_ALONE: dict[str, Callable[[Order], bytes]] = {
    Rendition.Format.AKN: _akoma_ntoso,
    Rendition.Format.JSON: _plain_data,
}


def whole_file(order: Order, progress: Progress) -> bytes:
    """A file that is not made from a document; empty where it is."""
    if order.variant in MAKERS:
        return MAKERS[order.variant](order, progress)
    if _is_tracked(order):
        return _tracked(order)
    return CLEAN_ALONE[order.format](order) if order.format in CLEAN_ALONE else b""


def document_of(order: Order) -> Document:
    """What is to be shown, on the paper and under the masthead that were asked for."""
    return _dressed(BUILDERS[order.variant](order), order)


def word_file(document: Document) -> bytes:
    """A Word file of any document but a redline, which is `whole_file`'s."""
    from drafts.rendering import docx, docx_report, docx_tables

    if document.columns:
        return docx_tables.table_file(document)
    return docx_report.report_file(document) if document.variant in AS_REPORT else docx.word_file(document)
