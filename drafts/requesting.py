"""Asking for consolidated drafts in the background, and asking again for what dead workers have left behind."""

from dataclasses import fields
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from drafts.exporting import COMPARED, check_order
from drafts.models import Rendition
from drafts.orders import CannotExport, Order
from drafts.storing import tidy_store
from drafts.tasks import make_rendition


def request_rendition(*, order: Order, person: Any) -> Rendition:
    """Queue a consolidated draft, or find the one that this person is waiting for already and that will be the same
    file: the button was pressed twice. The worker is told only when the row is committed. Raises CannotExport, also for
    what is made for the Core Group alone and asked for by somebody else.

    A file that is ready is made anew when it is asked for again: the portal may have been mended since, and unchanged
    sections are read from where they are kept.
    """
    check_order(order)
    if order.audience == Rendition.Audience.CORE and not person.is_core:
        raise CannotExport("This is made for the Core Group alone.")
    with transaction.atomic():
        asked = {field.name: getattr(order, field.name) for field in fields(Order)}
        if order.variant not in COMPARED:
            asked["against"] = None
        asked["occasion"] = order.occasion[:300]
        _one_at_a_time(person)
        pending = Rendition.objects.pending_as(asked, person).first()
        if pending is not None:
            return pending
        rendition = Rendition.objects.create(**asked, requested_by=person)
        transaction.on_commit(partial(make_rendition.enqueue, rendition.pk))
    return rendition


def _one_at_a_time(person: Any) -> None:
    """Two requests of one person come after each other from here to the end of the transaction; on SQLite all do."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=person.pk)


def cancel_rendition(*, rendition: Rendition) -> bool:
    """Call off what is waiting or being made; False where it is at an end already. A worker that makes it stops when it
    next reports, and nothing is stored."""
    return Rendition.objects.cancel(rendition.pk, timezone.now())


def revive_abandoned() -> int:
    """Queue again what dead workers have left behind, whose queue rows stay “running” for ever, and remove the files
    that they left; returns how many were queued. Called by every page that waits for a file."""
    now = timezone.now()
    tidy_store(now)
    waiting = list(Rendition.objects.abandoned(now).values_list("pk", flat=True))
    offered = [pk for pk in waiting if Rendition.objects.offer_again(pk, now)]
    for pk in offered:
        make_rendition.enqueue(pk)
    return len(offered)
