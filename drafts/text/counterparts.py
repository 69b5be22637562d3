"""Two provisions beside each other: where they differ, and of what kind each difference is.

Words that the tables know to stand for each other (`terms`) are aligned as if they were one word; so "extradition"
against "mutual legal assistance" is one difference of its own and does not draw its neighbours into it.

Exact by construction: what is the same and what is ours, joined, is our text to the character; so for theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from drafts.text import terms
from drafts.text.blocks import PARAGRAPH_MARK
from drafts.text.words import lex, word_spans

Kind = Literal["same", "expected", "reference", "wording", "substance", "punctuation", "apparatus"]
UNNECESSARY: tuple[Kind, ...] = ("substance", "wording")

_APPARATUS = ("^{", "{", "[", "]", "*")
_NUMBER = re.compile(r"\d+|[a-z]{1,2}|[ivxlc]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the two texts. `kind` "same" has the same words on both sides; else it is a difference, `reason` the
    reason that the tables give for it, and either side may be empty.

    expected     follows from the subject (extradition, mutual legal assistance)
    reference    numbers of cross-references alone
    wording      words that say the same
    substance    an obligation, a condition, a list, or anything that no table explains
    punctuation  marks and capital letters
    apparatus    square brackets, attributions, footnotes, notes, italics: the state of the negotiation
    """

    kind: Kind
    ours: str
    theirs: str
    reason: str = ""

    @property
    def words(self) -> tuple[str, str]:
        """Either side as an accepted discrepancy remembers it: case folded, without the space around it."""
        return _folded(self.ours), _folded(self.theirs)

    @property
    def is_unnecessary(self) -> bool:
        return self.kind in UNNECESSARY


@dataclass(frozen=True, slots=True)
class Comparison:
    """The parts of two provisions in order."""

    parts: tuple[Part, ...]

    @property
    def differences(self) -> list[Part]:
        return [part for part in self.parts if part.kind != "same"]

    @property
    def unnecessary(self) -> list[Part]:
        """What a drafter would want to bring into line, substance and wording alike."""
        return [part for part in self.parts if part.is_unnecessary]

    def count(self, kind: Kind) -> int:
        return sum(part.kind == kind for part in self.parts)


@lru_cache(maxsize=4096)
def compare(ours: str, theirs: str, language: str = "en") -> Comparison:
    """The differences between two provisions (`provisions.Provision.text`). A language without tables is compared by
    words alone."""
    left, right = _Side(ours, language), _Side(theirs, language)
    pieces: list[Part] = []
    if left.leading != right.leading:
        pieces.append(Part("same", "", ""))
        pieces += _gap(left.leading, right.leading)
    elif left.leading:
        pieces.append(Part("same", left.leading, right.leading))
    for same, a0, a1, b0, b1 in _spans(left, right):
        if same:
            for a, b in zip(range(a0, a1), range(b0, b1), strict=True):
                pieces += _aligned(left, a, right, b, language)
        else:
            pieces.append(_changed(left, range(a0, a1), right, range(b0, b1), language))
    return Comparison(tuple(_joined(pieces)))


@dataclass(frozen=True, slots=True)
class _Term:
    """What the tables say of a phrase: the row it stands in and its side there."""

    row: str
    side: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Item:
    """One word, or a phrase of the tables; `key` is what is aligned, `text` what stands there, `after` the space that
    follows. `in_reference`: part of a cross-reference."""

    key: str
    text: str
    after: str
    words: tuple[str, ...]
    in_reference: bool
    term: _Term | None = None


class _Side:
    """A text cut into items: joined with `leading` they are the text again."""

    def __init__(self, text: str, language: str) -> None:
        self.leading, words, gaps = _tokens(text)
        cited = _cited(words)
        phrases = _phrases(language)
        self.items: list[_Item] = []
        place = 0
        while place < len(words):
            length, term = _longest(words, place, phrases)
            last = place + length - 1
            shown = "".join(words[at] + gaps[at] for at in range(place, last)) + words[last]
            folded = tuple(word.casefold() for word in words[place : last + 1])
            key = term.row if term else folded[0]
            self.items.append(_Item(key, shown, gaps[last], folded, all(cited[place : last + 1]), term))
            place += length

    def text(self, places: range) -> str:
        return "".join(self.items[place].text + self.items[place].after for place in places)


