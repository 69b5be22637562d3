"""Options of scope: what they are, what stands under which, the text under each choice, two choices compared."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from drafts.comparing import compare_texts
from drafts.consolidating import Consolidated, Entry
from drafts.forms import OptionsForm
from drafts.models import Instrument
from drafts.permissions import instrument_for, is_core, may_publish
from drafts.readings import NothingToRead, Reading, reading_of
from drafts.readings import no_such_choice as sentence_for
from drafts.scoping import CannotScope, lay_down_options
from drafts.text import brackets, numbering, scope
from drafts.text.blocks import Block, is_scope_line
from drafts.text.words import words_of
from drafts.views.choices import no_such_choice, view_choices
from drafts.views.comparisons import articles_of, tally_of


@dataclass(frozen=True)
class Count:
    """One choice: how much of the text stands under it."""

    key: str
    words: str
    address: str
    articles: int
    clauses: int
    length: int
    brackets: int


@dataclass(frozen=True)
class Standing:
    """An article or a clause that stands under some options only."""

    place: str
    address: str
    words: str
    mark: str


@instrument_for()
def options(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """The options, what stands under which, and how much of the text each choice leaves. The secretariat lays them down
    by POST."""
    reading = _reading(request.user, instrument, {**request.GET.dict(), "under": ""})
    may = may_publish.test(request.user, instrument)
    form = OptionsForm(request.POST or None, initial=_initial(reading)) if may else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied("Only the secretariat lays down options of scope.")
        if form.is_valid():
            try:
                act = lay_down_options(instrument=instrument, author=request.user, **form.facts())
            except CannotScope as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, act.what)
                return redirect("drafts:options", instrument.slug)
    context = {
        "instrument": instrument,
        "reading": reading,
        "counts": [_count(reading, choice) for choice in scope.choices(reading.sets)],
        "standing": [line for entry in reading.text.entries for line in _standing(reading, entry)],
        "never": [line for entry in reading.text.entries for line in _never(reading, entry)],
        "form": form,
        "is_core": is_core.test(request.user),
    }
    return render(request, "drafts/options.html", context, status=400 if form and form.errors else 200)


@instrument_for()
def compare_options(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """The text under one choice against the text under another: ?from=1&to=2+3."""
    reading = _reading(request.user, instrument, {**request.GET.dict(), "under": ""})
    chosen = [scope.choice_named(request.GET.get(end, ""), reading.sets) for end in ("from", "to")]
    if None in chosen:
        return no_such_choice(request, instrument, sentence_for(reading.sets))
    older, newer = (replace(reading, under=choice or frozenset()) for choice in chosen)
    compared = compare_texts(older.text, newer.text)
    shown = view_choices(request, only_changed=True)
    articles = articles_of(compared, shown, with_notes=is_core.test(request.user))
    keys = [scope.key_of(each.under, reading.sets) for each in (older, newer)]
    context = {
        "instrument": instrument,
        "reading": reading,
        "older": older,
        "newer": newer,
        "keys": keys,
        "choices": [(scope.key_of(choice, reading.sets)) for choice in scope.choices(reading.sets)],
        "articles": articles,
        "changed": [article for article in articles if article["changes"]],
        "changes": sum(article["changes"] for article in articles),
        "total": len(compared),
        "tally": tally_of(compared),
    }
    return render(request, "drafts/compare_options.html", context)


def _reading(person: Any, instrument: Instrument, asked: dict[str, str]) -> Reading:
    if not instrument.is_negotiated:
        raise Http404("A reference instrument has no options.")
    try:
        return reading_of(instrument, person, asked)
    except NothingToRead as refusal:
        raise Http404(str(refusal)) from refusal


def _count(reading: Reading, choice: frozenset[str]) -> Count:
    chosen = replace(reading, under=choice)
    text: Consolidated = chosen.text
    blocks = [block for entry in text.entries for block in entry.blocks]
    return Count(
        scope.key_of(choice, reading.sets),
        chosen.scope_name,
        f"{reading.instrument.get_absolute_url()}{chosen.query()}",
        len(text.entries),
        len(blocks),
        sum(sum(word[0].isalnum() for word in words_of(brackets.plain(block.text))) for block in blocks),
        sum(brackets.count(entry.blocks) for entry in text.entries),
    )


def _standing(reading: Reading, entry: Entry) -> list[Standing]:
    """The marks of an article, the one of the whole article first."""
    places = numbering.paths(entry.blocks, reading.language)
    return [
        _line(reading, entry, block, places[block.id], scope.in_words(mark))
        for block, mark in scope.marked(entry.blocks)
        if mark
    ]


def _never(reading: Reading, entry: Entry) -> list[Standing]:
    """The clauses that stand under no choice."""
    places = numbering.paths(entry.blocks, reading.language)
    never = scope.never_standing(entry.blocks, reading.sets)
    return [_line(reading, entry, block, places[block.id], "under no choice") for block in never]


def _line(reading: Reading, entry: Entry, block: Block, place: str, mark: str) -> Standing:
    address = reading.address(entry.article)
    glue = "&" if "?" in address else "?"
    whole = is_scope_line(block)
    return Standing(
        entry.name if whole else f"{entry.name}, {numbering.citation(place, reading.language)}",
        f"{address}{glue}clause={block.id}#{block.id}",
        brackets.plain(entry.heading if whole else block.text),
        mark,
    )


def _initial(reading: Reading) -> dict[str, Any]:
    """The first set that has been laid down, as the form shows it."""
    if not reading.sets:
        return {}
    one = reading.sets[0]
    return {
        "name": one.name,
        "options": "\n".join(f"{label}: {words}" for label, words in one.options),
        "legal": "\n".join(" + ".join(sorted(labels, key=one.labels.index)) for labels in one.legal),
    }
