"""The files of renditions in the store: one for each that is ready, and none that a dead worker has left."""

from datetime import datetime

from django.core.files.base import ContentFile

from drafts.models import Rendition

_AT_ONCE = 100


def store_file(rendition: Rendition, content: bytes) -> str:
    """Write what the present attempt has made; the name that the row shall have."""
    storage, name = rendition.file.storage, rendition.stored_as(rendition.attempts)
    storage.delete(name)  # of a row that a restored database has lost; a name beside it would never be found again
    return str(storage.save(name, ContentFile(content)))


def remove_leftovers(rendition: Rendition) -> None:
    """Remove what attempts have left in the store that the row does not name. Whoever holds it, or finds it at an end,
    may do so at any time: an earlier attempt can no longer come to a good end."""
    storage = rendition.file.storage
    last = rendition.attempts - (rendition.state == Rendition.State.RUNNING)
    for attempt in range(1, last + 1):
        if (name := rendition.stored_as(attempt)) != rendition.file.name:
            storage.delete(name)


def tidy_store(now: datetime) -> int:
    """Remove what killed workers have left of renditions that are at an end; how many were looked through."""
    untidy = list(Rendition.objects.untidy(now)[:_AT_ONCE])
    for rendition in untidy:
        remove_leftovers(rendition)
        Rendition.objects.tidied(rendition.pk)
    return len(untidy)
