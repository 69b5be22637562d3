"""Three versions of one clause made into one, word by word.

What only one editor changed is taken; what both changed, or changed closer than the guard, is a conflict. Two
words of guard cost some questions that a bare three-way merge would not ask and buy that no sentence is put
together that nobody wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal, TypeAlias

from drafts.text.words import lex, pieces, word_spans

ConflictKind = Literal["words", "delete_edit", "structure", "order", "brackets"]

GUARD = 2


@dataclass(frozen=True, slots=True)
class Conflict:
    """A question for a person. The three texts are what each version says; the conflict itself writes nothing
    into the text.

    `words` two changes touch; `delete_edit` one deleted what the other changed or moved; `structure` level,
    style or parent differ; `order` both moved the clause; `brackets` the brackets of the two cross or no
    longer match.
    """

    kind: ConflictKind
    block_id: str
    base: str
    ours: str
    theirs: str


Part: TypeAlias = str | Conflict


@dataclass(slots=True)
class _Region:
    """What stands before one word that nobody touched, in three versions, and that word."""

    base: str
    ours: str
    theirs: str
    word: str

    @property
    def editors(self) -> int:
        """Who changed this: 0 nobody, 1 we, 2 they, 3 both."""
        return (self.ours != self.base) | ((self.theirs != self.base) << 1)

    @property
    def agreed(self) -> bool:
        return self.ours == self.theirs


def _kept_words(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Place in `base` -> place in `other` of every word that stayed."""
    kept: dict[int, int] = {}
    for same, start, end, other_start, _ in word_spans(base, other, readable=False):
        if same:
            kept.update(zip(range(start, end), range(other_start, other_start + end - start), strict=True))
    return kept


def _added_pairs(other: Sequence[str], kept: dict[int, int]) -> list[tuple[float, float]]:
    """Pairs of brackets that `other` added, as intervals of words of the base."""
    base_of = {place: word for word, place in kept.items()}
    places: list[float] = []
    last = -1
    for place in range(len(other)):
        last = base_of.get(place, last)
        places.append(last if place in base_of else last + 0.5)
    opened: list[int] = []
    pairs = []
    for place, word in enumerate(other):
        if word == "[":
            opened.append(place)
        elif word == "]" and opened:
            start = opened.pop()
            if start not in base_of and place not in base_of:
                pairs.append((places[start], places[place]))
    return pairs


def _cross(ours: Sequence[tuple[float, float]], theirs: Sequence[tuple[float, float]]) -> bool:
    """Whether a pair of ours overlaps a pair of theirs without one being inside the other."""
    return any(
        start < other_start < end < other_end or other_start < start < other_end < end
        for start, end in ours
        for other_start, other_end in theirs
    )


def _regions(
    versions: Sequence[tuple[list[str], list[str]]], ours: dict[int, int], theirs: dict[int, int]
) -> list[_Region]:
    """Cut three versions at the words that stand in all of them."""
    regions = []
    starts = [0, 0, 0]
    base_words = versions[0][1]
    shared = [place for place in range(len(base_words)) if place in ours and place in theirs]
    for place in [*shared, None]:
        ends = [len(words) for _, words in versions] if place is None else [place, ours[place], theirs[place]]
        base, our, their = (
            gaps[start] + pieces(gaps, words, start, end)
            for (gaps, words), start, end in zip(versions, starts, ends, strict=True)
        )
        regions.append(_Region(base, our, their, "" if place is None else base_words[place]))
        starts = [end + 1 for end in ends]
    return regions


def _joined(regions: Sequence[_Region]) -> _Region:
    """Neighbouring regions as one; the words between them become part of all three versions."""
    between = [region.word for region in regions[:-1]] + [""]
    base, ours, theirs = (
        "".join(getattr(region, name) + word for region, word in zip(regions, between, strict=True))
        for name in ("base", "ours", "theirs")
    )
    return _Region(base, ours, theirs, regions[-1].word)


def _guarded(regions: list[_Region], guard: int) -> list[_Region]:
    """Join changes of different editors that stand closer than `guard` words, unless both did the same."""
    place = 0
    while place < len(regions):
        near = place + 1
        while regions[place].editors and near < len(regions) and near - place <= guard:
            if not regions[near].editors:
                near += 1
                continue
            run = regions[place : near + 1]
            if run[0].editors | run[-1].editors != 3 or all(region.agreed for region in run):
                break
            regions[place : near + 1] = [_joined(run)]
            near = place + 1
        place += 1
    return regions


def _shared_space(texts: Sequence[str]) -> int:
    """How much white space all `texts` begin with."""
    return sum(
        1
        for _ in takewhile(
            lambda characters: len(set(characters)) == 1 and characters[0].isspace(), zip(*texts, strict=False)
        )
    )


def _parts(region: _Region, block_id: str) -> Iterator[Part]:
    base, ours, theirs = region.base, region.ours, region.theirs
    if ours in (base, theirs):
        yield theirs
    elif theirs == base:
        yield ours
    else:
        start = _shared_space((base, ours, theirs))
        end = _shared_space(tuple(text[start:][::-1] for text in (base, ours, theirs)))
        yield ours[:start]
        yield Conflict("words", block_id, *(text[start : len(text) - end] for text in (base, ours, theirs)))
        yield ours[len(ours) - end :]
    yield region.word


def merge_text(base: str, ours: str, theirs: str, guard: int = GUARD, block_id: str = "") -> list[Part]:
    """Merge one text; the parts are agreed text and `Conflict`s in reading order.

    merge(o, o, x) = merge(o, x, o) = merge(o, x, x) = [x]; exchanging the two sides exchanges them in the
    conflicts and changes nothing else.
    """
    if ours in (base, theirs):
        return [theirs]
    if theirs == base:
        return [ours]
    versions = [lex(base), lex(ours), lex(theirs)]
    words = versions[0][1]
    our_words, their_words = _kept_words(words, versions[1][1]), _kept_words(words, versions[2][1])
    if _cross(_added_pairs(versions[1][1], our_words), _added_pairs(versions[2][1], their_words)):
        return [Conflict("brackets", block_id, base, ours, theirs)]
    parts: list[Part] = []
    for region in _guarded(_regions(versions, our_words, their_words), guard):
        for part in _parts(region, block_id):
            if isinstance(part, str) and parts and isinstance(parts[-1], str):
                parts[-1] += part
            elif part != "":
                parts.append(part)
    return parts or [""]


def settled(parts: Sequence[Part], side: Literal["base", "ours", "theirs"] = "ours") -> str:
    """The text with every conflict decided for one side."""
    return "".join(part if isinstance(part, str) else str(getattr(part, side)) for part in parts)
