"""HTML for print to PDF with WeasyPrint.

One file that is PDF/UA-1, for readers by ear, and PDF/A-2a, for the archive. WeasyPrint loads Pango from the
system when it is imported, so it is imported on the first export: the site runs without. The same HTML,
stylesheet and faces give the same bytes: nothing is taken from the clock, and fontconfig sees no face but
ours.
"""

from __future__ import annotations

import gc
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from drafts.rendering.pdf_structure import finish
from mla_portal.fonts import font_directory

STYLESHEET = Path(__file__).resolve().parent.parent.parent / "static" / "css" / "print.css"
APT_LINE = "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

PANGO_MISSING = f"Pango, which sets the PDF, is not on this machine. Run: {APT_LINE}"

VARIANT = "pdf/a-2a"
_SAME_LINE = 4  # pixels of CSS, a quarter of a line

# Pango's font map is not made for several threads at once; a task worker has one anyway.
_one_at_a_time = threading.Lock()


class PdfLibrariesMissing(RuntimeError):
    """Pango or the faces are not on this machine; the message says what to run."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished document.

    `missing` are characters that none of our faces has: they are printed as empty boxes.
    """

    content: bytes
    pages: int
    missing: str = ""


def render_pdf(html: str, line_numbers: bool = False, fonts: Path | None = None, stylesheet: Path = STYLESHEET) -> Pdf:
    """The page that `drafts.rendering.html.page_html` wrote, as a PDF.

    With `line_numbers`, the lines of the text that were really set are numbered in the margin, from 1 on each
    page. `fonts` is where `mla_portal.fonts` put the faces. PdfLibrariesMissing where they or Pango are
    absent.
    """
    with setting(html, line_numbers, fonts, stylesheet) as (document, missing):
        content: bytes = document.write_pdf(pdf_variant=VARIANT, finisher=finish)
        return Pdf(content, len(document.pages), "".join(sorted(missing)))


@contextmanager
def setting(
    html: str, line_numbers: bool = False, fonts: Path | None = None, stylesheet: Path = STYLESHEET
) -> Iterator[tuple[Any, set[str]]]:
    """The page laid out, as WeasyPrint's document, and the characters without a glyph that were found so far: drawing
    it finds more. One page at a time; what is done with it is done inside."""
    with _one_at_a_time, _without_collecting():
        engine = _engine(fonts or font_directory(), stylesheet, stylesheet.stat().st_mtime_ns)
        with _missing_characters() as missing:
            document = engine.html(string=html, url_fetcher=_nothing_from_outside).render(
                font_config=engine.faces, stylesheets=[engine.styles], pdf_variant=VARIANT
            )
            if line_numbers:
                for page in document.pages:
                    _number_lines(page)
            yield document, missing


@dataclass(frozen=True, slots=True)
class _Engine:
    html: Any
    styles: Any
    faces: Any


@lru_cache(maxsize=2)
def _engine(fonts: Path, stylesheet: Path, changed: int) -> _Engine:
    """WeasyPrint with our stylesheet and faces, kept for the life of the process.

    `changed` renews it after an edit of the stylesheet.
    """
    configuration = fonts.resolve() / "fonts.conf"
    if not configuration.is_file():
        raise PdfLibrariesMissing(f"The faces for the PDF have not been made. Run: python -m mla_portal.fonts {fonts}")
    os.environ["FONTCONFIG_FILE"] = str(configuration)  # read by fontconfig when the configuration below is built
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except OSError as failure:
        raise PdfLibrariesMissing(PANGO_MISSING) from failure
    faces = FontConfiguration()
    return _Engine(HTML, CSS(filename=str(stylesheet), font_config=faces), faces)


def _nothing_from_outside(url: str, *_: object, **__: object) -> Any:
    raise ValueError(f"A document for print refers to nothing outside itself, but asks for {url}.")


@contextmanager
def _without_collecting() -> Iterator[None]:
    """No garbage collection meanwhile: a fifth of the time goes into looking at boxes that are all in use."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()


class _missing_characters(logging.Handler):
    """Collects the characters that WeasyPrint has no glyph for; it only tells its log."""

    def __enter__(self) -> set[str]:
        self.found: set[str] = set()
        logging.getLogger("weasyprint").addHandler(self)
        return self.found

    def __exit__(self, *_: object) -> None:
        logging.getLogger("weasyprint").removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message.startswith(".notdef"):
            self.found |= set(message[message.index('"') + 1])


def _number_lines(page: Any) -> None:
    """Paints 1, 2, 3 … beside the lines of the text, as an artifact: readers by ear do not hear them.

    The lines are those that were really set, not a grid: WeasyPrint keeps their baselines. Its own text
    painter is used after the page, so the digits are shaped, subset and embedded like all others. The folio
    lends its style.
    """
    from weasyprint.draw.text import draw_text
    from weasyprint.text.line_break import split_first_line

    lines = _apart(sorted(_baselines(page._page_box)))
    folio = _folio(page._page_box)
    if not lines or folio is None:
        return
    edge = page._page_box.content_box_x() - 18
    numbers = []
    for number, baseline in enumerate(lines, 1):
        box = folio.copy_with_text(str(number))
        box.pango_layout, _, _, width, _, box.baseline = split_first_line(box.text, box.style, None, None, 0)
        box.position_x, box.position_y, box.width = edge - width, baseline - box.baseline, width
        numbers.append(box)
    paint = page.paint

    def paint_with_numbers(stream: Any, scale: float = 1) -> None:
        paint(stream, scale)
        with stream.stacked():
            stream.transform(a=scale, d=scale)
            with stream.artifact():
                for box in numbers:
                    draw_text(stream, box, 0, "clip", "none")

    page.paint = paint_with_numbers


def _apart(baselines: list[float]) -> list[float]:
    """Without those that nearly meet the one before: columns side by side, in two sizes of type, have one line."""
    kept: list[float] = []
    for baseline in baselines:
        if not kept or baseline - kept[-1] > _SAME_LINE:
            kept.append(baseline)
    return kept


def _baselines(page: Any) -> Iterator[float]:
    from weasyprint.formatting_structure import boxes

    words = (boxes.TextBox, boxes.InlineBox, boxes.InlineBlockBox)
    waiting = [(child, False) for child in page.children if not isinstance(child, boxes.MarginBox)]
    while waiting:
        box, counts = waiting.pop()
        box = getattr(box, "_box", box)
        if isinstance(box, boxes.FootnoteAreaBox):
            continue
        if box.element is not None:
            remarks = box.element.get("class") in ("said", "remarks")
            counts = (counts or box.element_tag == "main") and not remarks and box.element_tag != "thead"
        if isinstance(box, boxes.LineBox):
            if counts and any(isinstance(child, words) for child in box.children):
                yield round(box.position_y + box.baseline, 2)
        else:
            waiting += [(child, counts) for child in getattr(box, "children", ())]


def _folio(page: Any) -> Any:
    """The text box of the page's number."""
    from weasyprint.formatting_structure import boxes

    for margin in page.children:
        if isinstance(margin, boxes.MarginBox) and margin.at_keyword == "@bottom-right":
            return next((box for box in margin.descendants() if isinstance(box, boxes.TextBox)), None)
    return None
