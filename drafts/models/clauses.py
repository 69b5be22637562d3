"""Clauses: identities that survive editing, moving, renumbering and translation."""

from django.db import models

from .articles import Article


class ClauseQuerySet(models.QuerySet["Clause"]):
    def with_instrument(self) -> "ClauseQuerySet":
        return self.select_related("article__instrument")

    def named(self, clause_id: str) -> "Clause | None":
        """The clause of that id, None where there is none."""
        return self.filter(pk=clause_id).first() if "\0" not in clause_id else None


class Clause(models.Model):
    """What comments, links and agreement point at. It holds no words: those are in the versions, under the same id."""

    id = models.CharField(primary_key=True, max_length=16)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="clauses")
    since = models.PositiveIntegerField(help_text="Number of the version in which it first stood.")
    ancestor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offshoots",
        help_text="The clause it was split from.",
    )

    objects = ClauseQuerySet.as_manager()

    def __str__(self) -> str:
        return self.id
