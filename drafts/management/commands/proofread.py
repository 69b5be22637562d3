"""proofread: everything that stands between a text and a clean one, as one JSON object."""

from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from drafts.consolidating import consolidated, languages_of
from drafts.management.arguments import edition_or_fail, instrument_or_fail
from drafts.proofreading import proofread_text
from mla_portal.commands import fail, say

_PRINTED = ("kind", "severity", "article", "clause_id", "place", "words", "message")


class Command(BaseCommand):
    help = "Lists brackets, options, placeholders, notes, dangling references, terms, numbers, slips and languages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--instrument", required=True, metavar="SLUG")
        parser.add_argument("--edition", default="", metavar="LABEL", help="without it the working text")
        parser.add_argument("--language", default="en")

    def handle(self, *, instrument: str, edition: str, language: str, **options: Any) -> None:
        found = instrument_or_fail(instrument)
        frozen = edition_or_fail(found, edition)
        languages = languages_of(found, frozen)
        if language not in languages:
            fail(f"{frozen or 'The working text'} has no text in this language.")
        text = consolidated(found, edition=frozen, language=language)
        entries = [*([text.front] if text.front else []), *text.entries]
        read = proofread_text(found, entries, edition=frozen, language=language, languages=languages)
        findings = [{name: said for name, said in asdict(one).items() if name in _PRINTED} for one in read.findings]
        say(self.stdout, to_settle=read.to_settle, hints=read.hints, counts=read.counts, findings=findings)
