"""export_comments: a round's comments as a table."""

import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from consultations.models import Comment, Round
from consultations.tables.shapes import ISO, PORTAL
from consultations.tables.writing import TYPES, TooLongForExcel
from consultations.tabling import exported_table
from mla_portal.accounts.models import User
from mla_portal.commands import fail, say


class Command(BaseCommand):
    help = "Writes the submitted comments of a round as .csv, .xlsx or .docx."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--round", required=True, metavar="SLUG")
        parser.add_argument("--format", required=True, choices=list(TYPES))
        parser.add_argument("--output", required=True, type=Path)
        parser.add_argument(
            "--shape", default=PORTAL, choices=[PORTAL, ISO], help="the portal's table or eight columns"
        )
        for name in ("article", "organisation", "kind", "state"):
            parser.add_argument(f"--{name}", default="")
        parser.add_argument("--answered", default="", choices=["", "yes", "no"])

    def handle(self, *, round: str, format: str, output: Path, shape: str, **options: Any) -> None:
        found = Round.objects.for_reading().filter(slug=round).first() or fail(f"There is no round “{round}”.")
        names = ("article", "organisation", "kind", "state", "answered")
        filters = {name: options[name] for name in names if options[name]}
        core = User(
            name="The portal", duty=User.Duty.SECRETARIAT
        )  # whoever runs commands reads what the secretariat does
        comments = Comment.objects.handed_in().in_round(found).matching(**filters)
        try:
            content, number = exported_table(comments, core, shape=shape, format=format, title=str(found))
        except TooLongForExcel as refusal:
            fail(str(refusal))
        try:
            output.write_bytes(content)
        except OSError as problem:
            fail(f"{output}: cannot be written ({problem.strerror}).")
        say(self.stdout, file=str(output), comments=number, sha256=hashlib.sha256(content).hexdigest(), warnings=[])
