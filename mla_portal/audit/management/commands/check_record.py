"""check_record: does the record still prove itself?"""

from typing import Any

from django.core.management.base import BaseCommand

from mla_portal.audit.checking import check_record
from mla_portal.commands import say


class Command(BaseCommand):
    help = "Checks that every versioned row has its history, every edition its chain, every file its sum."

    def handle(self, **options: Any) -> None:
        findings = check_record()
        say(
            self.stdout,
            texts=findings.texts,
            editions=findings.editions,
            files=findings.files,
            comments=findings.comments,
            problems=findings.problems,
        )
        if findings.problems:
            raise SystemExit(1)
