"""What a person reads when they open an instrument: which edition, which language, which words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from drafts.consolidating import Consolidated, DivisionLine, Entry, consolidated, languages_of
from drafts.following import Following
from drafts.models import Article, Edition, Instrument
from drafts.models.instruments import LANGUAGE_OWN_NAMES
from drafts.naming import VIEWS
from drafts.permissions import WORKING, may_read_working_text
from drafts.rendering import outline
from drafts.rendering.sheet import Sheet, sheet_of
from drafts.scoping import option_sets
from drafts.text import brackets, resolution, scope, variants
from drafts.text.resolution import View
from drafts.text.scope import OptionSet


class NothingToRead(Exception):
    """There is no such text, or none that this person may read."""


class NoSuchChoice(NothingToRead):
    """Options of scope that may not be chosen together; the message names the choices there are."""


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
    view: View = ""
    sets: tuple[OptionSet, ...] = ()
    under: frozenset[str] = frozenset()

    @cached_property
    def text(self) -> Consolidated:
        return consolidated(self.instrument, edition=self.edition, language=self.language, under=self.under)

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
        if self.view:
            said["view"] = self.view
        if self.under:
            said["under"] = scope.key_of(self.under, self.sets)
        said = {key: value for key, value in {**said, **other}.items() if value}
        return f"?{urlencode(said)}" if said else ""

    def address(self, article: Article) -> str:
        """The article in this reading."""
        start, end = self._around_an_article
        return f"{start}{article.slug}{end}"

    @cached_property
    def _around_an_article(self) -> tuple[str, str]:
        """Reversed once: a page of a whole treaty asks for hundreds of such addresses."""
        address = reverse("drafts:article", kwargs={"slug": self.instrument.slug, "label": "LABEL"})
        start, _, end = address.rpartition("LABEL")
        return start, end + self.query()

    def sheet(self, entry: Entry) -> Sheet:
        """The article's clauses; its footnotes are named after it, so that a page can hold several articles."""
        return sheet_of(
            entry.content.blocks, self.language, f"{entry.article.slug}-", self.with_notes, self.view, self.under
        )

    def heading(self, words: str) -> str:
        """A heading of the text, in the drafting syntax, as the view has it."""
        return resolution.heading_of(words, self.view)

    @cached_property
    def following(self) -> Following:
        """Where the cross-references lead. One that points at nothing says so in the whole working text."""
        return Following(
            [(entry, self.sheet(entry).places) for entry in self.entries],
            self.language,
            {entry.article.pk: self.address(entry.article) for entry in self.entries},
            tells=self.edition is None and self.instrument.is_negotiated and not self.view and not self.under,
            is_whole=self.language == self.instrument.original_language,
        )

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

    @property
    def view_name(self) -> str:
        return VIEWS[self.view][0]

    @property
    def hypothesis(self) -> str:
        """What a hypothetical reading does with the disputed words; "" where the text is read as it is negotiated."""
        return VIEWS[self.view][1] if self.view in resolution.HYPOTHETICAL else ""

    def view_choices(self) -> list[dict[str, Any]]:
        """For the picker of views; none where nothing can be disputed."""
        if not self.instrument.is_negotiated:
            return []
        return [
            {"address": self.query(view=view) or "?", "words": words, "note": note, "current": view == self.view}
            for view, (words, note) in VIEWS.items()
        ]

    @property
    def scope_name(self) -> str:
        """ "Under options 1 and 3", "" where everything is shown together."""
        return f"Under {scope.in_words((self.under,)).removesuffix(' together')}" if self.under else ""

    def scope_choices(self) -> list[dict[str, Any]]:
        """For the picker of options of scope; none where none were laid down."""
        if not self.sets:
            return []
        words = dict(option for one in self.sets for option in one.options)
        together = {
            "address": self.query(under="") or "?",
            "words": "All options together",
            "note": "Each clause says under which it stands.",
            "current": not self.under,
        }
        chosen = [
            {
                "address": self.query(under=scope.key_of(choice, self.sets)),
                "words": f"Under {scope.in_words((choice,)).removesuffix(' together')}",
                "note": "; ".join(words[label] for label in sorted(choice)),
                "current": choice == self.under,
            }
            for choice in scope.choices(self.sets)
        ]
        return [together, *chosen]

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
    """What `person` reads, from the query of the address: `edition`, `language`, `view`, `under`. Four queries at most.

    Core Group and secretariat begin with the working text, others with the edition under discussion, else the newest.
    A language in which there is no text gives way to the original. Raises NothingToRead for an edition that is not
    there and for the working text where it may not be read.
    """
    editions = list(instrument.editions.newest_first())
    sees_working_text = may_read_working_text.test(person, instrument)
    default = None if sees_working_text else _edition_for_delegations(instrument, editions)
    edition = _chosen(asked.get("edition", ""), editions, default, sees_working_text)
    if edition is None and not sees_working_text:
        raise NothingToRead("There is no edition to read yet.")
    languages = languages_of(instrument, edition)
    language = asked.get("language", "")
    view: View = next((view for view in VIEWS if view == asked.get("view")), "")
    sets = option_sets(instrument) if instrument.is_negotiated else ()
    return Reading(
        instrument=instrument,
        edition=edition,
        editions=editions,
        default=default,
        language=language if language in languages else instrument.original_language,
        languages=languages,
        sees_working_text=sees_working_text,
        with_notes=bool(getattr(person, "is_core", False)),
        view=view if instrument.is_negotiated else "",
        sets=sets,
        under=_under(asked.get("under", ""), sets),
    )


def _under(asked: str, sets: tuple[OptionSet, ...]) -> frozenset[str]:
    """Raises NothingToRead for options that may not be chosen together."""
    if not asked:
        return frozenset()
    found = scope.choice_named(asked, sets)
    if found is None:
        raise NoSuchChoice(no_such_choice(sets))
    return found


def no_such_choice(sets: tuple[OptionSet, ...]) -> str:
    """The sentence for options that may not be chosen together."""
    legal = ", ".join(scope.key_of(choice, sets) for choice in scope.choices(sets))
    if not legal:
        return "No options of scope have been laid down for this text."
    return f"These options cannot be chosen together; the choices are: {legal}."


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
    """A part of the contents: a division ("" before the first) and the lines below it as HTML."""

    name: str
    lines: SafeString
    is_open: bool


def contents_of(
    reading: Reading, current: Article | None = None, state_of: Callable[[Entry], str] = lambda entry: ""
) -> list[Branch]:
    """The contents tree: outermost divisions with their articles and inner divisions, open brackets counted.
    `state_of` says of an article how far it has been agreed."""
    parts: list[tuple[str, list[str], list[int]]] = [("", [], [])]
    for line in reading.text.lines:
        if isinstance(line, DivisionLine):
            name = f"{line.name}. {line.heading}" if line.heading else line.name
            if line.level:
                parts[-1][1].append(outline.contents_division(name))
            else:
                parts.append((name, [], []))
            continue
        is_article = line.article.kind == Article.Kind.ARTICLE
        words = line.heading if is_article else ". ".join(filter(None, (line.name, line.heading)))
        item = outline.contents_line(
            reading.address(line.article),
            number=line.label if is_article else "",
            words=words,
            brackets=reading.sheet(line).brackets + brackets.count([variants.heading_block(line.heading)]),
            current=current is not None and line.article.pk == current.pk,
            state=state_of(line),
        )
        parts[-1][1].append(item)
        parts[-1][2].append(line.article.pk)
    return [
        Branch(name, mark_safe("".join(lines)), current is None or current.pk in articles)
        for name, lines, articles in parts
        if name or lines
    ]
