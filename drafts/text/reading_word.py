"""A Word file (.docx) as the plain text that `reading.read_instrument` reads.

Word's automatic numbers, typed numbers, headings, italics, brackets and footnotes are kept; comments and the
rest of the formatting are not. Tracked changes are kept apart: the text can be had with any of them refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from drafts.text.blocks import PARAGRAPH_MARK, canonical
from drafts.text.reading_headings import heading_of
from drafts.text.redline import Segment
from drafts.text.word_numbering import Counters
from drafts.text.word_package import UnreadableFile, looks_like_word, open_package
from drafts.text.word_paragraphs import Paragraph, Piece, WordText, read_paragraphs
from drafts.text.word_printing import Printing
from drafts.text.word_styles import COVER
from drafts.text.word_wording import stands, wording

__all__ = ["Change", "UnreadableFile", "WordFile", "looks_like_word", "read_word"]

_CONTEXT = 160  # characters shown on either side of a change
_MET = (
    ("comments", "{} comment{s} in the margin of the file {was} left out."),
    ("formatting", "{} change{s} of formatting {was} taken as accepted: only words are asked about."),
    ("tables", "{} table{s} {was} read line by line, each cell a line of its own."),
    ("boxes", "The words of {} text box{es} {was} put behind the paragraph that the box hangs on."),
    ("contents", "{} line{s} or block{s} of a table of contents {was} left out."),
    ("hidden", "{} piece{s} of hidden text {was} read like any other."),
    ("symbols", "{} sign{s} of a symbol face {was} left out: only that face knows what they look like."),
    ("embedded", "{} embedded file{s} {was} not read; copy the words into the text itself."),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One tracked change. `number` is how `WordFile.source` calls it, `place` the article it stands in ("Article
    5", "" before the first), `paragraph` the paragraph of the file from 1. `segments` show it with the words
    around it."""

    number: int
    author: str
    date: str
    place: str
    paragraph: int
    inserted: str
    deleted: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class WordFile:
    """A Word file that was read: `warnings` say in sentences what was met that a treaty has no place for."""

    text: WordText
    warnings: tuple[str, ...] = ()
    _sources: dict[frozenset[int], str] = field(default_factory=dict, compare=False, repr=False)

    def source(self, refused: Collection[int] = ()) -> str:
        """The text in the drafting syntax with the changes `refused` refused and all others accepted."""
        key = frozenset(refused)
        if key not in self._sources:
            self._sources[key] = _source(self.text, key)
        return self._sources[key]

    @property
    def accepted(self) -> str:
        """The text with every tracked change in it."""
        return self.source()

    @property
    def refused(self) -> str:
        """The text without any of the tracked changes."""
        return self.source(range(len(self.text.changes)))

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The tracked changes in the order of the text; one that touches no words is not among them."""
        return tuple(_changes(self.text))


def read_word(content: bytes) -> WordFile:
    """Read the bytes of a .docx. Raises UnreadableFile, with one sentence, for anything else and for damage."""
    text = read_paragraphs(open_package(content))
    return WordFile(text, tuple(_warnings(text)))


def _warnings(text: WordText) -> Iterator[str]:
    for kind, sentence in _MET:
        if count := text.met[kind]:
            many = count != 1
            yield sentence.format(count, s="s" * many, es="es" * many, was="were" if many else "was")


def _standing(paragraphs: Sequence[Paragraph], refused: Collection[int]) -> Iterator[tuple[Paragraph, list[Piece]]]:
    """The paragraphs as they are with those answers: one whose end is gone runs into the next, whose look wins."""
    carried: list[Piece] = []
    for number, paragraph in enumerate(paragraphs):
        carried.extend(paragraph.pieces)
        if stands(paragraph.mark, refused) or number + 1 == len(paragraphs):
            yield paragraph, carried
            carried = []


def _source(text: WordText, refused: Collection[int]) -> str:
    lefts = [one.left for one in text.paragraphs if one.pieces and not one.listed and not one.apart]
    counters, printing = Counters(text.lists), Printing(base=min(lefts, default=0))
    for paragraph, pieces in _standing(text.paragraphs, refused):
        if paragraph.style.id == COVER:  # our own words about the document
            continue
        label = counters.label(*paragraph.listed) if paragraph.listed else ""
        printing.add(paragraph, label, wording(pieces, refused), wording(pieces, refused, slanted=False))
    return printing.finished()


# ---- tracked changes


def _changes(text: WordText) -> Iterator[Change]:
    touched: dict[int, list[int]] = {}
    places: list[str] = []
    place = ""
    for number, paragraph in enumerate(text.paragraphs):
        first = next(iter(wording(paragraph.pieces, slanted=False).strip().split("\n")))
        heading = heading_of(first)
        if heading is not None and heading.kind in ("article", "annex"):
            place = canonical(first) if not heading.rest else canonical(first[: first.rfind(heading.rest)])
        places.append(place.rstrip(" .:–—-"))
        for change in sorted(_hung_on(paragraph)):
            touched.setdefault(change, []).append(number)
    for change, numbers in touched.items():
        author, date = text.changes[change]
        segments = _segments([text.paragraphs[number] for number in numbers], change)
        yield Change(
            change, author, date, places[numbers[0]], numbers[0] + 1,
            inserted=_signed(segments, "+"), deleted=_signed(segments, "-"), segments=tuple(_shortened(segments)),
        )  # fmt: skip


def _hung_on(paragraph: Paragraph) -> set[int]:
    pieces = [*paragraph.pieces, *(inner for piece in paragraph.pieces for inner in piece.inner)]
    conditions = [condition for piece in pieces for condition in piece.conditions]
    return {number for number, _ in (*conditions, *paragraph.mark)}


def _segments(paragraphs: Sequence[Paragraph], change: int) -> list[Segment]:
    """The paragraphs with this change marked and all others accepted."""
    found: list[Segment] = []
    for paragraph in paragraphs:
        if found and found[-1][1][-1:] != PARAGRAPH_MARK:
            found.append(("=", PARAGRAPH_MARK))
        for piece in paragraph.pieces:
            found += _of_piece(piece, change)
        found += [(sign, PARAGRAPH_MARK) for number, sign in paragraph.mark if number == change]
    joined: list[Segment] = []
    for sign, words in found:
        if joined and joined[-1][0] == sign:
            joined[-1] = (sign, joined[-1][1] + words)
        elif words:
            joined.append((sign, words))
    return [(sign, words.replace("\n", " ").replace("\t", " ")) for sign, words in joined]


def _of_piece(piece: Piece, change: int) -> Iterator[Segment]:
    own = [sign for number, sign in piece.conditions if number == change]
    others = tuple(condition for condition in piece.conditions if condition[0] != change)
    if not stands(others, ()):
        return
    if own:
        yield own[-1], wording([replace(piece, conditions=())])
        return
    after, before = wording([replace(piece, conditions=())]), wording([replace(piece, conditions=())], (change,))
    if after == before:
        yield "=", after
    else:
        yield "-", before
        yield "+", after


def _signed(segments: Sequence[Segment], wanted: str) -> str:
    return canonical(" ".join(words for sign, words in segments if sign == wanted).replace(PARAGRAPH_MARK, " ¶ "))


def _shortened(segments: Sequence[Segment]) -> Iterator[Segment]:
    """Long words around a change are cut, at a space, to those that stand next to it."""
    last = len(segments) - 1
    for number, (sign, words) in enumerate(segments):
        if sign != "=" or len(words) <= 2 * _CONTEXT:
            yield sign, words
            continue
        head, tail = words[:_CONTEXT].rpartition(" ")[0], words[-_CONTEXT:].partition(" ")[2]
        yield sign, f"{head if number else ''} … {tail if number != last else ''}"
