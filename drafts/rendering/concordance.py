"""The concordance of two states of a text: which number was which, and what happened to each place.

Made of what the two print and of nothing else, so it tells no number that neither has.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from drafts import old_numbers
from drafts.consolidating import Consolidated, DivisionLine, Entry
from drafts.models.instruments import LANGUAGE_OWN_NAMES
from drafts.rendering.documents import Occasion, cover_of, dated, name_of
from drafts.rendering.markup import words as plain
from drafts.rendering.tree import Cell, Column, Document, Row, Section, Segments
from drafts.rendering.words import word
from drafts.text import numbering
from drafts.text.alignment import woven
from drafts.text.blocks import TOMBSTONE, is_tombstone
from drafts.text.targets import is_deleted_article

_SHARES = (22, 22, 36, 20)
_LONGEST = 60  # characters of a clause that tell which it is


@dataclass(frozen=True)
class _Place:
    """A division or an article of one text: in which division it stands, and the name of that."""

    line: DivisionLine | Entry
    parent: int | None
    within: str

    @property
    def name(self) -> str:
        return self.line.name if self.line.label else ""

    @property
    def heading(self) -> str:
        return TOMBSTONE if self.is_deleted else self.line.heading

    @property
    def is_deleted(self) -> bool:
        line = self.line
        return isinstance(line, Entry) and is_deleted_article(line.heading, (block.text for block in line.blocks))


def concordance_document(older: Consolidated, newer: Consolidated, occasion: Occasion) -> Document:
    """A row for every division and article that has a number in either text, in the order of the newer one; below an
    article its clauses that have another number, are new or are gone."""
    language = newer.language
    was, now = _places_of(older), _places_of(newer)
    rows: list[Row] = []
    counts = dict.fromkeys(("unchanged", "renumbered", "new", "deleted", "moved"), 0)
    for key in woven([list(now), list(was)]):
        before, after = was.get(key), now.get(key)
        if not any(place and place.name for place in (before, after)):
            continue
        found = _what(before, after)
        for one in found:
            counts["deleted" if one == "emptied" else one] += 1
        rows.append(_row(before, after, found, language))
        if before and after and "emptied" not in found:
            rows += _clauses(before.line, after.line, language)
    cover = cover_of(newer, occasion)
    title = word("concordance_of", language).format(name_of(newer), name_of(older))
    told = [word(f"count_{key}", language).format(number) for key, number in counts.items() if number]
    section = Section(
        "table", 1, word("concordance", language), (), "concordance", note=" · ".join(told), rows=tuple(rows)
    )
    return Document(
        replace(cover, subtitle=title, original_language=LANGUAGE_OWN_NAMES[newer.instrument.original_language]),
        (section,),
        language,
        "concordance",
        date=dated(newer).date().isoformat(),
        columns=_columns(older, newer),
    )


def _columns(older: Consolidated, newer: Consolidated) -> tuple[Column, ...]:
    language = newer.language
    states = [text.edition.label if text.edition else word("working_text", language) for text in (older, newer)]
    names = (
        *(word("number_in", language).format(state) for state in states),
        word("heading", language),
        word("happened", language),
    )
    return tuple(Column(name, language, share) for name, share in zip(names, _SHARES, strict=True))


def _places_of(text: Consolidated) -> dict[tuple[str, int], _Place]:
    """By kind and primary key, in reading order."""
    found: dict[tuple[str, int], _Place] = {}
    around: list[DivisionLine] = []
    for line in text.lines:
        if isinstance(line, DivisionLine):
            around = [*around[: line.level], line]
            outer = around[-2] if len(around) > 1 else None
            found["division", line.division.pk] = _placed(line, outer)
        else:
            inner = next((each for each in around if each.division.pk == line.article.division_id), None)
            found["article", line.article.pk] = _placed(line, inner)
    return found


def _placed(line: DivisionLine | Entry, within: DivisionLine | None) -> _Place:
    return _Place(line, within.division.pk if within else None, within.name if within else "")


def _what(before: _Place | None, after: _Place | None) -> list[str]:
    if before is None:
        return ["new"]
    if after is None:
        return ["deleted"]
    if after.is_deleted and not before.is_deleted:
        return ["emptied"]
    found = ["renumbered"] if before.line.label != after.line.label else []
    found += ["moved"] if before.parent != after.parent else []
    return found or ["unchanged"]


def _row(before: _Place | None, after: _Place | None, found: Sequence[str], language: str) -> Row:
    shown = after or before
    assert shown is not None
    told = [
        word("moved_to", language).format(shown.within)
        if one == "moved" and shown.within
        else word(f"place_{one}", language)
        for one in found
    ]
    cells = (*(_number(place.name if place else "") for place in (before, after)), _words(shown.heading))
    kind = "division" if isinstance(shown.line, DivisionLine) else "place"
    return Row(kind, (*cells, Cell(note=", ".join(told))))  # type: ignore[arg-type]


def _clauses(before: Any, after: Any, language: str) -> Iterator[Row]:
    """The clauses of an article whose own numbers are others; those that follow from the clause around them are left
    out, as in the concordance of a renumbering."""
    if isinstance(after, DivisionLine) or before.blocks == after.blocks:
        return
    words = {block.id: block.text for entry in (after, before) for block in entry.blocks}
    old, new = (numbering.paths(entry.blocks, language) for entry in (before, after))
    left = {block.id for block in after.blocks if is_tombstone(block)}
    for key in left - set(old):  # the number of a clause that went elsewhere: nothing that is new
        del new[key]
    entries = [
        old_numbers.Entry(after.article.pk, key, before.label, after.label, old.get(key, ""), new.get(key, ""))
        for key in woven([list(new), list(old)])
    ]
    for clause, place in old_numbers.changed_places(_outermost(entries), language):
        what = "renumbered" if place.old and place.new else "new" if place.new else "deleted"
        yield _within(place, words[clause], what, language)
    were = {block.id for block in before.blocks if not is_tombstone(block)}
    for key in (key for key in new if key in left & were):
        place = old_numbers.Place(numbering.citation(new[key], language), numbering.citation(old[key], language))
        yield _within(place, words[key], "emptied", language)


def _within(place: old_numbers.Place, words: str, what: str, language: str) -> Row:
    cells = (_number(place.old), _number(place.new), _words(_beginning(plain((("=", words),)))))
    return Row("within", (*cells, Cell(note=word(f"place_{what}", language))))


def _outermost(entries: Sequence[old_numbers.Entry]) -> list[old_numbers.Entry]:
    """Without what is new inside a new clause, or gone with the clause around it."""
    found: list[old_numbers.Entry] = []
    for is_there, group in groupby(entries, key=lambda each: bool(each.old and each.new)):
        kept: list[old_numbers.Entry] = []
        for each in group:
            path = each.old or each.new
            around = [(other.old or other.new) + " " for other in kept if bool(other.old) == bool(each.old)]
            if is_there or not path.startswith(tuple(around)):
                kept.append(each)
        found += kept
    return found


def _beginning(text: str) -> str:
    cut = text[:_LONGEST].rpartition(" ")[0]
    return text if len(text) <= _LONGEST else f"{cut} …"


def _number(name: str) -> Cell:
    return Cell(label=name) if name else Cell(note="–")


def _words(text: str) -> Cell:
    kept: Segments = (("=", text),) if text else ()
    return Cell(words=kept) if kept else Cell(note="–")
