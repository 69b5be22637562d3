"""Defined terms: used at all, defined at all, and written as they were defined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from drafts.text.proofreading.proof import Finding, Passage, Proof

_OPENING, _CLOSING = r"(?:[“«\"]|``)\s?", r"\s?[”»\"]"
_QUOTED = rf"{_OPENING}(?P<term>[^”»\"“«`]{{2,80}}?){_CLOSING}"
_ANOTHER = rf"(?:,?\s(?:or|and|ou|et|o|y|e|u)\s(?:[a-z]+\s){{0,2}}{_OPENING}[^”»\"“«`]{{2,80}}?{_CLOSING})*"
_MEANS = {
    "en": r"(?:(?:shall|must|does|do|is\sto|are\sto)\s(?:not\s|also\s)?|also\s)?"
    r"(?:means?|includes?|covers?|refers?\sto|ha(?:s|ve)\sthe\smeaning|(?:is|are|be)\s(?:defined|considered|construed|"
    r"understood|taken))\b",
    "fr": r"(?:désigne(?:nt)?|s.entend(?:ent)?|comprend|comprennent|signifie(?:nt)?|"
    r"inclut|incluent|englobe(?:nt)?|on\sentend)\b",
    "es": r"(?:se\sentender[áa]n?|se\sentienden?|significan?|designan?|comprenden?|incluyen?|incluirán?|abarcan?)\b",
}
# The verb stands before the term: "on entend par « X »", "se entenderá por “X”".
_LED = r"(?:entend(?:ent|ra)?\spar|entender[áa]n?\spor|entienden?\spor)\s(?:[a-zé]+\s){0,2}" + _QUOTED.replace(
    "<term>", "<led>"
)
# A name given in passing, which is none of the defined terms: (“the Court”), hereinafter referred to as “the Court”.
_NAMED = re.compile(
    rf"\((?:[^()“«\"]{{0,60}}\s)?{_QUOTED}\)"
    rf"|\b(?:referred\sto\sas|ci-après|denominad[oa]s?)\s{_QUOTED.replace('<term>', '<other>')}"
)
_SMALL_WORDS = 3  # letters; a term that was cut short does not end in "of" or "al"


@dataclass(frozen=True, slots=True)
class Term:
    """A term and the clause that defines it."""

    words: str
    passage: Passage
    span: tuple[int, int]


@lru_cache(maxsize=8)
def _definition(language: str) -> re.Pattern[str]:
    means = _MEANS.get(language, _MEANS["en"])
    return re.compile(rf"{_QUOTED}(?={_ANOTHER},?(?:[^,;:.]{{1,60}},)?\s{means})|{_LED}")


def defined_in(proof: Proof) -> list[Term]:
    """The terms that an article defines: “X” means …; two may share a definition."""
    pattern = _definition(proof.language)
    return [
        Term(match[match.lastgroup or 0], passage, match.span(match.lastgroup or 0))
        for passage in proof.passages
        for match in pattern.finditer(passage.words)
    ]


@lru_cache(maxsize=4096)
def _used(term: str) -> re.Pattern[str]:
    """The term as it is written elsewhere: a capital or none at its beginning, any of its words in the plural."""
    pattern = r"\s".join(_in_any_number(word) for word in term.split())
    first = re.escape(term[:1])
    if term[:1].isalpha() and pattern.startswith(first):
        pattern = f"[{term[:1].lower()}{term[:1].upper()}]{pattern[len(first) :]}"
    return re.compile(rf"(?<!\w){pattern}(?!\w)")


def _in_any_number(word: str) -> str:
    return re.escape(word[:-1]) + "(?:y|ys|ies)" if word.endswith("y") else re.escape(word) + "(?:s|es)?"


def unused_terms(proofs: Sequence[Proof]) -> Iterator[Finding]:
    """Terms that are defined and then stand nowhere else."""
    passages = [passage for proof in proofs for passage in proof.readable]
    for proof in proofs:
        for term in defined_in(proof):
            pattern = _used(term.words)
            if not any(passage is not term.passage and pattern.search(passage.words) for passage in passages):
                told = f"“{term.words}” is defined here and stands nowhere else in the text."
                yield term.passage.finding("term", "warning", term.span, told)


def undefined_terms(proofs: Sequence[Proof]) -> Iterator[Finding]:
    """Words in quotation marks that no clause defines, each at its first place."""
    known = {term.words.casefold() for proof in proofs for term in defined_in(proof)}
    for proof in proofs:
        for passage in proof.readable:
            known |= {(match["term"] or match["other"]).casefold() for match in _NAMED.finditer(passage.words)}
            for match in re.finditer(_QUOTED, passage.words):
                words = match["term"].strip()
                if words.casefold() not in known:
                    known.add(words.casefold())
                    told = f"“{words}” stands in quotation marks and is not defined."
                    yield passage.finding("term", "info", match.span("term"), told)


def variants(proofs: Sequence[Proof]) -> Iterator[Finding]:
    """Words that are nearly a defined term: other capitals, or without the capitalised word it ends in. Headings have
    capitals of their own.
    """
    terms = sorted({term.words for proof in proofs for term in defined_in(proof) if " " in term.words})
    for proof in proofs:
        for passage in proof.passages:
            if passage.is_text:
                yield from _variants_in(passage, terms)


def _variants_in(passage: Passage, terms: Sequence[str]) -> Iterator[Finding]:
    lowered = passage.words.casefold()
    for term in terms:
        if term.partition(" ")[0].casefold() not in lowered:
            continue
        for match in _nearly(term).finditer(passage.words):
            if not any(_used(other).match(passage.words, match.start()) for other in terms):
                yield passage.finding("term", "info", match.span(), f"The defined term is “{term}”.")
                break


@lru_cache(maxsize=4096)
def _nearly(term: str) -> re.Pattern[str]:
    words = term.split()
    whole = r"\s".join(map(_in_any_number, words))
    if len(words) < 3 or not words[-1][0].isupper() or len(words[-2]) <= _SMALL_WORDS:
        return re.compile(rf"(?<!\w)(?i:{whole})(?!\w)")
    short = r"\s".join(map(re.escape, words[:-1]))
    return re.compile(rf"(?<!\w)(?i:{whole}|{short}(?!\w|\s{re.escape(words[-1][:3])}))(?!\w)")
