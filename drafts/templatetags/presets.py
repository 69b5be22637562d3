"""Links to the comparisons that readers want most. `landmarks` come from the app that knows rounds and mandates."""

from collections.abc import Sequence
from typing import Any

from django import template

from drafts.models import Article, Edition, Instrument
from drafts.presets import Landmark, presets_of_article, presets_of_text

register = template.Library()


@register.inclusion_tag("drafts/_presets.html", takes_context=True)
def article_presets(
    context: dict[str, Any],
    article: Article,
    number: int,
    language: str,
    landmarks: Sequence[Landmark],
    edition: Edition | None = None,
) -> dict[str, Any]:
    """Of an article, up to the version with this number; `edition` is the one that is read, None for the working
    text."""
    return {"presets": presets_of_article(article, number, language, context["request"].user, landmarks, edition)}


@register.inclusion_tag("drafts/_presets.html")
def text_presets(instrument: Instrument, newer: Edition | None, landmarks: Sequence[Landmark]) -> dict[str, Any]:
    """Of the whole text, up to an edition (None: the working text)."""
    return {"presets": presets_of_text(instrument, newer, instrument.editions.all(), landmarks)}
