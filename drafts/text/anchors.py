"""Comments hang on words: a clause, a range in it, the words quoted and what stood around them.

The fields follow the text quote selector of the W3C Web Annotation model. An anchor is carried from version
to version through the redline; it says how sure it is, and the quote it was made from is only ever replaced
by words actually found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from drafts.text.blocks import Block
from drafts.text.redline import Segment, diff_words
from drafts.text.words import common_end, common_start

Status = Literal["exact", "changed", "moved", "paragraph", "orphan"]

_CONTEXT = 32
_LEAST_KEPT = 0.5
_SURE = 0.78
_SURE_OF_FEW_WORDS = 0.93
_FEW_CHARACTERS = 25


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words `start:end` of a clause.

    `status`: "exact" the words stand unchanged, "changed" most of them do, "moved" they were found in another
    clause, "paragraph" the clause stands but the words are gone, "orphan" the clause is gone too. `score` is
    0 to 1.
    """

    clause: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    status: Status = "exact"
    score: float = 1.0


class _Found(NamedTuple):
    score: float
    start: int
    end: int


def make(block: Block, start: int, end: int) -> Anchor:
    """An anchor on the words `start:end` of a clause."""
    text = block.text
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return Anchor(block.id, start, end, text[start:end], before, after)


def _mapped(segments: Sequence[Segment], start: int, end: int) -> tuple[int, int, int]:
    """Where the characters `start:end` of the old text stand in the new one, and how many of them were kept."""
    old = new = kept = 0
    first, last = -1, -1
    for sign, text in segments:
        if sign == "=":
            low, high = max(start, old), min(end, old + len(text))
            if low < high:
                first = new + low - old if first < 0 else first
                last = new + high - old
                kept += high - low
        old += len(text) if sign != "+" else 0
        new += len(text) if sign != "-" else 0
    return first, last, kept


def _position(segments: Sequence[Segment], place: int) -> int:
    """Where the new text goes on that stood at `place` in the old one."""
    old = new = 0
    for sign, text in segments:
        if sign != "+" and old + len(text) >= place:
            return new + max(0, place - old) if sign == "=" else new
        old += len(text) if sign != "+" else 0
        new += len(text) if sign != "-" else 0
    return new


def _search(anchor: Anchor, text: str, spans: Sequence[tuple[int, int]]) -> _Found:
    """The best place of the quote in `text`: word for word if there is one, context deciding between several,
    else the likest. Only words that mostly stand in `spans` count.
    """
    best = _Found(0.0, 0, 0)
    start = text.find(anchor.exact)
    around = max(1, len(anchor.prefix) + len(anchor.suffix))
    while start >= 0:
        end = start + len(anchor.exact)
        if _covered(spans, start, end):
            shared = common_end(text[:start], anchor.prefix) + common_start(text[end:], anchor.suffix)
            best = max(best, _Found(0.9 + 0.1 * shared / around, start, end), key=lambda found: found.score)
        start = text.find(anchor.exact, start + 1)
    if best.score or len(anchor.exact) < 12:
        return best
    for low, high in spans:
        if high - low >= 0.6 * len(anchor.exact):
            best = max(best, _likest(anchor, text, low, high), key=lambda found: found.score)
    return best


def _covered(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    shared = sum(max(0, min(high, end) - max(low, start)) for low, high in spans)
    return 2 * shared >= end - start


def _likest(anchor: Anchor, text: str, low: int, high: int) -> _Found:
    """The words of `text[low:high]` that are most like the quote."""
    found = fuzz.partial_ratio_alignment(anchor.exact, text[low:high], score_cutoff=70)
    if found is None:
        return _Found(0.0, 0, 0)
    start, end = low + found.dest_start, low + found.dest_end
    while 0 < start < len(text) and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    context = (fuzz.ratio(before, anchor.prefix) + fuzz.ratio(after, anchor.suffix)) / 200
    return _Found((0.75 + 0.25 * context) * found.score / 100, start, end)


class _Fresh:
    """Where each clause of the new version has words that it did not have before."""

    def __init__(self, before: dict[str, Block]) -> None:
        self.before = before
        self.known: dict[str, list[tuple[int, int]]] = {}

    def spans(self, block: Block) -> list[tuple[int, int]]:
        if block.id not in self.known:
            was = self.before.get(block.id)
            self.known[block.id] = _inserted(was.text, block.text) if was else [(0, len(block.text))]
        return self.known[block.id]


def _inserted(old: str, new: str) -> list[tuple[int, int]]:
    spans, place = [], 0
    for sign, text in diff_words(old, new):
        if sign == "+":
            spans.append((place, place + len(text)))
        place += len(text) if sign != "-" else 0
    return spans


def _elsewhere(anchor: Anchor, fresh: _Fresh, new: Sequence[Block]) -> tuple[_Found, Block | None]:
    """The best place among the words that are new where they stand: the same words where they stood before are not
    those that went.
    """
    best, where = _Found(0.0, 0, 0), None
    for block in new:
        found = _search(anchor, block.text, fresh.spans(block))
        score = found.score + 0.03 * (found.score > 0 and block.id == anchor.clause)
        if score > best.score:
            best, where = found._replace(score=score), block
    return best, where


def _placed(block: Block, start: int, end: int, status: Status, score: float) -> Anchor:
    return replace(make(block, start, end), status=status, score=round(min(score, 1.0), 3))


def _carried(anchor: Anchor, fresh: _Fresh, after: dict[str, Block], new: Sequence[Block]) -> Anchor:
    was, now = fresh.before.get(anchor.clause), after.get(anchor.clause)
    segments: list[Segment] = diff_words(was.text, now.text) if was and now else []
    if was and now and was.text[anchor.start : anchor.end] == anchor.exact:
        start, end, kept = _mapped(segments, anchor.start, anchor.end)
        if start >= 0 and kept >= _LEAST_KEPT * len(anchor.exact):
            status: Status = "exact" if now.text[start:end] == anchor.exact else "changed"
            return _placed(now, start, end, status, kept / max(1, len(anchor.exact)))
    best, where = _elsewhere(anchor, fresh, new)
    needed = _SURE if len(anchor.exact) >= _FEW_CHARACTERS else _SURE_OF_FEW_WORDS
    if where is not None and best.score >= needed:
        unmoved = where.id == anchor.clause and where.text[best.start : best.end] == anchor.exact
        return _placed(where, best.start, best.end, "exact" if unmoved else "moved", best.score)
    if now is not None:
        place = _position(segments, anchor.start) if was else 0
        return replace(anchor, start=place, end=place, status="paragraph", score=round(best.score, 3))
    return replace(anchor, status="orphan", score=round(best.score, 3))


def reanchor(anchors: Iterable[Anchor], old: Sequence[Block], new: Sequence[Block]) -> list[Anchor]:
    """Carry anchors from version `old` of an article to `new`, whose ids have been carried over; the order is
    kept.
    """
    fresh, after = _Fresh({block.id: block for block in old}), {block.id: block for block in new}
    return [_carried(anchor, fresh, after, new) for anchor in anchors]
