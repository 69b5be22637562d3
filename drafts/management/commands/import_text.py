"""import_text FILE: read an instrument, from plain text or a Word file, into the record."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from drafts.importing import CannotImport, import_text
from drafts.management.arguments import file_or_fail, refusal_in, settled_source
from drafts.models import Instrument
from drafts.models.instruments import LANGUAGES
from mla_portal.commands import account, fail, say


class Command(BaseCommand):
    help = "Reads an instrument from plain text or Word, all or nothing; into an existing one it makes new versions."

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
        sent = file_or_fail(file)
        source, refused = settled_source(file, sent, options["changes"])
        try:
            report = import_text(
                source=source,
                slug=instrument,
                title=options["title"],
                language=options["language"],
                author=account(options["user"]),
                reason=options["reason"] or f"Imported from {file.name}.",
                kind=kind,
            )
        except CannotImport as refusal:
            fail(refusal_in(file, sent, refusal, refused))
        say(
            self.stdout,
            instrument=instrument,
            language=report.language,
            divisions=report.divisions,
            articles=report.articles,
            clauses=report.clauses,
            versions=report.versions,
            warnings=[*sent.warnings, *(sent.located(warning, refused) for warning in report.warnings)],
        )
