"""The whole text of two editions compared, or of an edition and the working text."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from drafts.comparing import ArticleComparison, compare_texts
from drafts.consolidating import consolidated
from drafts.models import Edition, Instrument
from drafts.permissions import WORKING, asked_language, is_core, may_read_working_text, texts_to_compare_for
from drafts.rendering.changes import Redline, html_of_changes, kind_in_words
from drafts.views.choices import Shown, view_choices


@texts_to_compare_for()
def compare_editions(
    request: HttpRequest, older: Edition | None, newer: Edition | None, instrument: Instrument
) -> HttpResponse:
    """Only the articles that changed, unless the whole text is asked for. Renumbering alone is not counted."""
    language = asked_language(request, instrument)
    texts = [consolidated(instrument, edition=edition, language=language) for edition in (older, newer)]
    compared = compare_texts(*texts)
    shown = view_choices(request, only_changed=True)
    articles = articles_of(compared, shown, with_notes=is_core.test(request.user))
    editions = list(instrument.editions.newest_first())
    context = {
        "instrument": instrument,
        "older": older,
        "newer": newer,
        "names": [edition.label if edition else "the working text" for edition in (older, newer)],
        "slugs": [edition.slug if edition else WORKING for edition in (older, newer)],
        "editions": editions,
        "sees_working_text": may_read_working_text.test(request.user, instrument),
        "shown": shown,
        "articles": articles,
        "changed": [article for article in articles if article["changes"]],
        "total": len(compared),
        "changes": sum(article["changes"] for article in articles),
        "tally": tally_of(compared),
    }
    return render(request, "drafts/compare_editions.html", context)


def articles_of(compared: list[ArticleComparison], shown: Shown, *, with_notes: bool) -> list[dict[str, Any]]:
    """What is shown of each article; the changes are numbered through the whole text, so that one can step through."""
    articles, counted = [], 0
    for comparison in compared:
        if shown.only_changed and not _is_changed(comparison):
            continue
        redline = Redline(
            only_changed=shown.only_changed,
            side=shown.side,
            prefix=f"{comparison.article.slug}-",
            counted=counted,
            current=shown.at,
            with_notes=with_notes,
            language=(comparison.newer or comparison.older).language,
        )
        words = mark_safe(html_of_changes(comparison.rows, redline))
        changes = redline.counted - counted
        heading = any(sign != "=" for sign, _ in comparison.heading)
        articles.append(
            {
                "comparison": comparison,
                "words": words,
                "first": counted + 1 if changes else 0,
                "changes": changes or int(heading or comparison.change in ("added", "removed")),
            }
        )
        counted = redline.counted
    return articles


def _is_changed(comparison: ArticleComparison) -> bool:
    relevelled = any(row.relevelled for row in comparison.rows)
    return comparison.change in ("added", "removed") or bool(comparison.changes) or relevelled


def tally_of(compared: list[ArticleComparison]) -> str:
    """ "18 amended, 6 inserted, 4 moved, 3 deleted"."""
    count: dict[str, int] = {}
    for comparison in compared:
        for row in comparison.rows:
            if words := kind_in_words(row).lower():
                count[words] = count.get(words, 0) + 1
    return ", ".join(f"{number} {words}" for words, number in sorted(count.items(), key=lambda item: -item[1]))
