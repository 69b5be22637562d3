"""Reading a whole instrument into the record: all or nothing, no word lost, identities carried over."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from drafts import amending, guarding
from drafts.models import Article, Clause, Division, Heading, Instrument, Text
from drafts.models.instruments import LANGUAGE_OWN_NAMES, LONGEST_HEADING
from drafts.naming import name_of_unit, slug_of_unit
from drafts.ordering import FAR, put_articles_in_order, put_divisions_in_reading_order
from drafts.text import grammar, identity
from drafts.text.blocks import Block
from drafts.text.reading import ReadArticle, ReadInstrument, UnreadableText, read_instrument
from drafts.text.reading_akn import read_akoma_ntoso
from drafts.text.translation import share_ids

_ADDRESS = re.compile(r"[-A-Za-z0-9_]{1,80}")
_LONGEST_LABEL = 20


class CannotImport(Exception):
    """The file was refused and nothing was written. `line` counts from 1; 0 where no line is to blame."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


@dataclass
class Imported:
    """What an import did. `clauses` counts the clauses of every article and part of the file."""

    instrument: Instrument
    language: str
    divisions: int = 0
    articles: int = 0
    clauses: int = 0
    versions: int = 0
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Act:
    """One import: where it goes, who does it and why."""

    instrument: Instrument
    language: str
    author: Any
    reason: str
    at: datetime | None
    report: Imported
    identities: Sequence[Sequence[str]] = ()


def import_text(
    *,
    source: str,
    slug: str,
    title: str,
    language: str,
    author: Any,
    reason: str,
    kind: str = Instrument.Kind.NEGOTIATED,
    at: datetime | None = None,
) -> Imported:
    """Read plain text (`drafts.text.reading`) into the instrument `slug`, which is made where it does not exist.

    1. The whole file is read before anything is written. 2. Divisions and articles are matched by number; what is new
    is added in its place, what the file lacks stays as it is, with a warning. 3. Each article's text becomes a new
    version where it differs, its clause ids carried over; in a further language the clauses take the ids of those that
    stand in the same place.

    Raises CannotImport with the line.
    """
    try:
        read = read_instrument(source, language)
    except UnreadableText as problem:
        raise CannotImport(problem.message, problem.line) from None
    if "\0" in source:
        line = source[: source.index("\0")].count("\n") + 1
        raise CannotImport("There is a null character here, which no text has; save the file as plain text.", line)
    return import_read(
        read=read, slug=slug, title=title, language=language, author=author, reason=reason, kind=kind, at=at
    )


def import_akoma_ntoso(
    *,
    content: bytes,
    slug: str,
    title: str,
    language: str,
    author: Any,
    reason: str,
    kind: str = Instrument.Kind.NEGOTIATED,
    at: datetime | None = None,
) -> Imported:
    """Read a file in Akoma Ntoso (`drafts.text.reading_akn`) as `import_text` reads plain text.

    Clauses keep the identities that the file gives them, save those that clauses of other articles have: a text that
    is imported beside the one it was exported from is another text. Raises CannotImport with the line.
    """
    try:
        paper = read_akoma_ntoso(content, language)
    except UnreadableText as problem:
        raise CannotImport(problem.message, problem.line) from None
    report = import_read(
        read=paper.instrument, identities=[paper.front, *paper.identities], slug=slug, title=title, language=language,
        author=author, reason=reason, kind=kind, at=at,
    )  # fmt: skip
    if paper.language and paper.language != language:
        named, asked = LANGUAGE_OWN_NAMES.get(paper.language, paper.language), LANGUAGE_OWN_NAMES[language]
        report.warnings.append(f"The file says that its language is {named}; it was read as {asked}.")
    return report


