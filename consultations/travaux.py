"""What comments and their answers add to the history of a text: to a clause's travaux préparatoires, and to the
versions that answer them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from consultations import listing
from consultations.models import Comment, Disposition
from drafts.travaux import Moment, Story, in_order_of_time


@dataclass(frozen=True)
class Said(Moment):
    """A comment was submitted."""

    line: listing.Line


@dataclass(frozen=True)
class Answered(Moment):
    """The Core Group answered a comment. `version` carries the answer out, None where the reader may not know it."""

    disposition: Disposition
    comment: Comment
    version: Any


def with_comments(story: Story, moments: Sequence[Moment], person: Any) -> list[Moment]:
    """The story with every comment on the clause that the person may read, and the answers to it. Three queries."""
    visible = Comment.objects.visible_to(person).handed_in().on_clause(story.clause.pk)
    comments = list(visible.for_travaux())
    told: list[Moment] = []
    for line in listing.lines_of(comments, person):
        comment = line.comment
        assert comment.submitted_at is not None  # it has been handed in
        told.append(Said(comment.submitted_at, "consultations/_moment_comment.html", line))
        for answer in comment.dispositions.all():
            version = answer.version if story.sees_working_text or story.knows(answer.version_id) else None
            told.append(Answered(answer.decided_at, "consultations/_moment_answer.html", answer, comment, version))
    return in_order_of_time([*moments, *told])


def comments_answered_by(versions: Iterable[Any], person: Any) -> dict[int, list[Comment]]:
    """Primary key of a version -> the comments it answers, as its author said or as an answer names it; only those
    that the person may read. Two queries."""
    answers: dict[int, set[int]] = defaultdict(set)
    known = {version.pk: version for version in versions}
    for pk, version in known.items():
        answers[pk].update(ground for ground in version.grounds if isinstance(ground, int))
    for comment, version in Disposition.objects.known_to(person).carried_out_by(known):
        answers[version].add(comment)
    wanted = set().union(*answers.values()) if answers else set()
    if not wanted:
        return {}
    visible = Comment.objects.visible_to(person).handed_in().among(wanted).for_naming()
    if not person.is_core:  # that an answer waits to be published is not told by the version that carries it out
        visible = visible.without_waiting_answers()
    found = {comment.pk: comment for comment in visible}
    return {
        pk: sorted((found[comment] for comment in said if comment in found), key=lambda comment: comment.reference)
        for pk, said in answers.items()
    }
