"""Dispositions: the Core Group's answers, appended and never changed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from drafts.models import EditionText
from drafts.models.articles import Version
from mla_portal.versioning import AppendOnlyRows

from .comments import Comment
from .organisations import Organisation
from .rounds import Round


class DispositionQuerySet(AppendOnlyRows):
    refusal = "A disposition is part of the record: a later one supersedes it, none is changed."

    def published(self) -> "DispositionQuerySet":
        return self.filter(published_at__isnull=False)

    def recorded(self) -> "DispositionQuerySet":
        """Not published yet: the Core Group's alone."""
        return self.filter(published_at__isnull=True)

    def known_to(self, person: Any) -> "DispositionQuerySet":
        return self if person.is_core else self.published()

    def in_round(self, round: Round) -> "DispositionQuerySet":
        return self.filter(comment__round=round)

    def latest_of_each(self) -> "DispositionQuerySet":
        """Those that no later one of the same comment supersedes."""
        later = Disposition.objects.filter(comment=models.OuterRef("comment"), pk__gt=models.OuterRef("pk"))
        return self.filter(~models.Exists(later))

    def since(self, moment: datetime) -> "DispositionQuerySet":
        """Published after the instant."""
        return self.filter(published_at__gt=moment)

    def to_organisations_of(self, person: Any) -> "DispositionQuerySet":
        """Answers to comments of the organisations that this person acts for."""
        return self.filter(comment__delegation__organisation__in=Organisation.objects.of(person))

    def carried_out_by(self, versions: Any) -> "list[tuple[int, int]]":
        """Comment and version (primary keys) of the answers that name one of these versions."""
        named = self.filter(version__in=list(versions)).order_by("pk")
        return list(named.values_list("comment_id", "version_id"))

    def versions_named(self) -> dict[int, tuple[int, str, int]]:
        """Primary key -> article, language and number of the version that carries the answer out."""
        rows = self.filter(version__isnull=False).order_by("pk")
        named = rows.values_list("pk", "version__article", "version__language", "version__number")
        return {pk: (article, language, number) for pk, article, language, number in named}

    def to_comments(self, comments: Iterable[Comment]) -> "DispositionQuerySet":
        """In the order in which they were given."""
        return self.filter(comment__in=[comment.pk for comment in comments]).order_by("decided_at", "pk")

    def for_reading(self) -> "DispositionQuerySet":
        """With who answered, the version that carries it out and what the delegation replied."""
        return self.select_related("author", "version").prefetch_related("replies__author")

    def among(self, answers: Iterable["Disposition"]) -> "DispositionQuerySet":
        return self.filter(pk__in=[answer.pk for answer in answers])

    def with_comment(self) -> "DispositionQuerySet":
        """With the comment that is answered, who made it and in which round."""
        return self.select_related("comment__delegation__organisation", "comment__round", "author")

    def to_standing_comments(self) -> "DispositionQuerySet":
        return self.filter(comment__state=Comment.State.SUBMITTED)

    def newest_first(self) -> "DispositionQuerySet":
        """With the comment that is answered and where it stands."""
        with_comment = self.select_related("comment__delegation__organisation", "comment__article", "comment__round")
        edition, article = models.OuterRef("comment__edition"), models.OuterRef("comment__article")
        label = EditionText.objects.label_in(edition, article)
        return with_comment.annotate(printed_label=label).order_by("-published_at", "-id")


class Disposition(models.Model):
    """Decision, reason, who and when, and the version that carries it out. The latest of a comment is the one
    that holds.
    """

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        PARTLY = "accepted_in_part", "Accepted in part"
        REFUSED = "not_accepted", "Not accepted"
        NOTED = "noted", "Noted"
        DEFERRED = "deferred", "Deferred"

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="dispositions")
    decision = models.CharField(max_length=16, choices=Decision.choices)
    reason = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, blank=True, related_name="answers")
    decided_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(
        null=True, blank=True, help_text="Until then the answer is known to the Core Group alone."
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DispositionQuerySet.as_manager()

    class Meta:
        ordering = ["decided_at", "id"]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}: {self.comment}"


class ReplyQuerySet(AppendOnlyRows):
    refusal = "A reply is part of the record: a later one follows it, none is changed."


class Reply(models.Model):
    """What the delegation says to the Core Group's answer: content with it, or not, and why. Append-only."""

    disposition = models.ForeignKey(Disposition, on_delete=models.PROTECT, related_name="replies")
    is_content = models.BooleanField(null=True, help_text="Null: neither said.")
    words = models.TextField(blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    replied_at = models.DateTimeField(default=timezone.now)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["replied_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_content__isnull=False) | ~models.Q(words=""), name="reply_says_something"
            )
        ]

    def __str__(self) -> str:
        return f"Reply to {self.disposition}"
