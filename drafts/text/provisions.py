"""What is compared, and looked for elsewhere: provisions.

A clause stands for itself and everything below it. So a paragraph is addressed by its own id (its chapeau) and is its
chapeau with its items, while an item alone is addressed by the item's id: one id is enough for both, and a chapeau
without its items, which says nothing, cannot be meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drafts.text.blocks import PARAGRAPH_MARK, Block, is_tombstone
from drafts.text.numbering import paths


@dataclass(frozen=True, slots=True)
class Provision:
    """A clause with its subclauses: `text` has PARAGRAPH_MARK between them and no numbers, `path` is the clause's
    place, `within` the id of the provision that it is an item of ("" for none), `clauses` the ids of all of it."""

    id: str
    path: str
    text: str
    within: str
    clauses: tuple[str, ...]


def provisions_of(blocks: Sequence[Block], language: str = "en") -> list[Provision]:
    """Every clause of an article as a provision, in order. Deleted clauses and the lines that begin and end options
    are none."""
    named = paths(blocks, language)
    within: dict[str, str] = {}
    found = []
    for place, block in enumerate(blocks):
        if block.kind in ("option", "end") or is_tombstone(block):
            continue
        whole = [block, *_below(blocks, place)]
        for item in whole[1:]:
            within.setdefault(item.id, block.id)
        words = PARAGRAPH_MARK.join((item.lead + item.text) for item in whole if not is_tombstone(item))
        ids = tuple(item.id for item in whole)
        found.append(Provision(block.id, named[block.id], words, within.get(block.id, ""), ids))
    return found


def _below(blocks: Sequence[Block], place: int) -> Iterator[Block]:
    """The clauses that belong to the one at `place`: the deeper ones, and the list that an unnumbered chapeau opens
    at its own level ("The purpose is to:", (a), (b))."""
    head = blocks[place]
    opens = head.kind == "continuation" and head.text.rstrip().endswith(":")
    listed = ""
    for block in blocks[place + 1 :]:
        if block.kind in ("option", "end"):
            return
        if block.depth <= head.depth:
            if not (opens and block.kind == "para" and block.depth == head.depth and block.scheme in (listed, "alpha")):
                return
            listed = block.scheme
        yield block
