"""The edition that a delegation's mandate rests on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from consultations.mandating import CannotSet, set_baseline
from consultations.models import Organisation
from consultations.permissions import mandate_for, may_set_baseline
from drafts.models import Edition


@require_POST
@mandate_for(may=may_set_baseline, refusal="Only the focal point says on which edition the mandate rests.")
def mandate(request: HttpRequest, edition: Edition, organisation: Organisation) -> HttpResponse:
    """The button of an edition's page."""
    try:
        set_baseline(edition=edition, organisation=organisation, person=request.user)
    except CannotSet as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            f"Noted: the last mandate of {organisation} rests on {edition.label}. Only your delegation sees this.",
        )
    return redirect(edition)
