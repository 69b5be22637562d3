"""Comments: aimed at words, tied to the window, submitted once, never changed."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from consultations.commenting import (
    CannotComment,
    Target,
    TooLate,
    begin_comment,
    commented_clause,
    edit_comment,
    receipt_checksum,
    submit_comment,
    withdraw_comment,
)
from consultations.convening import CannotConvene, close_round, open_round
from consultations.models import Comment, Delegation, Organisation, Round, Window
from drafts.amending import Proposal, save_text
from drafts.models import Article, Text
from mla_portal.accounts.models import User
from tests.cast import Words, clause_id, comment_by


def test_a_comment_pins_the_words_that_it_is_about(
    conference: Round, article: Article, delegate: User, editor: User
) -> None:
    clause = clause_id(article, 0)
    text = Text.objects.get(article=article)
    start = text.blocks[0]["text"].index("a lantern")
    comment = comment_by(delegate, conference, Target(article, clause, start, start + 9))
    save_text(
        article=article, language="en", proposal=Proposal("H", "Other words.", 1), author=editor, reason="Rewritten."
    )
    comment.refresh_from_db()
    assert comment.version is not None
    assert (comment.quote, comment.clause_label, comment.version.number) == ("a lantern", "1", 1)
    standing = commented_clause(comment)
    assert standing is not None
    assert standing.text.startswith("Each State Party shall keep a lantern")


def test_a_submission_is_numbered_timed_and_sealed(conference: Round, delegate: User, neighbour: User) -> None:
    first = comment_by(delegate, conference, submit=True)
    second = comment_by(neighbour, conference, submit=True)
    assert [(comment.number, comment.reference) for comment in (first, second)] == [(1, "CL-001"), (1, "KE-001")]
    stored = Comment.objects.for_writing().get(pk=first.pk)
    assert receipt_checksum(stored) == stored.checksum == first.checksum
    assert stored.submitted_by == delegate


def test_a_late_comment_is_refused_and_kept_as_draft(conference: Round, delegate: User) -> None:
    comment = comment_by(delegate, conference)
    assert conference.comments_close_at is not None
    with pytest.raises(TooLate, match="kept as a draft"):
        submit_comment(comment=comment, person=delegate, at=conference.comments_close_at)
    comment.refresh_from_db()
    assert (comment.state, comment.number) == (Comment.State.DRAFT, None)
    just_in_time = conference.comments_close_at - timedelta(microseconds=1)
    assert submit_comment(comment=comment, person=delegate, at=just_in_time).state == Comment.State.SUBMITTED


def test_an_early_comment_is_refused_and_kept(conference: Round, delegate: User) -> None:
    comment = comment_by(delegate, conference)
    Round.objects.filter(pk=conference.pk).update(opened_at=timezone.now() - timedelta(days=9))
    assert conference.comments_open_at is not None
    with pytest.raises(TooLate, match="Comments are taken from"):
        submit_comment(comment=comment, person=delegate, at=conference.comments_open_at - timedelta(microseconds=1))


def test_the_window_is_read_from_the_database_and_not_from_the_page(
    conference: Round, delegate: User, secretariat: User
) -> None:
    comment = comment_by(delegate, conference)
    close_round(round=conference, person=secretariat)
    with pytest.raises(TooLate, match="closed"):
        submit_comment(comment=comment, person=delegate)


def test_an_expert_drafts_and_does_not_submit(conference: Round, expert: User, delegate: User) -> None:
    comment = comment_by(expert, conference)
    with pytest.raises(CannotComment, match="focal point"):
        submit_comment(comment=comment, person=expert)
    assert submit_comment(comment=comment, person=delegate).submitted_by == delegate


def test_nobody_writes_for_another_delegation(
    conference: Round, delegate: User, neighbour: User, outsider: User
) -> None:
    chile = Delegation.objects.of(delegate).get(round=conference)
    for person in (neighbour, outsider):
        with pytest.raises(CannotComment):
            begin_comment(round=conference, delegation=chile, author=person, target=Target())
    comment = comment_by(delegate, conference)
    with pytest.raises(CannotComment):
        edit_comment(comment=comment, author=neighbour, kind="substance", reasoning="Mine now.", proposed="")


def test_a_submitted_comment_is_not_changed(conference: Round, delegate: User) -> None:
    comment = comment_by(delegate, conference, submit=True)
    with pytest.raises(CannotComment):
        edit_comment(comment=comment, author=delegate, kind="substance", reasoning="Better.", proposed="")
    with pytest.raises(CannotComment):
        submit_comment(comment=comment, person=delegate)
    comment.reasoning = "Written behind the portal's back."
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        comment.save()


def test_a_withdrawn_comment_stays_in_the_record(conference: Round, delegate: User, expert: User) -> None:
    comment = comment_by(delegate, conference, submit=True)
    with pytest.raises(CannotComment):
        withdraw_comment(comment=comment, person=expert)
    assert withdraw_comment(comment=comment, person=delegate).state == Comment.State.WITHDRAWN
    with pytest.raises(CannotComment):
        withdraw_comment(comment=comment, person=delegate)


def test_an_empty_comment_is_not_submitted(conference: Round, delegate: User) -> None:
    with pytest.raises(CannotComment, match="reasoning or a proposed wording"):
        comment_by(delegate, conference, words=Words(reasoning="  "), submit=True)


def test_proposed_wording_equal_to_the_clause_is_none(conference: Round, article: Article, delegate: User) -> None:
    words = Text.objects.get(article=article).blocks[0]["text"]
    comment = comment_by(delegate, conference, Target(article, clause_id(article)), Words(proposed=f" {words} "))
    assert comment.proposed == ""


@pytest.mark.parametrize(("start", "end"), [(5, 5), (-1, 4), (0, 9999)])
def test_words_that_are_not_in_the_clause_are_refused(
    conference: Round, article: Article, delegate: User, start: int, end: int
) -> None:
    with pytest.raises(CannotComment):
        comment_by(delegate, conference, Target(article, clause_id(article), start, end))
    assert not Comment.objects.exists()


def test_a_clause_of_another_article_is_refused(conference: Round, article: Article, delegate: User) -> None:
    other = Article.objects.get(instrument=article.instrument, slug="2")
    with pytest.raises(CannotComment):
        comment_by(delegate, conference, Target(article, clause_id(other)))


def test_the_quoted_words_of_a_draft_can_be_changed(conference: Round, article: Article, delegate: User) -> None:
    comment = comment_by(delegate, conference, Target(article, clause_id(article), 0, 4))
    edited = partial(edit_comment, comment=comment, author=delegate, kind="substance", reasoning="R", proposed="")
    assert edited().quote == "Each"
    assert edited(words=(5, 10)).quote == "State"
    assert edited(words=None).quote == ""


def test_sealed_comments_are_seen_by_their_delegation_and_the_core_group_alone(
    conference: Round,
    delegate: User,
    expert: User,
    neighbour: User,
    observer: User,
    editor: User,
    secretariat: User,
    outsider: User,
) -> None:
    draft, submitted = comment_by(expert, conference), comment_by(delegate, conference, submit=True)

    def seen(person: User) -> set[int]:
        return set(Comment.objects.visible_to(person).values_list("pk", flat=True))

    assert seen(delegate) == seen(expert) == {draft.pk, submitted.pk}
    assert seen(editor) == seen(secretariat) == {submitted.pk}
    assert seen(neighbour) == seen(observer) == seen(outsider) == set()
    close_round(round=conference, person=secretariat)
    assert seen(neighbour) == seen(observer) == {submitted.pk}
    assert seen(outsider) == set()


def test_a_round_for_the_core_group_is_never_disclosed(
    conference: Round, delegate: User, neighbour: User, secretariat: User
) -> None:
    comment_by(delegate, conference, submit=True)
    conference.disclosure = Round.Disclosure.CORE_GROUP
    conference.save()
    close_round(round=conference, person=secretariat)
    assert not Comment.objects.visible_to(neighbour).exists()


def test_a_round_is_opened_and_closed_once(conference: Round, secretariat: User) -> None:
    with pytest.raises(CannotConvene):
        open_round(round=conference, person=secretariat)
    close_round(round=conference, person=secretariat)
    with pytest.raises(CannotConvene):
        close_round(round=conference, person=secretariat)


def test_the_two_ways_to_ask_for_the_window_agree(conference: Round, delegate: User, observer: User) -> None:
    Window.objects.create(
        round=conference,
        participants=Organisation.Kind.CIVIL_SOCIETY,
        opens_at=timezone.now() - timedelta(hours=1),
        closes_at=timezone.now() + timedelta(days=9),
    )
    conference.opened_at = timezone.now() - timedelta(days=9)
    conference.save(update_fields=["opened_at"])
    assert conference.comments_open_at is not None
    assert conference.comments_close_at is not None
    tick = timedelta(microseconds=1)
    instants = [
        conference.comments_open_at - tick, conference.comments_open_at, timezone.now(),
        conference.comments_close_at - tick, conference.comments_close_at,
    ]  # fmt: skip
    for instant in instants:
        for person, kind in ((delegate, "state"), (observer, "civil_society")):
            accepting = Round.objects.accepting_comments_of(person, instant)
            assert conference.accepts_comments(instant, kind) == accepting.exists()
