"""Setting a text in the background when it has been saved, so that an export minutes later finds its sections."""

from django.conf import settings
from django.core.cache import cache

from drafts.tasks import set_text, wanted


def set_text_soon(instrument_id: int, language: str) -> None:
    """Ask the worker for it, once however many saves there are before it comes to it. A request that is lost costs an
    export the time to set the section, and nothing else."""
    if not settings.SET_AHEAD:
        return
    key = wanted(instrument_id, language)
    if cache.get(key) is None and cache.add(key, True, timeout=120):  # looked at first: a look takes no lock
        set_text.enqueue(instrument_id, language)
