"""export_edition: a consolidated draft as a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from drafts.exporting import produce
from drafts.management.arguments import edition_or_fail, instrument_or_fail
from drafts.models import Rendition
from drafts.orders import CannotExport, Order
from drafts.rendering.pdf import PdfLibrariesMissing
from mla_portal.commands import fail, say

# What needs a reader or a clause, which only the pages know.
_ON_PAGES = (Rendition.Variant.DELEGATION, Rendition.Variant.STORY, Rendition.Variant.BUNDLE)


class Command(BaseCommand):
    help = "Writes an edition, or without --edition the working text, as a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--instrument", required=True, metavar="SLUG")
        parser.add_argument("--edition", default="", metavar="LABEL")
        parser.add_argument("--format", default="pdf", choices=[key for key, _ in Rendition.Format.of_texts()])
        parser.add_argument(
            "--variant", default="clean", choices=[key for key in Rendition.Variant.values if key not in _ON_PAGES]
        )
        parser.add_argument("--against", default="", metavar="LABEL")
        parser.add_argument("--round", default="", metavar="SLUG", help="limit a compilation to one round")
        parser.add_argument("--language", default="en")
        parser.add_argument("--under", default="", metavar="OPTIONS", help="options of scope, such as 1+3")
        parser.add_argument("--line-numbers", action="store_true")
        parser.add_argument("--beside", default="", metavar="CODES", help="languages in further columns, such as fr,es")
        parser.add_argument("--paper", default="a4", choices=Rendition.Paper.values)
        parser.add_argument("--low-ink", action="store_true", help="no tints, thin rules")
        parser.add_argument("--output", required=True, type=Path)

    def handle(self, *, instrument: str, output: Path, **options: Any) -> None:
        found = instrument_or_fail(instrument)
        order = Order(
            instrument=found,
            edition=edition_or_fail(found, options["edition"]),
            variant=options["variant"],
            against=edition_or_fail(found, options["against"]),
            language=options["language"],
            line_numbers=options["line_numbers"],
            format=options["format"],
            round_slug=options["round"],
            under=options["under"],
            beside=options["beside"],
            paper=options["paper"],
            low_ink=options["low_ink"],
        )
        try:
            produced = produce(order)
        except (CannotExport, PdfLibrariesMissing) as refusal:
            fail(str(refusal))
        try:
            output.write_bytes(produced.content)
        except OSError as problem:
            fail(f"{output}: cannot be written ({problem.strerror}).")
        pages = {"pages": produced.pages} if produced.pages else {}
        say(self.stdout, file=str(output), **pages, sha256=produced.sha256, seconds=round(produced.seconds, 3))
