"""Letters of invitation: each makes one person's account and role in one organisation, once, until it expires.

The link holds a secret of 256 bits; the database keeps its SHA-256 (no salt: nobody can list such secrets). The letter
in the outbox has to hold the link until it is sent. Who reads the outbox sees it without the secret, and what was sent
or discarded forgets it (Notice.shown_words). A reader of the database files could take it from a letter that still
waits; after the acceptance, the revocation or the last day it opens nothing.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from consultations import outbox
from consultations.alphabet import name_in
from consultations.models import Invitation, Membership, Notice, NoticeStep, Organisation, Round
from consultations.notices import write_to
from mla_portal.accounts.models import User

Role = Membership.Role
_USELESS = {
    "accepted": "This invitation has been used already. Sign in with the password that was chosen then.",
    "revoked": "This invitation was taken back or replaced by a later one. Ask whoever invited you for another.",
    "expired": "This invitation has expired. Ask whoever invited you for another.",
}


class CannotInvite(Exception):
    """The act was refused; the message is one sentence."""


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def roles_open_to(person: Any) -> list[Role]:
    """The roles that this person may give: the secretariat every one, a focal point those of its experts."""
    return list(Role) if person.is_secretariat else [Role.EXPERT]


def invite_person(
    *,
    organisation: Organisation,
    role: str,
    email: str,
    person: Any,
    name: str = "",
    language: str = "en",
    round: Round | None = None,
) -> Invitation:
    """Write the letter. An open invitation of the same address to the organisation is revoked: one link is good.
    Raises CannotInvite where the role is not this person's to give, or the address has it already.
    """
    email = User.objects.normalize_email(email.strip()).lower()
    secret, now = secrets.token_urlsafe(32), timezone.now()
    with transaction.atomic():
        _one_at_a_time(organisation)
        _may_give(person, organisation, role)
        held = Membership.objects.current().at(organisation).of_address(email)
        if held is not None:
            _may_give(person, organisation, held.role)  # the new role would end this one
            if held.role == role:
                raise CannotInvite(f"{email} has this role in {organisation} already.")
        for earlier in _open_to(organisation, email, now):
            _revoke(earlier, person, now)
        invitation = Invitation.objects.create(
            organisation=organisation,
            round=round,
            role=role,
            email=email,
            name=" ".join(name.split()),
            language=language,
            secret_hash=hash_of(secret),
            invited_by=person,
            invited_at=now,
            expires_at=now + timedelta(days=settings.INVITATION_DAYS),
        )
        write_to(
            kind=Notice.Kind.INVITATION,
            key=_key(invitation),
            address=email,
            language=language,
            round=round,
            context={
                "invitation": invitation,
                "organisation": name_in(organisation, language),
                "invitation_page": settings.BASE_URL + reverse("consultations:invitation", args=[secret]),
            },
        )
    return invitation


def send_again(*, invitation: Invitation, person: Any) -> Invitation:
    """Another letter with another secret; the link of the earlier one opens nothing any more.

    Raises CannotInvite where the invitation was accepted, or as `invite_person` does.
    """
    with transaction.atomic():
        _one_at_a_time(invitation.organisation)
        locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if locked.accepted_at:
            raise CannotInvite("The invitation has been accepted: there is nothing to send again.")
        return invite_person(
            organisation=invitation.organisation,
            role=locked.role,
            email=locked.email,
            person=person,
            name=locked.name,
            language=locked.language,
            round=invitation.round,
        )


def revoke_invitation(*, invitation: Invitation, person: Any) -> Invitation:
    """Its link opens nothing from now on, and a letter that was not sent yet is discarded.

    Raises CannotInvite where it is used, revoked or expired, or its role is not this person's to give.
    """
    now = timezone.now()
    with transaction.atomic():
        locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
        _may_give(person, invitation.organisation, locked.role)
        if locked.state(now) != "open":
            raise CannotInvite(f"The invitation is not open any more: it is {locked.state(now)}.")
        _revoke(locked, person, now)
    return locked


def find_invitation(secret: str) -> Invitation | None:
    """The invitation that the secret belongs to, in whatever state."""
    found = Invitation.objects.select_related("organisation", "round", "invited_by")
    return found.filter(secret_hash=hash_of(secret)).first()


def why_useless(invitation: Invitation) -> str:
    """One sentence where the invitation cannot be accepted any more; "" where it can."""
    return _USELESS.get(invitation.state(), "")


def account_of(invitation: Invitation) -> User | None:
    """That of the invited address, where there is one."""
    return User.objects.filter(email=invitation.email).first()


def accept_with_new_account(*, secret: str, name: str, password: str) -> User:
    """Make the account and the membership. The password must have been validated.

    Raises CannotInvite where the secret opens nothing, or there is an account with the address.
    """
    try:
        with transaction.atomic():
            invitation = _lock(secret)
            if account_of(invitation) is not None:
                raise CannotInvite(f"There is an account for {invitation.email} already: sign in to accept.")
            person: User = User.objects.create_user(
                invitation.email, password, name=" ".join(name.split()), language=invitation.language
            )
            _accept(invitation, person)
    except IntegrityError:  # the account was made by another invitation meanwhile
        raise CannotInvite("There is an account with this address already: sign in to accept.") from None
    return person


def accept_as(*, secret: str, person: Any) -> Membership:
    """Accept with the account of the invited address. Raises CannotInvite for anybody else, or a useless secret."""
    with transaction.atomic():
        invitation = _lock(secret)
        if person.email != invitation.email:
            raise CannotInvite("The invitation is for another address than that of your account.")
        return _accept(invitation, person)


def end_membership(*, membership: Membership, person: Any) -> Membership:
    """End somebody's role, and the invitations of theirs that nobody has accepted. A focal point ends the roles of its
    own experts, the secretariat every one.

    Raises CannotInvite where it is not this person's to end, or has ended.
    """
    with transaction.atomic():
        locked = Membership.objects.select_for_update().get(pk=membership.pk)
        _may_give(person, membership.organisation, locked.role)
        if locked.ended_at:
            raise CannotInvite("This role has ended already.")
        locked.ended_at = timezone.now()
        locked.save(update_fields=["ended_at"])
        sent = Invitation.objects.open(locked.ended_at).to_organisation(membership.organisation)
        for invitation in sent.sent_by(membership.person_id).select_for_update(of=("self",)):
            _revoke(invitation, person, locked.ended_at)
    return locked


def _one_at_a_time(organisation: Organisation) -> None:
    """Lock the organisation before any of its invitations; memberships may still be made under it meanwhile."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def _may_give(person: Any, organisation: Organisation, role: str) -> None:
    leads = person.is_secretariat or Membership.objects.current().led_by(person).at(organisation).exists()
    if not leads:
        raise CannotInvite(f"Only the secretariat and the focal point of {organisation} say who belongs to it.")
    if role not in roles_open_to(person):
        raise CannotInvite("Only the secretariat appoints and dismisses focal points.")


