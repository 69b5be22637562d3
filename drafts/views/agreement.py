"""How far a text has been agreed: the whole at a glance, the record of an article's clauses, a further step."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from drafts.agreeing import CannotAgree, record_agreement
from drafts.agreements import Level, marks_of, steps_of, tally_of
from drafts.forms import AgreementForm
from drafts.models import AgreementStep, Article, Instrument, Text
from drafts.permissions import article_for, instrument_for, is_core, may_record_agreement
from drafts.readings import NothingToRead, reading_of
from drafts.rendering.sheet import Mark
from drafts.text import numbering
from drafts.text.blocks import is_tombstone
from drafts.views.typed import seen_in

REFUSAL = "The Core Group and the secretariat record how far a text has been agreed."


@dataclass(frozen=True)
class Line:
    """A clause in the record: how it is cited, its words, and how far it has been agreed."""

    id: str
    place: str
    words: str
    mark: Mark | None


@instrument_for()
def agreement(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Article by article, how many clauses are at which level."""
    try:
        reading = reading_of(instrument, request.user, request.GET)
    except NothingToRead as refusal:
        raise Http404(str(refusal)) from refusal
    steps = steps_of(reading)
    entries = reading.text.entries
    tallies = [list(tally_of(entry.blocks, steps).values()) for entry in entries]
    levels = [label for _, label in Level.choices]
    totals = [sum(tally[place] for tally in tallies) for place in range(len(levels))]
    rows = [
        {"entry": entry, "tally": tally, "address": reading.address(entry.article)}
        for entry, tally in zip(entries, tallies, strict=True)
    ]
    context = {
        "instrument": instrument,
        "reading": reading,
        "rows": rows,
        "levels": levels,
        "totals": totals,
        "clauses": sum(totals),
        "binding": sum(total for total, level in zip(totals, Level.values, strict=True) if _is_binding(level)),
        "may_record": reading.edition is None and may_record_agreement.test(request.user, instrument),
        "is_core": is_core.test(request.user),
    }
    return render(request, "drafts/agreement.html", context)


def _is_binding(level: str) -> bool:
    return level not in AgreementStep.OPEN


@article_for(may=may_record_agreement, refusal=REFUSAL)
def record(request: HttpRequest, article: Article) -> HttpResponse:
    """Each clause with the step that holds, and all steps; ?clause selects. POST adds a step to the chosen ones."""
    reading = reading_of(article.instrument, request.user, {})
    entry = next((entry for entry in reading.entries if entry.article.pk == article.pk), None)
    if entry is None:
        raise Http404(f"{article} does not stand in the working text.")
    places = numbering.paths(entry.blocks, reading.language)
    marks = marks_of(reading)
    lines = [
        Line(block.id, numbering.citation(places[block.id]), block.text, marks.get(block.id))
        for block in entry.blocks
        if block.kind != "end" and not is_tombstone(block)
    ]
    form = AgreementForm(request.POST or None, initial=_initial(request, lines))
    form.offer([(line.id, line.place) for line in lines])
    if request.method == "POST" and form.is_valid():
        try:
            steps = _recorded(request, article, reading.language, form)
        except CannotAgree as refusal:
            form.add_error(None, str(refusal))
        else:
            clauses = "One clause is" if len(steps) == 1 else f"{len(steps)} clauses are"
            messages.success(request, f"{clauses} now {steps[0].words}.")
            return redirect(article)
    context = {
        "article": article,
        "instrument": article.instrument,
        "lines": lines,
        "seen": entry.content.number,
        "form": form,
        "steps": [
            {"step": step, "place": numbering.citation(places[step.clause_id]) if step.clause_id in places else ""}
            for step in AgreementStep.objects.on_article(article).for_record()
        ],
    }
    return render(request, "drafts/agreement_record.html", context, status=400 if form.errors else 200)


def _recorded(request: HttpRequest, article: Article, language: str, form: AgreementForm) -> list[AgreementStep]:
    """Raises CannotAgree as `record_agreement` does, and where somebody saved since the page was shown: a step stands
    for words that people have seen. Asked once the text is locked, so that nobody comes in between."""
    seen = seen_in(request)
    with transaction.atomic():
        steps = record_agreement(article=article, author=request.user, **form.cleaned_data)
        number = Text.objects.now(article, language).number
        if seen not in (None, number):
            raise CannotAgree(f"Version {number} was saved while this page was open: look at its words again.")
    return steps


def _initial(request: HttpRequest, lines: list[Line]) -> dict[str, Any]:
    asked = request.GET.get("clause", "")
    return {"clauses": [line.id for line in lines if line.id == asked] or [line.id for line in lines]}
