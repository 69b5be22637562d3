"""Disputed wording: what is open and for how long, a reading under chosen resolutions, and resolving a passage."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST

from drafts.amending import CannotAmend, Collision, Saved
from drafts.consolidating import DivisionLine, Entry
from drafts.disputes import disputed_articles, line_of, progress_of, words_of
from drafts.models import Article, Instrument, Text
from drafts.naming import VIEWS
from drafts.permissions import article_for, asked_language, instrument_for, is_core, may_edit_text
from drafts.previewing import preview_of
from drafts.readings import NothingToRead, Reading, reading_of
from drafts.rendering import outline
from drafts.rendering.changes import Redline, html_of_changes
from drafts.rendering.sheet import Page, html_of, sheet_from
from drafts.resolving import footnotes_lost, passage_in, passage_shown, passages_in, proposal_for, resolve_passage
from drafts.text import resolution, variants
from drafts.text.resolution import Choice, View, choice_of
from drafts.views.choices import language_query
from drafts.views.collisions import collision_page
from drafts.views.texts import REFUSAL
from drafts.views.typed import Typed, number_in


def _reading(request: HttpRequest, instrument: Instrument) -> Reading:
    """What this person reads, always as it is negotiated and under all options of scope: a page about disputed words
    has no other view."""
    if not instrument.is_negotiated:
        raise Http404("A reference instrument has no disputed words.")
    try:
        return replace(reading_of(instrument, request.user, request.GET), view="", under=frozenset())
    except NothingToRead as refusal:
        raise Http404(str(refusal)) from refusal


@instrument_for()
def disputed(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Every disputed passage, article by article, and the count of open ones over all editions."""
    reading = _reading(request, instrument)
    articles = disputed_articles(reading)
    context = {
        "instrument": instrument,
        "reading": reading,
        "articles": articles,
        "passages": sum(len(spot.lines) for article in articles for spot in article.spots),
        "unbalanced": sum(article.tally.unbalanced for article in articles),
        "progress": progress_of(reading),
        "readings": [(view, *VIEWS[view]) for view in VIEWS if view in resolution.HYPOTHETICAL],
        "may_edit": reading.edition is None and may_edit_text.test(request.user, instrument),
        "is_core": is_core.test(request.user),
    }
    return render(request, "drafts/disputed.html", context)


