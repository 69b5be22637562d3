"""Cross-references in running text, in English, French and Spanish: "article 12, paragraph 3 (b)", "aux articles 7 à
16", "apartado a) del párrafo 1 del presente artículo".

A reference is taken apart into the places it names and each place into its numerals, so that a renumbering can put
new ones in and leave every other word as it stands. References to other texts ("article 3 of the Rome Statute") are
found too and marked: nobody may touch them. "This Convention" is the text at hand, "the Convention" is another one
(the usage of United Nations treaties).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from drafts.text.numbering import ROMAN_ORDINALS
from drafts.text.reference_words import ANNEX, DIVISION_LABEL, DIVISIONS, IDIOMS, ITEM, Idiom, masked

_CACHED = 16384  # wordings: about ten treaties
_FIRST = {"premier": "1", "première": "1", "1er": "1", "1re": "1", "primero": "1", "primera": "1", "primer": "1"}
_INNER_FOOTNOTE = re.compile(r"\{(?:fn|note):(?P<words>[^{}]*)\}")
_BEFORE = 60  # characters in which another treaty may be named before its article


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number as it is printed, without its brackets: `label` is "12 bis", "3", "b" or "III"."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """One place that a reference names; `start:end` are the words that stand for it.

    unit: "article", "annex" or the kind of a division. number: None for the one in which the words stand. path: the
    numerals from the paragraph down. scope: "article", "paragraph" or "item" where the words say "of this …", "" where
    they do not. until: the end of a range that began with the pointer before.
    """

    unit: str
    number: Numeral | None
    path: tuple[Numeral, ...]
    start: int
    end: int
    scope: str = ""
    until: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """Words `start:end` point at `article` ("" for the article they stand in) and there at `paragraphs` or `items`.

    `pointers` are the same, taken apart. `foreign`: it points into another text.
    """

    start: int
    end: int
    article: str
    paragraphs: tuple[str, ...]
    items: str
    words: str
    pointers: tuple[Pointer, ...] = ()
    foreign: bool = False


def references(text: str, language: str = "en") -> list[Reference]:
    """The cross-references in `text`, in the drafting syntax, in order; those of its footnotes and notes too.

    None in a language whose idioms are not known.
    """
    return list(_references(text, language))


@lru_cache(maxsize=_CACHED)
def _references(text: str, language: str) -> tuple[Reference, ...]:
    idiom = IDIOMS.get(language)
    if idiom is None:
        return ()
    found = _Reader(text, idiom).read()
    for note in _INNER_FOOTNOTE.finditer(text):
        shift = note.start("words")
        found += [_shifted(one, shift) for one in _Reader(note["words"], idiom).read()]
    return tuple(sorted(found, key=lambda one: one.start))


def _shifted(reference: Reference, by: int) -> Reference:
    def numeral(one: Numeral) -> Numeral:
        return Numeral(one.start + by, one.end + by, one.label)

    pointers = tuple(
        replace(
            pointer,
            number=pointer.number and numeral(pointer.number),
            path=tuple(map(numeral, pointer.path)),
            start=pointer.start + by,
            end=pointer.end + by,
        )
        for pointer in reference.pointers
    )
    return replace(reference, start=reference.start + by, end=reference.end + by, pointers=pointers)


@dataclass(slots=True)
class _Entry:
    """A place as it is read; a pointer once it is known what it is part of."""

    start: int
    end: int
    number: Numeral | None = None
    path: list[Numeral] = field(default_factory=list)
    until: bool = False


_ReadOne = Callable[[int, "_Entry | None"], "_Entry | None"]


class _Reader:
    """Reads one wording. A place of the masked wording is a place of the wording."""

    def __init__(self, text: str, idiom: Idiom) -> None:
        self.text, self.view, self.idiom = text, masked(text), idiom

    def read(self) -> list[Reference]:
        found: list[Reference] = []
        place = 0
        heads = [*self.idiom.units.items(), ("division", self.idiom.divisions), ("here", self.idiom.standing)]
        waiting = {unit: pattern.search(self.view) for unit, pattern in heads}
        patterns = dict(heads)
        while True:
            for unit, match in waiting.items():
                if match is not None and match.start() < place:
                    waiting[unit] = patterns[unit].search(self.view, place)
            heading = min(
                (match.start(), unit) for unit, match in waiting.items() if match is not None
            ) if any(waiting.values()) else None  # fmt: skip
            if heading is None:
                return _spread(found, self.view, self.idiom)
            unit = heading[1]
            head = waiting[unit]
            assert head is not None
            reference = self._reference(unit, head)
            if reference is not None:
                found.append(reference)
            place = reference.end if reference is not None else head.start() + 1

    def _reference(self, unit: str, head: re.Match[str]) -> Reference | None:
        if unit == "here":
            kind = DIVISIONS[head["unit"].lower()]
            pointer = Pointer(kind, None, (), head.start(), head.end(), scope=kind)
            return Reference(head.start(), head.end(), "", (), "", self.text[head.start() : head.end()], (pointer,))
        many = bool(head["many"])
        if unit == "division":
            return self._division(head)
        if unit == "article":
            return self._finished(head, "article", self._articles(head.end(), many), "")
        if unit == "annex":
            return self._finished(head, "annex", self._list(head.end(), "annex", self._annex, many), "")
        entries = self._list(head.end(), unit, self._paragraph, many)
        if not entries:
            return None
        end = entries[-1].end
        outer, kind, scope = self._outward(entries, end)
        return self._finished(head, kind, entries + outer, scope)

    def _division(self, head: re.Match[str]) -> Reference | None:
        def one(place: int, before: _Entry | None) -> _Entry | None:
            match = DIVISION_LABEL.match(self.view, place)
            return _Entry(place, match.end(), _numeral(match)) if match else None

        kind = DIVISIONS[head["unit"].lower()]
        return self._finished(head, kind, self._list(head.end(), "", one, bool(head["many"])), "")

    # What stands in a list.

    def _number(self, place: int, before: _Entry | None) -> Numeral | None:
        match = self.idiom.number.match(self.view, place)
        if match is None or (before is not None and self.idiom.countable.match(self.view, match.end())):
            return None
        return _numeral(match)

    def _items(self, place: int) -> tuple[list[Numeral], int]:
        items: list[Numeral] = []
        while (match := ITEM.match(self.view, place)) is not None:
            label = match["letters"] + (f" {suffix}" if (suffix := match["italic"] or match["suffix"]) else "")
            items.append(Numeral(match.start("item"), match.end("item"), label))
            place = match.end()
        return items, place

    def _paragraph(self, place: int, before: _Entry | None) -> _Entry | None:
        """ "3 (b)"; in a list also "(b)", which is then of the paragraph before."""
        number = self._number(place, before)
        if number is None:
            return self._item(place, before)
        items, end = self._items(number.end)
        return _Entry(place, end, path=[number, *items])

    def _item(self, place: int, before: _Entry | None) -> _Entry | None:
        items, end = self._items(place)
        if not items:
            return None
        return _Entry(place, end, path=[*_above(before.path if before else [], items[0]), *items])

    def _annex(self, place: int, before: _Entry | None) -> _Entry | None:
        match = ANNEX.match(self.view, place)
        return _Entry(place, match.end(), _numeral(match)) if match else None

    def _list(self, place: int, unit: str, one: _ReadOne, many: bool, numbers: bool = True) -> list[_Entry]:
        """One or several places of a kind. A bare comma goes on with a number only after a plural word: "under
        article 5, 30 days after". `numbers` false: only items are read on."""
        entries: list[_Entry] = []
        entry = one(place, None)
        while entry is not None:
            entries.append(entry)
            joint = self.idiom.separator.match(self.view, entry.end)
            if joint is None:
                break
            place = joint.end()
            again = self.idiom.again[unit].match(self.view, place) if unit else None
            place = again.end() if again else place
            if joint["comma"] and again:  # "paragraph 1, paragraph 3 of that treaty" are two references
                break
            ahead = self.view[place : place + 1].isdigit()
            if ahead and not again and ((joint["comma"] and not many) or not numbers):
                break
            entry = one(place, entry)
            if entry is not None:
                entry.until = bool(joint["range"] or joint["dash"])
        return entries

    def _articles(self, place: int, many: bool) -> list[_Entry]:
        """Article numbers, each with the paragraphs that are named after it."""
        entries: list[_Entry] = []

        def one(place: int, before: _Entry | None) -> _Entry | None:
            number = self._number(place, before)
            if number is None:
                return None
            items, end = self._items(number.end)
            whole = _Entry(place, end, number, items)
            inner = self._inward(whole, many)
            entries.extend(inner or [whole])
            return replace(whole, end=inner[-1].end) if inner else whole

        read = self._list(place, "article", one, many)
        for entry in read:
            first = next(other for other in entries if other.start == entry.start)
            first.until = entry.until
        return entries

    def _inward(self, article: _Entry, many: bool) -> list[_Entry]:
        """Paragraphs and subparagraphs after an article's number: ", paragraphs 3 (b) and 4", ", alinéa b)"."""
        entries: list[_Entry] = []
        for unit, one in (("paragraph", self._paragraph), ("item", self._item)):
            place = entries[-1].end if entries else article.end
            word = self.idiom.inside[unit].match(self.view, place)
            if word is None:
                continue
            plural = bool(word["many"])
            inner = self._list(word.end(), unit, one, plural, numbers=plural or not many)
            if inner and entries:
                outer = entries.pop()
                for entry in inner:
                    entry.path = [*outer.path, *entry.path]
                inner[0].start = outer.start
            entries += inner
        for entry in entries:
            entry.number = article.number
        if entries:
            entries[0].start = article.start
        return entries

    def _outward(self, entries: list[_Entry], place: int) -> tuple[list[_Entry], str, str]:
        """What the places are part of: "of paragraph 1 of article 2", "of this article". Gives further places, the
        unit and the scope."""
        idiom = self.idiom
        for unit, one in (("item", self._item), ("paragraph", self._paragraph)):
            here = idiom.here[unit].match(self.view, place)
            if here:
                entries[-1].end = here.end()
                return [], "article", unit
            word = idiom.within[unit].match(self.view, place)
            outer = self._list(word.end(), unit, one, bool(word["many"])) if word else []
            if outer:
                for entry in entries:
                    entry.path = [*outer[0].path, *entry.path]
                place = entries[-1].end = outer[-1].end
                entries += outer[1:]
        here = idiom.here["article"].match(self.view, place) or idiom.nearby.match(self.view, place)
        if here:
            entries[-1].end = here.end()
            return [], "article", "" if here.re is idiom.nearby else "article"
        return self._of_article(entries, place)

    def _of_article(self, entries: list[_Entry], place: int) -> tuple[list[_Entry], str, str]:
        for unit, one in (("article", self._numbered), ("annex", self._annex)):
            word = self.idiom.within[unit].match(self.view, place)
            outer = self._list(word.end(), unit, one, bool(word["many"])) if word else []
            if outer:
                for entry in entries:
                    entry.number = outer[0].number
                entries[-1].end = outer[0].end
                further = outer[1:] if word and word["many"] else []  # "of article 1 and article 5" are two references
                return further, unit, ""
        return [], "article", ""

    def _numbered(self, place: int, before: _Entry | None) -> _Entry | None:
        number = self._number(place, before)
        return _Entry(place, number.end, number) if number else None

    def _listed(self, pointers: tuple[Pointer, ...]) -> str:
        items = [p for p in pointers if p.path and not p.path[0].label[0].isdigit()]
        if not items:
            return ""
        start, end = _opened(self.view, items[0].path[0].start), _closed(self.view, items[-1].path[-1].end)
        return self.text[start:end]

    def _finished(self, head: re.Match[str], unit: str, entries: list[_Entry], scope: str) -> Reference | None:
        if not entries:
            return None
        start, end = head.start(), max(entry.end for entry in entries)
        entries[0].start = start
        pointers = tuple(
            Pointer(unit, entry.number, tuple(entry.path), entry.start, entry.end, scope, entry.until)
            for entry in entries
        )
        before = self.idiom.foreign_before.search(self.view[max(0, start - _BEFORE) : start])
        foreign = not scope and bool(self.idiom.foreign.match(self.view, end) or (before and unit == "article"))
        number = pointers[0].number
        return Reference(
            start,
            end,
            article=number.label if number and unit == "article" else "",
            paragraphs=_paragraphs(pointers),
            items=self._listed(pointers),
            words=self.text[start:end],
            pointers=pointers,
            foreign=foreign,
        )


