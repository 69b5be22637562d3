"""The history of a whole instrument: versions, acts and editions in one list, the newest first.

What a page needs is worked out from one light row a version, so that the number of queries does not grow with the
history; the words are fetched for the versions of the page alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator

from drafts.histories import Extent, extent_between
from drafts.models import Act, Article, Edition, Instrument, Text
from drafts.models.instruments import LANGUAGE_OWN_NAMES
from drafts.permissions import may_read_working_text

PER_PAGE = 40  # lines; an act is one line with its versions below it
SHOWN_OF_AN_ACT = 12  # versions; the act's own page has them all


@dataclass(frozen=True)
class Wanted:
    """The filters, as they stand in the address; "" asks for everything. `act` shows one act alone."""

    article: str = ""
    person: str = ""
    language: str = ""
    nature: str = ""
    act: str = ""

    @classmethod
    def asked(cls, query: Mapping[str, str]) -> "Wanted":
        return cls(**{name: query.get(name, "")[:80] for name in ("article", "person", "language", "nature", "act")})

    @property
    def is_everything(self) -> bool:
        return self == Wanted()


class _Key(NamedTuple):
    """One version without its words."""

    pk: int
    text: int
    number: int
    at: datetime
    act: int | None
    article: str
    kind: str
    label: str
    position: int
    language: str
    person: int
    name: str
    nature: str


_FIELDS = (
    "history_id", "id", "number", "history_date", "act_id", "article__slug", "article__kind", "article__label",
    "article__position", "language", "history_user_id", "history_user__name", "nature",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One version: the editions it stands in, and what it changed against the one before (`older`, None for the
    first)."""

    version: Any
    older: Any
    editions: list[Edition]
    extent: Extent | None


@dataclass
class Line:
    """One line of the list: a version of its own, an act with the versions that it wrote, or an edition that was
    issued. `more` versions of an act are not shown here."""

    at: datetime
    order: int
    act: Act | None = None
    edition: Edition | None = None
    keys: list[_Key] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    @property
    def more(self) -> int:
        return len(self.keys) - len(self.entries)


class Chronicle:
    """The history as one person may read it: the whole record for those who read the working text, to others what
    editions have made public, which is no act and no version between two editions."""

    def __init__(self, instrument: Instrument, person: Any, wanted: Wanted) -> None:
        self.instrument, self.wanted = instrument, wanted
        self.sees_working_text = may_read_working_text.test(person, instrument)

    @cached_property
    def _keys(self) -> list[_Key]:
        """All versions that the person may read, the oldest first, with the numbers by which they know the articles."""
        versions = Text.history.of_instrument(self.instrument)
        if not self.sees_working_text:
            versions = versions.pinned()
        rows = versions.in_order_of_time().values_list(*_FIELDS)
        keys = [_Key(*row) for row in rows]
        return keys if self.sees_working_text else [key._replace(label=self._printed[key.article]) for key in keys]

    @cached_property
    def _printed(self) -> dict[str, str]:
        """Address of an article -> the number by which readers of editions know it. One query."""
        articles = Article.objects.filter(instrument=self.instrument).with_printed_label()
        return {article.slug: article.printed_label or "" for article in articles}

    @cached_property
    def _before(self) -> dict[int, int]:
        """Primary key of a version -> of the one before it that the person may read."""
        latest: dict[int, int] = {}
        found: dict[int, int] = {}
        for key in sorted(self._keys, key=lambda key: (key.text, key.number)):
            if key.text in latest:
                found[key.pk] = latest[key.text]
            latest[key.text] = key.pk
        return found

    def _matches(self, key: _Key) -> bool:
        wanted = self.wanted
        return (
            (not wanted.article or key.article == wanted.article)
            and (not wanted.person or str(key.person) == wanted.person)
            and (not wanted.language or key.language == wanted.language)
            and (not wanted.nature or key.nature == wanted.nature)
            and (not wanted.act or str(key.act) == wanted.act)
        )

    def _lines(self) -> list[Line]:
        """Every line, the newest first. Three queries with the keys."""
        acts = {act.pk: act for act in Act.objects.of(self.instrument)} if self.sees_working_text else {}
        of_acts: dict[int, list[_Key]] = defaultdict(list)
        lines: list[Line] = []
        for key in filter(self._matches, self._keys):
            if key.act in acts:
                of_acts[key.act].append(key)
            else:
                lines.append(Line(key.at, key.pk, keys=[key]))
        lines += [
            Line(act.at, max((key.pk for key in of_acts[pk]), default=0), act=act, keys=of_acts[pk])
            for pk, act in acts.items()
            if of_acts[pk] or self._wants_bare(act)
        ]
        lines += [Line(edition.issued_at, 1 << 62, edition=edition) for edition in self._milestones()]
        return sorted(lines, key=lambda line: (line.at, line.order), reverse=True)

    def _wants_bare(self, act: Act) -> bool:
        """An act that wrote no version, such as a move, has only an author to be found by."""
        wanted = self.wanted
        if wanted.article or wanted.language or wanted.nature:
            return False
        return wanted.act in ("", str(act.pk)) and wanted.person in ("", str(act.author_id))

    def _milestones(self) -> Iterable[Edition]:
        if self.wanted.nature or self.wanted.act:
            return []
        editions = self.instrument.editions.newest_first().select_related("issued_by")
        return [edition for edition in editions if self.wanted.person in ("", str(edition.issued_by_id))]

    def page(self, number: str | None) -> Page:
        """One page of lines with all that is shown of them."""
        page = Paginator(self._lines(), PER_PAGE).get_page(number)
        most = len(self._keys) if self.wanted.act else SHOWN_OF_AN_ACT
        shown = {line.order: line.keys[:most] for line in page if line.keys}
        wanted = {key.pk for keys in shown.values() for key in keys}
        befores = {self._before[pk] for pk in wanted if pk in self._before}
        versions = Text.history.with_their_place(wanted | befores)
        for line in page:
            for key in shown.get(line.order, ()):
                older = versions.get(self._before.get(key.pk, 0))
                version = versions[key.pk]
                version.article.label = key.label
                editions = [pin.edition for pin in version.pinned_by.all()]
                extent = extent_between(older, version) if older is not None else None
                line.entries.append(Entry(version, older, editions, extent))
        return page

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """What the filters offer: only what the history has, in the order of the text, of names, of languages."""
        articles = {key.article: key for key in self._keys}
        people = {str(key.person): key.name for key in self._keys}
        spoken = dict(Article.Kind.choices)
        return {
            "articles": [
                (key.article, f"{spoken[key.kind]} {key.label}".strip())
                for key in sorted(articles.values(), key=lambda key: key.position)
            ],
            "people": sorted(people.items(), key=lambda choice: choice[1].casefold()),
            "languages": [
                (code, own)
                for code, own in LANGUAGE_OWN_NAMES.items()
                if any(key.language == code for key in self._keys)
            ],
            "natures": [(str(value), str(label)) for value, label in Text.Nature.choices],
        }
