"""A person's own letters: how often they come, and those that were sent to them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from consultations import gathering
from consultations.letter_forms import ChoiceForm
from consultations.letter_permissions import letter_for
from consultations.models import Notice
from mla_portal.access import person_for

A_PAGE = 50


@person_for()
def letters(request: HttpRequest, person: Any) -> HttpResponse:
    """The choice, and the letters sent so far. It is where every letter's foot leads."""
    form = ChoiceForm(request.POST or None, initial={"rhythm": person.notice_rhythm, "language": person.language})
    if request.method == "POST" and form.is_valid():
        gathering.choose_letters(person=person, **form.cleaned_data)
        messages.success(request, "Your choice is kept, and holds for letters that were waiting too.")
        return redirect("consultations:letters")
    sent = Paginator(Notice.objects.shown_to(person).order_by("-written_at", "-pk"), A_PAGE)
    page = sent.get_page(request.GET.get("page"))
    return render(request, "consultations/letters.html", {"form": form, "page": page})


@letter_for()
def letter(request: HttpRequest, letter: Notice) -> HttpResponse:
    """One letter, as it was sent."""
    return render(request, "consultations/letter.html", {"letter": letter})
