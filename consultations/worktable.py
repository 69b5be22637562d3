"""The worktable: a round's comments clause by clause, proposals for the same words side by side.

Made for ten thousand comments: one page holds some clauses, and is loaded in a number of queries that does not grow
with the round. What stands beside the proposals is the clause as the working text has it now.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page

from consultations import wording
from consultations.disposing import latest_version_for
from consultations.listing import CountedPaginator
from consultations.models import Comment, Disposition, Round
from consultations.proposing import ADD, DELETE, effect, proposed_redline, proposes
from consultations.taking_over import same_proposal
from drafts.models import Text
from drafts.text import grammar
from drafts.text.merge_words import Conflict, merge_text
from drafts.text.redline import Segment, diff_words

CLAUSES = 8  # on one page
MOST = 400  # comments on one page; a clause that has more shows the first, and says so


@dataclass
class Bundle:
    """One proposal and all who make it, or one comment that proposes nothing. `letter` names it on the page; `beside`
    are the letters of the proposals that touch the same words, `outdated` says that the clause was changed there since,
    `version` is the latest whose author named all of these comments as what it answers.
    """

    comments: list[Comment]
    letter: str = ""
    redline: list[Segment] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    outdated: bool = False
    is_takeable: bool = False
    version: Any = None

    @property
    def first(self) -> Comment:
        return self.comments[0]

    @property
    def keys(self) -> str:
        return ",".join(str(comment.pk) for comment in self.comments)

    @property
    def due(self) -> list[Comment]:
        """Those that nobody has answered, not even for the Core Group's own eyes."""
        return [comment for comment in self.comments if not comment.latest_decision]  # type: ignore[attr-defined]

    @property
    def discontent(self) -> list[Comment]:
        """Those whose delegations are not content with the answer that holds."""
        return [comment for comment in self.comments if _is_discontent(comment)]

    @property
    def decisions(self) -> list[str]:
        """The decisions that hold, each once, in words; what is not published yet says so."""
        names, found = dict(Disposition.Decision.choices), []
        for comment in self.comments:
            decision = getattr(comment, "latest_decision", None)
            if decision:
                waiting = "" if getattr(comment, "latest_published_at", None) else ", not published"
                found.append(f"{names[decision]}{waiting}")
        return list(dict.fromkeys(found))


@dataclass
class Clause:
    """One clause, article or the whole text with what was said of it: `now` is its wording in the working text, None
    where it is not there any more; `was` as the edition had it.
    """

    place: str
    comments: list[Comment]
    now: str | None
    was: str
    proposals: list[Bundle]
    others: list[Bundle]
    left: int = 0
    address: str = ""

    @property
    def has_changed(self) -> bool:
        return self.now is not None and bool(self.was) and self.now != self.was

    @property
    def changes(self) -> list[Segment]:
        return diff_words(self.was, self.now or "")

    @property
    def unanswered(self) -> int:
        return sum(len(bundle.due) for bundle in [*self.proposals, *self.others])


@dataclass(frozen=True)
class Worktable:
    page: Page
    clauses: list[Clause]
    counts: dict[str, int]


def lay_out(round: Round, person: Any, filters: dict[str, str], number: str | None) -> Worktable:
    """Page `number` of the clauses that have comments which match, in the order of the text; of each clause all that
    match. Nine queries.
    """
    visible = Comment.objects.visible_to(person).in_round(round)
    counts = visible.counts_by_state(**filters)
    matching = visible.submitted().matching(**filters)
    places = matching.places_in_order()
    page = CountedPaginator(places, places.count(), CLAUSES).get_page(number)
    shown = list(page.object_list)
    found = matching.at_places(shown).for_reading().with_their_clause().with_latest_decision()
    found = found.prefetch_related("dispositions__replies").select_related("edition")
    by_place: dict[tuple[Any, ...], list[Comment]] = {}
    for comment in found.in_order_of_the_text()[:MOST]:
        by_place.setdefault(comment.place_key, []).append(comment)
    texts = _texts(by_place.values())
    versions = latest_version_for([comment for comments in by_place.values() for comment in comments])
    totals = {(row["edition"], row["article"], row["clause"], row["division"]): row["number"] for row in shown}
    clauses = [_clause(comments, texts, totals[key]) for key, comments in by_place.items()]
    for clause in clauses:
        for bundle in (*clause.proposals, *clause.others):
            named = {versions.get(comment.pk) for comment in bundle.comments}
            bundle.version = named.pop() if len(named) == 1 else None
    return Worktable(page, clauses, counts)