def _tokens(text: str) -> tuple[str, list[str], list[str]]:
    """(space before the first word, words, space after each word); the mark between two clauses is a word."""
    leading, words, gaps = "", list[str](), list[str]()
    for number, clause in enumerate(text.split(PARAGRAPH_MARK)):
        if number:
            words.append(PARAGRAPH_MARK)
            gaps.append("")
        before, found = lex(clause)
        if words:
            gaps[-1] += before[0]
        else:
            leading = before[0]
        words += found
        gaps += before[1:]
    return leading, words, gaps


@lru_cache(maxsize=8)
def _phrases(language: str) -> dict[str, list[tuple[tuple[str, ...], _Term]]]:
    """The tables by first word, the longest phrases first."""
    found: dict[str, list[tuple[tuple[str, ...], _Term]]] = {}
    rows: list[tuple[str, str, tuple[str, ...], str]] = []
    for number, subject in enumerate(terms.SUBJECTS.get(language, ())):
        rows.append((f"subject{number}", "extradition", subject.extradition, subject.reason))
        rows.append((f"subject{number}", "assistance", subject.assistance, subject.reason))
    for number, synonyms in enumerate(terms.SYNONYMS.get(language, ())):
        rows.append((f"synonym{number}", "", synonyms.phrases, synonyms.reason))
    for row, side, phrases, reason in rows:
        for phrase in phrases:
            words = tuple(phrase.split())
            found.setdefault(words[0], []).append((words, _Term(row, side, reason)))
    for listed in found.values():
        listed.sort(key=lambda entry: -len(entry[0]))
    return found


def _longest(
    words: Sequence[str], place: int, phrases: dict[str, list[tuple[tuple[str, ...], _Term]]]
) -> tuple[int, _Term | None]:
    for phrase, term in phrases.get(words[place].casefold(), ()):
        if tuple(word.casefold() for word in words[place : place + len(phrase)]) == phrase:
            return len(phrase), term
    return 1, None


def _cited(words: Sequence[str]) -> list[bool]:
    """Which words belong to a cross-reference: a unit ("paragraph"), what it is joined with, at least one number."""
    out = [False] * len(words)
    place = 0
    while place < len(words):
        if words[place].casefold() not in terms.UNITS:
            place += 1
            continue
        end = place
        while end < len(words) and _may_continue(words, end):
            end += 1
        if any(word[0].isdigit() or word == "(" for word in words[place:end]):
            out[place:end] = [True] * (end - place)
        place = max(end, place + 1)
    return out


def _may_continue(words: Sequence[str], place: int) -> bool:
    word = words[place].casefold()
    if word in terms.UNITS or word in terms.JOINTS or word in ("(", ")", ","):
        return True
    bracketed = (place > 0 and words[place - 1] == "(") or words[place + 1 : place + 2] == [")"]
    return word.isdigit() or (bracketed and _NUMBER.fullmatch(word) is not None)


def _spans(left: _Side, right: _Side) -> Iterator[tuple[bool, int, int, int, int]]:
    """Same and changed runs of items. A phrase of the tables that both sides have, and the mark between clauses, hold
    their place: what is changed around them is looked at on either side of them."""
    ours, theirs = [item.key for item in left.items], [item.key for item in right.items]
    a0 = b0 = 0
    for same, a_start, a_end, b_start, _ in word_spans(ours, theirs, readable=False):
        for offset in range(a_end - a_start if same else 0):
            a, b = a_start + offset, b_start + offset
            if left.items[a].term is None and ours[a] != PARAGRAPH_MARK:
                continue
            yield from _between(ours, theirs, (a0, a, b0, b))
            yield True, a, a + 1, b, b + 1
            a0, b0 = a + 1, b + 1
    yield from _between(ours, theirs, (a0, len(ours), b0, len(theirs)))


