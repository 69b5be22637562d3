"""Limits on guesses from one address at pages that need no account, as those of the sign-in."""

from contextlib import suppress

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

_PAUSE = 15 * 60  # for how many seconds the wrong ones are counted


def guesses(request: HttpRequest, what: str) -> int:
    """How many wrong guesses of a kind have come from the request's address lately."""
    return int(cache.get(_counter(request, what), 0))


def count_guess(request: HttpRequest, what: str) -> None:
    """Remember one more."""
    counter = _counter(request, what)
    if not cache.add(counter, 1, timeout=_PAUSE):
        with suppress(ValueError):  # its time ran out between the two
            cache.incr(counter)


def _counter(request: HttpRequest, what: str) -> str:
    return f"{what}-guesses:{get_adapter().get_client_ip(request)}"
