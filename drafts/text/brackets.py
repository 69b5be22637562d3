"""Inline syntax: disputed words, attributions, footnotes, secretariat notes, italics.

inline := text | "[" inline "]" ["^{" names "}"] | "{fn:" text "}" | "{note:" text "}" | "{under:" options "}" |
"*" italics "*" | "\\" escaped

Brackets are tokens of the text and are matched over the whole article, because a disputed passage may begin
in one clause and end in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from drafts.text import attribution
from drafts.text.blocks import TOMBSTONE, Block, Notice, is_tombstone

APPARATUS = r"\^\{[^{}]*\}|\{(?:fn|note|under):[^{}]*\}"
ESCAPE = r"\\[\[\]{}*^\\]"
_RARE = re.compile(r"[*{}]")
_MARKS = re.compile(rf"{ESCAPE}|{APPARATUS}|[\[\]*{{}}]")


@dataclass(slots=True)
class Bracket:
    """Disputed words. `opened` and `closed` say whether the bracket does so in this clause; `attribution`
    names who holds them.
    """

    children: list[Node] = field(default_factory=list)
    attribution: str = ""
    opened: bool = True
    closed: bool = False


@dataclass(slots=True)
class Italic:
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Footnote:
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A secretariat note; no clean text carries it."""

    text: str


