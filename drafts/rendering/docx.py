"""The tree of a clean document as a Word file: Word's own numbers, headings, footnotes and page numbers.

The names of the portal's styles say what each paragraph is, so that `drafts.text.reading_word` reads the file
back exactly. The same tree gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from docx import Document as new_document
from docx.oxml.ns import qn
from lxml import etree

from drafts.rendering import docx_frame as frame
from drafts.rendering.docx_comments import Comments
from drafts.rendering.docx_contents import DEEPEST_HEADING, Contents
from drafts.rendering.docx_numbering import STEP, Numbers, element
from drafts.rendering.docx_runs import paragraph_of, run_of, words_of
from drafts.rendering.markup import Run, runs, without_notes
from drafts.rendering.tree import Clause, Document, Remark, Section, Segments
from drafts.rendering.words import word
from drafts.text.blocks import TOMBSTONE, Block
from drafts.text.grammar import parse
from drafts.text.redline import Sign
from drafts.text.word_marks import clause_mark, section_mark
from drafts.text.word_styles import (
    ATTRIBUTION,
    CLAUSE,
    COVER,
    DEEPEST,
    FRONT,
    OPTION,
    PLAIN_BRACKET,
    SCOPE_MARK,
    WORDS,
)

_WRAPS = {"+": "ins", "-": "del"}


@dataclass(frozen=True, slots=True)
class Line:
    """A clause as a paragraph of the file: its style, the steps that it stands in, its words in the drafting syntax.
    The label of the block is the one that is printed.
    """

    style: str
    indent: int
    words: str
    block: Block
    clause: Clause

    @property
    def has_number(self) -> bool:
        return self.block.kind == "para"

    @property
    def look(self) -> tuple[str, int]:
        """What of the paragraph is formatting: two paragraphs that look alike may be shown as one that changed."""
        return self.style, self.indent


def word_file(document: Document) -> bytes:
    """A clean document or a compilation as .docx; `docx_redline` makes the redline, which needs both texts.

    Remarks are Word's own comments: on their clause, on the heading of their article, the general ones on the title.
    What came after the window hangs on lines behind the text that name the places. Without its comments a compilation
    is the clean text.
    """
    if document.variant == "redline":
        raise ValueError("a redline is made of two clean documents")
    writing = Writing(document)
    writing.cover()
    for section in document.sections[len(writing.general) :]:
        if section.kind == "comments":
            writing.addendum(section)
        else:
            writing.section(section)
    return writing.finished()


def lines_of(section: Section, language: str) -> list[Line]:
    """The clauses of a clean section as paragraphs."""
    blocks, _ = parse(section.source, language)
    for block, clause in zip(blocks, section.clauses, strict=True):
        block.label = clause.label  # as printed: under a choice of options of scope the numbers have gaps
        block.id = clause.id
    lines = []
    for number, (block, clause) in enumerate(zip(blocks, section.clauses, strict=True)):
        # The words that open the end of a treaty are known by what they say, and must not look like a clause.
        opening = section.kind == "testimonium" and number == 0 and block.kind == "continuation" and not block.depth
        lines.append(_line(block, clause, opening))
    return lines


def _line(block: Block, clause: Clause, opening: bool) -> Line:
    said = "".join(words for _, words in clause.segments)
    if block.kind in ("option", "end"):
        label = f"{clause.label} ({said}):" if said else f"{clause.label}:"
        return Line(OPTION, 0, label if block.kind == "option" else "End of options", block, clause)
    if block.kind == "para":
        return Line(f"{CLAUSE}{min(block.depth, DEEPEST)}", clause.indent, said, block, clause)
    return Line("Normal" if opening else f"{WORDS}{min(block.depth, DEEPEST)}", clause.indent, said, block, clause)


class Writing:
    """A Word document under construction. `author` and `when` are those of its tracked changes."""

    def __init__(self, document: Document, author: str = "", when: str = "") -> None:
        self.document = document
        self.author, self.when = frame.writable(author), when
        self.word = new_document()
        self.body = self.word.element.body
        self.numbers = Numbers(document.language)
        self.notes: list[etree._Element] = []
        self.changes = 0
        self.comments = Comments(document)
        self.contents = Contents(document)
        self.general = list(takewhile(lambda section: section.kind == "comments", document.sections))

    # ---- parts of the text

    def cover(self) -> None:
        cover, language = self.document.cover, self.document.language
        about = (
            *cover.masthead,
            word("distribution", language).format(cover.distribution) if cover.distribution else "",
            cover.dateline,
            word("original", language).format(cover.original_language) if cover.original_language else "",
        )
        self.lines(about, COVER)
        self.title()
        front = " ".join(cover.below_title)
        subtitle = cover.subtitle.removesuffix(front).strip() if front else cover.subtitle
        self.lines(
            (
                subtitle,
                cover.occasion,
                cover.agenda_item,
                cover.disclaimer,
                cover.fingerprint,
                self.document.statistics,
            ),
            COVER,
        )
        self.lines((f"{group}: {', '.join(names)}" for group, names in self.document.organisations), COVER)
        contents = self.contents.block()
        if contents is not None:
            self.body.insert(len(self.body) - 1, contents)

    def title(self) -> None:
        """The name of the treaty and the lines below it, which are the treaty's own."""
        title = self.paragraph("Title", _kept(" ".join(self.document.cover.title.split())))
        self.comments.put(title, (remark for section in self.general for remark in section.remarks))
        self.lines(self.document.cover.below_title, FRONT)

    def lines(self, texts: Iterable[str], style: str) -> None:
        for text in texts:
            for line in text.splitlines():
                if line.strip():
                    self.paragraph(style, _kept(line))

    def section(self, section: Section) -> None:
        waiting = section.remarks
        if section.label or section.heading:
            heading = self.paragraph(heading_style(section), _kept(section.label))
            if section.label and section.heading:
                self.inline(heading).append(element("br"))
            self.say(heading, section.heading)
            self.contents.mark(heading, section)
            self.contents.mark_as(heading, section_mark(section.anchor))
            self.comments.put(heading, waiting)
            waiting = ()
        lines = lines_of(section, self.document.language)
        self.numbers.begin([(line.block, line.clause) for line in lines if line.has_number])
        for line in lines:
            self.clause(line, (*waiting, *line.clause.remarks))
            waiting = ()
        if waiting:  # on an article of which nothing is left to hang them on
            self.comments.put(self.paragraph(COVER, _kept(word("comments", self.document.language))), waiting)

    def addendum(self, section: Section) -> None:
        """Remarks behind the text: a line for each place, in our own style, because it is none of the treaty's."""
        self.lines((section.label,), COVER)
        for place, remarks in groupby(section.remarks, key=lambda remark: remark.clause_label):
            self.comments.put(self.paragraph(COVER, _kept(place or section.label)), remarks)

    def clause(self, line: Line, remarks: Sequence[Remark] = ()) -> None:
        numbered = self.numbers.of(line.block, line.clause) if line.has_number else None
        paragraph = self.framed(line, numbered)
        if line.has_number and not numbered:
            self.label(paragraph, line.block)
        self.say(paragraph, without_notes(_kept(line.words)))
        self.contents.mark_as(paragraph, clause_mark(line.clause.id))
        self.comments.put(paragraph, remarks, line.words)

    def framed(self, line: Line, numbered: tuple[int, int] | None) -> etree._Element:
        """The paragraph of a clause without its words; `numbered` is the list and level that count it."""
        paragraph = self.paragraph(line.style)
        properties = paragraph[0]
        if numbered:
            listed = element("numPr")
            listed.append(element("ilvl", val=numbered[1]))
            listed.append(element("numId", val=numbered[0]))
            properties.append(listed)
        if line.has_number:
            properties.append(element("ind", left=(line.indent + 1) * STEP, hanging=STEP))
        elif line.indent:
            properties.append(element("ind", left=line.indent * STEP))
        return paragraph

    def label(self, paragraph: etree._Element, block: Block, sign: Sign = "=") -> None:
        """A number that has to be typed, with the bracket before it."""
        self.say(paragraph, ((sign, block.lead),) if block.lead else ())
        run = self.inline(paragraph, sign)
        run.append(_text(block.label, sign))
        run.append(element("tab"))

    # ---- words

    def paragraph(self, style: str, segments: Segments = ()) -> etree._Element:
        made = paragraph_of(style)
        self.put(made)
        self.say(made, segments)
        return made

    def put(self, paragraph: etree._Element) -> None:
        self.body.insert(len(self.body) - 1, paragraph)  # before the properties of the section

    def say(self, paragraph: etree._Element, segments: Segments) -> None:
        """Words in the drafting syntax; inserted and deleted ones as tracked changes."""
        if len(segments) == 1 and segments[0][1] == TOMBSTONE:
            sign = segments[0][0]
            self.inline(paragraph, sign).append(_text(TOMBSTONE, sign))
            return
        for run in runs(segments, notes=False):
            self.run(paragraph, run)

    def run(self, paragraph: etree._Element, run: Run) -> None:
        if run.kind == "text":
            for plain, words in _brackets_apart(run.text):
                style = PLAIN_BRACKET if plain else ""
                self.inline(paragraph, run.sign, style, italic=run.italic).append(_text(words, run.sign))
        elif run.kind == "bracket":
            self.inline(paragraph, run.sign, bold=True, italic=run.italic).append(_text(run.text, run.sign))
        elif run.kind == "attribution":
            for inner in run.runs:
                self.inline(paragraph, inner.sign, ATTRIBUTION, italic=inner.italic).append(
                    _text(inner.text, inner.sign)
                )
        elif run.kind == "under":
            options = "".join(inner.text for inner in run.runs)
            self.inline(paragraph, run.sign, SCOPE_MARK).append(_text(f"{{under: {options}}}", run.sign))
        elif run.kind == "footnote":
            self.note(paragraph, run)

    def note(self, paragraph: etree._Element, run: Run) -> None:
        number = len(self.notes) + frame.FIRST_NOTE
        note = element("footnote", id=number)
        line = paragraph_of("FootnoteText")
        self.inline(line, style="FootnoteReference").append(element("footnoteRef"))
        self.inline(line).append(_text(" "))
        for inner in run.runs:
            self.run(line, inner)
        note.append(line)
        self.notes.append(note)
        self.inline(paragraph, run.sign, "FootnoteReference").append(element("footnoteReference", id=number))

    def inline(
        self, paragraph: etree._Element, sign: Sign = "=", style: str = "", bold: bool = False, italic: bool = False
    ) -> etree._Element:
        """An empty run at the end of the paragraph, inside a tracked change where `sign` says so."""
        made = run_of(style, bold=bold, italic=italic)
        parent = paragraph
        if sign != "=":
            # Neighbours of one sign are one change, which a reader accepts or refuses at once.
            last = paragraph[-1] if len(paragraph) else None
            parent = last if last is not None and last.tag == qn(f"w:{_WRAPS[sign]}") else self.change(sign)
            if parent is not last:
                paragraph.append(parent)
        parent.append(made)
        return made

    def change(self, sign: Sign) -> etree._Element:
        """An empty tracked change with its own number, its author and its date."""
        self.changes += 1
        return element(_WRAPS[sign], id=self.changes, author=self.author, date=self.when)

    def end(self, paragraph: etree._Element, sign: Sign) -> None:
        """The end of the paragraph as inserted or deleted."""
        marked = element("rPr")
        marked.append(self.change(sign))
        paragraph[0].append(marked)

    def finished(self) -> bytes:
        self.numbers.write(self.word.part.numbering_part.element)
        frame.write_styles(self.word, self.document)
        frame.write_paper(self.word, self.document)
        frame.write_head_and_foot(self.word, self.document)
        frame.write_notes(self.word, self.notes)
        frame.write_comments(self.word, self.comments.made)
        frame.write_properties(self.word, self.document)
        frame.write_origin(self.word, self.document)
        return frame.packed(self.word)


def heading_style(section: Section) -> str:
    return f"Heading{min(section.level, DEEPEST_HEADING)}"


def _kept(words: str) -> Segments:
    return (("=", words),) if words else ()


def _text(words: str, sign: Sign = "=") -> etree._Element:
    return words_of(words, "delText" if sign == "-" else "t")


def _brackets_apart(text: str) -> Iterable[tuple[bool, str]]:
    """The pieces of a text, and of each whether it is a bracket that disputes nothing."""
    rest = ""
    for character in text:
        if character in "[]":
            if rest:
                yield False, rest
            yield True, character
            rest = ""
        else:
            rest += character
    if rest:
        yield False, rest
