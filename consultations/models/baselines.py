"""Baselines: the edition on which a delegation's last mandate rests. Its own affair, which nobody else sees."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

from drafts.models import Edition, Instrument
from mla_portal.versioning import UnversionedWrite

from .organisations import Organisation


class BaselineQuerySet(models.QuerySet["Baseline"]):
    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UnversionedWrite("A baseline is part of the record: a later one takes its place, none is changed.")

    update = bulk_update = delete = _refuse
    update.alters_data = True  # type: ignore[attr-defined]

    def known_to(self, person: Any, instrument: Instrument) -> "list[Baseline]":
        """Those that hold for the organisations that this person acts for, by their names. One query."""
        mine = self.filter(organisation__in=Organisation.objects.of(person), instrument=instrument)
        found = mine.select_related("organisation", "edition__instrument", "set_by").order_by("set_at", "pk")
        holding = {baseline.organisation_id: baseline for baseline in found}
        return sorted(holding.values(), key=lambda baseline: baseline.organisation.name)


class Baseline(models.Model):
    """A delegation's focal point has said: our last mandate rests on this edition. The latest one holds."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="baselines")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    objects = BaselineQuerySet.as_manager()

    class Meta:
        ordering = ["set_at", "id"]
        indexes = [models.Index(fields=["organisation", "instrument", "set_at"], name="baseline_that_holds")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.edition}"