def _texts(groups: Iterable[Sequence[Comment]]) -> dict[tuple[int, str], Text]:
    """(article, language) -> the working text, of the articles in which the clauses stand today. One query."""
    articles = {comment.clause.article_id for group in groups for comment in group if comment.clause}
    found = Text.objects.filter(article__in=articles).select_related("article__instrument")
    return {(text.article_id, text.language): text for text in found}


def _clause(comments: list[Comment], texts: dict[tuple[int, str], Text], total: int) -> Clause:
    first = comments[0]
    text = texts.get((first.clause.article_id, first.language)) if first.clause else None
    now = _now(text, first)
    bundles: dict[tuple[Any, ...], Bundle] = {}
    others: list[Bundle] = []
    for comment in comments:
        if proposes(comment):
            bundles.setdefault(same_proposal(comment), Bundle([])).comments.append(comment)
        else:
            others.append(Bundle([comment]))
    proposals = _near_one_another(list(bundles.values()))
    for place, bundle in enumerate(proposals):
        bundle.letter = _letter(place)
        bundle.redline = redline_of(bundle.first, now)
        bundle.is_takeable = now is not None and bool(first.clause_id)
        bundle.outdated = now is not None and _touches(bundle.first, now)
    _mark_collisions(proposals)
    address = f"{text.article.get_absolute_url()}?clause={first.clause_id}#{first.clause_id}" if text else ""
    was = wording.clause_text(first.version, first.clause_id)
    named = wording.place_of(first)
    if first.edition_id != first.round.edition_id:
        named = f"{named} of {first.edition}"
    return Clause(named, comments, now, was, proposals, others, total - len(comments), address)


def _now(text: Text | None, comment: Comment) -> str | None:
    if text is None or not comment.clause_id:
        return None
    return next((block["text"] for block in text.blocks if block["id"] == comment.clause_id), None)


def redline_of(comment: Comment, now: str | None) -> list[Segment]:
    """The proposal against the clause as it stands now; against what the edition had where it has gone."""
    stands = now if now is not None else wording.clause_text(comment.version, comment.clause_id)
    return proposed_redline(comment.operation, stands, comment.proposed)


def _touches(comment: Comment, now: str) -> bool:
    """Whether the clause was changed since the edition in the very words that the proposal changes."""
    was = wording.clause_text(comment.version, comment.clause_id)
    if effect(comment.operation, was, comment.proposed) in (ADD, DELETE):
        return False
    return _collide(was, now, grammar.canonical(comment.proposed))


def _mark_collisions(proposals: list[Bundle]) -> None:
    for place, bundle in enumerate(proposals):
        for other in proposals[place + 1 :]:
            if _exclude_each_other(bundle.first, other.first):
                bundle.beside.append(other.letter)
                other.beside.append(bundle.letter)


def _exclude_each_other(one: Comment, other: Comment) -> bool:
    """Two changes that touch the same words, or a deletion and anything but an addition."""
    was = wording.clause_text(one.version, one.clause_id)
    done = {effect(comment.operation, was, comment.proposed) for comment in (one, other)}
    if ADD in done or one.language != other.language:
        return False
    if DELETE in done:
        return True
    return _collide(was, grammar.canonical(one.proposed), grammar.canonical(other.proposed))


def _collide(base: str, ours: str, theirs: str) -> bool:
    return bool(base) and any(isinstance(part, Conflict) for part in merge_text(base, ours, theirs))


def _near_one_another(bundles: list[Bundle]) -> list[Bundle]:
    """The proposal that most make first, each next one the likest to the one before."""
    waiting = sorted(bundles, key=lambda bundle: -len(bundle.comments))
    placed: list[Bundle] = []
    while waiting:
        last = set(placed[-1].first.proposed.split()) if placed else set()
        likest = max(waiting, key=lambda bundle: _shared_words(last, bundle)) if placed else waiting[0]
        waiting.remove(likest)
        placed.append(likest)
    return placed


def _shared_words(words: set[str], bundle: Bundle) -> float:
    theirs = set(bundle.first.proposed.split())
    return len(words & theirs) / (len(words | theirs) or 1)


def _is_discontent(comment: Comment) -> bool:
    answers = list(comment.dispositions.all())
    replies = list(answers[-1].replies.all()) if answers else []
    return bool(replies) and replies[-1].is_content is False


def _letter(place: int) -> str:
    """A, B … Z, AA, AB …"""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
