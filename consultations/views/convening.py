"""Calling a round, changing it and its windows: the secretariat's pages."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from consultations import convening
from consultations.models import DeadlineMove, Round
from consultations.permissions import may_convene, round_for
from consultations.round_forms import RoundForm, WindowForm
from drafts.permissions import is_secretariat
from mla_portal.access import person_for

_REFUSED = "Only the secretariat calls and changes rounds."


@person_for(may=is_secretariat, refusal=_REFUSED)
def round_new(request: HttpRequest, person: Any) -> HttpResponse:
    """Announce a round; nobody but Core Group and secretariat sees it before it is opened."""
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            called = convening.call_round(**form.facts())
        except convening.CannotConvene as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The round is announced. Lay down its window, invite its guests, then open it.")
            return redirect(called)
    return _form_page(request, form)


@round_for(may=may_convene, refusal=_REFUSED)
def round_change(request: HttpRequest, round: Round) -> HttpResponse:
    form = RoundForm(request.POST or None, instance=Round.objects.get(pk=round.pk))
    if request.method == "POST" and form.is_valid():
        try:
            changed = convening.change_round(round=round, changes=form.facts())
        except convening.CannotConvene as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The round is changed.")
            return redirect(changed)
    return _form_page(request, form, round)


def _form_page(request: HttpRequest, form: RoundForm, round: Round | None = None) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "consultations/round_form.html", {"form": form, "round": round}, status=status)


@round_for(may=may_convene, refusal=_REFUSED)
def round_window(request: HttpRequest, round: Round) -> HttpResponse:
    """Lay down or move a window, with a reason; and every move so far."""
    form = WindowForm(request.POST or None, round=round)
    if request.method == "POST" and form.is_valid():
        try:
            convening.move_window(
                round=round,
                ends=form.ends(),
                reason=form.cleaned_data["reason"],
                person=request.user,
                participants=form.cleaned_data["participants"],
            )
        except convening.CannotConvene as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The window is laid down. Delegations concerned have a letter if it was moved.")
            return redirect(round)
    shown = {"round": round, "form": form, "moves": list(DeadlineMove.objects.of_round(round))}
    return render(request, "consultations/round_window.html", shown, status=422 if form.is_bound else 200)


@require_POST
@round_for(may=may_convene, refusal=_REFUSED)
def round_unschedule(request: HttpRequest, round: Round) -> HttpResponse:
    """Take back what was laid down for later."""
    try:
        convening.cancel_schedule(round=round)
    except convening.CannotConvene as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "What was laid down for later is taken back.")
    return redirect(round)