def import_read(
    *,
    read: ReadInstrument,
    slug: str,
    title: str,
    language: str,
    author: Any,
    reason: str,
    kind: str = Instrument.Kind.NEGOTIATED,
    at: datetime | None = None,
    identities: Sequence[Sequence[str]] = (),
) -> Imported:
    """Write what was read, from whatever kind of file. `identities` are the clause ids that the file gives: of the
    words below the title, then of each article; "" for a clause without one."""
    if not reason.strip():
        raise CannotImport("Give a reason for the import: it stands in the history of every article.")
    if "\0" in reason + title:
        raise CannotImport("There is a null character in the reason or the title; type it again.")
    if not _ADDRESS.fullmatch(slug):
        raise CannotImport(f"“{slug}” cannot stand in an address: use letters, digits and hyphens, at most 80.")
    _check_storable(title, read)
    with transaction.atomic():
        instrument = _instrument(slug, title or read.title, language, kind, author)
        report = Imported(instrument, language, len(read.divisions), sum(a.kind == "article" for a in read.articles))
        report.warnings += [
            f"line {notice.line}: {notice.message}" for notice in read.notices if notice.severity != "info"
        ]
        act = _Act(instrument, language, author, reason, at, report, identities)
        divisions = _place_divisions(act, read)
        _place_articles(act, read, divisions)
    return report


def _check_storable(title: str, read: ReadInstrument) -> None:
    """What the record could not hold as it is is refused: nothing is ever cut to fit."""
    headings = [(0, title), (1, read.title)]
    headings += [(division.line, division.heading) for division in read.divisions]
    headings += [(article.line, article.heading) for article in read.articles]
    for line, heading in headings:
        if len(heading) > LONGEST_HEADING:
            raise CannotImport(f"A heading has at most {LONGEST_HEADING} characters; this has {len(heading)}.", line)
    labels = [(division.line, division.label) for division in read.divisions]
    for line, label in [*labels, *((article.line, article.label) for article in read.articles)]:
        if len(label) > _LONGEST_LABEL:
            raise CannotImport(f"A number has at most {_LONGEST_LABEL} characters; “{label}” has more.", line)
    met: set[str] = set()
    for article in read.articles:
        slug = slug_of_unit(article.kind, article.label)
        if not slug or slug in met:
            named = name_of_unit(article.kind, article.label)
            raise CannotImport(f"{named} {'stands in the file twice' if slug else 'has no number'}.", article.line)
        met.add(slug)


def _instrument(slug: str, title: str, language: str, kind: str, author: Any) -> Instrument:
    instrument, created = Instrument.objects.select_for_update().get_or_create(
        slug=slug, defaults={"title": title, "kind": kind, "original_language": language, "created_by": author}
    )
    if not created and instrument.kind != kind:
        raise CannotImport(
            f"“{instrument}” is {instrument.get_kind_display()}; it cannot be imported as the other kind."
        )
    return instrument


def _place_divisions(act: _Act, read: ReadInstrument) -> list[Division]:
    """The division of each read one, made where it is new. Numbers and nesting decide, headings are only words."""
    existing = {(row.parent_id, row.kind, row.label): row for row in act.instrument.divisions.all()}
    found: list[Division] = []
    fresh = 0
    highest = max((row.position for row in existing.values()), default=0)
    for line in read.divisions:
        parent = found[line.parent] if line.parent is not None else None
        division = existing.get((parent.pk if parent else None, line.kind, line.label))
        if division is None:
            fresh += 1
            division = Division.objects.create(
                instrument=act.instrument, parent=parent, kind=line.kind, label=line.label, position=highest + fresh
            )
        found.append(division)
        _place_heading(act, division, line.heading)
    return found


def _place_heading(act: _Act, division: Division, words: str) -> None:
    heading = Heading.objects.filter(division=division, language=act.language).first()
    if heading is None:
        heading = Heading(division=division, language=act.language)
    elif heading.words == words:
        return
    amending.write_heading(heading, words, author=act.author, reason=act.reason, at=act.at)


