"""Going back: the pages that show what restoring a clause or an edition would change, and ask for the reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe

from drafts.amending import CannotAmend, Unchanged
from drafts.comparing import compare_texts, compare_versions
from drafts.consolidating import consolidated, languages_of
from drafts.models import Clause, Edition, Text
from drafts.models.instruments import LANGUAGE_OWN_NAMES
from drafts.permissions import clause_version_for, edition_for, may_edit_text
from drafts.rendering.changes import Redline, html_of_changes
from drafts.restoring import last_written, restore_clause, restore_edition, with_clause
from drafts.text import numbering
from drafts.text.redline import redline
from drafts.views.choices import language_query
from drafts.views.typed import seen_in

REFUSAL = "Only editors of the Core Group restore earlier words."


@clause_version_for(may=may_edit_text, refusal=REFUSAL)
def clause(request: HttpRequest, version: Any, clause: Clause) -> HttpResponse:
    """GET shows the clause as it would read; POST makes it so, in a new version of its article."""
    article, refusal = version.article, ""
    query = language_query(article.instrument, version.language)
    if request.method == "POST":
        try:
            outcome = restore_clause(
                version=version,
                clause_id=clause.pk,
                author=request.user,
                reason=request.POST.get("reason", ""),
                seen=seen_in(request),
            )
        except CannotAmend as problem:
            refusal = str(problem)
        else:
            if isinstance(outcome, Unchanged):
                messages.info(request, "The clause says now what it said then; nothing was changed.")
            else:
                done = f"The clause is restored, in version {outcome.version.number}."
                messages.success(request, " ".join([done, *outcome.told]))
            return redirect(f"{article.get_absolute_url()}{query}#{clause.pk}")
    current = Text.objects.now(article, version.language)
    before = current.clauses()
    after = numbering.number(with_clause(before, version.clauses(), clause.pk), version.language)
    rows = redline(before, after)
    shown = Redline(only_changed=True, margin=False, language=version.language)
    context = {
        "article": article,
        "instrument": article.instrument,
        "clause": clause,
        "place": numbering.citation(numbering.paths(after, version.language)[clause.pk], version.language),
        "version": version,
        "current": current,
        "query": query,
        "words": mark_safe(html_of_changes(rows, shown)),
        "changes": shown.counted,
        "refusal": refusal,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "drafts/restore_clause.html", context, status=400 if refusal else 200)


@edition_for(may=may_edit_text, refusal=REFUSAL)
def edition(request: HttpRequest, edition: Edition) -> HttpResponse:
    """GET shows the redline from the working text to the edition, in every language; POST makes it the working text."""
    instrument, refusal = edition.instrument, ""
    if request.method == "POST":
        try:
            restored = restore_edition(
                edition=edition, author=request.user, reason=request.POST.get("reason", ""), seen=seen_in(request)
            )
        except CannotAmend as problem:
            refusal = str(problem)
        else:
            count = len(restored.versions)
            what = f"{edition.label} is restored: {count} new version{'' if count == 1 else 's'}."
            nothing = f"The working text says what {edition.label} says; nothing was changed."
            messages.success(request, " ".join([what if restored.act else nothing, *restored.told]))
            return redirect(instrument)
    seen = last_written(instrument)  # before the texts are read: what comes in between is refused, not overlooked
    context = {
        "instrument": instrument,
        "edition": edition,
        "seen": seen,
        "languages": _changes(edition),
        "refusal": refusal,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "drafts/restore_edition.html", context, status=400 if refusal else 200)


def _changes(edition: Edition) -> list[dict[str, Any]]:
    """By language the articles that would change, each with its redline, and those that came later."""
    instrument = edition.instrument
    found = []
    for code in languages_of(instrument, edition):
        now, then = (consolidated(instrument, edition=which, language=code) for which in (None, edition))
        compared = compare_texts(now, then)
        if now.front and then.front:
            compared.insert(0, compare_versions(now.front.content, then.front.content))
        articles = []
        for comparison in compared:
            if comparison.change == "edit":
                prefix = f"{code}-{comparison.article.slug}-"
                shown = Redline(only_changed=True, margin=False, prefix=prefix, language=code)
                words = mark_safe(html_of_changes(comparison.rows, shown))
                articles.append({"comparison": comparison, "words": words})
        later = [comparison for comparison in compared if comparison.change == "removed"]
        found.append({"code": code, "name": LANGUAGE_OWN_NAMES[code], "articles": articles, "later": later})
    return found
