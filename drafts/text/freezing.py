"""Frozen numbers: once an edition has been issued, a clause keeps its number until the secretariat renumbers.

A numbered clause that is deleted stays as a tombstone, "[Deleted]", under its number; one that is put in between
others becomes "bis", "ter" and so on, of the number before it; one that moves to another place leaves a tombstone
behind (United Nations Editorial Manual, paragraphs and subparagraphs; the practice of negotiating conferences). What
follows the last frozen number of a list is numbered on. A clause that stands where another one was taken out, under its
number, is that clause with other words: that is how drafters replace a paragraph.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence, Set
from copy import copy
from dataclasses import dataclass, field

from drafts.text import numbering
from drafts.text.blocks import TOMBSTONE, Block, is_tombstone, new_id
from drafts.text.numbering import LATIN_SUFFIXES


@dataclass(frozen=True, slots=True)
class Held:
    """`blocks` with every frozen number in its place. `told` says in sentences what that took; `unheld` names the
    numbers that could not be kept."""

    blocks: list[Block]
    told: list[str]
    unheld: list[str]

    @property
    def warnings(self) -> list[str]:
        return [f"The number of {place} cannot be kept in this text." for place in self.unheld]


@dataclass(slots=True)
class _List:
    """The numbered clauses that count on from one another, and the clause or option that they stand in. For what
    stands in neither, how many groups of options have ended before."""

    container: str
    scheme: str
    items: list[Block] = field(default_factory=list)


def hold_numbers(
    before: Sequence[Block],
    blocks: Sequence[Block],
    frozen: Set[str],
    language: str = "en",
    split_off: Set[str] = frozenset(),
) -> Held:
    """The clauses of a new text, identities carried over, with the numbers that the clauses `frozen` have in `before`.

    before: the current text, whose numbers hold. frozen: ids of the clauses that have been issued; the tombstones of
    `before` are frozen too. split_off: new clauses that are a part of another one and so replace none.

    A clause whose surroundings are gone (an item of a deleted paragraph) goes with them. What nobody has seen in an
    edition is numbered as it comes. Where the words of an article were rearranged so that the numbers cannot be kept,
    they are as typed, and `unheld` says so.
    """
    bound = {*frozen, *(block.id for block in before if is_tombstone(block))}
    typed = [copy(block) for block in blocks]
    _replace(before, typed, bound - {block.id for block in before if is_tombstone(block)}, split_off)
    numbering.number(typed, language)
    astray = _unheld(before, typed, bound)
    if not astray:
        return Held(typed, [], [])
    held = [copy(block) for block in typed]
    gone = _keep_places(before, held, bound)
    _shorten_options(before, held, bound, language)
    left = _unheld(before, held, bound)
    places = numbering.paths(before, language)
    if len(left) > len(astray):
        return Held(typed, [], [numbering.citation(places[clause], language) for clause in astray])
    told = _tell_of_tombs(gone, before, language) + _tell_of_pins(blocks, held, language)
    return Held(held, told, [numbering.citation(places[clause], language) for clause in left])


def _replace(before: Sequence[Block], typed: list[Block], bound: Set[str], split_off: Set[str]) -> None:
    """Where as many clauses were put in as frozen ones were taken out, in one place, they replace them."""
    known = {block.id for block in before}
    standing = {block.id for block in typed}
    fresh = _lists(typed)
    for former in _lists(before):
        current = _continued(former, fresh)
        places = {block.id: place for place, block in enumerate(former.items)}
        last, gap = -1, list[Block]()
        for block in [*current.items, None]:
            place = len(former.items) if block is None else places.get(block.id, -2)
            if block is not None and place <= last:
                gap.append(block)
                continue
            gone = [was for was in former.items[last + 1 : place] if was.id not in standing]
            news = [other for other in gap if other.id not in known and other.id not in split_off and not other.pin]
            if len(gone) == len(news) == len(gap) and all(was.id in bound and not was.pin for was in gone):
                for was, new in zip(gone, news, strict=True):
                    new.id = was.id
            last, gap = place, []


def _keep_places(before: Sequence[Block], held: list[Block], bound: Set[str]) -> list[Block]:
    """Tombstones and suffixes, list by list, outer ones first. Returns the clauses that have got a tombstone."""
    standing = {block.id for block in held}
    alive = {block.id for block in held if not is_tombstone(block)}
    fresh = _lists(held)
    gone: list[Block] = []
    for former in _lists(before):
        if _is_clause(former.container) and former.container not in alive:
            continue
        former.items = [block for block in former.items if block.id in bound]
        current = _continued(former, fresh)
        buried, kept = _bury(former, current, held, standing, before)
        gone += buried
        _pin(former, current, {block.id for block in kept})
    return gone


def _lists(blocks: Iterable[Block]) -> list[_List]:
    """The lists of an article, in the order in which they begin; dashes have no number to keep."""
    found: list[_List] = []
    open_lists: list[tuple[int, _List]] = []
    above: list[Block] = []
    option, ended = "0", 0
    for block in blocks:
        if block.kind in ("option", "end"):
            ended += block.kind == "end"
            option, open_lists, above = (block.id if block.kind == "option" else str(ended)), [], []
            continue
        above = [other for other in above if other.depth < block.depth]
        if block.kind == "continuation":
            open_lists = [(d, one) for d, one in open_lists if d < block.depth or (d == 0 and one.scheme == "num")]
            continue
        open_lists = [(depth, one) for depth, one in open_lists if depth <= block.depth]
        if not open_lists or open_lists[-1][0] < block.depth or open_lists[-1][1].scheme != block.scheme:
            open_lists = [(depth, one) for depth, one in open_lists if depth < block.depth]
            container = above[-1].id if above else option
            open_lists.append((block.depth, _List(container, block.scheme)))
            if block.scheme not in ("", "dash"):
                found.append(open_lists[-1][1])
        open_lists[-1][1].items.append(block)
        above.append(block)
    return found


def _is_clause(container: str) -> bool:
    """Whether a list stands in a clause or an option, and not on the top level between options."""
    return not container.isdecimal() or len(container) > 3


def _continued(former: _List, fresh: list[_List]) -> _List:
    """The list of the same surroundings that has most of its clauses, else one of the same style, else a new one."""
    ids = {block.id for block in former.items}
    here = [one for one in fresh if one.container == former.container]
    shared = {id(one): sum(block.id in ids for block in one.items) for one in here}
    best = max(here, key=lambda one: shared[id(one)], default=None)
    if best is not None and shared[id(best)]:
        return best
    alike = (one for one in here if one.scheme == former.scheme)
    return next(alike, None) or _List(former.container, former.scheme)


def _bury(
    former: _List, current: _List, held: list[Block], standing: set[str], before: Sequence[Block]
) -> tuple[list[Block], list[Block]]:
    """Put a tombstone where a clause of `former` no longer stands.

    Returns the clauses of `former` that have got one just now, and the items of `current` that have a frozen number.
    """
    order = {block.id: place for place, block in enumerate(former.items)}
    stays = _longest_run([order[block.id] for block in current.items if block.id in order])
    by_place = {order[block.id]: block for block in current.items if block.id in order and order[block.id] in stays}
    gone: list[Block] = []
    frozen: list[Block] = []
    last: Block | None = None
    for place, was in enumerate(former.items):
        block = by_place.get(place) or _dug_before(last, current, order)
        if block is None:
            block = copy(was)
            block.text, block.lead = TOMBSTONE, ""
            block.id = was.id if was.id not in standing else new_id()
            standing.add(block.id)
            _insert(block, last, current, held, before[: _index(before, was.id)])
            if not is_tombstone(was):
                gone.append(was)
        block.scheme, block.pin = was.scheme, was.pin
        frozen.append(block)
        last = block
    return gone, frozen


def _dug_before(last: Block | None, current: _List, order: Mapping[str, int]) -> Block | None:
    """The tombstone that an earlier save has put here for a clause that moved away."""
    place = _place_of(current.items, last) + 1 if last else 0
    following = current.items[place] if place < len(current.items) else None
    return following if following and is_tombstone(following) and following.id not in order else None


def _longest_run(places: Sequence[int]) -> set[int]:
    """The longest increasing subsequence: the clauses that still stand in their order; the others have moved."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        before[place] = ends[at - 1] if at else None
        ends[at:] = [place, *ends[at + 1 :]]
    run: set[int] = set()
    step: int | None = ends[-1] if ends else None
    while step is not None:
        run.add(step)
        step = before[step]
    return run


