"""Registrations of a round: the delegation's own, all for the secretariat, and what is done about each."""

import csv
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control

from consultations import registering
from consultations.models import Delegation, Membership, Registration, RegistrationStep, Round
from consultations.participant_forms import ReasonForm, RegistrationForm
from consultations.participant_permissions import (
    delegation_for,
    enters_people,
    may_read_registrations,
    registration_for,
)
from consultations.permissions import leads_organisation, may_convene, round_for
from consultations.tables.shapes import neutralised

_QUESTIONS = {
    RegistrationStep.Act.CONFIRMED: ("Confirm this registration?", "Confirm"),
    RegistrationStep.Act.DISOWNED: ("Say that this registration is not yours?", "It is not ours"),
    RegistrationStep.Act.WITHDRAWN: ("Withdraw this registration?", "Withdraw"),
    RegistrationStep.Act.GRANTED: ("Grant financial assistance?", "Grant"),
    RegistrationStep.Act.REFUSED: ("Refuse financial assistance?", "Refuse"),
}
_COLUMNS = [
    "organisation", "name", "email", "function", "role", "needs visa", "state", "assistance", "assistance reason",
    "registered at (UTC)", "registered by",
]  # fmt: skip


@round_for(may=may_read_registrations, refusal="Registrations are read by their delegation and the secretariat.")
def registrations(request: HttpRequest, round: Round) -> HttpResponse:
    """Who comes, and what may be done about each; of other delegations a delegation sees nothing."""
    person: Any = request.user
    found = list(Registration.objects.in_round(round).known_to(person).with_steps())
    led = set(Membership.objects.led_by(person).current().values_list("organisation_id", flat=True))
    rows = []
    for each in found:
        acts = registering.acts_open_to(person, each, each.delegation.organisation_id in led)
        rows.append((each, [(act, _QUESTIONS[act][1]) for act in acts]))
    delegations = Delegation.objects.in_round(round)
    return render(
        request,
        "consultations/registrations.html",
        {
            "round": round,
            "rows": rows,
            "standing": sum(each.is_standing for each in found),
            "provisional": sum(each.state == Registration.State.PROVISIONAL for each in found),
            "delegations": delegations if person.is_secretariat else delegations.of(person),
            "runs": person.is_secretariat,
            "late": registering.why_not_now(round, needs_visa=False),
        },
    )


@delegation_for(may=enters_people, refusal="Only the delegation and the secretariat register its people.")
def registration_new(request: HttpRequest, delegation: Delegation) -> HttpResponse:
    person: Any = request.user
    organisation = delegation.organisation
    own = not person.is_secretariat and not leads_organisation.test(person, organisation)
    form = RegistrationForm(request.POST or None, organisation=organisation, own=own, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            made = registering.register_person(delegation=delegation, entry=form.entry(), person=person)
        except registering.CannotRegister as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{made.name} is registered: {made.get_state_display().lower()}.")
            return redirect("consultations:registrations", slug=delegation.round.slug)
    page = {"round": delegation.round, "delegation": delegation, "form": form, "now": timezone.now()}
    return render(request, "consultations/registration_form.html", page)


@registration_for()
def registration_act(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Asks, and does on POST. The acts that this person has not are not there."""
    person: Any = request.user
    act = request.GET.get("act", "")
    round = registration.delegation.round
    leads = leads_organisation.test(person, registration.delegation.organisation)
    if act not in _QUESTIONS:
        raise Http404
    if act not in registering.acts_open_to(person, registration, leads):
        messages.warning(request, "That is not possible for you, or not any more.")
        return redirect("consultations:registrations", slug=round.slug)
    question, button = _QUESTIONS[RegistrationStep.Act(act)]
    form = ReasonForm(request.POST or None, needed=registering.needs_reason(act, person))
    if request.method == "POST" and form.is_valid():
        verb = registering.answer_assistance if act in registering.ANSWERS else registering.move_registration
        try:
            verb(registration=registration, act=act, person=person, reason=form.cleaned_data["reason"])
        except registering.CannotRegister as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Done: {RegistrationStep.Act(act).label.lower()}.")
            return redirect("consultations:registrations", slug=round.slug)
    page = {"round": round, "registration": registration, "question": question, "button": button, "form": form}
    return render(request, "consultations/registration_act.html", page)


@round_for(may=may_convene, refusal="Only the secretariat has the list of all registrations.")
def registrations_table(request: HttpRequest, round: Round) -> HttpResponse:
    """The list as csv, always an attachment; what looks like a formula is neutralised."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{round.slug}-registrations.csv"'
    patch_cache_control(response, private=True, no_store=True)
    response.write("\ufeff")  # without it a spreadsheet takes the accents for something else
    writer = csv.writer(response)
    writer.writerow(_COLUMNS)
    for each in Registration.objects.in_round(round).select_related("registered_by"):
        cells = [
            each.delegation.organisation.name, each.name, each.email, each.function, each.get_role_display(),
            "yes" if each.needs_visa else "no", each.get_state_display(), each.get_assistance_display(),
            each.assistance_reason, f"{each.registered_at:%Y-%m-%d %H:%M}", str(each.registered_by),
        ]  # fmt: skip
        writer.writerow([neutralised(cell) for cell in cells])
    return response
