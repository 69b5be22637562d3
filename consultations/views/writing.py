"""Writing comments: begin, edit, keep, preview, submit, withdraw.

Autosave and the two buttons send the same form to the same view; the page's script is answered in JSON.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from consultations import commenting, moments, proposing, wording
from consultations.forms import CommentForm
from consultations.models import Comment, Delegation, Round
from consultations.permissions import (
    comment_for,
    leads_its_delegation,
    may_draft_comment,
    may_edit_comment,
    may_submit_comment,
    may_withdraw_comment,
    round_for,
)
from consultations.subjects import Subject, divisions_to_comment, find_subject, in_its_article, subject_of
from drafts.consolidating import DivisionLine

_REFUSED = 409  # what the script shows as "not kept", with the sentence that came with it


@round_for(may=may_draft_comment, refusal="Only delegations that take part in the round comment in it.")
def comment_new(request: HttpRequest, round: Round) -> HttpResponse:
    """The form for a comment on what the address names. Nothing is written before something has been typed
    and sent.
    """
    subject = _named(round, request.GET)
    delegations = list(Delegation.objects.in_round(round).of(request.user))
    form = CommentForm(
        request.POST or None, subject=subject, delegations=delegations, initial=_blank(subject, request.GET)
    )
    if request.method != "POST" or request.POST.get("act") == "preview":
        return _page(request, form)
    kept = _kept(request, form, None)
    return _answer(request, form, kept)


@comment_for(may=may_edit_comment, refusal="A submitted comment is not changed: withdraw it and write another.")
def comment_edit(request: HttpRequest, comment: Comment) -> HttpResponse:
    """The same form on a draft of one's own delegation."""
    form = _form_of(request, comment)
    if request.method != "POST" or request.POST.get("act") == "preview":
        return _page(request, form, comment)
    kept = _kept(request, form, comment)
    return _answer(request, form, kept, comment)


