"""Documents in columns as Word files: one table, whose heads stand again on each page. Its numbers are typed, for they
are of several texts at once.
"""

from __future__ import annotations

from docx.oxml.ns import qn
from lxml import etree

from drafts.rendering import docx_frame as frame
from drafts.rendering.docx import Writing, heading_style
from drafts.rendering.docx_numbering import element
from drafts.rendering.docx_runs import words_of
from drafts.rendering.markup import without_notes
from drafts.rendering.tree import Cell, Clause, Column, Document, Row, Section, Segments
from drafts.text.word_styles import OPTION

_STEP = 397  # twentieths of a point: seven millimetres, for columns are narrow


def table_file(document: Document) -> bytes:
    """Languages side by side, or a concordance, as .docx."""
    writing = _Tables(document)
    writing.cover()
    writing.tables()
    return writing.finished()


class _Tables(Writing):
    """Paragraphs go into the cell at hand; outside of tables, into the file as always."""

    cell: etree._Element | None = None

    def put(self, paragraph: etree._Element) -> None:
        if self.cell is None:
            super().put(paragraph)
        else:
            self.cell.append(paragraph)

    def tables(self) -> None:
        for section in self.document.sections if self.document.variant == "concordance" else ():
            heading = self.paragraph(heading_style(section), (("=", section.label),))
            self.contents.mark(heading, section)
            self.lines((section.note,), "Normal")
        table = self._table()
        for section in self.document.sections:
            for row in section.rows:
                if {cell.clause.kind for cell in row.cells if cell.clause} != {"end"}:
                    table.append(self._row(row, section))
        super().put(table)
        self.paragraph("Normal")  # Word asks for a paragraph behind a table

    def _table(self) -> etree._Element:
        table, properties, grid = element("tbl"), element("tblPr"), element("tblGrid")
        properties.append(element("tblW", w=5000, type="pct"))
        borders = element("tblBorders")
        for edge in ("top", "bottom", "insideH") if self.document.variant == "concordance" else ("top", "insideV"):
            colour = "auto" if self.document.layout.low_ink else "B4BAC2"
            borders.append(element(edge, val="single", sz=4, space=0, color=colour))
        properties.append(borders)
        properties.append(element("tblLayout", type="fixed"))
        margins = element("tblCellMar")
        margins.append(element("top", w=60, type="dxa"))
        properties.append(margins)
        properties.append(element("tblLook", firstRow=1, noHBand=1, noVBand=1))
        table.append(properties)
        width = self._width()
        for column in self.document.columns:
            grid.append(element("gridCol", w=width * column.share // 100))
        table.append(grid)
        row, marked = element("tr"), element("trPr")
        marked.append(element("cantSplit"))
        marked.append(element("tblHeader"))
        row.append(marked)
        for column in self.document.columns:
            self._begin(row, column)
            self.inline(self.paragraph("Normal"), bold=True).append(words_of(column.name))
            self._end(column)
        table.append(row)
        return table

    def _width(self) -> int:
        section = self.word.sections[0]
        frame.write_paper(self.word, self.document)
        edges = (section.page_width, section.left_margin, section.right_margin)
        whole, left, right = (edge.twips if edge is not None else 0 for edge in edges)
        return int(whole - left - right)

    def _row(self, row: Row, section: Section) -> etree._Element:
        made = element("tr")
        if row.kind != "clause":
            kept = element("trPr")
            kept.append(element("cantSplit"))
            made.append(kept)
        is_named = False
        for cell, column in zip(row.cells, self.document.columns, strict=True):
            self._begin(made, column)
            if row.kind == "heading" and not is_named and not cell.note:
                self._heading(cell, section)
                is_named = True
            else:
                self._fill(cell, row)
            self._end(column)
        return made

    def _begin(self, row: etree._Element, column: Column) -> None:
        self.cell = element("tc")
        properties = element("tcPr")
        properties.append(element("tcW", w=50 * column.share, type="pct"))
        self.cell.append(properties)
        row.append(self.cell)

    def _end(self, column: Column) -> None:
        """The words of a cell are those of its language, for spelling and for readers by ear."""
        assert self.cell is not None
        if column.language != self.document.language:
            for run in self.cell.iter(qn("w:r")):
                properties = run.find(qn("w:rPr"))
                if properties is None:
                    properties = element("rPr")
                    run.insert(0, properties)
                properties.append(element("lang", val=frame.locale_of(column.language)))
        self.cell = None

    def _heading(self, cell: Cell, section: Section) -> None:
        heading = self.paragraph(heading_style(section), (("=", cell.label),) if cell.label else ())
        heading[0].append(element("jc", val="left"))
        if cell.label and cell.words:
            self.inline(heading).append(element("br"))
        self.say(heading, cell.words)
        self.contents.mark(heading, section)

    def _fill(self, cell: Cell, row: Row) -> None:
        if cell.clause is not None:
            self._clause(cell.clause)
            return
        paragraph = self.paragraph("Normal")
        if row.kind == "within":
            paragraph[0].append(element("ind", left=_STEP // 2))
        if cell.note:
            self.inline(paragraph, italic=True).append(words_of(cell.note))
            return
        is_bold = row.kind in ("heading", "title", "division")
        if cell.label:
            self.inline(paragraph, bold=is_bold).append(words_of(cell.label))
            if cell.words:
                self.inline(paragraph).append(element("br"))
        self.say(paragraph, cell.words)
        if is_bold:
            for run in paragraph.iter(qn("w:r")):
                _embolden(run)

    def _clause(self, clause: Clause) -> None:
        if clause.kind == "option":
            said = "".join(words for _, words in clause.segments)
            self.paragraph(OPTION, (("=", f"{clause.label} ({said}):" if said else f"{clause.label}:"),))
            return
        paragraph = self.paragraph("Normal")
        steps = clause.indent + (clause.kind == "para")
        if steps:
            hanging = {"hanging": _STEP} if clause.kind == "para" else {}
            paragraph[0].append(element("ind", left=steps * _STEP, **hanging))
        if clause.label or clause.lead:
            self.say(paragraph, (("=", clause.lead),) if clause.lead else ())
            run = self.inline(paragraph)
            run.append(words_of(clause.label))
            run.append(element("tab"))
        if clause.note:
            self.inline(paragraph, italic=True).append(words_of(f"({clause.note}) "))
        kept: Segments = without_notes(clause.segments)
        self.say(paragraph, kept)


def _embolden(run: etree._Element) -> None:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        properties = element("rPr")
        run.insert(0, properties)
    if properties.find(qn("w:b")) is None:
        style = properties.find(qn("w:rStyle"))
        properties.insert(0 if style is None else 1, element("b"))
