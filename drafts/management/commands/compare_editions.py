"""compare_editions FROM TO: the redline of two editions."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from drafts.comparing import ArticleComparison, compare_texts
from drafts.consolidating import consolidated, languages_of
from drafts.management.arguments import edition_or_fail, instrument_or_fail
from drafts.text import numbering
from drafts.text.redline import Row
from mla_portal.commands import fail, say


class Command(BaseCommand):
    help = "Compares two editions of an instrument word by word; “working” names the working text."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--instrument", required=True, metavar="SLUG")
        parser.add_argument("older", metavar="FROM")
        parser.add_argument("newer", metavar="TO")
        parser.add_argument("--language", default="en")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")

    def handle(self, *, instrument: str, older: str, newer: str, language: str, **options: Any) -> None:
        found = instrument_or_fail(instrument)
        texts = []
        for label in (older, newer):
            edition = edition_or_fail(found, label)
            if language not in languages_of(found, edition):
                fail(f"{edition or 'The working text'} has no text in this language.")
            texts.append(consolidated(found, edition=edition, language=language))
        compared = compare_texts(*texts)
        if options["json"]:
            say(self.stdout, articles=[_article(comparison) for comparison in compared])
            return
        for comparison in compared:
            if comparison.change != "same":
                self.stdout.write(f"{comparison.name}: {comparison.change}, {comparison.changes} changes")


def _article(comparison: ArticleComparison) -> dict[str, Any]:
    paths = numbering.paths([block for row in comparison.rows for block in row.news])
    return {
        "label": comparison.label or comparison.article.slug,
        "change": comparison.change,
        "heading": comparison.heading,
        "clauses": [_clause(row, paths) for row in comparison.rows],
    }


def _clause(row: Row, paths: dict[str, str]) -> dict[str, Any]:
    shown = (row.news or row.olds)[0]
    return {
        "id": shown.id,
        "label": paths.get(shown.id, shown.label),
        "was": row.renumbered_from,
        "change": row.kind,
        "segments": row.segments,
    }
