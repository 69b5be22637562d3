"""Writing, submitting and withdrawing comments."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from consultations import joining
from consultations.models import Comment, Delegation, Membership, Notice, Round
from consultations.moments import told
from consultations.notices import notify
from drafts.consolidating import divisions_of
from drafts.models import Article, Clause, Division, Edition, EditionText
from drafts.text import anchors, grammar, numbering
from mla_portal.accounts.models import SYSTEM_EMAIL, User


class CannotComment(Exception):
    """The act was refused; the message is one sentence."""


class ChangedMeanwhile(CannotComment):
    """A colleague has changed the draft since the person opened it."""


class TooLate(CannotComment):
    """The window is shut at the instant of submission. The comment is kept as a draft."""


class Unmoved:
    """Says that a comment's quotation stays where it is."""


UNMOVED = Unmoved()
Words = tuple[int, int] | None


@dataclass(frozen=True)
class Target:
    """What a comment is about: nothing (the whole text), a division, an article, a clause of it, or words of the clause
    from `start` to `end`.
    """

    article: Article | None = None
    clause_id: str = ""
    start: int | None = None
    end: int | None = None
    division: Division | None = None


def begin_comment(
    *,
    round: Round,
    delegation: Delegation,
    author: Any,
    target: Target,
    kind: str = Comment.Kind.SUBSTANCE,
    reasoning: str = "",
    proposed: str = "",
    language: str = "en",
    edition: Edition | None = None,
    operation: str = Comment.Operation.NONE,
    on_paper: bool = False,
    at: datetime | None = None,
) -> Comment:
    """A draft comment on the round's edition, or on `edition`, another document of the round. It pins the version
    that the edition pins, so the words it is about never move.

    Drafts may be written at any time: only submission is tied to the window. `on_paper`: it came by letter or mail,
    and the secretariat records it for the delegation. Raises CannotComment where the person does not belong to the
    delegation, the delegation not to the round, the edition is not under discussion there, or lacks the place.
    """
    if delegation.round_id != round.pk:
        raise CannotComment("This delegation was not invited to the round.")
    if not (on_paper and _keeps_records(author)):
        _require_member(delegation, author)
    comment = Comment(round=round, delegation=delegation, author=author, kind=kind, language=language)
    comment.operation = operation
    comment.edition = edition or round.edition
    if edition is not None and edition not in round.documents:
        raise CannotComment(f"{edition} is not under discussion in this round.")
    comment.created_at = comment.edited_at = at or timezone.now()
    comment.edited_by = author
    _aim(comment, target)
    _write(comment, reasoning, proposed)
    comment.save()
    return comment


def edit_comment(
    *,
    comment: Comment,
    author: Any,
    kind: str,
    reasoning: str,
    proposed: str,
    operation: str = "",
    words: Words | Unmoved = UNMOVED,
    seen: datetime | None = None,
) -> Comment:
    """Change a draft. `words` are the quoted words' start and end in the clause, None for the whole clause;
    left out, the quotation stays. `seen` is when it was last kept as the person saw it.

    Raises ChangedMeanwhile where a colleague has kept other words since, and writes nothing then; CannotComment once
    it has been submitted, or for a person outside the delegation.
    """
    _require_member(comment.delegation, author)
    with transaction.atomic():
        locked = Comment.objects.select_for_update(of=("self",)).for_writing().get(pk=comment.pk)
        if locked.state != Comment.State.DRAFT:
            raise CannotComment("This comment has been submitted: withdraw it and write another.")
        if seen is not None and seen != locked.edited_at and locked.edited_by_id != author.pk:
            raise ChangedMeanwhile(f"{locked.edited_by or 'A colleague'} has changed this draft since you opened it.")
        before = joining.words_of(locked)
        locked.kind, locked.operation = kind, operation
        locked.edited_at, locked.edited_by = timezone.now(), author
        _write(locked, reasoning, proposed)
        if not isinstance(words, Unmoved):
            _requote(locked, words)
        locked.save()
        if joining.words_of(locked) != before:
            joining.ask_sponsors_again(comment=locked, person=author)
    return locked


def submit_comment(*, comment: Comment, person: Any, on_paper: bool = False, at: datetime | None = None) -> Comment:
    """Hand a draft in.

    1. The round's row is locked, so that numbers are given one at a time and the round cannot be closed in
       between. 2. The instant is read from the server's clock after the lock is held (`at` is for replaying
       past rounds). 3. Outside the window: TooLate, and the draft stays. 4. Number, time and checksum are
       stored with the words in one write.

    Raises CannotComment where the person is not the focal point, the comment is empty, or it was submitted
    before.
    """
    if not (on_paper and _keeps_records(person)):
        _require_focal_point(
            comment, person, "Only your delegation's focal point can submit; the draft is kept for them."
        )
    with transaction.atomic():
        round = Round.objects.select_for_update(no_key=True).get(pk=comment.round_id)
        locked = Comment.objects.select_for_update(of=("self",)).for_writing().get(pk=comment.pk)
        if locked.state != Comment.State.DRAFT:
            raise CannotComment("This comment has been submitted already.")
        if not locked.reasoning.strip() and not locked.proposed.strip():
            raise CannotComment("Write your reasoning or a proposed wording before you submit.")
        _check_operation(locked)
        if locked.replaces_id:
            _retire(locked.replaces_id, at)
        now, kind = at or timezone.now(), locked.delegation.organisation.kind
        locked.is_late = round.accepts_late_comments(now, kind)
        if not locked.is_late and not round.accepts_comments(now, kind):
            raise TooLate(_lateness(round, kind, now))
        last = Comment.objects.filter(delegation=locked.delegation_id).aggregate(last=Max("number"))["last"] or 0
        locked.state, locked.number = Comment.State.SUBMITTED, last + 1
        locked.submitted_at, locked.submitted_by = now, person
        locked.checksum = receipt_checksum(locked)
        locked.save()
        _give_receipt(locked, person)
    return locked


