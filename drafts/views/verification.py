"""The public page that tells whether a file is an issued document, and which."""

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from drafts.forms import VerificationForm
from drafts.proving import confirmed
from mla_portal.access import public
from mla_portal.guessing import count_guess, guesses
from mla_portal.hashing import HashedUpload

_GUESSES = 60  # answers of no from one address, before it has to wait


@csrf_exempt  # checked in `_answer`: the token can be read only after it was said how the upload is taken
@public
def verify(request: HttpRequest) -> HttpResponse:
    """GET shows the form; POST, with a file or a checksum, the answer below it. Open to everybody: whoever asks has the
    file, or a number that nobody can guess.
    """
    if request.method != "POST":
        return _page(request, VerificationForm())
    if guesses(request, "verify") >= _GUESSES:
        refusal = "Too many unknown files were asked about from your address. Try again in a quarter of an hour."
        return _page(request, VerificationForm(), 429, refusal=refusal)
    upload = HashedUpload(request, largest=settings.VERIFY_BYTES)
    request.upload_handlers = [upload]
    return _answer(request, upload)


@csrf_protect
def _answer(request: HttpRequest, upload: HashedUpload) -> HttpResponse:
    form = VerificationForm(request.POST)
    typed = re.sub(r"^\s*sha-?256:?|\s", "", request.POST.get("checksum", ""), flags=re.IGNORECASE).lower()
    if refusal := _refusal(upload, typed):
        return _page(request, form, 422, refusal=refusal)
    sha256 = upload.sha256 or typed
    found = confirmed(sha256)
    if found is None:
        count_guess(request, "verify")
    return _page(request, form, found=found, sha256=sha256, is_upload=bool(upload.sha256))


def _refusal(upload: HashedUpload, typed: str) -> str:
    """Why nothing can be said, in one sentence; empty where something can."""
    if upload.is_too_large:
        return f"The file is larger than {settings.VERIFY_BYTES // 1024**2} MB; type its SHA-256 instead."
    if upload.sha256 and typed:
        return "Choose a file or type a checksum, not both."
    if upload.sha256:
        return "" if upload.size else "The file is empty."
    if not typed:
        return "Choose a file, or type its SHA-256."
    if not re.fullmatch("[0-9a-f]{64}", typed):
        return "A SHA-256 has 64 digits, each from 0 to 9 or from a to f."
    return ""


def _page(request: HttpRequest, form: VerificationForm, status: int = 200, **answer: Any) -> HttpResponse:
    return render(request, "drafts/verify.html", {"form": form, **answer}, status=status)
