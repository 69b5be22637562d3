"""Editions: the list, where the secretariat publishes, and the facts of one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from drafts import old_numbers
from drafts.forms import PublicationForm
from drafts.models import Edition, EditionText, Instrument, Rendition
from drafts.permissions import (
    edition_for,
    instrument_for,
    is_core,
    may_edit_text,
    may_publish,
    may_read_working_text,
)
from drafts.publishing import CannotPublish, publish_edition, recomputed_checksum


@instrument_for()
def editions(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """All editions, the newest first. ?older and ?newer go to their comparison; the secretariat publishes by POST."""
    older, newer = request.GET.get("older"), request.GET.get("newer")
    if older and newer:
        return redirect("drafts:compare_editions", instrument.slug, older, newer)
    may = may_publish.test(request.user, instrument)
    form = PublicationForm(request.POST or None) if may else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied("Only the secretariat publishes editions.")
        if form.is_valid():
            try:
                edition = publish_edition(instrument=instrument, author=request.user, **form.cleaned_data)
            except CannotPublish as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"{edition.label} is published as {edition.symbol}. It will never change.")
                return redirect(edition)
    context = {
        "instrument": instrument,
        "editions": instrument.editions.newest_first().select_related("issued_by"),
        "form": form,
        "sees_working_text": may_read_working_text.test(request.user, instrument),
        "is_core": is_core.test(request.user),
    }
    return render(request, "drafts/editions.html", context, status=400 if form and form.errors else 200)


@edition_for()
def edition(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Symbol, date, checksum (worked out again for this page), what stands in it, what it can be compared with."""
    instrument = edition.instrument
    others = [other for other in instrument.editions.newest_first() if other.pk != edition.pk]
    pinned = EditionText.objects.of_edition(edition, instrument.original_language).with_versions()
    context = {
        "instrument": instrument,
        "edition": edition,
        "others": others,
        "texts": pinned,
        "renumberings": old_numbers.leading_to(edition, request.user),
        "is_intact": recomputed_checksum(edition) == edition.checksum,
        "before": max((other for other in others if other.pk < edition.pk), key=lambda other: other.pk, default=None),
        "renditions": Rendition.objects.visible_to(request.user).of_instrument(instrument).of_edition(edition)[:20],
        "sees_working_text": may_read_working_text.test(request.user, instrument),
        "may_restore": may_edit_text.test(request.user, instrument),
    }
    return render(request, "drafts/edition.html", context)
