"""What has become, in a later text, of the words that a comment is about: it follows its clause, and says so when the
words that it quoted have gone.
"""

from collections.abc import Iterable
from typing import Any

from consultations.models import Comment
from drafts.models import EditionText, Text
from drafts.text import anchors, brackets, numbering
from drafts.text.blocks import TOMBSTONE


def fates(comments: Iterable[Comment], later: Any) -> dict[int, str]:
    """Primary key -> a sentence, for the comments on a clause or its words that read otherwise in `later`, a version of
    the article or its working text. Nothing is said of a text that is not later than what the comment is about. No
    query where the comments carry their version.
    """
    found = {}
    for comment in comments:
        on_words = bool(comment.clause_id and comment.version)
        if on_words and _is_later(later, comment.version) and (sentence := _fate(comment, later)):
            found[comment.pk] = sentence
    return found


def later_text(comment: Comment, person: Any) -> Any:
    """The text in which this person would look for the clause today: the working text for the Core Group, the last
    edition that has its article for everybody else. None where there is none. One query.
    """
    if comment.clause is None:
        return None
    article, language = comment.clause.article_id, comment.language
    if person.is_core:
        return Text.objects.filter(article=article, language=language).first()
    pinned = EditionText.objects.filter(article=article, language=language).select_related("version")
    last = pinned.order_by("-edition__issued_at", "-edition_id").first()
    return last.version if last else None


def _is_later(text: Any, version: Any) -> bool:
    return text.article_id != version.article_id or text.number > version.number


def _fate(comment: Comment, later: Any) -> str:
    old, new = comment.version.clauses(), later.clauses()  # type: ignore[union-attr]
    was = next((block for block in old if block.id == comment.clause_id), None)
    now = next((block for block in new if block.id == comment.clause_id), None)
    if was is None or (now is not None and now.text == was.text):
        return ""
    gone = now is None or now.text == TOMBSTONE
    if not comment.quote:
        return "The clause has been taken out since." if gone else "The clause has been changed since."
    anchor = anchors.make(was, comment.quote_start or 0, comment.quote_end or 0)
    [carried] = anchors.reanchor([anchor], old, new)
    if carried.status == "moved":
        place = numbering.citation(numbering.paths(new, later.language)[carried.clause], later.language)
        return f"The words that it quotes have moved since, to {place}."
    return {
        "exact": "",
        "changed": f"The words that it quotes have been changed since, to “{brackets.plain(carried.exact)}”.",
        "paragraph": "The words that it quotes have gone from the clause since.",
        "orphan": "The clause that it quotes has been taken out since.",
    }["orphan" if gone else carried.status]
