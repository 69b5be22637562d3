"""Inside a delegation: colleagues' remarks, drafts submitted together, a comment replaced by another."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from consultations import commenting, conferring, moments
from consultations.models import Comment, Delegation, Round
from consultations.permissions import (
    comment_for,
    may_draft_comment,
    may_remark_on_comment,
    may_replace_comment,
    round_for,
)


@require_POST
@comment_for(may=may_remark_on_comment, refusal="Only colleagues of the delegation remark on its comments.")
def comment_remark(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Read by the delegation alone."""
    try:
        conferring.remark_on(comment=comment, author=request.user, words=request.POST.get("words", "")[:20_000])
    except commenting.CannotComment as refusal:
        messages.warning(request, str(refusal))
    return redirect(f"{comment.get_absolute_url()}#remarks")


@require_POST
@comment_for(may=may_replace_comment, refusal="Only your delegation's focal point replaces a submitted comment.")
def comment_replace(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Begin the draft that takes its place when it is submitted."""
    try:
        draft = commenting.replace_comment(comment=comment, person=request.user)
    except commenting.CannotComment as refusal:
        messages.warning(request, str(refusal))
        return redirect(comment)
    messages.success(request, f"{comment.reference} stands until this draft is submitted in its place.")
    return redirect("consultations:comment_edit", slug=comment.round.slug, comment=draft.pk)


@round_for(may=may_draft_comment, refusal="Only delegations that take part in the round comment in it.")
def comments_submit(request: HttpRequest, round: Round) -> HttpResponse:
    """The drafts that this person may submit; on POST each that is ticked is handed in, and what became of it told."""
    person: Any = request.user
    led = Delegation.objects.in_round(round).led_by(person)
    drafts = list(Comment.objects.drafts().of_delegations(led).for_table().in_order_of_the_text())
    if request.method == "POST":
        chosen = {int(key) for key in request.POST.getlist("draft") if key.isdecimal()}
        _submit_each(request, [draft for draft in drafts if draft.pk in chosen])
        return redirect("consultations:comments", slug=round.slug)
    shown = {"round": round, "drafts": drafts, "phase": moments.phase(round), "leads": led.exists()}
    return render(request, "consultations/comments_submit.html", shown)


def _submit_each(request: HttpRequest, drafts: list[Comment]) -> None:
    received = []
    for draft in drafts:
        try:
            received.append(commenting.submit_comment(comment=draft, person=request.user).reference)
        except commenting.CannotComment as refusal:
            messages.warning(request, f"Not submitted: {draft.reasoning[:60] or draft.proposed[:60]}: {refusal}")
    if received:
        messages.success(request, f"Received: {', '.join(received)}.")
