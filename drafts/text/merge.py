"""Two people changed one article from the same version: their work put together, clause by clause, then word
by word.

Nothing is overwritten: what touches becomes a `Conflict` for a person to decide. Until then the text carries
our wording, without any mark, because an editing clash must never look like a dispute between States.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from drafts.text.blocks import PARAGRAPH_MARK, Block
from drafts.text.brackets import check
from drafts.text.identity import carry_ids, unmoved
from drafts.text.merge_words import GUARD, Conflict, Part, merge_text, settled
from drafts.text.numbering import number

__all__ = ["GUARD", "Conflict", "MergeNote", "Merged", "Part", "merge_blocks", "merge_text", "settled"]

_STRUCTURE = ("kind", "depth", "scheme", "pin", "lead")


class MergeNote(NamedTuple):
    """Merged, but worth reading: both edited one clause, both inserted at one place, one merged it into another."""

    kind: Literal["both_edited", "both_inserted", "merged_into"]
    block_id: str
    other_id: str = ""


@dataclass(slots=True)
class Merged:
    """The merged clauses, numbered; what has to be decided; what should be read; the parts of clauses with
    word conflicts.
    """

    blocks: list[Block]
    conflicts: list[Conflict]
    notes: list[MergeNote] = field(default_factory=list)
    segments: dict[str, list[Part]] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Whether nothing has to be decided."""
        return not self.conflicts


@dataclass(slots=True)
class _Side:
    """One version with identities: its clauses in order, what it split and merged, what it moved."""

    order: list[str]
    blocks: dict[str, Block]
    ancestors: dict[str, str]
    merged_into: dict[str, str]
    moved: set[str]

    def before(self, block_id: str) -> str | None:
        place = self.order.index(block_id)
        return self.order[place - 1] if place else None

    def parent(self, block_id: str) -> str | None:
        """The nearest clause above that is less deep."""
        depth = self.blocks[block_id].depth
        for other in reversed(self.order[: self.order.index(block_id)]):
            if self.blocks[other].depth < depth:
                return other
        return None

    def rename(self, old: str, new: str) -> None:
        self.blocks[new] = self.blocks.pop(old)
        self.blocks[new].id = new
        self.order[self.order.index(old)] = new
        if old in self.ancestors:
            self.ancestors[new] = self.ancestors.pop(old)
        self.merged_into = {gone: new if into == old else into for gone, into in self.merged_into.items()}


@dataclass(frozen=True, slots=True)
class _Regrouping:
    """Clauses that one side split or merged: the same words in other paragraphs."""

    olds: tuple[str, ...]
    news: tuple[str, ...]
    ours: bool


def _side(base: Sequence[Block], blocks: Sequence[Block]) -> _Side:
    own = [copy.copy(block) for block in blocks]
    carried = carry_ids(base, own)
    order = [block.id for block in own]
    places = {block.id: place for place, block in enumerate(base)}
    pairs = [(places[block_id], place) for place, block_id in enumerate(order) if block_id in places]
    kept = {order[place] for _, place in unmoved(pairs)}
    return _Side(
        order,
        {block.id: block for block in own},
        carried.ancestors,
        carried.merged_into,
        {block_id for block_id in order if block_id in places} - kept,
    )


def _contiguous(ids: Sequence[str], order: Sequence[str]) -> bool:
    return len(ids) > 0 and all(i in order for i in ids) and order.index(ids[-1]) - order.index(ids[0]) == len(ids) - 1


