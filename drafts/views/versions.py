"""The history of an article: its versions, any two compared, an older one restored."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe

from drafts.amending import CannotAmend, Unchanged, restore_version
from drafts.comparing import compare_versions
from drafts.histories import entries_of, versions_for
from drafts.models import Article
from drafts.permissions import article_for, is_core, may_edit_text
from drafts.rendering.changes import Redline, html_of_changes
from drafts.rendering.sheet import Page, html_of, sheet_of
from drafts.views.choices import asked_language, view_choices

PER_PAGE = 100


@article_for()
def history(request: HttpRequest, article: Article) -> HttpResponse:
    """Who, when, why, and how much; any two can be chosen. Outside the Core Group only what editions have made public."""
    language = asked_language(request, article.instrument)
    older, newer = request.GET.get("older", ""), request.GET.get("newer", "")
    if older.isdigit() and newer.isdigit():
        return _to_comparison(request, article, int(older), int(newer))
    versions = versions_for(request.user, article, language)
    page = Paginator(versions, PER_PAGE).get_page(request.GET.get("page"))
    before = list(versions[page.end_index() : page.end_index() + 1]) if page.has_next() else []
    context = {
        "article": article,
        "instrument": article.instrument,
        "language": language,
        "page": page,
        "entries": entries_of(list(page), before),
        "current": versions.first() if page.number == 1 else None,
        "may_edit": may_edit_text.test(request.user, article),
        "is_core": is_core.test(request.user),
    }
    return render(request, "drafts/history.html", context)


def _to_comparison(request: HttpRequest, article: Article, older: int, newer: int) -> HttpResponse:
    older, newer = sorted((older, newer))
    kept = {"language": request.GET["language"]} if request.GET.get("language") else {}
    path = redirect("drafts:compare", article.instrument.slug, article.slug, older, newer)
    if kept:
        path["Location"] += f"?language={asked_language(request, article.instrument)}"
    return path


def _version(request: HttpRequest, article: Article, number: int) -> Any:
    """The version, or a 404 where there is none that this person may read."""
    language = asked_language(request, article.instrument)
    found = versions_for(request.user, article, language).filter(number=number).first()
    if found is None:
        raise Http404(f"{article} has no version {number} that you may read.")
    return found


@article_for()
def version(request: HttpRequest, article: Article, number: int) -> HttpResponse:
    """One version as it stood."""
    found = _version(request, article, number)
    sheet = sheet_of(found.blocks, found.language, with_notes=is_core.test(request.user))
    words = html_of(sheet, Page(link="?", counts={}, selected=request.GET.get("clause", "")))
    context = {
        "article": article,
        "instrument": article.instrument,
        "version": found,
        "words": mark_safe(words + sheet.footnotes),
        "editions": [pin.edition for pin in found.pinned_by.all()],
        "may_edit": may_edit_text.test(request.user, article),
    }
    return render(request, "drafts/version.html", context)


@article_for(may=may_edit_text, refusal="Only editors of the Core Group restore versions.")
def restore(request: HttpRequest, article: Article, number: int) -> HttpResponse:
    """GET shows what would change and asks for the reason; POST makes the older version the current one, as a new version."""
    found = _version(request, article, number)
    refusal = ""
    if request.method == "POST":
        try:
            outcome = restore_version(version=found, author=request.user, reason=request.POST.get("reason", ""))
        except CannotAmend as problem:
            refusal = str(problem)
        else:
            if isinstance(outcome, Unchanged):
                messages.info(request, f"Version {number} says what the text says now; nothing was changed.")
            else:
                messages.success(request, f"Version {number} is restored, as version {outcome.version.number}.")
            return redirect(article)
    current = versions_for(request.user, article, found.language).first()
    comparison = compare_versions(current, found)
    context = {
        "article": article,
        "instrument": article.instrument,
        "version": found,
        "current": current,
        "comparison": comparison,
        "words": mark_safe(html_of_changes(comparison.rows, Redline(only_changed=True))),
        "refusal": refusal,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "drafts/restore.html", context)


@article_for()
def compare(request: HttpRequest, article: Article, older: int, newer: int) -> HttpResponse:
    """Two versions of an article: inline or side by side, all of it or only what changed."""
    pair = _version(request, article, older), _version(request, article, newer)
    comparison = compare_versions(*pair)
    views = view_choices(request)
    redline = Redline(
        only_changed=views["only_changed"],
        side=views["side"],
        current=views["at"],
        with_notes=is_core.test(request.user),
    )
    words = mark_safe(html_of_changes(comparison.rows, redline))
    context = {
        "article": article,
        "instrument": article.instrument,
        "older": pair[0],
        "newer": pair[1],
        "comparison": comparison,
        "words": words,
        "changes": redline.counted,
        "versions": versions_for(request.user, article, pair[0].language)[:PER_PAGE],
        "may_edit": may_edit_text.test(request.user, article),
        **views,
    }
    return render(request, "drafts/compare.html", context)
