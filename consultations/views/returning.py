"""An edited Word file comes back: choose it, see what it proposes, keep drafts of what is ticked."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from consultations.commenting import CannotComment
from consultations.models import Delegation, Round
from consultations.permissions import may_draft_comment, round_for
from consultations.returned_forms import ReturnedForm
from consultations.returning import CannotReturn, bring_back, review_returned
from drafts.text.reading_file import carried_word, word_carried
from drafts.text.word_package import UnreadableFile


@round_for(may=may_draft_comment, refusal="Edited files are brought back by the delegations of the round.")
def bring_back_file(request: HttpRequest, round: Round) -> HttpResponse:
    """GET offers the form; POST with a file shows what it proposes; POST from that page keeps what is ticked.

    The file travels in the form and is read anew each time: no wording is taken from the page.
    """
    person: Any = request.user
    delegations = list(Delegation.objects.in_round(round).of(person))
    is_answer = "carried" in request.POST
    form = ReturnedForm(request.POST or None, request.FILES or None, delegations=delegations, is_answer=is_answer)
    if request.method == "POST" and form.is_valid():
        try:
            return _answered(request, round, form) if is_answer else _shown(request, round, form)
        except (CannotReturn, CannotComment, UnreadableFile) as refusal:
            form = ReturnedForm(delegations=delegations)
            shown = {"round": round, "form": form, "refusal": str(refusal)}
            return render(request, "consultations/returned.html", shown, status=422)
    status = 422 if request.method == "POST" else 200
    return render(request, "consultations/returned.html", {"round": round, "form": form}, status=status)


def _shown(request: HttpRequest, round: Round, form: ReturnedForm) -> HttpResponse:
    """What the file proposes, each with a box that is ticked."""
    delegation, content = form.cleaned_data["delegation"], form.cleaned_data["file"].read()
    review = review_returned(round=round, delegation=delegation, content=content)
    shown = {
        "round": round,
        "delegation": delegation,
        "review": review,
        "carried": carried_word(content),
    }
    return render(request, "consultations/returned_review.html", shown)


def _answered(request: HttpRequest, round: Round, form: ReturnedForm) -> HttpResponse:
    kept = bring_back(
        round=round,
        delegation=form.cleaned_data["delegation"],
        person=request.user,
        content=word_carried(request.POST["carried"]),
        ticked=request.POST.getlist("ticked"),
    )
    if kept:
        drafts = "1 draft is" if len(kept) == 1 else f"{len(kept)} drafts are"
        messages.success(request, f"{drafts} kept for your delegation. Nothing is submitted yet.")
    else:
        messages.info(request, "Your delegation has these drafts already; nothing was added.")
    return redirect("consultations:comments", slug=round.slug)
