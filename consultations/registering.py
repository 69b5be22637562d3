"""Registration: who comes to a round for a delegation. Each act writes a step that stays, and a letter.

A registration is provisional until the organisation has confirmed its authenticity. Its focal point does that, whose
own registering of another person is such a word already; nobody confirms their own. For an organisation whose only
focal point comes itself, or that has none, the secretariat confirms and says how it knows.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from consultations.alphabet import name_in
from consultations.models import Delegation, Membership, Notice, Organisation, Registration, RegistrationStep, Round
from consultations.notices import notify, write_to
from mla_portal.accounts.models import User

Act, Assistance, Role, State = RegistrationStep.Act, Registration.Assistance, Registration.Role, Registration.State

# act -> the states that it takes a registration from, and the one that it brings it to
MOVES = {
    Act.CONFIRMED: ((State.PROVISIONAL,), State.CONFIRMED),
    Act.DISOWNED: ((State.PROVISIONAL, State.CONFIRMED), State.DISOWNED),
    Act.WITHDRAWN: ((State.PROVISIONAL, State.CONFIRMED), State.WITHDRAWN),
}
ANSWERS = {Act.GRANTED: Assistance.GRANTED, Act.REFUSED: Assistance.REFUSED}


class CannotRegister(Exception):
    """The act was refused; the message is one sentence."""


@dataclass(frozen=True)
class Entry:
    """What is said of the person. `assistance` is the reason of a request for financial assistance, "" for none."""

    name: str
    email: str
    role: str
    function: str = ""
    needs_visa: bool = False
    assistance: str = ""


def roles_in(organisation: Organisation) -> list[Registration.Role]:
    """A State sends a delegation, everybody else one representative."""
    if organisation.kind == Organisation.Kind.STATE:
        return [Role.HEAD, Role.FOCAL_POINT, Role.MEMBER]
    return [Role.OBSERVER]


def deadline_of(round: Round, needs_visa: bool) -> datetime | None:
    """The first instant that is too late. With a visa it is the earlier one, where the round has two."""
    return (needs_visa and round.visa_registration_closes_at) or round.registration_closes_at


def why_not_now(round: Round, needs_visa: bool, now: datetime | None = None) -> str:
    """One sentence where nobody is registered any more; "" where there is time."""
    deadline = deadline_of(round, needs_visa)
    if round.is_closed(now):
        return "The round is closed: nobody is registered any more."
    if deadline and deadline <= (now or timezone.now()):
        who = "of people who need a visa " if needs_visa and round.visa_registration_closes_at else ""
        return f"Registration {who}has closed. Write to the secretariat, which can still enter somebody."
    return ""


def register_person(*, delegation: Delegation, entry: Entry, person: Any, at: datetime | None = None) -> Registration:
    """Enter somebody: by themselves, by the organisation's focal point, by the secretariat, which alone is not bound
    by the deadlines. The instant at which the lock is held decides, not that of an open page.

    Raises CannotRegister for a late entry, a role that the organisation has not, a second head of delegation, a second
    representative of an observer, an address that is entered already, or where it is not this person's to enter.
    """
    round, organisation = delegation.round, delegation.organisation
    email = User.objects.normalize_email(entry.email.strip()).lower()
    with transaction.atomic():
        Delegation.objects.select_for_update(no_key=True).get(
            pk=delegation.pk
        )  # one entry at a time: heads are counted
        now = at or timezone.now()
        leads = _leads(person, organisation)
        _check_entering(person, organisation, email)
        if not person.is_secretariat and (late := why_not_now(round, entry.needs_visa, now)):
            raise CannotRegister(late)
        _check_place(delegation, entry.role, email)
        membership = Membership.objects.current().at(organisation).of_address(email)
        is_confirmed = leads and email != person.email
        registration = Registration.objects.create(
            delegation=delegation,
            person=membership.person if membership else None,
            name=" ".join(entry.name.split()),
            email=email,
            function=entry.function,
            role=entry.role,
            needs_visa=entry.needs_visa,
            state=State.CONFIRMED if is_confirmed else State.PROVISIONAL,
            assistance=Assistance.ASKED if entry.assistance.strip() else Assistance.NONE,
            assistance_reason=entry.assistance.strip(),
            registered_at=now,
            registered_by=person,
        )
        step = _step(registration, Act.REGISTERED, person, "", now)
        if is_confirmed:
            _step(registration, Act.CONFIRMED, person, "", now)
        _tell(registration, step)
    return registration


def move_registration(
    *, registration: Registration, act: str, person: Any, reason: str = "", at: datetime | None = None
) -> Registration:
    """Confirm, disown or withdraw, once. To disown needs a reason, and so does the secretariat's confirming for the
    organisation. Raises CannotRegister where the state does not allow the act any more, or the person may not.
    """
    before, after = MOVES[Act(act)]
    reason = reason.strip()
    with transaction.atomic():
        locked = _lock(registration)
        _check_mover(locked, Act(act), person, reason)
        if locked.state not in before:
            raise CannotRegister(f"That is not possible any more: the registration is {locked.get_state_display()}.")
        locked.state = after
        locked.save(update_fields=["state"])
        _tell(locked, _step(locked, Act(act), person, reason, at or timezone.now()))
    return locked


def answer_assistance(
    *, registration: Registration, act: str, person: Any, reason: str, at: datetime | None = None
) -> Registration:
    """Grant or refuse financial assistance, once, with a reason.

    Raises CannotRegister where it was not asked for or is answered, where the person does not come, or for anybody but
    the secretariat.
    """
    if not person.is_secretariat:
        raise CannotRegister("Only the secretariat answers requests for financial assistance.")
    if not reason.strip():
        raise CannotRegister("Say why, in a sentence: the delegation reads it.")
    with transaction.atomic():
        locked = _lock(registration)
        if not locked.is_standing or locked.assistance != Assistance.ASKED:
            raise CannotRegister("There is no request for financial assistance to answer.")
        locked.assistance = ANSWERS[Act(act)]
        locked.save(update_fields=["assistance"])
        _tell(locked, _step(locked, Act(act), person, reason.strip(), at or timezone.now()))
    return locked


def acts_open_to(person: Any, registration: Registration, leads: bool) -> list[RegistrationStep.Act]:
    """What this person may do with the registration now; `leads`: whether they are a focal point of its organisation.
    No query.
    """
    runs, own = person.is_secretariat, registration.email == person.email
    allowed = {
        Act.CONFIRMED: runs or (leads and not own),
        Act.DISOWNED: runs or leads,
        Act.WITHDRAWN: runs or leads or own,
    }
    acts = [act for act, (before, _) in MOVES.items() if allowed[act] and registration.state in before]
    if runs and registration.is_standing and registration.assistance == Assistance.ASKED:
        acts += list(ANSWERS)
    return acts


def needs_reason(act: str, person: Any) -> bool:
    return act in (Act.DISOWNED, *ANSWERS) or (act == Act.CONFIRMED and person.is_secretariat)


def _leads(person: Any, organisation: Organisation) -> bool:
    return Membership.objects.current().led_by(person).at(organisation).exists()


def _lock(registration: Registration) -> Registration:
    found = Registration.objects.select_related("delegation__organisation", "delegation__round", "person")
    return found.select_for_update(of=("self",)).get(pk=registration.pk)


def _check_entering(person: Any, organisation: Organisation, email: str) -> None:
    if person.is_secretariat or _leads(person, organisation):
        return
    is_own = email == person.email and Membership.objects.current().at(organisation).of_address(email) is not None
    if not is_own:
        raise CannotRegister(f"Only the focal point of {organisation} enters somebody else; enter yourself.")


def _check_place(delegation: Delegation, role: str, email: str) -> None:
    if role not in roles_in(delegation.organisation):
        raise CannotRegister(f"{delegation.organisation} sends no {Role(role).label.lower()}.")
    standing = Registration.objects.of_delegation(delegation).standing()
    if standing.of_address(email).exists():
        raise CannotRegister(f"{email} is registered for this delegation already.")
    if role in (Role.HEAD, Role.OBSERVER) and (there := standing.in_role(role).first()):
        only = "has a head of delegation" if role == Role.HEAD else "has its one representative"
        raise CannotRegister(
            f"{delegation.organisation} {only} already: {there.name}. Withdraw that registration first."
        )


def _check_mover(registration: Registration, act: RegistrationStep.Act, person: Any, reason: str) -> None:
    leads = _leads(person, registration.delegation.organisation)
    own = registration.email == person.email
    if act == Act.WITHDRAWN and not (leads or own or person.is_secretariat):
        raise CannotRegister("Only the person, the focal point and the secretariat withdraw a registration.")
    if act != Act.WITHDRAWN and not (leads or person.is_secretariat):
        raise CannotRegister("Only the organisation's focal point says whether a registration is genuine.")
    if act == Act.CONFIRMED and own and not person.is_secretariat:
        raise CannotRegister("Nobody confirms their own registration: another focal point or the secretariat does.")
    if needs_reason(act, person) and not reason:
        raise CannotRegister("Say why, in a sentence: it stays with the registration.")


def _step(
    registration: Registration, act: RegistrationStep.Act, person: Any, reason: str, at: datetime
) -> RegistrationStep:
    return RegistrationStep.objects.create(
        registration=registration, act=act, person=person, reason=reason, taken_at=at
    )


def _tell(registration: Registration, step: RegistrationStep) -> None:
    """Letters to the person registered and, of what waits for their word or is withdrawn, to the focal points."""
    delegation = registration.delegation
    link = reverse("consultations:registrations", args=[delegation.round.slug])
    person = registration.person or User.objects.active().filter(email=registration.email).first()
    leads = [lead for lead in Membership.objects.leading(delegation.organisation) if lead.email != registration.email]
    asks = step.act == Act.REGISTERED and registration.state == State.PROVISIONAL
    key = f"registration:{registration.pk}:{step.pk}"

    def words(language: str, asks: bool) -> dict[str, Any]:
        organisation = name_in(delegation.organisation, language)
        return {
            "registration": registration,
            "organisation": organisation,
            "event": step.act,
            "reason": step.reason,
            "asks": asks,
        }

    kind, round = Notice.Kind.REGISTRATION, delegation.round
    if person is not None:
        context = words(person.language, False)
        notify(kind=kind, key=key, people=[person], round=round, link=link, context=context)
    else:
        write_to(kind=kind, key=key, address=registration.email, round=round, link=link, context=words("en", False))
    if asks or step.act == Act.WITHDRAWN:
        for lead in leads:
            context = words(lead.language, asks)
            notify(kind=kind, key=key, people=[lead], round=round, link=link, context=context)
