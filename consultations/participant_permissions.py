"""Who may say who belongs to an organisation and who comes to a round; the gates of those pages."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from rules import predicate

from consultations.models import Delegation, Invitation, Membership, Organisation, Registration, Support
from consultations.permissions import knows_round, leads_organisation, load_organisation, load_round, takes_part
from drafts.permissions import is_secretariat
from mla_portal.access import gate

may_invite = is_secretariat | leads_organisation
may_read_registrations = takes_part | is_secretariat


@predicate
def knows_registration(person: Any, registration: Registration) -> bool:
    return Registration.objects.known_to(person).filter(pk=registration.pk).exists()


@predicate
def enters_people(person: Any, delegation: Delegation) -> bool:
    """Belongs to the delegation, or runs the round; whom they may enter the verb says."""
    return person.is_secretariat or Delegation.objects.of(person).filter(pk=delegation.pk).exists()


def load_invitation(request: HttpRequest, code: str, invitation: int) -> tuple[Invitation, Organisation]:
    found = get_object_or_404(
        Invitation.objects.select_related("round"), organisation__code__iexact=code, pk=invitation
    )
    organisation = load_organisation(request, code)
    found.organisation = organisation
    return found, organisation


def load_membership(request: HttpRequest, code: str, membership: int) -> tuple[Membership, Organisation]:
    organisation = load_organisation(request, code)
    found = Membership.objects.current().at(organisation).select_related("person")
    return get_object_or_404(found, pk=membership), organisation


def load_support(request: HttpRequest, code: str, support: int) -> tuple[Support, Organisation]:
    organisation = load_organisation(request, code)
    return get_object_or_404(Support.objects.from_organisation(organisation), pk=support), organisation


def load_delegation(request: HttpRequest, slug: str, code: str) -> Delegation:
    round = load_round(request, slug)
    if not knows_round.test(request.user, round):
        raise Http404
    found = Delegation.objects.select_related("organisation", "round")
    return get_object_or_404(found, round=round, organisation__code__iexact=code)


def load_registration(request: HttpRequest, slug: str, registration: int) -> Registration:
    found = Registration.objects.select_related("delegation__organisation", "delegation__round")
    return get_object_or_404(found, delegation__round__slug=slug, pk=registration)


invitation_for = gate(load_invitation)
membership_for = gate(load_membership)
delegation_for = gate(load_delegation)
registration_for = gate(load_registration, sees=knows_registration)


support_for = gate(load_support)
