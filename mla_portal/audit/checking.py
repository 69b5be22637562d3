"""Checking the record against itself."""

from dataclasses import dataclass, field

from consultations.commenting import commented_clause, receipt_checksum
from consultations.concluding import checksum_of
from consultations.models import Comment, ConclusionsIssue
from drafts.models import Edition, Heading, Text
from drafts.publishing import recomputed_checksum


@dataclass
class Findings:
    """How much was checked, and a sentence for each thing that is not as it should be."""

    texts: int = 0
    editions: int = 0
    comments: int = 0
    problems: list[str] = field(default_factory=list)


def check_record() -> Findings:
    """Every versioned row equals its latest version and has every number up to it; every edition has the
    checksum of what it pins; every submitted comment has the checksum of its receipt, and its clause stands
    in the version that it names; issued conclusions have theirs.
    """
    findings = Findings()
    for model, content in ((Text, ("heading", "blocks")), (Heading, ("words",))):
        for row in model.objects.all().iterator():
            findings.texts += 1
            versions = list(row.history.order_by("number").values_list("number", flat=True))
            if versions != list(range(1, row.number + 1)):
                findings.problems.append(f"{row}: versions {versions} where 1 to {row.number} are due.")
                continue
            latest = row.history.get(number=row.number)
            if any(getattr(latest, name) != getattr(row, name) for name in content):
                findings.problems.append(f"{row}: the current text differs from its version {row.number}.")
    for edition in Edition.objects.all():
        findings.editions += 1
        if recomputed_checksum(edition) != edition.checksum:
            findings.problems.append(
                f"{edition} ({edition.symbol}): what it pins has another checksum than when it was issued."
            )
    for issue in ConclusionsIssue.objects.all():
        if checksum_of(issue.content) != issue.checksum:
            findings.problems.append(f"{issue}: its conclusions have another checksum than when they were issued.")
    for comment in Comment.objects.for_writing().iterator():
        findings.comments += 1
        if comment.state != Comment.State.DRAFT and receipt_checksum(comment) != comment.checksum:
            findings.problems.append(f"{comment}: its words have another checksum than its receipt.")
        if comment.clause_id and commented_clause(comment) is None:
            findings.problems.append(f"{comment}: its clause does not stand in the version that it names.")
    return findings
