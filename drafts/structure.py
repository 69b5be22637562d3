"""The outline of a working text, as the page that reshapes it shows it, and the places in it that can be chosen."""

from dataclasses import dataclass
from functools import cached_property

from drafts.consolidating import Consolidated, DivisionLine, Entry, consolidated, languages_of
from drafts.models import Article, Division, Instrument
from drafts.models.instruments import LANGUAGE_OWN_NAMES
from drafts.reshaping import CannotReshape, Place, is_deleted
from drafts.text.blocks import Block


@dataclass(frozen=True)
class Line:
    """A row of the outline: a division or an article. `level` is its indent."""

    name: str
    heading: str
    level: int
    division: Division | None = None
    article: Article | None = None
    is_deleted: bool = False

    @property
    def can_change(self) -> bool:
        """The title, the preamble and the closing words have their place."""
        return self.article is None or self.article.kind == Article.Kind.ARTICLE


class Outline:
    """The working text of an instrument in its original language; three queries."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self.text: Consolidated = consolidated(instrument, language=instrument.original_language)

    @cached_property
    def lines(self) -> list[Line]:
        lines: list[Line] = []
        level = 0
        for line in self.text.lines:
            if isinstance(line, DivisionLine):
                level = line.level + 1
                lines.append(Line(line.name, line.heading, line.level, division=line.division))
            else:
                inner = level if line.article.division_id else 0
                deleted = is_deleted(line.content)
                lines.append(Line(line.name, line.heading, inner, article=line.article, is_deleted=deleted))
        return lines

    @property
    def articles(self) -> list[Article]:
        return [line.article for line in self.lines if line.article is not None]

    @property
    def divisions(self) -> list[Division]:
        return [line.division for line in self.lines if line.division is not None]

    def named(self, article: Article) -> str:
        """ "Article 12. Costs", as a choice names it."""
        line = next(line for line in self.lines if line.article == article)
        return f"{line.name}. {line.heading}" if line.heading else line.name

    def article(self, slug: str) -> Article:
        """Raises CannotReshape for one that does not stand in the text."""
        found = next((article for article in self.articles if article.slug == slug), None)
        if found is None:
            raise CannotReshape("That article does not stand in the text; open the page again.")
        return found

    def clauses_of(self, article: Article) -> list[Block]:
        entry: Entry = next(entry for entry in self.text.entries if entry.article == article)
        return entry.blocks

    def heading_of(self, division: Division) -> str:
        return next((line.heading for line in self.lines if line.division == division), "")

    def siblings_of(self, division: Division) -> list[Division]:
        return [other for other in self.divisions if other.parent_id == division.parent_id and other != division]

    def languages(self) -> list[tuple[str, str]]:
        return [(code, LANGUAGE_OWN_NAMES[code]) for code in languages_of(self.instrument)]

    def places(self, without: object = None) -> list[tuple[str, str]]:
        """Everywhere that an article can stand: behind another one in its division, or first in a division."""
        choices: list[tuple[str, str]] = []
        for line in self.lines:
            if line.division is not None:
                choices.append((f"first-{line.division.pk}", f"first in {line.name}"))
            elif line.article is not None and line.article != without and line.article.kind != "testimonium":
                choices.append((f"after-{line.article.pk}", f"behind {self.named(line.article)}"))
        return choices or [("first-0", "at the beginning")]

    def place(self, chosen: str) -> Place:
        """The place that a choice of `places` names. Raises CannotReshape where it is gone."""
        how, _, key = chosen.partition("-")
        if how == "after":
            after = next((article for article in self.articles if str(article.pk) == key), None)
            if after is not None:
                return Place(after, self._division(after.division_id))
        elif key == "0":
            return Place(None, None)
        else:
            division = next((division for division in self.divisions if str(division.pk) == key), None)
            if division is not None:
                return Place(self._before(division), division)
        raise CannotReshape("That place is gone; open the page again.")

    def _division(self, pk: int | None) -> Division | None:
        return next((division for division in self.divisions if division.pk == pk), None)

    def _before(self, division: Division) -> Article | None:
        """The last article before a division begins."""
        before: Article | None = None
        for line in self.lines:
            if line.division == division:
                break
            before = line.article or before
        return before or (self.text.front.article if self.text.front else None)
