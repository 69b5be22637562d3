"""The words of a document as Typst sets them: a program in Rust, the fastest that sets books.

It is nothing that the portal needs, so it goes into an environment of its own below var/, the first time it is asked
for.
"""

import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from drafts.rendering.markup import words
from drafts.rendering.tree import Document, Remark
from drafts.text.redline import Segment
from mla_portal.fonts import font_directory

ROOT = Path(__file__).resolve().parent.parent.parent
ENVIRONMENT = ROOT / "var" / "typst"
RELEASE = "typst==0.15.2"
_COMPILE = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]])"
_HEAD = """
#set page(paper: "a4", margin: 30mm, numbering: "1/1")
#set text(font: "Source Serif 4", size: 11pt, lang: "en")
#set table(stroke: 0.5pt + gray, inset: 2mm)
"""


def typst() -> Path | None:
    """The Python that has Typst; None where it cannot be installed, which is told in a line."""
    python = ENVIRONMENT / "bin" / "python"
    if _has_it(python):
        return python
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", RELEASE]
    for command in ([sys.executable, "-m", "venv", str(ENVIRONMENT)], install):
        if subprocess.run(command, capture_output=True).returncode:
            break
    if _has_it(python):
        return python
    print(f"Typst is left out: {RELEASE} could not be installed into {ENVIRONMENT}.")
    return None


def _has_it(python: Path) -> bool:
    return python.exists() and subprocess.run([python, "-c", "import typst"], capture_output=True).returncode == 0


def set_by_typst(python: Path, file: Path) -> None:
    """The file as a PDF beside it, in a process of its own."""
    command = [str(python), "-c", _COMPILE, str(file), str(file.with_suffix(".pdf")), str(font_directory())]
    subprocess.run(command, capture_output=True, check=True)


def typst_source(document: Document) -> str:
    """The document's words in headings and tables, with contents and page numbers, changes in colour."""
    return "\n".join([_HEAD, *_lines(document)])


def _lines(document: Document) -> Iterator[str]:
    yield f"#heading(level: 1)[{_said(document.cover.title)}]"
    yield "#outline()"
    for section in document.sections:
        title = f"{section.label} {words(section.heading)}".strip()
        if title:
            yield f"#heading(level: 2)[{_said(title)}]"
        if section.clauses:
            rows = (f"[{_said(clause.label)}], [{_wording(clause.segments)}]," for clause in section.clauses)
            yield f"#table(columns: (auto, 1fr), {' '.join(rows)})"
        yield from _remarks(section.remarks)
        for clause in section.clauses:
            yield from _remarks(clause.remarks)


def _remarks(remarks: tuple[Remark, ...]) -> Iterator[str]:
    if remarks:
        rows = (
            f"[{_said(organisation)}], [{_said(one.clause_label)}], [{_said(one.kind)}], "
            f"[{_said(one.reasoning)}], [{_wording(one.proposed)}],"
            for organisation, group in groupby(remarks, lambda one: one.organisation)
            for one in group
        )
        yield f"#table(columns: (auto, auto, auto, 1fr, 1fr), {' '.join(rows)})"


def _wording(segments: tuple[Segment, ...]) -> str:
    colours = {"+": "green", "-": "red"}
    return "".join(
        f"#text(fill: {colours[sign]})[{_said(text)}]" if sign in colours else _said(text) for sign, text in segments
    )


def _said(text: str) -> str:
    """As a string, in which nothing is a sign of Typst's own."""
    return '#"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
