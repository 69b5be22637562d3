"""How much one wording is like another."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from drafts.text.words import bag, common_end, common_start, encode, words_of

LIKE = 0.45  # from here on a clause is taken for the other; tuned with the thresholds of `identity`
_LONGEST_NEEDLE = 200  # partial_ratio takes seconds on long ones


def _word_order_likeness(old: str, new: str) -> float:
    """Share of the words that both have in the same order; 0 as soon as their counts rule out a likeness."""
    old_words, new_words = words_of(old), words_of(new)
    total = len(old_words) + len(new_words)
    if 2 * min(len(old_words), len(new_words)) < 0.4 * total:
        return 0.0
    fewer, more = sorted((bag(old), bag(new)), key=len)
    likeness = 2 * sum(min(times, more[word]) for word, times in fewer.items() if word in more) / total
    return 2 * LCSseq.similarity(*encode(old_words, new_words)) / total if likeness >= 0.4 else likeness


@lru_cache(maxsize=65536)
def likeness(old: str, new: str) -> float:
    """0 to 1: words in order, or a shared beginning and end, or one contained in the other (a sentence added
    or cut).
    """
    old_words, new_words = words_of(old), words_of(new)
    fewer = min(len(old_words), len(new_words))
    if not fewer:
        return 1.0 if len(old_words) == len(new_words) else 0.0
    found = _word_order_likeness(old, new)
    if found >= 0.6:
        return found
    start = common_start(old_words, new_words)
    if start == fewer >= 2:
        return max(found, 0.5)  # a sentence was added to a short clause, or cut off
    if fewer < 6:
        return found
    end = common_end(old_words, new_words, fewer - start)
    if (start >= 5 or end >= 7) and start + end >= 0.5 * fewer:
        return max(found, 0.5 + 0.1 * (start + end) / fewer)
    if found >= LIKE:
        return found
    if min(len(old), len(new)) <= _LONGEST_NEEDLE:
        contained = fuzz.partial_ratio(old, new)
        return max(found, 0.0056 * contained) if contained >= 82 else found
    share = LCSseq.similarity(*encode(old_words, new_words)) / fewer
    return max(found, 0.55 * share) if share >= 0.85 else found
