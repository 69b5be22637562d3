"""The button of a clause's page that asks for its story as a document."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from consultations.forms import StoryForm
from consultations.models import Organisation
from drafts.audience import Reader
from drafts.models import Clause, Rendition
from drafts.orders import CannotExport, Order
from drafts.permissions import asked_language, clause_for
from drafts.requesting import request_rendition
from drafts.views.choices import language_query


@require_POST
@clause_for()
def clause_document(request: HttpRequest, clause: Clause) -> HttpResponse:
    """Queue the story as this person may read it, and lead to its progress; a refusal leads back with its sentence."""
    form = StoryForm(request.POST, organisations=Organisation.objects.of(request.user))
    if not form.is_valid():
        messages.error(request, "Choose one of the formats, and an organisation that you act for.")
        return _back(request, clause)
    reader = _reader(request.user, form.cleaned_data.get("organisation", ""))
    instrument = clause.article.instrument
    order = Order(
        instrument=instrument,
        variant=Rendition.Variant.STORY,
        language=asked_language(request, instrument),
        format=form.cleaned_data["format"],
        organisation=reader.organisation,
        clause=clause,
        audience=reader.audience,
    )
    try:
        return redirect(request_rendition(order=order, person=request.user))
    except CannotExport as refusal:
        messages.error(request, str(refusal))
        return _back(request, clause)


def _back(request: HttpRequest, clause: Clause) -> HttpResponse:
    instrument = clause.article.instrument
    page = redirect("drafts:clause", instrument.slug, clause.pk)
    page["Location"] += language_query(instrument, asked_language(request, instrument))
    return page


def _reader(person: Any, organisation: str) -> Reader:
    """The class of readers that the person belongs to; `organisation` is one of the own ones, "" for none."""
    if person.is_core:
        return Reader(Rendition.Audience.CORE)
    return Reader(Rendition.Audience.DELEGATIONS, organisation) if organisation else Reader(Rendition.Audience.PUBLIC)
