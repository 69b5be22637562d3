"""Background work of the drafts."""

from django.utils import timezone
from django_tasks import task

from drafts.exporting import fulfil
from drafts.models import Rendition


@task(queue_name="render")
def make_rendition(rendition_id: int) -> None:
    """Make one consolidated draft."""
    fulfil(rendition_id)


def revive_abandoned() -> int:
    """Queue again what dead workers have left behind, whose queue rows stay “running” for ever; returns how many.
    Called by every page that waits for a file."""
    now = timezone.now()
    waiting = list(Rendition.objects.abandoned(now).values_list("pk", flat=True))
    offered = [pk for pk in waiting if Rendition.objects.offer_again(pk, now)]
    for pk in offered:
        make_rendition.enqueue(pk)
    return len(offered)
