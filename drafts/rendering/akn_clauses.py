"""Clauses as elements of Akoma Ntoso 3.0.

The schema lets a hierarchical element hold either `content` alone, or `intro`, further elements and `wrapUp`. So
unnumbered words become paragraphs of `intro`, `content` or `wrapUp` where they stand at an edge, and an `hcontainer`
of the name "flush" where they stand between numbered clauses. eIds follow the naming convention (place and number),
wIds are the clauses' own identities. The classes "alpha", "depth-2" … say what the number and the nesting do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from drafts.text.akn_wording import Element, add, say, write_wording
from drafts.text.blocks import Block, is_tombstone
from drafts.text.numbering import labels, paths

_LEVELS = (("paragraph", "para"), ("subparagraph", "subpara"), ("point", "point"), ("indent", "indent"))
_NOT_IN_IDS = re.compile(r"[^\w]+")


@dataclass(slots=True)
class Identifiers:
    """The eIds given so far in a document; none is given twice."""

    taken: set[str] = field(default_factory=set)

    def give(self, wanted: str) -> str:
        """`wanted`, or where it is taken the same with the first free number behind it."""
        found, count = wanted, 1
        while found in self.taken:
            count += 1
            found = f"{wanted}-{count}"
        self.taken.add(found)
        return found

    @staticmethod
    def part(label: str) -> str:
        """A number as eIds spell it: "12 bis" -> "12-bis", "(a)" -> "a"."""
        return _NOT_IN_IDS.sub("-", label).strip("-")


@dataclass(slots=True)
class _Node:
    """A clause and what stands inside it; `is_told` where its depth does not follow from its place."""

    block: Block
    label: str
    is_told: bool
    inner: list[_Node] = field(default_factory=list)

    @property
    def is_words(self) -> bool:
        return self.block.kind == "continuation"


def write_clauses(host: Element, blocks: Sequence[Block], language: str, given: Identifiers) -> None:
    """Write the clauses of an article into `host`, which already has its number and heading."""
    _Writer(given).inside(host, _tree(blocks, language), None)


def write_flat(host: Element, blocks: Sequence[Block], language: str, given: Identifiers) -> None:
    """Write clauses where no hierarchy can stand: below the title and in the closing words."""
    writer, prefix = _Writer(given), host.get("eId", "")
    for block, label in zip(blocks, labels(blocks, language), strict=True):
        node = _Node(block, label, is_told=block.depth > 0)
        if node.is_words:
            write_wording(writer.named(host, "p", node, f"{prefix}__p"), block.text)
            continue
        container = writer.named(host, "blockContainer", node, f"{prefix}__blockcontainer")
        if label:
            say(add(container, "num"), block.lead + label)
        write_wording(add(container, "p"), block.text)


def write_recitals(host: Element, blocks: Sequence[Block], language: str, given: Identifiers) -> None:
    """Write a preamble: recitals, and around them the formulas that open it and enact the text."""
    writer, places = _Writer(given), paths(blocks, "en")
    recitals: Element | None = None
    for place, (block, label) in enumerate(zip(blocks, labels(blocks, language), strict=True)):
        node = _Node(block, label, is_told=block.depth > 0)
        if (
            node.is_words
            and block.id
            and places[block.id] == {0: "opening words", len(blocks) - 1: "closing words"}.get(place)
        ):
            recitals = None
            kind = "enactingFormula" if place else "openingFormula"
            formula = writer.named(host, "formula", node, f"{host.get('eId')}__formula", name=kind)
            write_wording(add(formula, "p"), block.text)
            continue
        if recitals is None:
            recitals = add(host, "recitals", eId=given.give(f"{host.get('eId')}__recs"))
        recital = writer.named(recitals, "recital", node, f"{recitals.get('eId')}__rec")
        if label:
            say(add(recital, "num"), block.lead + label)
        write_wording(add(recital, "p"), block.text)


def _tree(blocks: Sequence[Block], language: str) -> list[_Node]:
    """The clauses nested by depth. What an unnumbered clause interrupts is not gone back to: the order is that of the
    text.
    """
    root: list[_Node] = []
    base, path = root, list[_Node]()
    for block, label in zip(blocks, labels(blocks, language), strict=True):
        if block.kind in ("option", "end"):
            node = _Node(block, label, is_told=False)
            root.append(node)
            base, path = (node.inner if block.kind == "option" else root), []
            continue
        path = [node for node in path if node.block.depth < block.depth]
        implied = path[-1].block.depth + 1 if path else 0
        node = _Node(block, label, is_told=block.depth != implied)
        (path[-1].inner if path else base).append(node)
        if not node.is_words:
            path.append(node)
    return root


@dataclass(slots=True)
class _Writer:
    given: Identifiers

    def inside(self, host: Element, nodes: Sequence[_Node], own: str | None) -> None:
        """What stands inside an element: its `own` words (None where it is none that has words) and its clauses."""
        start, end = _edges(nodes)
        is_alone = start == len(nodes)
        if own or start or is_alone:
            self._words(host, "content" if is_alone else "intro", nodes[:start], own)
        for node in nodes[start:end]:
            self._clause(host, node)
        if end < len(nodes):
            self._words(host, "wrapUp", nodes[end:], None)

    def named(self, host: Element, element: str, node: _Node, wanted: str, /, **attributes: str) -> Element:
        """An element that is a clause: with its eId, its identity as wId, and what its classes have to tell."""
        block = node.block
        classes = [block.kind if block.kind != "para" else block.scheme]
        if node.is_told:
            classes.append(f"depth-{block.depth}")
        status = "removed" if is_tombstone(block) else ""
        numbered = element not in ("p", "recital", "blockContainer") and re.search(r"\w", node.label)
        eid = self.given.give(wanted if numbered else f"{wanted}_{self._count(wanted)}")
        return add(host, element, eId=eid, wId=block.id, class_=" ".join(classes), status=status, **attributes)

    def _count(self, wanted: str) -> int:
        count = 1
        while f"{wanted}_{count}" in self.given.taken:
            count += 1
        return count

    def _words(self, host: Element, name: str, nodes: Iterable[_Node], own: str | None) -> None:
        container = add(host, name, eId=self.given.give(f"{host.get('eId')}__{name.lower()}"))
        if own is not None:
            write_wording(add(container, "p"), own)
        for node in nodes:
            write_wording(self.named(container, "p", node, f"{container.get('eId')}__p"), node.block.text)
        if not len(container):
            add(container, "p")

    def _clause(self, host: Element, node: _Node) -> None:
        block, prefix = node.block, host.get("eId", "")
        if block.kind == "para":
            name, short = _LEVELS[min(block.depth, len(_LEVELS) - 1)]
            part = Identifiers.part(node.label)
            element = self.named(host, name, node, f"{prefix}__{short}_{part}" if part else f"{prefix}__{short}")
            if node.label:
                say(add(element, "num"), block.lead + node.label)
            self.inside(element, node.inner, block.text)
        elif block.kind == "option":
            element = self.named(host, "hcontainer", node, f"{prefix}__option_{block.pin}", name="option")
            say(add(element, "num"), node.label)
            if block.text:
                write_wording(add(element, "heading"), block.text)
            self.inside(element, node.inner, None)
        elif block.kind == "end":
            element = self.named(host, "hcontainer", node, f"{prefix}__hcontainer", name="endOfOptions")
            self._words(element, "content", (), "")
        else:
            element = self.named(host, "hcontainer", node, f"{prefix}__hcontainer", name="flush")
            self._words(element, "content", (), block.text)


def _edges(nodes: Sequence[_Node]) -> tuple[int, int]:
    """Where the numbered clauses begin and end among the others."""
    start, end = 0, len(nodes)
    while start < end and nodes[start].is_words:
        start += 1
    while end > start and nodes[end - 1].is_words:
        end -= 1
    return start, end
