"""The language versions of an instrument against its original."""

from typing import Any

from django.db.models import Max

from drafts.models import Article, Edition, EditionText, Instrument, Text
from drafts.naming import name_of_unit
from drafts.text.concordance import Difference, Version, differences


def versions_by_language(instrument: Instrument, edition: Edition | None = None) -> dict[str, list[Version]]:
    """Every article in every language, in reading order; the original language first. At most two queries."""
    rows = _of_edition(edition) if edition else _of_working_text(instrument)
    found: dict[str, list[Version]] = {instrument.original_language: []}
    for article, label, content, saved_at in rows:
        name = name_of_unit(article.kind, label)
        version = Version(article.slug, name, content.language, content.heading, content.clauses(), saved_at)
        found.setdefault(content.language, []).append(version)
    return found


def differences_between_languages(instrument: Instrument, edition: Edition | None = None) -> list[Difference]:
    """Where a translation is not equal to its original, language by language. Nothing where there is one language."""
    by_language = versions_by_language(instrument, edition)
    original = by_language.pop(instrument.original_language)
    return [
        difference
        for language, translation in by_language.items()
        for difference in differences(original, translation, language)
    ]


def _of_edition(edition: Edition) -> list[tuple[Article, str, Any, Any]]:
    pinned = EditionText.objects.filter(edition=edition).select_related("article", "version").order_by("position")
    return [(row.article, row.label, row.version, row.version.history_date) for row in pinned]


def _of_working_text(instrument: Instrument) -> list[tuple[Article, str, Any, Any]]:
    saved = Text.history.filter(article__instrument=instrument).values_list("id").annotate(Max("history_date"))
    dates = dict(saved.order_by())
    texts = Text.objects.of(instrument).in_order()
    return [(text.article, text.article.label, text, dates.get(text.pk)) for text in texts]
