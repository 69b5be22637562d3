"""The demonstration's participants: who supports the initiative since when, who is invited, who comes to Ljubljana."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from consultations.inviting import invite_person
from consultations.models import Delegation, Membership, Organisation, RegistrationStep, Round
from consultations.registering import Entry, answer_assistance, move_registration, register_person
from consultations.supporting import record_support

REMARK = "An illustration: the demonstration has no notes."
COMES_TO = "ljubljana-2023"


def record_notes(
    organisations: Mapping[str, Organisation], rows: list[dict[str, Any]], secretariat: Any
) -> frozenset[str]:
    """The codes of the supporting States; of none there is a file."""
    found = {row["code"]: date.fromisoformat(row["supports_since"]) for row in rows if row["supports_since"]}
    for code, since in found.items():
        record_support(organisation=organisations[code], since=since, person=secretariat, remark=REMARK)
    return frozenset(found)


def register_some(rounds: Mapping[str, Round], people: Mapping[str, Any], secretariat: Any) -> None:
    """Costa Rica's delegation, one of them provisional, an observer's representative; and an expert who is invited."""
    round = rounds[COMES_TO]
    ours = Delegation.objects.select_related("organisation", "round").get(round=round, organisation__code="CR")
    delegate, expert, observer = (people[f"{who}@demo.example"] for who in ("delegate", "expert", "observer"))
    head = Entry("Head of delegation, Costa Rica", "head.costa-rica@demo.example", "head", "Ministry of Justice")
    register_person(delegation=ours, entry=head, person=delegate)
    asks = Entry(expert.name, expert.email, "member", assistance="The ministry has no funds for a second ticket.")
    register_person(delegation=ours, entry=asks, person=expert)
    watchers = Delegation.objects.select_related("organisation", "round").get(round=round, organisation__code="REDRESS")
    comes = Entry(observer.name, observer.email, "observer", needs_visa=True, assistance="A small organisation.")
    registered = register_person(delegation=watchers, entry=comes, person=observer)
    answer_assistance(
        registration=registered, act=RegistrationStep.Act.GRANTED, person=secretariat, reason="The fund allows it."
    )
    move_registration(
        registration=registered,
        act=RegistrationStep.Act.CONFIRMED,
        person=secretariat,
        reason="REDRESS has confirmed the name by letter.",
    )
    invite_person(
        organisation=ours.organisation,
        role=Membership.Role.EXPERT,
        email="second-expert.costa-rica@demo.example",
        person=delegate,
        language="es",
        round=round,
    )
