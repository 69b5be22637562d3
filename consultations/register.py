"""The register of a round's documents: what was issued under which symbol, what follows what, every file with its
checksum; and what is being prepared.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from consultations.models import ConclusionsIssue, ConferenceDocument, Round

Relation = ConferenceDocument.Relation


@dataclass(frozen=True)
class Line:
    """A document and what follows it of the same register; or `conclusions`, which have a page of their own."""

    symbol: str
    title: str
    at: datetime
    document: ConferenceDocument | None = None
    conclusions: ConclusionsIssue | None = None
    followed_by: list[ConferenceDocument] = field(default_factory=list)

    @property
    def replaced_by(self) -> ConferenceDocument | None:
        return next((one for one in self.followed_by if one.relation == Relation.REVISION), None)

    @property
    def others(self) -> list[ConferenceDocument]:
        """Corrigenda and addenda."""
        return [one for one in self.followed_by if one.relation != Relation.REVISION]


def lines_of(round: Round, person: Any) -> list[Line]:
    """What this person may read of it, by symbol; documents in four queries, conclusions in one."""
    documents = ConferenceDocument.objects.visible_to(person).in_round(round).issued().for_register()
    conclusions = ConclusionsIssue.objects.in_round(round)
    lines = [*lines_from(documents), *(_of_conclusions(issue) for issue in conclusions)]
    return sorted(lines, key=lambda line: _in_order(line.symbol))


def lines_from(documents: Iterable[ConferenceDocument]) -> list[Line]:
    """Lines of documents that were issued, in the order given."""
    issued = list(documents)
    followers: dict[int, list[ConferenceDocument]] = defaultdict(list)
    for document in issued:
        if document.follows_id:
            followers[document.follows_id].append(document)
    return [
        Line(one.symbol, one.title, one.issued_at or one.prepared_at, one, followed_by=followers[one.pk])
        for one in issued
    ]


def prepared_in(round: Round) -> list[ConferenceDocument]:
    """What only the Core Group sees, the latest first."""
    return list(ConferenceDocument.objects.in_round(round).in_preparation().for_register().order_by("-pk"))


def _of_conclusions(issue: ConclusionsIssue) -> Line:
    return Line(issue.symbol, "Conclusions of the Chair", issue.issued_at, conclusions=issue)


def _in_order(symbol: str) -> list[tuple[int, str, int]]:
    """As people look symbols up: L.2 before L.10, a document before its revisions."""
    parts = []
    for part in symbol.split("/"):
        word, _, number = part.rpartition(".")
        parts.append((0, word, int(number)) if number.isdecimal() else (1, part, 0))
    return parts
