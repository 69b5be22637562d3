"""The compilation: all comments on an edition in the order of the text, beside the words that they are about.

A joint comment is printed once, under the delegation that submitted it; each co-sponsor has a starred entry in its
place of the alphabet that leads there. What came late follows at the end, as an addendum.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from django.db.models import prefetch_related_objects

from consultations.alphabet import name_in, sort_key
from consultations.commenting import commented_clause
from consultations.models import Comment, Organisation, Position
from consultations.proposing import proposed_redline
from consultations.relabelled import now_of
from consultations.standing import Standing, stances_of
from consultations.translated import decision_in, kind_in
from consultations.wording import place_of
from drafts.consolidating import Consolidated, DivisionLine, Entry, consolidated
from drafts.exporting import Order
from drafts.models import Edition
from drafts.rendering import build
from drafts.rendering.documents import Occasion, cover_of, dated, name_of, origin_of, printed_label, sections_of, worded
from drafts.rendering.tree import Disposition, Document, Remark, Section
from drafts.rendering.words import word
from drafts.text import grammar

HEADINGS = {
    Organisation.Kind.STATE: "states",
    Organisation.Kind.INTERNATIONAL: "international",
    Organisation.Kind.CIVIL_SOCIETY: "civil_society",
    Organisation.Kind.NETWORK: "networks",
    Organisation.Kind.SECRETARIAT: "secretariat",
}


def compilation(order: Order) -> Document:
    """The document: general comments first, then each division and article with the remarks on it and on its clauses,
    States in alphabetical order and before other organisations. Only what was submitted on this edition; withdrawn
    and replaced comments and drafts never; late ones in an addendum.

    `order.round_slug` limits it to one round; else every round in which the edition was under discussion.
    """
    assert order.edition is not None  # check_order refuses the working text
    text = consolidated(order.instrument, edition=order.edition, language=order.language)
    comments = _submitted(order.edition, order.round_slug)
    prefetch_related_objects([comment for comment in comments if comment.language != text.language], "version")
    late = [comment for comment in comments if comment.is_late]
    placed = _placed((comment for comment in comments if not comment.is_late), text.language)
    now = now_of(comments, None)  # a file goes from hand to hand: it says what editions have printed

    def article(entry: Entry, place: build.Place) -> Section:
        on_clauses: dict[str, list[Remark]] = defaultdict(list)
        whole: list[Remark] = []
        blocks = {block.id: block for block in entry.blocks}
        for comment, sponsor in placed.get(("article", entry.article.pk), []):
            # A comment on another language's text is shown against the words that it is about, not against these.
            same = comment.language == text.language
            clause = blocks.get(comment.clause_id or "") if same else commented_clause(comment)
            remark = _entry(comment, sponsor, clause, now.get(comment.pk, ""), text.language)
            (on_clauses[comment.clause_id] if comment.clause_id else whole).append(remark)
        return build.compiled_section(printed_label(entry), entry.heading, entry.blocks, on_clauses, whole, place)

    def division(line: DivisionLine, place: build.Place) -> Section:
        here = placed.get(("division", line.division.pk), [])
        remarks = tuple(_entry(comment, sponsor, None, "", text.language) for comment, sponsor in here)
        return replace(build.division(line.name, line.heading, place), remarks=remarks)

    sections = sections_of(text, article, division)
    if general := placed.get(("whole", 0)):
        said = [_entry(comment, sponsor, None, "", text.language) for comment, sponsor in general]
        sections = (build.comments_section(word("general_comments", text.language), said), *sections)
    if late:
        sections = (*sections, _addendum(late, text.language))
    return _document(text, order, comments, sections)


def remark_of(comment: Comment, clause: grammar.Block | None, now: str = "", language: str = "en") -> Remark:
    """A comment as the compilation prints it; its proposed wording as a redline against the clause that it is
    about. `now` says where that clause is today.
    """
    answers = list(comment.dispositions.all())
    proposed = proposed_redline(comment.operation, clause.text if clause else "", comment.proposed)
    standing = stances_of(comment)
    return Remark(
        organisation=name_in(comment.organisation, language),
        kind=kind_in(comment, language),
        reasoning=comment.reasoning,
        proposed=tuple(proposed),
        clause_label=", ".join(filter(None, (comment.clause_label, now))),
        behalf=_behind(comment, standing, language),
        reference=comment.reference,
        disposition=Disposition(decision_in(answers[-1], language), answers[-1].reason) if answers else None,
        positions=tuple(_positions(standing, language)),
        submitted=_stamped(comment),
    )


def _entry(
    comment: Comment, sponsor: Organisation | None, clause: grammar.Block | None, now: str, language: str
) -> Remark:
    """The comment, or at a co-sponsor's place in the alphabet the entry that leads to it."""
    if sponsor is None:
        return remark_of(comment, clause, now, language)
    there = f"{name_in(comment.organisation, language)}, {comment.reference}"
    return Remark(
        organisation=f"{name_in(sponsor, language)}*",
        kind="",
        reasoning=f"* {word('see', language).format(there)}",
        is_cross_entry=True,
        submitted=_stamped(comment),
    )


