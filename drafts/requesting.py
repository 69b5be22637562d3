"""Asking for consolidated drafts in the background, and asking again for what dead workers have left behind."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from drafts.exporting import Order, check_order
from drafts.models import Rendition
from drafts.tasks import make_rendition


def request_rendition(*, order: Order, person: Any) -> Rendition:
    """Queue a consolidated draft. The worker is told only when the row is committed. Raises CannotExport."""
    check_order(order)
    with transaction.atomic():
        rendition = Rendition.objects.create(
            instrument=order.instrument,
            edition=order.edition,
            against=order.against if order.variant == Rendition.Variant.REDLINE else None,
            variant=order.variant,
            format=order.format,
            language=order.language,
            line_numbers=order.line_numbers,
            occasion=order.occasion[:300],
            round_slug=order.round_slug,
            under=order.under,
            requested_by=person,
        )
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
