"""The words of a text as HTML for the screen.

Strings are built here and not in templates: a page of a whole treaty holds more than a thousand clauses, and
a template include for each would take longer than everything else together. Nothing else in the portal writes
`ins`, `del` or brackets on the screen, so all words are escaped here and only here. Plain Python, no Django.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape

from drafts.rendering.markup import Run, runs, said
from drafts.text import attribution, scope
from drafts.text.brackets import depth_after
from drafts.text.numbering import LATIN_SUFFIXES
from drafts.text.redline import Segment

_MARKED = frozenset("[]*{}\\")
_BRACKET = ('<span class="bracket">', "</span>")
_ELEMENTS = {
    "+": ('<ins><span class="vh">inserted: </span>', '<span class="vh"> end of insertion </span></ins>'),
    "-": ('<del><span class="vh">deleted: </span>', '<span class="vh"> end of deletion </span></del>'),
    "moved": (
        '<span class="moved"><span class="vh">moved here: </span>',
        '<span class="vh"> end of moved text </span></span>',
    ),
    "em": ("<em>", "</em>"),
}

BEFORE_NUMBER = f"{_BRACKET[0]}<b>[</b>{_BRACKET[1]}"  # a bracket that takes in the number of its clause


@dataclass(slots=True)
class Apparatus:
    """Footnotes and secretariat notes that stand below the words.

    `prefix` keeps the ids of several articles on one page apart. Where there is no Apparatus, footnotes and
    notes are told in the line, which is what a short extract wants.
    """

    prefix: str = ""
    with_notes: bool = True
    footnotes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refer(self, words: str) -> str:
        """The raised number of a new footnote."""
        self.footnotes.append(words)
        number = len(self.footnotes)
        name = f"{self.prefix}{number}"
        link = f'<a class="fnref" id="ref{name}" href="#fn{name}" aria-label="Footnote {number}">{number}</a>'
        return f"<sup>{link}</sup>"

    def listed(self) -> str:
        """The footnotes themselves, "" where there are none."""
        if not self.footnotes:
            return ""
        lines = "".join(self._line(number, words) for number, words in enumerate(self.footnotes, 1))
        return f'<div class="footnotes"><p class="vh">Footnotes</p>{lines}</div>'

    def _line(self, number: int, words: str) -> str:
        name = f"{self.prefix}{number}"
        back = f'<a href="#ref{name}" aria-label="Back to the text at footnote {number}">Back</a>'
        return f'<p class="mb-0" id="fn{name}"><sup>{number}</sup> {words} {back}</p>'

    def take_notes(self) -> str:
        """The secretariat notes since the last call, to stand after their clause."""
        notes, self.notes = self.notes, []
        return "".join(f'<p class="secretariat">Note by the secretariat: {note}</p>' for note in notes)


class _Writer:
    """Writes runs with every element closed in the order it was opened.

    A change may cut a bracket in two, and a bracket may begin in one clause and end in another. So the open
    elements are kept as a path (sign, brackets, italics); where the next run's path differs, elements are
    closed and opened again. `[` and `]` are printed where they stand, once. Old and new wording have brackets
    of their own.
    """

    def __init__(self, opened: tuple[int, int], apparatus: Apparatus | None, moved: bool) -> None:
        self.out: list[str] = []
        self.path: list[str] = []
        self.serial = max(opened)
        self.brackets: dict[str, list[str]] = {
            "-": [f"[{n}" for n in range(1, opened[0] + 1)],
            "+": [f"[{n}" for n in range(1, opened[1] + 1)],
        }
        self.apparatus = apparatus
        self.moved = moved

    def go(self, run: Run) -> None:
        side = "-" if run.sign == "-" else "+"
        sign = [run.sign] if run.sign != "=" else (["moved"] if self.moved else [])
        wanted = [*sign, *self.brackets[side], *(["em"] if run.italic else [])]
        shared = 0
        while shared < min(len(wanted), len(self.path)) and wanted[shared] == self.path[shared]:
            shared += 1
        self._close(shared)
        self.out += [_ELEMENTS.get(element, _BRACKET)[0] for element in wanted[shared:]]
        self.path = wanted

    def _close(self, keep: int) -> None:
        self.out += [_ELEMENTS.get(element, _BRACKET)[1] for element in reversed(self.path[keep:])]
        del self.path[keep:]

    def write(self, run: Run) -> None:
        if run.kind == "bracket":
            self._bracket(run)
            return
        if run.kind == "note" and self.apparatus is not None:
            if self.apparatus.with_notes:
                self.apparatus.notes.append(_written(run, apart=True))
            return
        self.go(run)
        if run.kind == "text":
            self.out.append(escape(run.text, quote=False))
        elif run.kind == "attribution":
            self.out.append(f'<sup class="by"><span class="vh">, {_introduced(run)}</span>{_written(run)}</sup>')
        elif run.kind == "under":
            self.out.append(f'<span class="under">{escape(scope.label_of(said(run)), quote=False)}</span>')
        elif run.kind == "footnote" and self.apparatus is not None:
            self.out.append(self.apparatus.refer(_written(run, apart=True)))
        else:
            name = "footnote" if run.kind == "footnote" else "note by the secretariat"
            self.out.append(f'<span class="aside">[{name}: {_written(run)}]</span>')

    def _bracket(self, run: Run) -> None:
        sides = ["-", "+"] if run.sign == "=" else [run.sign]
        if run.text == "[":
            self.serial += 1
            for side in sides:
                self.brackets[side].append(f"[{self.serial}")
        self.go(run)
        self.out.append(f"<b>{run.text}</b>")
        if run.text == "]":
            for side in sides:
                del self.brackets[side][-1:]

    def finished(self) -> str:
        self._close(0)
        return "".join(self.out)


def _introduced(names: Run) -> str:
    """What the ear is told before names; those who oppose, or reserve their position, say so themselves."""
    said = "".join(part.text for part in names.runs if part.sign != "-" or names.sign == "-")
    first = attribution.read(said.partition(";")[0])
    return "proposed by " if first.supporters else ""


def _written(whole: Run, apart: bool = False) -> str:
    """What an attribution, footnote or note says. Within a change its words need not say again that they
    changed; a note that is printed `apart` has to.
    """
    writer = _Writer((0, 0), None, moved=False)
    for run in whole.runs:
        writer.write(replace(run, sign="=") if run.sign == whole.sign and not apart else run)
    return writer.finished()


def wording(text: str, opened: int = 0, apparatus: Apparatus | None = None) -> str:
    """One clause's words; `opened` is how many brackets the clauses before it have left open."""
    if not opened and _MARKED.isdisjoint(text):  # most clauses: nothing to read
        return escape(text, quote=False)
    return redlined([("=", text)] if text else [], (opened, opened), apparatus)


