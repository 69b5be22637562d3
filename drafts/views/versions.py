"""The history of an article: its versions, any two compared, an older one restored."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe

from drafts.amending import CannotAmend, Saved, Unchanged, restore_version
from drafts.comparing import compare_versions
from drafts.histories import entries_of
from drafts.models import Article
from drafts.permissions import (
    article_for,
    asked_language,
    is_core,
    may_edit_text,
    version_for,
    versions_for,
    versions_to_compare_for,
)
from drafts.rendering.changes import Redline, html_of_changes
from drafts.rendering.sheet import Page, html_of, sheet_of
from drafts.views.choices import language_query, view_choices
from drafts.views.typed import number_in, seen_in

PER_PAGE = 100


@article_for()
def history(request: HttpRequest, article: Article) -> HttpResponse:
    """Who, when, why, and how much; any two can be chosen. Outside the Core Group only what editions made public."""
    language = asked_language(request, article.instrument)
    older, newer = (number_in(request.GET.get(end, "")) for end in ("older", "newer"))
    if older is not None and newer is not None:
        ends = sorted((older, newer))
        comparison = redirect("drafts:compare", article.instrument.slug, article.slug, *ends)
        comparison["Location"] += language_query(article.instrument, language)
        return comparison
    versions = versions_for(request.user, article, language)
    page = Paginator(versions, PER_PAGE).get_page(request.GET.get("page"))
    before = list(versions[page.end_index() : page.end_index() + 1]) if page.has_next() else []
    context = {
        "article": article,
        "instrument": article.instrument,
        "query": language_query(article.instrument, language),
        "page": page,
        "versions": list(page),
        "entries": entries_of(list(page), before),
        "may_edit": may_edit_text.test(request.user, article),
        "is_core": is_core.test(request.user),
    }
    return render(request, "drafts/history.html", context)


@version_for()
def version(request: HttpRequest, version: Any, article: Article) -> HttpResponse:
    """One version as it stood."""
    sheet = sheet_of(version.blocks, version.language, with_notes=is_core.test(request.user))
    query = language_query(article.instrument, version.language)
    link = f"{query.replace('&', '&amp;')}&amp;" if query else "?"
    words = html_of(sheet, Page(link=link, counts={}, selected=request.GET.get("clause", "")))
    context = {
        "article": article,
        "instrument": article.instrument,
        "query": query,
        "version": version,
        "words": mark_safe(words + sheet.footnotes),
        "editions": [pin.edition for pin in version.pinned_by.all()],
        "may_edit": may_edit_text.test(request.user, article),
    }
    return render(request, "drafts/version.html", context)


@version_for(may=may_edit_text, refusal="Only editors of the Core Group restore versions.")
def restore(request: HttpRequest, version: Any, article: Article) -> HttpResponse:
    """GET shows what would change and asks for the reason; POST makes what it said the next version."""
    refusal = ""
    if request.method == "POST":
        try:
            outcome = _restored(request, version)
        except CannotAmend as problem:
            refusal = str(problem)
        else:
            if isinstance(outcome, Unchanged):
                messages.info(request, f"Version {version.number} says what the text says now; nothing was changed.")
            else:
                done = f"Version {version.number} is restored, as version {outcome.version.number}."
                messages.success(request, " ".join([done, *outcome.told]))
            return redirect(article.get_absolute_url() + language_query(article.instrument, version.language))
    current = versions_for(request.user, article, version.language)[0]
    comparison = compare_versions(current, version)
    redline = Redline(only_changed=True, margin=False, language=version.language)
    context = {
        "article": article,
        "instrument": article.instrument,
        "query": language_query(article.instrument, version.language),
        "version": version,
        "current": current,
        "comparison": comparison,
        "words": mark_safe(html_of_changes(comparison.rows, redline)),
        "refusal": refusal,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "drafts/restore.html", context, status=400 if refusal else 200)


def _restored(request: HttpRequest, version: Any) -> Saved | Unchanged:
    """Raises CannotAmend as `restore_version` does, and where somebody saved since the page was shown: what it showed
    would not be what happens. Asked once the text is locked, so that nobody comes in between."""
    seen = seen_in(request)
    with transaction.atomic():
        outcome = restore_version(version=version, author=request.user, reason=request.POST.get("reason", ""))
        before = outcome.version.number - (0 if isinstance(outcome, Unchanged) else 1)
        if seen not in (None, before):
            raise CannotAmend(f"Version {before} was saved while you were reading: look again at what would change.")
    return outcome


@versions_to_compare_for()
def compare(request: HttpRequest, older: Any, newer: Any, article: Article) -> HttpResponse:
    """Two versions of an article: inline or side by side, all of it or only what changed."""
    comparison = compare_versions(older, newer)
    shown = view_choices(request, only_changed=False)
    redline = Redline(
        only_changed=shown.only_changed,
        side=shown.side,
        current=shown.at,
        with_notes=is_core.test(request.user),
        language=newer.language,
    )
    words = mark_safe(html_of_changes(comparison.rows, redline))
    context = {
        "article": article,
        "instrument": article.instrument,
        "query": language_query(article.instrument, newer.language),
        "language": newer.language,
        "older": older,
        "newer": newer,
        "comparison": comparison,
        "words": words,
        "shown": shown,
        "changes": redline.counted,
        "versions": versions_for(request.user, article, newer.language).without_words()[:PER_PAGE],
    }
    return render(request, "drafts/compare.html", context)
