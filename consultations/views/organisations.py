"""Organisations: who takes part, and what each has said as far as the reader may know it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consultations import listing
from consultations.alphabet import name_in, sort_key
from consultations.models import Comment, Membership, Organisation, Round, Support
from consultations.participant_permissions import may_invite
from consultations.permissions import organisation_for
from drafts.models.instruments import LANGUAGES
from drafts.permissions import is_secretariat
from mla_portal.access import person_for

_LATEST = 20


@person_for()
def organisations(request: HttpRequest, person: object) -> HttpResponse:
    """States, international organisations and civil society, each by name; Core Group and supporters are marked."""
    language = request.GET.get("language", "en")
    everybody = sorted(Organisation.objects.for_directory().with_support(), key=lambda each: sort_key(each, language))
    groups = [
        (heading, [(name_in(each, language), each) for each in everybody if each.kind == kind])
        for kind, heading in (
            (Organisation.Kind.STATE, "States"),
            (Organisation.Kind.INTERNATIONAL, "International organisations"),
            (Organisation.Kind.CIVIL_SOCIETY, "Civil society"),
            (Organisation.Kind.NETWORK, "Practitioners’ networks"),
        )
    ]
    return render(
        request,
        "consultations/organisations.html",
        {
            "groups": [(heading, members) for heading, members in groups if members],
            "core_group": sum(each.is_in_core_group for each in everybody),
            "supporters": sum(each.supports_since is not None for each in everybody),
            "states": sum(each.kind == Organisation.Kind.STATE for each in everybody),
            "language": language,
            "languages": LANGUAGES,
            "may_enter": is_secretariat.test(person),
        },
    )


@organisation_for()
def organisation(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """One organisation: its rounds, for the Core Group its people, and its latest comments that the reader
    may see.
    """
    person: Any = request.user
    visible = Comment.objects.visible_to(person).from_organisation(organisation).standing()
    people = Membership.objects.current().at(organisation).by_role() if person.is_core else None
    rounds = Round.objects.visible_to(person).for_reading().newest_first()
    latest = visible.for_table().with_their_clause().latest_first()[:_LATEST]
    return render(
        request,
        "consultations/organisation.html",
        {
            "organisation": organisation,
            "rounds": rounds.joined_by(organisation),
            "comments": visible.submitted().counts_by_round(),
            "people": people,
            "supports": list(Support.objects.from_organisation(organisation)),
            "may_invite": may_invite.test(person, organisation),
            "lines": listing.lines_of(list(latest), person),
        },
    )
