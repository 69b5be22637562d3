"""Keeping the index true: what it lacks is looked up and written before each search.

Pulled and not pushed: no act knows of the index, so none can forget it, and a killed process leaves nothing behind
that the next search does not mend. It costs two small queries when nothing is new.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, Q

from consultations.models import Comment
from drafts.models.articles import Version
from drafts.text import brackets
from mla_portal.accounts.models import User

from .models import Entry, readable_versions
from .stemming import stems

_BATCH = 200  # texts or comments written at a time


def bring_up_to_date() -> int:
    """Write the entries of versions and comments that have none; forget versions that nobody reads any more. Returns
    how many entries were written. Two that run at once write each entry once.
    """
    written = 0
    for rows in _in_batches(_entries()):
        Entry.objects.bulk_create(rows, ignore_conflicts=True)
        written += len(rows)
    if written:
        Entry.objects.clauses().exclude(version__in=_versions_read()).delete()
    return written


def _versions_read() -> Any:
    """What the Core Group or anybody else reads."""
    core, others = User(duty=User.Duty.EDITOR), User()
    read = Q(pk__in=readable_versions(core)) | Q(pk__in=readable_versions(others))
    return Version.objects.filter(read).order_by().values("pk")


def _entries() -> Iterator[Entry]:
    missing = ~Exists(Entry.objects.filter(version=OuterRef("pk")))
    for version in Version.objects.filter(missing, pk__in=_versions_read()).order_by("pk").iterator(_BATCH):
        yield from _of_version(version)
    unknown = ~Exists(Entry.objects.filter(comment=OuterRef("pk")))
    submitted = Comment.objects.handed_in().filter(unknown)
    said = submitted.order_by("pk").values_list("pk", "language", "reasoning", "proposed", "quote")
    for key, language, *parts in said.iterator(_BATCH):
        words = "\n".join(brackets.plain(part) for part in parts if part)
        yield Entry(comment_id=key, language=language, words=words, stems=_stored(words, language))


def _of_version(version: Any) -> Iterator[Entry]:
    """The heading, even where it is empty, because it marks that the version has been read; then the clauses."""
    said = [("", version.heading), *((block.id, block.text) for block in version.clauses())]
    for place, (clause, text) in enumerate(said):
        words = brackets.plain(text)
        yield Entry(
            version_id=version.pk,
            clause=clause,
            place=place,
            language=version.language,
            words=words,
            stems=_stored(words, version.language),
        )


def _stored(words: str, language: str) -> str:
    return f" {' '.join(stems(words, language))} "


def _in_batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    source = iter(entries)
    while rows := list(islice(source, _BATCH)):
        yield rows
