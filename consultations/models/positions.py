"""Positions: what other organisations do about a submitted comment. Append-only; the latest of each holds."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from mla_portal.versioning import AppendOnlyRows

from .comments import Comment
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