def _stamped(comment: Comment) -> str:
    return f"{comment.submitted_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if comment.submitted_at else ""


def _behind(comment: Comment, standing: Standing, language: str) -> str:
    """ "on behalf of the Harbour Group, except Chile; with Kenya, Peru"."""
    parts = []
    if comment.on_behalf_of:
        left_out = word("except", language).format(_listed(standing.excepted, language)) if standing.excepted else ""
        parts.append(word("behalf", language).format(comment.on_behalf_of) + left_out)
    if standing.sponsors:
        parts.append(word("with", language).format(_listed(standing.sponsors, language)))
    return "; ".join(parts)


def _positions(standing: Standing, language: str) -> list[str]:
    """Each with its words on a line, those without words together."""
    lines = []
    for key, held in (("supported", standing.supports), ("opposed", standing.opposes)):
        silent = [position.organisation for position in held if not position.words]
        lines += [word(key, language).format(_listed(silent, language)) + "."] if silent else []
        lines += [_worded(key, position, language) for position in held if position.words]
    return lines


def _worded(key: str, position: Position, language: str) -> str:
    return f"{word(key, language).format(name_in(position.organisation, language))}: {position.words}"


def _listed(organisations: Iterable[Organisation], language: str) -> str:
    ordered = sorted(organisations, key=lambda one: sort_key(one, language))
    return ", ".join(name_in(one, language) for one in ordered)


def _submitted(edition: Edition, round_slug: str) -> list[Comment]:
    """In the order of arrival within one place; the alphabet comes when the entries of co-sponsors are there too."""
    found = Comment.objects.submitted().on_edition(edition, round_slug).for_reading().with_positions()
    return sorted(
        found,
        key=lambda comment: (
            comment.article.position if comment.article else 0,
            comment.clause_order,
            comment.round_id,
            comment.submitted_at,
            comment.pk,
        ),
    )


def _placed(
    comments: Iterable[Comment], language: str
) -> dict[tuple[str, int], list[tuple[Comment, Organisation | None]]]:
    """What stands where: (article, division or the whole) -> entries, by clause and then by alphabet. An entry is a
    comment, and the co-sponsor whose cross-entry it is.
    """
    placed: dict[tuple[str, int], list[tuple[Comment, Organisation | None]]] = defaultdict(list)
    for comment in comments:
        place = ("article", comment.article_id) if comment.article_id else ("division", comment.division_id)
        key = (place[0], place[1]) if place[1] else ("whole", 0)
        placed[key].append((comment, None))
        placed[key] += [(comment, sponsor) for sponsor in stances_of(comment).sponsors]
    for entries in placed.values():  # sorting keeps the order of arrival of one organisation's
        entries.sort(key=lambda entry: (entry[0].clause_order, *sort_key(entry[1] or entry[0].organisation, language)))
    return placed


def _addendum(late: list[Comment], language: str) -> Section:
    """What came after the window, each with the place that it is about: in the order of the text, at each place in
    that of the alphabet, co-sponsors with entries of their own as in the volume.
    """
    entries = [(comment, sponsor) for comment in late for sponsor in (None, *stances_of(comment).sponsors)]
    entries.sort(
        key=lambda entry: (
            entry[0].article.position if entry[0].article else -1,
            entry[0].clause_order,
            *sort_key(entry[1] or entry[0].organisation, language),
        )
    )
    remarks = [
        replace(
            _entry(comment, sponsor, commented_clause(comment), "", language), clause_label=place_of(comment, language)
        )
        for comment, sponsor in entries
    ]
    place = build.Place("comments", 1, "addendum", language)
    return build.comments_section(word("addendum", language), remarks, place)


def _document(text: Consolidated, order: Order, comments: list[Comment], sections: tuple[Section, ...]) -> Document:
    cover = cover_of(text, Occasion(order.occasion))
    instant = _instant(text, comments)
    cover = replace(
        cover,
        subtitle=word("compilation", text.language).format(name_of(text)),
        dateline=worded(instant),
    )
    heard: dict[str, set[Organisation]] = defaultdict(set)
    for comment in comments:
        for organisation in (comment.organisation, *stances_of(comment).sponsors):
            heard[organisation.kind].add(organisation)
    listed = tuple(
        (word(heading, text.language), _names(heard[kind], text.language))
        for kind, heading in HEADINGS.items()
        if heard[kind]
    )
    return Document(
        cover,
        sections,
        text.language,
        "compilation",
        statistics=build.statistics(sections, text.language),
        organisations=listed,
        date=instant.date().isoformat(),
        origin=origin_of(text, "compilation"),
    )


def _names(organisations: set[Organisation], language: str) -> tuple[str, ...]:
    return tuple(name_in(one, language) for one in sorted(organisations, key=lambda one: sort_key(one, language)))


def _instant(text: Consolidated, comments: list[Comment]) -> datetime:
    """A compilation is of the instant of the last comment, position or answer that it shows."""
    instants = [comment.submitted_at for comment in comments if comment.submitted_at]
    instants += [answer.decided_at for comment in comments for answer in comment.dispositions.all()]
    instants += [position.taken_at for comment in comments for position in comment.positions.all()]
    return max([dated(text), *instants])
