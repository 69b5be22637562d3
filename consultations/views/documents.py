"""The register of a round's documents, one document, its files; preparing and issuing one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from consultations import issuing
from consultations.document_forms import DocumentForm
from consultations.models import ConferenceDocument, DocumentFile, Round
from consultations.moments import occasion
from consultations.permissions import document_file_for, document_for, may_issue, round_for, takes_part
from consultations.register import lines_from, lines_of, prepared_in
from consultations.uploaded import UploadRefused
from drafts.models import Rendition
from drafts.orders import Order
from drafts.permissions import is_core
from drafts.requesting import request_rendition, revive_abandoned
from drafts.views.renditions import TYPES
from mla_portal.access import public
from mla_portal.attachments import attached

_REFUSED = "Only the secretariat issues documents."
_PER_PAGE = 50


@public
def documents(request: HttpRequest) -> HttpResponse:
    """Every document that was issued to everybody, or that this person may read, the latest first."""
    found = ConferenceDocument.objects.visible_to(request.user).issued().for_register().order_by("-issued_at", "-pk")
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "consultations/documents.html", {"page": page, "lines": lines_from(page.object_list)})


@round_for()
def register(request: HttpRequest, round: Round) -> HttpResponse:
    """What was issued, by symbol; for the Core Group also what is being prepared, and how far its files are."""
    prepared = prepared_in(round) if is_core.test(request.user) else []
    working = any(file.is_awaited for document in prepared for file in document.files.all())
    if working:
        revive_abandoned()
    shown = {"round": round, "prepared": prepared, "working": working, "may_issue": may_issue.test(request.user, round)}
    if request.headers.get("HX-Request"):
        return render(request, "consultations/_prepared.html", shown)
    return render(request, "consultations/register.html", {**shown, "lines": lines_of(round, request.user)})


@require_POST
@round_for()
def register_bundle(request: HttpRequest, round: Round) -> HttpResponse:
    """Have everything put into one ZIP that this person may read; the page of its progress follows."""
    if round.edition is None:
        raise Http404("This round has no text under discussion, so there is no bundle.")
    audience = _audience(request.user, round)
    order = Order(
        instrument=round.edition.instrument,
        edition=round.edition,
        variant=Rendition.Variant.BUNDLE,
        format=Rendition.Format.ZIP,
        language=round.edition.instrument.original_language,
        round_slug=round.slug,
        audience=audience,
        occasion=occasion(round),
    )
    return redirect(request_rendition(order=order, person=request.user))


def _audience(person: Any, round: Round) -> str:
    if is_core.test(person):
        return ConferenceDocument.Audience.CORE
    kinds = ConferenceDocument.Audience
    return kinds.DELEGATIONS if takes_part.test(person, round) else kinds.PUBLIC


@round_for(may=may_issue, refusal=_REFUSED)
def document_new(request: HttpRequest, round: Round) -> HttpResponse:
    """Asks for masthead and contents; `?follows=SYMBOL&as=rev` for what follows a document."""
    follows, relation = _followed(request, round)
    initial = _as_before(follows) if follows else {}
    form = DocumentForm(
        request.POST or None, request.FILES or None, round=round, follows=follows, relation=relation, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            document = issuing.prepare_document(
                round=round, heading=form.heading(), contents=form.described(), person=request.user
            )
        except (issuing.CannotIssue, UploadRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{document} is being prepared. Look at its files, then issue it.")
            return redirect(document)
    shown = {"round": round, "form": form, "follows": follows, "relation": relation}
    return render(request, "consultations/document_form.html", shown, status=422 if form.is_bound else 200)


@login_not_required
@document_for()
def conference_document(request: HttpRequest, document: ConferenceDocument) -> HttpResponse:
    """One document: its masthead, its files with their checksums, what it follows and what follows it."""
    working = any(file.is_awaited for file in document.files.all())
    if working:
        revive_abandoned()
    following = ConferenceDocument.objects.visible_to(request.user).following(document)
    shown = {
        "document": document,
        "working": working,
        "following": list(following),
        "may_issue": may_issue.test(request.user, document),
        "is_core": is_core.test(request.user),
        "relations": ConferenceDocument.Relation,
    }
    template = "_document_files" if request.headers.get("HX-Request") else "conference_document"
    return render(request, f"consultations/{template}.html", shown)


@login_not_required
@document_file_for()
def conference_document_file(
    request: HttpRequest, file: DocumentFile, document: ConferenceDocument
) -> HttpResponseBase:
    """The file itself, always an attachment."""
    if not file.is_made:
        raise Http404("This file has not been made yet.")
    return attached(file.stored, file.name, TYPES[Rendition.Format(file.format)])


@require_POST
@document_for(may=may_issue, refusal=_REFUSED)
def document_act(request: HttpRequest, document: ConferenceDocument) -> HttpResponse:
    """Issue what was prepared, or take it back."""
    act = request.POST.get("act")
    try:
        if act == "issue":
            issuing.issue_document(document=document, person=request.user)
            messages.success(request, f"{document} is issued. From now on nothing of it changes.")
        elif act == "discard":
            issuing.discard_document(document=document)
            messages.success(request, f"{document} is taken back; the symbol is free again.")
            return redirect("consultations:register", slug=document.round.slug)
    except issuing.CannotIssue as refusal:
        messages.warning(request, str(refusal))
    return redirect(document)


def _followed(request: HttpRequest, round: Round) -> tuple[ConferenceDocument | None, str]:
    asked = request.GET.get("follows", "")
    if not asked:
        return None, ""
    found = ConferenceDocument.objects.issued().in_round(round).with_symbol(asked).first()
    relation = request.GET.get("as", "")
    if found is None or relation not in ConferenceDocument.Relation.values:
        raise Http404("No such document was issued in this round.")
    return found, relation


def _as_before(document: ConferenceDocument) -> dict[str, Any]:
    """What follows a document is mostly like it."""
    return {
        "title": document.title,
        "distribution": document.distribution,
        "audience": document.audience,
        "agenda_item": document.agenda_item,
        "contents": document.variant or "uploaded",
    }
