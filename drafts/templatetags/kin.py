"""Comparisons of two provisions in templates. The HTML itself is made in `drafts.rendering.kin`."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from drafts.rendering import kin, screen
from drafts.text.blocks import PARAGRAPH_MARK
from drafts.text.counterparts import Comparison

register = template.Library()


@register.simple_tag
def side_by_side(comparison: Comparison) -> list[SafeString]:
    """Both sides of a comparison as HTML, ours first."""
    return [mark_safe(side) for side in kin.columns(comparison)]


@register.filter
def treaty_extract(text: str) -> SafeString:
    """The words of a difference in one line, a mark where one clause ends and the next begins."""
    return mark_safe(screen.wording(text.replace(PARAGRAPH_MARK, " ¶ ").strip()))


@register.filter
def verdict(comparison: Comparison, accepted: int = 0) -> str:
    """A comparison in one sentence."""
    return kin.verdict(comparison, accepted)


@register.filter
def kind_of_difference(kind: Any) -> str:
    """What a kind of difference is called."""
    return kin.NAMES[kind]


@register.filter
def provision_words(text: str) -> SafeString:
    """A provision alone: its clauses as paragraphs."""
    return mark_safe(kin.one_side(text))
