"""Setting a text in the background when it has been saved, so that an export minutes later finds its sections."""

from django.conf import settings

from drafts.tasks import set_text, wanted
from mla_portal.asking import is_first_to_ask


def set_text_soon(instrument_id: int, language: str) -> None:
    """Ask the worker for it, once however many saves there are before it comes to it. A request that is lost costs an
    export the time to set the section, and nothing else."""
    if settings.SET_AHEAD and is_first_to_ask(wanted(instrument_id, language), 120):
        set_text.enqueue(instrument_id, language)
