"""From a document to its volume: set what was never set before, number the contents, assemble."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from drafts.rendering.pdf import STYLESHEET, VARIANT, Pdf, setting
from drafts.rendering.tree import Document
from drafts.rendering.volume import units
from drafts.rendering.volume.fragments import Fragment
from drafts.rendering.volume.store import Store, key_of
from drafts.rendering.volume.units import Unit
from mla_portal.fonts import font_directory

Progress = Callable[[int], None]
_VERSION = "1"  # of what a fragment holds; another one is another fragment
_ROUNDS = 3  # the contents are set again where they turn out longer than was thought


def make_volume(
    document: Document,
    store: Store,
    line_numbers: bool = False,
    fonts: Path | None = None,
    progress: Progress = lambda percent: None,
) -> Pdf:
    """The document as a PDF. What `store` has is not set again; a volume of which nothing changed is read from it.
    Raises PdfLibrariesMissing as `render_pdf` does."""
    maker = _Maker(store, line_numbers, fonts or font_directory(), progress)
    return maker.volume(document)


class _Maker:
    def __init__(self, store: Store, line_numbers: bool, fonts: Path, progress: Progress) -> None:
        self.store, self.line_numbers, self.fonts, self.progress = store, line_numbers, fonts, progress
        self.made_of = [_VERSION, VARIANT, str(line_numbers), *_engine_facts(fonts, STYLESHEET.stat().st_mtime_ns)]

    def volume(self, document: Document) -> Pdf:
        cover, opening, body = units.cover(document, self.line_numbers), units.opening(document), units.body(document)
        pages = [
            cover,
            units.contents(document, {}).page,
            *([opening.page] if opening else []),
            *(u.page for u in body),
        ]
        key = key_of(["volume", *self.made_of, *pages])
        known: Pdf | None = self.store.get(key)
        if known is not None:
            return known
        made = self._made(document, cover, opening, body)
        self.store.put(key, made)
        return made

    def _made(self, document: Document, cover: str, opening: Unit | None, body: list[Unit]) -> Pdf:
        from drafts.rendering.volume import assembly

        text = self._fragments([*([opening] if opening else []), *body])
        front = self._contents(document, text)
        fragments = [front, *text]
        live, digits = _specimen(self.fonts, STYLESHEET.stat().st_mtime_ns)
        with setting(cover, False, self.fonts) as (laid_out, missing):
            ground = assembly.Ground(laid_out, VARIANT, live, digits)
            content = assembly.assemble(ground, fragments)
            number = len(laid_out.pages) + sum(len(fragment.pages) for fragment in fragments)
        absent = set(missing).union(*(fragment.missing for fragment in fragments))
        return Pdf(content, number, "".join(sorted(absent)))

    def _contents(self, document: Document, text: list[Fragment]) -> Fragment:
        """The table of contents names pages that come after it, and its own length moves them."""
        length = 1
        for _ in range(_ROUNDS):
            [front] = self._fragments([units.contents(document, _pages_of(text, 1 + length))])
            if len(front.pages) == length:
                break
            length = len(front.pages)
        return front

    def _fragments(self, wanted: list[Unit]) -> list[Fragment]:
        keys = [key_of(["section", *self.made_of, unit.page]) for unit in wanted]
        found: list[Fragment | None] = [self.store.get(key) for key in keys]
        for place, (key, unit) in enumerate(zip(keys, wanted, strict=True)):
            if found[place] is None:
                fragment = set_section(unit.page, self.line_numbers, self.fonts)
                self.store.put(key, fragment)
                found[place] = fragment
            self.progress(20 + 70 * (place + 1) // len(wanted))
        return [fragment for fragment in found if fragment is not None]


def set_section(page: str, line_numbers: bool, fonts: Path) -> Fragment:
    """One unit, set and frozen."""
    from drafts.rendering.volume.engine import freeze

    with setting(page, line_numbers, fonts) as (document, missing):
        return freeze(document, VARIANT, missing)


def _pages_of(fragments: Iterable[Fragment], before: int) -> dict[str, int]:
    """Anchor -> page number, of fragments that come after so many pages."""
    found = {}
    for fragment in fragments:
        for name, (page, _, _) in fragment.anchors.items():
            found[name] = before + page + 1
        before += len(fragment.pages)
    return found


@lru_cache(maxsize=2)
def _engine_facts(fonts: Path, changed: int) -> tuple[str, ...]:
    """What decides how a section looks, besides its words: the library, the faces, the stylesheet."""
    made = (fonts / "made.json").read_text() if (fonts / "made.json").is_file() else ""
    return importlib.metadata.version("weasyprint"), importlib.metadata.version("pydyf"), made, STYLESHEET.read_text()


@lru_cache(maxsize=2)
def _specimen(fonts: Path, changed: int) -> tuple[dict[str, Any], Any]:
    """The live faces of this process by name, and the digits of page numbers. They live as long as the process: the
    library's objects behind them must not be let go."""
    from drafts.rendering.volume import engine
    from drafts.rendering.volume.faces import SPECIMEN, Digits

    with setting(SPECIMEN, False, fonts) as (document, _):
        engine.draw(document, VARIANT, whole=True)
        _kept.append(document)
        live = {font.hash: font for font in document.fonts.values()}
        key, sans = next((k, f) for k, f in document.fonts.items() if len(f.to_unicode) > 5)
    return live, Digits(sans, key)


_kept: list[Any] = []
