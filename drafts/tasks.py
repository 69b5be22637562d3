"""Background work of the drafts."""

from django.core.cache import cache
from django_tasks import task

from drafts.exporting import fulfil, set_working_text


@task(queue_name="render")
def make_rendition(rendition_id: int) -> None:
    """Make one consolidated draft."""
    fulfil(rendition_id)


@task(queue_name="render", priority=-50)
def set_text(instrument_id: int, language: str) -> None:
    """Set what was changed in a working text, after the documents that people wait for."""
    cache.delete(wanted(instrument_id, language))  # what is saved from now on asks again
    set_working_text(instrument_id, language)


def wanted(instrument_id: int, language: str) -> str:
    """The name under which the cache knows that a text is to be set already."""
    return f"set-text:{instrument_id}:{language}"
