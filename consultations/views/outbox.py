"""The outbox: what the portal writes to people, for the secretariat to read, change, hold back and send again."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from consultations import moments
from consultations.letter_forms import LetterForm, OutboxFilter, mark_of
from consultations.letter_permissions import letter_act_for, may_keep_outbox, outbox_letter_for
from consultations.letterhead import foot_of
from consultations.models import Notice, NoticeStep, Round
from consultations.outbox import ACTS, CannotChange, act_on, acts_on, edit_letter
from mla_portal.access import person_for

A_PAGE = 50
PATIENCE = timedelta(minutes=5)  # a letter that is due for longer says that nobody sends
REFUSAL = "Only the secretariat reads the outbox."
# act -> what its button says of one letter and of many, and what is said when it is done
WORDS = {
    "held": ("Hold back", "Hold back", "held back"),
    "released": ("Release", "Release", "released"),
    "discarded": ("Discard", "Discard", "discarded"),
    "again": ("Send again", "Send again", "sent again"),
}


def _filters(request: HttpRequest) -> tuple[OutboxFilter, dict[str, str]]:
    form = OutboxFilter(request.GET, rounds=list(Round.objects.newest_first()))
    return form, form.filters()


def _found(filters: dict[str, str]) -> Any:
    return Notice.objects.in_outbox().matching(**{name: value for name, value in filters.items() if name != "state"})


@person_for(may=may_keep_outbox, refusal=REFUSAL)
def outbox(request: HttpRequest, person: Any) -> HttpResponse:
    """Letters by state, filtered, the newest first."""
    form, filters = _filters(request)
    counts = _found(filters).counts_by_state()
    states = [filters["state"]] if "state" in filters else Notice.State.values
    found = _found(filters).in_states(*states).for_reading().order_by("-written_at", "-pk")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "consultations/outbox.html",
        {
            "form": form,
            "filters": filters,
            "page": page,
            "states": _states(filters, counts),
            "acts": _acts_on_all(filters, counts),
            "stuck": Notice.objects.in_outbox().stuck_since(timezone.now() - PATIENCE).count(),
        },
    )


def _states(filters: dict[str, str], counts: dict[str, int]) -> list[dict[str, Any]]:
    """The choice of a state with the number of letters in each, as `_switch.html` shows it."""
    here, rest = filters.get("state", ""), {name: value for name, value in filters.items() if name != "state"}
    choices = [{"address": "?" + urlencode(rest), "words": f"All {sum(counts.values())}", "current": not here}]
    for state in Notice.State:
        if counts.get(state) or state == here:
            address = "?" + urlencode({**rest, "state": state.value})
            words = f"{state.label} {counts.get(state, 0)}"
            choices.append({"address": address, "words": words, "current": state == here})
    return choices


def _acts_on_all(filters: dict[str, str], counts: dict[str, int]) -> list[dict[str, Any]]:
    """What may be done with all letters found at once, and with how many of them."""
    found = []
    for act, (before, _) in ACTS.items():
        states = [state for state in before if filters.get("state", state) == state]
        if number := sum(counts.get(state, 0) for state in states):
            address = reverse("consultations:letters_act", kwargs={"act": act.value})
            found.append({"address": f"{address}?{urlencode(filters)}", "words": f"{WORDS[act][1]} {number}"})
    return found


@letter_act_for()
def act_on_all(request: HttpRequest, act: str, person: Any) -> HttpResponse:
    """Asks, and does it on POST, to all letters that the filters find."""
    chosen = NoticeStep.Act(act)
    form, filters = _filters(request)
    states = [state for state in ACTS[chosen][0] if filters.get("state", state) == state]
    found = _found(filters).in_states(*states)
    back = f"{reverse('consultations:letters_outbox')}?{urlencode(filters)}"
    if request.method == "POST":
        number = act_on(letters=found, act=chosen, person=person)
        messages.success(request, f"{moments.count(number, 'letter').capitalize()} {WORDS[act][2]}.")
        return redirect(back)
    narrowed = [(form.fields[name].label or name.capitalize(), _said(form, name)) for name in filters]
    said = {"act": WORDS[act][1], "number": found.count(), "narrowed": narrowed, "back": back, "name": act}
    return render(request, "consultations/outbox_act.html", said)


def _said(form: OutboxFilter, name: str) -> str:
    value = form.cleaned_data[name]
    return str(dict(getattr(form.fields[name], "choices", [])).get(value, value))


@outbox_letter_for()
def letter(request: HttpRequest, letter: Notice) -> HttpResponse:
    """One letter: its words as they are or will be sent, what became of it, who changed it."""
    said = {
        "letter": letter,
        "foot": foot_of(letter),
        "steps": list(letter.steps.select_related("person")),
        "gathered": list(letter.gathered.all()) if letter.kind == Notice.Kind.DIGEST else [],
        "acts": [(act.value, WORDS[act][0]) for act in acts_on(letter)],
    }
    return render(request, "consultations/outbox_letter.html", said)


@letter_act_for()
def act_on_one(request: HttpRequest, act: str, letter: Notice) -> HttpResponse:
    """Hold back, release, discard or send again one letter. POST only; the letter's page has the buttons."""
    chosen = NoticeStep.Act(act)
    if request.method == "POST":
        if act_on(letters=Notice.objects.only_letter(letter), act=chosen, person=request.user):
            messages.success(request, f"The letter is {WORDS[act][2]}.")
        else:
            messages.warning(request, "The letter is not in that state any more; this is how it stands now.")
    return redirect(letter)


@outbox_letter_for()
def edit(request: HttpRequest, letter: Notice) -> HttpResponse:
    """Other subject or words, while it waits or is held back. What was typed is kept where that is refused."""
    stands = {"subject": letter.subject, "words": letter.words, "seen": mark_of(letter.edited_at)}
    form = LetterForm(request.POST or None, initial=stands)
    refusal = ""
    if not letter.is_editable and request.method != "POST":
        messages.warning(request, "This letter is not edited: only one that waits or is held back is, no invitation.")
        return redirect(letter)
    if request.method == "POST" and form.is_valid():
        try:
            edit_letter(letter=letter, person=request.user, **form.cleaned_data)
        except CannotChange as problem:
            refusal = str(problem)
            letter.refresh_from_db()
            form.take_over(letter.edited_at)
        else:
            messages.success(request, "The letter has its new words.")
            return redirect(letter)
    status = 409 if refusal else 200
    said = {"letter": letter, "form": form, "refusal": refusal}
    return render(request, "consultations/outbox_edit.html", said, status=status)
