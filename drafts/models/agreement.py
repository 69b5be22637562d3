"""How far a clause has been agreed: an append-only record of steps on a ladder. The latest step is what holds."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThan
from django.utils import timezone

from .acts import LoggedQuerySet
from .articles import Article
from .clauses import Clause
from .instruments import Instrument


class AgreementQuerySet(LoggedQuerySet["AgreementStep"]):
    def on_article(self, article: Article) -> "AgreementQuerySet":
        return self.filter(clause__article=article)

    def on_clause(self, clause_id: str) -> "AgreementQuerySet":
        return self.filter(clause_id=clause_id).select_related("author")

    def of(self, instrument: Instrument) -> "AgreementQuerySet":
        return self.filter(clause__article__instrument=instrument)

    def until(self, moment: datetime | None) -> "AgreementQuerySet":
        """Those taken by that instant, such as an edition's issue; None for all."""
        return self if moment is None else self.filter(at__lte=moment)

    def in_order(self) -> "AgreementQuerySet":
        """As they were taken; of two on one clause the later holds."""
        return self.order_by("at", "id")

    def for_record(self) -> "AgreementQuerySet":
        """The newest first, with who recorded each."""
        return self.select_related("author").order_by("-at", "-id")

    def stamp(self) -> int:
        """Changes with every step: what a page that shows agreement is fresh against."""
        return self.aggregate(newest=models.Max("pk"))["newest"] or 0

    def latest_by_clause(self) -> dict[str, "AgreementStep"]:
        """Clause id -> the step that holds. One query."""
        return {step.clause_id: step for step in self.in_order()}

    def held(self, clause_ids: Iterable[str]) -> dict[str, "AgreementStep"]:
        """Of these clauses those whose wording may not change without being reopened, with the step that says so."""
        latest = self.filter(clause__in=list(clause_ids)).latest_by_clause()
        return {clause: step for clause, step in latest.items() if step.is_binding}


class AgreementStep(models.Model):
    """One step: level, forum, day, who recorded it and why. Going back to the discussion is a step like the others
    and the only way to change agreed words."""

    class Level(models.TextChoices):
        NOT_DISCUSSED = "not_discussed", "not discussed"
        UNDER_DISCUSSION = "under_discussion", "under discussion"
        WORKING_GROUP = "working_group", "agreed in working group"
        PLENARY = "plenary", "agreed in plenary"
        AD_REFERENDUM = "ad_referendum", "agreed ad referendum"
        DRAFTING_COMMITTEE = "drafting_committee", "with the drafting committee"
        ADOPTED = "adopted", "adopted"
        SETTLED = "settled", "not to be renegotiated"

    OPEN = frozenset({Level.NOT_DISCUSSED, Level.UNDER_DISCUSSION})

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="agreement_steps")
    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="+", help_text="Where the clause stood at this step."
    )
    level = models.CharField(max_length=18, choices=Level.choices)
    forum = models.CharField(max_length=200, help_text="Where it was said, such as “Working Group II, third meeting”.")
    on = models.DateField("date", help_text="The day of the meeting.")
    pending = models.CharField(
        max_length=300, blank=True, help_text="Whose confirmation an agreement ad referendum waits for."
    )
    wording = models.TextField(blank=True, help_text="The clause's words in the original language at this step.")
    reason = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=GreaterThan(Length(Trim("reason")), 0), name="agreement_has_a_reason"),
            models.CheckConstraint(
                condition=~models.Q(level="ad_referendum") | ~models.Q(pending=""),
                name="agreement_ad_referendum_names_whom_it_waits_for",
            ),
        ]
        indexes = [models.Index(fields=["article", "clause", "at"], name="agreement_by_clause")]

    def __str__(self) -> str:
        return f"{self.clause_id}: {self.words}"

    @property
    def is_binding(self) -> bool:
        """Whether the words may only change after the clause has been reopened."""
        return self.level not in self.OPEN

    @property
    def words(self) -> str:
        """ "agreed ad referendum, pending Chile"."""
        shown = self.get_level_display()
        return f"{shown}, pending {self.pending}" if self.pending else shown