@dataclass(slots=True)
class _Merge:
    """The state of one call of `merge_blocks`."""

    base: dict[str, Block]
    base_order: list[str]
    ours: _Side
    theirs: _Side
    guard: int
    out: list[Block] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    notes: list[MergeNote] = field(default_factory=list)
    segments: dict[str, list[Part]] = field(default_factory=dict)

    def share_equal_insertions(self) -> None:
        """A paragraph that both inserted in the same words is one paragraph; the saved version (theirs) gave
        it its id.
        """
        inserted = {self.ours.blocks[i].content(): i for i in self.ours.order if i not in self.base}
        for block_id in self.theirs.order:
            if block_id not in self.base:
                same = inserted.pop(self.theirs.blocks[block_id].content(), None)
                if same is not None and block_id not in self.ours.blocks:
                    self.ours.rename(same, block_id)

    def order(self) -> list[str]:
        """Our order, with what we deleted put back (`decide` sees to it), their moves made and their
        insertions placed.
        """
        ours, theirs = self.ours, self.theirs
        order = list(ours.order)
        for block_id in self.base_order:
            if block_id not in ours.blocks:
                self._place(order, block_id, self.base_order, self.base[block_id].depth)
        for block_id in theirs.order:
            if block_id in theirs.moved and block_id in ours.moved:
                before_us, before_them = ours.before(block_id), theirs.before(block_id)
                if before_us != before_them:
                    where = [f"after {side.blocks[i].label or side.blocks[i].text[:30]}" if i else "at the beginning"
                             for side, i in ((ours, before_us), (theirs, before_them))]  # fmt: skip
                    self.conflicts.append(Conflict("order", block_id, "", *where))
            elif block_id in theirs.moved or (block_id not in self.base and block_id not in ours.blocks):
                self._place(order, block_id, theirs.order, theirs.blocks[block_id].depth)
                place = order.index(block_id)
                if block_id not in self.base and place and self._inserted_by_us(order[place - 1]):
                    self.notes.append(MergeNote("both_inserted", block_id, order[place - 1]))
        return order

    def _inserted_by_us(self, block_id: str) -> bool:
        ours = self.ours
        return block_id not in self.base and block_id in ours.blocks and block_id not in ours.ancestors

    def _place(self, order: list[str], block_id: str, reference: Sequence[str], depth: int) -> None:
        """Put a clause after the nearest one that it follows in `reference`; after what we inserted there,
        unless that stands higher and would take it for its own.
        """
        if block_id in order:
            order.remove(block_id)
        before = next((i for i in reversed(reference[: reference.index(block_id)]) if i in order), None)
        place = order.index(before) + 1 if before is not None else 0
        while block_id not in self.base and place < len(order):
            other = order[place]
            if other in self.base or other not in self.ours.blocks or self.ours.blocks[other].depth < depth:
                break
            place += 1
        order.insert(place, block_id)

    def regroupings(self) -> dict[str, _Regrouping]:
        """By the id of every clause concerned; only where one side regrouped and the other left the
        paragraphs as they were.
        """
        found: dict[str, _Regrouping] = {}
        for side, other in ((self.ours, self.theirs), (self.theirs, self.ours)):
            for source in dict.fromkeys(side.ancestors.values()):
                parts = {source, *(part for part, of in side.ancestors.items() if of == source)}
                self._regroup(found, side, other, {source}, parts)
            for target in dict.fromkeys(side.merged_into.values()):
                gone = {target, *(old for old, into in side.merged_into.items() if into == target)}
                self._regroup(found, side, other, gone, {target})
        return found

    def _regroup(
        self, found: dict[str, _Regrouping], side: _Side, other: _Side, olds: set[str], news: set[str]
    ) -> None:
        if not olds <= set(self.base_order):
            return
        before = tuple(i for i in self.base_order if i in olds)
        after = tuple(i for i in side.order if i in news)
        touched = set(other.ancestors.values()) | set(other.merged_into) | set(other.merged_into.values())
        if (
            _contiguous(before, self.base_order)
            and _contiguous(after, side.order)
            and _contiguous(before, other.order)
            and tuple(i for i in other.order if i in olds) == before
            and touched.isdisjoint(before)
            and not any(i in found or (i not in before and i in other.blocks) for i in (*before, *after))
        ):
            regrouping = _Regrouping(before, after, side is self.ours)
            found.update(dict.fromkeys((*before, *after), regrouping))

    def merge_regrouped(self, regrouping: _Regrouping) -> bool:
        """Merge over the joined text; False where the paragraphs of the result cannot be told apart."""
        side, other = (self.ours, self.theirs) if regrouping.ours else (self.theirs, self.ours)
        joined = [
            PARAGRAPH_MARK.join(blocks[i].text for i in ids)
            for blocks, ids in (
                (self.base, regrouping.olds),
                (side.blocks, regrouping.news),
                (other.blocks, regrouping.olds),
            )
        ]
        base, ours, theirs = joined if regrouping.ours else (joined[0], joined[2], joined[1])
        main = next((i for i in regrouping.news if i in self.base), regrouping.news[0])
        parts = merge_text(base, ours, theirs, self.guard, main)
        clashes = [part for part in parts if isinstance(part, Conflict)]
        if any(PARAGRAPH_MARK in text for clash in clashes for text in (clash.base, clash.ours, clash.theirs)):
            return False
        pieces: list[list[Part]] = [[]]
        for part in parts:
            if isinstance(part, Conflict):
                pieces[-1].append(part)
                continue
            first, *rest = part.split(PARAGRAPH_MARK)
            pieces[-1].append(first)
            pieces.extend([piece] for piece in rest)
        if len(pieces) != len(regrouping.news):
            return False
        for block_id, piece in zip(regrouping.news, pieces, strict=True):
            block = copy.copy(side.blocks[block_id])
            if block_id in self.base and block_id in other.blocks:
                self._merge_structure(block)
            self._finish(block, piece)
        if joined[1] != joined[0] and joined[2] != joined[0] and not clashes:
            self.notes.append(MergeNote("both_edited", main))
        return True

    def _finish(self, block: Block, parts: list[Part]) -> None:
        block.text = settled(parts)
        clashes = [part for part in parts if isinstance(part, Conflict)]
        if clashes:
            self.conflicts += clashes
            self.segments[block.id] = parts
        self.out.append(block)

    def _merge_structure(self, block: Block) -> None:
        was, ours, theirs = self.base[block.id], self.ours.blocks[block.id], self.theirs.blocks[block.id]
        for name in _STRUCTURE:
            before, mine, other = getattr(was, name), getattr(ours, name), getattr(theirs, name)
            setattr(block, name, other if mine == before else mine)
            if mine != before and other not in (before, mine):
                self.conflicts.append(
                    Conflict("structure", block.id, f"{name} {before}", f"{name} {mine}", f"{name} {other}")
                )

    def decide(self, block_id: str) -> None:
        """Merge one clause that nobody split or merged."""
        was, ours, theirs = self.base.get(block_id), self.ours.blocks.get(block_id), self.theirs.blocks.get(block_id)
        if was is None:
            added = ours or theirs
            assert added is not None
            self.out.append(copy.copy(added))
        elif ours is not None and theirs is not None:
            block = copy.copy(was)
            self._merge_structure(block)
            parts = merge_text(was.text, ours.text, theirs.text, self.guard, block_id)
            self._finish(block, parts)
            edited = was.text != ours.text and was.text != theirs.text and ours.text != theirs.text
            if edited and block_id not in self.segments:
                self.notes.append(MergeNote("both_edited", block_id))
        elif ours is not None or theirs is not None:
            self._deleted_by_one(was, ours, theirs)

    def _deleted_by_one(self, was: Block, ours: Block | None, theirs: Block | None) -> None:
        left = ours or theirs
        assert left is not None
        stayed, left_it = (self.ours, self.theirs) if ours is not None else (self.theirs, self.ours)
        if left.content() == was.content() and was.id not in stayed.moved:
            if was.id in left_it.merged_into:
                self.notes.append(MergeNote("merged_into", was.id, left_it.merged_into[was.id]))
            return
        texts = (was.text, ours.text if ours else "", theirs.text if theirs else "")
        self.conflicts.append(Conflict("delete_edit", was.id, *texts))
        self.out.append(copy.copy(left))

    def check_parents(self) -> None:
        """An insertion whose parent is gone would silently become part of another paragraph: ask."""
        merged = _Side([block.id for block in self.out], {block.id: block for block in self.out}, {}, {}, set())
        for block in self.out:
            if block.id in self.base:
                continue
            side = self.ours if block.id in self.ours.blocks else self.theirs
            if side.parent(block.id) != merged.parent(block.id):
                texts = (block.text, "") if side is self.ours else ("", block.text)
                self.conflicts.append(Conflict("structure", block.id, "", *texts))


