"""What a person reads when they open an instrument: which edition, which language, which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from drafts.consolidating import Consolidated, DivisionLine, Entry, consolidated, languages_of
from drafts.models import Article, Edition, Instrument
from drafts.models.instruments import LANGUAGE_OWN_NAMES
from drafts.permissions import WORKING, may_read_working_text
from drafts.rendering.sheet import Sheet, sheet_of


class NothingToRead(Exception):
    """There is no such text, or none that this person may read."""


@dataclass(frozen=True)
class Reading:
    """A person's view of an instrument. `edition` None is the working text."""

    instrument: Instrument
    edition: Edition | None
    editions: list[Edition]
    default: Edition | None
    language: str
    languages: list[str]
    sees_working_text: bool
    with_notes: bool

    @cached_property
    def text(self) -> Consolidated:
        return consolidated(self.instrument, edition=self.edition, language=self.language)

    @property
    def entries(self) -> list[Entry]:
        """Everything that can be opened: the title with what stands below it, then the articles."""
        return [*([self.text.front] if self.text.front else []), *self.text.entries]

    @property
    def name(self) -> str:
        if self.edition:
            return self.edition.label
        return "Working text" if self.instrument.is_negotiated else "Text"

    def query(self, **other: str) -> str:
        """What an address must say to come back to this reading, with `other` parts added or (when "") left out."""
        said: dict[str, str] = {}
        if self.edition != self.default:
            said["edition"] = self.edition.slug if self.edition else WORKING
        if self.language != self.instrument.original_language:
            said["language"] = self.language
        said = {key: value for key, value in {**said, **other}.items() if value}
        return f"?{urlencode(said)}" if said else ""

    def address(self, article: Article) -> str:
        """The article in this reading."""
        return reverse("drafts:article", kwargs={"slug": self.instrument.slug, "label": article.slug}) + self.query()

    def sheet(self, entry: Entry, prefix: str = "") -> Sheet:
        return sheet_of(entry.content.blocks, self.language, prefix, self.with_notes)

    @property
    def earlier(self) -> Edition | None:
        """The edition before the one that is read; for the working text the newest."""
        if self.edition is None:
            return self.editions[0] if self.editions else None
        place = self.editions.index(self.edition)
        return self.editions[place + 1] if place + 1 < len(self.editions) else None

    def language_choices(self) -> list[dict[str, Any]]:
        """For the switch; none where there is nothing to choose."""
        original = self.instrument.original_language
        return [
            {
                "address": self.query(language="" if code == original else code) or "?",
                "words": LANGUAGE_OWN_NAMES[code],
                "current": code == self.language,
                "lang": code,
            }
            for code in self.languages
        ]

    def edition_choices(self) -> list[dict[str, Any]]:
        """For the picker: the working text for those who may read it, then the editions, the newest first."""
        editions: list[Edition | None] = [*([None] if self.sees_working_text else []), *self.editions]
        return [
            {
                "address": self.query(edition=edition.slug if edition else WORKING),
                "words": edition.label if edition else "Working text",
                "note": f"{edition.symbol}, issued {edition.issued_at:%-d %B %Y}" if edition else "As it stands now",
                "current": edition == self.edition,
            }
            for edition in editions
        ]


def reading_of(instrument: Instrument, person: Any, asked: Mapping[str, str]) -> Reading:
    """What `person` reads, from the query of the address (`edition`, `language`). At most three queries.

    Core Group and secretariat begin with the working text, others with the edition under discussion, else the newest.
    A language in which there is no text gives way to the original. Raises NothingToRead for an edition that is not there
    and for the working text where it may not be read.
    """
    editions = list(instrument.editions.newest_first())
    sees_working_text = may_read_working_text.test(person, instrument)
    default = None if sees_working_text else _edition_for_delegations(instrument, editions)
    edition = _chosen(asked.get("edition", ""), editions, default, sees_working_text)
    if edition is None and not sees_working_text:
        raise NothingToRead("There is no edition to read yet.")
    languages = languages_of(instrument, edition)
    language = asked.get("language", "")
    return Reading(
        instrument=instrument,
        edition=edition,
        editions=editions,
        default=default,
        language=language if language in languages else instrument.original_language,
        languages=languages,
        sees_working_text=sees_working_text,
        with_notes=bool(getattr(person, "is_core", False)),
    )


def _edition_for_delegations(instrument: Instrument, editions: list[Edition]) -> Edition | None:
    if len(editions) < 2:
        return editions[0] if editions else None
    return instrument.editions.in_discussion().newest_first().first() or editions[0]


def _chosen(asked: str, editions: list[Edition], default: Edition | None, sees_working_text: bool) -> Edition | None:
    if not asked:
        return default
    if asked == WORKING and sees_working_text:
        return None
    found = next((edition for edition in editions if edition.slug == asked), None)
    if found is None:
        raise NothingToRead("There is no such edition.")
    return found


@dataclass(frozen=True)
class Branch:
    """A part of the contents: a division (None before the first) with what stands in it."""

    division: DivisionLine | None
    lines: list[dict[str, Any]]
    is_open: bool


def contents_of(reading: Reading, current: Article | None = None) -> list[Branch]:
    """The contents tree: outermost divisions, their articles and inner divisions, open brackets counted."""
    branches: list[Branch] = []
    division: DivisionLine | None = None
    lines: list[dict[str, Any]] = []

    def close() -> None:
        if lines or division:
            is_open = current is None or any(line.get("current") for line in lines)
            branches.append(Branch(division, list(lines), is_open))
        lines.clear()

    for line in reading.text.lines:
        if isinstance(line, DivisionLine):
            if line.level:
                lines.append({"division": line})
            else:
                close()
                division = line
            continue
        lines.append(
            {
                "entry": line,
                "address": reading.address(line.article),
                "brackets": reading.sheet(line).brackets,
                "current": current is not None and line.article.pk == current.pk,
            }
        )
    close()
    return branches
