"""What the cross-references of an instrument point at, clause by clause, and which of them point at nothing.

Reads nothing but labels: articles in the order of the text, each with the numbers of its clauses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from drafts.text import numbering
from drafts.text.blocks import TOMBSTONE, Block, is_tombstone
from drafts.text.references import Pointer, Reference, references

Key: TypeAlias = "int | str"  # how the caller knows an article
DIVISION_UNITS = frozenset({"part", "title", "chapter", "section"})


@dataclass(frozen=True, slots=True)
class Spot:
    """A numbered clause: `path` are the numbers from the paragraph down ("3", "b"), `chain` the ids of the clauses
    that bear them, the clause's own last."""

    chain: tuple[str, ...]
    path: tuple[str, ...]
    option: str
    deleted: bool


@dataclass(frozen=True, slots=True)
class Places:
    """The clauses of an article by their numbers. A number may stand in several options. `above` says of each clause,
    numbered or not, in which numbers and option it stands; `words` are the clauses that may hold a reference."""

    spots: dict[tuple[str, ...], tuple[Spot, ...]]
    above: dict[str, tuple[tuple[str, ...], str]]
    words: tuple[tuple[str, str], ...]

    def ending(self, path: tuple[str, ...]) -> tuple[Spot, ...]:
        """The only clause whose numbers end like this, () where several do: "subparagraph (b)" of an article that has
        no other (b)."""
        if path[0][0].isdigit():
            return ()
        found = [spots for numbers, spots in self.spots.items() if numbers[-len(path) :] == path]
        return found[0] if len(found) == 1 else ()


def places_of(blocks: Sequence[Block]) -> Places:
    """Where the clauses of an article stand; `blocks` carry their labels."""
    spots: dict[tuple[str, ...], list[Spot]] = {}
    above: dict[str, tuple[tuple[str, ...], str]] = {}
    labels: list[str] = []
    chain: list[str] = []
    option = ""
    for block in blocks:
        if block.kind in ("option", "end"):
            option = block.id if block.kind == "option" else ""
            labels, chain = [], []
        elif block.kind == "para":
            del labels[block.depth :], chain[block.depth :]
            labels += [""] * (block.depth - len(labels)) + [own_label(block.label)]
            chain += [""] * (block.depth - len(chain)) + [block.id]
            kept = [place for place, label in enumerate(labels) if label]
            spot = Spot(
                tuple(chain[place] for place in kept),
                tuple(labels[place] for place in kept),
                option,
                is_tombstone(block),
            )
            if labels[-1]:
                spots.setdefault(spot.path, []).append(spot)
        else:
            del labels[max(block.depth, 1) :], chain[max(block.depth, 1) :]
        above[block.id] = (tuple(label for label in labels if label), option)
    words = tuple((block.id, block.text) for block in blocks if block.text and any(map(str.isalnum, block.text)))
    return Places({path: tuple(found) for path, found in spots.items()}, above, words)


def own_label(label: str) -> str:
    """A printed number as references name it: "3 bis." -> "3 bis", "(b)" -> "b"; "" for a dash."""
    return label.strip("().–")


@dataclass(frozen=True, slots=True)
class ArticleLabels:
    """One article of an instrument in one language: `key` names it for the caller, `label` is its number, `unit` is
    "article" or "annex" ("" for what nobody refers to by number). `divisions` are the kinds and labels of the parts and
    chapters that it stands in."""

    key: Key
    label: str
    places: Places
    unit: str = "article"
    deleted: bool = False
    divisions: tuple[tuple[str, str], ...] = ()


def article_labels(
    key: Key,
    label: str,
    blocks: Sequence[Block],
    *,
    heading: str = "",
    unit: str = "article",
    divisions: tuple[tuple[str, str], ...] = (),
) -> ArticleLabels:
    """An article for a Directory, from its clauses."""
    return ArticleLabels(
        key, label, places_of(blocks), unit, is_deleted_article(heading, (block.text for block in blocks)), divisions
    )


def is_deleted_article(heading: str, texts: Iterable[str]) -> bool:
    """An article that only keeps its number: “[Deleted]” and nothing else, as its heading or, as a file is read, as the
    words of its only clause."""
    return {heading, *texts} - {""} == {TOMBSTONE}


@dataclass(frozen=True, slots=True)
class Target:
    """What one pointer of a reference points at.

    `article` is the key of an article, None where there is none or a division is meant; `clause` is "" where the whole
    article is meant; `chain` are the clauses from the paragraph down, one for each of the last numerals of the path.
    `problem` says in words why it points at nothing ("" where it does).
    """

    pointer: Pointer
    article: Key | None = None
    clause: str = ""
    chain: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Dangling:
    """A reference that points at nothing: where it stands, its words, and the sentence for the reader, in the language
    of the pages."""

    article: Key
    clause: str
    reference: Reference
    target: Target
    sentence: str


