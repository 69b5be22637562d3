"""Two provisions beside each other on the screen: every difference marked on both sides, and told in words.

A kind of difference has a line of its own under the words (dotted, dashed, full), a colour, and words for the ear, so
that nothing is said by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drafts.rendering import screen
from drafts.text.blocks import PARAGRAPH_MARK
from drafts.text.counterparts import Comparison, Kind

NAMES: dict[Kind, str] = {
    "substance": "substance",
    "wording": "wording",
    "expected": "follows from the subject",
    "reference": "cross-reference",
    "punctuation": "punctuation",
    "apparatus": "brackets and notes",
}
_COUNTED: dict[Kind, tuple[str, str]] = {
    "substance": ("difference of substance", "differences of substance"),
    "wording": ("difference of wording", "differences of wording"),
    "expected": ("difference that follows from the subject", "differences that follow from the subject"),
    "reference": ("cross-reference", "cross-references"),
    "punctuation": ("of punctuation", "of punctuation"),
    "apparatus": ("of brackets or notes", "of brackets or notes"),
}


@dataclass(slots=True)
class _Column:
    """One side, written part by part. Brackets may open in one part and close in another."""

    out: list[str]
    opened: int = 0

    def write(self, text: str, kind: Kind) -> None:
        for number, words in enumerate(text.split(PARAGRAPH_MARK)):
            if number:
                self.out.append("</p><p>")
            if not words:
                continue
            shown = screen.wording(words, self.opened)
            self.opened = screen.opened_after(words, self.opened)
            if kind == "same" or not words.strip():
                self.out.append(shown)
                continue
            heard = f'<span class="vh">, {NAMES[kind]}: </span>', '<span class="vh">, </span>'
            self.out.append(f'<span class="differs differs-{kind}">{heard[0]}{shown}{heard[1]}</span>')

    def finished(self) -> str:
        return "<p>" + "".join(self.out) + "</p>"


def columns(comparison: Comparison) -> tuple[str, str]:
    """Either side as HTML paragraphs, in which every difference is marked."""
    ours, theirs = _Column([]), _Column([])
    for part in comparison.parts:
        ours.write(part.ours, part.kind)
        theirs.write(part.theirs, part.kind)
    return ours.finished(), theirs.finished()


def one_side(text: str) -> str:
    """A provision alone, as HTML paragraphs."""
    column = _Column([])
    column.write(text, "same")
    return column.finished()


def verdict(comparison: Comparison, accepted: int = 0) -> str:
    """The comparison in one sentence: "1 difference of substance and 2 differences of wording; …". `accepted` of the
    unnecessary ones are intended."""
    if not comparison.differences:
        return "Word for word the same."
    counted = {kind: comparison.count(kind) for kind in NAMES}
    first = _listed([_number(kind, counted[kind]) for kind in ("substance", "wording") if counted[kind]])
    rest = _listed([_number(kind, counted[kind]) for kind in list(NAMES)[2:] if counted[kind]])
    intended = f" ({'all' if accepted == counted['substance'] + counted['wording'] else accepted} accepted as intended)"
    said = [first + (intended if accepted else "")] if first else ["No unnecessary discrepancy"]
    return "; ".join([*said, *([rest] if rest else [])]) + "."


def _number(kind: Kind, count: int) -> str:
    one, several = _COUNTED[kind]
    return f"{count} {one if count == 1 else several}"


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
