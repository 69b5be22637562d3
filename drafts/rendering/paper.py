"""Sheets of paper: how large they are, and what of a page stays white. The words of all sheets are as wide as one
another, so that a line ends on Letter where it ends on A4.
"""

from __future__ import annotations

from dataclasses import dataclass

_TWIPS = 1440 / 25.4  # twentieths of a point, in which Word measures, for each millimetre


@dataclass(frozen=True, slots=True)
class Layout:
    """What a document is printed on, and whether ink is spared: then nothing is tinted and every rule is thin."""

    paper: str = "a4"
    low_ink: bool = False


USUAL = Layout()

LYING = 3  # columns
_LYING, _STANDING = "27mm 20mm 23mm 22mm", "30mm 20mm 26mm 22mm"  # margins of a page in columns
# Width and height in millimetres; the margins of a page (top, right, bottom, left) and of the cover. Those of A4
# are in the stylesheet too.
_SIZES = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
_MARGINS = {
    "a4": ("32mm 31mm 30mm 36mm", "22mm 28mm 20mm 28mm"),
    "letter": ("28mm 33mm 27mm 39.9mm", "20mm 30.9mm 14mm 31mm"),
}


def page_rules(layout: Layout, columns: int = 0) -> str:
    """What the stylesheet does not say of this paper, as CSS; "" for A4 without columns. Three columns of a text are
    printed on a sheet that lies on its side, the cover always on one that stands."""
    page, cover = _MARGINS[layout.paper]
    if columns:
        page = _LYING if columns == LYING else _STANDING
    elif layout.paper == USUAL.paper:
        return ""
    side = " landscape" if columns == LYING else ""
    return f"@page{{size:{layout.paper}{side};margin:{page}}}@page cover{{size:{layout.paper} portrait;margin:{cover}}}"


def size_in_twips(layout: Layout) -> tuple[int, int]:
    """Width and height of the sheet as Word has them."""
    width, height = _SIZES[layout.paper]
    return round(width * _TWIPS), round(height * _TWIPS)