def withdraw_comment(*, comment: Comment, person: Any) -> Comment:
    """Take a submitted comment back; it stays in the record, marked. Raises CannotComment for others than the
    focal point.
    """
    _require_focal_point(comment, person, "Only your delegation's focal point can withdraw a comment.")
    with transaction.atomic():
        locked = Comment.objects.select_for_update(of=("self",)).for_writing().get(pk=comment.pk)
        if locked.state != Comment.State.SUBMITTED:
            raise CannotComment("Only a submitted comment can be withdrawn.")
        locked.state, locked.withdrawn_at = Comment.State.WITHDRAWN, timezone.now()
        locked.save(update_fields=["state", "withdrawn_at"])
    return locked


def receipt_checksum(comment: Comment) -> str:
    """SHA-256 of what was submitted: who, when, about what, and every word. `check_record` computes it again."""
    content: list[Any] = [
        comment.round.slug,
        comment.delegation.organisation.code,
        comment.number,
        comment.submitted_at.astimezone(UTC).isoformat() if comment.submitted_at else "",
        comment.article.slug if comment.article else "",
        comment.clause_id or "",
        comment.version_id,
        comment.language,
        comment.kind,
        comment.quote,
        comment.reasoning,
        comment.proposed,
    ]
    if comment.on_behalf_of:  # the receipts of others stay as they were printed
        content.append(comment.on_behalf_of)
    said = {
        "operation": comment.operation,
        "division": comment.division_id,
        "replaces": comment.replaces_id,
        "edition": comment.edition_id if comment.edition_id != comment.round.edition_id else None,
        "late": comment.is_late,
    }
    if further := {name: value for name, value in said.items() if value}:  # likewise
        content.append(further)
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def replace_comment(*, comment: Comment, person: Any) -> Comment:
    """Begin the draft that will take a submitted comment's place, with its words; one that was begun already is handed
    back. Until it is submitted the first one stands. Raises CannotComment for others than the focal point, for a
    comment that does not stand, and for one that the Core Group has answered in public: a new comment speaks to that.
    """
    _require_focal_point(comment, person, "Only your delegation's focal point can replace a comment.")
    with transaction.atomic():
        locked = Comment.objects.select_for_update(of=("self",)).for_writing().get(pk=comment.pk)
        begun = Comment.objects.drafts().filter(replaces=locked).first()
        if begun is not None:
            return begun
        if locked.state != Comment.State.SUBMITTED:
            raise CannotComment("Only a submitted comment can be replaced.")
        if locked.dispositions.published().exists():
            raise CannotComment("The Core Group has answered this comment; write a new one that speaks to the answer.")
        copied = [*_COPIED, "round", "delegation", "edition", "division", "article", "clause", "version"]
        words = {name: getattr(locked, name) for name in copied}
        draft = Comment(author=person, edited_by=person, replaces=locked, **words)
        draft.save()
        joining.carry_over(replaced=locked, draft=draft, person=person)
    return draft


_COPIED = (
    "language", "kind", "operation", "on_behalf_of", "reasoning", "proposed", "quote_start", "quote_end", "quote",
    "quote_prefix", "quote_suffix", "clause_label", "clause_order",
)  # fmt: skip


def _retire(replaced: int, at: datetime | None) -> None:
    """The comment that is replaced, in the transaction in which the other is submitted."""
    old = Comment.objects.select_for_update(of=("self",)).get(pk=replaced)
    if old.state != Comment.State.SUBMITTED:
        raise CannotComment("The comment that this would replace does not stand any more; the draft is kept.")
    old.state, old.withdrawn_at = Comment.State.REPLACED, at or timezone.now()
    old.save(update_fields=["state", "withdrawn_at"])


def _check_operation(comment: Comment) -> None:
    """Whether the words fit what is to be done."""
    needs = Comment.Operation
    has_words, has_reasons = bool(comment.proposed.strip()), bool(comment.reasoning.strip())
    if comment.operation in (needs.ADD, needs.CHANGE) and not has_words:
        raise CannotComment("Write the words that you would add or change; without them choose another operation.")
    if comment.operation == needs.DELETE and has_words:
        raise CannotComment("A deletion proposes no words: leave the wording as it stands, or choose “change”.")
    if comment.operation in (needs.KEEP, needs.QUESTION) and not has_reasons:
        raise CannotComment("Write your reasons or your question under “Reasoning” before you submit.")


