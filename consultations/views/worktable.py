"""The worktable, the publishing of answers, the delegation's reply, and the chair's map of positions."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from consultations import disposing, listing, mapping, worktable
from consultations.answer_forms import BundleForm, ReplyForm
from consultations.models import Comment, Disposition, Round
from consultations.permissions import (
    chairs_round,
    comment_for,
    leads_its_delegation,
    may_dispose_in_round,
    round_for,
    round_of_chair_for,
)
from consultations.taking_over import begin_taking_over, take_over
from drafts.amending import CannotAmend
from drafts.permissions import is_core

_KEPT = "reason-kept"  # in the session: what was typed for an act that was refused


@round_for(may=is_core, refusal="The worktable is the Core Group's.")
def worktable_page(request: HttpRequest, round: Round) -> HttpResponse:
    """Clause by clause in the order of the text: proposals side by side, and what is to be done with them."""
    form = listing.filter_form(round, request.GET)
    filters = {name: value for name, value in form.filters().items() if name != "state"}
    table = worktable.lay_out(round, request.user, filters, request.GET.get("page"))
    shown = {
        "round": round,
        "form": form,
        "filters": filters,
        "table": table,
        "counts": table.counts,
        "unanswered": table.counts["submitted"] - table.counts["answered"],
        "may_answer": may_dispose_in_round.test(request.user, round),
        "chairs": chairs_round.test(request.user, round),
        "answer_form": BundleForm(),
        "waiting": len(disposing.waiting_to_be_published(round)),
        "here": request.get_full_path(),
        "kept": request.session.pop(_KEPT, ""),
    }
    return render(request, "consultations/worktable.html", shown)


@require_POST
@round_for(may=may_dispose_in_round, refusal="Only the Core Group's editors answer comments.")
def worktable_act(request: HttpRequest, round: Round) -> HttpResponse:
    """Take a proposal over, take it over in part, or answer all who make it. What cannot be done is said, and the
    reason that was typed comes back with the page.
    """
    form = BundleForm(request.POST)
    back = _back_to(request, round)
    if not form.is_valid():
        messages.warning(request, form.sentence())
        return redirect(back)
    comments = list(_chosen(round, request.user, form.cleaned_data["comments"]))
    act, reason = form.cleaned_data["act"], form.cleaned_data["reason"]
    publish = form.cleaned_data["publish"]
    try:
        if act == "part":
            draft = begin_taking_over(comments=comments, editor=request.user)
            named = {"slug": draft.article.instrument.slug, "label": draft.article.slug}
            asked = [("language", draft.language), *(("grounds", comment.pk) for comment in comments)]
            return redirect(f"{reverse('drafts:edit', kwargs=named)}?{urlencode(asked)}")
        if act == "take over":
            done = take_over(comments=comments, editor=request.user, answer=reason, publish=publish)
            told = f"Version {done.version.number} of {done.version.article} has the wording."
            messages.success(request, f"{told} {_told(len(comments), publish)}")
        else:
            disposing.dispose_together(
                comments=comments,
                decision=form.cleaned_data["decision"],
                reason=reason,
                author=request.user,
                version=_carried_out_by(form, comments),
                publish=publish,
            )
            messages.success(request, _told(len(comments), publish))
    except (disposing.CannotDispose, CannotAmend) as refusal:
        messages.warning(request, str(refusal))
        request.session[_KEPT] = {"comments": request.POST.get("comments", ""), "reason": reason}
    return redirect(back)


def _chosen(round: Round, person: Any, keys: list[int]) -> Any:
    return Comment.objects.visible_to(person).in_round(round).submitted().among(keys).for_writing().order_by("pk")


def _carried_out_by(form: BundleForm, comments: list[Comment]) -> Any:
    """The version that the page named, where it names these comments still; only an acceptance is carried out."""
    accepting = (Disposition.Decision.ACCEPTED, Disposition.Decision.PARTLY)
    if form.cleaned_data["decision"] not in accepting:
        return None
    versions = disposing.latest_version_for(comments).values()
    return next((version for version in versions if version.pk == form.cleaned_data["version"]), None)


def _told(number: int, published: bool) -> str:
    how = "published" if published else "recorded, not published yet"
    return f"{'One answer is' if number == 1 else f'{number} answers are'} {how}."


def _back_to(request: HttpRequest, round: Round) -> str:
    back = request.POST.get("back", "")
    mine = reverse("consultations:worktable", kwargs={"slug": round.slug})
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith(mine)
    return back if is_ours else mine


@round_for(may=may_dispose_in_round, refusal="Only the Core Group's editors publish answers.")
def publish_answers(request: HttpRequest, round: Round) -> HttpResponse:
    """Shows what would be published; publishes on POST exactly what was shown."""
    waiting = disposing.waiting_to_be_published(round)
    if request.method == "POST":
        shown = {int(key) for key in request.POST.getlist("answer") if key.isdecimal()}
        chosen = [answer for answer in waiting if answer.pk in shown]
        number = disposing.publish_answers(answers=chosen, person=request.user)
        messages.success(
            request, f"{_told(number, True)} The delegations have letters." if number else "Nothing was published."
        )
        return redirect("consultations:worktable", slug=round.slug)
    counts = Comment.objects.visible_to(request.user).in_round(round).counts_by_state()
    page = {"round": round, "waiting": waiting, "unanswered": counts["submitted"] - counts["answered"]}
    return render(request, "consultations/publish_answers.html", page)


@require_POST
@comment_for(may=leads_its_delegation, refusal="Only the delegation's focal point replies.")
def comment_reply(request: HttpRequest, comment: Comment) -> HttpResponse:
    """The delegation says whether it is content with the answer."""
    form = ReplyForm(request.POST)
    wanted = _number(request, "answer")
    published = Disposition.objects.published().to_comments([comment])
    answer = next((one for one in published if one.pk == wanted), None)
    if answer is None or not form.is_valid():
        messages.warning(request, "Say whether you are content, or write why not.")
        return redirect(comment)
    said = form.cleaned_data
    try:
        disposing.reply_to(disposition=answer, author=request.user, is_content=said["is_content"], words=said["words"])
    except disposing.CannotDispose as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Your reply is kept. The Core Group reads it beside its answer.")
    return redirect(comment)


def _number(request: HttpRequest, name: str) -> int:
    sent = request.POST.get(name, "")
    return int(sent) if sent.isdecimal() and len(sent) < 19 else 0


@round_of_chair_for()
def positions(request: HttpRequest, round: Round) -> HttpResponse:
    """Who supports, opposes, would change or keep what: for the round's chair alone."""
    by = "delegation" if request.GET.get("by") == "delegation" else "clause"
    return render(request, "consultations/positions.html", {"round": round, "by": by, "map": mapping.map_of(round)})
