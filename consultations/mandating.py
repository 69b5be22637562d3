"""On which edition a delegation's mandate rests."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from consultations.models import Baseline, Membership, Organisation
from drafts.models import Edition, Instrument


class CannotSet(Exception):
    """The act was refused; the message is one sentence."""


def set_baseline(*, edition: Edition, organisation: Organisation, person: Any, at: datetime | None = None) -> Baseline:
    """Say that the organisation's last mandate rests on an edition. What was said before stays in the record.

    1. The organisation is locked, so that two people say it one after the other. 2. Where the edition holds already,
    that row is handed back; else a row is added.

    Raises CannotSet for anybody but a focal point of the organisation.
    """
    if not Membership.objects.current().led_by(person).at(organisation).exists():
        raise CannotSet(f"Only the focal point of {organisation} says on which edition its mandate rests.")
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        holds = Baseline.objects.filter(organisation=organisation, instrument=edition.instrument_id).last()
        if holds is not None and holds.edition_id == edition.pk:
            return holds
        return Baseline.objects.create(
            organisation=organisation,
            instrument_id=edition.instrument_id,
            edition=edition,
            set_by=person,
            set_at=at or timezone.now(),
        )


def own_mandates(person: Any, instrument: Instrument) -> str:
    """Changes whenever what the instrument's page says of the person's own mandates does."""
    return " ".join(str(baseline.pk) for baseline in Baseline.objects.known_to(person, instrument))
