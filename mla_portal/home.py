"""The home page, "Today"."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mla_portal.access import person_for
from mla_portal.today import today

_ONE_VISIT = timedelta(minutes=30)


@person_for()
def home(request: HttpRequest, person: Any) -> HttpResponse:
    """What is open, what is due, and what has changed since this person was here before."""
    note_visit(person)
    return render(request, "home.html", {"today": today(person, person.previous_visit), "now": timezone.now()})


def note_visit(person: Any) -> None:
    """A visit begins when the last began more than half an hour ago. Written no oftener, so that reading the page
    writes nothing and "since you were here" does not shrink to nothing while somebody works.
    """
    now = timezone.now()
    if person.last_visit is None or now - person.last_visit > _ONE_VISIT:
        person.previous_visit, person.last_visit = person.last_visit, now
        person.save(update_fields=["previous_visit", "last_visit"])
