"""A file before it is imported: what it would change in the working text, shown and then done."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from drafts import guarding
from drafts.comparing import ArticleComparison, compare_versions
from drafts.importing import CannotImport, Imported, import_text
from drafts.models import Article, Heading, Instrument, Text
from drafts.naming import name_of_unit, slug_of_unit
from drafts.text import grammar, identity
from drafts.text.reading import ReadArticle, ReadInstrument, UnreadableText, read_instrument
from drafts.text.reading_file import SentFile
from drafts.text.redline import Segment, diff_words


class TextHasMoved(CannotImport):
    """Somebody saved a version after the review was shown; it has to be looked at again."""


@dataclass(frozen=True)
class Review:
    """What a file would change: `compared` are the articles that would get a new version, `headings` the divisions
    whose heading would, `untouched` the articles that are not in the file and stay; `seen` stands for the working text
    that all this was compared with."""

    compared: list[ArticleComparison]
    headings: list[tuple[str, list[Segment]]]
    untouched: list[Article]
    articles: int
    warnings: list[str] = field(default_factory=list)
    seen: str = ""

    @property
    def changes_nothing(self) -> bool:
        return not self.compared and not self.headings


def review_file(*, instrument: Instrument, language: str, sent: SentFile, refused: Collection[int] = ()) -> Review:
    """Compare a file, with the tracked changes `refused` refused, with the working text. Writes nothing. Raises
    CannotImport where the words of the file are no instrument."""
    read = _read(sent, language, refused)
    texts = {text.article.slug: text for text in _working(instrument, language)}
    articles = {article.slug: article for article in instrument.articles.all()}
    front = ReadArticle("front", "", read.title, read.front, None, 1, ())  # type: ignore[arg-type]
    compared: list[ArticleComparison] = []
    slugs = set()
    for unit in (front, *read.articles):
        slug = slug_of_unit(unit.kind, unit.label)
        slugs.add(slug)
        article = articles.get(slug) or Article(instrument=instrument, kind=unit.kind, label=unit.label, slug=slug)
        comparison = _compared(article, texts.get(slug), unit, language)
        if comparison is not None:
            compared.append(comparison)
    notices = [f"line {notice.line}: {notice.message}" for notice in read.notices if notice.severity != "info"]
    return Review(
        compared,
        _headings(instrument, read, language),
        [text.article for text in texts.values() if text.article.slug not in slugs],
        articles=sum(unit.kind == "article" for unit in read.articles),
        warnings=[*sent.warnings, *(sent.located(notice, refused) for notice in notices)],
        seen=_fingerprint(texts.values()),
    )


def import_reviewed(
    *,
    instrument: Instrument,
    language: str,
    sent: SentFile,
    refused: Collection[int],
    seen: str,
    author: Any,
    reason: str,
) -> Imported:
    """Import a file that was reviewed.

    1. The texts are locked, and where one was saved since the review nothing is written (TextHasMoved). 2. The file is
    imported as `import_text` does. Raises CannotImport.
    """
    with transaction.atomic():
        # The instrument first, as import_text does: two imports wait for each other and never in a circle.
        Instrument.objects.select_for_update().get(pk=instrument.pk)
        if _fingerprint(_working(instrument, language).select_for_update(of=("self",))) != seen:
            raise TextHasMoved("Somebody has saved a version since this was shown; below is what would change now.")
        try:
            return import_text(
                source=sent.source(refused),
                slug=instrument.slug,
                title="",
                language=language,
                author=author,
                reason=reason,
                kind=instrument.kind,
            )
        except CannotImport as refusal:
            raise _placed(refusal, sent, refused) from None


def _read(sent: SentFile, language: str, refused: Collection[int]) -> ReadInstrument:
    try:
        return read_instrument(sent.source(refused), language)
    except UnreadableText as problem:
        raise _placed(CannotImport(problem.message, problem.line), sent, refused) from None


def _placed(refusal: CannotImport, sent: SentFile, refused: Collection[int]) -> CannotImport:
    """The refusal with the words of the file that it is about."""
    if not refusal.line:
        return refusal
    where = sent.located(f"line {refusal.line}: {refusal}", refused)
    return CannotImport(where[:1].upper() + where[1:])


def _working(instrument: Instrument, language: str) -> Any:
    return Text.objects.of(instrument).in_language(language).in_order()


def _fingerprint(texts: Any) -> str:
    """What stands for the versions that were looked at."""
    numbers = sorted(f"{text.pk}:{text.number}" for text in texts)
    return hashlib.sha256(" ".join(numbers).encode()).hexdigest()


def _compared(article: Article, text: Text | None, unit: ReadArticle, language: str) -> ArticleComparison | None:
    """The article as the file would have it, against the working text; None where nothing would change."""
    blocks, _ = grammar.parse(unit.source, language)
    heading = grammar.canonical(unit.heading)
    if text is None:
        if not (blocks or heading):
            return None
        text = Text(article=article, language=language, heading="", blocks=[])
        for block in blocks:
            block.id = grammar.new_id()
    else:
        split_off = identity.carry_ids(text.clauses(), blocks).ancestors.keys()
        if grammar.to_json(blocks) != text.blocks:  # as importing does; what says the same holds its numbers anyway
            blocks = guarding.hold_numbers(text, blocks, split_off).blocks
    newer = Text(article=article, language=language, heading=heading, blocks=grammar.to_json(blocks))
    return None if (text.heading, text.blocks) == (heading, newer.blocks) else compare_versions(text, newer)


def _headings(instrument: Instrument, read: ReadInstrument, language: str) -> list[tuple[str, list[Segment]]]:
    standing = Heading.objects.filter(division__instrument=instrument, language=language).select_related("division")
    words = {(row.division.kind, row.division.label, row.division.parent_id): row for row in standing}
    found: list[tuple[str, list[Segment]]] = []
    rows: list[int | None] = []
    for division in read.divisions:
        parent = rows[division.parent] if division.parent is not None else None
        row = words.get((division.kind, division.label, parent))
        rows.append(row.division_id if row else -1)
        if row is None or row.words != division.heading:
            name = name_of_unit(division.kind, division.label, language)
            found.append((name, diff_words(row.words if row else "", division.heading)))
    return found