def _give_receipt(comment: Comment, person: Any) -> None:
    """By letter to who submitted it and to the delegation's focal points, in the transaction of the submission."""
    leads = Membership.objects.current().at(comment.organisation).filter(role=Membership.Role.FOCAL_POINT)
    people = User.objects.active().filter(Q(pk=person.pk) | Q(pk__in=leads.values("person"))).order_by("pk")
    assert comment.submitted_at is not None
    notify(
        kind=Notice.Kind.RECEIPT,
        key=f"receipt:{comment.pk}",
        people=people,
        round=comment.round,
        link=comment.get_absolute_url(),
        context={
            "reference": comment.reference,
            **told(comment.submitted_at, comment.round.time_zone, "received"),
            "checksum": comment.checksum,
            "is_late": comment.is_late,
        },
    )


def commented_clause(comment: Comment) -> grammar.Block | None:
    """The clause as it stood in the version that the comment is about; None for an article or the whole."""
    if not comment.clause_id or not comment.version:
        return None
    return next((block for block in comment.version.clauses() if block.id == comment.clause_id), None)


def _keeps_records(person: Any) -> bool:
    """The secretariat, or the portal's own account in whose name a command acts."""
    return bool(person.is_secretariat or person.email == SYSTEM_EMAIL)


def _require_member(delegation: Delegation, person: Any) -> None:
    if not Membership.objects.current().filter(person=person, organisation=delegation.organisation_id).exists():
        raise CannotComment("You do not belong to this delegation.")


def _require_focal_point(comment: Comment, person: Any, refusal: str) -> None:
    leads = Membership.objects.current().filter(person=person, role=Membership.Role.FOCAL_POINT)
    if not leads.filter(organisation=comment.delegation.organisation_id).exists():
        raise CannotComment(refusal)


def _aim(comment: Comment, target: Target) -> None:
    if target.division is not None:
        assert comment.edition is not None
        lines = divisions_of(comment.edition, comment.language)
        line = next((line for line in lines if line.division == target.division), None)
        if line is None:
            raise CannotComment(f"{target.division} is not part of the edition under discussion.")
        comment.division, comment.clause_label = line.division, line.name
        return
    if target.article is None:
        return
    pinned = EditionText.objects.filter(edition=comment.edition, article=target.article, language=comment.language)
    found = pinned.select_related("version").first()
    if found is None:
        raise CannotComment(f"{target.article} is not part of the edition under discussion.")
    comment.article, comment.version = target.article, found.version
    if not target.clause_id:
        return
    blocks = found.version.clauses()
    place = next((place for place, block in enumerate(blocks) if block.id == target.clause_id), None)
    if place is None:
        raise CannotComment("This clause is not part of the edition under discussion.")
    comment.clause = Clause.objects.get(pk=target.clause_id)
    comment.clause_label, comment.clause_order = numbering.paths(blocks)[target.clause_id][:60], place + 1
    if target.start is not None and target.end is not None:
        _quote(comment, blocks[place], target.start, target.end)


def _requote(comment: Comment, words: Words) -> None:
    comment.quote_start = comment.quote_end = None
    comment.quote = comment.quote_prefix = comment.quote_suffix = ""
    clause = commented_clause(comment)
    if words is not None and clause is not None:
        _quote(comment, clause, *words)


def _quote(comment: Comment, clause: grammar.Block, start: int, end: int) -> None:
    if not 0 <= start < end <= len(clause.text):
        raise CannotComment("The words you marked are not in the clause; mark them again.")
    anchor = anchors.make(clause, start, end)
    comment.quote_start, comment.quote_end, comment.quote = start, end, anchor.exact
    comment.quote_prefix, comment.quote_suffix = anchor.prefix, anchor.suffix


def _write(comment: Comment, reasoning: str, proposed: str) -> None:
    """Proposed wording that repeats the clause word for word is no proposal and is stored as none."""
    comment.reasoning = reasoning.strip()
    clause = commented_clause(comment)
    words = proposed.strip()
    comment.proposed = "" if clause and grammar.canonical(words) == clause.text else words


def _lateness(round: Round, kind: str, now: datetime) -> str:
    window = round.window_of(kind)
    if round.is_closed(now):
        return "The round has been closed. Your comment is kept as a draft; it was not submitted."
    if not round.is_open(now) or window is None:
        return "The round does not take comments. Your comment is kept as a draft; it was not submitted."
    if now < window.opens_at:
        opens = window.opens_at.astimezone(round.zone)
        return f"Comments are taken from {opens:%-d %B %Y, %H:%M} ({round.time_zone}). Your comment is kept as a draft."
    closed = window.closes_at.astimezone(round.zone)
    return (
        f"The window for comments closed on {closed:%-d %B %Y at %H:%M} ({round.time_zone}). "
        "Your comment is kept as a draft; it was not submitted."
    )
