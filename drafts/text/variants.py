"""All disputed words of an article as data: single brackets, brackets side by side, options.

A passage is addressed by the clause in which it begins and its place among the passages that begin there, the outer
before the inner. Brackets are matched over the whole article, within the edges of options, as `brackets` does.

Brackets that stand side by side are alternatives, one choice: "[shall]^{Chile}[may]". One that begins with a comma, a
semicolon or a conjunction goes on from what stands before it and is a passage of its own: "political opinion[, sex]
[, gender]".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from drafts.text import attribution, brackets
from drafts.text.attribution import Attribution
from drafts.text.blocks import Block, is_tombstone
from drafts.text.cutting import WORDS

Kind = Literal["bracket", "alternatives", "options"]
Spot = tuple[int, int]  # clause by its place in the article, place in the clause (see `cutting`)

HEADING = "heading"  # the clause id under which the passages of an article's heading are addressed
_MARKS = re.compile(rf"{brackets.ESCAPE}|{brackets.APPARATUS}|[\[\]]")
_ATTRIBUTIONS = re.compile(r"(?:\^\{[^{}]*\})*")
_ATTRIBUTION = re.compile(r"\^\{([^{}]*)\}")
_SIDE_BY_SIDE = re.compile(r"\s*/?\s*")
_GOES_ON = re.compile(r"(?i)\s*(?:[,;.:]|(?:and|or|nor|but|et|ou|ni|y|e|o|u)\b)")
_NO_TEXT = re.compile(r"(?i)\W*(?:no text|pas de texte|sin texto)\W*$")


@dataclass(frozen=True, slots=True)
class Pair:
    """A bracket that has its partner: from `start` to `end`, the places of both; attributions end at `after`."""

    start: Spot
    end: Spot
    after: int
    marks: tuple[str, ...]
    inside: Spot | None

    @property
    def opening(self) -> Spot:
        """Where its words begin."""
        return self.start[0], self.start[1] + 1


@dataclass(frozen=True, slots=True)
class Alternative:
    """Words that one may choose, a line for each clause, in the drafting syntax; `name` is an option's."""

    lines: tuple[str, ...]
    held: Attribution
    name: str = ""

    @property
    def words(self) -> str:
        return "\n".join(self.lines)

    @property
    def is_no_text(self) -> bool:
        """Whether the option is that there be no text."""
        return len(self.lines) == 1 and bool(_NO_TEXT.match(self.lines[0]))


@dataclass(frozen=True)
class Passage:
    """One thing to decide. `source` is all of it as it stands, marks and names included; `inside` the key of the
    passage that it stands in. Of brackets `pairs` are the places; of options `first` to `last` the clauses,
    `heads` those that name an option."""

    clause: str
    ordinal: int
    kind: Kind
    alternatives: tuple[Alternative, ...]
    source: str
    inside: str = ""
    pairs: tuple[Pair, ...] = ()
    heads: tuple[int, ...] = ()
    first: int = 0
    last: int = 0

    @cached_property
    def key(self) -> str:
        return f"{self.clause}-{self.ordinal}"


@dataclass(frozen=True, slots=True)
class Unbalanced:
    """A bracket without its partner: the clause it stands in, and what is wrong in one sentence."""

    clause: str
    message: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How much of an article is open: brackets (as the contents count them, and those of the heading), sets of
    options, brackets without a partner."""

    brackets: int = 0
    options: int = 0
    unbalanced: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.brackets + other.brackets, self.options + other.options, self.unbalanced + other.unbalanced)


def heading_block(heading: str) -> Block:
    """An article's heading as a clause, so that its brackets can be read and resolved like any others."""
    return Block(heading, "continuation", id=HEADING)


def passages(blocks: Sequence[Block]) -> list[Passage]:
    """Every disputed passage in reading order."""
    found = _Finding(blocks)
    return found.passages()


def find(blocks: Sequence[Block], key: str) -> Passage | None:
    """The passage of that address."""
    return next((passage for passage in passages(blocks) if passage.key == key), None)


def unbalanced(blocks: Sequence[Block]) -> list[Unbalanced]:
    """Brackets without their partner, in reading order."""
    placed = [replace(block, line=line) for line, block in enumerate(blocks)]
    notices = [notice for notice in brackets.check(placed) if notice.code == "bracket"]
    return [Unbalanced(blocks[notice.line].id, notice.message) for notice in notices]


def tally(heading: str, blocks: Sequence[Block]) -> Tally:
    """What is open in an article."""
    whole = [heading_block(heading), *blocks]
    open_brackets = sum(notice.code == "bracket" for notice in brackets.check(whole))
    return Tally(brackets.count(whole), len(_groups(blocks)), open_brackets)


