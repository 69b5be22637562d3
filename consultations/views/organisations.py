"""Organisations: who takes part, and what each has said as far as the reader may know it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consultations import listing
from consultations.models import Comment, Membership, Organisation, Round
from consultations.permissions import organisation_for
from mla_portal.access import person_for

_LATEST = 20


@person_for()
def organisations(request: HttpRequest, person: object) -> HttpResponse:
    """States, international organisations and civil society, each by name; Core Group and supporters are marked."""
    everybody = list(Organisation.objects.for_directory())
    groups = [
        (heading, [organisation for organisation in everybody if organisation.kind == kind])
        for kind, heading in (
            (Organisation.Kind.STATE, "States"),
            (Organisation.Kind.INTERNATIONAL, "International organisations"),
            (Organisation.Kind.CIVIL_SOCIETY, "Civil society"),
        )
    ]
    return render(
        request,
        "consultations/organisations.html",
        {
            "groups": [(heading, members) for heading, members in groups if members],
            "core_group": sum(organisation.core_group_since is not None for organisation in everybody),
            "supporters": sum(organisation.is_supporter for organisation in everybody),
            "states": sum(organisation.kind == Organisation.Kind.STATE for organisation in everybody),
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
            "lines": listing.lines_of(list(latest), person),
        },
    )
