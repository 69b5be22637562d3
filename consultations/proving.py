"""What the consultations add to verification: issued conclusions, and when a document that shows comments is no
secret."""

import hashlib

from consultations.models import ConclusionsFile, ConclusionsIssue, ConferenceDocument, DocumentFile, Round
from drafts.models import Rendition
from drafts.proving import Confirmed


def record_file(*, issue: ConclusionsIssue, format: str, content: bytes) -> ConclusionsFile:
    """Remember that this file of issued conclusions was handed out, once for the same bytes."""
    sha256 = hashlib.sha256(content).hexdigest()
    recorded, _ = ConclusionsFile.objects.get_or_create(issue=issue, format=format, sha256=sha256)
    return recorded


def conclusions_file(sha256: str) -> Confirmed | None:
    """The issued conclusions that a file with this checksum is of; None where none was handed out."""
    recorded = ConclusionsFile.objects.with_checksum(sha256).first()
    if recorded is None:
        return None
    particulars = (recorded.issue.round.title, "English", recorded.get_format_display())
    return Confirmed(recorded.issue.symbol, "Conclusions of the Chair", particulars, recorded.made_at)


def conclusions_words(checksum: str) -> Confirmed | None:
    """The issued conclusions whose words have this checksum, which their files print on the cover."""
    issue = ConclusionsIssue.objects.proved_by(checksum).first()
    if issue is None:
        return None
    return Confirmed(issue.symbol, "Conclusions of the Chair", (issue.round.title,), issue.issued_at, is_file=False)


def document_file(sha256: str) -> Confirmed | None:
    """The issued document that everybody may read and this is a file of; None for all others."""
    file = next((file for file in DocumentFile.objects.with_checksum(sha256) if _is_public(file.document)), None)
    if file is None:
        return None
    document = file.document
    particulars = (document.round.title, file.get_language_display(), file.format_name)
    return Confirmed(document.symbol, document.title, particulars, document.issued_at or document.prepared_at)


def _is_public(document: ConferenceDocument) -> bool:
    return document.audience == ConferenceDocument.Audience.PUBLIC


def is_open_to_everybody(made: Rendition) -> bool:
    """Whether every round whose comments the compilation or report may show has disclosed them to everybody. Of one
    delegation's comments too all rounds are asked: that it said nothing in a sealed one is no less a secret."""
    assert made.edition is not None  # none is made of the working text
    rounds = set(Round.objects.compiled_for(made.edition, made.round_slug).values_list("pk", flat=True))
    disclosed = set(Round.objects.open_to_everybody().values_list("pk", flat=True))
    return bool(rounds) and rounds <= disclosed
