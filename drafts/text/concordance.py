"""Language versions against one another: the same clauses, numbers, brackets, options and references.

Authentic texts number their paragraphs alike and cite the same numbers (United Nations Editorial Manual), so what
differs between two languages is a slip or a translation that is behind its original.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from functools import cache
from typing import Literal

from drafts.text import brackets, numbering
from drafts.text.blocks import Block

Kind = Literal[
    "missing article", "heading", "missing clause", "number", "level", "brackets", "options", "references", "stale"
]

LANGUAGE_NAMES = {
    "en": "English", "fr": "French", "es": "Spanish", "ru": "Russian", "ar": "Arabic", "zh": "Chinese",
}  # fmt: skip
_WORDS = {
    "en": r"(?:sub)?paragraphs?|articles?",
    "fr": r"articles?|paragraphes?|alinéas?",
    "es": r"artículos?|párrafos?|apartados?|incisos?",
}
_JOINTS = {
    "en": r"and|or|to|of|the|this|present",
    "fr": r"et|ou|à|du|des|de|la|le|l[’']|au|aux|d[’']",
    "es": r"y|o|e|u|a|al|del|de|la|los|las|el",
}
_CITED = re.compile(r"[0-9]{1,3}(?:\s(?:bis|ter|quater))?|(?<![^\W\d_])[a-z]{1,4}(?=\))")
_FIRST = {"fr": r"premier|première", "es": r"primero|primera"}


@dataclass(frozen=True, slots=True)
class Version:
    """An article in one language: when its words were saved, heading, clauses with ids and labels."""

    article: str
    name: str
    language: str
    heading: str
    blocks: Sequence[Block]
    saved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What is not equal. `clause` is the place in the original ("3 (b)"), "" for the article as a whole;
    `clause_id` its id. `language` is the version that is compared with the original.
    """

    article: str
    clause: str
    kind: Kind
    detail: str
    language: str
    clause_id: str = ""


def differences(original: Sequence[Version], translation: Sequence[Version], language: str) -> list[Difference]:
    """Everything in which a translation is not built like its original, in the order of the original.

    Both are whole texts in reading order. An article that neither language numbers alike is missing in one of the
    two.
    """
    theirs = {version.article: version for version in translation}
    ours = {version.article for version in original}
    found: list[Difference] = []
    for version in original:
        if version.article in theirs:
            found += between(version, theirs[version.article])
        else:
            told = f"There is no {LANGUAGE_NAMES[language]} text of {version.name}."
            found.append(Difference(version.article, "", "missing article", told, language))
    for version in translation:
        if version.article not in ours:
            told = f"{version.name} stands in {LANGUAGE_NAMES[language]} alone."
            found.append(Difference(version.article, "", "missing article", told, language))
    return found


def between(original: Version, translation: Version) -> list[Difference]:
    """One article in two languages."""
    pair = _Pair(original, translation)
    return [*pair.whole(), *pair.clauses()]


