"""Links from clause to clause: what a clause was taken from, and which clause is its counterpart."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone

from .acts import LoggedQuerySet
from .clauses import Clause
from .instruments import LANGUAGES, Instrument


class ClauseLinkQuerySet(models.QuerySet["ClauseLink"]):
    def standing(self) -> "ClauseLinkQuerySet":
        """Those that have not been ended."""
        return self.filter(ended_at__isnull=True)

    def sources(self) -> "ClauseLinkQuerySet":
        return self.filter(kind=ClauseLink.Kind.SOURCE)

    def counterparts(self) -> "ClauseLinkQuerySet":
        return self.filter(kind=ClauseLink.Kind.COUNTERPART)

    def touching(self, clause_id: str) -> "ClauseLinkQuerySet":
        """Links from and to a clause, with what a page names of both ends."""
        ends = Q(clause_id=clause_id) | Q(target_id=clause_id)
        return self.filter(ends).with_ends()

    def of(self, instrument: Instrument) -> "ClauseLinkQuerySet":
        """Links that begin in the instrument."""
        return self.filter(clause__in=Clause.objects.filter(article__instrument=instrument)).with_ends()

    def numbered(self, number: str) -> "ClauseLink | None":
        """The link of that number among these, None where there is none."""
        return self.filter(pk=number).first() if number.isdecimal() and len(number) < 18 else None

    def with_ends(self) -> "ClauseLinkQuerySet":
        """With both clauses, their articles and instruments. In queries of their own and not by joins: over eight
        tables, a PostgreSQL that has no statistics yet chose a plan that took minutes for twenty links."""
        ends = Clause.objects.with_instrument()
        return self.select_related("author").prefetch_related(Prefetch("clause", ends), Prefetch("target", ends))


class ClauseLink(models.Model):
    """*Taken from* (verbatim, adapted, inspired) a clause of a reference instrument, or *counterpart of* a clause of
    the same text, such as a provision on mutual legal assistance and its twin on extradition. A link is ended, not
    deleted."""

    class Kind(models.TextChoices):
        SOURCE = "source", "taken from"
        COUNTERPART = "counterpart", "counterpart of"

    class Degree(models.TextChoices):
        VERBATIM = "verbatim", "verbatim"
        ADAPTED = "adapted", "adapted"
        INSPIRED = "inspired", "inspired"

    kind = models.CharField(max_length=11, choices=Kind.choices)
    degree = models.CharField(max_length=8, choices=Degree.choices, blank=True, help_text="How close to its source.")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="links")
    target = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="linked_from")
    reason = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_reason = models.TextField(blank=True)

    objects = ClauseLinkQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "clause", "target"], condition=Q(ended_at__isnull=True), name="link_stands_once"
            ),
            models.CheckConstraint(condition=~Q(clause=models.F("target")), name="link_joins_two_clauses"),
            models.CheckConstraint(
                condition=Q(kind="source") & ~Q(degree="") | Q(kind="counterpart", degree=""),
                name="link_to_a_source_has_a_degree",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause_id} {self.get_kind_display()} {self.target_id}"


class AcceptedDiscrepancyQuerySet(LoggedQuerySet["AcceptedDiscrepancy"]):
    def of_links(self, links: Any) -> "AcceptedDiscrepancyQuerySet":
        return self.filter(link__in=links).select_related("author")


class AcceptedDiscrepancy(models.Model):
    """A difference between two counterparts that the Core Group has accepted as intended: the words of either side,
    case folded, as the comparison finds them. Other words later on are a new discrepancy."""

    link = models.ForeignKey(ClauseLink, on_delete=models.PROTECT, related_name="accepted")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    ours = models.TextField(blank=True)
    theirs = models.TextField(blank=True)
    reason = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = AcceptedDiscrepancyQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"“{self.ours}” against “{self.theirs}”"
