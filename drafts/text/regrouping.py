"""Clauses that were split or joined, found by what explains the words that a neighbour lost or gained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from rapidfuzz.distance import LCSseq

from drafts.text.blocks import Block
from drafts.text.words import WEAK_WORDS, encode, words_of

_LEAST_WORDS = 2
_SHARE = 0.5


@lru_cache(maxsize=65536)
def _telling_words(text: str) -> tuple[str, ...]:
    """The words of `text` that say something, without capitals: a sentence that was joined to another may
    lose its own.
    """
    folded = (word.casefold() for word in words_of(text) if word[0].isalnum())
    return tuple(word for word in folded if word not in WEAK_WORDS)


def _explained(whole: str, part: str, rest: str, rest_first: bool) -> float:
    """The share of the words of `rest` that stand in `whole`, in order, where `part` does not account for them."""
    all_words, words, added = _telling_words(whole), _telling_words(part), _telling_words(rest)
    if len(added) < _LEAST_WORDS:
        return 0.0
    missing = Counter(all_words) - Counter(words)
    if (missing & Counter(added)).total() < _SHARE * len(added):
        return 0.0
    together = added + words if rest_first else words + added
    gained = LCSseq.similarity(*encode(all_words, together)) - LCSseq.similarity(*encode(all_words, words))
    return gained / len(added)


def _best_explanation(
    place: int, own: Sequence[Block], other: Sequence[Block], partner: Mapping[int, int]
) -> int | None:
    """The partner, among those of the clauses nearby, whose wording is best explained by `own[place]` and its
    neighbour together. For a split `own` is the new version, for a merge the old one.
    """
    best, found = _SHARE, None
    for step in (-1, 1, -2, 2, -3, 3):
        beside = partner.get(place + step)
        if beside is not None and other[beside].text != own[place + step].text:
            share = _explained(other[beside].text, own[place + step].text, own[place].text, rest_first=step > 0)
            if share > best or (share == best and found is None):
                best, found = share, beside
    return found


def regrouped(own: Sequence[Block], other: Sequence[Block], partner: Mapping[int, int]) -> dict[int, int]:
    """Clauses of `own` without a partner that are part of a clause of `other`: splits seen from the new
    version, merges seen from the old one.
    """
    found: dict[int, int] = {}
    for place, block in enumerate(own):
        if place not in partner and block.text:
            whole = _best_explanation(place, own, other, partner)
            if whole is not None:
                found[place] = whole
    return found
