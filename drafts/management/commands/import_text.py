"""import_text FILE: read an instrument, from plain text, Word or Akoma Ntoso (.xml), into the record."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from drafts.importing import CannotImport, Imported, import_akoma_ntoso, import_text
from drafts.management.arguments import file_or_fail, refusal_in, settled_source
from drafts.models import Instrument
from drafts.models.instruments import LANGUAGES
from mla_portal.commands import account, content_of, fail, say


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
        parser.add_argument("--changes", default="", choices=["", "accept", "refuse"], help="tracked changes of Word")

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
        report, warnings = _imported(file, where, options["changes"])
        say(
            self.stdout,
            instrument=instrument,
            language=report.language,
            divisions=report.divisions,
            articles=report.articles,
            clauses=report.clauses,
            versions=report.versions,
            warnings=warnings,
        )


def _imported(file: Path, where: dict[str, Any], changes: str) -> tuple[Imported, list[str]]:
    """What the import did, and its warnings as people find the place in the file."""
    if file.suffix.lower() == ".xml":
        try:
            report = import_akoma_ntoso(content=content_of(file), **where)
        except CannotImport as refusal:
            fail(f"{file}, line {refusal.line}: {refusal}" if refusal.line else f"{file}: {refusal}")
        return report, report.warnings
    sent = file_or_fail(file)
    source, refused = settled_source(file, sent, changes)
    try:
        report = import_text(source=source, **where)
    except CannotImport as refusal:
        fail(refusal_in(file, sent, refusal, refused))
    return report, [*sent.warnings, *(sent.located(warning, refused) for warning in report.warnings)]
