"""Rounds and answers: every state by every act. What is not allowed is refused with a sentence and changes nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from consultations import moments
from consultations.arranging import Deadlines, add_document, invite, set_deadlines, take_invitation_back
from consultations.commenting import CannotComment, replace_comment, submit_comment, withdraw_comment
from consultations.convening import (
    CannotConvene,
    Ends,
    cancel_schedule,
    change_round,
    close_round,
    move_window,
    open_round,
)
from consultations.disposing import CannotDispose, dispose_comment, publish_answers, reply_to
from consultations.models import Comment, Disposition, Organisation, Round
from drafts.models import Edition
from mla_portal.accounts.models import User
from tests.cast import Words, comment_by

DAY = timedelta(days=1)
STATES = ["announced", "scheduled", "before", "accepting", "late", "after", "closed"]


def bring_into(round: Round, state: str, person: Any) -> Round:
    """The conference, whose window lies three days around now, in another state."""
    now = timezone.now()
    opens, closes = now - 3 * DAY, now + 3 * DAY
    times: dict[str, datetime | None] = {"opened_at": now - 4 * DAY, "closed_at": None, "late_until": None}
    if state == "announced":
        times["opened_at"] = None
    elif state == "scheduled":
        times["opened_at"] = now + DAY
    elif state == "before":
        opens, closes = now + DAY, now + 2 * DAY
    elif state in ("late", "after"):
        closes = now - DAY
        times["late_until"] = now + DAY if state == "late" else None
    elif state == "closed":
        times["closed_at"] = now - DAY
    opener = person if times["opened_at"] else None
    Round.objects.filter(pk=round.pk).update(
        comments_open_at=opens, comments_close_at=closes, opened_by=opener, **times
    )
    return Round.objects.get(pk=round.pk)


def in_two_weeks() -> Ends:
    return Ends(timezone.now() - 3 * DAY, timezone.now() + 14 * DAY)


# act -> the states in which it is done; in every other one it is refused
ROUND_ACTS: dict[str, tuple[Callable[..., Any], set[str]]] = {
    "open": (lambda round, person, **_: open_round(round=round, person=person), {"announced"}),
    "close": (
        lambda round, person, **_: close_round(round=round, person=person),
        {"before", "accepting", "late", "after"},
    ),
    "take the schedule back": (lambda round, **_: cancel_schedule(round=round), {"scheduled"}),
    "rename": (lambda round, **_: change_round(round=round, changes={"title": "Other"}), set(STATES) - {"closed"}),
    "let others read": (
        lambda round, **_: change_round(round=round, changes={"disclosure": Round.Disclosure.PUBLIC}),
        {"announced", "scheduled"},
    ),
    "move the window": (
        lambda round, person, **_: move_window(round=round, ends=in_two_weeks(), reason="Time.", person=person),
        # Late comments would end before the window; after it comments have been disclosed.
        {"announced", "scheduled", "before", "accepting"},
    ),
    "take late comments": (
        lambda round, **_: set_deadlines(round=round, deadlines=Deadlines(timezone.now() + 20 * DAY)),
        set(STATES) - {"closed"},
    ),
    "add a document": (
        lambda round, other, **_: add_document(round=round, edition=other),
        set(STATES) - {"closed"},
    ),
    "uninvite a guest who is silent": (
        lambda round, guest, **_: take_invitation_back(round=round, organisation=guest),
        set(STATES) - {"closed"},
    ),
    "submit a comment": (
        lambda draft, delegate, **_: submit_comment(comment=draft, person=delegate),
        {"accepting", "late"},
    ),
}


@pytest.mark.parametrize("act", list(ROUND_ACTS))
@pytest.mark.parametrize("state", STATES)
def test_a_round(
    conference: Round, rules: Edition, delegate: User, secretariat: User, lantern_watch: Any, state: str, act: str
) -> None:
    draft = comment_by(delegate, conference)
    round = bring_into(conference, state, secretariat)
    assert moments.phase(round).name == state
    do, allowed = ROUND_ACTS[act]
    facts = {
        "round": round,
        "person": secretariat,
        "other": rules,
        "guest": lantern_watch,
        "draft": draft,
        "delegate": delegate,
    }
    before = Round.objects.filter(pk=round.pk).values().get()
    if state in allowed:
        do(**facts)
        return
    with pytest.raises((CannotConvene, CannotComment)) as refusal:
        do(**facts)
    assert str(refusal.value).endswith(".")
    assert Round.objects.filter(pk=round.pk).values().get() == before
    assert Comment.objects.get(pk=draft.pk).state == Comment.State.DRAFT


def test_whoever_is_uninvited_can_be_invited_again(conference: Round, lantern_watch: Organisation) -> None:
    take_invitation_back(round=conference, organisation=lantern_watch)
    assert lantern_watch in [guest.organisation for guest in invite(round=conference, organisations=[lantern_watch])]


def recorded(comment: Comment, editor: User) -> Disposition:
    return dispose_comment(comment=comment, decision="noted", reason="Yes.", author=editor, publish=False)


def published(comment: Comment, editor: User) -> Disposition:
    return dispose_comment(comment=comment, decision="noted", reason="Yes.", author=editor)


# what has happened to the comment -> which acts are allowed on it and on its last answer
ANSWERS: dict[str, set[str]] = {
    "draft": set(),
    "submitted": {"answer", "withdraw", "replace"},
    "answer recorded": {"answer", "publish", "withdraw", "replace"},
    "answer published": {"answer", "reply", "withdraw"},
    "answered anew, recorded": {"answer", "publish", "withdraw"},
    "answered anew, published": {"answer", "reply", "withdraw"},
    "withdrawn": set(),
    "withdrawn with an answer recorded": set(),
    "replaced": set(),
}


def brought_to(state: str, round: Round, delegate: User, editor: User) -> tuple[Comment, Disposition | None]:
    """The comment, and its last answer."""
    comment = comment_by(delegate, round, words=Words("Because."), submit=state != "draft")
    answer = None
    if "recorded" in state:
        answer = recorded(comment, editor)
    if "published" in state:
        answer = published(comment, editor)
    if state == "answered anew, recorded":
        published(comment, editor)
        answer = recorded(comment, editor)
    if state == "answered anew, published":
        answer = published(comment, editor)
    if state.startswith("withdrawn"):
        withdraw_comment(comment=comment, person=delegate)
    if state == "replaced":
        submit_comment(comment=replace_comment(comment=comment, person=delegate), person=delegate)
    return Comment.objects.get(pk=comment.pk), answer


@pytest.mark.parametrize("act", ["answer", "publish", "reply", "withdraw", "replace"])
@pytest.mark.parametrize("state", list(ANSWERS))
def test_an_answer(conference: Round, delegate: User, editor: User, state: str, act: str) -> None:
    comment, answer = brought_to(state, conference, delegate, editor)
    number = Disposition.objects.count()

    def do() -> Any:
        if act == "answer":
            return published(comment, editor)
        if act == "withdraw":
            return withdraw_comment(comment=comment, person=delegate)
        if act == "replace":
            return replace_comment(comment=comment, person=delegate)
        if answer is None:
            raise CannotDispose("There is no answer.")
        if act == "reply":
            return reply_to(disposition=answer, author=delegate, is_content=True)
        if not publish_answers(answers=[answer], person=editor):
            raise CannotDispose("Nothing was published.")
        return None

    if act in ANSWERS[state]:
        do()
        return
    with pytest.raises((CannotDispose, CannotComment)) as refusal:
        do()
    assert str(refusal.value).endswith(".")
    assert Disposition.objects.count() == number
