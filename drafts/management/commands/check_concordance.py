"""check_concordance: whether the language versions of an instrument are built alike."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from drafts.concordance import differences_between_languages
from drafts.consolidating import languages_of
from drafts.management.arguments import edition_or_fail, instrument_or_fail
from mla_portal.commands import say


class Command(BaseCommand):
    help = "Compares the language versions of an instrument clause by clause. Exit status 1 where they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--instrument", required=True, metavar="SLUG")
        parser.add_argument("--edition", default="", metavar="LABEL", help="without it the working text")

    def handle(self, *, instrument: str, edition: str, **options: Any) -> None:
        found = instrument_or_fail(instrument)
        frozen = edition_or_fail(found, edition)
        differences = differences_between_languages(found, frozen)
        say(
            self.stdout,
            languages=languages_of(found, frozen),
            differences=[
                {
                    "article": difference.article,
                    "clause": difference.clause,
                    "kind": difference.kind,
                    "detail": difference.detail,
                }
                for difference in differences
            ],
        )
        if differences:
            raise SystemExit(1)
