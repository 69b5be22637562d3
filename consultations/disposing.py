"""The Core Group's answers to comments."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from consultations.models import Comment, Disposition
from drafts.models import Article, Text


class CannotDispose(Exception):
    """The act was refused; the message is one sentence."""


def dispose_comment(
    *, comment: Comment, decision: str, reason: str, author: Any, version: Any = None, at: datetime | None = None
) -> Disposition:
    """Append an answer. An earlier one stays in the record; the latest holds.

    Raises CannotDispose for a draft or withdrawn comment, a blank reason, an unknown decision, or a version
    of another article.
    """
    if comment.state != Comment.State.SUBMITTED:
        raise CannotDispose("Only a submitted comment is answered.")
    if decision not in Disposition.Decision.values:
        raise CannotDispose("Choose a decision.")
    if not reason.strip():
        raise CannotDispose("Give a reason: the delegation reads it with the decision.")
    if version is not None and comment.article_id and version.article_id != comment.article_id:
        raise CannotDispose("The version named belongs to another article than the comment.")
    now = at or timezone.now()
    return Disposition.objects.create(
        comment=comment,
        decision=decision,
        reason=reason.strip(),
        author=author,
        version=version,
        decided_at=now,
        published_at=now,
        published_by=author,
    )


def known_grounds(article: Article, keys: Sequence[int]) -> set[int]:
    """Those of the comments that a change of the article can answer: submitted, on it or on the whole text."""
    return set(Comment.objects.submitted().on_article_or_whole(article).among(keys).values_list("pk", flat=True))


def versions_resting_on(comment: Comment) -> list[Any]:
    """Versions of the comment's article whose authors named it as what they answer, the oldest first. One query."""
    if comment.article_id is None:
        return []
    versions = Text.history.filter(article=comment.article_id).without_words().order_by("number")
    return [version for version in versions if comment.pk in version.grounds]
