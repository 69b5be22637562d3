"""Remarks of a compilation as comments in the margin of a Word file: who, when, on which paragraph, what was said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from drafts.rendering import docx_frame as frame
from drafts.rendering.docx_numbering import element
from drafts.rendering.docx_runs import paragraph_of, run_of, words_of
from drafts.rendering.markup import Run, runs, said
from drafts.rendering.tree import Document, Remark, Segments
from drafts.rendering.words import answered, word

_MOST_INITIALS = 4


class Comments:
    """The comments of a document while it is written."""

    def __init__(self, document: Document) -> None:
        self.language = document.language
        self.secretariat = document.cover.masthead[0] if document.cover.masthead else ""
        self.dated = f"{document.date}T00:00:00Z" if document.date else ""
        self.made: list[etree._Element] = []

    def put(self, paragraph: etree._Element, remarks: Iterable[Remark], words: str = "") -> None:
        """Hang the remarks on the paragraph, and before them the secretariat's notes in its `words`."""
        notes = [run for run in runs((("=", words),)) if run.kind == "note"] if "{note:" in words else []
        numbers = [self._note(run) for run in notes]
        numbers += [self._remark(remark) for remark in remarks]
        for number in numbers:
            paragraph.insert(1, element("commentRangeStart", id=number))
        for number in numbers:
            paragraph.append(element("commentRangeEnd", id=number))
            reference = run_of("CommentReference")
            reference.append(element("commentReference", id=number))
            paragraph.append(reference)

    def _note(self, run: Run) -> int:
        line = paragraph_of("CommentText")
        line.append(_words(said(run)))
        return self._comment(self.secretariat, self.dated, [line])

    def _remark(self, remark: Remark) -> int:
        lines = list(lines_of(remark, self.language))
        return self._comment(remark.organisation, remark.submitted or self.dated, lines)

    def _comment(self, author: str, when: str, lines: list[etree._Element]) -> int:
        number = len(self.made)
        dated = {"date": when} if when else {}
        author = frame.writable(author)
        comment = element("comment", id=number, author=author, initials=_initials(author), **dated)
        mark = run_of("CommentReference")
        mark.append(element("annotationRef"))
        for line in lines or [paragraph_of("CommentText")]:
            comment.append(line)
        comment[0].insert(1, mark)
        self.made.append(comment)
        return number


def lines_of(remark: Remark, language: str, style: str = "CommentText") -> Iterator[etree._Element]:
    """One paragraph of the style each: what it is, the wording that is proposed, the reasons, who supports it, the
    answer."""
    about = ", ".join(part for part in (remark.reference, remark.kind, remark.clause_label, remark.behalf) if part)
    if about and not remark.is_cross_entry:
        yield _line(about, style, bold=True)
    if remark.proposed:
        line = _line(f"{word('proposed', language)}: ", style)
        for made in marked(remark.proposed):
            line.append(made)
        yield line
    yield from (_line(text, style) for text in remark.reasoning.splitlines() if text.strip())
    yield from (_line(text, style) for text in remark.positions)
    if remark.disposition:
        yield _line(f"{word('answer', language)}: {answered(remark.disposition, language)}", style)


def marked(segments: Segments) -> Iterator[etree._Element]:
    """A wording with what is new underlined and what goes struck through, brackets bold."""
    for run in runs(segments):
        if run.kind in ("text", "bracket"):
            yield _words(run.text, run)
            continue
        opener, closer = ("^{", "}") if run.kind == "attribution" else ("{", "}")
        yield _words(opener, run)
        yield from (_words(inner.text, inner) for inner in run.runs)
        yield _words(closer, run)


def _line(words: str, style: str, bold: bool = False) -> etree._Element:
    line = paragraph_of(style)
    line.append(_words(words, bold=bold))
    return line


def _words(words: str, run: Run | None = None, bold: bool = False) -> etree._Element:
    """As the run has them; a comment has no tracked changes, so what goes is struck and what is new underlined."""
    sign = run.sign if run else "="
    changed = {"-": [element("strike")], "+": [element("u", val="single")], "=": []}[sign]
    is_bracket = run is not None and run.kind == "bracket"
    made = run_of(bold=bold or is_bracket, italic=run is not None and run.italic, further=changed)
    made.append(words_of(words))
    return made


def _initials(author: str) -> str:
    """ "IO" for "International Organisation", "Ke" for "Kenya": what Word shows where the name is too long."""
    letters = [part[0] for part in author.split() if part[0].isupper()]
    return "".join(letters[:_MOST_INITIALS]) if len(letters) > 1 else author[:2]
