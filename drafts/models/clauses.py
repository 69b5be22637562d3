"""Clauses: identities that survive editing, moving, renumbering and translation."""

from django.db import models

from .articles import Article


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

    def __str__(self) -> str:
        return self.id
