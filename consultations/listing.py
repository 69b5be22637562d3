"""The comments table: one page of a round's comments, filtered, in the order of the text.

Made for ten thousand comments: six queries and one for the texts of the page, whatever the number; nothing
is loaded that the page does not show.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from consultations import wording
from consultations.followed import fates
from consultations.forms import FilterForm, Offered
from consultations.models import Comment, Delegation, Disposition, Round
from consultations.proposing import proposes
from consultations.relabelled import now_of
from drafts.models import EditionText
from drafts.models.articles import Version
from drafts.text.redline import Segment

PAGE = 50


@dataclass(frozen=True)
class Line:
    """One row: the comment, the extract of what it proposes, the decision in words ("" while there is none), what the
    place is called now where a renumbering has changed it, and what has become of its words in the text beside which
    it is read ("" where they stand). `document` names the edition where it is not the round's own."""

    comment: Comment
    place: str
    proposal: list[Segment]
    decision: str
    now: str = ""
    fate: str = ""
    document: str = ""

    @property
    def is_unpublished(self) -> bool:
        """The Core Group has recorded the answer and not published it yet."""
        return bool(self.decision) and getattr(self.comment, "latest_published_at", None) is None

    @property
    def is_due(self) -> bool:
        return self.comment.state == Comment.State.SUBMITTED and not self.decision


class CountedPaginator(Paginator):
    """A paginator that is told how many there are, because the counts of the page have counted them already."""

    def __init__(self, rows: QuerySet[Any], count: int, size: int = PAGE) -> None:
        super().__init__(rows, size)
        self._count = count

    @cached_property
    def count(self) -> int:
        return self._count


@dataclass(frozen=True)
class Listing:
    """`counts` are of everything that the person may see in the round, filters aside."""

    page: Page
    lines: list[Line]
    counts: dict[str, int]


def filter_form(round: Round, sent: QueryDict) -> FilterForm:
    """The filters as they were sent. Three queries."""
    edition = round.document_of(sent.get("document", "")) or round.edition
    language = edition.instrument.original_language if edition else ""
    texts = list(EditionText.objects.of_edition(edition, language))
    return FilterForm(sent, offered=Offered(texts, list(Delegation.objects.in_round(round)), round.documents))


def list_comments(round: Round, person: Any, filters: dict[str, str], number: str | None) -> Listing:
    """Page `number` of what the person may see; a page that does not exist is answered with the nearest one."""
    visible = Comment.objects.visible_to(person).in_round(round)
    counts = visible.counts_by_state(**filters)
    rows = visible.matching(**filters).in_order_of_the_text().values("pk")
    page = CountedPaginator(rows, counts["matching"]).get_page(number)
    shown = list(visible.among(page.object_list).for_table().in_order_of_the_text())
    with_words = {comment.version_id for comment in shown if comment.version_id and proposes(comment)}
    versions = Version.objects.in_bulk(with_words)
    now = now_of(shown, person)
    others = {edition.pk: str(edition) for edition in round.documents if edition.pk != round.edition_id}
    lines = [
        _line(one, versions.get(one.version_id), now.get(one.pk, ""), document=others.get(one.edition_id, ""))
        for one in shown
    ]
    return Listing(page, lines, counts)


def lines_of(comments: list[Comment], person: Any, beside: Any = None) -> list[Line]:
    """Rows of comments in hand that carry their version and their latest decision, as this person may know them.
    `beside` is the version or working text that is read with them, if one is."""
    now, fate = now_of(comments, person), fates(comments, beside) if beside else {}
    return [_line(one, one.version, now.get(one.pk, ""), fate.get(one.pk, "")) for one in comments]


def _line(comment: Comment, version: Any, now: str, fate: str = "", document: str = "") -> Line:
    decisions = dict(Disposition.Decision.choices)
    decision = str(decisions.get(getattr(comment, "latest_decision", None) or "", ""))
    proposal = wording.extract(wording.proposal(comment, version))
    return Line(comment, wording.place_of(comment), proposal, decision, now, fate, document)
