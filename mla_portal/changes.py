"""Texts under negotiation that have changed since an instant: each once, from how it stood then to how it
stands now.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Min, Q

from drafts.models import Instrument
from drafts.models.articles import Version


@dataclass(frozen=True)
class ChangedText:
    """`older` is None where the text did not exist before."""

    older: Any
    newer: Any


def count_changed_articles(since: datetime) -> int:
    return _versions(since).values("article").distinct().order_by().count()


def changed_texts(since: datetime, most: int) -> list[ChangedText]:
    """The latest first. Two queries, however many versions there are."""
    spans = list(
        _versions(since)
        .order_by()
        .values("id")
        .annotate(first=Min("number"), last=Max("number"), at=Max("history_date"))
        .order_by("-at", "id")[:most]
    )
    if not spans:
        return []
    ends = Q()
    for span in spans:
        ends |= Q(id=span["id"], number__in=[_before(span), span["last"]])
    found = Version.objects.filter(ends).select_related("article__instrument", "history_user")
    versions = {(version.id, version.number): version for version in found}
    return [
        ChangedText(versions.get((span["id"], _before(span))), versions[span["id"], span["last"]]) for span in spans
    ]


def _before(span: dict[str, Any]) -> int:
    """The number of the version to compare with; the last step of a text that began since the instant."""
    return span["first"] - 1 if span["first"] > 1 else span["last"] - 1


def _versions(since: datetime) -> Any:
    negotiated = Instrument.objects.negotiated()
    return Version.objects.filter(history_date__gt=since, article__instrument__in=negotiated)
