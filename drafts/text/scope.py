"""Options of scope: which clauses stand under which of several choices that are still open.

    1. Words of the clause. {under: 2}          stands when option 2 is chosen
    1. Words of the clause. {under: 2, 3}       when any of them is
    1. Words of the clause. {under: 1+3}        when both are
    {under: 2}                                  as the first line: the whole article, with its heading and number

A mark covers its clause with everything below it; at an option's names ("Option 1 {under: 2}:" is not written so) there
is none: options are alternatives between delegations, options of scope are choices of the conference as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from copy import copy
from dataclasses import dataclass
from itertools import product

from drafts.text.blocks import Block, Notice, is_scope_line

MARK = re.compile(r"\{under:([^{}]*)\}")
_MARK_WITH_SPACE = re.compile(r"\s*\{under:[^{}]*\}")
_LABEL = re.compile(r"[\w.]{1,12}")

Alternatives = tuple[frozenset[str], ...]  # one of them must be chosen whole


@dataclass(frozen=True, slots=True)
class OptionSet:
    """Options by label, in their order, with their words; and the sets of labels that may be chosen together."""

    name: str
    options: tuple[tuple[str, str], ...]
    legal: tuple[frozenset[str], ...]

    @property
    def labels(self) -> list[str]:
        return [label for label, _ in self.options]


def alternatives(inside: str) -> Alternatives:
    """What stands in a mark: "2, 1+3" -> ({2}, {1, 3}). What is no label is left out; nothing at all holds always."""
    found = []
    for part in inside.split(","):
        labels = frozenset(label.strip() for label in part.split("+") if _LABEL.fullmatch(label.strip()))
        if labels:
            found.append(labels)
    return tuple(found)


def marks_of(block: Block) -> list[Alternatives]:
    return [alternatives(inside) for inside in MARK.findall(block.text)] if "{under:" in block.text else []


def stands(marks: Iterable[Alternatives], chosen: Set[str]) -> bool:
    """Whether something with these marks stands when the options `chosen` are chosen: every mark must hold."""
    return all(not mark or any(labels <= chosen for labels in mark) for mark in marks)


def without_marks(text: str) -> str:
    """The wording without its marks and the space before them."""
    return _MARK_WITH_SPACE.sub("", text).strip() if "{under:" in text else text


def under(blocks: Sequence[Block], chosen: Set[str]) -> list[Block] | None:
    """The article when the options `chosen` are chosen, without marks; None where the whole article does not stand.

    Printed numbers stay those of the common text, because they are frozen while it is negotiated.
    """
    if any(is_scope_line(block) and not stands(marks_of(block), chosen) for block in blocks[:1]):
        return None
    kept: list[Block] = []
    fallen: int | None = None  # the level of a clause that does not stand, while what is below it is passed
    for place, block in enumerate(blocks):
        if fallen is not None and block.depth > fallen and block.kind in ("para", "continuation"):
            continue
        fallen = None
        if is_scope_line(block) and not place:
            continue
        if not stands(marks_of(block), chosen):
            fallen = block.depth
            continue
        kept.append(copy(block))
        kept[-1].text = without_marks(block.text)
    return kept


def marked(blocks: Sequence[Block]) -> Iterator[tuple[Block, Alternatives]]:
    """The clauses that carry a mark, with what it says; of several marks in one clause each."""
    for block in blocks:
        for mark in marks_of(block):
            yield block, mark


def in_words(mark: Alternatives) -> str:
    """ "option 2 or options 1 and 3 together"."""
    parts = []
    for labels in mark:
        ordered = sorted(labels)
        joined = " and ".join([", ".join(ordered[:-1]), ordered[-1]] if len(ordered) > 1 else ordered)
        parts.append(f"options {joined} together" if len(ordered) > 1 else f"option {joined}")
    return " or ".join(parts)


def choices(sets: Sequence[OptionSet]) -> list[frozenset[str]]:
    """Everything that may be chosen: one legal set of each set of options."""
    return [frozenset().union(*parts) for parts in product(*(one.legal for one in sets))] if sets else []


def key_of(chosen: Set[str], sets: Sequence[OptionSet]) -> str:
    """How an address names a choice, in the order of the options: "1+3"."""
    order = [label for one in sets for label in one.labels]
    return "+".join(sorted(chosen, key=order.index))


def choice_named(key: str, sets: Sequence[OptionSet]) -> frozenset[str] | None:
    """The choice that an address names; None where it is not a legal one."""
    wanted = frozenset(part.strip() for part in re.split(r"[+ ,]", key) if part.strip())
    return next((choice for choice in choices(sets) if choice == wanted), None)


def notices(blocks: Sequence[Block], sets: Sequence[OptionSet]) -> list[Notice]:
    """Marks that say nothing, that name an option nobody has laid down, or that hold under no legal choice."""
    known = {label for one in sets for label in one.labels}
    legal = choices(sets)
    found: list[Notice] = []
    for block, mark in marked(blocks):
        names = frozenset().union(*mark)
        if not mark:
            message = "This mark names no option: write {under: 2}, or {under: 1+3} for both together."
        elif unknown := sorted(names - known):
            message = f"There is no option {unknown[0]}: the secretariat lays the options down."
        elif not any(stands([mark], chosen) for chosen in legal):
            message = f"These words never stand: {in_words(mark)} is no choice that may be made."
        else:
            continue
        found.append(Notice(block.line, 1, "warning", "scope", message))
    return found
