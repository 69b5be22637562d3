"""What negotiation and drafting leave in a text: brackets, options, placeholders, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from drafts.text import brackets, scope
from drafts.text.blocks import Block
from drafts.text.proofreading.proof import Finding, Passage, Proof

_BLANKS = (
    r"x{1,3}|y{1,3}|z{1,3}|n|\.{2,}|…|_+|-{2,}|date|place|city|number|symbol|name|title|blank|tb[acd]"
    r"|lieu|ville|nombre|numéro|nom|titre|fecha|lugar|ciudad|número|título"
    r"|(?:placeholder|insert|to be|complete|à (?:compléter|déterminer|insérer)|por (?:determinar|completar)|insértese)"
    r"\b[^\[\]]*"
)
_PLACEHOLDER = re.compile(
    rf"\[\s*(?i:{_BLANKS})?\s*\]"
    r"|(?i:\bplaceholder\b)(?:\s+for\s+[^.;,\]]+)?"
    r"|\b(?i:articles?|paragraphs?|subparagraphs?|paragraphes?|alinéas?|artículos?|párrafos?|apartados?)\s"
    r"(?:x{1,3}|XX+|\?+|…|\.{3,}|_+)(?![\w)])"
    r"|\bTB[ACD]\b|(?<!Part )(?<!Chapter )(?<!Annex )(?<!Article )(?<!article )\bXX+\b(?!I|V)"
    r"|_{3,}|…+|\.{3,}|\. \. \."
)
_INTERNAL = re.compile(
    r"\([^()]{0,40}(?i:\binternal note|\bnote interne|\bnota interna)[^()]*\)"
    r"|\[\[[^\[\]]*\]\]"
    r"|\b(?i:internal (?:note|comment|use|only)|(?:note|usage) interne|(?:nota interna|uso interno))\b"
    r"|\b(?:NB|N\.B\.)\s?:?|\b(?:TODO|FIXME)\b|\?\?+|<!--|\bTO CHECK\b"
    r"|\b(?:Comment|Commentaire|Comentario|Query|Drafting note|Note to (?:the )?(?:drafters?|editors?|secretariat))\s?:"
)
_NOTE = re.compile(r"\{note:[^{}]*\}")


def brackets_in(proof: Proof) -> Iterator[Finding]:
    """A finding for each clause that opens brackets; blanks to be filled in are placeholders and not counted here."""
    for passage in proof.readable:
        blanks = [span.start() for span in _PLACEHOLDER.finditer(passage.words) if span[0].startswith("[")]
        opened = [place for place, mark in enumerate(passage.words) if mark == "[" and place not in blanks]
        number = len(opened) + bool(passage.block.lead)
        if not number:
            continue
        start = 0 if passage.block.lead else opened[0]
        is_one = number == 1
        told = f"{number} bracketed passage{'' if is_one else 's'} {'is' if is_one else 'are'} open in this clause."
        end = _closing(passage.words, start, int(bool(passage.block.lead)))
        yield passage.finding("bracket", "error", (start, end), told)


def _closing(words: str, start: int, depth: int) -> int:
    """Where the bracket that opens at `start`, or before it, has been closed; the end of the clause where it is not."""
    for place in range(start, len(words)):
        depth += {"[": 1, "]": -1}.get(words[place], 0)
        if not depth and words[place] == "]":
            return place + 1
    return len(words)


def scopes_in(proof: Proof) -> Iterator[Finding]:
    """Clauses that stand under some options of scope only: a choice that the conference still has to make."""
    for passage in proof.readable:
        for span, mark in scope.places_of_marks(passage.block.text):
            told = f"This stands under {scope.in_words(mark) or 'no option'} only."
            yield passage.finding("scope", "error", span, told)


def unbalanced(proof: Proof) -> Iterator[Finding]:
    """Brackets, braces and stars without their partner, as the grammar reports them."""
    by_line = dict(enumerate(proof.passages, 1))
    for notice in brackets.check(_with_lines(proof.passages)):
        passage = by_line[notice.line]
        start = max(notice.column - 1, 0)
        yield passage.finding(
            "unbalanced", notice.severity, (start, min(start + 30, len(passage.words))), notice.message
        )


def _with_lines(passages: Sequence[Passage]) -> list[Block]:
    """Copies that count as lines: a stored clause does not know where it was typed."""
    return [replace(passage.block, line=line) for line, passage in enumerate(passages, 1)]


def options_in(proof: Proof) -> Iterator[Finding]:
    """A finding for each set of options, at its first."""
    first: Passage | None = None
    names: list[str] = []
    for passage in [*proof.passages, None]:
        if passage is not None and passage.block.kind == "option":
            first = first or passage
            names.append(f"{passage.block.label}{f' ({passage.block.text})' if passage.block.text else ''}")
        elif first is not None and (passage is None or passage.block.kind == "end"):
            told = f"{len(names)} options stand here; one has to be chosen." if names[1:] else "An option stands alone."
            yield Finding("option", "error", proof.slug, first.block.id, first.place, "; ".join(names), told)
            first, names = None, []


def placeholders(proof: Proof) -> Iterator[Finding]:
    for passage in proof.readable:
        for found in _PLACEHOLDER.finditer(passage.without_notes):
            yield passage.finding("placeholder", "error", found.span(), f"“{found[0]}” still has to be filled in.")


def notes_in(proof: Proof) -> Iterator[Finding]:
    """Notes by the secretariat. They are quoted; `proof.without_note_words` takes their words away beforehand."""
    for passage in proof.readable:
        for found in _NOTE.finditer(passage.block.text):
            yield passage.finding("note", "warning", found.span(), "A note by the secretariat stands here.")


def internal_notes(proof: Proof) -> Iterator[Finding]:
    for passage in proof.readable:
        for found in _INTERNAL.finditer(passage.without_notes):
            told = f"“{found[0]}” reads like a note among ourselves and not like the text."
            yield passage.finding("internal", "error", found.span(), told)