def _insert(tomb: Block, after: Block | None, current: _List, held: list[Block], before: Sequence[Block]) -> None:
    """Behind the item before it and what belongs to that; else at the head of its list; else where it stood."""
    if after is not None:
        tomb.depth = after.depth
        held.insert(_end_of(held, after), tomb)
        current.items.insert(_place_of(current.items, after) + 1, tomb)
        return
    if current.items:
        tomb.depth = current.items[0].depth
        held.insert(_place_of(held, current.items[0]), tomb)
    else:
        held.insert(_former_place(tomb, current, held, before), tomb)
    current.items.insert(0, tomb)


def _former_place(tomb: Block, current: _List, held: Sequence[Block], before: Sequence[Block]) -> int:
    """Where a list that is gone stood: below the clause that it belonged to, else behind what came before it (`before`
    ends there)."""
    container = next((block for block in held if block.id == current.container), None)
    if container is not None and container.kind == "para":
        tomb.depth = container.depth + 1
    standing = {block.id: block for block in held}
    for block in reversed(before):
        if found := standing.get(block.id):
            return _end_of(held, found) if found.depth >= tomb.depth else _place_of(held, found) + 1
    return 0


def _index(blocks: Sequence[Block], clause: str) -> int:
    return next(place for place, block in enumerate(blocks) if block.id == clause)


