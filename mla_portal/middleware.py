"""Private by default."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase


class PrivatePages(LoginRequiredMiddleware):
    """Every page needs a signed-in person unless its view says `login_not_required`.

    A page asked for by a script (htmx, autosave) is answered 401 and not with a redirect: the script then
    says that the session has ended and keeps what was typed, instead of swapping a sign-in form into the
    page.
    """

    def handle_no_permission(  # type: ignore[override]  # the stubs know the redirect only
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if request.headers.get("HX-Request") or request.headers.get("X-Requested-With"):
            return HttpResponse("Your session has ended. Sign in again; what you typed is kept.", status=401)
        return super().handle_no_permission(request, view_func)
