"""Words of a clause and what changed between two sequences of them; redline, identity and merge all stand on
this.

A bracket, an attribution, a footnote or a note is one word here, so no change can begin or end inside it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from drafts.text.brackets import APPARATUS, ESCAPE

# Letters, and the accents that composition leaves apart: a cut before an accent would be a cut inside a word.
_LETTER = r"[\w\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc]"
_WORD = re.compile(rf"({APPARATUS}|{ESCAPE}|{_LETTER}+(?:[’'\-‑.]{_LETTER}+)*|[^\w\s])")

WEAK_WORDS = frozenset(
    [
        "the",
        "of",
        "and",
        "or",
        "to",
        "in",
        "a",
        "an",
        "for",
        "by",
        "with",
        "shall",
        "be",
        "on",
        "as",
        "that",
        "its",
        "it",
        "is",
        "at",
        "any",
        "from",
        "this",
        "such",
        "which",
    ]
)
BRACKETS = frozenset("[]")

_CACHED_TEXTS = 65536


class Span(NamedTuple):
    """Words `old_start:old_end` stand unchanged at, or are replaced by, words `new_start:new_end`."""

    same: bool
    old_start: int
    old_end: int
    new_start: int
    new_end: int


@lru_cache(maxsize=_CACHED_TEXTS)
def lex(text: str) -> tuple[list[str], list[str]]:
    """(gaps, words) with text == gaps[0] + words[0] + gaps[1] + ... + gaps[-1]. The lists are shared: do not
    change them.
    """
    parts = _WORD.split(text)
    return parts[0::2], parts[1::2]


@lru_cache(maxsize=_CACHED_TEXTS)
def bag(text: str) -> Counter[str]:
    """How often each word stands in `text`. Shared: do not change it."""
    return Counter(lex(text)[1])


def words_of(text: str) -> list[str]:
    """The words of `text` in order. Shared: do not change it."""
    return lex(text)[1]


def encode(old: Sequence[str], new: Sequence[str]) -> tuple[str, str]:
    """Two sequences of words as two strings with one character a word, for comparison at the speed of C."""
    numbers: defaultdict[str, int] = defaultdict(count(0x100).__next__)
    coded = [[numbers[word] for word in words] for words in (old, new)]
    if len(numbers) + 0x100 >= 0xD800:  # step over the surrogates, which are no characters
        coded = [[code if code < 0xD800 else code + 0x800 for code in codes] for codes in coded]
    return "".join(map(chr, coded[0])), "".join(map(chr, coded[1]))


def common_start(old: Sequence[str], new: Sequence[str], limit: int | None = None) -> int:
    """How many items the two share at their beginning, at most `limit`."""
    most = min(len(old), len(new)) if limit is None else min(len(old), len(new), limit)
    length = 0
    while length < most and old[length] == new[length]:
        length += 1
    return length


def common_end(old: Sequence[str], new: Sequence[str], limit: int | None = None) -> int:
    """How many items the two share at their end, at most `limit`."""
    most = min(len(old), len(new)) if limit is None else min(len(old), len(new), limit)
    length = 0
    while length < most and old[-1 - length] == new[-1 - length]:
        length += 1
    return length


def _subsequence(old: Sequence[str], new: Sequence[str]) -> list[Span]:
    """Longest common subsequence as alternating equal and changed spans that cover both."""
    start = common_start(old, new)
    end = common_end(old, new, min(len(old), len(new)) - start)
    spans = [Span(True, 0, start, 0, start)] if start else []
    if start < len(old) - end or start < len(new) - end:
        coded_old, coded_new = encode(old[start : len(old) - end], new[start : len(new) - end])
        for step in LCSseq.opcodes(coded_old, coded_new):
            span = Span(
                step.tag == "equal",
                *(place + start for place in (step.src_start, step.src_end, step.dest_start, step.dest_end)),
            )
            last = spans[-1] if spans else None
            if last and last.same == span.same:
                spans[-1] = Span(span.same, last.old_start, span.old_end, last.new_start, span.new_end)
            else:
                spans.append(span)
    if end:
        last = spans[-1] if spans else None
        if last and last.same:
            spans[-1] = Span(True, last.old_start, len(old), last.new_start, len(new))
        else:
            spans.append(Span(True, len(old) - end, len(old), len(new) - end, len(new)))
    return spans


_CLOSERS = ("]", ")", "”")
_OPENERS = ("[", "(", "“")


def _closes(word: str) -> bool:
    return word in _CLOSERS or word.startswith("^{")


def _edge_score(before: str, first: str, last: str) -> int:
    """How naturally a change begins with `first` after `before` and ends with `last`: at punctuation, with
    whole pairs.
    """
    score = 6 if before in ".;:" else 2 if before in ",—–([" else 0
    score += 5 if last in ".;:" else 3 if last == "," else 0
    score += 2 * (first == ",")  # ", duly reasoned" reads better than "duly reasoned ,"
    score += 4 * (first in _OPENERS) + 4 * _closes(last)
    score -= 5 * _closes(first) + 5 * (last in _OPENERS)
    return score + 2 * (first in ("and", "or")) - (last in ("and", "or"))


def _best_shift(words: Sequence[str], low: int, high: int, left: int, right: int) -> int:
    """How far the change `low:high` should slide, at most `left` back and `right` on; as little as will do."""

    def merit(by: int) -> tuple[int, int, int]:
        before = words[low + by - 1] if low + by else "."
        return _edge_score(before, words[low + by], words[high + by - 1]), -abs(by), -by

    return max(range(-left, right + 1), key=merit)


def _slide(spans: list[Span], old: Sequence[str], new: Sequence[str]) -> list[Span]:
    """Move a pure insertion or deletion between equal words to where a reader would cut."""
    out = list(spans)
    for place in range(1, len(out) - 1):
        change, before, after = out[place], out[place - 1], out[place + 1]
        inserted = change.old_start == change.old_end
        if change.same or not (inserted or change.new_start == change.new_end):
            continue
        words, low, high = (
            (new, change.new_start, change.new_end) if inserted else (old, change.old_start, change.old_end)
        )
        left = right = 0
        while left < before.old_end - before.old_start and words[low - 1 - left] == words[high - 1 - left]:
            left += 1
        while right < after.old_end - after.old_start and words[low + right] == words[high + right]:
            right += 1
        if not left and not right:
            continue
        shift = _best_shift(words, low, high, left, right)
        if shift:
            out[place - 1] = before._replace(old_end=before.old_end + shift, new_end=before.new_end + shift)
            out[place] = Span(False, *(edge + shift for edge in change[1:]))
            out[place + 1] = after._replace(old_start=after.old_start + shift, new_start=after.new_start + shift)
    return [span for span in out if span.old_start < span.old_end or span.new_start < span.new_end]


def _join(spans: list[Span]) -> list[Span]:
    """Neighbouring spans of one sort become one."""
    out: list[Span] = []
    for span in spans:
        if out and out[-1].same == span.same:
            out[-1] = Span(span.same, out[-1].old_start, span.old_end, out[-1].new_start, span.new_end)
        else:
            out.append(span)
    return out


def _weight(words: Sequence[str], weak: float) -> float:
    return sum(weak if word in WEAK_WORDS or not word[0].isalnum() else 1.0 for word in words)


def _is_confetti(before: Span, run: Span, after: Span, old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether the equal words of `run` are too few and too weak to be worth showing between two rewrites."""
    kept = old[run.old_start : run.old_end]
    if len(kept) > 6 or not BRACKETS.isdisjoint(kept):
        return False
    sizes = []
    for change in (before, after):
        removed, added = old[change.old_start : change.old_end], new[change.new_start : change.new_end]
        if BRACKETS.issuperset(removed) and BRACKETS.issuperset(added):
            return False  # brackets put around words are shown as exactly the brackets
        sizes.append((_weight(removed, 0.5), _weight(added, 0.5)))
    (removed_left, added_left), (removed_right, added_right) = sizes
    replaced = min(removed_left + removed_right, added_left + added_right)
    smaller = min(max(sizes[0]), max(sizes[1]))
    return replaced >= 1 and _weight(kept, 0.34) < min(smaller * 0.5 + 1e-9, 2.1)


def _without_confetti(spans: list[Span], old: Sequence[str], new: Sequence[str]) -> list[Span]:
    """Join changes that only a stop word or a comma holds apart."""
    out = list(spans)
    place = 1
    while place < len(out) - 1:
        if out[place].same and _is_confetti(out[place - 1], out[place], out[place + 1], old, new):
            left, right = out[place - 1], out[place + 1]
            out[place - 1 : place + 2] = [Span(False, left.old_start, right.old_end, left.new_start, right.new_end)]
            place = max(1, place - 2)  # the wider change may now swallow the run before it
        else:
            place += 1
    return out


def word_spans(old: Sequence[str], new: Sequence[str], readable: bool = True) -> list[Span]:
    """What is the same and what changed; `readable` moves cuts to punctuation and drops meaningless equal words."""
    spans = _subsequence(old, new)
    if not readable:
        return spans
    return _without_confetti(_join(_slide(spans, old, new)), old, new)


def pieces(gaps: Sequence[str], words: Sequence[str], start: int, end: int) -> str:
    """Words `start:end` with the gaps between and after them."""
    return "".join(word + gap for word, gap in zip(words[start:end], gaps[start + 1 : end + 1], strict=True))
