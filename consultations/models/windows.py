"""Windows for comments by class of participant, how they were moved, and a round's programme and documents."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from drafts.models import Edition
from mla_portal.versioning import AppendOnlyRows

from .organisations import Organisation
from .rounds import CloseWording, Interval, Round


class Window(models.Model):
    """The window of one class of participant, where it differs from the round's own. Two instants, the later one
    exclusive; `close_wording` says how people are told.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="windows")
    participants = models.CharField(max_length=13, choices=Organisation.Kind.choices)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    close_wording = models.CharField(max_length=8, choices=CloseWording.choices, default=CloseWording.BEFORE)

    class Meta:
        ordering = ["round", "participants"]
        constraints = [
            models.UniqueConstraint(fields=["round", "participants"], name="window_one_per_class"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="window_closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_participants_display()}: {self.round}"

    @property
    def interval(self) -> Interval:
        return Interval(self.opens_at, self.closes_at, self.close_wording)

    def accepts(self, now: datetime | None = None) -> bool:
        now = now or timezone.now()
        return self.opens_at <= now < self.closes_at


class DeadlineMoveQuerySet(AppendOnlyRows):
    refusal = "A moved deadline is part of the record: it is moved again, the row stays."

    def of_round(self, round: Round) -> "DeadlineMoveQuerySet":
        return self.filter(round=round).select_related("moved_by").order_by("moved_at", "pk")


class DeadlineMove(models.Model):
    """A window was moved: from when to when, why, by whom. Append-only; `participants` is "" for the round's own."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="deadline_moves")
    participants = models.CharField(max_length=13, choices=Organisation.Kind.choices, blank=True)
    opened_at = models.DateTimeField("opened at, before", null=True, blank=True)
    closed_at = models.DateTimeField("closed at, before", null=True, blank=True)
    opens_at = models.DateTimeField("opens at, now", null=True, blank=True)
    closes_at = models.DateTimeField("closes at, now", null=True, blank=True)
    reason = models.TextField()
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField(default=timezone.now)

    objects = DeadlineMoveQuerySet.as_manager()

    class Meta:
        ordering = ["moved_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="moved_deadline_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.round}: moved to {self.closes_at}"


class ProgrammeQuerySet(models.QuerySet["ProgrammeItem"]):
    def of_round(self, round: Round) -> "ProgrammeQuerySet":
        return self.filter(round=round)

    def numbered(self, key: str) -> "ProgrammeItem | None":
        return self.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None


class ProgrammeItem(models.Model):
    """A line of a round's programme: a day, perhaps a time, what is discussed, perhaps which chapter."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="programme")
    day = models.DateField()
    begins_at = models.TimeField(null=True, blank=True)
    words = models.CharField(max_length=300)
    division = models.ForeignKey("drafts.Division", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveIntegerField(default=0)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["day", models.F("begins_at").asc(nulls_first=True), "position", "id"]

    def __str__(self) -> str:
        return f"{self.day}: {self.words}"


class FurtherDocument(models.Model):
    """Another edition under discussion in the round, such as the draft rules of procedure beside the draft convention.
    The round's own `edition` stays the first.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="further_documents")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["round", "edition"], name="further_document_once_per_round")]

    def __str__(self) -> str:
        return f"{self.edition} at {self.round}"
