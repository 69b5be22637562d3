"""Several orders of the same things in one, so that what belongs together can stand side by side."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def woven(orders: Sequence[Sequence[Key]]) -> list[Key]:
    """Every key once: those of the first order as they stand there, each further one behind the key that it follows in
    its own order; what begins an order stands before the first key there that was known."""
    found = list(orders[0]) if orders else []
    for order in orders[1:]:
        known = set(found)
        place = next((found.index(key) for key in order if key in known), len(found))
        for key in order:
            if key in known:
                place = found.index(key) + 1
            else:
                found.insert(place, key)
                known.add(key)
                place += 1
    return found


def astray(order: Sequence[Key], whole: Sequence[Key]) -> set[Key]:
    """The keys of `order` that do not stand there as they do in `whole`: as few as may be, so that one clause that was
    moved is found and not all those that it passed."""
    places = {key: place for place, key in enumerate(whole)}
    ends: list[int] = []  # the place at which the best run of each length ends, and where it is in `order`
    holders: list[int] = []
    before: list[int] = []
    for number, key in enumerate(order):
        length = bisect_left(ends, places[key])
        before.append(holders[length - 1] if length else -1)
        ends[length:] = [places[key], *ends[length + 1 :]]
        holders[length:] = [number, *holders[length + 1 :]]
    kept: set[Key] = set()
    at = holders[-1] if holders else -1
    while at >= 0:
        kept.add(order[at])
        at = before[at]
    return set(order) - kept
