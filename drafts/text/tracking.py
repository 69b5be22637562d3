"""Two versions of a list in one sequence: left without what is new it is the old one, without what is gone the new one.

A redline for readers shows a clause that moved once, where it stands now. Tracked changes have to give both texts to
the letter, so here it is gone in one place and new in the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from drafts.text.blocks import PARAGRAPH_MARK, Block
from drafts.text.identity import unmoved
from drafts.text.redline import Segment, redline

Places = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Clauses that belong together: one on either side, one that was split, several that were merged, or one that
    has nothing on the other side. `segments` run over both, with `PARAGRAPH_MARK` between clauses."""

    olds: tuple[Block, ...]
    news: tuple[Block, ...]
    segments: tuple[Segment, ...]


def in_step(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Step]:
    """Every clause of both versions once. Those of the old one come in their order, and so do those of the new one."""
    old_places = {id(block): place for place, block in enumerate(old)}
    new_places = {id(block): place for place, block in enumerate(new)}
    segments: dict[tuple[Places, Places], tuple[Segment, ...]] = {}
    for row in redline(old, new):
        olds = tuple(old_places[id(block)] for block in row.olds)
        news = tuple(new_places[id(block)] for block in row.news)
        if olds and news and _is_run(olds) and _is_run(news):
            segments[olds, news] = tuple(row.segments)
    for olds, news in interleaved(len(old), len(new), segments):
        was, now = tuple(old[place] for place in olds), tuple(new[place] for place in news)
        yield Step(was, now, segments.get((olds, news)) or one_sided(was, now))


def interleaved(old: int, new: int, pairs: Iterable[tuple[Places, Places]]) -> Iterator[tuple[Places, Places]]:
    """All places below `old` and below `new` once, the paired ones together as far as their order allows it.

    Each half of a pair is a run of places; no place is in two pairs. What has no partner, or stands in another order
    than its partner, comes alone: first what is gone, then what is new.
    """
    by_start = {(olds[0], news[0]): (olds, news) for olds, news in pairs}
    here = there = 0
    ends: tuple[Places, Places] = ((old,), (new,))
    for olds, news in [*(by_start[pair] for pair in sorted(unmoved(by_start))), ends]:
        yield from (((place,), ()) for place in range(here, olds[0]))
        yield from (((), (place,)) for place in range(there, news[0]))
        if (olds, news) != ends:
            yield olds, news
        here, there = olds[-1] + 1, news[-1] + 1


def cut(segments: Iterable[Segment]) -> list[tuple[Segment, ...]]:
    """Segments of a clause that was split, or of several that were merged, by paragraphs of the longer side."""
    parts: list[list[Segment]] = [[]]
    for sign, text in segments:
        for number, piece in enumerate(text.split(PARAGRAPH_MARK)):
            if number:
                parts.append([])
            if piece:
                parts[-1].append((sign, piece))
    return [tuple(part) for part in parts]


def one_sided(olds: Sequence[Block], news: Sequence[Block]) -> tuple[Segment, ...]:
    """All that was there as gone, all that is there as new."""
    gone: list[Segment] = [("-", block.text) for block in olds if block.text]
    return (*gone, *(("+", block.text) for block in news if block.text))


def _is_run(places: Places) -> bool:
    return places[-1] - places[0] == len(places) - 1
