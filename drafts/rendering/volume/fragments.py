"""A section that was set: its pages as objects of a PDF whose numbers are still open. Plain data, so that it can be
kept and sent from one process to another.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

# What a number stands for that only the volume knows. LOCAL: another object of the fragment; PAGE and ANNOTATION:
# places in the tree that leads from pages to structure; the others: the few objects that the volume has once.
LOCAL, PAGE, ANNOTATION, PAGES, RESOURCES, STRUCTURE, HEADS = range(7)
BETWEEN = b"\xff"  # objects; the words of a PDF are ASCII, or written in figures, and streams are kept apart


@dataclass(frozen=True, slots=True)
class Objects:
    """All objects of a section in one piece, because a volume has a hundred thousand of them: `template` is their
    bytes with BETWEEN between them and `%d` for each open number; `kinds` and `values` say what these stand for;
    `streams` are the bytes of streams, compressed already, by the places of the objects that they belong to."""

    template: bytes
    kinds: bytes
    values: array[int]
    streams: dict[int, bytes]


@dataclass(frozen=True, slots=True)
class Folio:
    """Where a page's number ends and stands, in points from the bottom left; the size it is set in and
    its colour."""

    right: float
    baseline: float
    size: float
    colour: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Face:
    """What a section uses of a face: the key that WeasyPrint knows it by, the glyphs with the characters
    they stand for, and their widths in thousandths."""

    key: int
    characters: dict[int, str]
    widths: dict[int, float]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: its object, the objects of the structure that its marked contents belong to, its folio."""

    number: int
    elements: tuple[int, ...]
    folio: Folio | None


@dataclass(frozen=True, slots=True)
class Fragment:
    """`anchors` are names of places (page, x, y); `bookmarks` level, words, page, x, y; `tops` the elements that hang
    on the document itself; `annotated` the elements of links; `states` graphics states by name; `missing` characters
    that no face has.
    """

    objects: Objects
    pages: tuple[Leaf, ...]
    tops: tuple[int, ...]
    annotated: tuple[int, ...]
    anchors: dict[str, tuple[int, float, float]]
    bookmarks: tuple[tuple[int, str, int, float, float], ...]
    faces: dict[str, Face]
    states: dict[str, bytes] = field(default_factory=dict)
    missing: str = ""
