"""The compilation: all comments on an edition in the order of the text, beside the words that they are about.

A joint comment is printed once, under the delegation that submitted it; each co-sponsor has a starred entry in its
place of the alphabet that leads there. What came late follows at the end, as an addendum.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType

from django.db.models import prefetch_related_objects

from consultations.alphabet import name_in, sort_key
from consultations.commenting import commented_clause
from consultations.models import Comment, Organisation, Position
from consultations.models import Disposition as Answer
from consultations.proposing import proposed_redline
from consultations.relabelled import now_of
from consultations.standing import Standing, stances_of
from consultations.translated import decision_in, kind_in
from consultations.wording import place_of
from drafts.consolidating import Consolidated, DivisionLine, Entry, consolidated
from drafts.models.editions import Issue
from drafts.orders import Order
from drafts.rendering import build
from drafts.rendering.documents import Occasion, cover_of, dated, name_of, origin_of, printed_label, sections_of, worded
from drafts.rendering.tree import Disposition, Document, Remark, Section, Variant
from drafts.rendering.words import word
from drafts.text import grammar

HEADINGS = {
    Organisation.Kind.STATE: "states",
    Organisation.Kind.INTERNATIONAL: "international",
    Organisation.Kind.CIVIL_SOCIETY: "civil_society",
    Organisation.Kind.NETWORK: "networks",
    Organisation.Kind.SECRETARIAT: "secretariat",
}


@dataclass(frozen=True)
class Manner:
    """How a volume prints its comments. `title` is its name on the cover, `entries` whether co-sponsors have starred
    ones of their own, `carried` names for the primary key of an answer the edition that carries it out.
    """

    variant: Variant
    title: str
    language: str
    entries: bool = True
    carried: Mapping[int, Issue] = field(default_factory=dict)
    now: Mapping[int, str] = field(default_factory=dict)  # what the place of a comment is called today

    def entry(self, comment: Comment, sponsor: Organisation | None, clause: grammar.Block | None = None) -> Remark:
        """The comment, or at a co-sponsor's place in the alphabet the entry that leads to it."""
        if sponsor is None:
            return remark_of(comment, clause, self.now.get(comment.pk, ""), self.language, self.carried)
        there = f"{name_in(comment.organisation, self.language)}, {comment.reference}"
        return Remark(
            organisation=f"{name_in(sponsor, self.language)}*",
            kind="",
            reasoning=f"* {word('see', self.language).format(there)}",
            is_cross_entry=True,
            submitted=_stamped(comment),
        )

    def sponsors(self, comment: Comment) -> list[Organisation]:
        """Those who have an entry of their own."""
        return stances_of(comment).sponsors if self.entries else []


def compilation(order: Order) -> Document:
    """The document: general comments first, then each division and article with the remarks on it and on its clauses,
    States in alphabetical order and before other organisations. Only what was submitted on this edition; withdrawn
    and replaced comments and drafts never; late ones in an addendum.

    `order.round_slug` limits it to one round; else every round in which the edition was under discussion.
    """
    text = text_of(order)
    comments = submitted_on(order, text.language)
    title = word("compilation", text.language).format(name_of(text))
    # A file goes from hand to hand: it says what editions have printed.
    manner = Manner("compilation", title, text.language, now=now_of(comments, None))
    return document_of(text, order, comments, volume_of(text, comments, manner), manner)


def text_of(order: Order) -> Consolidated:
    """The edition that the comments are on."""
    assert order.edition is not None  # check_order refuses the working text
    return consolidated(order.instrument, edition=order.edition, language=order.language)


def volume_of(text: Consolidated, comments: list[Comment], manner: Manner) -> tuple[Section, ...]:
    """The whole text with the comments below what they are about, those on all of it before and late ones behind."""
    placed = placed_in(comments, manner)

    def article(entry: Entry, place: build.Place) -> Section:
        on_clauses: dict[str, list[Remark]] = defaultdict(list)
        whole: list[Remark] = []
        blocks = {block.id: block for block in entry.blocks}
        for comment, sponsor in placed.get(("article", entry.article.pk), []):
            remark = manner.entry(comment, sponsor, clause_in(text, comment, blocks))
            (on_clauses[comment.clause_id] if comment.clause_id else whole).append(remark)
        return build.compiled_section(printed_label(entry), entry.heading, entry.blocks, on_clauses, whole, place)

    return framed(text, comments, manner, placed, article)


