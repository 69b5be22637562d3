"""Consolidated drafts as files: asking for one, watching it being made, taking it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST

from drafts.forms import ExportForm
from drafts.models import Instrument, Rendition
from drafts.orders import CannotExport, file_name
from drafts.permissions import instrument_for, is_core, may_export, rendition_for
from drafts.requesting import cancel_rendition, request_rendition, revive_abandoned

TYPES = {
    Rendition.Format.PDF: "application/pdf",
    Rendition.Format.HTML: "text/html; charset=utf-8",
    Rendition.Format.TXT: "text/plain; charset=utf-8",
    Rendition.Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Rendition.Format.AKN: "application/xml; charset=utf-8",
    Rendition.Format.JSON: "application/json",
    Rendition.Format.ZIP: "application/zip",
}
PER_PAGE = 50


@instrument_for(may=may_export)
def exports(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """GET lists what this person may take, and offers the form; POST queues a file and goes to its progress."""
    form = ExportForm(request.POST or None, instrument=instrument, person=request.user, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(request_rendition(order=form.order(), person=request.user))
        except CannotExport as refusal:
            form.add_error(None, str(refusal))
    renditions = Rendition.objects.visible_to(request.user).of_instrument(instrument)
    context = {
        "instrument": instrument,
        "form": form,
        "page": Paginator(renditions, PER_PAGE).get_page(request.GET.get("page")),
        "is_core": is_core.test(request.user),
    }
    return render(request, "drafts/exports.html", context, status=400 if form.errors else 200)


@rendition_for()
def rendition(request: HttpRequest, rendition: Rendition) -> HttpResponse:
    """How far the file is. htmx asks for the part of the page that says so each second; without it the page reloads."""
    if not rendition.is_finished:
        revive_abandoned()
    template = "drafts/_rendition.html" if request.htmx else "drafts/rendition.html"  # type: ignore[attr-defined]
    context = {"instrument": rendition.instrument, "rendition": rendition, "file_name": file_name(rendition)}
    return render(request, template, context)


@require_POST
@rendition_for()
def rendition_cancel(request: HttpRequest, rendition: Rendition) -> HttpResponse:
    """Calls off what is waiting or being made, and goes to its page, which says what has become of it."""
    if not cancel_rendition(rendition=rendition):
        messages.info(request, "It was at an end already; nothing was called off.")
    return redirect(rendition)


@rendition_for()
def rendition_file(request: HttpRequest, rendition: Rendition) -> HttpResponseBase:
    """The file itself. Always as an attachment: an HTML export must not run under the portal's own address."""
    if rendition.state != Rendition.State.DONE or not rendition.file:
        raise Http404("This file has not been made yet.")
    response = FileResponse(
        rendition.file.open("rb"),
        as_attachment=True,
        filename=file_name(rendition),
        content_type=TYPES[Rendition.Format(rendition.format)],
    )
    patch_cache_control(response, private=True, no_store=True)
    return response
