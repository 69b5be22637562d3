"""The tree of a clean document as a Word file: Word's own numbers, headings, footnotes and page numbers.

The names of the portal's styles say what each paragraph is, so that `drafts.text.reading_word` reads the file
back exactly. The same tree gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docx import Document as new_document
from lxml import etree

from drafts.rendering import docx_frame as frame
from drafts.rendering.docx_numbering import STEP, Numbers, element
from drafts.rendering.markup import Run, runs
from drafts.rendering.tree import Clause, Document, Section, Segments
from drafts.rendering.words import word
from drafts.text.blocks import TOMBSTONE, Block
from drafts.text.grammar import parse
from drafts.text.word_styles import (
    ATTRIBUTION,
    CLAUSE,
    COVER,
    DEEPEST,
    OPTION,
    PLAIN_BRACKET,
    SCOPE_MARK,
    WORDS,
)

_HEADINGS = 5


def word_file(document: Document) -> bytes:
    """A clean document as .docx. The redline and the compilation are asked for elsewhere."""
    if document.variant != "clean":
        raise ValueError("only clean documents are written as Word files")
    writing = _Writing(document)
    writing.cover()
    for section in document.sections:
        writing.section(section)
    return writing.finished()


class _Writing:
    """A Word document under construction."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.word = new_document()
        self.body = self.word.element.body
        self.numbers = Numbers(document.language)
        self.notes: list[etree._Element] = []

    # ---- parts of the text

    def cover(self) -> None:
        cover, language = self.document.cover, self.document.language
        front = " ".join(cover.below_title)
        about = (
            *cover.masthead,
            word("distribution", language).format(cover.distribution) if cover.distribution else "",
            cover.dateline,
            word("original", language).format(cover.original_language) if cover.original_language else "",
        )
        self.lines(about, COVER)
        self.paragraph("Title", _kept(" ".join(cover.title.split())))
        self.lines(cover.below_title, "MLAFront")
        subtitle = cover.subtitle.removesuffix(front).strip() if front else cover.subtitle
        self.lines((subtitle, cover.occasion, cover.disclaimer, cover.fingerprint), COVER)

    def lines(self, texts: Iterable[str], style: str) -> None:
        for text in texts:
            for line in text.splitlines():
                if line.strip():
                    self.paragraph(style, _kept(line))

    def section(self, section: Section) -> None:
        if section.label or section.heading:
            style = f"Heading{min(section.level, _HEADINGS)}"
            heading = self.paragraph(style, _kept(section.label))
            if section.label and section.heading:
                _run(heading).append(element("br"))
            self.say(heading, section.heading)
        blocks, _ = parse(section.source, self.document.language)
        for block, clause in zip(blocks, section.clauses, strict=True):
            block.label = clause.label  # as printed: under a choice of options of scope the numbers have gaps
        self.numbers.begin(blocks, section.clauses)
        for number, (block, clause) in enumerate(zip(blocks, section.clauses, strict=True)):
            # The words that open the end of a treaty are known by what they say, and must not look like a clause.
            opening = section.kind == "testimonium" and number == 0 and block.kind == "continuation" and not block.depth
            self.clause(block, clause, "Normal" if opening else "")

    def clause(self, block: Block, clause: Clause, style: str) -> None:
        if block.kind in ("option", "end"):
            names = "".join(words for _, words in clause.segments)
            label = f"{clause.label} ({names}):" if names else f"{clause.label}:"
            self.paragraph(OPTION, _kept(label if block.kind == "option" else "End of options"))
            return
        kind = CLAUSE if block.kind == "para" else WORDS
        paragraph = self.paragraph(style or f"{kind}{min(block.depth, DEEPEST)}")
        properties = paragraph[0]
        numbered = self.numbers.of(block, clause) if block.kind == "para" else None
        if numbered:
            listed = element("numPr")
            listed.append(element("ilvl", val=numbered[1]))
            listed.append(element("numId", val=numbered[0]))
            properties.append(listed)
        if block.kind == "para":
            properties.append(element("ind", left=(clause.indent + 1) * STEP, hanging=STEP))
            if not numbered:
                self.say(paragraph, _kept(clause.lead))
                run = _run(paragraph)
                run.append(_text(clause.label))
                run.append(element("tab"))
        elif clause.indent:
            properties.append(element("ind", left=clause.indent * STEP))
        self.say(paragraph, clause.segments)

    # ---- words

    def paragraph(self, style: str, segments: Segments = ()) -> etree._Element:
        made = element("p")
        properties = element("pPr")
        if style != "Normal":
            properties.append(element("pStyle", val=style))
        made.append(properties)
        self.body.insert(len(self.body) - 1, made)  # before the properties of the section
        self.say(made, segments)
        return made

    def say(self, paragraph: etree._Element, segments: Segments) -> None:
        if segments == (("=", TOMBSTONE),):
            _run(paragraph).append(_text(TOMBSTONE))
            return
        for run in runs(segments, notes=False):
            self.run(paragraph, run)

    def run(self, paragraph: etree._Element, run: Run) -> None:
        if run.kind == "text":
            for plain, words in _brackets_apart(run.text):
                _run(paragraph, style=PLAIN_BRACKET if plain else "", italic=run.italic).append(_text(words))
        elif run.kind == "bracket":
            _run(paragraph, bold=True, italic=run.italic).append(_text(run.text))
        elif run.kind == "attribution":
            for inner in run.runs:
                _run(paragraph, style=ATTRIBUTION, italic=inner.italic).append(_text(inner.text))
        elif run.kind == "under":
            options = "".join(inner.text for inner in run.runs)
            _run(paragraph, style=SCOPE_MARK).append(_text(f"{{under: {options}}}"))
        elif run.kind == "footnote":
            self.note(paragraph, run.runs)

    def note(self, paragraph: etree._Element, inner: Sequence[Run]) -> None:
        number = len(self.notes) + frame.FIRST_NOTE
        note = element("footnote", id=number)
        line = element("p")
        properties = element("pPr")
        properties.append(element("pStyle", val="FootnoteText"))
        line.append(properties)
        _run(line, style="FootnoteReference").append(element("footnoteRef"))
        line.append(_run_of_space())
        for run in inner:
            self.run(line, run)
        note.append(line)
        self.notes.append(note)
        _run(paragraph, style="FootnoteReference").append(element("footnoteReference", id=number))

    def finished(self) -> bytes:
        self.numbers.write(self.word.part.numbering_part.element)
        frame.write_styles(self.word, self.document)
        frame.write_head_and_foot(self.word, self.document)
        frame.write_notes(self.word, self.notes)
        frame.write_properties(self.word, self.document)
        return frame.packed(self.word)


def _kept(words: str) -> Segments:
    return (("=", words),) if words else ()


def _run(paragraph: etree._Element, style: str = "", bold: bool = False, italic: bool = False) -> etree._Element:
    made = element("r")
    if style or bold or italic:
        properties = element("rPr")
        if style:
            properties.append(element("rStyle", val=style))
        if bold:
            properties.append(element("b"))
        if italic:
            properties.append(element("i"))
        made.append(properties)
    paragraph.append(made)
    return made


def _run_of_space() -> etree._Element:
    made = element("r")
    made.append(_text(" "))
    return made


def _text(words: str) -> etree._Element:
    made = element("t")
    made.text = frame.writable(words)
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


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
