"""Automatic numbers that are right before and after the tracked changes of a Word file.

Word counts again whenever a change is accepted or refused. So each side is counted here as Word counts it, and a
clause has an automatic number only where both sides come out as their texts have it; elsewhere it is typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from drafts.rendering.docx_numbering import Numbers, ordinal_of, shape_of
from drafts.rendering.tree import Clause
from drafts.text.blocks import Block

Side = Literal["-", "+"]  # the text that was, and the text that is
Numbered = tuple[Block, Clause]


@dataclass
class _Count:
    """What Word has counted on one side: lists of one shape count together."""

    counted: dict[int, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[int, int]] = field(default_factory=set)

    def copied(self) -> _Count:
        return _Count({shape: dict(places) for shape, places in self.counted.items()}, set(self.begun))


class TrackedNumbers(Numbers):
    """The lists of a document that holds two texts."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.counts: dict[Side, _Count] = {"-": _Count(), "+": _Count()}

    def of_both(self, sides: dict[Side, Numbered]) -> tuple[int, int] | None:
        """The list and level that number a paragraph on the sides on which it stands; None where it has to be typed."""
        wanted: dict[Side, int] = {}
        places = set()
        for side, (block, clause) in sides.items():
            ordinal, shape = ordinal_of(block), shape_of(block, clause)
            if block.lead or block.pin or ordinal is None or shape not in self.shapes:
                return None
            wanted[side] = ordinal
            places.add(self.shapes.index(shape))
        if len(places) != 1:
            return None
        (place,) = places
        bullet = all(block.scheme == "dash" for block, _ in sides.values())
        for number in self._candidates(place, set(wanted.values())):
            if bullet or all(self._next(side, number, place) == ordinal for side, ordinal in wanted.items()):
                for side, ordinal in wanted.items():
                    self._count(side, number, place, ordinal)
                self.current = number
                return number, place
        return None

    def kept(self) -> dict[Side, _Count]:
        """How far it has counted, for `back_to`."""
        return {side: count.copied() for side, count in self.counts.items()}

    def back_to(self, kept: dict[Side, _Count]) -> None:
        """Count on from there. Lists that were begun since are not used, but stay."""
        self.counts = kept

    def _candidates(self, place: int, ordinals: set[int]) -> Iterator[int]:
        """The list that counts so far, then one that begins with the wanted number."""
        if not self.current:
            self.current = self.new_list(dict.fromkeys(range(len(self.shapes)), 1))
        yield self.current
        if len(ordinals) == 1:
            yield self.new_list({place: next(iter(ordinals))})

    def _next(self, side: Side, number: int, place: int) -> int | None:
        """What Word would print there; None where one Word processor begins again and another counts on."""
        shape, starts = self.lists[number - 1]
        count = self.counts[side]
        if place in starts and (number, place) not in count.begun:
            return starts[place]
        if place in (counted := count.counted.get(shape, {})):
            return counted[place] + 1
        return 1 if starts.get(place, 1) == 1 else None

    def _count(self, side: Side, number: int, place: int, ordinal: int) -> None:
        count = self.counts[side]
        counted = count.counted.setdefault(self.lists[number - 1][0], {})
        counted[place] = ordinal
        count.begun.add((number, place))
        for deeper in [other for other in counted if other > place]:
            del counted[deeper]