def _paragraphs(pointers: tuple[Pointer, ...]) -> tuple[str, ...]:
    paths = [pointer.path for pointer in pointers if pointer.path and pointer.path[0].label[0].isdigit()]
    return tuple(" ".join([path[0].label, *(f"({item.label})" for item in path[1:])]) for path in paths)


def _opened(view: str, place: int) -> int:
    return place - 1 if place and view[place - 1] == "(" else place


def _closed(view: str, place: int) -> int:
    return place + 1 if view[place : place + 1] == ")" else place


def _numeral(match: re.Match[str]) -> Numeral:
    number = match["number"]
    suffix = match["italic"] or match["suffix"]
    label = _FIRST.get(number.lower(), number) + (f" {suffix}" if suffix else "")
    return Numeral(match.start(), match.end(), label)


def _above(path: list[Numeral], item: Numeral) -> list[Numeral]:
    """What of the place before also stands above a further item: "3 (a) (i) and (iii)" stays in (a), "and (b)" does
    not."""
    lettered = next((place for place, one in enumerate(path) if not one.label[0].isdigit()), len(path))
    deeper = len(path) - lettered > 1
    if deeper and _is_roman(path[-1].label) and _is_roman(item.label):
        return path[:-1]
    if len(path) - lettered == 1 and _is_roman(item.label) and len(item.label) > 1 and not _is_roman(path[-1].label):
        return path
    return path[:lettered]


def _is_roman(label: str) -> bool:
    return label.partition(" ")[0] in ROMAN_ORDINALS


def _spread(found: list[Reference], view: str, idiom: Idiom) -> list[Reference]:
    """ "article 3 (a) and paragraph 1 of article 5 of the Rome Statute": both are foreign. After a comma another text
    begins: "article 3, and article 5 of the Charter"."""
    for place in range(len(found) - 2, -1, -1):
        one, following = found[place], found[place + 1]
        if not following.foreign or one.foreign or any(pointer.scope for pointer in one.pointers):
            continue
        joint = idiom.separator.match(view, one.end)
        if joint is not None and joint.end() == following.start and not joint[0].startswith(","):
            found[place] = replace(one, foreign=True)
    return found
