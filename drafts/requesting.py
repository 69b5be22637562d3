"""Asking for consolidated drafts in the background, and asking again for what dead workers have left behind."""

from dataclasses import fields
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from drafts.exporting import COMPARED, CannotExport, Order, check_order
from drafts.models import Rendition
from drafts.tasks import make_rendition


def request_rendition(*, order: Order, person: Any) -> Rendition:
    """Queue a consolidated draft. The worker is told only when the row is committed. Raises CannotExport, also for what
    is made for the Core Group alone and asked for by somebody else."""
    check_order(order)
    if order.audience == Rendition.Audience.CORE and not person.is_core:
        raise CannotExport("This is made for the Core Group alone.")
    with transaction.atomic():
        asked = {field.name: getattr(order, field.name) for field in fields(Order)}
        if order.variant not in COMPARED:
            asked["against"] = None
        asked["occasion"] = order.occasion[:300]
        rendition = Rendition.objects.create(**asked, requested_by=person)
        transaction.on_commit(partial(make_rendition.enqueue, rendition.pk))
    return rendition


def revive_abandoned() -> int:
    """Queue again what dead workers have left behind, whose queue rows stay “running” for ever; returns how many.
    Called by every page that waits for a file."""
    now = timezone.now()
    waiting = list(Rendition.objects.abandoned(now).values_list("pk", flat=True))
    offered = [pk for pk in waiting if Rendition.objects.offer_again(pk, now)]
    for pk in offered:
        make_rendition.enqueue(pk)
    return len(offered)
