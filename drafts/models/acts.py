"""Acts on a whole instrument: articles and divisions added, moved, split, merged, deleted; the text renumbered."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NoReturn, TypeVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThan
from django.utils import timezone

from mla_portal.versioning import UnversionedWrite

from .articles import Article
from .clauses import Clause
from .editions import Edition
from .instruments import LANGUAGES, Instrument

_Logged = TypeVar("_Logged", bound=models.Model)


class LoggedQuerySet(models.QuerySet[_Logged]):
    """Rows that are added and never changed or removed."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UnversionedWrite("This is part of the record: it is added to, never changed or removed.")

    update = bulk_update = delete = _refuse
    update.alters_data = True  # type: ignore[attr-defined]


class ActQuerySet(LoggedQuerySet["Act"]):
    def of(self, instrument: Instrument) -> "ActQuerySet":
        return self.filter(instrument=instrument).select_related("author")

    def newest_first(self) -> "ActQuerySet":
        return self.order_by("-at", "-id")

    def renumberings(self) -> "ActQuerySet":
        return self.filter(kind=Act.Kind.RENUMBER)

    def followed_by_an_edition(self) -> "ActQuerySet":
        """Those whose outcome an edition has made public."""
        later = Edition.objects.filter(instrument=models.OuterRef("instrument"), issued_at__gt=models.OuterRef("at"))
        return self.filter(models.Exists(later))

    def before(self, moment: datetime) -> "ActQuerySet":
        return self.filter(at__lt=moment)

    def since(self, moment: datetime) -> "ActQuerySet":
        return self.filter(at__gte=moment)

    def oldest_first(self) -> "ActQuerySet":
        return self.order_by("at", "id")


class Act(models.Model):
    """One act, in one sentence (`what`); the versions that it wrote name it. `detail` holds what a machine would need
    to follow it: the places and labels before and after."""

    class Kind(models.TextChoices):
        ADD_ARTICLE = "add_article", "Article added"
        MOVE_ARTICLE = "move_article", "Article moved"
        SPLIT_ARTICLE = "split_article", "Article split"
        MERGE_ARTICLES = "merge_articles", "Articles merged"
        DELETE_ARTICLE = "delete_article", "Article deleted"
        ADD_DIVISION = "add_division", "Division added"
        RENAME_DIVISION = "rename_division", "Division given another heading"
        MOVE_DIVISION = "move_division", "Division moved"
        DELETE_DIVISION = "delete_division", "Division deleted"
        RENUMBER = "renumber", "Text renumbered"
        RESTORE_EDITION = "restore_edition", "Edition restored"
        OPTIONS = "options", "Options of scope laid down"

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    what = models.TextField(help_text="What was done, in one sentence.")
    reason = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    detail = models.JSONField(default=dict)

    objects = ActQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=GreaterThan(Length(Trim("reason")), 0), name="act_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.what


class RelabellingQuerySet(LoggedQuerySet["Relabelling"]):
    def of_clause(self, clause_id: str) -> "RelabellingQuerySet":
        return self.filter(clause_id=clause_id).select_related("act__author").order_by("act__at")

    def until(self, moment: datetime | None) -> "RelabellingQuerySet":
        """Those done by that instant; None for all."""
        return self if moment is None else self.filter(act__at__lte=moment)

    def in_language(self, language: str) -> "RelabellingQuerySet":
        return self.filter(language=language).order_by("place")

    def of_articles(self, acts: "Collection[Act]", articles: Collection[int]) -> "RelabellingQuerySet":
        """Their lines, and those of their clauses, in these acts, the oldest act first."""
        return self.filter(act__in=acts, article__in=articles).order_by("act__at", "act_id", "place")


class Relabelling(models.Model):
    """One line of a concordance table: the number before and after a renumbering. `clause` is empty for the article
    itself; `old` and `new` are printed labels ("12 bis", "3 (b)"), `new` is "" for a tombstone that was taken out."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="relabellings")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, related_name="relabellings")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    old_article = models.CharField(max_length=20, blank=True)
    new_article = models.CharField(max_length=20, blank=True)
    old = models.CharField(max_length=80, blank=True)
    new = models.CharField(max_length=80, blank=True)
    place = models.PositiveIntegerField(help_text="Order of the line in the table.")

    objects = RelabellingQuerySet.as_manager()

    class Meta:
        ordering = ["act", "place"]
        constraints = [models.UniqueConstraint(fields=["act", "language", "place"], name="relabelling_once_per_place")]

    def __str__(self) -> str:
        return f"{self.old_article} {self.old} -> {self.new_article} {self.new}"
