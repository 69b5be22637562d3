"""The bundle of a round: everything that was issued, the texts under discussion in all formats and languages, the
comments as tables, and a manifest of versions and checksums; a page leads through it without a network.

It goes from hand to hand, so it is made for a kind of reader, and holds what every reader of that kind may read.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from consultations.conclusions_document import TYPES as CONCLUSIONS
from consultations.conclusions_document import file_of
from consultations.models import Comment, ConclusionsIssue, ConferenceDocument, Round
from consultations.moments import dates
from consultations.register import lines_from
from consultations.tables.shapes import ISO, PORTAL
from consultations.tables.writing import TYPES as TABLES
from consultations.tables.writing import TooLongForExcel
from consultations.tabling import exported_table
from drafts.building import Progress
from drafts.consolidating import languages_of
from drafts.exporting import produce
from drafts.models import Edition, EditionText, Rendition
from drafts.models.instruments import LANGUAGE_OWN_NAMES
from drafts.orders import CannotExport, Order, file_name
from drafts.rendering.alone import standing_alone
from mla_portal.accounts.models import User

Audience = ConferenceDocument.Audience
_STAMP = (1980, 1, 1, 0, 0, 0)  # no file of it knows the clock, so the same round gives the same bytes
_STORED = ("pdf", "docx", "xlsx")  # packed already
_FORMATS = ("html", "pdf", "docx", "txt", "akn", "json")


@dataclass(frozen=True)
class Part:
    """One file of the bundle, and how its page speaks of it."""

    path: str
    words: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def bundle(order: Order, progress: Progress) -> bytes:
    """The ZIP for `order.audience` (core, delegations, public) of the round `order.round_slug`. Raises CannotExport for
    an unknown round or audience.
    """
    round = Round.objects.for_reading().filter(slug=order.round_slug).first()
    if round is None or order.audience not in Audience.values:
        raise CannotExport("A bundle is of a round, and for somebody.")
    documents = list(ConferenceDocument.objects.in_round(round).meant_for(order.audience).for_register())
    issued = [(line, list(_of_document(line.document))) for line in lines_from(documents) if line.document]
    # The chair's conclusions are read by everybody who knows the round, and by nobody else.
    chairs = [] if order.audience == Audience.PUBLIC else list(ConclusionsIssue.objects.in_round(round))
    conclusions = [(issue, list(_of_conclusions(issue, round))) for issue in chairs]
    progress(10)
    texts = [(edition, list(_of_edition(order, edition))) for edition in round.documents]
    progress(80)
    comments = list(_of_comments(order, round)) if round.shows_comments_to(order.audience) else []
    groups: list[tuple[Any, list[Part]]] = [*issued, *conclusions, *texts]
    parts = [part for _, found in groups for part in found] + comments
    manifest = _manifest(round, order.audience, documents, parts)
    sums = "".join(f"{part.sha256}  {part.path}\n" for part in [*parts, manifest])
    shown = {
        "portal": settings.PORTAL_NAME,
        "round": round,
        "about": ", ".join(filter(None, [round.venue, dates(round.starts_on, round.ends_on)])),
        "audience": Audience(order.audience).label,
        "documents": issued,
        "conclusions": conclusions,
        "texts": texts,
        "comments": comments,
    }
    page = standing_alone(render_to_string("consultations/bundle_index.html", shown), "bundle.css")
    index = Part("index.html", "", page.encode())
    return _zipped([index, manifest, Part("SHA256SUMS", "", sums.encode()), *parts], round.slug)


def _of_document(document: ConferenceDocument) -> Iterator[Part]:
    folder = f"documents/{document.symbol.replace('/', '-')}"
    for file in document.files.all():
        with file.stored.open("rb") as stored:
            content = stored.read()
        if hashlib.sha256(content).hexdigest() != file.sha256:
            raise CannotExport(f"{file} is not as it was issued; nothing is bundled before that is cleared up.")
        yield Part(f"{folder}/{file.name}", f"{file.get_language_display()}, {file.format_name}", content)


def _of_conclusions(issue: ConclusionsIssue, round: Round) -> Iterator[Part]:
    issue.round = round
    for format in CONCLUSIONS:
        name = issue.symbol.replace("/", "-")
        yield Part(f"conclusions/{name}.{format}", Rendition.Format(format).label, file_of(issue, format))


def _of_edition(order: Order, edition: Edition) -> Iterator[Part]:
    """The clean text in every format and language."""
    folder = f"texts/{edition.instrument.slug}-{edition.slug}"
    for language in languages_of(edition.instrument, edition):
        for format in _FORMATS:
            wanted = Order(edition.instrument, edition, language=language, format=format, occasion=order.occasion)
            words = f"{LANGUAGE_OWN_NAMES[language]}, {Rendition.Format(format).label}"
            yield Part(f"{folder}/{file_name(wanted)}", words, produce(wanted).content)


def _of_comments(order: Order, round: Round) -> Iterator[Part]:
    """Compilation and disposition report on each text in each of its languages, and tables of what was handed in;
    published answers alone in all of them.
    """
    for edition in round.documents:
        of_edition = replace(order, instrument=edition.instrument, edition=edition, audience="")
        for language in languages_of(edition.instrument, edition):
            for variant in (Rendition.Variant.COMPILATION, Rendition.Variant.DISPOSITIONS):
                for kind in (Rendition.Format.HTML, Rendition.Format.PDF, Rendition.Format.DOCX):
                    wanted = replace(of_edition, variant=variant, language=language, format=kind)
                    words = f"{variant.label}, {edition.instrument}, {LANGUAGE_OWN_NAMES[language]}, {kind.label}"
                    yield Part(f"comments/{file_name(wanted)}", words, produce(wanted).content)
    anybody = User()  # who knows published answers and no others
    title = f"Comments, {round}"
    for shape in (PORTAL, ISO):
        for format in TABLES:
            comments = Comment.objects.handed_in().in_round(round)
            try:
                content, number = exported_table(comments, anybody, shape=shape, format=format, title=title)
            except TooLongForExcel:
                continue  # the other two hold every word
            words = f"{number} comments, {'eight columns' if shape == ISO else 'all columns'}, {format}"
            yield Part(f"comments/{round.slug}-comments-{shape}.{format}", words, content)


def _manifest(round: Round, audience: str, documents: list[ConferenceDocument], parts: list[Part]) -> Part:
    said = {
        "round": {
            "slug": round.slug,
            "title": round.title,
            "venue": round.venue,
            "starts_on": round.starts_on.isoformat(),
            "ends_on": round.ends_on.isoformat(),
        },
        "audience": audience,
        "documents": [_told(document) for document in documents],
        "editions": [_versions(edition) for edition in round.documents],
        "files": [{"path": part.path, "bytes": len(part.content), "sha256": part.sha256} for part in parts],
    }
    return Part("manifest.json", "", json.dumps(said, ensure_ascii=False, indent=1).encode())


def _told(document: ConferenceDocument) -> dict[str, Any]:
    return {
        "symbol": document.symbol,
        "title": document.title,
        "distribution": document.distribution,
        "agenda_item": document.agenda_item,
        "issued_at": document.issued_at.isoformat() if document.issued_at else None,
        "follows": document.follows.symbol if document.follows else None,
        "relation": document.relation,
        "sha256": {file.name: file.sha256 for file in document.files.all()},
    }


def _versions(edition: Edition) -> dict[str, Any]:
    """What an edition pins: of each article and language the number of the version."""
    pinned = EditionText.objects.pinned_in(edition)
    return {
        "instrument": edition.instrument.slug,
        "label": edition.label,
        "symbol": edition.symbol,
        "issued_at": edition.issued_at.isoformat(),
        "checksum": edition.checksum,
        "past": edition.past,
        "chain": edition.chain,
        "versions": [
            {"article": article, "language": language, "label": label, "version": number}
            for article, language, label, number in pinned
        ],
    }


def _zipped(parts: list[Part], folder: str) -> bytes:
    """All under one folder, so that unpacking it makes no mess."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            entry = zipfile.ZipInfo(f"{folder}/{part.path}", _STAMP)
            entry.compress_type = zipfile.ZIP_STORED if part.path.endswith(_STORED) else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, part.content)
    return out.getvalue()
