"""Presence in the editor: who else has an article open, and since when. It locks nothing: two who save are merged."""

from datetime import datetime
from typing import Any

from drafts.models import Article, Presence
from drafts.models.presences import FRESH


def report_presence(*, article: Article, language: str, person: Any, now: datetime) -> list[Presence]:
    """Note that this person has the article open; returns the others who have. A page that has not reported for a while
    was closed, and the next report begins anew; a save ends it (`amending`)."""
    mine, created = Presence.objects.get_or_create(
        person=person, article=article, language=language, defaults={"opened_at": now, "seen_at": now}
    )
    if not created:
        opened = mine.opened_at if mine.seen_at >= now - FRESH else now
        Presence.objects.filter(pk=mine.pk).update(seen_at=now, opened_at=opened)
    return list(Presence.objects.on(article, language).others_now(person, now))
