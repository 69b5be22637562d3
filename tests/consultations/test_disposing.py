"""Answers are appended, reasoned, and never changed."""

import pytest
from django.db import DatabaseError, transaction

from consultations.commenting import Target, withdraw_comment
from consultations.disposing import CannotDispose, dispose_comment
from consultations.models import Comment, Disposition, Round
from drafts.models import Article, Text
from mla_portal.accounts.models import User
from mla_portal.versioning import UnversionedWrite
from tests.cast import clause_id, comment_by


def test_the_latest_answer_holds_and_the_earlier_one_stays(conference: Round, delegate: User, editor: User) -> None:
    comment = comment_by(delegate, conference, submit=True)
    dispose_comment(comment=comment, decision="deferred", reason="Next session.", author=editor)
    dispose_comment(comment=comment, decision="accepted", reason="Agreed.", author=editor)
    assert [answer.decision for answer in comment.dispositions.all()] == ["deferred", "accepted"]
    assert not Comment.objects.unanswered().exists()


@pytest.mark.parametrize(("decision", "reason"), [("accepted", " "), ("maybe", "Because.")])
def test_an_answer_needs_a_decision_and_a_reason(
    conference: Round, delegate: User, editor: User, decision: str, reason: str
) -> None:
    comment = comment_by(delegate, conference, submit=True)
    with pytest.raises(CannotDispose):
        dispose_comment(comment=comment, decision=decision, reason=reason, author=editor)


def test_drafts_and_withdrawn_comments_are_not_answered(conference: Round, delegate: User, editor: User) -> None:
    withdrawn = withdraw_comment(comment=comment_by(delegate, conference, submit=True), person=delegate)
    for comment in (comment_by(delegate, conference), withdrawn):
        with pytest.raises(CannotDispose):
            dispose_comment(comment=comment, decision="accepted", reason="Agreed.", author=editor)


def test_the_version_named_is_of_the_article_commented_on(
    conference: Round, article: Article, delegate: User, editor: User
) -> None:
    comment = comment_by(delegate, conference, Target(article, clause_id(article)), submit=True)
    other = Text.objects.get(article__instrument=article.instrument, article__slug="2").history.get()
    with pytest.raises(CannotDispose):
        dispose_comment(comment=comment, decision="accepted", reason="Agreed.", author=editor, version=other)


def test_answers_are_append_only(conference: Round, delegate: User, editor: User) -> None:
    comment = comment_by(delegate, conference, submit=True)
    answer = dispose_comment(comment=comment, decision="noted", reason="Thank you.", author=editor)
    with pytest.raises(UnversionedWrite):
        Disposition.objects.all().delete()
    answer.reason = "Changed."
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        answer.save()
