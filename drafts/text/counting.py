"""Labels of articles and divisions counted anew, each in its own style: "1", "IV", "C"."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from drafts.text.numbering import LATIN_SUFFIXES, ROMAN_ORDINALS, letters, letters_ordinal, roman


def _arabic(label: str) -> int | None:
    return int(label) if label.isdecimal() else None


def _roman(label: str) -> int | None:
    return ROMAN_ORDINALS.get(label.lower()) if label.isupper() else None


def _letter(label: str) -> int | None:
    return letters_ordinal(label.lower()) if label.isascii() and label.isalpha() and label.isupper() else None


_STYLES: tuple[tuple[Callable[[str], int | None], Callable[[int], str]], ...] = (
    (_arabic, str),
    (_roman, lambda number: roman(number).upper()),
    (_letter, lambda number: letters(number).upper()),
)


def counted(labels: Sequence[str]) -> list[str]:
    """The same series from its first number on, without suffixes and gaps; as it was where its style is not known."""
    bare = [_bare(label) for label in labels]
    for ordinal, written in _STYLES:
        if bare and all(ordinal(label) is not None for label in bare):
            return [written(number) for number in range(1, len(labels) + 1)]
    return list(labels)


def recounted(series: Sequence[tuple[Hashable, str]]) -> list[str]:
    """Labels of divisions of one kind, each with what it stands in. Where the first of a later surrounding bore the
    first number, every surrounding begins afresh; else one series runs through the text."""
    groups: dict[Hashable, list[str]] = {}
    for around, label in series:
        groups.setdefault(around, []).append(label)
    later = list(groups.values())[1:]
    if not any(_is_first(group[0]) for group in later):
        return counted([label for _, label in series])
    anew = {around: iter(counted(labels)) for around, labels in groups.items()}
    return [next(anew[around]) for around, _ in series]


def _is_first(label: str) -> bool:
    return _bare(label) in ("1", "I", "A")


def _bare(label: str) -> str:
    head, _, last = label.rpartition(" ")
    return head if head and last in LATIN_SUFFIXES else label
