"""Plain views of the portal's own data: one query, one template, nothing else. Signed-in people only, as ours."""

from collections.abc import Iterator
from difflib import HtmlDiff, SequenceMatcher
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from drafts.models import EditionText, Instrument, Text
from drafts.models.articles import Version
from tests.benchmarks.peers.models import Slip


def instrument(request: HttpRequest, slug: str) -> HttpResponse:
    """Headings and paragraphs of a whole instrument."""
    found = get_object_or_404(Instrument, slug=slug)
    texts = Text.objects.of(found).in_language("en").in_order()
    return render(request, "peers/instrument.html", {"instrument": found, "texts": texts})


def compare(request: HttpRequest, older: int, newer: int) -> HttpResponse:
    """Two versions of an article in difflib's own table, a paragraph a line."""
    versions = Version.objects.in_bulk([older, newer])
    before, after = ([block["text"] for block in versions[pk].blocks] for pk in (older, newer))
    return HttpResponse(HtmlDiff(wrapcolumn=80).make_file(before, after))


def compare_whole(request: HttpRequest, edition: int) -> HttpResponse:
    """An edition against the working text, article by article, with difflib on words."""
    pinned = EditionText.objects.filter(edition=edition, language="en").select_related("version", "article__instrument")
    olds = {row.article_id: row for row in pinned}
    found = next(iter(olds.values())).article.instrument
    texts = Text.objects.of(found).in_language("en").in_order()
    articles = [(text.heading, list(_changes(olds[text.article_id].version, text))) for text in texts]
    return render(request, "peers/redline.html", {"articles": articles})


def insert(request: HttpRequest) -> HttpResponse:
    """One row from what was sent."""
    sent = request.POST
    Slip.objects.create(
        heading=sent["heading"], blocks=sent["source"].splitlines(), reason=sent["reason"], author=request.user
    )
    return HttpResponse(status=204)


def words_of(content: Any) -> list[str]:
    return [word for block in content.blocks for word in (*block["text"].split(), "¶")]


def _changes(older: Any, newer: Any) -> Iterator[tuple[str, str]]:
    before, after = words_of(older), words_of(newer)
    for kind, start, end, at, until in SequenceMatcher(None, before, after).get_opcodes():
        if kind == "equal":
            yield "=", " ".join(before[start:end])
        else:
            yield "-", " ".join(before[start:end])
            yield "+", " ".join(after[at:until])
