"""For the load balancer: is the process alive, and can it serve."""

from datetime import timedelta

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from drafts.models import Rendition
from mla_portal.access import public


@public
def process(request: HttpRequest) -> HttpResponse:
    """200 while the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@public
def services(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and no export has waited for a worker for more than five minutes, else
    503 with a sentence.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        waiting_since = timezone.now() - timedelta(minutes=5)
        stuck = Rendition.objects.filter(state=Rendition.State.QUEUED, requested_at__lt=waiting_since).exists()
    except Exception:  # whatever the driver raises: the answer is the same
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    if stuck:
        return HttpResponse("exports are waiting and no worker takes them\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
