"""New numbers for a whole instrument, and every reference to the old ones rewritten, in all languages at once.

Practice of the United Nations: while a text is negotiated its numbers stand, insertions are "bis" and deletions leave
their number; once, the secretariat numbers everything anew, puts the cross-references right, and the paper carries both
numbers. References to other texts and references that point at nothing stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace

from drafts.text import numbering
from drafts.text.blocks import Block, is_tombstone
from drafts.text.counting import counted, recounted
from drafts.text.references import Numeral, Pointer, Reference, references
from drafts.text.targets import (
    DIVISION_UNITS,
    ArticleLabels,
    Dangling,
    Directory,
    Key,
    Target,
    article_labels,
    is_deleted_article,
    own_label,
)


@dataclass(frozen=True, slots=True)
class Wording:
    """An article in one language; the clauses carry ids and labels."""

    heading: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class StandingDivision:
    """A part or chapter: `parent` is the key of the one around it, `label` its number ("IV")."""

    key: Key
    parent: Key | None
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class StandingArticle:
    """An article of the working text: `unit` is "article" for what is counted, "annex" for what keeps its number, ""
    for a preamble and its kin. `texts` by language, the original first."""

    key: Key
    unit: str
    label: str
    division: Key | None
    texts: Mapping[str, Wording]

    @property
    def deleted(self) -> bool:
        return all(
            is_deleted_article(text.heading, (block.text for block in text.blocks)) for text in self.texts.values()
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the concordance: an article (`clause` is None) or a clause of it, before and after. A place that is
    gone has no new label."""

    language: str
    article: Key
    clause: str | None
    old_article: str
    new_article: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Renumbered:
    """What a renumbering would do. Only what differs from before stands in `labels`, `divisions` and `texts`.

    dangling: references, by language, that pointed at nothing and stay as they are. unclear: references that would be
    read as pointing elsewhere, whatever number is written; a person has to word them anew.
    """

    labels: dict[Key, str]
    withdrawn: list[Key]
    divisions: dict[Key, str]
    texts: dict[tuple[Key, str], Wording]
    lines: list[Line]
    dangling: list[tuple[str, Dangling]]
    unclear: list[tuple[str, Dangling]]

    @property
    def changes_nothing(self) -> bool:
        return not (self.labels or self.withdrawn or self.divisions or self.texts)


def renumber(articles: Sequence[StandingArticle], divisions: Sequence[StandingDivision] = ()) -> Renumbered:
    """Number an instrument anew. Articles and divisions come in the order of the text.

    Articles are counted through in their own style, deleted ones leave; tombstones leave, "bis" clauses are counted;
    divisions are counted in their own style; preamble and annexes keep their labels.
    """
    withdrawn = [article.key for article in articles if article.deleted and article.unit == "article"]
    staying = [article for article in articles if article.key not in withdrawn]
    labels = _article_labels(staying)
    inhabited = {article.division for article in staying}
    named = _division_labels(divisions, inhabited)
    work = _Work(articles, divisions, {**{article.key: article.label for article in articles}, **labels}, named)
    result = Renumbered(labels, withdrawn, named, {}, [], [], [])
    for language in dict.fromkeys(language for article in articles for language in article.texts):
        work.in_language(language, set(withdrawn), result)
    return result


def _article_labels(articles: Sequence[StandingArticle]) -> dict[Key, str]:
    numbered = [article for article in articles if article.unit == "article" and article.label]
    anew = counted([article.label for article in numbered])
    return {article.key: label for article, label in zip(numbered, anew, strict=True) if label != article.label}


def _division_labels(divisions: Sequence[StandingDivision], inhabited: set[Key | None]) -> dict[Key, str]:
    """Divisions by kind; those of an outer division begin afresh where they did so before."""
    parents = {division.key: division.parent for division in divisions}
    live: set[Key] = set()
    for key in inhabited:
        while key is not None and key not in live:
            live.add(key)
            key = parents.get(key)
    found: dict[Key, str] = {}
    for kind in dict.fromkeys(division.kind for division in divisions):
        group = [division for division in divisions if division.kind == kind and division.key in live]
        anew = recounted([(division.parent, division.label) for division in group])
        found |= {one.key: label for one, label in zip(group, anew, strict=True) if label != one.label}
    return found


