"""Options of scope: which clauses stand under which of several choices that are still open.

    1. Words of the clause. {under: 2}          stands when option 2 is chosen
    1. Words of the clause. {under: 2, 3}       when any of them is
    1. Words of the clause. {under: 1+3}        when both are
    {under: 2}                                  as the first line: the whole article, with its heading and number

A mark covers its clause with everything below it. Beside the names of an option ("Option 1 (Cuba {under: 2}):") it says
nothing: those are alternatives between delegations, options of scope are choices of the conference as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from copy import copy
from dataclasses import dataclass
from itertools import product

from drafts.text.blocks import Block, Notice, is_scope_line
from drafts.text.brackets import ESCAPE

_CLAUSES = ("para", "continuation")
_MARK = re.compile(rf"{ESCAPE}|\s*\{{under:(?P<inside>[^{{}}]*)\}}")  # an escaped brace begins no mark
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
    """What the marks of a clause say; an option's names have none."""
    if block.kind not in _CLAUSES or "{under:" not in block.text:
        return []
    return [mark for _, mark in places_of_marks(block.text)]


def places_of_marks(text: str) -> Iterator[tuple[tuple[int, int], Alternatives]]:
    """Where the marks of a wording stand, from brace to brace, and what they say."""
    for mark in _MARK.finditer(text):
        if mark["inside"] is not None:
            yield (text.index("{", mark.start()), mark.end()), alternatives(mark["inside"])


def stands(marks: Iterable[Alternatives], chosen: Set[str]) -> bool:
    """Whether something with these marks stands when the options `chosen` are chosen: every mark must hold."""
    return all(not mark or any(labels <= chosen for labels in mark) for mark in marks)


def without_marks(text: str) -> str:
    """The wording without its marks and the space before them."""
    if "{under:" not in text:
        return text
    return _MARK.sub(lambda mark: mark[0] if mark["inside"] is None else "", text).strip()


def under(blocks: Sequence[Block], chosen: Set[str]) -> list[Block] | None:
    """The article when the options `chosen` are chosen, without marks; None where the whole article does not stand.

    Printed numbers stay those of the common text, because they are frozen while it is negotiated.
    """
    standing = _standing(blocks, chosen)
    if standing is None:
        return None
    kept = [copy(blocks[place]) for place in standing]
    for block in kept:
        block.text = without_marks(block.text)
    return kept


def _standing(blocks: Sequence[Block], chosen: Set[str]) -> list[int] | None:
    """The places of what stands; a line that is nothing but a mark has no words, so it never does."""
    if blocks and is_scope_line(blocks[0]) and not stands(marks_of(blocks[0]), chosen):
        return None
    kept: list[int] = []
    fallen: int | None = None  # the level of a clause that does not stand, while what is below it is passed
    for place, block in enumerate(blocks):
        if fallen is not None and block.depth > fallen and block.kind in _CLAUSES:
            continue
        fallen = None
        if is_scope_line(block):
            continue
        if stands(marks_of(block), chosen):
            kept.append(place)
        else:
            fallen = block.depth
    return _without_emptied_options(blocks, kept)


def _without_emptied_options(blocks: Sequence[Block], kept: Sequence[int]) -> list[int]:
    """Without the head of an option of which nothing is left, and without the end of options that have all gone. An
    option that never had words stays: it holds the names of those who want it."""
    standing, gone, head, options_left = set(kept), set[int](), -1, 0

    def close(before: int) -> int:
        """Whether the option that began at `head` is still there."""
        body = range(head + 1, before)
        if head < 0 or not body or any(place in standing for place in body):
            return int(head >= 0)
        gone.add(head)
        return 0

    for place, block in enumerate(blocks):
        if block.kind in _CLAUSES:
            continue
        options_left += close(place)
        if block.kind == "end" and head >= 0 and not options_left:
            gone.add(place)
        head, options_left = (place, options_left) if block.kind == "option" else (-1, 0)
    close(len(blocks))
    return [place for place in kept if place not in gone]


