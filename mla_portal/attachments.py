"""Stored files as they are handed out: whatever is in them, no browser shows or runs it under the portal's address."""

from typing import Any

from django.http import FileResponse
from django.utils.cache import patch_cache_control


def attached(file: Any, name: str, content_type: str) -> FileResponse:
    """The answer that hands a stored file out under `name`; it is kept by no cache."""
    response = FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    patch_cache_control(response, private=True, no_store=True)
    return response
