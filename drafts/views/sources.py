"""The table of sources: article by article, what was taken from where."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from drafts.models import Instrument
from drafts.permissions import instrument_for, is_core
from drafts.readings import NothingToRead, reading_of
from drafts.suggesting import shelf_from
from drafts.tracing import sources_of


@instrument_for()
def sources(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Of the working text for those who read it, else of an edition: its clauses alone, compared in its words. Who
    linked them and why is the Core Group's."""
    try:
        reading = reading_of(instrument, request.user, request.GET)
    except NothingToRead as refusal:
        raise Http404(str(refusal)) from refusal
    shelf = shelf_from(reading.entries, instrument, reading.language)
    articles = sources_of(instrument, shelf, reading.language)
    context = {
        "instrument": instrument,
        "reading": reading,
        "articles": articles,
        "total": sum(not row.shelved.provision.within for article in articles for row in article.rows),
        "without": sum(len(article.without_source) for article in articles),
        "is_core": is_core.test(request.user),
    }
    return render(request, "drafts/sources.html", context)