def _contents(blocks: Sequence[Block]) -> list[tuple[str, int, str, str, str, str]]:
    return [block.content() for block in blocks]


def _ill_bracketed(blocks: Sequence[Block]) -> bool:
    return any(notice.severity == "error" for notice in check(blocks))


def _only_one_changed(base: Sequence[Block], ours: Sequence[Block], theirs: Sequence[Block]) -> Sequence[Block] | None:
    if _contents(theirs) in (_contents(base), _contents(ours)):
        return theirs if _contents(theirs) == _contents(ours) else ours
    return theirs if _contents(ours) == _contents(base) else None


def merge_blocks(
    base: Sequence[Block], ours: Sequence[Block], theirs: Sequence[Block], guard: int = GUARD, language: str = "en"
) -> Merged:
    """Merge two versions made from `base`; `theirs` is the one that was saved first.

    Ids that a version carries are believed, missing ones are worked out from `base`; none of the arguments is
    changed. Where nobody touched what the other touched the result is clean and is what both meant.
    """
    alone = _only_one_changed(base, ours, theirs)
    if alone is not None:
        blocks = [copy.copy(block) for block in alone]
        carry_ids(base, blocks)
        return Merged(number(blocks, language), [])
    merge = _Merge({b.id: b for b in base}, [b.id for b in base], _side(base, ours), _side(base, theirs), guard)
    merge.share_equal_insertions()
    order, regroupings = merge.order(), merge.regroupings()
    done: set[str] = set()
    for block_id in order:
        if block_id in done:
            continue
        regrouping = regroupings.get(block_id)
        if regrouping is not None and merge.merge_regrouped(regrouping):
            done.update(regrouping.olds, regrouping.news)
        else:
            for other in (regrouping.olds + regrouping.news) if regrouping else ():
                regroupings.pop(other, None)
            merge.decide(block_id)
    number(merge.out, language)
    merge.check_parents()
    if merge.conflicts or not _ill_bracketed(merge.out) or _ill_bracketed(ours) or _ill_bracketed(theirs):
        return Merged(merge.out, merge.conflicts, merge.notes, merge.segments)
    return Merged(merge.out, [Conflict("brackets", "", "", "", "")], merge.notes, merge.segments)
