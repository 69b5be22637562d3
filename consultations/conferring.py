"""Colleagues' remarks on a comment, inside the delegation."""

from typing import Any

from consultations.commenting import CannotComment
from consultations.models import Comment, InternalRemark, Membership


def remark_on(*, comment: Comment, author: Any, words: str) -> InternalRemark:
    """Add a remark that nobody outside the delegation ever reads. Raises CannotComment for blank words and for people
    of others.
    """
    if not words.strip():
        raise CannotComment("Write something first.")
    if not Membership.objects.current().filter(person=author).at(comment.organisation).exists():
        raise CannotComment("Only colleagues of the delegation remark on its comments.")
    return InternalRemark.objects.create(comment=comment, author=author, words=words.strip())