def _groups(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """The sets of options: the first clause of each, and the one after its last."""
    found, start = [], -1
    for index, block in enumerate(blocks):
        if block.kind == "option" and start < 0:
            start = index
        elif block.kind == "end" and start >= 0:
            found.append((start, index + 1))
            start = -1
    return [*found, (start, len(blocks))] if start >= 0 else found


def _pairs(blocks: Sequence[Block]) -> list[Pair]:
    """Brackets with their partners, by where they begin."""
    found: list[Pair] = []
    opened: list[Spot] = []
    for index, block in enumerate(blocks):
        if block.kind in ("option", "end"):
            opened = []
            continue
        if block.lead:
            opened.append((index, 0))
        if is_tombstone(block):
            continue
        for mark in _MARKS.finditer(block.text):
            if mark[0] == "[":
                opened.append((index, WORDS + mark.start()))
            elif mark[0] == "]" and opened:
                start = opened.pop()
                after = _ATTRIBUTIONS.match(block.text, mark.end())
                assert after is not None
                names = tuple(_ATTRIBUTION.findall(after[0]))
                end = (index, WORDS + mark.start())
                found.append(Pair(start, end, WORDS + after.end(), names, None))
    return _nested(sorted(found, key=lambda pair: pair.start))


def _nested(pairs: Sequence[Pair]) -> list[Pair]:
    """Each with the pair that it stands in; a bracket without its partner holds nothing."""
    found: list[Pair] = []
    around: list[Pair] = []
    for pair in pairs:
        while around and around[-1].end < pair.start:
            around.pop()
        found.append(replace(pair, inside=around[-1].start if around else None))
        around.append(pair)
    return found


@dataclass(slots=True)
class _Finding:
    """The state of one call of `passages`."""

    blocks: Sequence[Block]
    ordinals: dict[str, int] = field(default_factory=dict)
    keys: dict[Spot, str] = field(default_factory=dict)  # of the passage that a bracket or an option belongs to

    def passages(self) -> list[Passage]:
        groups = _groups(self.blocks)
        starts: list[tuple[Spot, list[Pair] | tuple[int, int]]] = [
            ((first, -1), (first, last)) for first, last in groups
        ]
        starts += [(run[0].start, run) for run in self._runs(_pairs(self.blocks))]
        found = []
        for _, what in sorted(starts, key=lambda one: one[0]):
            found.append(self._options(*what) if isinstance(what, tuple) else self._brackets(what, groups))
        return found

    def _runs(self, pairs: list[Pair]) -> list[list[Pair]]:
        """Pairs that stand side by side, together."""
        runs: list[list[Pair]] = []
        ends: dict[tuple[Spot | None, int], list[Pair]] = {}  # the last run in a clause, by what it stands in
        for pair in pairs:
            run = ends.get((pair.inside, pair.start[0]))
            if run and self._beside(run[-1], pair) and not self._goes_on(run[0]) and not self._goes_on(pair):
                run.append(pair)
            else:
                run = [pair]
                runs.append(run)
            ends[(pair.inside, pair.end[0])] = run
        return runs

    def _beside(self, left: Pair, right: Pair) -> bool:
        between = self.blocks[left.end[0]].text[left.after - WORDS : right.start[1] - WORDS]
        return left.end[0] == right.start[0] and right.start[1] > 0 and bool(_SIDE_BY_SIDE.fullmatch(between))

    def _goes_on(self, pair: Pair) -> bool:
        block, place = pair.opening
        return bool(_GOES_ON.match(self.blocks[block].text, place - WORDS))

    def _next_key(self, clause: str) -> int:
        self.ordinals[clause] = self.ordinals.get(clause, 0) + 1
        return self.ordinals[clause]

    def _brackets(self, run: list[Pair], groups: list[tuple[int, int]]) -> Passage:
        first, last = run[0], run[-1]
        clause = self.blocks[first.start[0]].id
        outer = first.inside
        if outer is not None:
            inside = self.keys[outer]
        else:
            inside = next((self.keys[(start, -1)] for start, end in groups if start < first.start[0] < end), "")
        passage = Passage(
            clause=clause,
            ordinal=self._next_key(clause),
            kind="alternatives" if len(run) > 1 else "bracket",
            alternatives=tuple(Alternative(self._words(pair), attribution.read_all(pair.marks)) for pair in run),
            source="\n".join(self._lines(first.start, (last.end[0], last.after))),
            inside=inside,
            pairs=tuple(run),
        )
        for pair in run:
            self.keys[pair.start] = passage.key
        return passage

    def _options(self, first: int, last: int) -> Passage:
        blocks = self.blocks
        clause = blocks[first].id
        heads = tuple(index for index in range(first, last) if blocks[index].kind == "option")
        ends = [*heads[1:], last - (blocks[last - 1].kind == "end")]
        alternatives = tuple(
            Alternative(
                tuple(_line(block) for block in blocks[head + 1 : end]),
                attribution.read(blocks[head].text),
                f"Option {blocks[head].pin}",
            )
            for head, end in zip(heads, ends, strict=True)
        )
        source = "\n".join(f"{block.kind} {block.pin} {block.lead}{block.text}" for block in blocks[first:last])
        passage = Passage(
            clause, self._next_key(clause), "options", alternatives, source, heads=heads, first=first, last=last
        )
        self.keys[(first, -1)] = passage.key
        return passage

    def _lines(self, start: Spot, end: Spot) -> tuple[str, ...]:
        """What stands between two places, a line for each clause."""
        lines = []
        for index in range(start[0], end[0] + 1):
            block = self.blocks[index]
            begin = start[1] if index == start[0] else 0
            stop = end[1] if index == end[0] else WORDS + len(block.text)
            lead = block.lead if not begin else ""
            lines.append(lead + block.text[max(0, begin - WORDS) : max(0, stop - WORDS)])
        return tuple(lines)

    def _words(self, pair: Pair) -> tuple[str, ...]:
        """What a bracket holds; clauses that it takes in with their numbers show them."""
        first = pair.start[0]
        return tuple(
            f"{self.blocks[index].label} {line}".strip() if index > first or not pair.start[1] else line
            for index, line in enumerate(self._lines(pair.opening, pair.end), first)
        )


def _line(block: Block) -> str:
    return f"{block.lead}{block.label} {block.text}".strip() if block.label else block.lead + block.text
