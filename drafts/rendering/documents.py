"""From the record to the neutral tree: clean text and redline. The compilation is the consultations' own
(`consultations.compiling`).

Nothing here reads the clock: a document is dated by what it shows, so the same content gives the same bytes.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import cast

from django.conf import settings

from drafts.comparing import ArticleComparison, compare_texts
from drafts.consolidating import Consolidated, DivisionLine, Entry, last_changed
from drafts.models import Article, Edition
from drafts.models.instruments import LANGUAGE_OWN_NAMES
from drafts.naming import VIEWS, name_of_unit
from drafts.rendering import build
from drafts.rendering.tree import Cover, Document, Section, SectionKind, Tracking
from drafts.rendering.words import word
from drafts.text import resolution, scope
from drafts.text.resolution import View
from drafts.text.word_marks import Origin

DISCLAIMER = (
    "Working document of the negotiations. "
    "Words in square brackets are not agreed; nothing is agreed until everything is agreed."
)


@dataclass(frozen=True)
class Occasion:
    """For what the document is made: the conference in words ("" for none)."""

    words: str = ""


@dataclass(frozen=True)
class Masthead:
    """What the head of a document of a series says in place of the edition's own: symbol, distribution ("general",
    "limited", "restricted"), the item of the agenda ("3, Draft convention") and the instant of its issue. "" and None
    leave what the text itself says.
    """

    symbol: str = ""
    distribution: str = ""
    agenda_item: str = ""
    dated_at: datetime | None = None


def under_masthead(document: Document, masthead: Masthead) -> Document:
    """The same document under the masthead of a series, in its own language."""
    cover, language = document.cover, document.language
    return replace(
        document,
        cover=replace(
            cover,
            symbol=masthead.symbol or cover.symbol,
            distribution=word(masthead.distribution, language) if masthead.distribution else cover.distribution,
            agenda_item=word("agenda_item", language).format(masthead.agenda_item) if masthead.agenda_item else "",
            dateline=worded(masthead.dated_at) if masthead.dated_at else cover.dateline,
        ),
        date=masthead.dated_at.date().isoformat() if masthead.dated_at else document.date,
    )


def clean_document(text: Consolidated, occasion: Occasion = Occasion(), view: View = "") -> Document:
    """The text as it stands, or as a view of its disputed words has it, without secretariat notes. A view keeps the
    numbers of the whole text, so it has no source that could be read in again."""

    def article(entry: Entry, place: build.Place) -> Section:
        heading, blocks = resolution.heading_of(entry.heading, view), resolution.view_of(entry.blocks, view)
        section = build.clean_section(printed_label(entry), heading, blocks, place)
        return replace(section, source="") if view else section

    def division(line: DivisionLine, place: build.Place) -> Section:
        return build.division(line.name, resolution.heading_of(line.heading, view), place)

    sections = sections_of(text, article, division)
    cover = _cover_of_view(cover_of(text, occasion), view) if view else cover_of(text, occasion)
    date = dated(text).date().isoformat()
    return Document(cover, sections, text.language, "clean", date=date, origin=origin_of(text))


def _cover_of_view(cover: Cover, view: View) -> Cover:
    """The cover says what is done with the disputed words, and of a hypothetical reading that it is not the text."""
    name, note = VIEWS[view]
    if view not in resolution.HYPOTHETICAL:
        return replace(cover, subtitle=f"{cover.subtitle}: {name.lower()}")
    subtitle = f"{cover.subtitle}: hypothetical reading, {name.lower()}"
    title = resolution.heading_of(cover.title, view)
    disclaimer = f"A hypothetical reading, not the text. {note} {cover.disclaimer}"
    return replace(cover, title=title, subtitle=subtitle, disclaimer=disclaimer)


def redline_document(older: Consolidated, newer: Consolidated, occasion: Occasion = Occasion()) -> Document:
    """The newer text with every difference from the older one marked. Nothing is left out, not even what is
    unchanged."""
    compared = {comparison.article.pk: comparison for comparison in compare_texts(older, newer)}
    was = {line.division.pk: line for line in older.lines if isinstance(line, DivisionLine)}

    def article(entry: Entry, place: build.Place) -> Section:
        return _redlined(compared.pop(entry.article.pk), place)

    def division(line: DivisionLine, place: build.Place) -> Section:
        before = was.pop(line.division.pk, None)
        return build.division(line.name, line.heading, place, before.heading if before else "")

    sections = sections_of(newer, article, division)
    gone = [_redlined(comparison, build.Place(kind_of(comparison.article))) for comparison in compared.values()]
    cover = replace(cover_of(newer, occasion), subtitle=_redline_title(older, newer))
    return Document(
        cover,
        (*sections, *gone),
        newer.language,
        "redline",
        against=name_of(older),
        date=dated(newer).date().isoformat(),
    )


def documents_to_track(
    older: Consolidated, newer: Consolidated, occasion: Occasion = Occasion()
) -> tuple[Document, Document]:
    """Both clean texts for a file with tracked changes; the newer one with the cover of a redline."""
    was, now = clean_document(older, occasion), clean_document(newer, occasion)
    subtitle = " ".join([_redline_title(older, newer), *now.cover.below_title])
    return was, replace(now, cover=replace(now.cover, subtitle=subtitle), against=name_of(older))


def tracking_of(older: Consolidated, newer: Consolidated) -> Tracking:
    """Who changed the words, for Word: the portal, whose texts these are, at the date of the newer one."""
    author = f"{settings.PORTAL_NAME}: changes against {name_of(older)}"
    return Tracking(author, dated(newer).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def sections_of(
    text: Consolidated,
    article: Callable[[Entry, build.Place], Section],
    division: Callable[[DivisionLine, build.Place], Section] | None = None,
) -> tuple[Section, ...]:
    """The sections of a whole text: its divisions, nested, and each article made by `article`."""
    sections: list[Section] = []
    level = 0
    for line in text.lines:
        if isinstance(line, DivisionLine):
            level = line.level + 1
            place = build.Place("division", level, f"division-{line.division.pk}", text.language)
            sections.append(division(line, place) if division else build.division(line.name, line.heading, place))
            continue
        depth = level + 1 if line.article.division_id else 1
        anchor = f"{line.article.kind}-{line.article.slug}"
        sections.append(article(line, build.Place(kind_of(line.article), depth, anchor, text.language)))
    return tuple(sections)


def origin_of(text: Consolidated, variant: str = "clean") -> Origin:
    """What an edited copy of the file is known by when it comes back."""
    edition = text.edition
    return Origin(
        text.instrument.slug,
        edition.slug if edition else "",
        edition.symbol if edition else "",
        text.language,
        variant,
        "+".join(sorted(text.under)),
    )


def cover_of(text: Consolidated, occasion: Occasion) -> Cover:
    """The first page of a document that shows `text`."""
    below_title = tuple(block.text for block in text.front.blocks) if text.front else ()
    return Cover(
        title=text.title,
        symbol=text.edition.symbol if text.edition else "",
        masthead=(settings.PORTAL_NAME,),
        distribution=word("limited", text.language),
        dateline=worded(dated(text)),
        original_language=LANGUAGE_OWN_NAMES[text.instrument.original_language],
        subtitle=" ".join([name_of(text), *below_title]).strip(),
        occasion=occasion.words,
        disclaimer=DISCLAIMER if text.instrument.is_negotiated else "",
        fingerprint=f"SHA-256 of this edition: {text.edition.checksum}" if text.edition else "",
        below_title=below_title,
    )


def _redline_title(older: Consolidated, newer: Consolidated) -> str:
    return f"{name_of(newer)}: redline against {name_of(older)}"


def name_of(text: Consolidated) -> str:
    """What people call it: "Draft 2 (MLA/DC/2023/L.1)" or "Working text"."""
    edition: Edition | None = text.edition
    name = f"{edition.label} ({edition.symbol})" if edition else "Working text"
    return f"{name} under {scope.in_words((text.under,)).removesuffix(' together')}" if text.under else name


def dated(text: Consolidated) -> datetime:
    """The instant that the document is of: the edition's issue, or the last change of the working text."""
    if text.edition:
        return text.edition.issued_at
    return last_changed(text.instrument)


def worded(instant: datetime) -> str:
    """Date and time as the cover prints them, always in UTC: a document has readers in every zone."""
    return f"{instant.astimezone(UTC):%-d %B %Y, %H:%M} UTC"


def printed_label(entry: Entry) -> str:
    return "" if entry.article.kind == Article.Kind.TESTIMONIUM else entry.name


def kind_of(article: Article) -> SectionKind:
    return cast(SectionKind, article.kind)


def _redlined(comparison: ArticleComparison, place: build.Place) -> Section:
    older, newer = comparison.older, comparison.newer
    return build.redline_section(
        comparison.name if comparison.article.kind != Article.Kind.TESTIMONIUM else "",
        older.heading if older is not None else "",
        newer.heading if newer is not None else "",
        comparison.rows,
        place,
        label_old=name_of_unit(comparison.article.kind, comparison.formerly, place.language)
        if comparison.formerly
        else None,
    )
