"""Joint comments, and what other delegations say of a comment: every act is a Position, added and never changed.

Each act holds the comment's row, so that of two at the same instant the second one sees what the first has done, and
there is one latest position of each organisation. The words are submitted by one delegation; nobody is made a sponsor
by another: a delegation is invited and joins by its own focal point, and by the words that this person has read.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from consultations.alphabet import Spoken
from consultations.models import Comment, Delegation, Membership, Notice, Organisation, Position, Round
from consultations.notices import notify
from consultations.standing import stances_of

Stance = Position.Stance
_OPINIONS = (Stance.SUPPORTS, Stance.OPPOSES)


class CannotJoin(Exception):
    """The act was refused; the message is one sentence."""


def speak_for_group(
    *, comment: Comment, person: Any, group: str, excepted: Iterable[Organisation], at: datetime | None = None
) -> Comment:
    """Say on behalf of which group a draft is, and which of the group's members do not join in it.

    Any member of the drafting delegation may; it is part of the words, so sponsors are asked again where it changes.
    Raises CannotJoin for members left out without a group, for the delegation itself, and for one that is invited.
    """
    group, left_out = " ".join(group.split()), set(excepted)
    if left_out and not group:
        raise CannotJoin("Name the group first: members can only be left out of a group.")
    if len(group) > 300:
        raise CannotJoin("The name of the group is longer than 300 characters.")
    with _holding_draft(comment, person, role=None) as locked:
        if locked.organisation in left_out:
            raise CannotJoin("Your own delegation speaks for the group; it cannot be left out of it.")
        standing = stances_of(locked)
        if partners := left_out & {*standing.invited, *standing.sponsors}:
            raise CannotJoin(f"{_named(partners)} cannot be asked to join and be left out at the same time.")
        before = words_of(locked)
        locked.on_behalf_of = group
        locked.save(update_fields=["on_behalf_of"])
        for organisation in sorted(left_out - set(standing.excepted), key=str):
            _add(locked, organisation, Stance.EXCEPTED, person, at=at)
        for organisation in sorted(set(standing.excepted) - left_out, key=str):
            _add(locked, organisation, Stance.WITHDRAWN, person, at=at)
        changed_members = set(standing.excepted) != left_out
        if before != words_of(locked) or changed_members:
            ask_sponsors_again(comment=locked, person=person, at=at)
    return locked


def invite_sponsors(
    *, comment: Comment, person: Any, organisations: Iterable[Organisation], at: datetime | None = None
) -> list[Organisation]:
    """Ask other delegations of the round to co-sponsor a draft; their focal points may read it from then on, and get
    a letter. Those who are asked or have joined already are left as they are. Returns those asked now.

    Raises CannotJoin for others than the delegation's focal point, and for an organisation outside the round.
    """
    with _holding_draft(comment, person, role=Membership.Role.FOCAL_POINT) as locked:
        standing = stances_of(locked)
        asked = [one for one in organisations if one not in (*standing.invited, *standing.sponsors)]
        if locked.organisation in asked:
            raise CannotJoin("Your own delegation submits the comment; invite others.")
        if left_out := set(asked) & set(standing.excepted):
            raise CannotJoin(f"{_named(left_out)} cannot be asked to join and be left out at the same time.")
        taking_part = set(Delegation.objects.in_round(locked.round).values_list("organisation", flat=True))
        if strangers := {one for one in asked if one.pk not in taking_part}:
            raise CannotJoin(f"{_named(strangers)} takes no part in this round.")
        for organisation in asked:
            _ask(locked, organisation, person, again=False, at=at)
    return asked


def take_back_invitation(*, comment: Comment, person: Any, organisation: Organisation) -> None:
    """The drafting delegation's focal point no longer asks. From then on the other one cannot read the draft."""
    with _holding_draft(comment, person, role=Membership.Role.FOCAL_POINT) as locked:
        standing = stances_of(locked)
        if organisation not in (*standing.invited, *standing.sponsors):
            raise CannotJoin(f"{organisation} is not invited.")
        _add(locked, organisation, Stance.WITHDRAWN, person)


def join(
    *, comment: Comment, person: Any, organisation: Organisation, words_read: str, at: datetime | None = None
) -> None:
    """The invited delegation becomes a sponsor, by its focal point. `words_read` is `words_of` the comment as it was
    shown: where the words have changed since, the act is refused and the new ones must be read.

    It may join after the submission too, as long as the round is open: the day is on the record.
    """
    _require_lead(organisation, person)
    with _holding(comment) as locked:
        if organisation not in stances_of(locked).invited:
            raise CannotJoin(f"{organisation} is not invited to join in this comment.")
        if locked.state not in (Comment.State.DRAFT, Comment.State.SUBMITTED):
            raise CannotJoin("The comment has been taken back.")
        _require_open(locked.round)
        if words_of(locked) != words_read:
            raise CannotJoin("The words were changed while you were reading. Read them again before you join.")
        _add(locked, organisation, Stance.SPONSORS, person, at=at)


def stand_back(
    *, comment: Comment, person: Any, organisation: Organisation, words: str = "", at: datetime | None = None
) -> Position:
    """Decline an invitation, end a sponsorship, or take back support or opposition, by the organisation's own focal
    point. Always possible for a sponsor, even after the round, as the author may always withdraw; opinions can be
    changed until the round is closed. Returns the position that was taken back.
    """
    _require_lead(organisation, person)
    with _holding(comment) as locked:
        latest = Position.objects.holding().filter(comment=locked, organisation=organisation).first()
        if latest is None or latest.stance == Stance.EXCEPTED:
            raise CannotJoin(f"{organisation} has no position on this comment that it could take back.")
        if latest.stance in _OPINIONS:
            _require_open(locked.round)
        _add(locked, organisation, Stance.WITHDRAWN, person, words, at=at)
    return latest


