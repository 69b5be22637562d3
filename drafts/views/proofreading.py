"""One page of everything that stands between an instrument and a clean text."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from drafts.consolidating import Entry
from drafts.models import Instrument
from drafts.permissions import instrument_for, may_edit_text
from drafts.proofreading import Proofread, lines_of, proofread_text
from drafts.readings import NothingToRead, Reading, reading_of
from drafts.text.proofreading import KINDS, Finding
from drafts.views.choices import language_query


@dataclass(frozen=True)
class Line:
    """A finding with where it leads: the clause, and the line in the editor for those who may edit."""

    finding: Finding
    article: str
    address: str
    edit_address: str


@dataclass(frozen=True)
class Group:
    kind: str
    name: str
    lines: list[Line]


@instrument_for()
def proofreading(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """The findings of the text that is read, by kind; ?kind and ?article show some of them."""
    try:
        reading = reading_of(instrument, request.user, request.GET)
    except NothingToRead as refusal:
        raise Http404(str(refusal)) from refusal
    read = proofread_text(
        instrument,
        reading.entries,
        edition=reading.edition,
        language=reading.language,
        languages=reading.languages,
        with_notes=reading.with_notes,
    )
    entries = {entry.article.slug: entry for entry in reading.entries}
    kind = request.GET.get("kind", "")
    article = request.GET.get("article", "")
    kind, article = kind if kind in KINDS else "", article if article in entries else ""
    shown = read.of(kind=kind, article=article)
    may_edit = reading.edition is None and may_edit_text.test(request.user, instrument)
    context = {
        "instrument": instrument,
        "reading": reading,
        "read": read,
        "kind": kind,
        "article": article,
        "kinds": [
            (key, KINDS[key], count, reading.query(kind=key, article=article)) for key, count in read.counts.items()
        ],
        "articles": _articles(read, entries),
        "groups": _groups(reading, entries, shown, may_edit),
        "shown": len(shown),
        "whole": reading.query() or "?",
        "kept": parse_qsl(reading.query().removeprefix("?")),
    }
    return render(request, "drafts/proofreading.html", context)


def _articles(read: Proofread, entries: dict[str, Entry]) -> list[tuple[str, str, int]]:
    """The articles in which something was found, with how much."""
    counted = [(slug, entry.name, len(read.of(article=slug))) for slug, entry in entries.items()]
    return [row for row in counted if row[2]]


def _groups(reading: Reading, entries: dict[str, Entry], shown: list[Finding], may_edit: bool) -> list[Group]:
    by_kind: dict[str, list[Line]] = {kind: [] for kind in KINDS}
    for finding in shown:
        by_kind[finding.kind].append(_line(reading, entries.get(finding.article), finding, may_edit))
    return [Group(kind, KINDS[kind], lines) for kind, lines in by_kind.items() if lines]


def _line(reading: Reading, entry: Entry | None, finding: Finding, may_edit: bool) -> Line:
    if entry is None:
        return Line(finding, "The whole text", reading.instrument.get_absolute_url() + reading.query(), "")
    address = reading.address(entry.article)
    if finding.clause_id:
        joint = "&" if "?" in address else "?"
        address += f"{joint}{urlencode({'clause': finding.clause_id})}#{finding.clause_id}"
    edit = ""
    if may_edit:
        named = {"slug": reading.instrument.slug, "label": entry.article.slug}
        edit = reverse("drafts:edit", kwargs=named) + language_query(reading.instrument, reading.language)
        if line := lines_of(entry).get(finding.clause_id):
            edit += f"#line-{line}"
    return Line(finding, entry.name, address, edit)
