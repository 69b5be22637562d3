"""Timing ways of doing the same job side by side.

The machine is shared and its speed drifts, so the ways take turns, round after round, and the medians are compared:
what slows one slows the others too. Only the ratio is worth keeping.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

SECONDS = 2.5
ROUNDS_AT_LEAST, ROUNDS_AT_MOST = 3, 40


def _nothing() -> None:
    return None


@dataclass(frozen=True)
class Way:
    """One way to do a job. `prepare` is not timed; what it returns is handed to `act`."""

    name: str
    act: Callable[[Any], object]
    prepare: Callable[[], Any] = _nothing


@dataclass(frozen=True)
class Line:
    """What is printed: ours against one alternative.

    `limit` is the ratio that we aim at, None where there is no aim; of a rate it is the least, of a time the most.
    """

    job: str
    ours: float
    peer: str
    theirs: float
    limit: float | None = None
    unit: str = "ms"
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs

    def __str__(self) -> str:
        verdict = ""
        if self.limit is not None:
            is_met = self.ratio >= self.limit if self.unit != "ms" else self.ratio <= self.limit
            bound = "at least" if self.unit != "ms" else "at most"
            verdict = f"  ({bound} {self.limit:g}: {'met' if is_met else 'MISSED'})"
        ours, theirs = f"{_rounded(self.ours)} {self.unit}", f"{_rounded(self.theirs)} {self.unit}"
        note = f"  {self.note}" if self.note else ""
        return f"{self.job:<52} ours {ours:>11}   {self.peer:<44} {theirs:>11}   ratio {self.ratio:.2f}{verdict}{note}"


@dataclass(frozen=True)
class Figure:
    """What is printed of something that is counted and not timed: ours, its target, and what simple ways reach.

    `is_most` says that the target is the most that it may be. `theirs` are (way, figure).
    """

    job: str
    ours: float
    unit: str = "%"
    target: float | None = None
    is_most: bool = False
    theirs: tuple[tuple[str, float], ...] = ()
    note: str = ""

    @property
    def is_met(self) -> bool:
        return self.target is None or (self.ours <= self.target if self.is_most else self.ours >= self.target)

    def __str__(self) -> str:
        verdict = ""
        if self.target is not None:
            bound = "at most" if self.is_most else "at least"
            verdict = f"  ({bound} {self.target:g}{self.unit}: {'met' if self.is_met else 'MISSED'})"
        others = "".join(f"   {way} {value:.2f}{self.unit}" for way, value in self.theirs)
        note = f"  {self.note}" if self.note else ""
        return f"{self.job:<52} ours {self.ours:>9.2f}{self.unit}{verdict}{others}{note}"


def _rounded(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def medians(ways: Sequence[Way], seconds: float = SECONDS, at_least: int = ROUNDS_AT_LEAST) -> list[float]:
    """Milliseconds of each way. They take turns until `seconds` are over.

    The first round warms up, and counts only where the ways are so slow that there is time for no other.
    """
    taken = [[once(way)] for way in ways]
    end = time.perf_counter() + seconds
    if sum(sum(each) for each in taken) < seconds * 1000:
        taken = [[] for _ in ways]
    for number in range(ROUNDS_AT_MOST):
        if min(map(len, taken)) >= at_least and time.perf_counter() > end:
            break
        for step in range(len(ways)):
            place = (step + number) % len(ways)
            taken[place].append(once(ways[place]))
    return [statistics.median(each) for each in taken]


def once(way: Way) -> float:
    """Milliseconds of one go."""
    prepared = way.prepare()
    began = time.perf_counter()
    way.act(prepared)
    return (time.perf_counter() - began) * 1000


def race(
    job: str, ours: Way, theirs: Sequence[Way], limits: dict[str, float] | None = None, **options: Any
) -> list[Line]:
    """A line for each alternative. `limits`: by the alternative's name, the most that ours may take of its time."""
    mine, *others = medians([ours, *theirs], **options)
    return [
        Line(job, mine, way.name, other, (limits or {}).get(way.name))
        for way, other in zip(theirs, others, strict=True)
    ]
