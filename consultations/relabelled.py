"""Where a comment's place is now: its label is that of the edition it was made on, and a renumbering may have given
the place another one since. Both are shown. Outside the Core Group only what an edition has printed is known."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from consultations.models import Comment
from consultations.wording import spoken
from drafts.models import Article, Relabelling
from drafts.old_numbers import renumberings_for
from drafts.text import numbering


def now_of(comments: Sequence[Comment], person: Any) -> dict[int, str]:
    """Primary key -> "now article 13, paragraph 2", for the comments whose place has another number today.

    One query where nothing was renumbered, two where something was. `person` None is everybody: what editions have.
    """
    placed = [comment for comment in comments if comment.article_id and comment.printed_at]
    acts = renumberings_for(person, [comment.round.instrument_id for comment in placed if comment.round.instrument_id])
    if not placed or not acts:
        return {}
    dates = {act.pk: act.at for act in acts}
    lines: dict[tuple[int, str, str], list[Relabelling]] = defaultdict(list)
    for line in Relabelling.objects.of_articles(acts, {comment.article_id for comment in placed if comment.article_id}):
        lines[line.article_id, line.clause_id or "", line.language].append(line)
    found = {}
    for comment in placed:
        kept = lines[comment.article_id or 0, comment.clause_id or "", comment.language]
        since = [line for line in kept if comment.printed_at and dates[line.act_id] > comment.printed_at]
        if since and (words := _words(comment.article, since[0], since[-1])):
            found[comment.pk] = words
    return found


def _words(article: Article | None, first: Relabelling, last: Relabelling) -> str:
    """What has become of the place between two renumberings, "" where it has the same label as before them."""
    assert article is not None
    if (first.old_article and not last.new_article) or (first.old and not last.new):
        return "since taken out"
    if (first.old_article, first.old) == (last.new_article, last.new):
        return ""
    named = spoken(article, last.new_article)
    return f"now {named}, {numbering.citation(last.new, last.language)}" if last.new else f"now {named}"
