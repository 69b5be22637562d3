"""Who stands behind disputed words, and who against them.

    attribution := part (";" part)*              between ^{ and }, or after the number of an option
    part        := names                         they support the words
                 | "against:" names              they oppose them
                 | "reservation of" name [":" what]    agreed, but for a reservation of this delegation
    names       := name ("," name)*
    name        := delegation | "some delegations" | [speaker] "on behalf of" group | group
    group       := name ["except" name ("and" name)*]

Reading never fails: a part that begins with another word and a colon is kept as it stands (`unread`).
Levels of attribution: delegation, group, "some delegations", nobody at all; research on negotiating texts
finds the three house styles (none, names, reservation in a footnote) side by side in one conference.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Level = Literal["delegation", "group", "anonymous"]

_PART = re.compile(r"(?P<head>[^:()]{1,60}):(?P<rest>.*)$", re.S)
_FOR = re.compile(r"(?i)(?:for|supported by|proposed by|pour|a favor)$")
_AGAINST = re.compile(r"(?i)(?:against|opposed by|contre|en contra)$")
_RESERVATION = re.compile(
    r"(?i)(?:(?:scrutiny )?reservations? of|réserve (?:de la |de l[’']|du |des |de )|reserva de)\s*(?P<name>.*)$"
)
_ANONYMOUS = re.compile(
    r"(?i)(?:some|several|many|most|other|certain|various|two|three|a few|a number of|a majority of|certaines?|"
    r"plusieurs|quelques|algun[ao]s|vari[ao]s|un|one)\s+"
    r"(?:other\s+)?(?:delegations?|states?|state parties|states parties|parties|participants|members|speakers|"
    r"délégations?|états?|delegaci(?:ón|ones)|estados?)$"
)
_BEHALF = re.compile(
    r"(?i)(?P<speaker>.*?)\s*\b(?:on behalf of|au nom (?:de la |de l[’']|du |des |de )|en nombre de)\s*"
)
_GROUP = re.compile(r"(?i)(?:^|\b)(?:group|groupe|grupo|union|alliance|community|caucus|forum|like-minded)\b")
_EXCEPT = re.compile(r"(?i)\s+(?:except|save|without|sauf|salvo|excepto)\s+(?:for\s+)?")
_AND = re.compile(r"(?i)\s*(?:,\s*|\s)(?:and|et|y)\s+")


@dataclass(frozen=True, slots=True)
class Holder:
    """One delegation, a group, or "some delegations". `speaker` spoke for the group, `without` stand apart from it."""

    name: str
    level: Level = "delegation"
    speaker: str = ""
    without: tuple[str, ...] = ()

    def __str__(self) -> str:
        words = f"{self.speaker} on behalf of {self.name}" if self.speaker else self.name
        return f"{words} except {listed(self.without)}" if self.without else words


@dataclass(frozen=True, slots=True)
class Reservation:
    """A delegation that lets the words stand under a reservation; `what` says of which kind, "" where nobody said."""

    holder: Holder
    what: str = ""

    def __str__(self) -> str:
        return f"{self.holder} ({self.what})" if self.what else str(self.holder)


@dataclass(frozen=True, slots=True)
class Attribution:
    """What is known of who holds some words. `unread` are the parts that were not understood, as they stand."""

    supporters: tuple[Holder, ...] = ()
    opposers: tuple[Holder, ...] = ()
    reservations: tuple[Reservation, ...] = ()
    unread: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.supporters or self.opposers or self.reservations or self.unread)

    def __add__(self, other: Attribution) -> Attribution:
        return Attribution(
            self.supporters + other.supporters,
            self.opposers + other.opposers,
            self.reservations + other.reservations,
            self.unread + other.unread,
        )


NOBODY = Attribution()


def listed(names: Iterable[object]) -> str:
    """ "Chile, Cuba and Japan"."""
    *head, last = map(str, names)
    return f"{', '.join(head)} and {last}" if head else last


def read(names: str) -> Attribution:
    """What stands between ^{ and } (or beside the number of an option) as data."""
    found = NOBODY
    for part in _cut(names, ";"):
        found += _read_part(part)
    return found


def read_all(marks: Iterable[str]) -> Attribution:
    """Several marks after the same words, put together."""
    found = NOBODY
    for mark in marks:
        found += read(mark)
    return found


def _read_part(part: str) -> Attribution:
    headed = _PART.match(part)
    head, rest = (headed["head"].strip(), headed["rest"]) if headed else ("", part)
    reserved = _RESERVATION.match(head or part)
    if reserved and reserved["name"].strip():
        what = rest.strip() if headed else ""
        return Attribution(reservations=(Reservation(_holder(reserved["name"].strip()), what),))
    if not headed or _FOR.match(head):
        return Attribution(supporters=tuple(_holders(rest)))
    if _AGAINST.match(head):
        return Attribution(opposers=tuple(_holders(rest)))
    return Attribution(unread=(part,))


def _holders(names: str) -> Iterator[Holder]:
    for name in _cut(names, ","):
        yield _holder(name)


def _holder(name: str) -> Holder:
    if _ANONYMOUS.match(name):
        return Holder(name, "anonymous")
    whole, *apart = _EXCEPT.split(name, maxsplit=1)
    without = tuple(one for one in _AND.split(apart[0]) if one) if apart else ()
    behalf = _BEHALF.match(whole)
    group = whole[behalf.end() :].strip() if behalf else ""
    if behalf and group:
        return Holder(group, "group", behalf["speaker"].strip(), without)
    if without or _GROUP.search(whole):
        return Holder(whole.strip(), "group", without=without)
    return Holder(name)


def _cut(text: str, separator: str) -> Iterator[str]:
    """The parts between separators that stand in no brackets: "Netherlands (Kingdom of the)" may hold a comma."""
    depth = start = 0
    for place, character in enumerate(text):
        if character in "()":
            depth = max(0, depth + (1 if character == "(" else -1))
        elif character == separator and not depth:
            if part := text[start:place].strip():
                yield part
            start = place + 1
    if part := text[start:].strip():
        yield part


def mistakes(names: str) -> list[str]:
    """What a drafter should look at in an attribution, one sentence each."""
    found = read(names)
    told = [
        f"It is not clear what “{part}” says; write names, “against: names” or “reservation of name: what”."
        for part in found.unread
    ]
    supporters, opposers = map(str, found.supporters), Counter(map(str, found.opposers))
    counted = Counter(supporters)
    told += [f"{name} stands both for and against the same words." for name in counted if name in opposers]
    told += [f"{name} is named twice." for name, times in (counted + opposers).items() if times > 1
             and not (name in counted and name in opposers)]  # fmt: skip
    return told
