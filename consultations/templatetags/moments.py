"""Instants and counts in templates; the wording itself is in consultations.moments."""

from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from consultations import moments
from consultations.models import Round
from consultations.models.rounds import Interval

register = template.Library()


@register.simple_tag
def instant(moment: datetime | None, zone: str = "UTC", seconds: str = "") -> SafeString | str:
    """A <time> that says the venue's time and UTC; to the second where `seconds` is not empty."""
    if moment is None:
        return ""
    return format_html(
        '<time datetime="{}">{}</time>', moment.isoformat(), moments.full(moment, zone, seconds=bool(seconds))
    )


@register.filter
def ends(window: Interval, zone: str = "UTC") -> str:
    """The end of a window as its round has said it."""
    return moments.ending(window, zone)


@register.filter
def away(moment: datetime, zone: str = "UTC") -> str:
    """How far away: "in nine days"."""
    return moments.away(moment, zone)


@register.filter
def phase(round: Round) -> moments.Phase:
    """Where a round stands now."""
    return moments.phase(round)


@register.filter
def counted(number: int, noun: str) -> str:
    """ "three comments"; `noun` gives both forms where the plural is not in -s: "reply,replies"."""
    one, _, many = noun.partition(",")
    return moments.count(number, one, many)


@register.filter
def place_in(named: dict[Any, Any], key: Any) -> Any:
    """The value under a key that is only known in the template; 0 where there is none."""
    return named.get(key, 0)


@register.filter
def dates(round: Round) -> str:
    """The days of a round: "15 to 26 May 2023"."""
    return moments.dates(round.starts_on, round.ends_on)