@dataclass(frozen=True, slots=True)
class Under:
    """Under which options of scope the clause stands (`scope`); apparatus, never words of the treaty."""

    options: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Names that stand by themselves, after no bracket."""

    names: str


Node: TypeAlias = "str | Bracket | Italic | Footnote | Note | Under | Attribution"


def _notice(block: Block, start: int, severity: str, code: str, message: str) -> Notice:
    return Notice(block.line, start + 1, severity, code, message)  # type: ignore[arg-type]


def _bracket_notices(blocks: Sequence[Block]) -> Iterator[Notice]:
    """Brackets without their partner; options are texts of their own, so a bracket may not reach over their
    edges.
    """
    opened: list[tuple[Block, int]] = []
    for block in blocks:
        if block.kind in ("option", "end"):
            for where, start in opened:
                quote = where.text[start : start + 30]
                yield _notice(
                    where, start, "error", "bracket",
                    f"A bracket opened here is not closed before the edge of an option: “{quote}…”.",
                )  # fmt: skip
            opened = []
            continue
        if block.lead:
            opened.append((block, 0))
        if "[" not in block.text and "]" not in block.text:
            continue
        for mark in _MARKS.finditer(block.text):
            if mark[0] == "[":
                opened.append((block, mark.start()))
            elif mark[0] == "]" and opened:
                opened.pop()
            elif mark[0] == "]":
                quote = block.text[max(0, mark.start() - 30) : mark.end()]
                yield _notice(
                    block,
                    mark.start(),
                    "error",
                    "bracket",
                    f"A closing bracket has no opening bracket before it: “…{quote}”.",
                )
    for where, start in opened:
        quote = where.text[start : start + 30]
        yield _notice(where, start, "error", "bracket", f"A bracket opened here is never closed: “{quote}…”.")


def _mark_notices(block: Block) -> Iterator[Notice]:
    text, italic = block.text, -1
    for mark in _MARKS.finditer(text):
        start, token = mark.start(), mark[0]
        if token.startswith("^{"):
            if start == 0 or text[start - 1] not in "]}":
                yield _notice(
                    block,
                    start,
                    "warning",
                    "attribution",
                    f"An attribution should follow a closing bracket: “{token}”.",
                )
            if not token[2:-1].strip():
                yield _notice(block, start, "warning", "attribution", "An attribution names nobody.")
            for mistake in attribution.mistakes(token[2:-1]):
                yield _notice(block, start, "warning", "attribution", mistake)
        elif token in "{}":
            yield _notice(
                block, start, "error", "brace",
                f"A curly bracket belongs to {{fn: …}}, {{note: …}}, {{under: …}} and ^{{…}}; "
                f"write \\{token} for the character.",
            )  # fmt: skip
        elif token == "*":
            italic = -1 if italic >= 0 else start
    if italic >= 0:
        yield _notice(block, italic, "warning", "italic", "Italics opened with * are not closed in this clause.")


def check(blocks: Sequence[Block]) -> list[Notice]:
    """What is wrong with the brackets, attributions, braces and italics of an article; columns count within a
    block's text.
    """
    found = list(_bracket_notices(blocks))
    for block in blocks:
        if block.kind in ("para", "continuation") and _RARE.search(block.text):
            found += _mark_notices(block)
        elif block.kind == "option":
            found += [_notice(block, 0, "warning", "attribution", told) for told in attribution.mistakes(block.text)]
    return sorted(found, key=lambda notice: (notice.line, notice.column))


def count(blocks: Sequence[Block]) -> int:
    """How many bracketed passages are still open to negotiation; a tombstone is not one."""
    pairs = 0
    for block in blocks:
        if block.kind in ("option", "end") or is_tombstone(block):
            continue
        pairs += bool(block.lead) + sum(mark[0] == "[" for mark in _MARKS.finditer(block.text))
    return pairs


def depth_after(text: str, open_brackets: int = 0) -> int:
    """How many brackets are open after `text`, when `open_brackets` were open before it."""
    if text == TOMBSTONE:
        return open_brackets
    for mark in _MARKS.finditer(text):
        if mark[0] == "[":
            open_brackets += 1
        elif mark[0] == "]" and open_brackets:
            open_brackets -= 1
    return open_brackets


def opened_before(blocks: Sequence[Block]) -> list[int]:
    """How many brackets the clauses before each one have left open; none reaches over the edge of an option."""
    opened, found = 0, []
    for block in blocks:
        found.append(opened)
        opened = 0 if block.kind in ("option", "end") else depth_after(block.text, opened + bool(block.lead))
    return found


class _Tree:
    """Nodes under construction; `path` holds the open nodes, outermost first."""

    def __init__(self, open_brackets: int) -> None:
        self.root: list[Node] = []
        self.path: list[Bracket | Italic] = []
        for _ in range(open_brackets):
            self.open(Bracket(opened=False))

    @property
    def here(self) -> list[Node]:
        return self.path[-1].children if self.path else self.root

    def say(self, text: str) -> None:
        here = self.here
        if here and isinstance(here[-1], str):
            here[-1] += text
        elif text:
            here.append(text)

    def open(self, node: Bracket | Italic) -> None:
        self.here.append(node)
        self.path.append(node)

    def give_up_italic(self) -> None:
        """The italics last opened have no end here: their star is a star."""
        children = self.path.pop().children
        here = self.here
        here.pop()
        self.say("*")
        for node in children:
            if isinstance(node, str):
                self.say(node)
            else:
                here.append(node)

    def close_bracket(self) -> None:
        if not any(isinstance(node, Bracket) for node in self.path):
            self.say("]")
            return
        while isinstance(self.path[-1], Italic):
            self.give_up_italic()
        node = self.path.pop()
        assert isinstance(node, Bracket)
        node.closed = True

    def star(self) -> None:
        if self.path and isinstance(self.path[-1], Italic):
            self.path.pop()
        else:
            self.open(Italic())

    def attribute(self, names: str) -> None:
        last = self.here[-1] if self.here else None
        if isinstance(last, Bracket) and last.closed:
            last.attribution += ("; " if last.attribution else "") + names
        else:
            self.here.append(Attribution(names))

    def finish(self) -> list[Node]:
        """Italics may be left open below brackets that stay open; brackets stay open, italics never do."""
        kept: list[Bracket | Italic] = []
        while self.path:
            if isinstance(self.path[-1], Italic):
                self.give_up_italic()
            else:
                kept.append(self.path.pop())
        return self.root


def inline(text: str, open_brackets: int = 0) -> list[Node]:
    """The wording of one clause as a tree; `open_brackets` is how many brackets earlier clauses left open."""
    if text == TOMBSTONE:
        return [text]
    tree, end = _Tree(open_brackets), 0
    for mark in _MARKS.finditer(text):
        tree.say(text[end : mark.start()])
        token, end = mark[0], mark.end()
        if token[0] == "\\":
            tree.say(token[1])
        elif token == "[":
            tree.open(Bracket())
        elif token == "]":
            tree.close_bracket()
        elif token == "*":
            tree.star()
        elif token.startswith("^{"):
            tree.attribute(token[2:-1].strip())
        elif token.startswith("{fn:"):
            tree.here.append(Footnote(token[4:-1].strip()))
        elif token.startswith("{note:"):
            tree.here.append(Note(token[6:-1].strip()))
        elif token.startswith("{under:"):
            tree.here.append(Under(token[7:-1].strip()))
        else:
            tree.say(token)
    tree.say(text[end:])
    return tree.finish()


def plain(text: str) -> str:
    """The words of the treaty as a reader sees them: brackets stay, escapes and italics are resolved;
    attributions, footnotes and notes are apparatus and are left out."""
    return "".join(_words(inline(text))).strip()


def _words(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif isinstance(node, Bracket):
            yield "["
            yield from _words(node.children)
            yield "]" if node.closed else ""
        elif isinstance(node, Italic):
            yield from _words(node.children)
