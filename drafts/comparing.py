"""Redlines: of two versions of an article, of two editions, of an edition and the working text."""

from dataclasses import dataclass
from typing import Any, Literal

from drafts.consolidating import Consolidated, Entry
from drafts.models import Article
from drafts.naming import name_of_unit
from drafts.text import grammar
from drafts.text.redline import Row, Segment, diff_words, redline

Change = Literal["same", "edit", "added", "removed"]


@dataclass(frozen=True)
class ArticleComparison:
    """One article, old against new. `older` or `newer` is None where the article did not stand in that text.

    `heading` and `rows` are the redline; a change of number alone is noted on its row and never counts as a change of
    words.
    """

    article: Article
    label: str
    formerly: str
    change: Change
    heading: list[Segment]
    rows: list[Row]
    older: Any
    newer: Any

    @property
    def name(self) -> str:
        return name_of_unit(self.article.kind, self.label, (self.newer or self.older).language)

    @property
    def changes(self) -> int:
        """Clauses that a reader should look at, and the heading where it changed."""
        heading = int(any(sign != "=" for sign, _ in self.heading))
        return heading + sum(row.kind != "same" for row in self.rows)


def compare_versions(older: Any, newer: Any) -> ArticleComparison:
    """Two versions (or texts) of one article in one language."""
    return _compared(newer.article, newer.article.label, newer.article.label, older, newer)


def compare_texts(older: Consolidated, newer: Consolidated) -> list[ArticleComparison]:
    """Every article of both, in the order of the newer text; an article that is gone stands behind the one that it
    followed."""
    before = {entry.article.pk: entry for entry in older.entries}
    after = {entry.article.pk for entry in newer.entries}
    gone: dict[int, list[Entry]] = {}
    followed = 0  # no primary key: the beginning of the text
    for entry in older.entries:
        if entry.article.pk in after:
            followed = entry.article.pk
        else:
            gone.setdefault(followed, []).append(entry)
    compared = [_entries(entry, None) for entry in gone.get(0, ())]
    for entry in newer.entries:
        compared.append(_entries(before.get(entry.article.pk), entry))
        compared += [_entries(left, None) for left in gone.get(entry.article.pk, ())]
    return compared


def _entries(older: Entry | None, newer: Entry | None) -> ArticleComparison:
    shown = newer or older
    assert shown is not None
    formerly = older.label if older else shown.label
    return _compared(shown.article, shown.label, formerly, older and _content(older), newer and _content(newer))


def _content(entry: Entry) -> Any:
    """What the entry says: the row of the record, or what of it stands under its choice of options."""
    return _Choice(entry) if entry.under else entry.content


class _Choice:
    """A text under a choice of options of scope, for comparing."""

    def __init__(self, entry: Entry) -> None:
        self.article, self.language = entry.article, entry.content.language
        self.heading, self.number = entry.heading, entry.content.number
        self.blocks = grammar.to_json(entry.blocks)
        self._clauses = entry.blocks

    def clauses(self) -> list[grammar.Block]:
        return self._clauses


def _compared(article: Article, label: str, formerly: str, older: Any, newer: Any) -> ArticleComparison:
    if older is not None and newer is not None and (older.heading, older.blocks) == (newer.heading, newer.blocks):
        blocks = newer.clauses()
        rows = [Row("same", [block], [block], [("=", block.text)] if block.text else []) for block in blocks]
        heading: list[Segment] = [("=", newer.heading)] if newer.heading else []
        return ArticleComparison(article, label, formerly, "same", heading, rows, older, newer)
    old_blocks: list[grammar.Block] = older.clauses() if older is not None else []
    new_blocks: list[grammar.Block] = newer.clauses() if newer is not None else []
    change: Change = "removed" if newer is None else "added" if older is None else "edit"
    return ArticleComparison(
        article,
        label,
        formerly,
        change,
        diff_words(older.heading if older is not None else "", newer.heading if newer is not None else ""),
        redline(old_blocks, new_blocks),
        older,
        newer,
    )