def _place_articles(act: _Act, read: ReadInstrument, divisions: list[Division]) -> None:
    front = ReadArticle("front", "", read.title, read.front, None, 1, ())  # type: ignore[arg-type]
    existing = {article.slug: article for article in act.instrument.articles.standing().select_related("instrument")}
    order: list[str] = []
    for place, unit in enumerate([front, *read.articles]):
        slug = slug_of_unit(unit.kind, unit.label)
        order.append(slug)
        article = existing.get(slug)
        if article is None:
            division = divisions[unit.division] if unit.division is not None else None
            article = Article.objects.create(
                instrument=act.instrument,
                division=division,
                kind=unit.kind,
                label=unit.label,
                slug=slug,
                position=FAR + len(existing),
            )
            existing[slug] = article
        _place_text(act, article, unit, act.identities[place] if act.identities else ())
    _put_in_order(act, list(existing.values()), order)


def _place_text(act: _Act, article: Article, unit: ReadArticle, identities: Sequence[str]) -> None:
    blocks, _ = grammar.parse(unit.source, act.language)
    _identify(blocks, _usable(article, identities))
    act.report.clauses += len(blocks)
    heading = grammar.canonical(unit.heading)
    texts = {
        text.language: text for text in Text.objects.select_for_update().filter(article=article).order_by("language")
    }
    text = texts.get(act.language)
    ancestors: dict[str, str] = {}
    if text is not None:
        ancestors = identity.carry_ids(text.clauses(), blocks).ancestors
        held = guarding.hold_numbers(text, blocks, ancestors.keys())
        blocks = held.blocks
        act.report.warnings += [f"line {unit.line}: {article}: {told}" for told in [*held.told, *held.warnings]]
        if text.heading == heading and text.blocks == grammar.to_json(blocks):
            return
    elif texts:
        first = texts.get(act.instrument.original_language) or next(iter(texts.values()))
        is_known = {block.id for block in blocks} <= {block["id"] for block in first.blocks}
        differences = [] if is_known else share_ids(first.clauses(), blocks)
        act.report.warnings += [f"line {unit.line}: {article}: {difference}." for difference in differences]
    else:
        _identify(blocks, [block.id or grammar.new_id() for block in blocks])
    act.report.versions += 1
    try:
        amending.write_version(
            text or Text(article=article, language=act.language),
            heading=heading,
            blocks=blocks,
            ancestors=ancestors,
            author=act.author,
            reason=act.reason,
            at=act.at,
        )
    except guarding.CannotAmend as refusal:
        raise CannotImport(str(refusal), unit.line) from None


def _usable(article: Article, identities: Sequence[str]) -> list[str]:
    """The identities that a file gives the clauses of an article, each once, without those of another article's."""
    if not any(identities):
        return []
    others = Clause.objects.filter(pk__in=[each for each in identities if each]).exclude(article=article)
    used = set(others.values_list("pk", flat=True))
    usable: list[str] = []
    for each in identities:
        usable.append("" if each in used else each)
        used.add(each)
    return usable


def _identify(blocks: list[Block], identities: Sequence[str]) -> None:
    """Write identities on the clauses; a list of another length is that of another text and is not used."""
    if len(identities) == len(blocks):
        for block, own in zip(blocks, identities, strict=True):
            block.id = own


def _put_in_order(act: _Act, articles: list[Article], order: list[str]) -> None:
    """Articles stand in the order of the file; one that the file lacks keeps its place behind the article that it
    followed."""
    by_slug = {article.slug: article for article in articles}
    wanted = [by_slug[slug] for slug in order]
    standing = sorted((a for a in articles if a.position < FAR), key=lambda article: article.position)
    previous: Article | None = None
    for article in standing:
        if article.slug not in order:
            place = wanted.index(previous) + 1 if previous else 0
            while place < len(wanted) and wanted[place].position >= FAR:  # a new “2 bis” belongs to the 2 before it
                place += 1
            wanted.insert(place, article)
            act.report.warnings.append(f"{article} is not in the file; it stays as it is.")
        previous = article
    if [article.pk for article in wanted] != [article.pk for article in standing]:
        put_articles_in_order(act.instrument, wanted)
    put_divisions_in_reading_order(act.instrument, wanted)
