"""Comments: the table of a round, and one comment with its receipt and its answers."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consultations import listing, moments, wording
from consultations.answer_forms import ReplyForm
from consultations.disposing import versions_resting_on
from consultations.followed import fates, later_text
from consultations.forms import DispositionForm
from consultations.models import Comment, Disposition, Organisation, Position, Round
from consultations.permissions import (
    belongs_to_its_delegation,
    comment_for,
    leads_its_delegation,
    may_dispose,
    may_draft_comment,
    may_edit_comment,
    may_import_comments,
    may_replace_comment,
    may_submit_comment,
    may_take_stance,
    may_withdraw_comment,
    round_for,
)
from consultations.proposing import syntax_notices
from consultations.relabelled import now_of
from consultations.standing import sum_up, told_of
from consultations.subjects import in_its_article, subject_of
from consultations.views.answering import versions_of
from consultations.views.writing import draft_key
from drafts.permissions import is_core


@round_for()
def comments(request: HttpRequest, round: Round) -> HttpResponse:
    """The round's comments that this person may see, filtered, in the order of the text."""
    person: Any = request.user
    form = listing.filter_form(round, request.GET)
    filters = form.filters()
    found = listing.list_comments(round, person, filters, request.GET.get("page"))
    may_import = may_import_comments.test(person, round)
    return render(
        request,
        "consultations/comments.html",
        {
            "round": round,
            "form": form,
            "filters": filters,
            "listing": found,
            "counts": found.counts,
            "unanswered": found.counts["submitted"] - found.counts["answered"],
            "may_import": may_import,
            "may_draft": may_import and not person.is_secretariat,
            "asked": list(Position.objects.asking(person).in_round(round).for_naming()) if not person.is_core else [],
            "has_published": round.has_published_comments(),
            "sees_all": person.is_core or round.has_disclosed_comments(),
        },
    )


@comment_for()
def comment(request: HttpRequest, comment: Comment) -> HttpResponse:
    """One comment: what was said of which words, the receipt once it was submitted, the Core Group's answers."""
    person = request.user
    subject = subject_of(comment)
    answers = list(comment.dispositions.known_to(person).for_reading())
    is_own = belongs_to_its_delegation.test(person, comment)
    may_answer = may_dispose.test(person, comment) and comment.state == Comment.State.SUBMITTED
    return render(
        request,
        "consultations/comment.html",
        {
            "comment": comment,
            "round": comment.round,
            "phase": moments.phase(comment.round),
            "subject": subject,
            "place": wording.place_of(comment),
            "now": now_of([comment], person).get(comment.pk, ""),
            "proposal": wording.proposal(comment),
            "rows": in_its_article(subject, comment.operation, comment.proposed),
            "notices": syntax_notices(comment.proposed, comment.language) if is_own else [],
            "fate": fates([comment], later_text(comment, person)).get(comment.pk, ""),
            "answers": answers,
            "resting": versions_resting_on(comment) if is_core.test(person) else [],
            "form": DispositionForm(versions=versions_of(comment)) if may_answer else None,
            "reply_form": ReplyForm() if _may_reply(comment, person, answers) else None,
            "next_due": _next_due(comment, person) if may_answer and answers else None,
            "is_own": is_own,
            "may_make_joint": is_own and comment.state == Comment.State.DRAFT,
            "keys": " ".join((draft_key(person, comment=comment), draft_key(person, subject=subject))),
            "may_edit": may_edit_comment.test(person, comment),
            "may_submit": may_submit_comment.test(person, comment),
            "remarks": list(comment.internal_remarks.select_related("author")) if is_own else [],
            "replaced_by": getattr(comment, "replaced_by", None) if comment.state == Comment.State.REPLACED else None,
            "may_replace": may_replace_comment.test(person, comment),
            "may_withdraw": may_withdraw_comment.test(person, comment),
            "may_comment": may_draft_comment.test(person, comment.round),
            **_standing(comment, person),
            "here": urlencode(subject.address),
        },
    )


def _may_reply(comment: Comment, person: object, answers: list[Disposition]) -> bool:
    """The focal point, to the answer that holds."""
    return bool(answers) and leads_its_delegation.test(person, comment) and answers[-1].published_at is not None


def _standing(comment: Comment, person: Any) -> dict[str, Any]:
    """Who stands behind it, for and against it, and what this person may do about that."""
    positions = list(comment.positions.all().in_order())
    standing = sum_up(positions)
    led = set(Organisation.objects.led_by(person)) if standing.sponsors or standing.invited else set()
    return {
        "standing": standing,
        "told": told_of(comment, positions),
        "is_partner": bool(led & {*standing.sponsors, *standing.invited}),
        "may_take_stance": may_take_stance.test(person, comment),
    }


def _next_due(comment: Comment, person: object) -> Comment | None:
    """The next comment without an answer, in the order of the text: the one to read after this."""
    due = Comment.objects.visible_to(person).in_round(comment.round).unanswered().for_reading()
    return due.in_order_of_the_text().first()