def _key(invitation: Invitation) -> str:
    return f"invitation:{invitation.pk}"


def _open_to(organisation: Organisation, email: str, now: datetime) -> Any:
    """Open invitations of an address to an organisation, locked: of two the later one holds."""
    found = Invitation.objects.open(now).to_organisation(organisation).to_address(email)
    return found.select_for_update(of=("self",))


def _revoke(invitation: Invitation, person: Any, now: datetime) -> None:
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at"])
    outbox.act_on(letters=Notice.objects.of_key(_key(invitation)), act=NoticeStep.Act.DISCARDED, person=person)


def _lock(secret: str) -> Invitation:
    found = Invitation.objects.select_for_update().filter(secret_hash=hash_of(secret)).first()
    if found is None:
        raise CannotInvite("This link opens nothing. Check that it is whole.")
    if useless := why_useless(found):
        raise CannotInvite(useless)
    return found


def _accept(invitation: Invitation, person: Any) -> Membership:
    now = timezone.now()
    current = Membership.objects.current().at(invitation.organisation).of_address(person.email)
    if current is not None and current.role != invitation.role:
        current.ended_at = now
        current.save(update_fields=["ended_at"])
        current = None
    if current is None:
        current = Membership.objects.create(person=person, organisation=invitation.organisation, role=invitation.role)
    invitation.accepted_at, invitation.accepted_by = now, person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    return current
