"""import_text FILE: read an instrument, plain text or Akoma Ntoso (.xml), into the record."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from drafts.importing import CannotImport, import_akoma_ntoso, import_text
from drafts.models import Instrument
from drafts.models.instruments import LANGUAGES
from mla_portal.commands import account, content_of, decoded, fail, say


class Command(BaseCommand):
    help = "Reads an instrument, all or nothing; into an existing one it makes new versions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--instrument", required=True, metavar="SLUG")
        parser.add_argument("--title", default="", help="default: the first line of the file")
        parser.add_argument("--language", required=True, choices=[code for code, _ in LANGUAGES])
        parser.add_argument("--kind", default="", choices=["", *Instrument.Kind.values])
        parser.add_argument("--user", default="", help="e-mail address of the person who imports")
        parser.add_argument("--reason", default="")

    def handle(self, *, file: Path, instrument: str, **options: Any) -> None:
        standing = Instrument.objects.filter(slug=instrument).first()
        kind = options["kind"] or (standing.kind if standing else Instrument.Kind.NEGOTIATED)
        where: dict[str, Any] = {
            "slug": instrument,
            "title": options["title"],
            "language": options["language"],
            "author": account(options["user"]),
            "reason": options["reason"] or f"Imported from {file.name}.",
            "kind": kind,
        }
        try:
            if file.suffix.lower() == ".xml":
                report = import_akoma_ntoso(content=content_of(file), **where)
            else:
                report = import_text(source=decoded(file), **where)
        except CannotImport as refusal:
            fail(f"{file}, line {refusal.line}: {refusal}" if refusal.line else f"{file}: {refusal}")
        say(
            self.stdout,
            instrument=instrument,
            language=report.language,
            divisions=report.divisions,
            articles=report.articles,
            clauses=report.clauses,
            versions=report.versions,
            warnings=report.warnings,
        )
