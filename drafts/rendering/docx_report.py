"""A report on comments or a clause's story as a Word file: what was said stands in the text, and not in the margin of a
treaty that is not there. Changed words are underlined and struck through and no tracked changes: nobody accepts the
past."""

from __future__ import annotations

from lxml import etree

from drafts.rendering.docx import Writing, heading_style
from drafts.rendering.docx_comments import lines_of, marked
from drafts.rendering.docx_numbering import STEP, element
from drafts.rendering.docx_runs import paragraph_of, run_of, words_of
from drafts.rendering.tree import Clause, Counts, Document, Remark, Section
from drafts.rendering.words import word
from drafts.text.word_styles import COVER

_WIDTH = 9000  # of a page's text, in twentieths of a point
_EDGES = ("top", "bottom", "insideH")


def report_file(document: Document) -> bytes:
    """The report as .docx; the same tree gives the same bytes."""
    writing = Writing(document)
    writing.general = []  # they stand in the text, as everything that was said
    writing.cover()
    if document.counts:
        writing.paragraph("Heading1", (("=", word("summary", document.language)),))
        _put(writing, _table(document.counts))
        _put(writing, paragraph_of("Normal"))
    for section in document.sections:
        _section(writing, section)
    return writing.finished()


def _put(writing: Writing, made: etree._Element) -> None:
    writing.body.insert(len(writing.body) - 1, made)  # before the properties of the section


def _section(writing: Writing, section: Section) -> None:
    heading = writing.paragraph(heading_style(section), (("=", section.label),) if section.label else ())
    if section.label and section.heading:
        writing.inline(heading).append(element("br"))
    writing.say(heading, section.heading)
    writing.contents.mark(heading, section)
    if section.note:
        _put(writing, _said(section.note, COVER))
    for clause in section.clauses:
        _put(writing, _clause(clause))
    for remark in section.remarks:
        for line in _remark(remark, writing.document.language):
            _put(writing, line)


def _clause(clause: Clause) -> etree._Element:
    label = f"{clause.lead}{clause.label}"
    line = paragraph_of("Normal")
    if label:
        line[0].append(element("ind", left=STEP, hanging=STEP))
        run = run_of()
        run.append(words_of(label))
        run.append(element("tab"))
        line.append(run)
    line.extend(marked(clause.segments))
    return line


def _remark(remark: Remark, language: str) -> list[etree._Element]:
    """Who, in bold; then what a comment in the margin has, a step further in."""
    lines = list(lines_of(remark, language, "Normal"))
    for line in lines:
        line[0].append(element("ind", left=STEP))
    if remark.organisation:
        name = _said(remark.organisation, "Normal", bold=True)
        name[0].append(element("keepNext"))
        lines.insert(0, name)
    return lines


def _said(words: str, style: str, bold: bool = False) -> etree._Element:
    line, run = paragraph_of(style), run_of(bold=bold)
    run.append(words_of(words))
    line.append(run)
    return line


def _table(counts: Counts) -> etree._Element:
    """As wide as the page, ruled between its rows, the heads repeated on each page."""
    table, properties, borders, grid = (element(name) for name in ("tbl", "tblPr", "tblBorders", "tblGrid"))
    properties.append(element("tblW", w=5000, type="pct"))
    borders.extend(element(edge, val="single", sz=4, space=0, color="B4BAC2") for edge in _EDGES)
    properties.append(borders)
    widths = _widths(len(counts.columns))
    grid.extend(element("gridCol", w=width) for width in widths)
    table.extend([properties, grid])
    for place, row in enumerate((counts.columns, *counts.rows)):
        table.append(_row(row, widths, is_head=place == 0, is_sum=place == len(counts.rows)))
    return table


def _widths(columns: int) -> list[int]:
    """The names have twice the room of a number."""
    share = _WIDTH // (columns + 1)
    return [2 * share] + [share] * (columns - 1)


def _row(row: tuple[str, ...], widths: list[int], *, is_head: bool, is_sum: bool) -> etree._Element:
    made = element("tr")
    properties = element("trPr")
    properties.append(element("cantSplit"))
    if is_head:
        properties.append(element("tblHeader"))
    made.append(properties)
    for place, words in enumerate(row):
        cell, room, line = element("tc"), element("tcPr"), _said(words, COVER, bold=is_head or is_sum)
        room.append(element("tcW", w=widths[place], type="dxa"))
        cell.append(room)
        line[0].append(element("jc", val="right" if place else "left"))
        cell.append(line)
        made.append(cell)
    return made