def _place_of(blocks: Sequence[Block], wanted: Block) -> int:
    return next(place for place, block in enumerate(blocks) if block is wanted)


def _end_of(blocks: Sequence[Block], item: Block) -> int:
    """The place behind an item and everything below it."""
    place = _place_of(blocks, item) + 1
    while place < len(blocks) and blocks[place].depth > item.depth and blocks[place].kind in ("para", "continuation"):
        place += 1
    return place


def _pin(former: _List, current: _List, frozen: Set[str]) -> None:
    """Give what was put in between frozen numbers the next free suffix of the number before it; what stands before the
    first number takes that one's ("1 bis")."""
    last = max((place for place, block in enumerate(current.items) if block.id in frozen), default=-1)
    taken: dict[int, set[str]] = {}
    number = 0
    numbered: list[tuple[int, Block]] = []
    for place, block in enumerate(current.items):
        block.scheme = former.scheme
        is_frozen = block.id in frozen
        number += not block.pin and (is_frozen or place > last)
        if is_frozen:
            taken.setdefault(max(number, 1), set()).add(block.pin)
        elif place < last:
            numbered.append((max(number, 1), block))
    for number, block in numbered:
        used = taken.setdefault(number, set())
        if not block.pin or block.pin in used:
            block.pin = next((suffix for suffix in LATIN_SUFFIXES if suffix not in used), "")
        used.add(block.pin)


def _shorten_options(before: Sequence[Block], held: list[Block], bound: Set[str], language: str) -> None:
    """Paragraphs count on behind the longest option. Where an option that has grown pushes them on, what it has too
    many of is numbered bis."""
    numbers = {block.id: block.label for block in before if block.id in bound}
    for _ in range(len(held)):
        numbering.number(held, language)
        pushed = next((place for place, block in enumerate(held) if _is_pushed(block, numbers, held)), None)
        spare = [block for block in held[:pushed] if not block.depth and block.kind == "para" and not block.pin]
        spare = [block for block in spare if block.id not in numbers and block.scheme not in ("", "dash")]
        if pushed is None or not spare:
            return
        taken = {block.pin for block in held if block.depth == 0}
        free = next((suffix for suffix in LATIN_SUFFIXES if suffix not in taken), None)
        if free is None:
            return
        spare[-1].pin = free


def _is_pushed(block: Block, numbers: Mapping[str, str], held: Sequence[Block]) -> bool:
    return (
        block.depth == 0 and numbers.get(block.id, block.label) != block.label and not _is_marked(block, numbers, held)
    )


def _is_marked(block: Block, numbers: Mapping[str, str], held: Sequence[Block]) -> bool:
    """Whether a tombstone keeps the number that a clause had before it moved."""
    return any(is_tombstone(other) and other is not block and other.label == numbers[block.id] for other in held)


def _tell_of_tombs(gone: Sequence[Block], before: Sequence[Block], language: str) -> list[str]:
    places = numbering.paths(before, language)
    return [
        f"{_capital(numbering.citation(places[block.id], language))} keeps its number and reads “{TOMBSTONE}”: "
        "numbers are frozen since the last edition."
        for block in gone
    ]


def _tell_of_pins(typed: Sequence[Block], held: Sequence[Block], language: str) -> list[str]:
    pins = {block.id: block.pin for block in typed}
    places = numbering.paths(held, language)
    return [
        f"What you put in is numbered {places[block.id]}: numbers are frozen since the last edition."
        for block in held
        if block.pin and block.kind == "para" and pins.get(block.id, block.pin) != block.pin
    ]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _unheld(before: Sequence[Block], held: Sequence[Block], bound: Set[str]) -> list[str]:
    """Ids of the clauses whose number is neither on them nor on a tombstone."""
    now = {block.id: block for block in held}
    alive = {block.id for block in held if not is_tombstone(block)}
    numbers = {
        block.id: block.label
        for one in _lists(before)
        if one.container in alive or not _is_clause(one.container)
        for block in one.items
        if block.id in bound
    }
    return [
        clause
        for clause, label in numbers.items()
        if not (clause in now and now[clause].label == label)
        and not any(is_tombstone(block) and block.label == label for block in held)
    ]
