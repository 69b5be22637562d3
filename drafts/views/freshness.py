"""Whether a page that shows only what is frozen is still as the reader's browser has it."""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest

# What other apps put on such a page beside the text: functions of the person and the instrument, whose words change
# when the page does.
WITNESSES: list[Callable[[Any, Any], str]] = []


def fingerprint(request: HttpRequest, *facts: object) -> str:
    """An ETag over what the page is made of: the facts, the templates and stylesheets, and whose session it is (the
    page carries the person's name and a token of the session)."""
    session = request.session.session_key or ""
    whole = "\n".join(map(str, (*facts, _dress(), session, getattr(request.user, "name", ""), request.get_full_path())))
    return f'"{hashlib.sha256(whole.encode()).hexdigest()[:32]}"'


@lru_cache(maxsize=1)
def _dress() -> str:
    """Changes with every deployment that changes how pages look; read once a process."""
    templates = max(file.stat().st_mtime_ns for file in (settings.ROOT / "templates").rglob("*.html"))
    return f"{templates} {getattr(staticfiles_storage, 'manifest_hash', '')}"
