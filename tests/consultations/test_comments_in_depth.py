"""Comments inside a delegation and after submission: operations, replacement, receipts, colleagues, several at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from consultations.commenting import (
    CannotComment,
    ChangedMeanwhile,
    edit_comment,
    receipt_checksum,
    replace_comment,
    submit_comment,
    withdraw_comment,
)
from consultations.conferring import remark_on
from consultations.disposing import dispose_comment
from consultations.models import Comment, InternalRemark, Notice, Round, Window
from drafts.models import Article
from mla_portal.accounts.models import User
from tests.cast import Target, Words, clause_id, comment_by


def stored(comment: Comment) -> Comment:
    return Comment.objects.for_writing().get(pk=comment.pk)


def set_up(state: str, author: User, round: Round) -> Comment:
    comment = comment_by(author, round, submit=state != "draft")
    if state == "withdrawn":
        comment = withdraw_comment(comment=comment, person=author)
    elif state == "replaced":
        submit_comment(comment=replace_comment(comment=comment, person=author), person=author)
    return stored(comment)


ACTS: dict[str, Callable[[Comment, User], object]] = {
    "edit": lambda c, p: edit_comment(comment=c, author=p, kind="general", reasoning="New.", proposed=""),
    "submit": lambda c, p: submit_comment(comment=c, person=p),
    "withdraw": lambda c, p: withdraw_comment(comment=c, person=p),
    "replace": lambda c, p: replace_comment(comment=c, person=p),
    "answer": lambda c, p: dispose_comment(comment=c, decision="noted", reason="Noted.", author=p),
}
ALLOWED = {
    "draft": {"edit", "submit"},
    "submitted": {"withdraw", "replace", "answer"},
    "withdrawn": set(),
    "replaced": set(),
}


@pytest.mark.parametrize("state", list(ALLOWED))
@pytest.mark.parametrize("act", list(ACTS))
def test_an_act_is_allowed_in_the_states_that_allow_it(conference: Round, delegate: User, state: str, act: str) -> None:
    comment = set_up(state, delegate, conference)
    assert comment.state == state
    before = Comment.objects.filter(pk=comment.pk).values().get()
    if act in ALLOWED[state]:
        ACTS[act](comment, delegate)
    elif (state, act) == ("replaced", "replace"):
        with pytest.raises(CannotComment):
            ACTS[act](comment, delegate)
    else:
        with pytest.raises(Exception, match=r"[Oo]nly|already|has been submitted|does not stand"):
            ACTS[act](comment, delegate)
        assert Comment.objects.filter(pk=comment.pk).values().get() == before


@pytest.mark.parametrize("act", ["submit", "withdraw", "replace"])
def test_the_focal_point_alone_hands_in_takes_back_and_replaces(
    conference: Round, delegate: User, expert: User, neighbour: User, act: str
) -> None:
    comment = set_up("draft" if act == "submit" else "submitted", delegate, conference)
    for person in (expert, neighbour):
        with pytest.raises(CannotComment, match="focal point"):
            ACTS[act](comment, person)


def test_replacing_keeps_both_and_changes_them_over_in_one_transaction(conference: Round, delegate: User) -> None:
    first = set_up("submitted", delegate, conference)
    draft = replace_comment(comment=first, person=delegate)
    assert replace_comment(comment=first, person=delegate).pk == draft.pk
    assert (stored(first).state, draft.reasoning) == ("submitted", first.reasoning)
    edit_comment(comment=draft, author=delegate, kind="general", reasoning="Better words.", proposed="")
    second = submit_comment(comment=stored(draft), person=delegate)
    first = stored(first)
    assert (first.state, first.reasoning, first.replaced_by) == (
        "replaced",
        "A lantern cannot burn at all hours.",
        second,
    )
    assert (second.reference, second.replaces) == ("CL-002", first)
    assert [receipt_checksum(stored(comment)) == comment.checksum for comment in (first, second)] == [True, True]


def test_a_replacement_that_comes_too_late_leaves_the_first_standing(conference: Round, delegate: User) -> None:
    first = set_up("submitted", delegate, conference)
    draft = replace_comment(comment=first, person=delegate)
    Round.objects.filter(pk=conference.pk).update(comments_close_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(CannotComment, match="kept as a draft"):
        submit_comment(comment=draft, person=delegate)
    assert (stored(first).state, stored(draft).state) == ("submitted", "draft")


def test_an_answered_comment_is_not_replaced(conference: Round, delegate: User, editor: User) -> None:
    comment = set_up("submitted", delegate, conference)
    dispose_comment(comment=comment, decision="noted", reason="Noted.", author=editor)
    with pytest.raises(CannotComment, match="speaks to the answer"):
        replace_comment(comment=comment, person=delegate)


@pytest.mark.parametrize(
    ("operation", "words", "told"),
    [
        ("change", Words("Why.", ""), "Write the words"),
        ("add", Words("Why.", ""), "Write the words"),
        ("delete", Words("Why.", "Other words."), "A deletion proposes no words"),
        ("keep", Words("", "Other words."), "Write your reasons"),
        ("question", Words("", "Other words."), "Write your reasons"),
    ],
)
def test_words_must_fit_the_operation(
    conference: Round, article: Article, delegate: User, operation: str, words: Words, told: str
) -> None:
    comment = comment_by(delegate, conference, Target(article, clause_id(article)), words)
    Comment.objects.filter(pk=comment.pk).update(operation=operation)
    with pytest.raises(CannotComment, match=told):
        submit_comment(comment=comment, person=delegate)
    assert stored(comment).state == "draft"


def test_the_checksum_covers_the_operation_and_leaves_older_receipts_alone(conference: Round, delegate: User) -> None:
    plain = set_up("submitted", delegate, conference)
    old = receipt_checksum(plain)
    plain.operation = Comment.Operation.KEEP
    assert receipt_checksum(plain) != old
    with pytest.raises(DatabaseError), transaction.atomic():
        plain.save()


def test_receipt_goes_to_who_submitted_and_to_the_focal_points(
    conference: Round, delegate: User, expert: User, neighbour: User
) -> None:
    delegate.notice_rhythm = User.Notices.NONE
    delegate.save()
    comment = set_up("submitted", delegate, conference)
    letter = Notice.objects.get(kind="receipt")
    assert letter.address == delegate.email
    assert comment.reference in letter.subject
    assert comment.checksum in letter.words
    assert "in Santiago" in letter.words
    assert comment.reasoning not in letter.words


def test_a_colleagues_words_are_not_overwritten(conference: Round, delegate: User, expert: User) -> None:
    draft = comment_by(expert, conference)
    seen = draft.edited_at
    edit_comment(comment=draft, author=expert, kind="general", reasoning="Theirs.", proposed="", seen=seen)
    with pytest.raises(ChangedMeanwhile, match="Expert, Chile has changed"):
        edit_comment(comment=draft, author=delegate, kind="general", reasoning="Mine.", proposed="", seen=seen)
    assert stored(draft).reasoning == "Theirs."


def test_the_page_shows_both_wordings_and_the_next_keeping_decides(
    client: Client, conference: Round, delegate: User, expert: User
) -> None:
    draft = comment_by(expert, conference)
    edit_comment(comment=draft, author=expert, kind="general", reasoning="Theirs.", proposed="")
    client.force_login(delegate)
    address = f"{draft.get_absolute_url()}edit/"
    mine = {"kind": "general", "reasoning": "Mine.", "proposed": "", "seen": draft.edited_at.isoformat(), "act": "keep"}
    page = client.post(address, mine)
    assert page.status_code == 422
    shown = page.content.decode()
    assert "Theirs." in shown
    assert "Mine." in shown
    again = {**mine, "seen": page.context["form"]["seen"].value()}
    assert client.post(address, again).status_code == 302
    assert stored(draft).reasoning == "Mine."
    by_script = client.post(f"{draft.get_absolute_url()}draft/", mine, headers={"X-Requested-With": "fetch"})
    assert by_script.status_code == 200  # the last to keep it was this person


def test_remarks_of_colleagues_are_read_by_the_delegation_alone(
    client: Client, conference: Round, delegate: User, expert: User, neighbour: User, editor: User
) -> None:
    comment = set_up("submitted", delegate, conference)
    client.force_login(expert)
    client.post(f"{comment.get_absolute_url()}remark/", {"words": "Ask the capital."})
    assert InternalRemark.objects.get().author == expert
    for person, reads in ((delegate, True), (editor, False)):
        client.force_login(person)
        assert ("Ask the capital." in client.get(comment.get_absolute_url()).content.decode()) is reads
    for stranger in (neighbour, editor):
        with pytest.raises(CannotComment):
            remark_on(comment=comment, author=stranger, words="Hello.")


def test_several_drafts_are_submitted_and_each_is_told(
    client: Client, conference: Round, delegate: User, expert: User
) -> None:
    drafts = [comment_by(expert, conference, words=Words(f"Reason {n}.")) for n in range(3)]
    Comment.objects.filter(pk=drafts[2].pk).update(operation="change")
    client.force_login(delegate)
    address = f"/rounds/{conference.slug}/comments/submit/"
    assert "Three drafts of your delegation" in client.get(address).content.decode()
    done = client.post(address, {"draft": [draft.pk for draft in drafts]}, follow=True).content.decode()
    assert "Received: CL-001, CL-002." in done
    assert "Not submitted: Reason 2." in done
    client.force_login(expert)
    assert "Only your focal point submits" in client.get(address).content.decode()
    client.post(address, {"draft": drafts[2].pk})
    assert stored(drafts[2]).state == "draft"


def test_late_comments_are_taken_and_marked_where_the_round_says_so(
    conference: Round, delegate: User, observer: User
) -> None:
    now = timezone.now()
    Round.objects.filter(pk=conference.pk).update(
        comments_close_at=now - timedelta(minutes=1), late_until=now + timedelta(hours=1)
    )
    Window.objects.create(
        round=conference,
        participants="civil_society",
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
    )
    drafts = [(comment_by(person, conference), person) for person in (delegate, observer)]
    late, in_time = (submit_comment(comment=draft, person=person) for draft, person in drafts)
    assert (late.is_late, in_time.is_late) == (True, False)
    assert "came after the window" in Notice.objects.get(kind="receipt", address=delegate.email).words


def test_the_seal_holds_until_the_last_window_has_closed(conference: Round, delegate: User, neighbour: User) -> None:
    comment = set_up("submitted", delegate, conference)
    now = timezone.now()
    Round.objects.filter(pk=conference.pk).update(comments_close_at=now - timedelta(minutes=1))
    window = Window.objects.create(
        round=conference,
        participants="civil_society",
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
    )

    def is_read(person: Any) -> bool:
        return Comment.objects.visible_to(person).filter(pk=comment.pk).exists()

    assert not is_read(neighbour)
    Window.objects.filter(pk=window.pk).update(closes_at=now - timedelta(seconds=1))
    assert is_read(neighbour)