def framed(
    text: Consolidated,
    comments: list[Comment],
    manner: Manner,
    placed: "Placed",
    article: Callable[[Entry, build.Place], Section],
) -> tuple[Section, ...]:
    """The sections of the text, each article as `article` makes it, with the general comments and the addendum."""

    def division(line: DivisionLine, place: build.Place) -> Section:
        here = placed.get(("division", line.division.pk), [])
        remarks = tuple(manner.entry(comment, sponsor) for comment, sponsor in here)
        return replace(build.division(line.name, line.heading, place), remarks=remarks)

    sections = sections_of(text, article, division)
    if general := placed.get(("whole", 0)):
        said = [manner.entry(comment, sponsor) for comment, sponsor in general]
        sections = (build.comments_section(word("general_comments", text.language), said), *sections)
    if late := [comment for comment in comments if comment.is_late]:
        sections = (*sections, _addendum(late, manner))
    return sections


def clause_in(text: Consolidated, comment: Comment, blocks: Mapping[str, grammar.Block]) -> grammar.Block | None:
    """The clause of the article at hand. A comment on another language's text is shown against the words that it is
    about, not against these."""
    return blocks.get(comment.clause_id or "") if comment.language == text.language else commented_clause(comment)


def remark_of(
    comment: Comment,
    clause: grammar.Block | None,
    now: str = "",
    language: str = "en",
    carried: Mapping[int, Issue] = MappingProxyType({}),
) -> Remark:
    """A comment as the compilation prints it; its proposed wording as a redline against the clause that it is
    about. `now` says where that clause is today, `carried` what carries an answer out (by its primary key).
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
        disposition=_answer(answers[-1], language, carried.get(answers[-1].pk)) if answers else None,
        positions=tuple(_positions(standing, language)),
        submitted=_stamped(comment),
    )


def _answer(answer: Answer, language: str, carried: Issue | None) -> Disposition:
    return Disposition(decision_in(answer, language), answer.reason, carried.name if carried else "")


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


def submitted_on(order: Order, language: str, organisation: str = "") -> list[Comment]:
    """The submitted comments on the edition with their published answers, in the order of arrival within one place; the
    alphabet comes when the entries of co-sponsors are there too. `organisation` (a code) leaves those that it has
    written or co-sponsors.
    """
    assert order.edition is not None  # check_order refuses the working text
    found = Comment.objects.submitted().on_edition(order.edition, order.round_slug)
    if organisation:
        found = found.matching(organisation=organisation)
    comments = sorted(
        found.for_reading().with_positions(),
        key=lambda comment: (
            comment.article.position if comment.article else 0,
            comment.clause_order,
            comment.round_id,
            comment.submitted_at,
            comment.pk,
        ),
    )
    prefetch_related_objects([comment for comment in comments if comment.language != language], "version")
    return comments


# What stands where: (article, division or the whole) -> entries. One is a comment, and the co-sponsor whose it is.
Placed = dict[tuple[str, int], list[tuple[Comment, Organisation | None]]]


def placed_in(comments: Iterable[Comment], manner: Manner) -> Placed:
    """What came in time, at each place by clause and then by alphabet."""
    placed: Placed = defaultdict(list)
    for comment in comments:
        if comment.is_late:
            continue
        place = ("article", comment.article_id) if comment.article_id else ("division", comment.division_id)
        key = (place[0], place[1]) if place[1] else ("whole", 0)
        placed[key].append((comment, None))
        placed[key] += [(comment, sponsor) for sponsor in manner.sponsors(comment)]
    for entries in placed.values():  # sorting keeps the order of arrival of one organisation's
        entries.sort(
            key=lambda entry: (entry[0].clause_order, *sort_key(entry[1] or entry[0].organisation, manner.language))
        )
    return placed


def _addendum(late: list[Comment], manner: Manner) -> Section:
    """What came after the window, each with the place that it is about: in the order of the text, at each place in
    that of the alphabet, co-sponsors with entries of their own as in the volume.
    """
    language = manner.language
    entries = [(comment, sponsor) for comment in late for sponsor in (None, *manner.sponsors(comment))]
    entries.sort(
        key=lambda entry: (
            entry[0].article.position if entry[0].article else -1,
            entry[0].clause_order,
            *sort_key(entry[1] or entry[0].organisation, language),
        )
    )
    remarks = [
        replace(manner.entry(comment, sponsor, commented_clause(comment)), clause_label=place_of(comment, language))
        for comment, sponsor in entries
    ]
    place = build.Place("comments", 1, "addendum", language)
    return build.comments_section(word("addendum", language), remarks, place)


def document_of(
    text: Consolidated, order: Order, comments: list[Comment], sections: tuple[Section, ...], manner: Manner
) -> Document:
    """The sections behind a cover that is dated by the last comment, position, answer or edition that they name."""
    instant = max([_instant(text, comments), *(issue.at for issue in manner.carried.values())])
    cover = replace(cover_of(text, Occasion(order.occasion)), subtitle=manner.title, dateline=worded(instant))
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
        manner.variant,
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