def take_stance(
    *,
    comment: Comment,
    person: Any,
    organisation: Organisation,
    stance: str,
    words: str = "",
    at: datetime | None = None,
) -> None:
    """Support or oppose a submitted comment of another delegation, in words or without; a later stance supersedes.

    Until the round is closed and not only in the window, because where comments are disclosed when the window has
    closed there is no other time; and not after it, because the chair's conclusions and the compilation rest on what
    was said in the round. Raises CannotJoin for others than a focal point of a delegation of the round that may read
    the comment, for its author, for its sponsors, and where nothing would change.
    """
    if stance not in _OPINIONS:
        raise CannotJoin("Say whether you support or oppose the comment.")
    _require_lead(organisation, person)
    with _holding(comment) as locked:
        _require_open(locked.round)
        if not Comment.objects.visible_to(person).submitted().filter(pk=locked.pk).exists():
            raise CannotJoin("Only a submitted comment that you may read can be supported or opposed.")
        if not Delegation.objects.in_round(locked.round).filter(organisation=organisation).exists():
            raise CannotJoin(f"{organisation} takes no part in this round.")
        standing = stances_of(locked)
        if organisation == locked.organisation or organisation in standing.sponsors:
            raise CannotJoin("It is your own comment.")
        latest = Position.objects.holding().filter(comment=locked, organisation=organisation).first()
        if latest and (latest.stance, latest.words) == (stance, words.strip()):
            raise CannotJoin("You have said so already.")
        _add(locked, organisation, stance, person, words, at=at)


def ask_sponsors_again(*, comment: Comment, person: Any, at: datetime | None = None) -> None:
    """The words of a draft have changed: who had joined in the old ones is invited to join in these. To be called by
    whoever changes a draft, with the comment's row locked, in the same transaction.
    """
    for organisation in stances_of(comment).sponsors:
        _ask(comment, organisation, person, again=True, at=at)


def carry_over(*, replaced: Comment, draft: Comment, person: Any) -> None:
    """A draft that is to take a comment's place speaks for the same group, with the same members left out; who joined
    in the first one's words is asked to join in these.
    """
    standing = stances_of(replaced)
    for organisation in standing.excepted:
        _add(draft, organisation, Stance.EXCEPTED, person)
    for organisation in standing.sponsors:
        _ask(draft, organisation, person, again=True, at=None)


def words_of(comment: Comment) -> str:
    """A fingerprint of everything that a sponsor lends its name to."""
    content = [
        comment.kind,
        comment.operation,
        comment.on_behalf_of,
        comment.quote,
        comment.reasoning,
        comment.proposed,
        comment.article_id,
        comment.division_id,
        comment.clause_id,
        sorted(organisation.code for organisation in stances_of(comment).excepted),
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _ask(comment: Comment, organisation: Organisation, person: Any, *, again: bool, at: datetime | None) -> None:
    position = _add(comment, organisation, Stance.INVITED, person, at=at)
    leads = Membership.objects.current().at(organisation).filter(role=Membership.Role.FOCAL_POINT)
    notify(
        kind=Notice.Kind.SPONSORSHIP,
        key=f"sponsorship:{position.pk}",
        people=[membership.person for membership in leads.select_related("person")],
        round=comment.round,
        link=reverse("consultations:comment_joint", kwargs={"slug": comment.round.slug, "comment": comment.pk}),
        context={"author": Spoken(comment.organisation), "organisation": Spoken(organisation), "again": again},
    )


def _add(
    comment: Comment,
    organisation: Organisation,
    stance: str,
    person: Any,
    words: str = "",
    at: datetime | None = None,
) -> Position:
    return Position.objects.create(
        comment=comment,
        organisation=organisation,
        stance=stance,
        words=words.strip(),
        person=person,
        taken_at=at or timezone.now(),
    )


@contextmanager
def _holding(comment: Comment) -> Iterator[Comment]:
    """The comment as it is now, its row locked to the end of the act; and the round's, so that it is not closed
    meanwhile. The round first, as every act on both has it; without its key (`no_key`), because who changes a draft
    holds the comment alone, and the letters that this writes refer to the round: PostgreSQL would wait there for ever.
    """
    with transaction.atomic():
        Round.objects.select_for_update(no_key=True).get(pk=comment.round_id)
        yield Comment.objects.select_for_update(of=("self",)).for_writing().get(pk=comment.pk)


@contextmanager
def _holding_draft(comment: Comment, person: Any, role: str | None) -> Iterator[Comment]:
    """The same for what the drafting delegation does, before the submission."""
    mine = Membership.objects.current().filter(person=person, organisation=comment.delegation.organisation_id)
    if not (mine.filter(role=role) if role else mine).exists():
        raise CannotJoin("Only the focal point of the drafting delegation can do this.")
    with _holding(comment) as locked:
        if locked.state != Comment.State.DRAFT:
            raise CannotJoin("The comment has been submitted: who stands behind it is settled.")
        yield locked


def _require_lead(organisation: Organisation, person: Any) -> None:
    if not Membership.objects.current().led_by(person).at(organisation).exists():
        raise CannotJoin("Only a delegation's focal point can speak for it here.")


def _require_open(round: Round) -> None:
    if not round.is_open():
        raise CannotJoin("The round is closed; positions on its comments are settled.")


def _named(organisations: Iterable[Organisation]) -> str:
    return ", ".join(sorted(organisation.name for organisation in organisations))
