"""Renumbering an instrument, and the concordance that it leaves."""

import csv
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from drafts import old_numbers
from drafts.consolidating import languages_of
from drafts.models import Act, Instrument
from drafts.models.instruments import LANGUAGE_OWN_NAMES
from drafts.old_numbers import Entry
from drafts.permissions import (
    asked_language,
    instrument_for,
    is_core,
    may_read_working_text,
    may_renumber,
    renumbering_for,
)
from drafts.renumbering import CannotRenumber, planned, renumber_instrument
from drafts.text.renumbering import Renumbered


@instrument_for(may=may_renumber, refusal="Only the secretariat renumbers a text.")
def renumbering(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """GET shows what would change and what cannot be put right; POST does it, with its reason."""
    refusal = ""
    if request.method == "POST":
        try:
            act = renumber_instrument(instrument=instrument, author=request.user, reason=request.POST.get("reason", ""))
        except CannotRenumber as problem:
            refusal = str(problem)
        else:
            messages.success(request, act.what)
            return redirect("drafts:concordance", instrument.slug, act.pk)
    plan = planned(instrument)
    language = instrument.original_language
    context = {
        "instrument": instrument,
        "plan": plan,
        "rows": old_numbers.table_of(_entries(plan, language), _kinds(instrument), language),
        "divisions": _divisions(instrument, plan),
        "texts": len(plan.texts),
        "refusal": refusal,
        "reason": request.POST.get("reason", ""),
        "earlier": Act.objects.of(instrument).renumberings().newest_first(),
    }
    return render(request, "drafts/renumbering.html", context, status=400 if refusal else 200)


def _entries(plan: Renumbered, language: str) -> list[Entry]:
    return [
        Entry(line.article, line.clause or "", line.old_article, line.new_article, line.old, line.new)  # type: ignore[arg-type]
        for line in plan.lines
        if line.language == language
    ]


def _kinds(instrument: Instrument) -> dict[int, str]:
    return dict(instrument.articles.values_list("pk", "kind"))


def _divisions(instrument: Instrument, plan: Renumbered) -> list[dict[str, Any]]:
    rows = [row for row in instrument.divisions.order_by("position") if row.pk in plan.divisions]
    return [{"name": row.get_kind_display(), "new": plan.divisions[row.pk], "old": row.label} for row in rows]


@renumbering_for()
def concordance(request: HttpRequest, act: Act) -> HttpResponse:
    """The concordance table, for the screen and for paper."""
    instrument = act.instrument
    language, entries = _asked(request, act)
    sees_working_text = may_read_working_text.test(request.user, instrument)
    edition = None if sees_working_text else old_numbers.editions_around(act)[1]
    context = {
        "instrument": instrument,
        "act": act,
        "language": language,
        "languages": [(code, LANGUAGE_OWN_NAMES[code]) for code in languages_of(instrument, edition)],
        "rows": old_numbers.table_of(entries, _kinds(instrument), language),
        "is_core": is_core.test(request.user),
        "left": [*act.detail.get("dangling", []), *act.detail.get("unclear", [])] if sees_working_text else [],
    }
    return render(request, "drafts/concordance.html", context)


@renumbering_for()
def concordance_file(request: HttpRequest, act: Act) -> HttpResponse:
    """The same as comma-separated values, every numbered place."""
    language, entries = _asked(request, act)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"concordance-{act.instrument.slug}-{act.pk}-{language}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")  # spreadsheets read accents right only behind a byte order mark
    csv.writer(response).writerows(old_numbers.columns_of(entries))
    return response


def _asked(request: HttpRequest, act: Act) -> tuple[str, list[Entry]]:
    language = asked_language(request, act.instrument)
    known = None
    if not may_read_working_text.test(request.user, act.instrument):
        known = old_numbers.public_of(act, language)
    return language, old_numbers.entries_of(act, language, known)
