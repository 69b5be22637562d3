"""Support for the initiative: a State's Note verbale, checked, kept outside the web root, recorded once and for good.

A file is what its first bytes and its contents say, never what it is called. Nothing of it is opened further, shown
inline or handed to another program; it leaves as an attachment. A Word file is a zip: it must list a document and no
macros, and its declared sizes are bounded before anything is unpacked, so that a bomb is refused by its directory.
"""

import hashlib
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import groupby
from pathlib import PurePath
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from consultations.models import Organisation, Support

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_PARTS, _UNPACKED = 2000, 200 * 1024 * 1024  # a letter of a ministry has some dozen parts
_MACROS = re.compile(r"(vbaproject|vbadata|activex)", re.IGNORECASE)


class CannotSupport(Exception):
    """The note was not recorded; the message is one sentence."""


@dataclass(frozen=True)
class Note:
    """An uploaded file: what its sender called it, and its bytes."""

    name: str
    content: bytes


def read_note(file: BinaryIO, name: str) -> Note:
    """The file as a note. Raises CannotSupport where it is too long, however long it says it is."""
    content = file.read(settings.NOTE_BYTES + 1)
    if len(content) > settings.NOTE_BYTES:
        raise CannotSupport(f"The file is larger than {settings.NOTE_BYTES // (1024 * 1024)} MB.")
    return Note(name, content)


def type_of(content: bytes) -> str:
    """pdf or docx. Raises CannotSupport for everything else."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        _check_word(content)
        return "docx"
    raise CannotSupport("The file is neither PDF nor Word (docx), whatever its name says.")


def _check_word(content: bytes) -> None:
    try:
        parts = zipfile.ZipFile(BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise CannotSupport("The Word file is damaged: its list of parts cannot be read.") from None
    names = {part.filename for part in parts}
    if "word/document.xml" not in names or "[Content_Types].xml" not in names:
        raise CannotSupport("The file is a zip but no Word document (docx).")
    if any(_MACROS.search(name) for name in names):
        raise CannotSupport("The Word file holds macros. Save it as docx without them, or send a PDF.")
    if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
        raise CannotSupport("The Word file would be too large when it is opened.")
    if any(part.flag_bits & 0x1 or part.filename.startswith("/") or ".." in part.filename for part in parts):
        raise CannotSupport("The Word file is encrypted or names parts outside itself.")


def record_support(
    *, organisation: Organisation, since: date, person: Any, note: Note | None = None, remark: str = ""
) -> Support:
    """Record that a State supports the initiative from a day on, with its note or with a word on how it is known.

    A second record of the same State is a correction or another note: the earliest day counts. Raises CannotSupport
    for other organisations, a day to come, or neither note nor remark.
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
    support.note_name = re.sub(r"[^\w .()-]", "_", PurePath(note.name.replace("\\", "/")).name)[-200:]
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
