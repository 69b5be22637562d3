"""The travaux préparatoires of a clause, and any two of its wordings compared."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe

from drafts.models import Clause
from drafts.models.instruments import LANGUAGE_OWN_NAMES
from drafts.permissions import asked_language, clause_for, is_core, may_edit_text, wordings_for
from drafts.rendering.changes import Redline, html_of_changes
from drafts.text.redline import redline
from drafts.travaux import Story
from drafts.views.choices import language_query, view_choices
from drafts.views.typed import number_in


def _story(request: HttpRequest, clause: Clause) -> Story:
    instrument = clause.article.instrument
    story = Story(clause, instrument, request.user, asked_language(request, instrument))
    if not story.languages:
        raise Http404("No version that you may read has this clause.")
    return story


def _context(request: HttpRequest, clause: Clause, story: Story) -> dict[str, Any]:
    instrument = clause.article.instrument
    latest = [wording for wording in story.wordings if wording.block]
    return {
        "clause": clause,
        "instrument": instrument,
        "article": latest[-1].version.article,
        "place": latest[-1].place,
        "story": story,
        "query": language_query(instrument, story.language),
        "wordings": latest,
        "is_core": is_core.test(request.user),
        "may_edit": may_edit_text.test(request.user, clause),
    }


@clause_for()
def clause(request: HttpRequest, clause: Clause) -> HttpResponse:
    """All on one page, the oldest first. ?older and ?newer (wordings) go to their comparison."""
    story = _story(request, clause)
    instrument = clause.article.instrument
    older, newer = (number_in(request.GET.get(end, "")) for end in ("older", "newer"))
    if older is not None and newer is not None:
        ends = sorted((older, newer))
        comparison = redirect("drafts:compare_wordings", instrument.slug, clause.pk, *ends)
        comparison["Location"] += language_query(instrument, story.language)
        return comparison
    languages = [
        {
            "words": LANGUAGE_OWN_NAMES[code],
            "address": language_query(instrument, code) or "?",
            "current": code == story.language,
            "lang": code,
        }
        for code in story.languages
    ]
    context = {**_context(request, clause, story), "moments": story.moments(), "languages": languages}
    return render(request, "drafts/clause.html", context)


@wordings_for()
def compare_wordings(request: HttpRequest, first: int, second: int, clause: Clause) -> HttpResponse:
    """Two wordings, by the versions that they began with."""
    story = _story(request, clause)
    older, newer = story.wording(first), story.wording(second)
    if older is None or newer is None or older.block is None or newer.block is None:
        raise Http404("No version that you may read has this wording.")
    rows = redline([older.block], [newer.block])
    shown = view_choices(request, only_changed=False)
    change = Redline(
        side=shown.side,
        with_notes=is_core.test(request.user),
        language=story.language,
        opened=[older.opened[1], newer.opened[1]],
    )
    context = {
        **_context(request, clause, story),
        "older": older,
        "newer": newer,
        "shown": shown,
        "words": mark_safe(html_of_changes(rows, change)),
    }
    return render(request, "drafts/compare_wordings.html", context)
