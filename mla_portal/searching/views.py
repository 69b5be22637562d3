"""The page behind the box."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mla_portal.access import person_for

from .finding import find
from .queries import LONGEST, Query


@person_for()
def search(request: HttpRequest, person: Any) -> HttpResponse:
    """What this person may read that says all the words asked for; `in` limits it to one sort, `page` turns."""
    typed = request.GET.get("q", "").replace("\x00", "")[:LONGEST].strip()
    query, sort = Query(typed), request.GET.get("in", "")
    found = find(query, person, sort=sort, page=request.GET.get("page")) if query else []
    shown = {"typed": typed, "asked": bool(query), "found": found, "sort": sort, "total": sum(f.count for f in found)}
    return render(request, "searching/search.html", shown)
