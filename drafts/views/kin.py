"""A clause and its kin: sources, counterparts, suggestions, and the acts on them. And the discrepancies of a text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from drafts.citing import NotFound, find_cited
from drafts.linking import CannotLink, accept_discrepancy, end_link, link_clauses
from drafts.models import Clause, ClauseLink, Instrument
from drafts.permissions import asked_language, core_clause_for, core_instrument_for
from drafts.suggesting import Shelf, Shelved, Suggestion, shelf_of, suggested_counterparts, suggested_sources
from drafts.tracing import Traced, pairs_of, traced
from drafts.views.choices import language_query


@core_clause_for()
def kin(request: HttpRequest, clause: Clause) -> HttpResponse:
    """GET shows the standing links and what is suggested; POST makes a link, ends one, or accepts a discrepancy. What
    is refused comes back with a sentence and everything that was typed."""
    instrument = clause.article.instrument
    language = asked_language(request, instrument)
    refusal = ""
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""), _link)
        try:
            done = act(request, clause, language)
        except (CannotLink, NotFound) as problem:
            refusal = str(problem)
        else:
            messages.success(request, done)
            here = reverse("drafts:kin", kwargs={"slug": instrument.slug, "clause": clause.pk})
            return redirect(here + language_query(instrument, language))
    references = list(Instrument.objects.reference())
    context: dict[str, Any] = {
        "clause": clause,
        "article": clause.article,
        "instrument": instrument,
        "language": language,
        "query": language_query(instrument, language),
        "texts": [*references, instrument],  # in the order of the kinds: sources first, then counterparts
        "degrees": ClauseLink.Degree.choices,
        "kinds": ClauseLink.Kind.choices,
        "refusal": refusal,
        "typed": request.POST,
    }
    context |= vars(_kinship(clause, references, language))
    return render(request, "drafts/kin.html", context, status=400 if refusal else 200)


@dataclass
class _Kinship:
    """The clause's own words, None where it no longer stands, its links and what may be linked with it."""

    shelved: Shelved | None
    sources: list[Traced]
    counterparts: list[Traced]
    taken_from_it: list[Traced]
    ended: list[ClauseLink]
    likely_sources: list[Suggestion]
    likely_counterparts: list[Suggestion]


def _kinship(clause: Clause, references: list[Instrument], language: str) -> _Kinship:
    instrument = clause.article.instrument
    touching = list(ClauseLink.objects.touching(clause.pk).select_related("ended_by"))
    standing = traced([link for link in touching if link.ended_at is None], language)
    shelf: Shelf = shelf_of(instrument, language)
    shelved = shelf.provisions.get(clause.pk)
    linked = _around(standing)
    may_link = shelved is not None and instrument.is_negotiated
    return _Kinship(
        shelved=shelved,
        sources=[t for t in standing if t.link.kind == ClauseLink.Kind.SOURCE and t.link.clause_id == clause.pk],
        counterparts=[t for t in standing if t.link.kind == ClauseLink.Kind.COUNTERPART],
        taken_from_it=[t for t in standing if t.link.kind == ClauseLink.Kind.SOURCE and t.link.target_id == clause.pk],
        ended=[link for link in touching if link.ended_at is not None],
        likely_sources=suggested_sources(shelved, references, leaving_out=linked) if shelved and may_link else [],
        likely_counterparts=(
            suggested_counterparts(shelved, instrument, shelf, leaving_out=linked) if shelved and may_link else []
        ),
    )


def _around(standing: list[Traced]) -> set[str]:
    """What is linked already, with its items and the paragraphs they stand in: none of it is suggested again."""
    provisions = [end.provision for found in standing for end in (found.ours, found.theirs) if end is not None]
    return {key for provision in provisions for key in (*provision.clauses, provision.within)}


def _link(request: HttpRequest, clause: Clause, language: str) -> str:
    """Either to a suggested clause (`target`), or to one that is cited by text, article and place."""
    posted = request.POST
    link = link_clauses(
        kind=posted.get("kind", ""),
        degree=posted.get("degree", ""),
        clause=clause,
        target=_target(posted, language),
        author=request.user,
        reason=posted.get("reason", ""),
    )
    return "The source is linked." if link.kind == ClauseLink.Kind.SOURCE else "The counterpart is linked."


def _target(posted: Any, language: str) -> Clause:
    if posted.get("target"):
        clause = Clause.objects.with_instrument().named(posted["target"])
    else:
        instrument = next((text for text in Instrument.objects.all() if text.slug == posted.get("text")), None)
        if instrument is None:
            raise NotFound("Choose the text that the other clause stands in.")
        shelf = shelf_of(instrument, language)
        if not shelf.provisions:
            shelf = shelf_of(instrument, instrument.original_language)
        cited = find_cited(shelf, posted.get("article", ""), posted.get("place", ""))
        clause = Clause.objects.with_instrument().named(cited.id)
    if clause is None:
        raise NotFound("There is no such clause any more; open the page again.")
    return clause


def _end(request: HttpRequest, clause: Clause, language: str) -> str:
    end_link(link=_standing_link(request, clause), author=request.user, reason=request.POST.get("reason", ""))
    return "The link is ended. It stays on the record below."


def _accept(request: HttpRequest, clause: Clause, language: str) -> str:
    accept_discrepancy(
        link=_standing_link(request, clause),
        language=language,
        ours=request.POST.get("ours", ""),
        theirs=request.POST.get("theirs", ""),
        author=request.user,
        reason=request.POST.get("reason", ""),
    )
    return "The difference is accepted as intended."


def _standing_link(request: HttpRequest, clause: Clause) -> ClauseLink:
    link = ClauseLink.objects.touching(clause.pk).numbered(request.POST.get("link", ""))
    if link is None:
        raise NotFound("There is no such link of this clause; open the page again.")
    return link


ACTS: dict[str, Callable[[HttpRequest, Clause, str], str]] = {"link": _link, "end": _end, "accept": _accept}


@core_instrument_for()
def discrepancies(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """All unnecessary discrepancies between counterparts, pair by pair; and pairs that might be linked."""
    language = asked_language(request, instrument)
    context = {
        "instrument": instrument,
        "language": language,
        "query": language_query(instrument, language),
        "pairs": pairs_of(instrument, language),
    }
    return render(request, "drafts/discrepancies.html", context)