@require_POST
@instrument_for()
def hypothetical(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """The whole text as it would read under the choices of the page of disputed wording. Nothing is stored."""
    reading = _reading(request, instrument)
    asked = request.POST.get("view")
    view: View = next((view for view in resolution.VIEWS if view == asked and view in resolution.HYPOTHETICAL), "keep")
    chosen = _chosen(request)
    asked_for = sum(len(choices) for choices in chosen.values())
    fitting = sum(_fitting(entry, chosen.get(entry.article.slug, {})) for entry in reading.entries)
    context = {
        "instrument": instrument,
        "reading": reading,
        "hypothesis": VIEWS[view][1],
        "chosen": fitting,
        "homeless": asked_for - fitting,
        "front": reading.text.front and _as_chosen(reading, reading.text.front, view, chosen)[1],
        "title": resolution.heading_of(reading.text.title, view),
        "words": _whole(reading, view, chosen),
    }
    return render(request, "drafts/hypothetical.html", context)


Chosen = dict[str, dict[str, Choice]]  # by the article's slug and the passage's key


def _chosen(request: HttpRequest) -> Chosen:
    """The choices of the form; what is no choice is as if nothing had been chosen."""
    found: Chosen = {}
    for name, value in request.POST.items():
        slug, _, key = name.partition(":")
        choice = choice_of(value) if isinstance(value, str) else None
        if key and choice:
            found.setdefault(slug, {})[key] = choice
    return found


def _fitting(entry: Entry, choices: dict[str, Choice]) -> int:
    """How many of the choices made for an article are about passages that it has, and are offered by them."""
    if not choices:
        return 0
    offered = {passage.key: resolution.choices_for(passage) for passage in passages_in(entry.content)}
    return sum(choice in offered.get(key, ()) for key, choice in choices.items())


def _whole(reading: Reading, view: View, chosen: Chosen) -> SafeString:
    written, level = [], 0
    for line in reading.text.lines:
        if isinstance(line, DivisionLine):
            level = line.level + 1
            heading = resolution.heading_of(line.heading, view)
            written.append(outline.division_heading(line.name, heading, line.level))
            continue
        heading, words = _as_chosen(reading, line, view, chosen)
        written.append(
            outline.article_section(
                line.article.slug,
                reading.address(line.article),
                title=(line.name, heading),
                level=level if line.article.division_id else 0,
                words=words,
            )
        )
    return mark_safe("".join(written))


def _as_chosen(reading: Reading, entry: Entry, view: View, chosen: Chosen) -> tuple[str, SafeString]:
    """An article's heading and clauses under the choices made for it."""
    choices = chosen.get(entry.article.slug, {})
    blocks = resolution.view_of(entry.blocks, view, choices)
    sheet = sheet_from(blocks, reading.language, f"{entry.article.slug}-", with_notes=False)
    address = reading.address(entry.article).replace("&", "&amp;")
    page = Page(link=f"{address}{'&amp;' if '?' in address else '?'}", counts={})
    return resolution.heading_of(entry.heading, view, choices), mark_safe(html_of(sheet, page) + sheet.footnotes)


@dataclass(frozen=True)
class _Asked:
    """Which passage of which version, as which words, and what is to become of it."""

    version: int
    passage: str
    words: str
    choice: Choice | None

    @classmethod
    def of(cls, request: HttpRequest) -> "_Asked":
        said = request.POST if request.method == "POST" else request.GET
        return cls(
            version=number_in(said.get("version", "")) or 0,
            passage=said.get("passage", ""),
            words=said.get("words", "").replace("\r\n", "\n"),
            choice=choice_of(said.get("choice", "")),
        )


@article_for(may=may_edit_text, refusal=REFUSAL)
def resolve(request: HttpRequest, article: Article) -> HttpResponse:
    """GET shows what would change and asks for the reason; POST does it. Words that are no longer there: one sentence
    and 409, and the reason stays in its field."""
    language = asked_language(request, article.instrument)
    asked = _Asked.of(request)
    if request.method != "POST":
        return _confirm(request, article, language, asked)
    reason, nature = request.POST.get("reason", ""), request.POST.get("nature", "")
    try:
        outcome = resolve_passage(
            article=article,
            language=language,
            base=asked.version,
            passage=asked.passage,
            expected_words=asked.words,
            choice=asked.choice or Choice("choose"),
            author=request.user,
            reason=reason,
            nature=nature if nature in Text.Nature.values else "",
        )
    except CannotAmend as refusal:
        return _confirm(request, article, language, asked, str(refusal))
    if isinstance(outcome, Collision):
        shown = passage_in(outcome.base, asked.passage)
        assert shown is not None
        assert asked.choice is not None
        proposal = proposal_for(outcome.base, shown, asked.choice)
        typed = Typed(proposal.heading, proposal.source, reason, proposal.base, nature)
        return collision_page(request, article, outcome, typed)
    _tell(request, article, outcome)
    address = reverse("drafts:disputed", kwargs={"slug": article.instrument.slug})
    return redirect(f"{address}{language_query(article.instrument, language)}#{article.slug}")


def _tell(request: HttpRequest, article: Article, outcome: Any) -> None:
    if not isinstance(outcome, Saved):
        messages.info(request, f"Nothing was changed in {article}.")
        return
    told = f"Resolved: this is version {outcome.version.number} of {article}."
    if outcome.merged_with:
        named = ", ".join(f"version {version.number} by {version.history_user}" for version in outcome.merged_with)
        told += f" It was merged with {named}."
    messages.success(request, " ".join([told, *outcome.told]))


def _confirm(request: HttpRequest, article: Article, language: str, asked: _Asked, refusal: str = "") -> HttpResponse:
    context: dict[str, Any] = {
        "article": article,
        "instrument": article.instrument,
        "language": language,
        "query": language_query(article.instrument, language),
        "refusal": refusal,
        "reason": request.POST.get("reason", ""),
        "nature": request.POST.get("nature", ""),
        "natures": Text.Nature.choices,
        "asked": asked,
    }
    try:
        version, passage = passage_shown(article, language, asked.version, asked.passage)
    except CannotAmend as problem:
        return render(request, "drafts/resolve.html", {**context, "refusal": refusal or str(problem)}, status=409)
    if asked.choice not in resolution.choices_for(passage):
        offer = "Choose on the page of disputed wording what shall become of these words."
        return render(request, "drafts/resolve.html", {**context, "refusal": refusal or offer}, status=409)
    preview = preview_of(article, version, proposal_for(version, passage, asked.choice))
    context |= {
        "version": version,
        "passage": passage,
        "act": words_of(passage, asked.choice),
        "held": line_of(passage).held,
        "lost": footnotes_lost(version, passage, asked.choice),
        "preview": preview,
        "words": mark_safe(html_of_changes(preview.rows, Redline(only_changed=True, margin=False, language=language))),
        "of_heading": passage.clause == variants.HEADING,
    }
    return render(request, "drafts/resolve.html", context, status=409 if refusal else 200)
