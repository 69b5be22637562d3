"""Counting comments and putting them in order; apart from `CommentQuerySet`, which filters them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from drafts.models import Article, Division, Edition, Instrument


class CommentCounts(models.QuerySet[Any]):
    def counts_by_clause(self) -> dict[str, int]:
        """Clause id -> number of these comments, in one query."""
        counted = self.filter(clause__isnull=False).order_by().values_list("clause_id").annotate(models.Count("pk"))
        return dict(counted)

    def counts_by_article(self) -> dict[Any, int]:
        """Article (None: general comments) -> number of these comments, most first. Two queries."""
        counted = dict(self.order_by().values_list("article_id").annotate(models.Count("pk")))
        articles = Article.objects.select_related("instrument").in_bulk([pk for pk in counted if pk])
        return {articles.get(pk): counted[pk] for pk in sorted(counted, key=lambda pk: -counted[pk])}

    def counts_by_round(self) -> dict[int, int]:
        """Primary key of the round -> number of these comments, in one query."""
        return dict(self.order_by().values_list("round_id").annotate(models.Count("pk")))

    def by_round_on(self, instrument: Instrument) -> list[tuple[str, str, int]]:
        """Slug and title of each round in which some are on an edition of the instrument, and how many; one query."""
        counted = self.filter(edition__instrument=instrument).order_by().values_list("round__slug", "round__title")
        return list(counted.annotate(number=models.Count("pk")).order_by("round__starts_on", "round__slug"))

    def arrivals_by_round(self) -> dict[int, tuple[int, datetime]]:
        """Primary key of the round -> how many of these were submitted, and when the last was: one query."""
        counted = self.order_by().values_list("round_id").annotate(models.Count("pk"), models.Max("submitted_at"))
        return {round: (number, latest) for round, number, latest in counted}

    def places_in_order(self) -> Any:
        """What these are about, each place once, in the order of the text: edition, article, clause and division
        (primary keys) and how many comments there are.
        """
        counted = (
            self.order_by()
            .values("edition", "article", "clause", "division")
            .annotate(
                number=models.Count("pk"),
                article_place=models.Min("article__position"),
                division_place=models.Min("division__position"),
                place=models.Min("clause_order"),
            )
        )
        first = models.F("article_place").asc(nulls_first=True)
        return counted.order_by("edition", first, "place", "division_place", "clause", "article")

    def at_places(self, places: Iterable[Any]) -> Self:
        """Those on any of these rows of `places_in_order`."""
        wanted = Q(pk__in=[])
        for row in places:
            wanted |= Q(**{name: row[name] for name in ("edition", "article", "clause", "division")})
        return self.filter(wanted)

    def on_whole(self, edition: Edition) -> Self:
        """General ones, on the document as a whole."""
        return self.filter(edition=edition, article__isnull=True, division__isnull=True)

    def on_division(self, division: Division) -> Self:
        return self.filter(division=division)

    def latest_first(self) -> Self:
        """By submission; drafts, which have none, by their last change."""
        return self.order_by(Coalesce("submitted_at", "edited_at").desc(), "-id")

    def in_order_of_the_text(self) -> Self:
        """Document by document; in each general comments first, then those on parts and chapters, then by article and
        clause, then by the organisation's name.
        """
        return self.order_by(
            "edition",
            models.F("article__position").asc(nulls_first=True),
            models.F("division__position").asc(nulls_first=True),
            "clause_order",
            "delegation__organisation__name",
            "number",
            "id",
        )