def never_standing(blocks: Sequence[Block], sets: Sequence[OptionSet]) -> list[Block]:
    """The clauses that stand under no choice that may be made; none where nothing has been laid down."""
    legal = choices(sets)
    if not legal:
        return []
    standing = {place for choice in legal for place in _standing(blocks, choice) or []}
    return [
        block
        for place, block in enumerate(blocks)
        if place not in standing and block.kind in _CLAUSES and not is_scope_line(block)
    ]


def marked(blocks: Sequence[Block]) -> Iterator[tuple[Block, Alternatives]]:
    """The clauses that carry a mark, with what it says; of several marks in one clause each."""
    for block in blocks:
        for mark in marks_of(block):
            yield block, mark


def in_words(mark: Alternatives) -> str:
    """ "option 2 or 3", "option 2 or options 1 and 3 together"."""
    if len(mark) > 1 and all(len(labels) == 1 for labels in mark):
        return "option " + " or ".join(label for labels in mark for label in labels)
    parts = []
    for labels in mark:
        ordered = sorted(labels)
        joined = " and ".join([", ".join(ordered[:-1]), ordered[-1]] if len(ordered) > 1 else ordered)
        parts.append(f"options {joined} together" if len(ordered) > 1 else f"option {joined}")
    return " or ".join(parts)


def label_of(inside: str) -> str:
    """What a reader sees of a mark: "Stands under option 2 or 3". What cannot be read is shown as it was typed."""
    readable = all(_LABEL.fullmatch(label.strip()) for label in re.split(r"[,+]", inside))
    return f"Stands under {in_words(alternatives(inside)) if readable else f'“{inside.strip()}”'}"


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
    """Marks that say nothing, that name an option nobody has laid down, that stand where they mean nothing, and words
    that stand under no legal choice: each such clause, or the one above it, is named."""
    found = [notice for place, block in enumerate(blocks) for notice in _misplaced(block, place)]
    known = {label for one in sets for label in one.labels}
    legal = choices(sets)
    told: set[int] = set()  # lines of which it has been said that they never stand
    for block, mark in marked(blocks):
        message = _doubt(mark, known, legal)
        if message:
            found.append(Notice(block.line, 1, "warning", "scope", message))
            told.add(block.line)
    above: int | None = None
    never = {id(block) for block in never_standing(blocks, sets)}
    whole_article_told = bool(blocks) and is_scope_line(blocks[0]) and blocks[0].line in told
    for block in [] if whole_article_told else blocks:
        if above is not None and block.depth > above and block.kind in _CLAUSES:
            continue
        above = block.depth if id(block) in never else None
        if above is not None and block.line not in told:
            message = "These words never stand: no choice that may be made agrees with all the marks above them."
            found.append(Notice(block.line, 1, "warning", "scope", message))
    return found


def _doubt(mark: Alternatives, known: Collection[str], legal: Sequence[frozenset[str]]) -> str:
    """What is wrong with a mark, "" where nothing is."""
    if not mark:
        return "This mark names no option: write {under: 2}, or {under: 1+3} for both together."
    if unknown := sorted(frozenset[str]().union(*mark) - set(known)):
        return f"There is no option {unknown[0]}: the secretariat lays the options down."
    if not any(stands([mark], chosen) for chosen in legal):
        return f"These words never stand: {in_words(mark)} is no choice that may be made."
    return ""


def _misplaced(block: Block, place: int) -> Iterator[Notice]:
    if block.kind not in _CLAUSES and "{under:" in block.text:
        message = "A mark beside the names of an option says nothing: put it at the end of the clauses."
    elif place and is_scope_line(block):
        message = "A mark on a line of its own says something at the very top of an article only."
    elif any(mark["inside"] is not None and _unreadable(mark["inside"]) for mark in _MARK.finditer(block.text)):
        message = "Part of this mark is no number of an option and is passed over: write {under: 2, 1+3}."
    else:
        return
    yield Notice(block.line, 1, "warning", "scope", message)


def _unreadable(inside: str) -> bool:
    """Whether a mark says something that is no label, beside what it says."""
    labels = re.split(r"[,+]", inside)
    return bool(alternatives(inside)) and not all(_LABEL.fullmatch(label.strip()) for label in labels)
