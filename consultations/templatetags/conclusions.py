"""Small words of the conclusions' pages."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def grade(grades: dict[str, Any], name: str) -> str:
    """A frozen grade in words."""
    return str(grades.get(name, name))


@register.filter
def of(places: dict[int, list[tuple[str, str]]], key: int) -> list[tuple[str, str]]:
    """The places of one conclusion."""
    return places.get(key, [])
