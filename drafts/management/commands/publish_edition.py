"""publish_edition: freeze an edition."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from drafts.management.arguments import instrument_or_fail
from drafts.publishing import CannotPublish, publish_edition
from mla_portal.commands import account, fail, say


class Command(BaseCommand):
    help = "Freezes the working text of an instrument as a numbered edition."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--instrument", required=True, metavar="SLUG")
        parser.add_argument("--label", required=True)
        parser.add_argument("--symbol", required=True)
        parser.add_argument("--note", default="")
        parser.add_argument("--user", default="", help="e-mail address of the person who publishes")

    def handle(self, *, instrument: str, label: str, symbol: str, note: str, user: str, **options: Any) -> None:
        try:
            edition = publish_edition(
                instrument=instrument_or_fail(instrument), label=label, symbol=symbol, note=note, author=account(user)
            )
        except CannotPublish as refusal:
            fail(str(refusal))
        articles = edition.texts.values("article").distinct().count()
        say(self.stdout, label=edition.label, symbol=edition.symbol, articles=articles, checksum=edition.checksum)
