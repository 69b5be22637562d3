"""The compilation: all comments on an edition in the order of the text, beside the words that they are about."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from django.db.models import prefetch_related_objects

from consultations.commenting import commented_clause
from consultations.models import Comment, Organisation, Round
from consultations.relabelled import now_of
from drafts.consolidating import Consolidated, Entry, consolidated
from drafts.exporting import Order
from drafts.models import Edition
from drafts.rendering import build
from drafts.rendering.documents import Occasion, cover_of, dated, name_of, printed_label, sections_of, worded
from drafts.rendering.tree import Disposition, Document, Remark, Section
from drafts.text import grammar
from drafts.text.redline import Segment, diff_words

HEADINGS = {
    Organisation.Kind.STATE: "States",
    Organisation.Kind.INTERNATIONAL: "International organisations",
    Organisation.Kind.CIVIL_SOCIETY: "Civil society",
    Organisation.Kind.SECRETARIAT: "Secretariat",
}


def compilation(order: Order) -> Document:
    """The document: general comments first, then each article with the remarks on it and on its clauses,
    States in alphabetical order and before other organisations. Only what was submitted; withdrawn comments
    and drafts never.

    `order.round_slug` limits it to one round; else every round in which the edition was under discussion.
    """
    assert order.edition is not None  # check_order refuses the working text
    text = consolidated(order.instrument, edition=order.edition, language=order.language)
    comments = _submitted(order.edition, order.round_slug)
    prefetch_related_objects([comment for comment in comments if comment.language != text.language], "version")
    general, by_article = _sorted_by_place(comments)
    now = now_of(comments, None)  # a file goes from hand to hand: it says what editions have printed

    def article(entry: Entry, place: build.Place) -> Section:
        on_clauses: dict[str, list[Remark]] = defaultdict(list)
        whole: list[Remark] = []
        blocks = {block.id: block for block in entry.blocks}
        for comment in by_article.get(entry.article.pk, []):
            # A comment on another language's text is shown against the words that it is about, not against these.
            same = comment.language == text.language
            clause = blocks.get(comment.clause_id or "") if same else commented_clause(comment)
            remark = remark_of(comment, clause, now.get(comment.pk, ""))
            (on_clauses[comment.clause_id] if comment.clause_id else whole).append(remark)
        return build.compiled_section(printed_label(entry), entry.heading, entry.blocks, on_clauses, whole, place)

    sections = sections_of(text, article)
    if general:
        opening = build.comments_section("General comments", [remark_of(comment, None) for comment in general])
        sections = (opening, *sections)
    return _document(text, order, comments, sections)


def remark_of(comment: Comment, clause: grammar.Block | None, now: str = "") -> Remark:
    """A comment as the compilation prints it; its proposed wording as a redline against the clause that it is
    about. `now` says where that clause is today.
    """
    answers = list(comment.dispositions.all())
    proposed: list[Segment] = []
    if comment.proposed:
        proposed = diff_words(clause.text, grammar.canonical(comment.proposed)) if clause else [("+", comment.proposed)]
    return Remark(
        organisation=comment.organisation.name,
        kind=comment.get_kind_display(),
        reasoning=comment.reasoning,
        proposed=tuple(proposed),
        clause_label=", ".join(filter(None, (comment.clause_label, now))),
        reference=comment.reference,
        disposition=Disposition(answers[-1].get_decision_display(), answers[-1].reason) if answers else None,
    )


def _submitted(edition: Edition, round_slug: str) -> list[Comment]:
    rounds = Round.objects.discussing(edition, round_slug)
    found = Comment.objects.submitted().in_rounds(rounds).for_reading()
    kinds = list(HEADINGS)
    return sorted(
        found,
        key=lambda comment: (
            comment.article.position if comment.article else 0,
            comment.clause_order,
            kinds.index(Organisation.Kind(comment.organisation.kind)),
            comment.organisation.name,
            comment.round_id,
            comment.number,
        ),
    )


def _sorted_by_place(comments: list[Comment]) -> tuple[list[Comment], dict[int, list[Comment]]]:
    general: list[Comment] = []
    by_article: dict[int, list[Comment]] = defaultdict(list)
    for comment in comments:
        (by_article[comment.article_id] if comment.article_id else general).append(comment)
    return general, by_article


def _document(text: Consolidated, order: Order, comments: list[Comment], sections: tuple[Section, ...]) -> Document:
    cover = cover_of(text, Occasion(order.occasion))
    instant = _instant(text, comments)
    cover = replace(
        cover,
        subtitle=f"Compilation of comments on {name_of(text)}",
        dateline=worded(instant),
    )
    names: dict[str, set[str]] = defaultdict(set)
    for comment in comments:
        names[HEADINGS[Organisation.Kind(comment.organisation.kind)]].add(comment.organisation.name)
    listed = tuple((heading, tuple(sorted(names[heading]))) for heading in HEADINGS.values() if names[heading])
    return Document(
        cover,
        sections,
        text.language,
        "compilation",
        statistics=build.statistics(sections, text.language),
        organisations=listed,
        date=instant.date().isoformat(),
    )


def _instant(text: Consolidated, comments: list[Comment]) -> datetime:
    """A compilation is of the instant of the last comment or answer that it shows."""
    instants = [comment.submitted_at for comment in comments if comment.submitted_at]
    instants += [answer.decided_at for comment in comments for answer in comment.dispositions.all()]
    return max([dated(text), *instants])
