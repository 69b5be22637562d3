"""Support for the initiative: a State's Note verbale, checked and kept, recorded once and for good."""

import hashlib
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from consultations.models import Organisation, Support
from consultations.uploaded import Uploaded, type_of


class CannotSupport(Exception):
    """The note was not recorded; the message is one sentence."""


def record_support(
    *, organisation: Organisation, since: date, person: Any, note: Uploaded | None = None, remark: str = ""
) -> Support:
    """Record that a State supports the initiative from a day on, with its note or with a word on how it is known.

    A second record of the same State is a correction or another note: the earliest day counts. Raises CannotSupport
    for other organisations, a day to come, or neither note nor remark; UploadRefused for a note of another type.
    """
    if not person.is_secretariat:
        raise CannotSupport("The secretariat records notes.")
    if organisation.kind != Organisation.Kind.STATE:
        raise CannotSupport(
            "States support the initiative by Note verbale; other organisations take part as observers."
        )
    if since > timezone.localdate():
        raise CannotSupport("The note cannot be of a day to come.")
    if note is None and not remark.strip():
        raise CannotSupport("Add the note, or say how the support is known.")
    support = Support(
        organisation=organisation, since=since, remark=remark.strip(), recorded_by=person, recorded_at=timezone.now()
    )
    if note is None:
        support.save()
        return support
    kind, digest = type_of(note.content), hashlib.sha256(note.content).hexdigest()
    support.note_name = note.safe_name
    support.note_type, support.note_sha256, support.note_bytes = kind, digest, len(note.content)
    support.note.save(f"{organisation.code.lower()}-{digest[:20]}.{kind}", ContentFile(note.content), save=False)
    try:
        with transaction.atomic():
            support.save()
    except Exception:  # no row speaks of the file: it must not stay behind
        support.note.delete(save=False)
        raise
    return support


@dataclass(frozen=True)
class Step:
    """The number of supporting States after what was recorded of one year."""

    year: int
    joined: int
    total: int


def growth(days: list[date]) -> list[Step]:
    """From the days on which States joined, year by year without gaps; the first years may have none."""
    if not days:
        return []
    counts = {year: len(list(found)) for year, found in groupby(sorted(day.year for day in days))}
    steps, total = [], 0
    for year in range(min(counts), timezone.localdate().year + 1):
        total += counts.get(year, 0)
        steps.append(Step(year, counts.get(year, 0), total))
    return steps
