"""Gates: decorators that look up what a URL names, ask whether this person may, and hand the object to the view.

    instrument_for = gate(load_instrument, sees=knows_instrument)

    @instrument_for(may=may_edit_text)
    def edit(request, instrument): ...

What a person must not know of is a 404; what they know of but may not do is a 403 with a sentence. Each gated view
carries its gate as an attribute, so that the access test can walk every URL and find the ones without.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from rules.predicates import Predicate

View = Callable[..., HttpResponseBase]


def gate(load: Callable[..., Any], *, sees: Predicate | None = None) -> Callable[..., Callable[[View], View]]:
    """Make a family of decorators around one way to load an object.

    load: takes the request and the URL's keyword arguments, returns the object (or a tuple of them, permission asked
          of the last) and raises Http404 where there is none.
    sees: who may know that the object exists; others get a 404.
    """

    def family(*, may: Predicate | None = None, refusal: str = "") -> Callable[[View], View]:
        def decorate(view: View) -> View:
            @wraps(view)
            def gated(request: HttpRequest, **named: Any) -> HttpResponseBase:
                found = load(request, **named)
                objects = found if isinstance(found, tuple) else (found,)
                if sees is not None and not sees.test(request.user, objects[-1]):
                    raise Http404
                if may is not None and not may.test(request.user, objects[-1]):
                    raise PermissionDenied(refusal or "Your role does not allow this.")
                return view(request, *objects)

            gated.gate = load.__name__  # type: ignore[attr-defined]
            return gated

        return decorate

    return family


def load_person(request: HttpRequest) -> Any:
    return request.user


# For pages that show no object of their own: any signed-in person, or those for whom `may` holds.
person_for = gate(load_person)


def public(view: View) -> View:
    """Marks a page that everybody may see. `login_not_required` lets it past the middleware; the mark lets it
    past the test.
    """
    view.gate = "public"  # type: ignore[attr-defined]
    return login_not_required(view)