@dataclass
class _Work:
    """The instrument as it stands and the new labels, applied language by language."""

    articles: Sequence[StandingArticle]
    divisions: Sequence[StandingDivision]
    labels: dict[Key, str]
    named: dict[Key, str]
    clause_labels: dict[str, str] = field(default_factory=dict)

    def in_language(self, language: str, withdrawn: set[Key], result: Renumbered) -> None:
        standing = [(article, _in(article, language)) for article in self.articles]
        before = Directory([self._labels(article, text, language) for article, text in standing], language)
        cleared = {
            article.key: numbering.number(_cleared(text.blocks), language)
            for article, text in standing
            if article.key not in withdrawn
        }
        self.clause_labels = {block.id: own_label(block.label) for blocks in cleared.values() for block in blocks}
        written = {}
        for article, text in standing:
            if article.key in withdrawn:
                continue
            blocks = cleared[article.key]
            for block in blocks if language in article.texts else ():
                block.text = self._rewritten(before, article.key, block.id, block.text, language)
            heading = self._rewritten(before, article.key, "", text.heading, language)
            written[article.key] = Wording(heading, blocks)
            if language in article.texts and (heading, _stored(blocks)) != (text.heading, _stored(text.blocks)):
                result.texts[article.key, language] = written[article.key]
        result.dangling.extend((language, one) for one in before.dangling() if one.article not in withdrawn)
        result.unclear.extend((language, one) for one in self._astray(before, written, language))
        for article, text in standing:
            if language in article.texts:
                result.lines.extend(self._lines(article, text, written.get(article.key), language))

    def _labels(
        self, article: StandingArticle, text: Wording, language: str, label: str | None = None
    ) -> ArticleLabels:
        """`label` is the new one. An article without a text in this language can be pointed at and says nothing."""
        labels = article_labels(
            article.key,
            article.label if label is None else label,
            text.blocks,
            heading=text.heading,
            unit=article.unit,
            divisions=self._around(article, self.named if label is not None else {}),
        )
        if language in article.texts:
            return labels
        return replace(labels, places=replace(labels.places, words=()))

    def _around(self, article: StandingArticle, named: Mapping[Key, str]) -> tuple[tuple[str, str], ...]:
        rows = {division.key: division for division in self.divisions}
        found: list[tuple[str, str]] = []
        key = article.division
        while key is not None and key in rows:
            found.insert(0, (rows[key].kind, named.get(key, rows[key].label)))
            key = rows[key].parent
        return tuple(found)

    def _rewritten(self, before: Directory, article: Key, clause: str, text: str, language: str) -> str:
        edits: dict[tuple[int, int], str] = {}
        for reference in references(text, language):
            for pointer, target in _standing(before.resolve(reference, article, clause)):
                for numeral, label in self._new_numerals(pointer, target, article):
                    if label != numeral.label:
                        edits[numeral.start, numeral.end] = printed(label, numeral, pointer, language)
        for (start, end), label in sorted(edits.items(), reverse=True):
            text = text[:start] + label + text[end:]
        return text

    def _new_numerals(self, pointer: Pointer, target: Target, article: Key) -> Iterator[tuple[Numeral, str]]:
        if pointer.unit in DIVISION_UNITS:
            if pointer.number is not None:
                yield pointer.number, self._division(pointer.unit, pointer.number.label, article)
            return
        if pointer.number is not None and target.article is not None:
            yield pointer.number, self.labels[target.article]
        for numeral, clause in zip(pointer.path, target.chain, strict=True):
            yield numeral, self.clause_labels.get(clause, numeral.label)

    def _division(self, kind: str, label: str, article: Key) -> str:
        """The new label of a division. Where several bear the old one (section 1 of each chapter), the one in which the
        words stand is meant; else nothing is changed."""
        bearers = [one for one in self.divisions if (one.kind, one.label) == (kind, label)]
        if len({self.named.get(one.key, label) for one in bearers}) > 1:
            around = self._keys_around(article)
            bearers = [one for one in bearers if one.key in around]
        return self.named.get(bearers[0].key, label) if bearers else label

    def _keys_around(self, article: Key) -> set[Key]:
        parents = {division.key: division.parent for division in self.divisions}
        key = next(one.division for one in self.articles if one.key == article)
        found: set[Key] = set()
        while key is not None:
            found.add(key)
            key = parents.get(key)
        return found

    def _astray(self, before: Directory, written: Mapping[Key, Wording], language: str) -> Iterator[Dangling]:
        """References that resolved and would now be read as pointing elsewhere."""
        after = Directory(
            [
                self._labels(article, written[article.key], language, self.labels[article.key])
                for article in self.articles
                if article.key in written
            ],
            language,
        )
        old = {(article.key, clause): text for article in before.articles for clause, text in article.places.words}
        for article in after.articles:
            for clause, text in article.places.words:
                was = references(old[article.key, clause], language)
                for former, now in zip(was, references(text, language), strict=False):
                    yield from _differing(before, after, (article.key, clause), former, now)

    def _lines(self, article: StandingArticle, old: Wording, new: Wording | None, language: str) -> Iterator[Line]:
        label = self.labels[article.key] if new is not None else ""
        yield Line(language, article.key, None, article.label, label)
        now = numbering.paths(new.blocks, language) if new is not None else {}
        for clause, path in numbering.paths(old.blocks, language).items():
            yield Line(language, article.key, clause, article.label, label, path, now.get(clause, ""))


