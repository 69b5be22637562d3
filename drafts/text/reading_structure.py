"""What reading an instrument yields, and what somebody should look at in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from drafts.text.blocks import Block, Notice, canonical
from drafts.text.grammar import parse
from drafts.text.reading_headings import rank

ArticleKind = Literal["preamble", "article", "annex", "testimonium"]

_LINK = re.compile(r"\[[^\[\]]+\]\([^()\s]*/")
_NO_LETTER_OR_DIGIT = re.compile(r"[\W_]")


class UnreadableText(Exception):
    """The text is no instrument: `line` counts from 1, `message` is a sentence for the person who sent it."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line
        self.message = message


@dataclass(frozen=True, slots=True)
class ReadDivision:
    """A part, title, chapter or section; `parent` is the index of the division that it stands in."""

    index: int
    parent: int | None
    kind: str
    label: str
    heading: str
    line: int


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """One unit of text. `source` is drafting syntax, indentation and blank lines as typed.

    `label` is "12", "12 bis" or "IV"; "" for a preamble, a testimonium and a single annex. `line` is where
    its heading stands, or its first words where it has none; `lines` gives the line of the file for each of
    `source`.
    """

    kind: ArticleKind
    label: str
    heading: str
    source: str
    division: int | None
    line: int
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReadInstrument:
    """What `reading.read_instrument` found. `front` are the lines between the title and the preamble."""

    title: str
    front: str
    divisions: tuple[ReadDivision, ...]
    articles: tuple[ReadArticle, ...]
    notices: tuple[Notice, ...]


def order_notices(articles: Sequence[ReadArticle]) -> Iterator[Notice]:
    """Notices of gaps, as a deleted article leaves them. UnreadableText where numbers repeat or go back."""
    before: ReadArticle | None = None
    seen: dict[tuple[int, int], int] = {}
    for article in articles:
        if article.kind != "article":
            continue
        place = rank(article.label)
        if place in seen:
            message = f"Article {article.label} stands twice, on lines {seen[place]} and {article.line}."
            raise UnreadableText(article.line, message)
        if before is not None and place < rank(before.label):
            raise UnreadableText(article.line, f"Article {article.label} stands after article {before.label}.")
        if before is not None and place[0] > rank(before.label)[0] + 1:
            message = f"Article {article.label} follows article {before.label}; the numbers between are not used."
            yield Notice(article.line, 1, "info", "gap", message)
        before, seen[place] = article, article.line


def clause_notices(article: ReadArticle, language: str) -> Iterator[Notice]:
    """What the grammar says of an article, and every number that it will not print as it was typed."""
    blocks, notices = parse(article.source, language)
    for notice in notices:
        if notice.code not in ("start", "order"):
            yield replace(notice, line=article.lines[notice.line - 1])
    on_line: dict[int, list[Block]] = {}
    for block in blocks:
        on_line.setdefault(block.line, []).append(block)
    typed_lines = article.source.split("\n")
    for line, together in on_line.items():
        typed = _typed_number(typed_lines[line - 1], together)
        computed = " ".join(block.label for block in together if block.label)
        if _NO_LETTER_OR_DIGIT.sub("", typed) != _NO_LETTER_OR_DIGIT.sub("", computed):
            message = f"“{typed}” is typed here, but the clause will be numbered “{computed}” by its place."
            yield Notice(article.lines[line - 1], 1, "warning", "number", message)


def _typed_number(line: str, blocks: Sequence[Block]) -> str:
    """The number or numbers that a line begins with; an option names itself and is never renumbered."""
    if any(block.kind != "para" for block in blocks):
        return " ".join(block.label for block in blocks if block.label)
    body = canonical(line)
    return body[: len(body) - len(blocks[-1].text)].strip()


def dirt_notices(lines: Sequence[tuple[int, str]]) -> Iterator[Notice]:
    """Traces of other programs in numbered lines. They stay: no word of a treaty is changed in silence."""
    for number, text in lines:
        if link := _LINK.search(text):
            message = "A link of another program stands here; its square brackets will count as disputed words."
            yield Notice(number, link.start() + 1, "warning", "link", message)
    ticked = [(number, text) for number, text in lines if "``" in text]
    if ticked:
        number, text = ticked[0]
        message = f"Two backticks stand for a quotation mark; lines concerned: {len(ticked)}."
        yield Notice(number, text.index("``") + 1, "info", "quotation", message)
