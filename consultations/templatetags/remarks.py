"""Comments beside the text: what the article page asks of consultations without importing it."""

from typing import Any

from django import template

from consultations.models import Comment, Round
from drafts.models import Article, EditionText
from drafts.text import numbering

register = template.Library()

SHOWN_BESIDE = 12  # more than that and the column is no longer read; the table has them all


@register.inclusion_tag("consultations/_beside.html", takes_context=True)
def beside(context: dict[str, Any], article: Article, clause: Any, version: Any) -> dict[str, Any]:
    """The comments that the reader may see on a clause, or on the whole article where `clause` is None.

    `clause` is a block of `version` or its id. At most five queries, however many comments there are.
    """
    request = context["request"]
    clause_id = getattr(clause, "id", clause) or ""
    visible = Comment.objects.visible_to(request.user).standing().on_article(article)
    here = visible.on_clause(clause_id) if clause_id else visible
    comments = list(here.for_reading().with_their_clause().in_order_of_the_text()[: SHOWN_BESIDE + 1])
    path = numbering.paths(version.clauses(), version.language).get(clause_id, "") if clause_id else ""
    round = Round.objects.accepting_comments().with_delegation_of(request.user).on_instrument(article.instrument).first()
    return {
        "request": request,
        "article": article,
        "clause_id": clause_id,
        "place": numbering.citation(path, version.language) if path else str(article).lower(),
        "comments": comments[:SHOWN_BESIDE],
        "is_cut": len(comments) > SHOWN_BESIDE,
        "round": round,
        "stands_in_edition": not clause_id or _stands_in_edition(round, article, clause_id, version.language),
    }


@register.simple_tag(takes_context=True)
def comment_counts(context: dict[str, Any], article: Article) -> dict[str, int]:
    """Clause id -> how many submitted comments on it the reader may see. One query."""
    return Comment.objects.visible_to(context["request"].user).submitted().on_article(article).counts_by_clause()


def _stands_in_edition(round: Round | None, article: Article, clause_id: str, language: str) -> bool:
    """Comments are made on the edition under discussion; a clause of the working text may not be in it yet."""
    if round is None or round.edition_id is None:
        return False
    pinned = EditionText.objects.filter(edition=round.edition_id, article=article, language=language).select_related("version")
    return any(block["id"] == clause_id for text in pinned for block in text.version.blocks)
