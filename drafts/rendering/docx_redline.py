"""A redline as a Word file with native tracked changes.

It is made from the two clean documents, so that accepting every change leaves the clean Word file of the newer one
and refusing every change that of the older one, clause by clause, numbers included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from drafts.rendering.docx import Line, Writing, heading_style, lines_of
from drafts.rendering.docx_numbering import element
from drafts.rendering.docx_tracked_numbers import Numbered, Side, TrackedNumbers
from drafts.rendering.markup import Run, joined, runs
from drafts.rendering.tree import Document, Section, Segments, Tracking
from drafts.text.blocks import TOMBSTONE
from drafts.text.redline import Sign, diff_words
from drafts.text.tracking import Places, Step, cut, in_step, interleaved
from drafts.text.word_styles import COVER

_RULE = "__________"
SIDES: tuple[Side, Side] = ("-", "+")


def redline_file(older: Document, newer: Document, tracking: Tracking) -> bytes:
    """The newer clean document as .docx with every difference from the older one as a tracked change. The cover is
    the newer one's; only the treaty's own lines on it are compared.
    """
    writing = _Redline(older, newer, tracking)
    writing.cover()
    for was, now in _sections(older.sections, newer.sections):
        writing.pair(was, now)
    writing.close()
    return writing.finished()


def _sections(old: Sequence[Section], new: Sequence[Section]) -> list[tuple[Section | None, Section | None]]:
    """Articles and divisions of both texts; one that moved is gone in one place and new in the other."""
    was, now = _by_name(old), _by_name(new)
    pairs: list[tuple[Places, Places]] = [((was[name],), (now[name],)) for name in now if name in was]
    return [
        (old[olds[0]] if olds else None, new[news[0]] if news else None)
        for olds, news in interleaved(len(old), len(new), pairs)
    ]


def _by_name(sections: Sequence[Section]) -> dict[tuple[str, str], int]:
    """Where each section stands that has a name of its own by which it is known in the other text."""
    names = [(section.kind, section.anchor) for section in sections]
    return {name: place for place, name in enumerate(names) if name[1] and names.count(name) == 1}


class _Redline(Writing):
    """Every paragraph of both texts, once where it stands in both."""

    def __init__(self, older: Document, newer: Document, tracking: Tracking) -> None:
        super().__init__(newer, tracking.author, tracking.when)
        self.older = older
        self.numbers: TrackedNumbers = TrackedNumbers(newer.language)
        self.ends_tracked = False

    def title(self) -> None:
        was, now = self.older.cover, self.document.cover
        self.say_both(self.paragraph("Title"), " ".join(was.title.split()), " ".join(now.title.split()))
        fronts = [[line for each in cover.below_title for line in each.splitlines() if line] for cover in (was, now)]
        shared = min(map(len, fronts))
        for old, new in zip(*fronts, strict=False):
            self.say_both(self.paragraph("MLAFront"), old, new)
        for side, front in zip(SIDES, fronts, strict=True):
            for line in front[shared:]:
                self.alone(self.paragraph("MLAFront"), line, side)

    # ---- sections

    def pair(self, was: Section | None, now: Section | None) -> None:
        self.headings(was, now)
        old = lines_of(was, self.older.language) if was else []
        new = lines_of(now, self.document.language) if now else []
        self.numbers.begin([(line.block, line.clause) for line in (*old, *new) if line.has_number])
        lines = {id(line.block): line for line in (*old, *new)}
        for step in in_step([line.block for line in old], [line.block for line in new]):
            self.step([lines[id(block)] for block in step.olds], [lines[id(block)] for block in step.news], step)

    def headings(self, was: Section | None, now: Section | None) -> None:
        """One paragraph where both sides have one of the same level, else the one gone and the other new."""
        titled = [section for section in (was, now) if section and (section.label or section.heading)]
        if len(titled) == 2 and heading_style(titled[0]) == heading_style(titled[1]):
            self.heading(titled[0], titled[1])
            return
        for section in titled:
            self.heading(section if section is was else None, section if section is not was else None)

    def heading(self, was: Section | None, now: Section | None) -> None:
        shown = now or was
        assert shown is not None
        paragraph = self.paragraph(heading_style(shown))
        labels = [section.label if section else "" for section in (was, now)]
        headings = ["".join(words for _, words in section.heading) if section else "" for section in (was, now)]
        breaks = [bool(label and heading) for label, heading in zip(labels, headings, strict=True)]
        self.say_both(paragraph, *labels)
        if any(breaks):
            sign: Sign = "=" if all(breaks) else ("-" if breaks[0] else "+")
            self.inline(paragraph, sign).append(element("br"))
        self.say_both(paragraph, *headings)
        self.contents.mark(paragraph, now)
        self.mark(paragraph, None if was and now else ("-" if was else "+"))

    # ---- clauses

    def step(self, olds: list[Line], news: list[Line], step: Step) -> None:
        if not self.together(olds, news, step):
            for line in olds:
                self.one(line, "-")
            for line in news:
                self.one(line, "+")

    def one(self, line: Line, side: Side) -> None:
        """A clause that stands on one side alone."""
        numbered = self.numbered({side: line})
        paragraph = self.framed(line, numbered)
        if line.has_number and not numbered:
            self.label(paragraph, line.block, side)
        self.alone(paragraph, line.words, side)

    def together(self, olds: list[Line], news: list[Line], step: Step) -> bool:
        """Write clauses of both sides as paragraphs that changed; False, and nothing is written, where one formatting
        does not do for both or the changes of words would not come out to the letter.
        """
        if not olds or not news or olds[-1].look != news[-1].look:
            return False
        if len(olds) == len(news) == 1:
            self.changed(olds[0], news[0])
            return True
        side: Side = "-" if len(olds) > 1 else "+"
        longer, shorter = (olds, news[0]) if side == "-" else (news, olds[0])
        parts = cut(step.segments)
        if not _comes_out(parts, longer, shorter, side):
            return False
        kept = self.numbers.kept()
        numbers = [self.numbered({side: line}) for line in longer[:-1]]
        numbers.append(self.numbered({"-": olds[-1], "+": news[-1]}))
        if any(line.has_number and not number for line, number in zip(longer, numbers, strict=True)):
            self.numbers.back_to(kept)  # a typed number would stand inside the joined words
            return False
        for place, (line, number, part) in enumerate(zip(longer, numbers, parts, strict=True), 1):
            paragraph = self.framed(line, number)
            self.say(paragraph, part)
            self.mark(paragraph, side if place < len(parts) else None)
        return True

    def changed(self, was: Line, now: Line) -> None:
        numbered = self.numbered({"-": was, "+": now})
        paragraph = self.framed(now, numbered)
        if now.has_number and not numbered:
            if (was.block.lead, was.block.label) == (now.block.lead, now.block.label):
                self.label(paragraph, now.block)
            else:
                self.label(paragraph, was.block, "-")
                self.label(paragraph, now.block, "+")
        self.say_both(paragraph, was.words, now.words)
        self.mark(paragraph, None)

    def numbered(self, sides: dict[Side, Line]) -> tuple[int, int] | None:
        found: dict[Side, Numbered] = {side: (line.block, line.clause) for side, line in sides.items()}
        return self.numbers.of_both(found) if all(line.has_number for line in sides.values()) else None

    # ---- words and ends of paragraphs

    def say_both(self, paragraph: etree._Element, was: str, now: str) -> None:
        """The words that were and those that are; as a whole where their changes cut through marks of the syntax."""
        if was == now:
            self.say(paragraph, (("=", now),))
            return
        segments = tuple(diff_words(was, now))
        marked = runs(segments, notes=False)
        exact = _on(marked, "-") == _of(was) and _on(marked, "+") == _of(now)
        if exact and TOMBSTONE not in (was, now):
            self.say(paragraph, segments)
            return
        self.say(paragraph, (("-", was),))
        self.say(paragraph, (("+", now),))

    def alone(self, paragraph: etree._Element, words: str, side: Side) -> None:
        """Words of a paragraph that is on one side alone: its end goes with them."""
        self.say(paragraph, ((side, words),))
        self.mark(paragraph, side)

    def mark(self, paragraph: etree._Element, side: Side | None) -> None:
        if side:
            self.end(paragraph, side)
        self.ends_tracked = bool(side)

    def close(self) -> None:
        """A rule below the text where its last paragraph may go: Word cannot take away the last of a file."""
        if self.ends_tracked:
            self.paragraph(COVER, (("=", _RULE),))


def _comes_out(parts: Sequence[Segments], longer: Sequence[Line], shorter: Line, side: Side) -> bool:
    """Whether parts of a clause that was split or merged are to the letter the clauses of the one side, and joined the
    one clause of the other."""
    marked = [runs(part, notes=False) for part in parts]
    other: Side = "+" if side == "-" else "-"
    whole = joined([run for part in marked for run in _on(part, other)])
    if whole != _of(shorter.words) or TOMBSTONE in (shorter.words, *(line.words for line in longer)):
        return False
    return [_on(part, side) for part in marked] == [_of(line.words) for line in longer]


def _of(words: str) -> list[Run]:
    return _on(runs((("=", words),), notes=False), "+")


def _on(found: Sequence[Run], side: Side) -> list[Run]:
    """The runs as they are left on one side, all of them kept, as the file would have them."""
    left: list[Run] = []
    for run in found:
        inner = tuple(_on(run.runs, side))
        if run.kind in ("text", "bracket", "footnote"):
            if run.sign in ("=", side):
                left.append(replace(run, sign="=", runs=inner))
        elif run.kind == "attribution":
            left += [replace(run, sign="=", runs=inner)] if inner else []
        elif any(each.sign != run.sign for each in run.runs):
            left.append(run)  # a mark of scope is written whole, so that a part of it cannot change
        elif run.sign in ("=", side):
            left.append(replace(run, sign="=", runs=inner))
    return joined(left)
