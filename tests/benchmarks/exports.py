"""The three PDFs: set for the first time, after one change, and asked for again; beside the same words in one piece,
and set by others."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from html import escape
from itertools import count, groupby
from pathlib import Path

from drafts.building import BUILDERS
from drafts.models import Rendition
from drafts.orders import Order
from drafts.rendering.docx import word_file
from drafts.rendering.html import page_html
from drafts.rendering.markup import words
from drafts.rendering.pdf import render_pdf
from drafts.rendering.tree import Clause, Document, Remark
from drafts.rendering.volume import Store, make_volume
from drafts.text.redline import Segment
from tests.benchmarks.measuring import Line, Way, medians
from tests.benchmarks.stage import Stage
from tests.benchmarks.typesetting import set_by_typst, typst, typst_source

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
    # The targets are those of the goals: after one change against one piece and against LibreOffice, and unchanged.
    yield from _race("PDF, clean", clean, {"after one change": 1 / 8, "unchanged": 1 / 100})
    redline = replace(clean, variant=Rendition.Variant.REDLINE, against=first, line_numbers=True)
    yield from _race("PDF, redline, line numbers", redline, {"after one change": 1 / 8, "unchanged": 1 / 100})
    compilation = replace(clean, variant=Rendition.Variant.COMPILATION, round_slug=stage.printed_round.slug)
    job = f"PDF, compilation, {stage.comments:,} comments"
    yield from _race(job, compilation, {"after one change": 1 / 40, "unchanged": 1 / 100})


def _race(job: str, order: Order, limits: dict[str, float]) -> Iterator[Line]:
    document, numbered = BUILDERS[order.variant](order), order.line_numbers
    changes = count(1)
    with tempfile.TemporaryDirectory() as folder:
        warm = Store(Path(folder, "warm"))
        made = make_volume(document, warm, numbered)
        fresh, changed = partial(_empty_store, folder), partial(_changed, document, changes)
        ours = [
            Way("cold", lambda store: make_volume(document, store, numbered), fresh),
            Way("after one change", lambda other: make_volume(other, warm, numbered), changed),
            Way("unchanged", lambda _: make_volume(document, warm, numbered)),
        ]
        theirs = [
            Way("WeasyPrint, our shapes, one piece", lambda _: render_pdf(page_html(document, numbered), numbered)),
            *_others(document, Path(folder)),
        ]
        taken = medians([*ours, *theirs], seconds=8, at_least=1)
        for way, mine in zip(ours, taken, strict=False):
            for other, time in zip(theirs, taken[len(ours) :], strict=True):
                limit = limits.get(way.name) if other is theirs[0] else None
                yield Line(f"{job}, {way.name}", mine, other.name, time, limit, note=f"{made.pages} pages")


def _empty_store(folder: str) -> Store:
    return Store(Path(tempfile.mkdtemp(dir=folder)))


def _changed(document: Document, numbers: Iterator[int]) -> Document:
    """One clause of an article in the middle says something else, each time another thing."""
    place = next(
        place
        for place in range(len(document.sections) // 2, len(document.sections))
        if document.sections[place].clauses
    )
    section = document.sections[place]
    first = section.clauses[0]
    clause = replace(first, segments=(*first.segments, ("=", f" Change number {next(numbers)}.")))
    changed = replace(section, clauses=(clause, *section.clauses[1:]))
    return replace(document, sections=(*document.sections[:place], changed, *document.sections[place + 1 :]))


def _others(document: Document, folder: Path) -> Iterator[Way]:
    """What is on this machine; what is not is told and left out."""
    page = naive_html(document)
    yield Way("WeasyPrint, naive shapes, one piece, tagged", lambda _: _weasyprint(page))
    if chromium := os.environ.get("MLA_CHROMIUM", shutil.which("chromium")):
        file = folder / "page.html"
        file.write_text(page)
        yield Way("Chromium, printing the naive shapes", lambda _: _chromium(chromium, file))
    else:
        print("Chromium is not on this machine and is left out.")
    if compiler := typst():
        source = folder / "page.typ"
        source.write_text(typst_source(document))
        yield Way("Typst, the naive shapes, tagged", lambda _: set_by_typst(compiler, source))
    if (office := shutil.which("soffice")) and document.variant == "clean":
        word = folder / "page.docx"
        word.write_bytes(word_file(document))
        yield Way("LibreOffice, from our Word file", lambda _: _libreoffice(office, word))
    elif not office:
        print("LibreOffice is not on this machine and is left out: apt-get install libreoffice-writer-nogui.")


def _libreoffice(program: str, file: Path) -> None:
    profile = f"-env:UserInstallation={(file.parent / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(file.parent), str(file)]
    subprocess.run(command, capture_output=True, check=True)


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
