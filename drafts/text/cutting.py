"""Taking characters out of an article: what is left is joined tidily, and a clause that has nothing left goes.

Places count characters of a clause with its bracket before the number as the first: place 0 is that bracket (whether
there is one or not), place 1 the first character of the words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from drafts.text.blocks import Block
from drafts.text.brackets import APPARATUS

WORDS = 1  # the place where a clause's words begin
_APPARATUS = re.compile(APPARATUS)
_CLOSE_UP = frozenset(",.;:)]")


@dataclass(slots=True)
class Cuts:
    """What is to be taken out of `blocks`: ranges of places by clause, and whole clauses."""

    blocks: Sequence[Block]
    ranges: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    whole: set[int] = field(default_factory=set)

    def mark(self, block: int, start: int, end: int) -> None:
        """Take out the places from `start` to `end` of one clause."""
        self.ranges.setdefault(block, []).append((start, end))

    def stretch(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Take out everything between two places (clause, place), which may stand in different clauses."""
        (start_block, start), (end_block, end) = first, last
        if start_block == end_block:
            self.mark(start_block, start, end)
            return
        self.mark(start_block, start, WORDS + len(self.blocks[start_block].text))
        for block in range(start_block + 1, end_block):
            self.mark(block, 0, WORDS + len(self.blocks[block].text))
        self.mark(end_block, 0, end)

    def taken(self) -> list[str]:
        """The words that go, clause by clause."""
        out = []
        for index, block in enumerate(self.blocks):
            if index in self.whole:
                out.append(block.text)
            else:
                out += [block.text[max(0, start - WORDS) : end - WORDS] for start, end in self._merged(index)]
        return [words for words in out if words]

    def made(self) -> list[Block]:
        """The clauses that remain, as copies; their numbers are those of the whole text."""
        remaining: list[Block | None] = [self._remaining(index) for index in range(len(self.blocks))]
        following: Block | None = None  # the next clause that remains, None at the edge of an option
        for index in range(len(self.blocks) - 1, -1, -1):
            block = remaining[index]
            if block is None:
                continue
            if block.kind in ("option", "end"):
                following = None
                continue
            if self._is_emptied(index, block) and (following is None or following.depth <= block.depth):
                remaining[index] = None
            else:
                following = block
        return [block for block in remaining if block is not None]

    def _is_emptied(self, index: int, block: Block) -> bool:
        """Whether a clause that lost words has none left (a full stop is none), or only held together what is gone."""
        left = _APPARATUS.sub("", block.text).strip()
        if _has_words(left) or (left and not _has_words(self.blocks[index].text)):
            return False
        below = index + 1 < len(self.blocks) and self.blocks[index + 1].depth > self.blocks[index].depth
        return index in self.ranges or below

    def _remaining(self, index: int) -> Block | None:
        block = self.blocks[index]
        if index in self.whole:
            return None
        ranges = self._merged(index)
        if not ranges:
            return replace(block)
        lead = "" if ranges[0][0] == 0 else block.lead
        text, end = "", WORDS
        for start, stop in ranges:
            text = joined(text, block.text[end - WORDS : max(start, end) - WORDS])
            end = max(end, stop)
        return replace(block, lead=lead, text=joined(text, block.text[end - WORDS :]).strip())

    def _merged(self, index: int) -> list[tuple[int, int]]:
        merged: list[tuple[int, int]] = []
        for start, end in sorted(self.ranges.get(index, ())):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def joined(left: str, right: str) -> str:
    """Two pieces between which words were taken out: one space, none before a stop, no comma before another mark."""
    if not left or not right:
        return left + right
    if right[0].isspace():
        if left[-1].isspace():
            left = left.rstrip()
    elif right[0] in _CLOSE_UP:
        left = left.rstrip()
    if left and left[-1] in ",;" and right.lstrip()[:1] in (",", ";", ".", ":"):
        return left[:-1] + right.lstrip()
    return left + right
