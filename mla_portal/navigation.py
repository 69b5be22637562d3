"""What every page's frame shows: where one can go, and who one is here."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict[str, Any]:
    return {"portal_name": settings.PORTAL_NAME, "demonstration": settings.DEMO}
