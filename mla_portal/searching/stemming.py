"""Words as a search compares them: without case, accents and endings. No Django here.

The stems are Snowball's, computed in Python and stored, so that a search finds the same on both databases and
whatever dictionaries the database has. The road not taken: PostgreSQL's own configurations, which stem by the same
algorithms, but differ from SQLite and, without `unaccent`, tell "extradicion" from "extradición".
"""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

ALGORITHMS = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic"}
LONGEST_WORD = 60  # characters; longer runs are addresses and keys, and are cut

_WORD = re.compile(r"\w+")
# Snowball knows endings by their accents. People leave accents out, so they are taken off every word and put back where
# the ending demands one: then a word has one stem however it was typed.
_ENDINGS = {
    "es": [(re.compile(r"([cs])ion$"), r"\1ión")],
    "fr": [(re.compile(r"e(e|es)$"), r"é\1"), (re.compile(r"(.{3})ite(s?)$"), r"\1ité\2")],
}


@lru_cache(maxsize=len(ALGORITHMS))
def _stemmer(language: str) -> "snowballstemmer.basestemmer.BaseStemmer":
    return snowballstemmer.stemmer(ALGORITHMS[language])


def fold(words: str) -> str:
    """Without case and accents, letter by letter: as long as the text itself, so that places stay where they are."""
    return "".join(_plain(letter) for letter in words)


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[:1].lower()
    return base[:1] if base and not unicodedata.combining(base) else letter


@lru_cache(maxsize=65_536)
def stem(word: str, language: str) -> str:
    """One word's stem in a language; folded only where no algorithm is known ("zh")."""
    folded = fold(word[:LONGEST_WORD])
    if language not in ALGORITHMS:
        return folded
    for ending, accented in _ENDINGS.get(language, []):
        folded = ending.sub(accented, folded)
    return fold(_stemmer(language).stemWord(folded))


def stems(text: str, language: str) -> list[str]:
    """The stems of a text's words, in order."""
    return [stem(found.group(), language) for found in _WORD.finditer(unicodedata.normalize("NFC", text))]


def marked(text: str, wanted: set[str], language: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is a word whose stem is wanted. Joined they are the text."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for found in _WORD.finditer(text):
        if stem(found.group(), language) in wanted:
            if found.start() > end:
                pieces.append((text[end : found.start()], False))
            pieces.append((found.group(), True))
            end = found.end()
    if end < len(text):
        pieces.append((text[end:], False))
    return pieces
