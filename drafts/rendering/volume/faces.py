"""The faces of the portal as WeasyPrint holds them, and page numbers set in one of them."""

from __future__ import annotations

from typing import Any

from drafts.rendering.volume.fragments import Folio

# Every face that the stylesheet uses, and the digits of page numbers as it sets them.
SPECIMEN = (
    '<!doctype html><html lang="en"><head><title>Faces</title></head><body class="specimen">'
    '<p>a<b>a</b><i>a</i></p><p class="sans">0123456789/<b>a</b></p></body></html>'
)


class Digits:
    """Page numbers in the upright sans: glyphs and widths of the signs that a page number has."""

    def __init__(self, face: Any, key: int) -> None:
        self.face, self.key = face, key
        self.glyphs = {character: glyph for glyph, character in face.to_unicode.items()}

    def note(self, used: dict[int, Any]) -> None:
        """The face keeps these signs, whatever else the volume uses of it."""
        font = used[self.key]
        for glyph in self.glyphs.values():
            font.to_unicode.setdefault(glyph, self.face.to_unicode[glyph])
            font.widths.setdefault(glyph, self.face.widths[glyph])

    def stamp(self, words: str, folio: Folio) -> bytes:
        """Drawing instructions that set the words so that they end at the folio's edge; an artifact, which readers by
        ear pass over."""
        glyphs = [self.glyphs[character] for character in words]
        width = sum(self.face.widths[glyph] for glyph in glyphs) / 1000 * folio.size
        red, green, blue = folio.colour
        return (
            f"/Artifact <</Type /Pagination>> BDC q {red:.4g} {green:.4g} {blue:.4g} rg BT /{self.face.hash}"
            f" {folio.size:.4g} Tf 1 0 0 1 {folio.right - width:.3f} {folio.baseline:.3f} Tm"
            f" <{''.join(f'{glyph:04x}' for glyph in glyphs)}> Tj ET Q EMC"
        ).encode()
