"""What belongs to a round: guests, documents, programme, deadlines. The secretariat's pages."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from consultations import arranging
from consultations.convening import CannotConvene
from consultations.models import Delegation, Organisation, ProgrammeItem, Round
from consultations.permissions import may_convene, round_for
from consultations.programme import programme_of
from consultations.round_forms import DeadlinesForm, DocumentForm, GuestsForm, ProgrammeForm

_REFUSED = "Only the secretariat calls and changes rounds."


@round_for(may=may_convene, refusal=_REFUSED)
def round_guests(request: HttpRequest, round: Round) -> HttpResponse:
    """Invite organisations as delegations of the round, whole groups or one by one; take an invitation back."""
    if request.method == "POST" and "remove" in request.POST:
        guest = Organisation.objects.invited_to(round).with_code(request.POST["remove"]).first()
        if guest is not None:
            _do(request, lambda: arranging.take_invitation_back(round=round, organisation=guest))
        return redirect("consultations:round_guests", slug=round.slug)
    form = GuestsForm(request.POST or None, round=round)
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen()
        arranging.invite(round=round, organisations=chosen)
        messages.success(request, f"Invited: {len(chosen)}.")
        return redirect(round)
    shown = {"round": round, "form": form, "guests": list(Delegation.objects.in_round(round))}
    return render(request, "consultations/round_guests.html", shown, status=422 if form.is_bound else 200)


@round_for(may=may_convene, refusal=_REFUSED)
def round_documents(request: HttpRequest, round: Round) -> HttpResponse:
    """Put another document under discussion beside the round's own, or take one off."""
    if request.method == "POST" and "remove" in request.POST:
        edition = round.document_of(request.POST["remove"])
        if edition is not None:
            _do(request, lambda: arranging.remove_document(round=round, edition=edition))
        return redirect("consultations:round_documents", slug=round.slug)
    form = DocumentForm(request.POST or None, round=round)
    if request.method == "POST" and form.is_valid():
        try:
            arranging.add_document(round=round, edition=form.cleaned_data["edition"])
        except CannotConvene as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['edition'].instrument} is under discussion.")
            return redirect(round)
    shown = {"round": round, "form": form}
    return render(request, "consultations/round_documents.html", shown, status=422 if form.is_bound else 200)


@round_for(may=may_convene, refusal=_REFUSED)
def round_deadlines(request: HttpRequest, round: Round) -> HttpResponse:
    """Up to when people register, and late comments are taken."""
    form = DeadlinesForm(request.POST or None, round=round)
    if request.method == "POST" and form.is_valid():
        try:
            arranging.set_deadlines(round=round, deadlines=form.deadlines())
        except CannotConvene as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The deadlines are laid down.")
            return redirect(round)
    shown = {"round": round, "form": form}
    return render(request, "consultations/round_deadlines.html", shown, status=422 if form.is_bound else 200)


@round_for(may=may_convene, refusal=_REFUSED)
def round_programme(request: HttpRequest, round: Round) -> HttpResponse:
    """Lines of the programme: add one, or take one out."""
    if request.method == "POST" and "remove" in request.POST:
        removed = ProgrammeItem.objects.of_round(round).numbered(request.POST["remove"])
        if removed is not None:
            removed.delete()
        return redirect("consultations:round_programme", slug=round.slug)
    form = ProgrammeForm(request.POST or None, round=round, initial={"day": round.starts_on})
    if request.method == "POST" and form.is_valid():
        try:
            arranging.add_to_programme(round=round, **form.cleaned_data)
        except CannotConvene as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("consultations:round_programme", slug=round.slug)
    shown = {"round": round, "form": form, "programme": programme_of(round)}
    return render(request, "consultations/round_programme.html", shown, status=422 if form.is_bound else 200)


def _do(request: HttpRequest, act: Callable[[], object]) -> None:
    """What stands against it is said on the next page."""
    try:
        act()
    except CannotConvene as refusal:
        messages.warning(request, str(refusal))
