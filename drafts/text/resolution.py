"""An article with its disputed words decided: one passage for good (`resolve`), or all as a reading (`view_of`).

Nothing else changes: what is taken out is a range of characters, and beside it at most a space, or a comma that would
stand before another mark (`cutting`). The numbers of what remains are those of the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from drafts.text import brackets
from drafts.text.blocks import Block, is_tombstone
from drafts.text.cutting import WORDS, Cuts
from drafts.text.variants import Passage, heading_block, passages

Act = Literal["keep", "drop", "choose"]
View = Literal["", "plain", "keep", "drop", "first"]

VIEWS: tuple[View, ...] = ("", "plain", "keep", "drop", "first")
HYPOTHETICAL = frozenset(("keep", "drop", "first"))
_MARKS = re.compile(rf"{brackets.ESCAPE}|{brackets.APPARATUS}")
_NOTES = re.compile(r"\{(?:fn|note):([^{}]*)\}")
_CHOICE = re.compile(r"(keep|drop)|choose-(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of a passage: its words stay, its words go, or one of its alternatives (`number`, from 1) stays."""

    act: Act
    number: int = 0

    def __str__(self) -> str:
        return f"choose-{self.number}" if self.act == "choose" else self.act


KEEP, DROP = Choice("keep"), Choice("drop")


def choice_of(words: str) -> Choice | None:
    """ "keep", "drop" or "choose-2" as a choice; None for anything else."""
    found = _CHOICE.fullmatch(words)
    if not found:
        return None
    if found[1]:
        return KEEP if found[1] == "keep" else DROP
    return Choice("choose", int(found[2]))


def choices_for(passage: Passage) -> list[Choice]:
    """What one can decide: of a single bracket keep or drop, of brackets side by side one of them, all or none, of
    options exactly one."""
    if passage.kind == "bracket":
        return [KEEP, DROP]
    each = [Choice("choose", number) for number in range(1, len(passage.alternatives) + 1)]
    return each if passage.kind == "options" else [*each, KEEP, DROP]


def resolve(blocks: Sequence[Block], passage: Passage, choice: Choice) -> list[Block]:
    """The article after the choice; `passage` must be one of its own and `choice` one of `choices_for`."""
    return _cut(blocks, passage, choice).made()


def footnotes_lost(blocks: Sequence[Block], passage: Passage, choice: Choice) -> list[str]:
    """The footnotes and notes that stand in the words that go."""
    taken = _cut(blocks, passage, choice).taken()
    return [found[1].strip() for words in taken for found in _NOTES.finditer(words)]


def view_of(blocks: Sequence[Block], view: View, choices: Mapping[str, Choice] | None = None) -> list[Block]:
    """The article as a view shows it.

    "" as negotiated, with attributions; "plain" without them. The hypothetical readings carry no brackets, names and
    secretariat notes: "keep" has the words of single brackets and the first of several alternatives, "first" the first
    of several alternatives but no words of single brackets, "drop" no disputed words at all. `choices` decide single
    passages by their keys and go before the view. Brackets without a partner stay and can be seen.
    """
    if not view:
        return list(blocks)
    cuts = Cuts(blocks)
    _take_marks(cuts, "^{" if view == "plain" else ("^{", "{note:"))
    if view == "plain":
        return [_unnamed(block) for block in cuts.made()]
    for passage in passages(blocks):
        given = (choices or {}).get(passage.key)
        _take(cuts, passage, given if given in choices_for(passage) else _habit(passage, view))
    return cuts.made()


def heading_of(heading: str, view: View, choices: Mapping[str, Choice] | None = None) -> str:
    """An article's heading as a view shows it."""
    if not view or not heading:
        return heading
    return "".join(block.text for block in view_of([heading_block(heading)], view, choices))


def _habit(passage: Passage, view: View) -> Choice | None:
    """What a view does with a passage for which nobody chose; None takes out options as a whole."""
    if view == "drop":
        return None if passage.kind == "options" else DROP
    if passage.kind == "bracket":
        return KEEP if view == "keep" else DROP
    return Choice("choose", 1)


def _unnamed(block: Block) -> Block:
    if block.kind == "option":
        block.text = ""
    return block


def _take_marks(cuts: Cuts, openings: str | tuple[str, ...]) -> None:
    for index, block in enumerate(cuts.blocks):
        if "{" not in block.text or is_tombstone(block):
            continue
        for mark in _MARKS.finditer(block.text):
            if mark[0].startswith(openings):
                cuts.mark(index, WORDS + mark.start(), WORDS + mark.end())


def _cut(blocks: Sequence[Block], passage: Passage, choice: Choice) -> Cuts:
    cuts = Cuts(blocks)
    _take(cuts, passage, choice)
    return cuts


def _take(cuts: Cuts, passage: Passage, choice: Choice | None) -> None:
    """Mark what a choice takes out."""
    if passage.kind == "options":
        _take_options(cuts, passage, choice.number if choice else 0)
        return
    pairs = passage.pairs
    if choice is not None and choice.act == "keep":
        for pair in pairs:
            cuts.mark(*pair.start, pair.start[1] + 1)
            cuts.mark(pair.end[0], pair.end[1], pair.after)
        return
    start, end = pairs[0].start, (pairs[-1].end[0], pairs[-1].after)
    if choice is None or choice.act == "drop":
        cuts.stretch(start, end)
        return
    chosen = pairs[choice.number - 1]
    cuts.stretch(start, chosen.opening)
    cuts.stretch(chosen.end, end)


def _take_options(cuts: Cuts, passage: Passage, number: int) -> None:
    """All but the words of one option; also those of one that says that there be no text."""
    ends = [*passage.heads[1:], passage.last]
    kept: range = range(0)
    if number and not passage.alternatives[number - 1].is_no_text:
        kept = range(passage.heads[number - 1] + 1, ends[number - 1])
    for index in range(passage.first, passage.last):
        if index not in kept or cuts.blocks[index].kind == "end":
            cuts.whole.add(index)
