"""Who belongs to an organisation: its people, invitations to it, and the page that a letter of invitation leads to."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from consultations import inviting
from consultations.models import Invitation, Membership, Organisation
from consultations.participant_forms import AcceptanceForm, InvitationForm
from consultations.participant_permissions import invitation_for, may_invite, membership_for
from consultations.permissions import organisation_for
from mla_portal.access import public
from mla_portal.guessing import count_guess, guesses

_REFUSED = "Only the secretariat and the focal point say who belongs to an organisation."
_GUESSES = 20  # wrong links from one address, before it has to wait


@organisation_for(may=may_invite, refusal=_REFUSED)
def organisation_people(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Its people and invitations, and the form that sends one."""
    person: Any = request.user
    form = InvitationForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            inviting.invite_person(organisation=organisation, person=person, **form.cleaned_data)
        except inviting.CannotInvite as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The letter to {form.cleaned_data['email']} is in the outbox.")
            return redirect("consultations:organisation_people", code=organisation.code.lower())
    open_to = inviting.roles_open_to(person)
    return render(
        request,
        "consultations/organisation_people.html",
        {
            "organisation": organisation,
            "people": Membership.objects.current().at(organisation).by_role(),
            "invitations": [(each, each.state()) for each in Invitation.objects.to_organisation(organisation)],
            "open_to": open_to,
            "form": form,
        },
    )


@require_POST
@invitation_for(may=may_invite, refusal=_REFUSED)
def organisation_invitation(request: HttpRequest, invitation: Invitation, organisation: Organisation) -> HttpResponse:
    """Send again, or revoke."""
    try:
        if request.POST.get("act") == "again":
            inviting.send_again(invitation=invitation, person=request.user)
            messages.success(request, "A new letter is in the outbox; the link of the earlier one opens nothing more.")
        else:
            inviting.revoke_invitation(invitation=invitation, person=request.user)
            messages.success(request, "The invitation is revoked: its link opens nothing.")
    except inviting.CannotInvite as refusal:
        messages.warning(request, str(refusal))
    return redirect("consultations:organisation_people", code=organisation.code.lower())


@require_POST
@membership_for(may=may_invite, refusal=_REFUSED)
def organisation_membership(request: HttpRequest, membership: Membership, organisation: Organisation) -> HttpResponse:
    """End somebody's role."""
    try:
        inviting.end_membership(membership=membership, person=request.user)
        messages.success(request, f"{membership.person} does not speak for {organisation} any more.")
    except inviting.CannotInvite as refusal:
        messages.warning(request, str(refusal))
    return redirect("consultations:organisation_people", code=organisation.code.lower())


@public
@never_cache
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Accept an invitation: with a new account, or, signed in with the invited address, with that one."""
    if guesses(request, "invitation") >= _GUESSES:
        return _useless(request, "Too many links that open nothing came from your address. Try again later.", 429)
    found = inviting.find_invitation(secret)
    if found is None:
        count_guess(request, "invitation")
        return _useless(request, "This link opens nothing. Check that it is whole.", 404)
    if useless := inviting.why_useless(found):
        return _useless(request, useless, 410)
    person: Any = request.user
    if person.is_authenticated:
        return _accept_as(request, found, secret)
    account = inviting.account_of(found)
    form = AcceptanceForm(request.POST or None, email=found.email, initial={"name": found.name})
    if request.method == "POST" and account is None and form.is_valid():
        try:
            made = inviting.accept_with_new_account(
                secret=secret, name=form.cleaned_data["name"], password=form.cleaned_data["password"]
            )
        except inviting.CannotInvite as refusal:
            form.add_error(None, str(refusal))
        else:
            login(request, made, backend=settings.AUTHENTICATION_BACKENDS[-1])
            return _accepted(request, found)
    page = {"invitation": found, "form": form, "account": account}
    return render(request, "consultations/invitation.html", page)


def _accept_as(request: HttpRequest, found: Invitation, secret: str) -> HttpResponse:
    person: Any = request.user
    if request.method == "POST":
        try:
            inviting.accept_as(secret=secret, person=person)
        except inviting.CannotInvite as refusal:
            messages.warning(request, str(refusal))
        else:
            return _accepted(request, found)
    page = {"invitation": found, "account": person, "is_theirs": person.email == found.email}
    return render(request, "consultations/invitation.html", page)


def _accepted(request: HttpRequest, found: Invitation) -> HttpResponse:
    messages.success(request, f"You are {found.get_role_display().lower()} of {found.organisation}.")
    return redirect(found.round or found.organisation)


def _useless(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return render(request, "consultations/invitation_useless.html", {"why": why}, status=status)
