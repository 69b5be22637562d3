"""What somebody typed into the box, as the index compares it. No Django here."""

import re
from dataclasses import dataclass
from functools import cached_property

from .stemming import stems

LONGEST = 200  # characters
MOST_WORDS = 12

_PARTS = re.compile(r'["“”«»„]([^"“”«»„]*)["“”«»„]?|(\S+)')


@dataclass(frozen=True)
class Query:
    """Words, all of which must occur; words in quotation marks, in any of the languages' marks, in that order."""

    typed: str

    @cached_property
    def parts(self) -> list[str]:
        """Single words and whole phrases, in the order in which they were typed; at most twelve."""
        found = [quoted or single for quoted, single in _PARTS.findall(self.typed[:LONGEST])]
        return [part for part in found if stems(part, "")][:MOST_WORDS]

    def __bool__(self) -> bool:
        return bool(self.parts)

    def phrases(self, language: str) -> list[list[str]]:
        """Each part as stems: one for a word, several for a phrase (and for "l'accusé", which is two words)."""
        return [stems(part, language) for part in self.parts]

    def wanted(self, language: str) -> set[str]:
        """Every stem that is asked for: what a result marks."""
        return {stem for phrase in self.phrases(language) for stem in phrase}

    def is_held_by(self, text: str, language: str = "en") -> bool:
        """The same question to a text in hand, for the few things that have no index."""
        said = f" {' '.join(stems(text, language))} "
        return bool(self) and all(f" {' '.join(phrase)} " in said for phrase in self.phrases(language))
