"""Asking the background worker once for what several acts want."""

from django.core.cache import cache


def is_first_to_ask(key: str, seconds: int) -> bool:
    """Whether nobody has asked for it since its request was last struck out of the cache, or these seconds ago.

    Read before it is written: every act that wants something asks, and a look takes no lock.
    """
    return cache.get(key) is None and bool(cache.add(key, True, timeout=seconds))
