"""The Core Group's answers to comments, and what delegations say to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from consultations.models import Comment, Disposition, Membership, Notice, Reply, Round
from consultations.notices import notify
from consultations.standing import stances_of
from drafts.models import Article, Instrument, Text
from mla_portal.accounts.models import User


class CannotDispose(Exception):
    """The act was refused; the message is one sentence."""


def dispose_comment(
    *,
    comment: Comment,
    decision: str,
    reason: str,
    author: Any,
    version: Any = None,
    publish: bool = True,
    at: datetime | None = None,
) -> Disposition:
    """Append an answer. An earlier one stays in the record; the latest holds. Unless `publish`, the Core Group alone
    knows of it until `publish_answers`.

    Raises CannotDispose for a draft, withdrawn or replaced comment, a blank reason, an unknown decision, or a version
    of another article.
    """
    with transaction.atomic():
        # Locked, so that it cannot be withdrawn between the look at its state and the answer.
        locked = Comment.objects.select_for_update(of=("self",)).for_writing().get(pk=comment.pk)
        if locked.state != Comment.State.SUBMITTED:
            raise CannotDispose("Only a submitted comment is answered.")
        if decision not in Disposition.Decision.values:
            raise CannotDispose("Choose a decision.")
        if not reason.strip():
            raise CannotDispose("Give a reason: the delegation reads it with the decision.")
        if version is not None and comment.article_id and version.article_id != comment.article_id:
            raise CannotDispose("The version named belongs to another article than the comment.")
        now = at or timezone.now()
        answer = Disposition.objects.create(
            comment=locked, decision=decision, reason=reason.strip(), author=author, version=version, decided_at=now
        )
        if publish:
            _publish(answer, author, now)
    return answer


def dispose_together(
    *,
    comments: Sequence[Comment],
    decision: str,
    reason: str,
    author: Any,
    version: Any = None,
    publish: bool = False,
) -> list[Disposition]:
    """The same answer to several comments, all or none. Raises CannotDispose as dispose_comment, and for no comment."""
    if not comments:
        raise CannotDispose("These comments are not there any more; open the page again.")
    with transaction.atomic():
        return [
            dispose_comment(
                comment=comment, decision=decision, reason=reason, author=author, version=version, publish=publish
            )
            for comment in comments
        ]


def publish_answers(*, answers: Sequence[Disposition], person: Any, at: datetime | None = None) -> int:
    """Let the delegations know. Answers that were published meanwhile, that a later one supersedes, or whose comment
    has been withdrawn are left as they are. Returns how many were published.
    """
    now, published = at or timezone.now(), 0
    with transaction.atomic():
        waiting = Disposition.objects.select_for_update(of=("self",)).recorded().latest_of_each()
        for answer in waiting.among(answers).with_comment():
            if answer.comment.state == Comment.State.SUBMITTED:
                _publish(answer, person, now)
                published += 1
    return published


def _publish(answer: Disposition, person: Any, now: datetime) -> None:
    answer.published_at, answer.published_by = now, person
    answer.save(update_fields=["published_at", "published_by"])
    comment = answer.comment
    concerned = [comment.organisation, *stances_of(comment).sponsors]
    people = Membership.objects.current().of_organisations(concerned).values("person")
    notify(
        kind=Notice.Kind.DISPOSITION,
        key=f"disposition:{answer.pk}",
        people=User.objects.active().filter(pk__in=people).order_by("pk"),
        round=comment.round,
        link=comment.get_absolute_url(),
        context={"reference": comment.reference, "decision": answer.get_decision_display(), "answer": answer},
    )


def reply_to(*, disposition: Disposition, author: Any, is_content: bool | None, words: str = "") -> Reply:
    """What the delegation's focal point says to a published answer. Raises CannotDispose for others, for an answer that
    is not published or was superseded, and for a reply that says nothing.
    """
    comment = disposition.comment
    leads = Membership.objects.current().led_by(author).at(comment.organisation)
    if not leads.exists():
        raise CannotDispose("Only your delegation's focal point replies to an answer.")
    if disposition.published_at is None:
        raise CannotDispose("This answer has not been published.")
    if is_content is None and not words.strip():
        raise CannotDispose("Say whether you are content, or write why not.")
    with transaction.atomic():
        Comment.objects.select_for_update().get(pk=comment.pk)
        latest = comment.dispositions.published().order_by("-decided_at", "-pk").first()
        if latest is None or latest.pk != disposition.pk:
            raise CannotDispose("The Core Group has answered anew; reply to the later answer.")
        return Reply.objects.create(disposition=disposition, is_content=is_content, words=words.strip(), author=author)


def waiting_to_be_published(round: Round) -> list[Disposition]:
    """Answers of the round that are recorded and would be published now."""
    return list(Disposition.objects.in_round(round).recorded().latest_of_each().to_standing_comments().with_comment())


def unanswered_by_round(person: Any, instrument: Instrument) -> list[tuple[str, str, int]]:
    """Slug and title of each round with unanswered comments on the instrument, and how many: the Core Group's to know.
    One query."""
    if not getattr(person, "is_core", False):
        return []
    return Comment.objects.visible_to(person).unanswered().by_round_on(instrument)


def unanswered_witness(person: Any, instrument: Instrument) -> str:
    """Changes when the page of a text has another number of unanswered comments to show."""
    return repr(unanswered_by_round(person, instrument))


def known_grounds(article: Article, keys: Sequence[int]) -> set[int]:
    """Those of the comments that a change of the article can answer: submitted, on it or on the whole text."""
    return set(Comment.objects.submitted().on_article_or_whole(article).among(keys).values_list("pk", flat=True))


def latest_version_for(comments: Sequence[Comment]) -> dict[int, Any]:
    """Primary key -> the latest version whose author named the comment as what it answers. One query."""
    articles = {comment.article_id for comment in comments if comment.article_id}
    wanted = {comment.pk for comment in comments}
    versions = Text.history.filter(article__in=articles).without_words().order_by("history_date", "number")
    return {key: version for version in versions for key in version.grounds if key in wanted}


def versions_resting_on(comment: Comment) -> list[Any]:
    """Versions of the comment's article whose authors named it as what they answer, the oldest first. One query."""
    if comment.article_id is None:
        return []
    versions = Text.history.filter(article=comment.article_id).without_words().order_by("number")
    return [version for version in versions if comment.pk in version.grounds]
