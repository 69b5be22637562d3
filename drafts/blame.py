"""Since when each clause of a text has had its present words, and which version gave them to it."""

import marshal
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from drafts.models import Text

_KEPT = 256  # texts; a walk over a hundred versions is remembered until the text changes


@dataclass(frozen=True)
class Since:
    """The version with which a clause began to say what it says. `edition` is the first edition that had it."""

    number: int
    at: datetime
    person: str
    reason: str
    edition: str


def present_words(text: Any, *, public_only: bool) -> dict[str, Since]:
    """Clause id -> since when, for a Text or a Version; moves and new numbers aside.

    `public_only` walks over the versions that stand in an edition, and so tells nothing of those between. One walk,
    oldest first, two queries; remembered by content, version and audience, because history does not change.
    """
    pk = text.id  # of the Text: a version carries it too
    return _walk(marshal.dumps(text.blocks, 2), pk, text.number, public_only)


@lru_cache(maxsize=_KEPT)
def _walk(stored: bytes, text: int, number: int, public_only: bool) -> dict[str, Since]:
    wanted = {block["id"] for block in marshal.loads(stored)}
    found: dict[str, tuple[tuple[str, str, str], Since]] = {}
    versions = Text.history.for_blame(text, number)
    for version in versions.pinned() if public_only else versions:
        standing = set()
        since: Since | None = None
        for block in version.blocks:
            words = (block["kind"], block.get("lead", ""), block["text"])
            standing.add(block["id"])
            if block["id"] in wanted and found.get(block["id"], (None,))[0] != words:
                since = since or _since(version)
                found[block["id"]] = (words, since)
        for gone in found.keys() - standing:
            del found[gone]
    return {clause: since for clause, (_, since) in found.items()}


def _since(version: Any) -> Since:
    editions = sorted((pin.edition for pin in version.pinned_by.all()), key=lambda edition: edition.issued_at)
    return Since(
        version.number,
        version.history_date,
        str(version.history_user),
        version.history_change_reason,
        editions[0].label if editions else "",
    )
