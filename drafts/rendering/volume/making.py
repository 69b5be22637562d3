"""From a document to its volume: set what was never set before, number the contents, assemble."""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from drafts.rendering import pdf, pdf_structure
from drafts.rendering.pdf import STYLESHEET, VARIANT, Pdf, setting
from drafts.rendering.tree import Document
from drafts.rendering.volume import helping, units
from drafts.rendering.volume.fragments import Fragment
from drafts.rendering.volume.helping import Job, set_section
from drafts.rendering.volume.store import Store, key_of
from mla_portal.fonts import font_directory

Progress = Callable[[int], None]
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
    return _Maker(store, line_numbers, fonts or font_directory(), progress).volume(units.cut(document))


def set_missing(document: Document, store: Store, line_numbers: bool = False, fonts: Path | None = None) -> int:
    """Set the units that the store lacks, so that an export finds them; how many pages the text has."""
    maker = _Maker(store, line_numbers, fonts or font_directory(), lambda percent: None)
    return sum(len(fragment.pages) for fragment in maker.fragments(units.body(units.cut(document))))


class _Maker:
    def __init__(self, store: Store, line_numbers: bool, fonts: Path, progress: Progress) -> None:
        self.store, self.line_numbers, self.fonts, self.progress = store, line_numbers, fonts, progress
        self.made_with = [VARIANT, str(line_numbers), *facts(fonts, STYLESHEET.stat().st_mtime_ns)]

    def volume(self, document: Document) -> Pdf:
        cover, contents = units.cover(document, self.line_numbers), units.contents(document, {})
        text = [page for page in (units.opening(document), *units.body(document)) if page]
        key = key_of(["volume", *self.made_with, cover, contents, *text])
        known: Pdf | None = self.store.get(key)
        if known is None:
            known = self._assembled(document, cover, self.fragments(text))
            self.store.put(key, known)
        return known

    def _assembled(self, document: Document, cover: str, text: list[Fragment]) -> Pdf:
        from drafts.rendering.volume import assembly, engine

        fragments = [*self._contents(document, text), *text]
        live, digits = _specimen(self.fonts, STYLESHEET.stat().st_mtime_ns)
        with setting(units.heads(document), False, self.fonts) as (empty, absent):
            heads, head_faces = engine.drawn_over(empty)
        with setting(cover, False, self.fonts) as (laid_out, missing):
            ground = assembly.Ground(laid_out, VARIANT, live, digits, heads, head_faces)
            content = assembly.assemble(ground, fragments)
            number = len(laid_out.pages) + sum(len(fragment.pages) for fragment in fragments)
        absent = set(missing).union(absent, *(fragment.missing for fragment in fragments))
        return Pdf(content, number, "".join(sorted(absent)))

    def _contents(self, document: Document, text: list[Fragment]) -> list[Fragment]:
        """The table of contents, if there is one: it names pages that come after it, and its own length moves them."""
        if not units.contents(document, {}):
            return []
        length = 1
        for _ in range(_ROUNDS):
            [front] = self.fragments([units.contents(document, _pages_of(text, 1 + length))])
            if len(front.pages) == length:
                break
            length = len(front.pages)
        return [front]

    def fragments(self, wanted: list[str]) -> list[Fragment]:
        """One for each page of HTML that is to be set, in order."""
        jobs = [Job(key_of(["section", *self.made_with, page]), page) for page in wanted]
        found: dict[str, Fragment] = {}
        missing = []
        for job in jobs:
            kept = self.store.get(job.key)
            if kept is None:
                missing.append(job)
            else:
                found[job.key] = kept
        with helping.shared(missing, self.store, self.line_numbers, self.fonts) as mine:
            for done, job in enumerate(mine, 1):
                found[job.key] = self._set(job)
                self.progress(20 + 70 * done // len(mine))
        for job in missing:  # what the helper has set; where it died, or could not begin, it is done here
            if job.key not in found:
                found[job.key] = self.store.get(job.key) or self._set(job)
        return [found[job.key] for job in jobs]

    def _set(self, job: Job) -> Fragment:
        fragment = set_section(job.page, self.line_numbers, self.fonts)
        self.store.put(job.key, fragment)
        return fragment


def _pages_of(fragments: Iterable[Fragment], before: int) -> dict[str, int]:
    """Anchor -> page number, of fragments that come after so many pages."""
    found = {}
    for fragment in fragments:
        for name, (page, _, _) in fragment.anchors.items():
            found[name] = before + page + 1
        before += len(fragment.pages)
    return found


@lru_cache(maxsize=2)
def facts(fonts: Path, changed: int) -> tuple[str, ...]:
    """What decides how a section looks and what is kept of it, besides its words: libraries (those of the system as
    they are loaded), faces, stylesheet, and this code."""
    from drafts.rendering.volume import engine

    made = (fonts / "made.json").read_text(encoding="utf-8") if (fonts / "made.json").is_file() else ""
    code = hashlib.sha256()
    for file in (*sorted(Path(__file__).parent.glob("*.py")), Path(pdf.__file__), Path(pdf_structure.__file__)):
        code.update(file.read_bytes())
    versions = (importlib.metadata.version(name) for name in ("weasyprint", "pydyf"))
    return *versions, *engine.libraries(), made, STYLESHEET.read_text(encoding="utf-8"), code.hexdigest()


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