@dataclass
class Directory:
    """Every numbered place of an instrument in one language."""

    articles: Sequence[ArticleLabels]
    language: str = "en"
    by_key: dict[Key, ArticleLabels] = field(init=False)
    by_label: dict[tuple[str, str], ArticleLabels] = field(init=False)
    divisions: set[tuple[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_key = {article.key: article for article in self.articles}
        self.by_label = {}
        for article in self.articles:
            if article.unit and article.label:
                self.by_label.setdefault((article.unit, article.label), article)
        self.divisions = {division for article in self.articles for division in article.divisions}

    def resolve(self, reference: Reference, article: Key, clause: str = "") -> tuple[Target, ...]:
        """What each pointer of a reference in a clause of an article points at; () for a foreign one."""
        if reference.foreign:
            return ()
        return tuple(self.point(pointer, article, clause) for pointer in reference.pointers)

    def point(self, pointer: Pointer, article: Key, clause: str = "") -> Target:
        """What one pointer points at. `article` and `clause` say where it stands."""
        if pointer.unit in DIVISION_UNITS:
            return self._division(pointer)
        here = self.by_key[article]
        named = here
        if pointer.number is not None:
            found = self.by_label.get((pointer.unit, pointer.number.label))
            if found is None:
                return Target(pointer, problem=f"there is no {pointer.unit} {pointer.number.label}")
            named = found
        if named.deleted:
            return Target(pointer, named.key, problem=f"{named.unit} {named.label} is deleted")
        if not pointer.path:
            return Target(pointer, named.key)
        inside = here.places.above.get(clause, ((), "")) if named is here else ((), "")
        return self._clause(pointer, named, inside)

    def _division(self, pointer: Pointer) -> Target:
        if pointer.number is None or (pointer.unit, pointer.number.label) in self.divisions or not self.divisions:
            return Target(pointer)
        return Target(pointer, problem=f"there is no {pointer.unit} {pointer.number.label}")

    def _clause(self, pointer: Pointer, article: ArticleLabels, inside: tuple[tuple[str, ...], str]) -> Target:
        path = tuple(numeral.label for numeral in pointer.path)
        above, option = inside
        tried = (article.places.spots.get(prefix + path, ()) for prefix in _prefixes(pointer, above))
        for spots in (*tried, article.places.ending(path) if pointer.number is None else ()):
            if spots:
                spot = _nearest(spots, option)
                chain = spot.chain[-len(path) :]
                problem = f"{_cited(path)} is deleted" if spot.deleted else ""
                return Target(pointer, article.key, spot.chain[-1], chain, problem)
        return Target(pointer, article.key, problem=f"there is no {_cited(path)}{self._in(pointer, article)}")

    def _in(self, pointer: Pointer, article: ArticleLabels) -> str:
        name = f"{article.unit} {article.label}" if article.label and article.unit else "it"
        return f" in {name}" if pointer.number is not None else " in this article"

    def place(self, article: Key, clause: str) -> str:
        """A clause in words: "article 12, paragraph 3 (b)"."""
        found = self.by_key[article]
        named = f"{found.unit} {found.label}".strip() if found.unit else "the text"
        path, _ = found.places.above.get(clause, ((), ""))
        return f"{named}, {_cited(path)}" if path else named

    def all(self) -> Iterator[tuple[ArticleLabels, str, Reference]]:
        """Every reference of the instrument, in the order of the text, with the article and clause it stands in."""
        for article in self.articles:
            for clause, text in article.places.words:
                for reference in references(text, self.language):
                    yield article, clause, reference

    def dangling(self, among: Iterable[Key] | None = None) -> list[Dangling]:
        """The references that point at nothing, in the order of the text; `among` limits it to those that stand in
        these articles."""
        keys = None if among is None else set(among)
        found = []
        for article, clause, reference in self.all():
            if keys is not None and article.key not in keys:
                continue
            for target in self.resolve(reference, article.key, clause):
                if target.problem:
                    where = self.place(article.key, clause)
                    sentence = f"{where[:1].upper()}{where[1:]} refers to “{reference.words}”: {target.problem}."
                    found.append(Dangling(article.key, clause, reference, target, sentence))
        return found


def _prefixes(pointer: Pointer, above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """What may stand before the numerals of a pointer. A paragraph of this article stands by itself; an item is looked
    for from the clause that speaks outwards."""
    if pointer.number is not None or pointer.scope == "article" or pointer.path[0].label[0].isdigit():
        yield ()
        return
    if pointer.scope == "paragraph":
        yield above[:1]
        return
    for length in range(len(above), -1, -1):
        yield above[:length]


def _nearest(spots: tuple[Spot, ...], option: str) -> Spot:
    """The one in the same option as the words; else one that is not deleted."""
    return min(spots, key=lambda spot: (spot.option != option, spot.deleted))


def _cited(path: tuple[str, ...]) -> str:
    return numbering.citation(" ".join(label if label[0].isdigit() else f"({label})" for label in path))