def printed(label: str, numeral: Numeral, pointer: Pointer, language: str) -> str:
    """A new number in the idiom of the language: the first article is "article premier" in French."""
    if language == "fr" and label == "1" and numeral is pointer.number and pointer.unit == "article":
        return "premier"
    return label


def _in(article: StandingArticle, language: str) -> Wording:
    return article.texts.get(language) or next(iter(article.texts.values()))


def _cleared(blocks: Sequence[Block]) -> list[Block]:
    """The clauses without tombstones and suffixes. A tombstone stays where it carries something: items of its own, or
    a bracket that opens before its number."""
    kept = []
    for place, block in enumerate(blocks):
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        bears = following is not None and following.kind in ("para", "continuation") and following.depth > block.depth
        if is_tombstone(block) and block.scheme and not block.lead and not bears:
            continue
        fresh = copy(block)
        if fresh.kind == "para":
            fresh.pin = ""
        kept.append(fresh)
    return kept


def _stored(blocks: Sequence[Block]) -> list[tuple[str, tuple[str, int, str, str, str, str]]]:
    return [(block.id, block.content()) for block in blocks]


def _standing(targets: Sequence[Target]) -> list[tuple[Pointer, Target]]:
    """The pointers that point at something; a range needs both its ends."""
    fine = [not target.problem for target in targets]
    for place, target in enumerate(targets):
        if place and target.pointer.until:
            fine[place] = fine[place - 1] = fine[place] and fine[place - 1]
    return [(target.pointer, target) for target, is_fine in zip(targets, fine, strict=True) if is_fine]


def _differing(
    before: Directory, after: Directory, place: tuple[Key, str], former: Reference, now: Reference
) -> Iterator[Dangling]:
    targets = zip(before.resolve(former, *place), after.resolve(now, *place), strict=False)
    for was, is_now in targets:
        if not was.problem and (was.article, was.clause) != (is_now.article, is_now.clause):
            sentence = f"{after.place(*place)} says “{now.words}”, which would no longer point where it did."
            yield Dangling(*place, now, is_now, sentence[:1].upper() + sentence[1:])
