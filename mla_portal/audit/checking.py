"""Checking the record against itself."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from consultations.commenting import commented_clause, receipt_checksum
from consultations.concluding import checksum_of
from consultations.models import Comment, ConclusionsIssue, DocumentFile
from drafts.models import Edition, Heading, Instrument, Rendition, Text
from drafts.publishing import chain_after, grown_in, recomputed_checksum, recomputed_past


@dataclass
class Findings:
    """How much was checked, and a sentence for each thing that is not as it should be."""

    texts: int = 0
    editions: int = 0
    files: int = 0
    comments: int = 0
    problems: list[str] = field(default_factory=list)


def check_record() -> Findings:
    """Every versioned row equals its latest version and has every number up to it; every edition has the checksum of
    what it pins and of the versions that led to it, and its link to the edition before it; every file that was made,
    and every file of an issued document, is stored as it was; every submitted comment has the checksum of its receipt,
    and its clause stands in the version that it names; issued conclusions have theirs.
    """
    findings = Findings()
    findings.problems += _of_versions(findings)
    findings.problems += _of_editions(findings)
    findings.problems += _of_files(findings)
    findings.problems += _of_consultations(findings)
    return findings


def _of_versions(findings: Findings) -> Iterator[str]:
    for model, content in ((Text, ("heading", "blocks")), (Heading, ("words",))):
        for row in model.objects.all().iterator():
            findings.texts += 1
            versions = list(row.history.order_by("number").values_list("number", flat=True))
            if versions != list(range(1, row.number + 1)):
                yield f"{row}: versions {versions} where 1 to {row.number} are due."
                continue
            latest = row.history.get(number=row.number)
            if any(getattr(latest, name) != getattr(row, name) for name in content):
                yield f"{row}: the current text differs from its version {row.number}."


def _of_editions(findings: Findings) -> Iterator[str]:
    chains: dict[Instrument, list[Edition]] = defaultdict(list)
    for edition in Edition.objects.select_related("instrument").order_by("pk"):
        chains[edition.instrument].append(edition)
    for instrument, editions in chains.items():
        grown = grown_in(instrument)
        before = ""
        for edition in editions:
            findings.editions += 1
            name = f"{edition} ({edition.symbol})"
            if recomputed_checksum(edition) != edition.checksum:
                yield f"{name}: what it pins has another checksum than when it was issued."
            if recomputed_past(edition, grown) != edition.past:
                yield f"{name}: a version that led to it is not as it was when it was issued."
            if chain_after(before, edition) != edition.chain:
                yield f"{name}: the chain is broken; its own row, or the edition recorded before it, was changed."
            before = edition.chain


def _of_files(findings: Findings) -> Iterator[str]:
    for rendition in Rendition.objects.done().select_related("edition").iterator():
        findings.files += 1
        yield from _of_stored(f"{rendition} (file {rendition.pk})", rendition.file, rendition.sha256)
    for file in DocumentFile.objects.of_issued():
        findings.files += 1
        yield from _of_stored(f"{file}", file.stored, file.sha256)


def _of_stored(name: str, file: Any, sha256: str) -> Iterator[str]:
    try:
        with file.open("rb") as stored:
            intact = hashlib.file_digest(stored, "sha256").hexdigest() == sha256
    except OSError:
        yield f"{name}: its file is not in the store."
        return
    if not intact:
        yield f"{name}: its file has another checksum than when it was made."


def _of_consultations(findings: Findings) -> Iterator[str]:
    for issue in ConclusionsIssue.objects.all():
        if checksum_of(issue.content) != issue.checksum:
            yield f"{issue}: its conclusions have another checksum than when they were issued."
    for comment in Comment.objects.for_writing().iterator():
        findings.comments += 1
        if comment.state != Comment.State.DRAFT and receipt_checksum(comment) != comment.checksum:
            yield f"{comment}: its words have another checksum than its receipt."
        if comment.clause_id and commented_clause(comment) is None:
            yield f"{comment}: its clause does not stand in the version that it names."