def _between(
    ours: Sequence[str], theirs: Sequence[str], ends: tuple[int, int, int, int]
) -> Iterator[tuple[bool, int, int, int, int]]:
    a0, a1, b0, b1 = ends
    for span in word_spans(ours[a0:a1], theirs[b0:b1]) if a0 < a1 or b0 < b1 else ():
        yield span.same, span.old_start + a0, span.old_end + a0, span.new_start + b0, span.new_end + b0


def _aligned(left: _Side, a: int, right: _Side, b: int, language: str) -> Iterator[Part]:
    """Two items that stand for each other: the same words, or a difference that the tables or a capital explain."""
    ours, theirs = left.items[a], right.items[b]
    if ours.text == theirs.text:
        yield Part("same", ours.text, theirs.text)
    else:
        kind, reason = _kind_of((ours,), (theirs,), language)
        yield Part(kind, ours.text, theirs.text, reason)
    yield from _gap(ours.after, theirs.after)


def _gap(ours: str, theirs: str) -> Iterator[Part]:
    if ours == theirs:
        if ours:
            yield Part("same", ours, theirs)
    else:
        yield Part("punctuation", ours, theirs)


def _changed(left: _Side, a: range, right: _Side, b: range, language: str) -> Part:
    ours, theirs = [left.items[place] for place in a], [right.items[place] for place in b]
    kind, reason = _kind_of(ours, theirs, language)
    return Part(kind, left.text(a), right.text(b), reason)


def _kind_of(ours: Sequence[_Item], theirs: Sequence[_Item], language: str) -> tuple[Kind, str]:
    """Of what kind a difference is; the first rule that fits."""
    ours, theirs = _bare(ours), _bare(theirs)
    if not ours and not theirs:
        return "apparatus", "Brackets, attributions or notes."
    if any(item.text == PARAGRAPH_MARK for item in (*ours, *theirs)):
        return "substance", "A list, or the clauses of one."
    words, others = ([word for item in side for word in item.words if word[0].isalnum()] for side in (ours, theirs))
    if words == others:
        return "punctuation", ""
    if len(ours) == len(theirs) == 1 and ours[0].term and theirs[0].term and ours[0].key == theirs[0].key:
        return ("expected" if ours[0].term.side != theirs[0].term.side else "wording"), ours[0].term.reason
    if all(item.in_reference for item in (*ours, *theirs)):
        return "reference", "A cross-reference."
    changed = set(words) ^ set(others)
    if changed & terms.DECISIVE.get(language, frozenset()):
        return "substance", "A word that makes, unmakes or widens an obligation."
    weak = terms.WEAK.get(language, frozenset())
    heavy, other = (sorted(map(_stem, (word for word in side if word not in weak))) for side in (words, others))
    if heavy == other:
        return "wording", "Number, article or order of the words."
    return "substance", ""


def _bare(items: Sequence[_Item]) -> list[_Item]:
    return [item for item in items if not item.text.startswith(_APPARATUS)]


def _stem(word: str) -> str:
    """A word without the ending of the plural."""
    for ending, instead in (("ies", "y"), ("es", "e"), ("s", "")):
        if len(word) > 4 and word.endswith(ending):
            return word[: -len(ending)] + instead
    return word


def _joined(pieces: Sequence[Part]) -> Iterator[Part]:
    """Neighbouring parts that are the same become one; a difference of spaces alone goes to the difference beside
    it."""
    out: list[Part] = []
    for part in pieces:
        last = out[-1] if out else None
        if last and last.kind == part.kind == "same":
            out[-1] = Part("same", last.ours + part.ours, last.theirs + part.theirs)
        elif last and last.kind != "same" and _is_space(part):
            out[-1] = Part(last.kind, last.ours + part.ours, last.theirs + part.theirs, last.reason)
        elif last and _is_space(last) and part.kind != "same":
            out[-1] = Part(part.kind, last.ours + part.ours, last.theirs + part.theirs, part.reason)
        else:
            out.append(part)
    return (part for part in out if part.ours or part.theirs)


def _is_space(part: Part) -> bool:
    return part.kind == "punctuation" and not (part.ours + part.theirs).strip(" ")


def _folded(text: str) -> str:
    return " ".join(text.replace(PARAGRAPH_MARK, " ¶ ").split()).casefold()
