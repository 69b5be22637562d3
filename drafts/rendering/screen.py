"""The words of a text as HTML for the screen.

Strings are built here and not in templates: a page of a whole treaty holds more than a thousand clauses, and a template include
for each would take longer than everything else together. Nothing else in the portal writes `ins`, `del` or brackets on the
screen, so all words are escaped here and only here. Plain Python: the words come in as segments or as blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from drafts.rendering.markup import Run, runs
from drafts.text.brackets import depth_after
from drafts.text.redline import Segment

_MARKED = frozenset("[]*{}\\")
_OPENING = {
    "+": '<ins><span class="vh">inserted: </span>',
    "-": '<del><span class="vh">deleted: </span>',
    "moved": '<span class="moved"><span class="vh">moved here: </span>',
    "em": "<em>",
}
_CLOSING = {
    "+": '<span class="vh"> end of insertion </span></ins>',
    "-": '<span class="vh"> end of deletion </span></del>',
    "moved": '<span class="vh"> end of moved text </span></span>',
    "em": "</em>",
}
_BRACKET = '<span class="bracket">'


@dataclass(slots=True)
class Apparatus:
    """Footnotes and secretariat notes that stand below the words; `prefix` keeps the ids of several articles on a page apart.

    Without one, footnotes and notes are told in the line, which is what a short extract wants.
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
        return f'<sup><a class="fnref" id="ref{name}" href="#fn{name}" aria-label="Footnote {number}">{number}</a></sup>'

    def listed(self) -> str:
        """The footnotes themselves, "" where there are none."""
        if not self.footnotes:
            return ""
        lines = "".join(
            f'<p class="mb-0" id="fn{self.prefix}{number}"><sup>{number}</sup> {words} '
            f'<a href="#ref{self.prefix}{number}" aria-label="Back to the text at footnote {number}">Back</a></p>'
            for number, words in enumerate(self.footnotes, 1)
        )
        return f'<section class="footnotes" aria-label="Footnotes">{lines}</section>'

    def take_notes(self) -> str:
        """The secretariat notes since the last call, to stand after their clause."""
        notes, self.notes = self.notes, []
        return "".join(f'<p class="secretariat">Note by the secretariat: {note}</p>' for note in notes)


class _Writer:
    """Writes runs with every element closed in the order it was opened.

    A change may cut a bracket in two, and a bracket may begin in one clause and end in another. So the open elements are kept
    as a path (sign, brackets, italics), and what differs from the next run's path is closed and opened again; `[` and `]` are
    printed where they stand in the text, once. Old and new wording have brackets of their own.
    """

    def __init__(self, opened: tuple[int, int], apparatus: Apparatus | None, moved: bool) -> None:
        self.out: list[str] = []
        self.path: list[str | int] = []
        self.serial = max(opened)
        self.brackets: dict[str, list[int]] = {"-": list(range(opened[0])), "+": list(range(opened[1]))}
        self.apparatus = apparatus
        self.moved = moved

    def go(self, run: Run) -> None:
        side = "-" if run.sign == "-" else "+"
        sign = [run.sign] if run.sign != "=" else (["moved"] if self.moved else [])
        wanted: list[str | int] = [*sign, *self.brackets[side], *(["em"] if run.italic else [])]
        shared = 0
        while shared < min(len(wanted), len(self.path)) and wanted[shared] == self.path[shared]:
            shared += 1
        for element in reversed(self.path[shared:]):
            self.out.append(_CLOSING.get(element, "</span>"))  # type: ignore[call-overload]
        for element in wanted[shared:]:
            self.out.append(_OPENING.get(element, _BRACKET))  # type: ignore[call-overload]
        self.path = wanted

    def write(self, run: Run) -> None:
        if run.kind == "bracket":
            self._bracket(run)
        elif run.kind == "text":
            self.go(run)
            self.out.append(escape(run.text, quote=False))
        elif run.kind == "attribution":
            self.go(run)
            self.out.append(f'<sup class="by"><span class="vh">, proposed by </span>{_written(run.runs)}</sup>')
        elif run.kind == "footnote":
            self.go(run)
            words = _written(run.runs)
            self.out.append(self.apparatus.refer(words) if self.apparatus else f'<span class="aside">[footnote: {words}]</span>')
        elif self.apparatus is None:
            self.go(run)
            self.out.append(f'<span class="aside">[note by the secretariat: {_written(run.runs)}]</span>')
        elif self.apparatus.with_notes:
            self.apparatus.notes.append(_written([Run("text", run.sign, "", runs=()), *run.runs]))

    def _bracket(self, run: Run) -> None:
        sides = ["-", "+"] if run.sign == "=" else [run.sign]
        if run.text == "[":
            self.serial += 1
            for side in sides:
                self.brackets[side].append(self.serial)
        self.go(run)
        self.out.append(f"<b>{run.text}</b>")
        if run.text == "]":
            for side in sides:
                if self.brackets[side]:
                    self.brackets[side].pop()

    def finished(self) -> str:
        for element in reversed(self.path):
            self.out.append(_CLOSING.get(element, "</span>"))  # type: ignore[call-overload]
        return "".join(self.out)


def _written(found: Sequence[Run]) -> str:
    writer = _Writer((0, 0), None, moved=False)
    for run in found:
        writer.write(run)
    return writer.finished()


def wording(text: str, opened: int = 0, apparatus: Apparatus | None = None) -> str:
    """One clause's words; `opened` is how many brackets the clauses before it have left open."""
    if not opened and _MARKED.isdisjoint(text):  # nine clauses in ten: nothing to read
        return escape(text, quote=False)
    return redlined([("=", text)] if text else [], (opened, opened), apparatus)


def redlined(
    segments: Sequence[Segment], opened: tuple[int, int] = (0, 0), apparatus: Apparatus | None = None, moved: bool = False
) -> str:
    """A change as `ins` and `del` with words for the ear; `opened` counts the brackets open before it, in the old and new text.

    Always well formed, whatever the segments cut; `moved` marks what was kept as having moved here.
    """
    writer = _Writer(opened, apparatus, moved)
    for run in runs(segments):
        writer.write(run)
    return writer.finished()


def opened_after(text: str, opened: int, lead: str = "") -> int:
    """How many brackets are open after a clause."""
    if lead:
        opened += 1
    return depth_after(text, opened) if "[" in text or "]" in text else opened


def label_html(label: str) -> str:
    """A printed number with its Latin suffix in italics: "4 <em>bis</em>."."""
    if " " not in label or label.startswith("Option"):
        return escape(label, quote=False)
    head, _, suffix = label.partition(" ")
    word = suffix.rstrip(".)")
    return f"{escape(head, quote=False)} <em>{escape(word, quote=False)}</em>{suffix[len(word):]}"
