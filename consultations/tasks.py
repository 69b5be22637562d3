"""Background work of the consultations."""

from django.core.cache import cache
from django_tasks import task

from consultations.delivering import deliver

WANTED = "letters-wanted"  # in the cache while a request for sending waits in the queue


@task(queue_name="letters")
def send_letters() -> None:
    """Send what is due. The request is struck out first: a letter that is written from now on asks anew."""
    cache.delete(WANTED)
    deliver()
