"""The list of instruments, and the whole text of one."""

from collections.abc import Mapping
from typing import Any

from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from drafts.agreements import look_of, marks_of
from drafts.consolidating import DivisionLine, Entry
from drafts.models import AgreementStep, Instrument
from drafts.permissions import instrument_for, is_core, may_edit_text, may_renumber
from drafts.readings import NoSuchChoice, NothingToRead, Reading, contents_of, reading_of
from drafts.rendering import outline
from drafts.rendering.sheet import Mark, Page, html_of
from drafts.views.choices import no_such_choice
from drafts.views.freshness import WITNESSES, fingerprint
from mla_portal.access import person_for


@person_for()
def instruments(request: HttpRequest, person: Any) -> HttpResponse:
    """Texts under negotiation first, then the treaties that clauses are taken from."""
    visible = Instrument.objects.visible_to(person)
    context = {
        "negotiated": visible.negotiated().with_editions(),
        "reference": visible.reference(),
        "is_core": is_core.test(person),
    }
    return render(request, "drafts/instruments.html", context)


@instrument_for()
def instrument(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """The whole text for reading. An issued edition never changes, so a reader who has it already is told so (304)."""
    try:
        reading = reading_of(instrument, request.user, request.GET)
    except NoSuchChoice as refusal:
        return no_such_choice(request, instrument, str(refusal))
    except NothingToRead as refusal:
        raise Http404(str(refusal)) from refusal
    etag = None
    if reading.edition and not len(get_messages(request)):
        which = [edition.pk for edition in (reading.editions[0], reading.default) if edition]
        agreed = AgreementStep.objects.of(instrument).stamp()
        beside = [witness(request.user, instrument) for witness in WITNESSES]
        facts = (reading.edition.checksum, reading.language, which, instrument.title, agreed, *beside)
        etag = fingerprint(request, *facts, reading.scope_choices())
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged is not None:
            return unchanged
    front, marks = reading.text.front, marks_of(reading)
    context = {
        "instrument": instrument,
        "reading": reading,
        "contents": contents_of(reading, state_of=lambda entry: look_of(entry.blocks, marks)),
        "has_marks": bool(marks),
        "front": _words(reading, front, marks) if front else "",
        "front_address": reading.address(front.article) if front else "",
        "words": _whole(reading, marks),
        "is_core": is_core.test(request.user),
        "may_renumber": reading.edition is None and may_renumber.test(request.user, instrument),
        "may_import": may_edit_text.test(request.user, instrument),
    }
    response = render(request, "drafts/instrument.html", context)
    if etag:
        response["ETag"] = etag
        patch_cache_control(response, private=True, no_cache=True)
    return response


def _whole(reading: Reading, marks: Mapping[str, Mark]) -> SafeString:
    """Every division and article in reading order."""
    written: list[str] = []
    level = 0
    for line in reading.text.lines:
        if isinstance(line, DivisionLine):
            level = line.level + 1
            written.append(outline.division_heading(line.name, reading.heading(line.heading), line.level))
            continue
        article = line.article
        written.append(
            outline.article_section(
                article.slug,
                reading.address(article),
                title=(line.name, reading.heading(line.heading)),
                level=level if article.division_id else 0,
                words=_words(reading, line, marks),
            )
        )
    return mark_safe("".join(written))


def _words(reading: Reading, entry: Entry, marks: Mapping[str, Mark]) -> SafeString:
    """An article's clauses. A clause's number leads to the article's own page, where one can comment on it."""
    address = escape(reading.address(entry.article))
    sheet = reading.sheet(entry)
    link = f"{address}{'&amp;' if '?' in address else '?'}"
    page = Page(link=link, counts={}, agreed=marks, links=reading.following.links(entry))
    return mark_safe(html_of(sheet, page) + sheet.footnotes)
