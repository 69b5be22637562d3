"""Publishing an edition: nothing else in the portal writes one."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from drafts import chaining
from drafts.models import Article, Edition, EditionHeading, EditionText, Heading, Instrument, Text
from drafts.models.articles import Version


class CannotPublish(Exception):
    """The edition was refused; the message is one sentence."""


# What else may have a symbol, in words for the refusal, "" where nothing has it. The consultations add their documents.
OWNERS_OF_SYMBOLS: list[Callable[[str], str]] = []


def publish_edition(
    *, instrument: Instrument, label: str, symbol: str, author: Any, note: str = "", at: datetime | None = None
) -> Edition:
    """Freeze the working text under a label and a document symbol.

    1. The instrument is locked, so that no text changes while its versions are pinned. 2. The current version of every
    article and every division heading, in every language, is pinned by foreign key. 3. The SHA-256 over all that is
    stored beside it, and the link that joins it to the chain of the editions before it.

    Raises CannotPublish for a reference instrument, an empty text, or a label or symbol that is taken or too long.
    """
    label, symbol = label.strip(), symbol.strip()
    slug = re.sub(r"[^\w.]+", "-", label.lower()).strip("-")
    if not instrument.is_negotiated:
        raise CannotPublish("A reference instrument has no editions of its own.")
    if not slug or slug == "working" or not symbol:
        raise CannotPublish("An edition needs a label (other than “working”) and a document symbol.")
    if len(label) > 40 or len(symbol) > 80:
        raise CannotPublish("A label has at most 40 characters, a document symbol at most 80.")
    with transaction.atomic():
        Instrument.objects.select_for_update().get(pk=instrument.pk)
        texts = list(Text.objects.of(instrument).select_for_update(of=("self",)).in_order())
        if not texts:
            raise CannotPublish("There is no text to publish yet.")
        if instrument.editions.filter(slug=slug).exists():
            raise CannotPublish(f"There is an edition “{label}” already; editions are never replaced.")
        if Edition.objects.filter(symbol=symbol).exists():
            raise CannotPublish(f"The symbol {symbol} belongs to another edition.")
        if owner := next(filter(None, (whose(symbol) for whose in OWNERS_OF_SYMBOLS)), ""):
            raise CannotPublish(f"{symbol} is the symbol of {owner}.")
        headings = list(Heading.objects.filter(division__instrument=instrument).select_related("division"))
        edition = Edition(
            instrument=instrument, label=label, slug=slug, symbol=symbol, title=_title(instrument, texts), note=note
        )
        edition.issued_at, edition.issued_by = at or timezone.now(), author
        pinned_texts = _pin_texts(edition, texts)
        pinned_headings = _pin_headings(edition, headings)
        edition.checksum = checksum(edition, pinned_texts, pinned_headings)
        edition.past = chaining.past(
            *grown_in(instrument),
            pinned_texts=[(row.version.id, row.version.number) for row in pinned_texts],
            pinned_headings=[(row.version.id, row.version.number) for row in pinned_headings],
        )
        latest = Edition.objects.in_order_of_recording(instrument).last()
        edition.chain = chain_after(latest.chain if latest else "", edition)
        edition.save()
        EditionText.objects.bulk_create(pinned_texts)
        EditionHeading.objects.bulk_create(pinned_headings)
    return edition


def checksum(edition: Edition, texts: list[EditionText], headings: list[EditionHeading]) -> str:
    """SHA-256 over everything a reader of the edition sees, in reading order: title, symbol, labels, headings,
    clauses."""
    content = {
        "title": edition.title,
        "symbol": edition.symbol,
        "divisions": [
            [row.language, row.position, row.label, row.version.words]
            for row in sorted(headings, key=lambda row: (row.language, row.position))
        ],
        "articles": [
            [row.language, row.position, row.article.kind, row.label, row.version.heading, row.version.blocks]
            for row in sorted(texts, key=lambda row: (row.language, row.position))
        ],
    }
    return chaining.sha256_of(content)


def recomputed_checksum(edition: Edition) -> str:
    """The checksum of what the edition's rows say today; differs from `edition.checksum` where the record was tampered
    with."""
    texts = EditionText.objects.filter(edition=edition).select_related("article", "version")
    headings = EditionHeading.objects.filter(edition=edition).select_related("version")
    return checksum(edition, list(texts), list(headings))


def grown_in(instrument: Instrument) -> tuple[chaining.Growth, chaining.Growth]:
    """What all versions of its texts and of its headings come to, one after the other. Two queries, all words."""
    headings = Heading.history.model.objects.filter(division__instrument=instrument)
    return chaining.grown(Version.objects.filter(article__instrument=instrument)), chaining.grown(headings)


def recomputed_past(edition: Edition, grown: tuple[chaining.Growth, chaining.Growth]) -> str:
    """The `past` of an edition as the versions of its instrument, `grown_in` it, say today."""
    pinned_texts, pinned_headings = EditionText.objects.pins(edition), EditionHeading.objects.pins(edition)
    return chaining.past(*grown, pinned_texts=pinned_texts, pinned_headings=pinned_headings)


def chain_after(before: str, edition: Edition) -> str:
    """The link of an edition to `before`, the chain of the one recorded before it."""
    return chaining.link(
        before=before,
        checksum=edition.checksum,
        past=edition.past,
        symbol=edition.symbol,
        label=edition.label,
        issued_at=edition.issued_at,
    )


def _title(instrument: Instrument, texts: list[Text]) -> str:
    """The title in the original language, which is the front's heading; the instrument's name where there is no
    front."""
    fronts = [
        text
        for text in texts
        if text.article.kind == Article.Kind.FRONT and text.language == instrument.original_language
    ]
    return (fronts[0].heading if fronts else "") or instrument.title


def _pin_texts(edition: Edition, texts: list[Text]) -> list[EditionText]:
    still_current = Text.objects.filter(pk=OuterRef("id"), number=OuterRef("number"))
    current = Version.objects.filter(Exists(still_current), article__instrument=edition.instrument)
    versions = {version.id: version for version in current}
    return [
        EditionText(
            edition=edition,
            article=text.article,
            division_id=text.article.division_id,
            language=text.language,
            label=text.article.label,
            position=text.article.position,
            version=versions[text.pk],
        )
        for text in texts
    ]


def _pin_headings(edition: Edition, headings: list[Heading]) -> list[EditionHeading]:
    still_current = Heading.objects.filter(pk=OuterRef("id"), number=OuterRef("number"))
    current = Heading.history.model.objects.filter(Exists(still_current), division__instrument=edition.instrument)
    versions = {version.id: version for version in current}
    return [
        EditionHeading(
            edition=edition,
            division=heading.division,
            parent_id=heading.division.parent_id,
            language=heading.language,
            label=heading.division.label,
            position=heading.division.position,
            version=versions[heading.pk],
        )
        for heading in headings
    ]
