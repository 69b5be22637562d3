"""The history of a whole instrument."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from drafts.chronicles import Chronicle, Wanted
from drafts.models import Instrument
from drafts.permissions import instrument_for, is_core


@instrument_for()
def instrument_history(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Who, when, why and how much, in all articles and languages; ?article, ?person, ?language and ?nature filter."""
    chronicle = Chronicle(instrument, request.user, Wanted.asked(request.GET))
    page = chronicle.page(request.GET.get("page"))
    context = {
        "instrument": instrument,
        "chronicle": chronicle,
        "wanted": chronicle.wanted,
        "choices": chronicle.choices(),
        "page": page,
        "lines": list(page),
        "versions": [entry.version for line in page for entry in line.entries],
        "is_core": is_core.test(request.user),
    }
    return render(request, "drafts/instrument_history.html", context)
