"""The whole text of an instrument in one language, as it stands now or as an edition froze it, in reading order."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Max

from drafts.models import Article, Division, Edition, EditionHeading, EditionText, Heading, Instrument, Text
from drafts.models.articles import Version
from drafts.models.instruments import LANGUAGES
from drafts.naming import name_of_unit
from drafts.text import brackets, grammar, scope

Divisions = dict[int, tuple[Division, str, str]]  # by primary key: row, label, heading
Parents = dict[int, int | None]  # of every division the one that it stands in


@dataclass(frozen=True)
class DivisionLine:
    """A division's number and heading, standing before its first article."""

    division: Division
    label: str
    heading: str
    level: int
    language: str

    @property
    def name(self) -> str:
        return name_of_unit(self.division.kind, self.label, self.language)

    @property
    def title(self) -> str:
        """Name and heading in one line, without the marks of the drafting syntax."""
        return ". ".join(filter(None, (self.name, brackets.plain(self.heading))))


@dataclass(frozen=True)
class Entry:
    """One article as it stands: `content` is a Text or a Version, whatever was asked for; `under` are the options of
    scope that are chosen, none where all are shown together."""

    article: Article
    label: str
    content: Any
    under: frozenset[str] = frozenset()

    @property
    def heading(self) -> str:
        return self.content.heading

    @property
    def name(self) -> str:
        return name_of_unit(self.article.kind, self.label, self.content.language)

    @cached_property
    def blocks(self) -> list[grammar.Block]:
        """The clauses, with the numbers of the common text; under a choice only those that stand under it."""
        if self.under:
            return scope.under(self.content.clauses(), self.under) or []
        return self.content.clauses()

    @property
    def stands(self) -> bool:
        return not self.under or scope.under(self.content.clauses(), self.under) is not None


_Placed = tuple[Entry, int | None]  # an article and its division


@dataclass(frozen=True)
class Consolidated:
    """`lines` are divisions and articles in reading order; `front` carries the title in this language and the words
    below it; `edition` is None for the working text; `under`: the options of scope that are chosen."""

    instrument: Instrument
    edition: Edition | None
    language: str
    front: Entry | None
    lines: list[DivisionLine | Entry]
    under: frozenset[str] = frozenset()

    @property
    def entries(self) -> list[Entry]:
        return [line for line in self.lines if isinstance(line, Entry)]

    @property
    def title(self) -> str:
        return (self.front and self.front.heading) or self.instrument.title


def consolidated(
    instrument: Instrument,
    *,
    edition: Edition | None = None,
    language: str = "en",
    under: frozenset[str] = frozenset(),
) -> Consolidated:
    """Three queries, of an edition two, however long the text. An article that has no text in the language is left
    out; `under` a choice of options of scope also what does not stand under it."""
    found = _of_edition(edition, language) if edition else _of_working_text(instrument, language)
    divisions, parents, texts = found
    lines: list[DivisionLine | Entry] = []
    announced: set[int] = set()
    front = next((entry for entry, _ in texts if entry.article.kind == Article.Kind.FRONT), None)
    for together, division in texts:
        if together is front:
            continue
        entry = replace(together, under=under)
        if not entry.stands:
            continue
        for pk in _path(division, parents):
            if pk not in announced and pk in divisions:
                announced.add(pk)
                row, label, words = divisions[pk]
                lines.append(DivisionLine(row, label, words, len(_path(pk, parents)) - 1, language))
        lines.append(entry)
    return Consolidated(instrument, edition, language, front, lines, under)


def divisions_of(edition: Edition, language: str) -> list[DivisionLine]:
    """The parts and chapters of an edition in the order of its text, as it numbered and headed them. One query."""
    headings = list(EditionHeading.objects.filter(edition=edition).select_related("division", "version"))
    parents: Parents = {row.division_id: row.parent_id for row in headings}
    return [
        DivisionLine(row.division, row.label, row.version.words, len(_path(row.parent_id, parents)), language)
        for row in headings
        if row.language == language
    ]


def languages_of(instrument: Instrument, edition: Edition | None = None) -> list[str]:
    """Codes of the languages in which there is a text, the original first."""
    if edition:
        found = EditionText.objects.filter(edition=edition).values_list("language", flat=True).distinct()
    else:
        found = Text.objects.of(instrument).values_list("language", flat=True).distinct()
    order = [code for code, _ in LANGUAGES]
    return sorted(found.order_by(), key=lambda code: (code != instrument.original_language, order.index(code)))


def last_changed(instrument: Instrument) -> datetime:
    """When the working text was last saved, in whatever article and language."""
    latest = Version.objects.filter(article__instrument=instrument).aggregate(at=Max("history_date"))["at"]
    return latest or instrument.created_at


def _of_working_text(instrument: Instrument, language: str) -> tuple[Divisions, Parents, list[_Placed]]:
    headings = Heading.objects.filter(division__instrument=instrument, language=language).select_related("division")
    divisions = {row.division_id: (row.division, row.division.label, row.words) for row in headings}
    parents: Parents = dict(instrument.divisions.order_by().values_list("pk", "parent_id"))
    texts = Text.objects.of(instrument).in_language(language).in_order()
    placed = [(Entry(text.article, text.article.label, text), text.article.division_id) for text in texts]
    return divisions, parents, placed


def _of_edition(edition: Edition, language: str) -> tuple[Divisions, Parents, list[_Placed]]:
    headings = list(EditionHeading.objects.filter(edition=edition).select_related("division", "version"))
    divisions = {
        row.division_id: (row.division, row.label, row.version.words) for row in headings if row.language == language
    }
    parents: Parents = {row.division_id: row.parent_id for row in headings}
    pinned = EditionText.objects.filter(edition=edition, language=language).select_related("article", "version")
    texts: list[_Placed] = []
    for row in pinned.order_by("position"):
        row.article.division_id = row.division_id  # where it stood then, wherever it was moved since
        texts.append((Entry(row.article, row.label, row.version), row.division_id))
    return divisions, parents, texts


def _path(division: int | None, parents: Parents) -> list[int]:
    """From the outermost division to this one."""
    path: list[int] = []
    while division is not None:
        path.insert(0, division)
        division = parents.get(division)
    return path
