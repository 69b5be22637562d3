"""import_comments FILE: a comment table that reached the secretariat, into the record."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from consultations.commenting import CannotComment
from consultations.models import Delegation, Round
from consultations.tables.reading import read_table
from consultations.tables.shapes import UnreadableTable
from consultations.tabling import Report, import_comments
from drafts.models.instruments import LANGUAGES
from mla_portal.commands import account, content_of, fail, say


class Command(BaseCommand):
    help = "Reads a comment table (.csv, .xlsx, .docx: the form of eight columns or the portal's own)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--round", required=True, metavar="SLUG")
        parser.add_argument("--organisation", required=True, metavar="CODE", help="for whom, as ISO code or short name")
        parser.add_argument("--language", default="", choices=["", *(code for code, _ in LANGUAGES)])
        parser.add_argument(
            "--drafts", action="store_true", help="leave them as the delegation's drafts, not submitted"
        )
        parser.add_argument("--all-or-nothing", action="store_true", help="write nothing where one row is refused")
        parser.add_argument("--user", default="", help="e-mail address of the person who records them")

    def handle(self, *, file: Path, round: str, organisation: str, **options: Any) -> None:
        found = Round.objects.for_reading().filter(slug=round).first() or fail(f"There is no round “{round}”.")
        delegation = Delegation.objects.in_round(found).filter(organisation__code__iexact=organisation).first()
        if delegation is None:
            fail(f"{organisation} was not invited to {found}.")
        person = account(options["user"])
        try:
            report = import_comments(
                table=read_table(content_of(file)),
                round=found,
                delegation=delegation,
                person=person,
                language=options["language"],
                submit=not options["drafts"],
                on_paper=True,
                all_or_nothing=options["all_or_nothing"],
            )
        except (UnreadableTable, CannotComment) as refusal:
            fail(f"{file}: {refusal}")
        _refuse_empty(file, report)
        say(self.stdout, comments=report.taken, refused=report.count("refused"), warnings=report.sentences())


def _refuse_empty(file: Path, report: Report) -> None:
    """Nothing was taken: say the first reason."""
    if report.taken or not report.outcomes:
        return
    refused = next(outcome for outcome in report.outcomes if outcome.what == "refused")
    fail(f"{file}, row {refused.row.number}: {refused.why[-1]}")
