"""Positions: what other organisations do about a submitted comment. Append-only; the latest of each holds."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from mla_portal.versioning import AppendOnlyRows

from .comments import Comment, CommentQuerySet
from .organisations import Organisation
from .rounds import Round


class PositionQuerySet(AppendOnlyRows):
    refusal = "A position is part of the record: a later one supersedes it, none is changed."

    def on_comments_in(self, round: Round) -> "PositionQuerySet":
        """On comments of the round that stand."""
        return self.filter(comment__round=round, comment__state=Comment.State.SUBMITTED)

    def holding(self) -> "PositionQuerySet":
        """The latest of each organisation on each comment, withdrawn ones left out."""
        later = Position.objects.filter(
            comment=models.OuterRef("comment"),
            organisation=models.OuterRef("organisation"),
            pk__gt=models.OuterRef("pk"),
        )
        latest = self.filter(~models.Exists(later)).exclude(stance=Position.Stance.WITHDRAWN)
        return latest.select_related("organisation")

    def in_order(self) -> "PositionQuerySet":
        """As they were taken, with their organisations."""
        return self.select_related("organisation").order_by("pk")

    def number_on(self, comment: Any, stance: str) -> Coalesce:
        """How many hold this stance on the comment of an outer query."""
        found = self.holding().filter(comment=comment, stance=stance).order_by().values("comment")
        return Coalesce(models.Subquery(found.annotate(number=models.Count("pk")).values("number")), 0)

    def asking(self, person: Any) -> CommentQuerySet:
        """Drafts, and submitted comments, that organisations led by this person are invited to co-sponsor, or have
        joined in. The only drafts of others that anybody reads; never part of `visible_to`, so that no list, count,
        search, export or history has them.
        """
        if not person.is_authenticated:
            return Comment.objects.none()
        led = Organisation.objects.led_by(person).values("pk")
        return Comment.objects.among(self.held_by(led, "invited", "sponsors").values("comment"))

    def held_by(self, organisations: Any, *stances: str) -> "PositionQuerySet":
        """The positions that hold, of these organisations and these stances. Made for a subquery."""
        return self.holding().filter(organisation__in=organisations, stance__in=stances).order_by()


class Position(models.Model):
    """One organisation's stance on another's comment, or its part in a joint one.

    A sponsor is invited by the author's focal point and becomes one by its own act; EXCEPTED is a member of the group
    on whose behalf the comment was submitted that does not join in it ("on behalf of …, except …").
    """

    class Stance(models.TextChoices):
        INVITED = "invited", "Invited to co-sponsor"
        SPONSORS = "sponsors", "Co-sponsors"
        EXCEPTED = "excepted", "Does not join in it"
        SUPPORTS = "supports", "Supports"
        OPPOSES = "opposes", "Opposes"
        WITHDRAWN = "withdrawn", "Withdrawn"

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="positions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="positions")
    stance = models.CharField(max_length=10, choices=Stance.choices)
    words = models.TextField(blank=True, help_text="In the organisation's words, why.")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["taken_at", "id"]
        indexes = [models.Index(fields=["comment", "organisation", "id"], name="position_that_holds")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_stance_display()} {self.comment}"


class InternalRemarkQuerySet(AppendOnlyRows):
    refusal = "A remark stays as it was made: write another."


class InternalRemark(models.Model):
    """A colleague's remark on a comment, inside the delegation; nobody else ever reads it. Append-only."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="internal_remarks")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)

    objects = InternalRemarkQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return f"{self.author} on {self.comment}"
