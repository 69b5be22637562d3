"""The clauses of a translation: the same clauses as in the language that was there first, found by their
place and not by their words.
"""

from collections.abc import Sequence, Set
from difflib import SequenceMatcher

from drafts.text.blocks import Block, new_id

Shape = tuple[str, int, str, str]


def share_ids(original: Sequence[Block], translation: Sequence[Block]) -> list[str]:
    """Write on `translation` the ids of the clauses of `original` that stand in the same place.

    Returns one sentence for each stretch in which the two are built differently; clauses there that have no
    counterpart get an id of their own. Authentic texts number their paragraphs alike (UN Editorial Manual),
    so a difference is worth a look.
    """
    ours, theirs = _shapes(original), _shapes(translation)
    differences: list[str] = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        paired = 0
        if kind == "equal":
            paired = end - start
        elif kind == "replace" and all(
            block.scheme == "" for block in [*original[start:end], *translation[new_start:new_end]]
        ):
            paired = min(end - start, new_end - new_start)  # unnumbered text differs in depth alone: go by order
        for step in range(paired):
            translation[new_start + step].id = original[start + step].id
        for block in translation[new_start + paired : new_end]:
            block.id = new_id()
        if kind != "equal":
            differences.append(_difference(original[start:end], translation[new_start:new_end]))
    return differences


def _shapes(blocks: Sequence[Block]) -> list[Shape]:
    """What can be compared across languages: level, style and computed number, without the brackets that
    languages print differently.
    """
    return [(block.kind, block.depth, block.scheme, block.label.strip("().") + block.pin) for block in blocks]


def _difference(original: Sequence[Block], translation: Sequence[Block]) -> str:
    def named(blocks: Sequence[Block]) -> str:
        return ", ".join(block.label or "unnumbered words" for block in blocks) or "nothing"

    return f"{named(original)} in the first language stands against {named(translation)} here"


def adopt_ids(other: Sequence[Block], blocks: Sequence[Block], fresh: Set[str]) -> None:
    """Give new clauses (`fresh`: their ids) the ids of the clauses of another language that stand in the same place
    and have no counterpart here yet, so that what is inserted in two languages is one clause."""
    here = {block.id for block in blocks}
    missing = {place: block.id for place, block in _placed(other) if block.id not in here}
    for place, block in _placed(blocks):
        if block.id in fresh and place in missing:
            block.id = missing.pop(place)


def _placed(blocks: Sequence[Block]) -> list[tuple[tuple[str, Shape], Block]]:
    """Each clause with the clause that it belongs to and its shape; unnumbered words have no place of their own."""
    found: list[tuple[tuple[str, Shape], Block]] = []
    above: list[Block] = []
    for block, shape in zip(blocks, _shapes(blocks), strict=True):
        above = [parent for parent in above if parent.depth < block.depth]
        if block.label:
            found.append(((above[-1].id if above else "", shape), block))
        above.append(block)
    return found