def redlined(
    segments: Sequence[Segment],
    opened: tuple[int, int] = (0, 0),
    apparatus: Apparatus | None = None,
    moved: bool = False,
) -> str:
    """A change as `ins` and `del` with words for the ear; always well formed, whatever the segments cut.

    `opened` counts the brackets that earlier clauses left open in the old and in the new text; `moved` marks
    what was kept as having moved here.
    """
    writer = _Writer(opened, apparatus, moved)
    for run in runs(segments):
        writer.write(run)
    return writer.finished()


def opened_after(text: str, opened: int) -> int:
    """How many brackets are open after a clause, when `opened` were open where its words begin."""
    return depth_after(text, opened) if "[" in text or "]" in text else opened


def named(name: str) -> str:
    """The name of an article with its Latin suffix in italics: "Article 12 <em>bis</em>"."""
    head, _, last = name.rpartition(" ")
    if last not in LATIN_SUFFIXES:
        return escape(name, quote=False)
    return f"{escape(head, quote=False)} <em>{last}</em>"


def label_html(label: str, before: str = "") -> str:
    """A printed number with its Latin suffix in italics: "4 <em>bis</em>."; `before` is HTML that stands
    before it.
    """
    if " " not in label or label.startswith("Option"):
        return before + escape(label, quote=False)
    head, _, suffix = label.partition(" ")
    word = suffix.rstrip(".)")
    return f"{before}{escape(head, quote=False)} <em>{escape(word, quote=False)}</em>{suffix[len(word) :]}"