@dataclass(frozen=True)
class _Pair:
    original: Version
    translation: Version

    @property
    def names(self) -> tuple[str, str]:
        return LANGUAGE_NAMES[self.original.language], LANGUAGE_NAMES[self.translation.language]

    @property
    def _both(self) -> tuple[Version, Version]:
        return self.original, self.translation

    def _differs(self, kind: Kind, detail: str, block: Block | None = None, place: str = "") -> Difference:
        clause_id = block.id if block else ""
        return Difference(self.original.article, place, kind, detail, self.translation.language, clause_id)

    def whole(self) -> Iterator[Difference]:
        first, second = self.names
        before, after = self.original.saved_at, self.translation.saved_at
        if before and after and before > after:
            told = (
                f"The {first} text was changed on {before:%-d %B %Y}, after the {second} one ({after:%-d %B %Y}) was."
            )
            yield self._differs("stale", told)
        if bool(self.original.heading) != bool(self.translation.heading):
            has, lacks = (first, second) if self.original.heading else (second, first)
            yield self._differs("heading", f"There is a heading in {has} and none in {lacks}.")
        ours, theirs = (_options(version.blocks) for version in self._both)
        if ours != theirs:
            told = f"Options {', '.join(ours) or 'none'} in {first}, {', '.join(theirs) or 'none'} in {second}."
            yield self._differs("options", told)

    def clauses(self) -> Iterator[Difference]:
        """Clauses are matched by id; one that has no counterpart is told where it stands."""
        first, second = self.names
        ours, theirs = ([block for block in version.blocks if block.kind != "end"] for version in self._both)
        places, foreign = (numbering.paths(version.blocks) for version in self._both)
        here, there = {block.id for block in ours}, {block.id: block for block in theirs}
        order = [block.id for block in ours], [block.id for block in theirs]
        for kind, start, end, other_start, other_end in SequenceMatcher(None, *order, autojunk=False).get_opcodes():
            for block in ours[start:end]:
                place = places[block.id]
                if block.id in there:
                    yield from self._clause(block, there[block.id], place)
                else:
                    told = f"{_named(place)} has no counterpart in {second}."
                    yield self._differs("missing clause", told, block, place)
            for block in theirs[other_start:other_end] if kind != "equal" else []:
                if block.id not in here:
                    told = f"{_named(foreign[block.id])} of the {second} text has no counterpart in {first}."
                    yield self._differs("missing clause", told, None, foreign[block.id])

    def _clause(self, ours: Block, theirs: Block, place: str) -> Iterator[Difference]:
        first, second = self.names
        labels = _bare(ours), _bare(theirs)
        if labels[0] != labels[1]:
            told = f"It is {ours.label or 'not numbered'} in {first} and {theirs.label or 'not numbered'} in {second}."
            yield self._differs("number", told, ours, place)
        elif ours.depth != theirs.depth:
            told = f"It stands on level {ours.depth + 1} in {first} and on level {theirs.depth + 1} in {second}."
            yield self._differs("level", told, ours, place)
        counted = brackets.count([ours]), brackets.count([theirs])
        if counted[0] != counted[1]:
            told = f"{first} has {_brackets(counted[0])} here, {second} has {_brackets(counted[1])}."
            yield self._differs("brackets", told, ours, place)
        cited = cited_numbers(ours.text, self.original.language), cited_numbers(theirs.text, self.translation.language)
        if cited[0] is not None and cited[1] is not None and cited[0] != cited[1]:
            told = f"It cites {_listed(cited[0])} in {first} and {_listed(cited[1])} in {second}."
            yield self._differs("references", told, ours, place)


def _brackets(number: int) -> str:
    return f"{number or 'no'} open bracket{'' if number < 2 else 's'}"


def _options(blocks: Sequence[Block]) -> list[str]:
    return [block.pin for block in blocks if block.kind == "option"]


def _bare(block: Block) -> str:
    """The number without the marks that languages print differently: "(a)" and "a)" are the same."""
    return block.label.strip("().") if block.kind == "para" else block.kind


def _named(place: str) -> str:
    cited = numbering.citation(place)
    return cited[:1].upper() + cited[1:]


def _listed(cited: frozenset[str]) -> str:
    return ", ".join(sorted(cited, key=lambda one: (not one[0].isdigit(), one.zfill(4)))) or "nothing"


def cited_numbers(text: str, language: str) -> frozenset[str] | None:
    """The numbers and letters of the articles and paragraphs that a clause cites; None for a language in which
    references are not understood. Order and repetition are the language's own affair: what English cites twice as
    "paragraph 1", French calls "dudit paragraphe" the second time.
    """
    if language not in _WORDS:
        return None
    plain = brackets.plain(text)
    first = _FIRST.get(language)
    if first:
        plain = re.sub(rf"(?i)\b(articles?|artículos?|paragraphes?|párrafos?)\s(?:{first})\b", r"\1 1", plain)
    return frozenset(cited for run in _runs(language).finditer(plain) for cited in _CITED.findall(run[0]))


@cache
def _runs(language: str) -> re.Pattern[str]:
    """A word such as "article" with the numbers, letters and small words that follow it."""
    word, joint = _WORDS[language], _JOINTS[language]
    number = r"[0-9]{1,3}(?![0-9])(?:\s(?:bis|ter|quater)\b)?|\(?[a-z]{1,4}\)"
    return re.compile(rf"(?i)\b(?:{word})\b(?:[\s,]*(?:{number}|(?:{joint})(?!\w)|(?:{word})\b))+")
