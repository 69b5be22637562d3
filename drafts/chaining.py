"""The hash chain of an instrument's editions: each link is made of the one before it, so a later change of any of
them, or of a version that led to them, is found.

Three values stand beside an edition: `checksum` of what it prints, `past` of every version that led to what it prints,
and `chain` of both, of symbol, label and instant, and of the chain of the edition recorded before it. Whoever has
written down one chain can find out whether anything up to that edition has been changed since.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

SIGNATURE = ("id", "number", "history_user_id", "history_date", "history_change_reason")
TEXT_FIELDS = (*SIGNATURE, "heading", "blocks")
HEADING_FIELDS = (*SIGNATURE, "words")
Pin = tuple[int, int]  # a row and the number of its version
Growth = dict[Pin, str]  # SHA-256 over the row's versions up to that one


def link(*, before: str, checksum: str, past: str, symbol: str, label: str, issued_at: datetime) -> str:
    """The chain of an edition, SHA-256 in hexadecimal. `before` is the chain of the edition recorded before it, empty
    for the first.
    """
    return sha256_of([before, checksum, past, symbol, label, _instant(issued_at)])


def grown(versions: Any) -> Growth:
    """What the versions of each row come to, one after the other.

    versions: a queryset of the versions of texts or of headings. Author, instant and reason count like the words.
    """
    fields = TEXT_FIELDS if any(field.name == "blocks" for field in versions.model._meta.fields) else HEADING_FIELDS
    found: Growth = {}
    row, so_far = None, ""
    for pk, number, author, instant, *said in versions.order_by("id", "number").values_list(*fields).iterator():
        so_far = sha256_of([so_far if pk == row else "", number, author, _instant(instant), *said])
        row = pk
        found[pk, number] = so_far
    return found


def past(texts: Growth, headings: Growth, *, pinned_texts: Iterable[Pin], pinned_headings: Iterable[Pin]) -> str:
    """SHA-256 over every version that led to the pinned ones; one that is missing counts as empty."""
    content = [
        [growth.get(pin, "") for pin in sorted(pins)]
        for growth, pins in ((texts, pinned_texts), (headings, pinned_headings))
    ]
    return sha256_of(content)


def _instant(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def sha256_of(content: Any) -> str:
    """SHA-256 in hexadecimal of plain data, whatever the order of its names."""
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
