"""Rounds: the list, one round, opening and closing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from consultations import convening, moments
from consultations.models import Comment, DeadlineMove, Delegation, Round
from consultations.models.rounds import kinds_of
from consultations.participant_permissions import may_read_registrations
from consultations.permissions import chairs_round, may_convene, may_draft_comment, round_for
from consultations.programme import programme_of
from consultations.round_forms import LaterForm
from mla_portal.access import person_for


@person_for()
def rounds(request: HttpRequest, person: Any) -> HttpResponse:
    """Every round that this person knows of, the newest first."""
    kinds = kinds_of(person)
    visible = [round.seen_by(kinds) for round in Round.objects.visible_to(person).newest_first().for_reading()]
    return render(
        request,
        "consultations/rounds.html",
        {
            "rounds": visible,
            "delegations": Delegation.objects.counts_by_round(),
            "comments": Comment.objects.visible_to(request.user).submitted().counts_by_round(),
        },
    )


@round_for()
def round(request: HttpRequest, round: Round) -> HttpResponse:
    """One round: its programme, the edition under discussion, the window, the delegations."""
    person = request.user
    visible = Comment.objects.visible_to(person).in_round(round)
    delegations, counts = list(Delegation.objects.in_round(round)), visible.counts_by_state()
    return render(
        request,
        "consultations/round.html",
        {
            "round": round,
            "phase": moments.phase(round),
            "delegations": delegations,
            "counts": counts,
            "programme": programme_of(round),
            "documents": round.documents,
            "moves": [move for move in DeadlineMove.objects.of_round(round) if move.closed_at],
            "may_convene": may_convene.test(person, round),
            "may_register": may_read_registrations.test(person, round),
            "unanswered": counts["submitted"] - counts["answered"],
            "chairs": chairs_round.test(person, round),
            "may_comment": may_draft_comment.test(person, round),
        },
    )


@round_for(may=may_convene, refusal="Only the secretariat opens rounds.")
def open_round(request: HttpRequest, round: Round) -> HttpResponse:
    """Asks, and opens on POST."""
    later = LaterForm(request.POST if request.method == "POST" else None, round=round)
    if later.is_valid():
        try:
            convening.open_round(round=round, person=request.user, at=later.instant)
        except convening.CannotConvene as refusal:
            messages.warning(request, str(refusal))
        else:
            told = "It opens by itself at that instant." if later.instant else "Its delegations see it from now on."
            messages.success(request, f"The round is {'scheduled' if later.instant else 'open'}. {told}")
        return redirect(round)
    invited = Delegation.objects.in_round(round).count()
    shown = {"round": round, "invited": invited, "later": later}
    return render(request, "consultations/round_open.html", shown, status=422 if later.is_bound else 200)


@round_for(may=may_convene, refusal="Only the secretariat closes rounds.")
def close_round(request: HttpRequest, round: Round) -> HttpResponse:
    """Asks, and closes on POST, at once or at an instant to come."""
    later = LaterForm(request.POST if request.method == "POST" else None, round=round)
    if later.is_valid():
        try:
            convening.close_round(round=round, person=request.user, at=later.instant)
        except convening.CannotConvene as refusal:
            messages.warning(request, str(refusal))
        else:
            told = "The round closes by itself at that instant." if later.instant else "The round is closed."
            messages.success(request, f"{told} Drafts stay with their delegations.")
        return redirect(round)
    counts = Comment.objects.visible_to(request.user).in_round(round).counts_by_state()
    unanswered = counts["submitted"] - counts["answered"]
    shown = {"round": round, "counts": counts, "phase": moments.phase(round), "later": later, "unanswered": unanswered}
    return render(request, "consultations/round_close.html", shown, status=422 if later.is_bound else 200)
