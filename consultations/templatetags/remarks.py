"""Comments beside the text: what the article page asks of consultations without importing it."""

from typing import Any

from django import template

from consultations import listing, wording
from consultations.disposing import unanswered_by_round
from consultations.models import Comment, Round
from drafts.models import Article, Edition, EditionText, Instrument
from drafts.text import grammar, numbering

register = template.Library()

ANSWERABLE = 40  # comments offered in the editor; an article that has more is answered clause by clause
SHOWN_BESIDE = 12  # more than that and the column is no longer read; the table has them all


@register.inclusion_tag("consultations/_beside.html", takes_context=True)
def beside(
    context: dict[str, Any], article: Article, clause: Any, version: Any, label: str | None = None
) -> dict[str, Any]:
    """The comments that the reader may see on a clause, or on the whole article where `clause` is None.

    `clause` is a block of `version` or its id; `label` is the article's in the text that is read. At most seven
    queries, however many comments there are.
    """
    person = context["request"].user
    clause_id = getattr(clause, "id", clause) or ""
    visible = Comment.objects.visible_to(person).standing()
    # By clause and not by article: a clause may have come from another article, and its comments come with it.
    here = visible.on_clause(clause_id) if clause_id else visible.on_article(article)
    found = here.for_reading().with_their_clause().with_latest_decision()
    comments = list(found.in_order_of_the_text()[:SHOWN_BESIDE])
    path = numbering.paths(version.clauses(), version.language).get(clause_id, "") if clause_id else ""
    round = Round.objects.accepting_comments_of(person, with_late=True).discussing(article.instrument).first()
    document = round.document_of(article.instrument.slug) if round else None
    lines = listing.lines_of(comments, person, version)
    return {
        "user": person,
        "article": article,
        "article_spoken": wording.spoken(article, label),
        "clause_id": clause_id,
        "language": version.language,
        "place": numbering.citation(path, version.language) if path else wording.spoken(article, label),
        "lines": lines,
        "number": len(lines) if len(lines) < SHOWN_BESIDE else here.submitted().count(),
        "unanswered": sum(line.is_due for line in lines) if person.is_core else 0,
        "latest_round": comments[-1].round if comments else None,
        "round": round,
        "document": document if round and document and document.pk != round.edition_id else None,
        "discussed": document,
        "stands_in_edition": not clause_id or _stands_in(document, article, clause_id, version.language),
    }


@register.simple_tag(takes_context=True)
def comment_counts(context: dict[str, Any], blocks: list[grammar.Block]) -> dict[str, int]:
    """Clause id -> how many submitted comments on it the reader may see, for the clauses of an article. One query."""
    visible = Comment.objects.visible_to(context["request"].user).submitted()
    return visible.on_clauses(block.id for block in blocks).counts_by_clause()


@register.inclusion_tag("consultations/_unanswered.html", takes_context=True)
def unanswered_on(context: dict[str, Any], instrument: Instrument) -> dict[str, Any]:
    """For the Core Group: how many comments on the instrument nobody has answered, by round. One query, for others
    none."""
    person = context["request"].user
    return {"rounds": unanswered_by_round(person, instrument)}


@register.inclusion_tag("consultations/_answerable.html", takes_context=True)
def answerable(context: dict[str, Any], article: Article, chosen: tuple[int, ...]) -> dict[str, Any]:
    """The comments that a change of the article may answer, those without an answer first, for the editor's form."""
    person = context["request"].user
    visible = Comment.objects.visible_to(person).submitted().on_article(article)
    comments = list(visible.for_reading().with_latest_decision().unanswered_first()[:ANSWERABLE])
    return {"lines": listing.lines_of(comments, person), "chosen": chosen, "article_spoken": wording.spoken(article)}


def _stands_in(document: Edition | None, article: Article, clause_id: str, language: str) -> bool:
    """Comments are made on the edition under discussion; a clause of the working text may not be in it yet."""
    if document is None:
        return False
    texts = EditionText.objects.select_related("version")
    pinned = texts.filter(edition=document, article=article, language=language).first()
    return pinned is not None and any(block["id"] == clause_id for block in pinned.version.blocks)
