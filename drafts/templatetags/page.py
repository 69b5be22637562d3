"""Small parts of every page: the way back, times, form fields."""

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

_LOOKS = {
    "checkbox": "form-check-input",
    "radio": "form-check-input",
    "select": "form-select",
    "textarea": "form-control field-reason",
}


@register.inclusion_tag("components/_crumbs.html")
def crumbs(*places: Any) -> dict[str, Any]:
    """The way back: objects with `get_absolute_url`, or words and their address in turn ("Comments" address)."""
    trail: list[tuple[Any, str]] = []
    rest = iter(places)
    for place in rest:
        address = place.get_absolute_url() if hasattr(place, "get_absolute_url") else next(rest, "")
        trail.append((place, address))
    return {"places": trail}


@register.filter
def dressed(field: BoundField) -> SafeString:
    """A form field's widget with the class of its look, whatever form it comes from (allauth's too)."""
    widget = field.field.widget
    kind = getattr(widget, "input_type", "textarea")
    own = widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{_LOOKS.get(kind, 'form-control')} {own}".strip()})


@register.simple_tag
def moment(instant: datetime | None, zone: Any = None) -> SafeString:
    """An instant as people read it, with its zone in words: "20 November 2026, 17:40 UTC"."""
    if instant is None:
        return SafeString("")
    there = timezone.localtime(instant, zone)
    words = date_format(there, "j F Y, H:i")
    return format_html('<time datetime="{}">{} {}</time>', there.isoformat(), words, there.tzname() or "")


@register.simple_tag
def day(when: date | datetime | None, pattern: str = "j F Y") -> SafeString:
    """A day: "20 November 2026"."""
    if when is None:
        return SafeString("")
    there = timezone.localtime(when).date() if isinstance(when, datetime) else when
    return format_html('<time datetime="{}">{}</time>', there.isoformat(), date_format(there, pattern))


@register.simple_tag
def since(when: datetime) -> str:
    """How long something has gone on: "for 3 minutes", "since just now"."""
    seconds = int((timezone.now() - when).total_seconds())
    if seconds < 60:
        return "since just now"
    number, unit = (seconds // 60, "minute") if seconds < 3600 else (seconds // 3600, "hour")
    return f"for {number} {unit}{'' if number == 1 else 's'}"
