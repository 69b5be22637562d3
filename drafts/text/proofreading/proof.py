"""An article laid out for proofreading, and what a proofreader finds in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from drafts.text import numbering
from drafts.text.blocks import Block, Severity, is_tombstone
from drafts.text.brackets import APPARATUS, ESCAPE

# Stands for every character of apparatus: no letter, no space, no mark, so that no rule reaches over it.
BLANK = "\ue000"
_APPARATUS = re.compile(rf"{ESCAPE}|{APPARATUS}|\*")
_NOTE = re.compile(rf"{ESCAPE}|\{{note:[^{{}}]*\}}")
_CONTEXT = 60  # characters shown before and after the words of a finding
_LONGEST_QUOTE = 120


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that stands between a text and a clean one.

    `kind` is a key of `KINDS`. `severity`: an error has to be settled before the text can be adopted, a warning
    has to be looked at, an info may be as it should. `article` is the slug of the article ("" for the
    instrument as a whole), `clause_id` is "" for its heading or the whole of it, `place` is the clause as
    running text cites it. `words` are quoted from the text with what stands `before` and `after` them; `start`
    is where they begin in the stored clause.
    """

    kind: str
    severity: Severity
    article: str
    clause_id: str
    place: str
    words: str
    message: str
    before: str = ""
    after: str = ""
    start: int = 0


@dataclass(frozen=True, eq=False)  # compared by identity: results can be kept by the objects they came from
class Passage:
    """A clause, or the heading (its block has no id), as the rules read it."""

    article: str
    block: Block
    place: str

    @cached_property
    def words(self) -> str:
        """The words of the treaty in their places; footnotes, notes, attributions, escapes and stars are blank."""
        return _blanked(_APPARATUS, self.block.text)

    @cached_property
    def without_notes(self) -> str:
        """The same, but footnotes and attributions stay: only notes by the secretariat are blank."""
        return _blanked(_NOTE, self.block.text)

    @property
    def is_text(self) -> bool:
        """Whether it has words of its own: options and tombstones have none."""
        return self.block.kind in ("para", "continuation") and not is_tombstone(self.block)

    def finding(self, kind: str, severity: Severity, span: tuple[int, int], message: str) -> Finding:
        """What was found at `span` of the clause."""
        start, end = span
        quoted = self.block.text[start:end].replace("\n", " ")
        if len(quoted) > _LONGEST_QUOTE:
            quoted = quoted[: quoted.rfind(" ", 0, _LONGEST_QUOTE)] + " …"
        before, after = self.words[max(0, start - _CONTEXT) : start], self.words[end : end + _CONTEXT]
        if start > _CONTEXT:
            before = f"… {before.partition(' ')[2]}"
        if end + _CONTEXT < len(self.words):
            after = f"{after.rpartition(' ')[0]} …"
        return Finding(
            kind, severity, self.article, self.block.id, self.place, quoted, message,
            before.replace(BLANK, ""), after.replace(BLANK, ""), start,
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Proof:
    """An article to be proofread: `kind` as the record names it ("article", "preamble", "annex" …), `label` its
    number.
    """

    slug: str
    kind: str
    label: str
    language: str
    heading: Passage
    passages: tuple[Passage, ...]

    @property
    def blocks(self) -> list[Block]:
        return [passage.block for passage in self.passages]

    @property
    def readable(self) -> Iterator[Passage]:
        """The heading and the clauses that have words of their own."""
        if self.heading.block.text:
            yield self.heading
        yield from (passage for passage in self.passages if passage.is_text)

    def whole(self, kind: str, severity: Severity, words: str, message: str) -> Finding:
        """A finding about the article as such."""
        return Finding(kind, severity, self.slug, "", "", words, message)


def proof_of(
    blocks: Sequence[Block],
    *,
    slug: str,
    kind: str = "article",
    label: str = "",
    heading: str = "",
    language: str = "en",
) -> Proof:
    """Lay an article out. `blocks` have ids and computed labels."""
    places = numbering.paths(blocks, language)
    passages = tuple(Passage(slug, block, numbering.citation(places[block.id], language)) for block in blocks)
    return Proof(slug, kind, label, language, Passage(slug, Block(heading, "continuation"), "heading"), passages)


def without_note_words(text: str) -> str:
    """A clause in which notes by the secretariat say nothing: for readers who may not read them."""
    return _NOTE.sub(lambda mark: "{note:}" if mark[0].startswith("{") else mark[0], text)


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda mark: BLANK * len(mark[0]), text)
