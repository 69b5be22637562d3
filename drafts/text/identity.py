"""Which clause of a new version continues which clause of the old one.

1. Equal ids. 2. Equal beginnings and ends of the article. 3. Equal wording that is as frequent in both. 4.
   Likeness of words in the gaps between these, keeping the order. 5. A tombstone continues the clause whose
   number it keeps. 6. Moves with changes.
7. Splits and merges, by what explains the words that a neighbour lost or gained.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from drafts.text.blocks import Block, is_tombstone, new_id
from drafts.text.regrouping import regrouped
from drafts.text.resemblance import LIKE, likeness
from drafts.text.words import words_of

PairKind = Literal["same", "edit", "move", "move_edit", "insert", "delete", "split", "merge"]

# Tuned on two real treaties with edits of known truth, and checked on three that were held out.
_LIKE_WHEN_ALONE = 0.30
_LIKE_TO_MOVE = 0.60
_CERTAIN, _MARGIN = 0.85, 0.15
_LEAST_WORDS_TO_MOVE = 4
_LARGEST_GAP = 40_000


class Pairing(NamedTuple):
    """Places of one clause in the old and in the new version; None where it is absent."""

    old: int | None
    new: int | None
    kind: PairKind


@dataclass(slots=True)
class Alignment:
    """Rows in reading order, every clause of both versions in exactly one; the new order is kept.

    `splits`: place of a new clause -> place of the old one it was split off; `merges`: old clause -> new one
    it went into.
    """

    rows: list[Pairing]
    splits: dict[int, int]
    merges: dict[int, int]


@dataclass(slots=True)
class Carried:
    """What became of the identities: id -> how its clause changed; id of a part -> the clause it was split off;
    id of a clause that is gone -> the clause it was merged into.
    """

    kinds: dict[str, PairKind]
    ancestors: dict[str, str]
    merged_into: dict[str, str]


@dataclass(slots=True)
class _Matching:
    old: Sequence[Block]
    new: Sequence[Block]
    new_of: dict[int, int] = field(default_factory=dict)
    old_of: dict[int, int] = field(default_factory=dict)
    strangers: set[int] = field(default_factory=set)
    believed: set[int] = field(default_factory=set)  # old clauses that were paired by their ids

    def pair(self, old: int, new: int) -> None:
        self.new_of[old] = new
        self.old_of[new] = old

    def unpair(self, old: int, new: int) -> None:
        """Free both clauses of whatever they were paired with."""
        for mine, other, place in ((self.new_of, self.old_of, old), (self.old_of, self.new_of, new)):
            if place in mine:
                del other[mine.pop(place)]

    def free_old(self, places: Iterable[int]) -> list[int]:
        return [place for place in places if place not in self.new_of]

    def free_new(self, places: Iterable[int]) -> list[int]:
        return [place for place in places if place not in self.old_of and place not in self.strangers]


def _comparable(was: Block, now: Block) -> bool:
    wording = ("para", "continuation")
    return was.kind == now.kind or (was.kind in wording and now.kind in wording)


def _match_ids(matching: _Matching) -> None:
    """Believe the ids that `new` carries. Where the versions share ids at all, a clause with an id of its own
    is another clause however alike; two instruments share none and are compared by their words.
    """
    places = {block.id: place for place, block in enumerate(matching.old) if block.id}
    for new, block in enumerate(matching.new):
        old = places.get(block.id) if block.id else None
        if old is not None and old not in matching.new_of:
            matching.pair(old, new)
            matching.believed.add(old)
    if matching.old_of:
        matching.strangers = {new for new, block in enumerate(matching.new) if block.id and block.id not in places}


def _match_ends(matching: _Matching) -> None:
    """Shared beginning and end of the article."""
    old, new = matching.old, matching.new

    def agree(one: int, other: int) -> bool:
        if one in matching.new_of or other in matching.old_of or other in matching.strangers:
            return matching.new_of.get(one) == other
        was, now = old[one], new[other]
        return was.text == now.text and was.depth == now.depth and was.kind == now.kind

    start, shorter = 0, min(len(old), len(new))
    while start < shorter and agree(start, start):
        matching.pair(start, start)
        start += 1
    end = 1
    while end <= shorter - start and agree(len(old) - end, len(new) - end):
        matching.pair(len(old) - end, len(new) - end)
        end += 1


def _wording(block: Block) -> tuple[str, str, str]:
    """What makes a clause recognisable; tombstones all read alike and are told apart by their numbers."""
    return block.kind, block.text, block.label if is_tombstone(block) else ""


def _match_equal_texts(matching: _Matching) -> None:
    olds: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    news: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for place in matching.free_old(range(len(matching.old))):
        olds[_wording(matching.old[place])].append(place)
    for place in matching.free_new(range(len(matching.new))):
        news[_wording(matching.new[place])].append(place)
    for wording, places in olds.items():
        others = news.get(wording, [])
        if len(places) == len(others) and (wording[1] or len(places) == 1):
            for old, new in zip(places, others, strict=True):
                matching.pair(old, new)


def unmoved(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """The largest set of pairs that stand in the same order in both versions."""
    ordered = sorted(pairs)
    tails: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for place, (_, new) in enumerate(ordered):
        length = bisect_left(tails, new)
        if length == len(tails):
            tails.append(new)
            last.append(place)
        else:
            tails[length], last[length] = new, place
        before.append(last[length - 1] if length else None)
    kept: set[tuple[int, int]] = set()
    step = last[-1] if last else None
    while step is not None:
        kept.add(ordered[step])
        step = before[step]
    return kept


def _score(was: Block, now: Block, alone: bool) -> float:
    """How well `now` continues `was`; 0 for not at all. Characters are enough to compare where there is no
    other candidate.
    """
    if not _comparable(was, now):
        return 0.0
    if is_tombstone(was) or is_tombstone(now):
        return 0.0 if was.text != now.text else 1.0 if was.label == now.label else 0.5
    found = fuzz.ratio(was.text, now.text) / 100 if alone else 0.0
    if found < 0.7:
        found = likeness(was.text, now.text)
    if found < (_LIKE_WHEN_ALONE if alone else LIKE):
        return 0.0
    return found + 0.05 * (was.depth == now.depth and was.scheme == now.scheme)


def _match_gap(matching: _Matching, olds: Sequence[int], news: Sequence[int]) -> None:
    """Pair clauses between two fixed points so that the order is kept and likeness is greatest."""
    if not olds or not news or len(olds) * len(news) > _LARGEST_GAP:
        return
    alone = len(olds) == len(news) == 1
    scores = [[_score(matching.old[one], matching.new[other], alone) for other in news] for one in olds]
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for row in range(len(olds) - 1, -1, -1):
        here, below, score = best[row], best[row + 1], scores[row]
        for column in range(len(news) - 1, -1, -1):
            here[column] = max(below[column], here[column + 1], below[column + 1] + score[column])
    row = column = 0
    while row < len(olds) and column < len(news):
        if scores[row][column] and best[row][column] == best[row + 1][column + 1] + scores[row][column]:
            matching.pair(olds[row], news[column])
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1


def _match_gaps(matching: _Matching) -> None:
    fixed = sorted(unmoved(matching.new_of.items()))
    old_start = new_start = 0
    for old_end, new_end in [*fixed, (len(matching.old), len(matching.new))]:
        _match_gap(matching, matching.free_old(range(old_start, old_end)), matching.free_new(range(new_start, new_end)))
        old_start, new_start = old_end + 1, new_end + 1


def _match_certain(matching: _Matching) -> None:
    """Undo what order suggested and words contradict: a clause that was moved over its neighbour is nearly the same
    elsewhere, whatever likeness its neighbour has to what stands in its place now.
    """
    firm = {
        old: likeness(matching.old[old].text, matching.new[new].text)
        for old, new in matching.new_of.items()
        if old not in matching.believed and matching.old[old].text != matching.new[new].text
    }
    weak = [old for old, found in firm.items() if found < _CERTAIN - _MARGIN]
    if not weak:
        return
    olds = [*matching.free_old(range(len(matching.old))), *weak]
    news = [*matching.free_new(range(len(matching.new))), *(matching.new_of[old] for old in weak)]
    candidates = []
    for old in olds:
        for new in news:
            if _comparable(matching.old[old], matching.new[new]) and matching.new_of.get(old) != new:
                found = likeness(matching.old[old].text, matching.new[new].text)
                if found >= _CERTAIN:
                    candidates.append((-found, abs(old - new), old, new))
    for found, _, old, new in sorted(candidates):
        rivals = (firm.get(old, 0.0), firm.get(matching.old_of.get(new, -1), 0.0))
        if max(rivals) + _MARGIN <= -found:
            matching.unpair(old, new)
            matching.pair(old, new)
            firm[old] = -found
    _match_gaps(matching)


def _match_rest(matching: _Matching, parts: Container[int], joined: Container[int]) -> None:
    """What is left between fixed points once moves, `parts` split off and clauses `joined` to others are known: a
    clause that was largely rewritten is the one that is twice as like as any other.
    """
    fixed = sorted(unmoved(matching.new_of.items()))
    old_start = new_start = 0
    for old_end, new_end in [*fixed, (len(matching.old), len(matching.new))]:
        olds = [i for i in matching.free_old(range(old_start, old_end)) if i not in joined]
        news = [i for i in matching.free_new(range(new_start, new_end)) if i not in parts]
        old_start, new_start = old_end + 1, new_end + 1
        if not olds or not news or len(olds) * len(news) > _LARGEST_GAP:
            continue
        scores = {(i, j): likeness(matching.old[i].text, matching.new[j].text) for i in olds for j in news}
        for (old, new), found in scores.items():
            was, now = matching.old[old], matching.new[new]
            rivals = [other for (i, j), other in scores.items() if (i == old) != (j == new)]
            alike = _comparable(was, now) and (was.depth, was.scheme) == (now.depth, now.scheme)
            alike = alike and not is_tombstone(was) and not is_tombstone(now)
            if alike and found >= _LIKE_WHEN_ALONE and found >= 2 * max(rivals, default=0.0):
                matching.pair(old, new)


def _match_tombstones(matching: _Matching) -> None:
    """A tombstone is the clause whose number it keeps, though none of its words are left."""
    free = {
        (matching.old[place].label, matching.old[place].depth): place
        for place in reversed(matching.free_old(range(len(matching.old))))
        if matching.old[place].kind == "para"
    }
    for place in matching.free_new(range(len(matching.new))):
        block = matching.new[place]
        if is_tombstone(block) and (old := free.pop((block.label, block.depth), None)) is not None:
            matching.pair(old, place)


def _match_moves(matching: _Matching) -> None:
    candidates = []
    olds, news = matching.free_old(range(len(matching.old))), matching.free_new(range(len(matching.new)))
    olds = [place for place in olds if len(words_of(matching.old[place].text)) >= _LEAST_WORDS_TO_MOVE]
    news = [place for place in news if len(words_of(matching.new[place].text)) >= _LEAST_WORDS_TO_MOVE]
    for old in olds:
        for new in news:
            if _comparable(matching.old[old], matching.new[new]):
                found = likeness(matching.old[old].text, matching.new[new].text)
                if found >= _LIKE_TO_MOVE:
                    candidates.append((-found, abs(old - new), old, new))
    for _, _, old, new in sorted(candidates):
        if old not in matching.new_of and new not in matching.old_of:
            matching.pair(old, new)


def _rows(matching: _Matching, splits: dict[int, int], merges: dict[int, int]) -> list[Pairing]:
    """In the order of the new version; what is gone stands after the unmoved clause that it followed."""
    fixed = unmoved(matching.new_of.items())
    gone: dict[int, list[Pairing]] = defaultdict(list)
    last = -1
    for old in range(len(matching.old)):
        new = matching.new_of.get(old)
        if new is None:
            gone[last].append(Pairing(old, None, "merge" if old in merges else "delete"))
        elif (old, new) in fixed:
            last = new
    rows = gone[-1]
    for new, block in enumerate(matching.new):
        source = matching.old_of.get(new)
        if source is None:
            rows.append(Pairing(None, new, "split" if new in splits else "insert"))
        else:
            rows.append(Pairing(source, new, _kind(matching.old[source], block, (source, new) in fixed)))
        rows += gone[new]
    return rows


def _kind(was: Block, now: Block, in_place: bool) -> PairKind:
    same = was.text == now.text and was.lead == now.lead
    if in_place:
        return "same" if same else "edit"
    return "move" if same else "move_edit"


def align(old: Sequence[Block], new: Sequence[Block]) -> Alignment:
    """Pair the clauses of two versions. Ids that `new` already carries are believed; the rest is worked out
    from the words.
    """
    matching = _Matching(old, new)
    _match_ids(matching)
    _match_ends(matching)
    if len(matching.new_of) < len(old) or len(matching.old_of) < len(new):
        _match_equal_texts(matching)
        _match_gaps(matching)
        _match_certain(matching)
        _match_tombstones(matching)
        _match_moves(matching)
        _match_rest(matching, regrouped(new, old, matching.old_of), regrouped(old, new, matching.new_of))
    splits = regrouped(new, old, matching.old_of)
    merges = regrouped(old, new, matching.new_of)
    return Alignment(_rows(matching, splits, merges), splits, merges)


def carry_ids(old: Sequence[Block], new: Sequence[Block]) -> Carried:
    """Give the clauses of `new` the ids of the clauses of `old` that they continue, fresh ids to the others.

    No id is given twice. A clause that comes with an id of its own that `old` does not know (a restored one)
    keeps it.
    """
    alignment = align(old, new)
    taken = {block.id for block in old}
    kinds: dict[str, PairKind] = {}
    for pairing in alignment.rows:
        if pairing.new is None:
            continue
        block = new[pairing.new]
        if pairing.old is not None:
            block.id = old[pairing.old].id
        elif not block.id or block.id in taken:
            block.id = new_id()
        taken.add(block.id)
        kinds[block.id] = pairing.kind
    return Carried(
        kinds,
        {new[part].id: old[source].id for part, source in alignment.splits.items()},
        {old[gone].id: new[target].id for gone, target in alignment.merges.items()},
    )
