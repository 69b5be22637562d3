"""The chair's conclusions of a round, and statements made in its general debate."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST

from consultations import concluding
from consultations.conclusion_forms import ConclusionForm, IssueForm, StatementForm
from consultations.conclusions_document import TYPES, file_of
from consultations.models import Conclusion, ConclusionsIssue, Round, Statement
from consultations.permissions import (
    conclusion_for,
    conclusions_issue_for,
    may_conclude,
    may_convene,
    may_read_draft_conclusions,
    round_for,
)
from consultations.places import linked_places
from consultations.proving import record_file

_REFUSED = "Only the chair and the secretariat write conclusions."


@round_for()
def conclusions(request: HttpRequest, round: Round) -> HttpResponse:
    """What was issued, the latest issue first; for the chair and the Core Group also what is being prepared."""
    issues = list(ConclusionsIssue.objects.in_round(round).newest_first().with_files())
    prepared: list[Conclusion] = []
    if may_read_draft_conclusions.test(request.user, round):
        prepared = list(Conclusion.objects.in_round(round))
    standing = [conclusion for conclusion in prepared if not conclusion.is_struck]
    return render(
        request,
        "consultations/conclusions.html",
        {
            "round": round,
            "latest": issues[0] if issues else None,
            "issues": issues,
            "grades": dict(Conclusion.Grade.choices),
            "sections": concluding.by_section(standing),
            "struck": [conclusion for conclusion in prepared if conclusion.is_struck],
            "places": linked_places(round, prepared),
            "sees_drafts": may_read_draft_conclusions.test(request.user, round),
            "may_conclude": may_conclude.test(request.user, round),
            "issue_form": IssueForm(),
        },
    )


@round_for(may=may_conclude, refusal=_REFUSED)
def conclusion_new(request: HttpRequest, round: Round) -> HttpResponse:
    form = ConclusionForm(request.POST or None, round=round, initial={"section": request.GET.get("section", "")})
    if request.method == "POST" and form.is_valid():
        try:
            concluding.add_conclusion(round=round, wording=form.wording(), person=request.user)
        except concluding.CannotConclude as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The conclusion is kept. It is read by others when the conclusions are issued.")
            return redirect("consultations:conclusions", slug=round.slug)
    return _form_page(request, round, form)


@conclusion_for(may=may_conclude, refusal=_REFUSED)
def conclusion_edit(request: HttpRequest, conclusion: Conclusion, round: Round) -> HttpResponse:
    """What is typed while somebody else saves is not lost: both wordings are shown, and the next save decides."""
    form = ConclusionForm(request.POST or None, round=round, conclusion=conclusion)
    theirs = None
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or conclusion.edited_at
        try:
            concluding.edit_conclusion(conclusion=conclusion, wording=form.wording(), person=request.user, seen=seen)
        except concluding.ChangedMeanwhile as refusal:
            theirs = Conclusion.objects.select_related("edited_by").get(pk=conclusion.pk)
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["seen"] = theirs.edited_at.isoformat()  # type: ignore[index]
            form.add_error(None, str(refusal))
        except concluding.CannotConclude as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The conclusion is changed.")
            return redirect("consultations:conclusions", slug=round.slug)
    return _form_page(request, round, form, conclusion, theirs)


def _form_page(
    request: HttpRequest,
    round: Round,
    form: ConclusionForm,
    conclusion: Conclusion | None = None,
    theirs: Conclusion | None = None,
) -> HttpResponse:
    shown: dict[str, Any] = {
        "round": round,
        "form": form,
        "conclusion": conclusion,
        "theirs": theirs,
        "sections": sorted({known.section for known in Conclusion.objects.in_round(round)}),
    }
    status = 409 if theirs else 422 if form.is_bound else 200
    return render(request, "consultations/conclusion_form.html", shown, status=status)


@require_POST
@conclusion_for(may=may_conclude, refusal=_REFUSED)
def conclusion_act(request: HttpRequest, conclusion: Conclusion, round: Round) -> HttpResponse:
    """Move it up or down, strike it out, or put it back."""
    act = request.POST.get("act")
    if act in ("up", "down"):
        concluding.move_conclusion(conclusion=conclusion, up=act == "up")
    elif act in ("strike", "put back"):
        concluding.strike_conclusion(conclusion=conclusion, person=request.user, is_struck=act == "strike")
    return redirect("consultations:conclusions", slug=round.slug)


@require_POST
@round_for(may=may_conclude, refusal=_REFUSED)
def conclusions_issue(request: HttpRequest, round: Round) -> HttpResponse:
    """Freeze them under a symbol; from then on everybody who knows the round reads them."""
    form = IssueForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Give the symbol under which they are issued, such as MLA/PC/2/CRP.1.")
    else:
        try:
            issue = concluding.issue_conclusions(round=round, symbol=form.cleaned_data["symbol"], person=request.user)
        except concluding.CannotConclude as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, f"{issue.symbol} is issued: everybody who knows the round reads it.")
    return redirect("consultations:conclusions", slug=round.slug)


@conclusions_issue_for()
def conclusions_file(request: HttpRequest, issue: ConclusionsIssue, round: Round) -> HttpResponse:
    """The issued document as PDF, Word or plain text; always an attachment. Its checksum is kept."""
    wanted = request.GET.get("format", "pdf")
    format = wanted if wanted in TYPES else "pdf"
    issue.round = round
    name = f"{issue.symbol.replace('/', '-')}.{format}"
    content = file_of(issue, format)
    record_file(issue=issue, format=format, content=content)
    response = HttpResponse(content, content_type=TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    patch_cache_control(response, private=True, no_store=True)
    return response


@round_for()
def statements(request: HttpRequest, round: Round) -> HttpResponse:
    """Statements made in the general debate, by day; corrected ones stay, marked."""
    shown = {
        "round": round,
        "statements": list(Statement.objects.in_round(round).by_day()),
        "may_convene": may_convene.test(request.user, round),
    }
    return render(request, "consultations/statements.html", shown)


@round_for(may=may_convene, refusal="Only the secretariat records statements.")
def statement_new(request: HttpRequest, round: Round) -> HttpResponse:
    form = StatementForm(request.POST or None, round=round)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            concluding.record_statement(
                round=round,
                organisation=said["organisation"],
                delivered_on=said["delivered_on"],
                words=said["words"],
                language=said["language"],
                person=request.user,
                replaces=said.get("replaces"),
            )
        except concluding.CannotConclude as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The statement is kept.")
            return redirect("consultations:statements", slug=round.slug)
    status = 422 if form.is_bound else 200
    return render(request, "consultations/statement_form.html", {"round": round, "form": form}, status=status)
