"""Editing the working text of an article."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from drafts.amending import CannotAmend, Collision, Saved, discard_draft, keep_draft, save_text
from drafts.guarding import frozen_clauses
from drafts.models import Article, Draft, EditionText, Text
from drafts.models.articles import Version
from drafts.permissions import article_for, asked_language, may_edit_text, versions_for
from drafts.presence import report_presence
from drafts.previewing import preview_of
from drafts.rendering.changes import Redline, html_of_changes
from drafts.settling import answers_from, collision_of, questions_of, settle
from drafts.views.choices import language_query
from drafts.views.collisions import collision_page
from drafts.views.typed import Typed, keys_in, number_in, typed_in

REFUSAL = "Only editors of the Core Group change a text under negotiation."


@article_for(may=may_edit_text, refusal=REFUSAL)
def edit(request: HttpRequest, article: Article) -> HttpResponse:
    """One text area. Saving merges with what others saved meanwhile, or asks; nothing is overwritten.

    When the session has ended, Django sends this form's POST to the sign-in and its fields are gone with it: the server
    cannot keep words for somebody it does not know. What was typed is in the draft that autosave kept until then, and
    the page opens with it after signing in; the script also keeps a copy in the browser.
    """
    language = asked_language(request, article.instrument)
    if request.method == "POST":
        typed = typed_in(request)
        act = request.POST.get("act", "save")
        if act == "settle":
            return _settle(request, article, language, typed)
        if act != "preview":
            return _save(request, article, language, typed)
        return _editor(request, article, _current(request, article, language), typed, None)
    current = _current(request, article, language)
    draft = Draft.objects.of(request.user).on(article, language).first()
    if draft is not None and (draft.heading, draft.source.strip()) == (current.heading, current.source().strip()):
        draft = None  # a late autosave of what was saved since: there is nothing in it to go back to
    if draft is None:
        typed = Typed(current.heading, current.source(), "", current.number, grounds=keys_in(request.GET))
    else:
        typed = Typed(draft.heading, draft.source, draft.reason, draft.base.number, grounds=keys_in(request.GET))
    return _editor(request, article, current, typed, draft)


def _current(request: HttpRequest, article: Article, language: str) -> Any:
    current = versions_for(request.user, article, language).first()
    if current is None:
        raise Http404(f"{article} has no text in this language yet.")
    return current


def _editor(
    request: HttpRequest, article: Article, current: Any, typed: Typed, draft: Draft | None, refusal: str = ""
) -> HttpResponse:
    versions = versions_for(request.user, article, current.language)
    base = current if typed.base == current.number else versions.numbered(typed.base)
    if base is None:
        base, refusal = (
            current,
            refusal or f"There is no version {typed.base}; changes are shown against the current one.",
        )
    context = {
        "article": article,
        "instrument": article.instrument,
        "language": current.language,
        "query": language_query(article.instrument, current.language),
        "current": current,
        "base": base,
        "typed": typed,
        "draft": draft,
        "next_number": current.number + 1,
        "since": list(versions.since(base.number)) if base != current else [],
        "refusal": refusal,
        "key": f"edit-{request.user.pk}-{article.pk}-{current.language}",
        "natures": Text.Nature.choices,
        "was_issued": EditionText.objects.of_article(article).exists(),
        "others": report_presence(article=article, language=current.language, person=request.user, now=timezone.now()),
        **_preview_context(article, base, typed),
    }
    return render(request, "drafts/edit.html", context, status=400 if refusal else 200)


def _preview_context(article: Article, base: Any, typed: Typed) -> dict[str, Any]:
    issued = Text.history.of_article(article, base.language).pinned()
    against = issued.first() if typed.against == "edition" else None
    preview = preview_of(article, base, typed.proposal, frozen_clauses(article, base.language), against)
    words = html_of_changes(preview.rows, Redline(margin=False, language=base.language))
    return {"preview": preview, "words": mark_safe(words)}


def _save(request: HttpRequest, article: Article, language: str, typed: Typed) -> HttpResponse:
    try:
        outcome = save_text(
            article=article,
            language=language,
            proposal=typed.proposal,
            author=request.user,
            reason=typed.reason,
            nature=typed.nature,
            grounds=typed.grounds,
        )
    except CannotAmend as refusal:
        current = _current(request, article, language)
        return _editor(request, article, current, typed, None, refusal=str(refusal))
    if isinstance(outcome, Collision):
        return collision_page(request, article, outcome, typed)
    if isinstance(outcome, Saved):
        told = f"Saved as version {outcome.version.number}."
        if outcome.merged_with:
            told += " " + _merged(outcome.merged_with)
        told = " ".join([told, *outcome.told])
        messages.success(request, told)
    else:
        messages.info(request, f"Nothing was changed: this is version {outcome.version.number}, word for word.")
    return redirect(article.get_absolute_url() + language_query(article.instrument, language))


def _merged(versions: list[Any]) -> str:
    named = ", ".join(f"version {version.number} by {version.history_user}" for version in versions)
    return f"It was merged with {named}."


def _settle(request: HttpRequest, article: Article, language: str, typed: Typed) -> HttpResponse:
    """The answers to a collision. What is still open is asked again; what is settled is saved from the version it was
    settled against, which may collide with a still newer one and is then asked like the first time."""
    number = number_in(request.POST.get("current", "")) or 0
    try:
        collision = collision_of(article, language, typed.proposal, number)
    except Version.DoesNotExist:
        return _save(request, article, language, typed)
    questions = questions_of(collision)
    answers = answers_from(request.POST, questions)
    given = [answer for answer in answers if answer is not None]
    if len(given) < len(questions):
        return collision_page(request, article, collision, typed, answers)
    heading, source = settle(collision, questions, given)
    settled = replace(typed, heading=heading, source=source, base=collision.current.number)
    if request.POST.get("then") == "review":
        current = _current(request, article, language)
        return _editor(request, article, current, settled, None)
    return _save(request, article, language, settled)


@require_POST
@article_for(may=may_edit_text, refusal=REFUSAL)
def preview(request: HttpRequest, article: Article) -> HttpResponse:
    """The right half of the editor, for htmx."""
    typed = typed_in(request)
    versions = versions_for(request.user, article, asked_language(request, article.instrument))
    base = versions.numbered(typed.base) or versions.first()
    if base is None:
        raise Http404
    context = {"article": article, "base": base, **_preview_context(article, base, typed)}
    return render(request, "drafts/_preview.html", context)


@require_POST
@article_for(may=may_edit_text, refusal=REFUSAL)
def presence(request: HttpRequest, article: Article) -> HttpResponse:
    """An open editor page reports itself, and is told who else has the article open."""
    language = asked_language(request, article.instrument)
    others = report_presence(article=article, language=language, person=request.user, now=timezone.now())
    context = {
        "article": article,
        "instrument": article.instrument,
        "query": language_query(article.instrument, language),
        "others": others,
    }
    return render(request, "drafts/_presence.html", context)


@require_POST
@article_for(may=may_edit_text, refusal=REFUSAL)
def draft(request: HttpRequest, article: Article) -> HttpResponse:
    """Autosave: answers when it was kept. With `discard` the draft is dropped and the text is shown as it stands."""
    language = asked_language(request, article.instrument)
    if "discard" in request.POST:
        discard_draft(article=article, language=language, person=request.user)
        messages.info(request, "Your draft is gone; the text stands as it was.")
        return redirect(article.get_absolute_url() + language_query(article.instrument, language))
    typed = typed_in(request)
    try:
        kept = keep_draft(
            article=article, language=language, proposal=typed.proposal, reason=typed.reason, person=request.user
        )
    except CannotAmend as refusal:
        return JsonResponse({"refusal": str(refusal)}, status=409)
    return JsonResponse({"kept_at": kept.kept_at.isoformat()})