@require_POST
@comment_for(may=may_edit_comment, refusal="This comment has been submitted: what you typed since is not part of it.")
def comment_draft(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Autosave of a draft: JSON with the instant at which the server kept it, or 409 with a sentence."""
    form = _form_of(request, comment)
    return _as_json(request, form, _kept(request, form, comment))


@require_POST
@round_for(may=may_draft_comment)
def comment_preview(request: HttpRequest, round: Round) -> HttpResponse:
    """The typed wording as a redline against its clause: a fragment."""
    subject = _named(round, request.GET)
    operation, typed = request.POST.get("operation", ""), request.POST.get("proposed", "")
    return render(request, "consultations/_preview.html", _preview(subject, operation, typed))


@require_POST
@comment_for(may=may_submit_comment, refusal="Only your delegation's focal point can submit a draft.")
def comment_submit(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Hand the draft in as it stands on the server."""
    return _submitted(request, comment)


@comment_for(may=may_withdraw_comment, refusal="Only your delegation's focal point can withdraw a submitted comment.")
def comment_withdraw(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Asks, and withdraws on POST."""
    if request.method != "POST":
        shown = {"comment": comment, "round": comment.round, "place": wording.place_of(comment)}
        return render(request, "consultations/comment_withdraw.html", shown)
    try:
        commenting.withdraw_comment(comment=comment, person=request.user)
    except commenting.CannotComment as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(
            request, f"Comment {comment.reference} is withdrawn. The record keeps it, marked as withdrawn."
        )
    return redirect(comment)


def draft_key(person: Any, *, comment: Comment | None = None, subject: Subject | None = None) -> str:
    """Under which name the browser keeps what was typed: of a draft, or of a comment that is not begun yet."""
    if comment is not None:
        return f"comment-{person.pk}-{comment.pk}"
    assert subject is not None
    where = subject.address.values()
    return "-".join(("comment", str(person.pk), subject.round.slug, *(where or ("whole",))))


def _named(round: Round, address: QueryDict) -> Subject:
    return find_subject(
        round,
        document=address.get("document", ""),
        division=address.get("division", ""),
        article=address.get("article", ""),
        clause=address.get("clause", ""),
        language=address.get("language", ""),
    )


def _blank(subject: Subject, address: QueryDict) -> dict[str, Any]:
    """A new form: the wording starts from the clause, and the address may name words in it."""
    start, end = address.get("start", ""), address.get("end", "")
    if not (start.isdecimal() and end.isdecimal()):
        return {"proposed": subject.words}
    span = int(start), int(end)
    nth = wording.occurrence(subject.words, span)
    return {"proposed": subject.words, "words": subject.words[slice(*span)], "nth": nth}


def _form_of(request: HttpRequest, comment: Comment) -> CommentForm:
    subject = subject_of(comment)
    span = comment.quote_start or 0, comment.quote_end or 0
    initial = {
        "kind": comment.kind,
        "operation": comment.operation,
        "seen": comment.edited_at.isoformat(),
        "words": comment.quote,
        "nth": wording.occurrence(subject.words, span) if comment.quote else 0,
        "proposed": comment.proposed or subject.words,
        "reasoning": comment.reasoning,
    }
    return CommentForm(request.POST or None, subject=subject, delegations=None, initial=initial)


def _kept(request: HttpRequest, form: CommentForm, comment: Comment | None) -> Comment | None:
    """The draft with what was sent, on the server; None, with the reasons on the form, where it was refused.

    Autosave comes while people type: words that are not in the clause yet do not keep it from keeping the
    rest.
    """
    half_typed = _is_by_script(request) and set(form.errors) == {"words"}
    if not form.is_valid() and not half_typed:
        return None
    sent, subject = form.cleaned_data, form.subject
    words = {name: sent.get(name, "") for name in ("kind", "operation", "reasoning", "proposed")}
    words["author"] = request.user
    span = commenting.UNMOVED if half_typed else form.span
    try:
        if comment is not None:
            return commenting.edit_comment(comment=comment, words=span, seen=sent.get("seen"), **words)
        if not sent["reasoning"].strip() and sent["proposed"].strip() in ("", subject.words):
            form.add_error(None, "Write your reasoning, or change the wording, before the comment is kept.")
            return None
        start, end = form.span or (None, None)
        clause = subject.clause.id if subject.clause else ""
        return commenting.begin_comment(
            round=subject.round,
            delegation=sent["delegation"],
            target=commenting.Target(subject.article, clause, start, end, subject.division),
            language=subject.language,
            edition=subject.edition,
            **words,
        )
    except commenting.ChangedMeanwhile as refusal:
        assert comment is not None  # only what exists can have been changed
        form.theirs = Comment.objects.for_writing().select_related("edited_by").get(pk=comment.pk)
        form.see_again(form.theirs)
        form.add_error(None, str(refusal))
        return None
    except commenting.CannotComment as refusal:
        form.add_error(None, str(refusal))
        return None


def _answer(
    request: HttpRequest, form: CommentForm, kept: Comment | None, comment: Comment | None = None
) -> HttpResponse:
    if _is_by_script(request):
        return _as_json(request, form, kept)
    if kept is None:
        return _page(request, form, comment)
    if request.POST.get("act") == "submit":
        return _submitted(request, kept)
    messages.success(request, "The draft is kept. Only your delegation sees it until it is submitted.")
    return redirect(kept)


def _divisions(subject: Subject) -> list[tuple[DivisionLine, str]]:
    """Parts and chapters that the comment could be about instead, each with its address."""
    lines = divisions_to_comment(subject)
    return [(line, urlencode({**subject.address, "division": line.division.pk})) for line in lines]


def _preview(subject: Subject, operation: str, typed: str) -> dict[str, Any]:
    """The typed wording against its clause, what the drafting syntax says of it, and the whole article with it."""
    said = typed.strip() != subject.words
    rows = in_its_article(subject, operation, typed) if said or operation == proposing.DELETE else []
    return {
        "subject": subject,
        "segments": proposing.proposed_redline(operation, subject.words, typed.strip()),
        "rows": rows,
        "notices": proposing.syntax_notices(typed, subject.language) if said else [],
    }


def _is_by_script(request: HttpRequest) -> bool:
    return bool(request.headers.get("X-Requested-With"))


def _as_json(request: HttpRequest, form: CommentForm, kept: Comment | None) -> HttpResponse:
    reasons = " ".join(str(reason) for errors in form.errors.values() for reason in errors)
    if kept is None:
        return JsonResponse({"refusal": reasons}, status=_REFUSED)
    named = {"slug": kept.round.slug, "comment": kept.pk}
    return JsonResponse(
        {
            "kept_at": kept.edited_at.isoformat(),
            "but": reasons,
            "key": draft_key(request.user, comment=kept),
            "autosave": reverse("consultations:comment_draft", kwargs=named),
            "form": reverse("consultations:comment_edit", kwargs=named),
        }
    )


def _submitted(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Submit, and say what happened; a refusal leads back to the draft, which is kept."""
    try:
        received = commenting.submit_comment(comment=comment, person=request.user)
    except commenting.CannotComment as refusal:  # too late, or nothing said: the sentence tells which
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"Received. Comment {received.reference} has been submitted.")
    return redirect(comment)


def _page(request: HttpRequest, form: CommentForm, comment: Comment | None = None) -> HttpResponse:
    """The form, and beside it the clause and the typed wording as a redline."""
    subject, person = form.subject, request.user
    refused = form.is_bound and request.POST.get("act") != "preview" and not form.is_valid()
    also = Comment.objects.visible_to(person).submitted().in_round(subject.round).for_table()
    if subject.division is not None:
        also = also.on_division(subject.division)
    elif subject.article is not None:
        also = also.on_article(subject.article)
    else:
        also = also.on_whole(subject.edition)
    if subject.clause is not None:
        also = also.on_clause(subject.clause.id)
    leads = Delegation.objects.in_round(subject.round).led_by(person)
    return render(
        request,
        "consultations/comment_form.html",
        {
            "form": form,
            "comment": comment,
            "key": draft_key(person, comment=comment, subject=subject),
            "round": subject.round,
            "subject": subject,
            "phase": moments.phase(subject.round),
            "theirs": form.theirs,
            "divisions": [] if comment else _divisions(subject),
            "here": urlencode(subject.address),
            **_preview(subject, form["operation"].value() or "", form["proposed"].value() or ""),
            "also": also.in_order_of_the_text()[:6],
            "may_submit": leads_its_delegation.test(person, comment) if comment else leads.exists(),
        },
        status=422 if refused else 200,
    )
