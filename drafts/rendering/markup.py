"""The drafting syntax inside a wording, read across the segments of a redline.

A redline cuts a wording where words changed, not where brackets or italics end. So the marks are found in the
whole wording, old and new words together, and what comes out is a flat list of runs, each of one kind, one
sign and one slant: whatever was cut, a renderer that wraps one run after the other writes well-formed output.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from drafts.text.blocks import PARAGRAPH_MARK, TOMBSTONE
from drafts.text.brackets import APPARATUS, ESCAPE
from drafts.text.redline import Segment, Sign, new_text

RunKind = Literal["text", "bracket", "attribution", "footnote", "note", "under"]
_MARKS = re.compile(rf"{ESCAPE}|{APPARATUS}|[\[\]*]")
_OPENERS = {"^{": "attribution", "{fn:": "footnote", "{note:": "note", "{under:": "under"}


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one kind. `text` for text and brackets, `runs` for what an attribution, footnote, note or mark of scope
    says.

    The sign of an attribution, footnote or note is that of its opening: "-" means that the new wording has
    none there.
    """

    kind: RunKind
    sign: Sign
    text: str = ""
    italic: bool = False
    runs: tuple[Run, ...] = ()


def said(run: Run) -> str:
    """The characters inside an attribution, footnote, note or mark of scope, old and new ones alike."""
    return "".join(each.text for each in run.runs)


class _Wording:
    """Segments end to end, and which of them each character belongs to."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.text = "".join(text for _, text in segments)
        self.signs: list[Sign] = [sign for sign, _ in segments]
        self.starts: list[int] = []
        start = 0
        for _, text in segments:
            self.starts.append(start)
            start += len(text)

    def sign(self, place: int) -> Sign:
        return self.signs[bisect_right(self.starts, place) - 1]

    def cut(self, start: int, end: int) -> list[Segment]:
        """The segments between two places."""
        if start >= end:
            return []
        found: list[Segment] = []
        for index in range(bisect_right(self.starts, start) - 1, len(self.starts)):
            begin = self.starts[index]
            if begin >= end:
                break
            stop = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
            piece = self.text[max(begin, start) : min(stop, end)]
            if piece:
                found.append((self.signs[index], piece))
        return found


def runs(segments: Sequence[Segment], notes: bool = True) -> list[Run]:
    """The wording as runs in reading order; without secretariat notes where `notes` is false.

    Never raises, loses no word.
    """
    wording = _Wording([segment for segment in segments if segment[1]])
    if new_text(segments) == TOMBSTONE:
        return [Run("text", sign, text) for sign, text in segments if text]
    marks = list(_MARKS.finditer(wording.text))
    slants = {"-": _italics(wording, marks, "+"), "+": _italics(wording, marks, "-")}
    found: list[Run] = []
    italic = {"-": False, "+": False}
    end = 0
    for mark in marks:
        found += _texts(wording.cut(end, mark.start()), italic)
        start, end, token = mark.start(), mark.end(), mark[0]
        sign = wording.sign(start)
        side = "-" if sign == "-" else "+"
        if token == "*" and (start in slants["-"] or start in slants["+"]):
            for each in ("-", "+"):
                italic[each] ^= start in slants[each]
        elif token[0] == "\\":
            found += _texts([(wording.sign(end - 1), token[1])], italic)
        elif token in "[]":
            found.append(Run("bracket", sign, token, italic[side]))
        elif token == "*":
            found += _texts([(sign, token)], italic)
        elif notes or not token.startswith("{note:"):
            found.append(_apparatus(wording, mark, sign))
    return joined([*found, *_texts(wording.cut(end, len(wording.text)), italic)])


def _texts(segments: Sequence[Segment], italic: dict[str, bool]) -> Iterator[Run]:
    for sign, text in segments:
        yield Run("text", sign, text.replace(PARAGRAPH_MARK, " ¶ "), italic["-" if sign == "-" else "+"])


def _apparatus(wording: _Wording, mark: re.Match[str], sign: Sign) -> Run:
    opener = next(opener for opener in _OPENERS if mark[0].startswith(opener))
    start, end = mark.start() + len(opener), mark.end() - 1
    while start < end and wording.text[start].isspace():
        start += 1
    while end > start and wording.text[end - 1].isspace():
        end -= 1
    return Run(_OPENERS[opener], sign, runs=tuple(runs(wording.cut(start, end))))  # type: ignore[arg-type]


def _italics(wording: _Wording, marks: Sequence[re.Match[str]], other: str) -> set[int]:
    """Where italics begin and end for a reader of one side, who does not see the `other` side's words.

    A star without its partner is a star; one that a closing bracket leaves behind too (as in
    `drafts.text.brackets.inline`).
    """
    pairs: set[int] = set()
    open_marks: list[int] = []  # places of open stars; -1 for an open bracket
    for mark in marks:
        place = mark.start()
        if mark[0] not in ("*", "[", "]") or wording.sign(place) == other:
            continue
        if mark[0] == "[":
            open_marks.append(-1)
        elif mark[0] == "]":
            while open_marks and -1 in open_marks and open_marks.pop() != -1:
                pass
        elif open_marks and open_marks[-1] >= 0:
            pairs |= {open_marks.pop(), place}
        else:
            open_marks.append(place)
    return pairs


def joined(found: Sequence[Run]) -> list[Run]:
    """Neighbouring texts of one sign and slant as one run."""
    out: list[Run] = []
    for run in found:
        last = out[-1] if out else None
        if run.kind == "text" and last and last.kind == "text" and (last.sign, last.italic) == (run.sign, run.italic):
            out[-1] = Run("text", run.sign, last.text + run.text, run.italic)
        else:
            out.append(run)
    return out


def without_notes(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The wording in the drafting syntax without its secretariat notes and the space before them."""
    wording = _Wording([segment for segment in segments if segment[1]])
    notes = [mark.span() for mark in _MARKS.finditer(wording.text) if mark[0].startswith("{note:")]
    if not notes:
        return tuple(segments)
    kept: list[Segment] = []
    end = 0
    for start, stop in [*notes, (len(wording.text), 0)]:
        kept += wording.cut(end, end + len(wording.text[end:start].rstrip()) if stop else start)
        end = stop
        while not kept and end < len(wording.text) and wording.text[end].isspace():
            end += 1
    return tuple(kept)


def words(segments: Sequence[Segment]) -> str:
    """A heading as plain words, without attributions, footnotes and notes.

    The new wording, or the old one where nothing is left.
    """
    found = runs(segments)
    kept = [run.text for run in found if run.kind in ("text", "bracket") and run.sign != "-"]
    if not "".join(kept).strip():
        kept = [run.text for run in found if run.kind in ("text", "bracket")]
    return " ".join("".join(kept).split())
