"""The history of an article: how much each of its versions changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from drafts.text.redline import diff_words
from drafts.text.words import words_of


@dataclass(frozen=True)
class Extent:
    """How many words came in and went out, and in how many clauses. Moves and numbers are not counted."""

    inserted: int
    deleted: int
    clauses: int


@dataclass(frozen=True)
class Entry:
    """A version in the history, with the editions that pin it and what it changed; `extent` is None for the first."""

    version: Any
    editions: list[Any]
    extent: Extent | None


def extent_between(older: Any, newer: Any) -> Extent:
    """What changed, counted by clause identity: quick enough for a page of a hundred versions."""
    before = {block["id"]: block["text"] for block in older.blocks}
    after = {block["id"]: block["text"] for block in newer.blocks}
    before["heading"], after["heading"] = older.heading, newer.heading
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    count: Counter[str] = Counter()
    for key in changed:
        for sign, text in diff_words(before.get(key, ""), after.get(key, "")):
            count[sign] += sum(word[0].isalnum() for word in words_of(text))
    return Extent(count["+"], count["-"], len(changed))


def entries_of(shown: Sequence[Any], before_them: Iterable[Any]) -> list[Entry]:
    """Entries of consecutive versions, the newest first; `before_them` holds the version before the last one shown."""
    olders = [*shown[1:], *before_them][: len(shown)]
    entries = []
    for place, version in enumerate(shown):
        older = olders[place] if place < len(olders) else None
        editions = [pin.edition for pin in version.pinned_by.all()]
        entries.append(Entry(version, editions, extent_between(older, version) if older is not None else None))
    return entries
