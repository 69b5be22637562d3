"""The three PDFs. Ours is set in one piece too, so against one-piece WeasyPrint only the shapes differ."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from itertools import groupby
from pathlib import Path

from drafts.exporting import BUILDERS, Order, produce
from drafts.models import Rendition
from drafts.rendering.markup import words
from drafts.rendering.tree import Clause, Document, Remark
from drafts.text.redline import Segment
from tests.benchmarks.measuring import Line, Way, medians
from tests.benchmarks.stage import Stage

NAIVE_STYLE = """
@page { size: A4; margin: 30mm; @bottom-right { content: counter(page) "/" counter(pages) } }
body { font: 11pt/15pt "Source Serif 4", serif } ins { color: green } del { color: red }
nav a::after { content: leader(".") target-counter(attr(href), page) } nav a { display: block }
table { width: 100%; border-collapse: collapse } td { border: 0.5pt solid gray; padding: 2mm; vertical-align: top }
"""


def lines(stage: Stage) -> Iterator[Line]:
    """Clean, redline with line numbers, compilation; each beside its words in the shapes that come first to mind."""
    first, second = stage.first_edition, stage.second_edition
    clean = Order(stage.instrument, second, Rendition.Variant.CLEAN)
    yield from _race("PDF, clean", clean)
    redline = replace(clean, variant=Rendition.Variant.REDLINE, against=first, line_numbers=True)
    yield from _race("PDF, redline, line numbers", redline)
    compilation = replace(clean, variant=Rendition.Variant.COMPILATION, round_slug=stage.printed_round.slug)
    yield from _race(f"PDF, compilation, {stage.comments:,} comments", compilation)


def _race(job: str, order: Order) -> Iterator[Line]:
    page = naive_html(BUILDERS[order.variant](order))
    with tempfile.TemporaryDirectory() as folder:
        made = []
        ours = Way("produce", lambda _: made.append(produce(order)))
        theirs = [Way("WeasyPrint, naive shapes, one piece, tagged", lambda _: _weasyprint(page))]
        chromium = os.environ.get("MLA_CHROMIUM", shutil.which("chromium"))
        if chromium:
            file = Path(folder, "page.html")
            file.write_text(page)
            theirs.append(Way("Chromium, printing the naive shapes", lambda _: _chromium(chromium, file)))
        mine, *others = medians([ours, *theirs], seconds=8, at_least=1)
        for way, other in zip(theirs, others, strict=True):
            yield Line(job, mine, way.name, other, note=f"{made[-1].pages} pages")


def _weasyprint(page: str) -> bytes:
    from weasyprint import CSS, HTML

    return HTML(string=page).write_pdf(stylesheets=[CSS(string=NAIVE_STYLE)], pdf_variant="pdf/ua-1")


def _chromium(program: str, page: Path) -> None:
    out = page.with_suffix(".pdf")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={out}"]
    subprocess.run(
        [program, *options, f"--user-data-dir={page.parent}", page.as_uri()], capture_output=True, check=True
    )


def naive_html(document: Document) -> str:
    """The document's words as somebody in a hurry would set them: tables, and contents with dotted leaders."""
    contents, body = [], []
    for place, section in enumerate(document.sections):
        title = escape(f"{section.label} {words(section.heading)}".strip())
        if title:
            contents.append(f'<a href="#s{place}">{title}</a>')
            body.append(f'<h2 id="s{place}">{title}</h2>')
        rows = [_row(clause) for clause in section.clauses]
        body += [f"<table>{''.join(rows)}</table>"] if rows else []
        body += _remarks(section.remarks)
        for clause in section.clauses:
            body += _remarks(clause.remarks)
    head = f'<meta charset="utf-8"><title>{escape(document.cover.title)}</title>'
    nav = f"<h1>{escape(document.cover.title)}</h1><nav>{''.join(contents)}</nav>"
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{nav}{"".join(body)}</body></html>'


def _row(clause: Clause) -> str:
    return f"<tr><td>{escape(clause.label)}</td><td>{_wording(clause.segments)}</td></tr>"


def _wording(segments: tuple[Segment, ...]) -> str:
    tags = {"=": "span", "+": "ins", "-": "del"}
    return "".join(f"<{tags[sign]}>{escape(text)}</{tags[sign]}>" for sign, text in segments)


def _remarks(remarks: tuple[Remark, ...]) -> list[str]:
    if not remarks:
        return []
    rows = [
        f"<tr><td>{escape(organisation)}</td><td>{escape(one.clause_label)}</td><td>{escape(one.kind)}</td>"
        f"<td>{escape(one.reasoning)}</td><td>{_wording(one.proposed)}</td></tr>"
        for organisation, group in groupby(remarks, lambda one: one.organisation)
        for one in group
    ]
    return [f"<table>{''.join(rows)}</table>"]
