"""Who has an article open in the editor. It informs, it locks nothing."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models

from .articles import Article
from .instruments import LANGUAGES

FRESH = timedelta(seconds=75)  # the editor's page reports every 25 seconds; two reports may be lost on a bad line


class PresenceQuerySet(models.QuerySet["Presence"]):
    def on(self, article: Article, language: str) -> "PresenceQuerySet":
        return self.filter(article=article, language=language).select_related("person")

    def others_now(self, person: Any, now: datetime) -> "PresenceQuerySet":
        """Those of other people whose page has reported lately, whoever came first standing first."""
        return self.exclude(person=person).filter(seen_at__gte=now - FRESH).order_by("opened_at")


class Presence(models.Model):
    """One person's open editor page on one article, from `opened_at`; `seen_at` is when it last reported."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="presences")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "article", "language"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.person} on {self.article}"
