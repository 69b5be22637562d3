"""An edited copy of our own Word file, come back from a delegation: what it proposes, and drafts made of it.

Nothing is believed but the file: each step reads it anew and compares it with the edition that it says it is of.
"""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from consultations.commenting import begin_comment
from consultations.models import Comment, Delegation, Round
from consultations.returned_comments import Draft, Drafting
from drafts.consolidating import Consolidated, consolidated, languages_of
from drafts.models import Edition
from drafts.rendering.documents import clean_document
from drafts.rendering.docx import word_file
from drafts.scoping import option_sets
from drafts.text import scope
from drafts.text.returned import Returned, read_returned
from drafts.text.returned_changes import Loose, compare
from drafts.text.word_marks import Origin, section_mark
from drafts.text.word_package import UnreadableFile, looks_like_word

_MOST_PROPOSALS = 500  # a file with more is another text, and no page that anybody could read

_MET = (
    ("formatting", "{} changes of formatting: only words are compared."),
    ("tables", "{} tables were read line by line."),
    ("boxes", "{} text boxes were read behind the paragraph that they hang on."),
    ("symbols", "{} signs of a symbol face, which only that face knows."),
    ("embedded", "{} embedded files."),
)


class CannotReturn(Exception):
    """The file was refused; the message is one sentence."""


@dataclass(frozen=True)
class Proposed:
    """A comment that could be made of the file. `key` names it from one page to the next; `standing` is the same
    comment, where the delegation has it already."""

    draft: Draft
    key: str
    standing: Comment | None = None


@dataclass
class Review:
    """What was found in a file. `loose` are words without a sure place, `ignored` what is no proposal."""

    edition: Edition
    language: str
    proposals: list[Proposed] = field(default_factory=list)
    loose: list[Loose] = field(default_factory=list)
    ignored: list[Loose] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def fresh(self) -> list[Proposed]:
        """Those that the delegation does not have yet."""
        return [one for one in self.proposals if one.standing is None]

    @property
    def changes_nothing(self) -> bool:
        return not self.proposals and not self.loose


def review_returned(*, round: Round, delegation: Delegation, content: bytes, at: datetime | None = None) -> Review:
    """Read a file and compare it with its edition; nothing is written.

    Raises CannotReturn where the window is shut, the delegation not in the round, the file no sound .docx of ours, a
    redline or a compilation, or of a text that is not under discussion.
    """
    _check_window(round, delegation, at or timezone.now())
    if not looks_like_word(content):
        raise CannotReturn("This is not a Word file (.docx); save the edited text as .docx and bring that.")
    try:
        returned = read_returned(content)
        edition = _edition_of(round, returned.origin)
        text = _text_of(edition, returned.origin)
        document = clean_document(text)
        sections = {
            clause.id: section_mark(section.anchor) for section in document.sections for clause in section.clauses
        }
        found = compare(read_returned(word_file(document)), returned, sections)
    except UnreadableFile as refusal:
        raise CannotReturn(str(refusal)) from None
    if len(found.findings) + len(found.loose) > _MOST_PROPOSALS:
        raise CannotReturn(
            f"This file differs from {edition.label} in more than {_MOST_PROPOSALS} places; bring parts."
        )
    drafting = Drafting(text, document)
    drafts = [drafting.draft(one) for one in found.findings]
    review = Review(edition, text.language, [], found.loose, found.ignored, _warnings(returned))
    said = _said_already(delegation, edition, text.language)
    review.proposals = [Proposed(one, _key(one), said.get(_words_of(one))) for one in dict.fromkeys(drafts)]
    return review


def bring_back(
    *,
    round: Round,
    delegation: Delegation,
    person: Any,
    content: bytes,
    ticked: Collection[str],
    at: datetime | None = None,
) -> list[Comment]:
    """Make drafts of the delegation's comments of the proposals `ticked`, by their keys; those that the delegation has
    already are passed over. All in one transaction, so that two who send the same file make each comment once.

    Raises CannotReturn as `review_returned` does, and where a key names no proposal of the file or none was ticked;
    CannotComment where the person does not belong to the delegation. Nothing is written then.
    """
    with transaction.atomic():
        delegation = Delegation.objects.locked(delegation)
        review = review_returned(round=round, delegation=delegation, content=content, at=at)
        known = {one.key for one in review.proposals}
        if not ticked:
            raise CannotReturn("Nothing was ticked, so no draft was made.")
        if not known.issuperset(ticked):
            raise CannotReturn("The file and the proposals that were ticked do not belong together; bring it again.")
        wanted = [one.draft for one in review.fresh if one.key in ticked]
        return [_begun(round, delegation, person, review, one, at) for one in wanted]


def _begun(
    round: Round, delegation: Delegation, person: Any, review: Review, draft: Draft, at: datetime | None
) -> Comment:
    return begin_comment(
        round=round,
        delegation=delegation,
        author=person,
        target=draft.target,
        operation=draft.operation,
        reasoning=draft.reasoning,
        proposed=draft.proposed,
        language=review.language,
        edition=review.edition,
        at=at,
    )


def _check_window(round: Round, delegation: Delegation, now: datetime) -> None:
    if delegation.round_id != round.pk:
        raise CannotReturn("This delegation was not invited to the round.")
    kind = delegation.organisation.kind
    if round.accepts_comments(now, kind) or round.accepts_late_comments(now, kind):
        return
    window = round.window_of(kind)
    if window is None or not round.is_open(now) or now < window.opens_at:
        raise CannotReturn("The round does not take comments now, so no file is read.")
    raise CannotReturn("The window for comments has closed, so no file is read.")


def _edition_of(round: Round, origin: Origin) -> Edition:
    documents = round.documents
    if not documents:
        raise CannotReturn("The round has no edition under discussion, so no file can be compared with it.")
    discussed = " and ".join(f"{edition.label} ({edition.symbol})" for edition in documents)
    if origin.variant in ("redline", "compilation"):
        kind = "a redline with the portal’s own changes" if origin.variant == "redline" else "a compilation of comments"
        raise CannotReturn(f"This file is {kind}; take the clean Word file of {discussed} and edit that.")
    if not origin.instrument:
        raise CannotReturn(
            f"This file does not say of which edition it is; edit the portal’s Word file of {discussed}."
        )
    for edition in documents:
        if (edition.instrument.slug, edition.slug) == (origin.instrument, origin.edition):
            return edition
    named = origin.symbol or origin.edition
    what = f"the edition {named} of “{origin.instrument}”" if named else f"the working text of “{origin.instrument}”"
    raise CannotReturn(f"This file is of {what}; this round discusses {discussed}.")


def _text_of(edition: Edition, origin: Origin) -> Consolidated:
    if origin.language not in languages_of(edition.instrument, edition):
        raise CannotReturn(f"{edition.label} has no text in the language that this file names.")
    under = frozenset[str]()
    if origin.under:
        chosen = scope.choice_named(origin.under, option_sets(edition.instrument))
        if chosen is None:
            raise CannotReturn("This file shows the text under options of scope that are no longer laid down.")
        under = chosen
    return consolidated(edition.instrument, edition=edition, language=origin.language, under=under)


def _warnings(returned: Returned) -> list[str]:
    return [sentence.format(count) for kind, sentence in _MET if (count := returned.met.get(kind, 0))]


_Said = tuple[int | None, int | None, str, str, str, str]


def _said_already(delegation: Delegation, edition: Edition, language: str) -> dict[_Said, Comment]:
    """The delegation's standing comments on the edition by place and words."""
    standing = Comment.objects.standing().filter(delegation=delegation, edition=edition, language=language)
    return {
        (one.article_id, one.division_id, one.clause_id or "", one.operation, one.reasoning, one.proposed): one
        for one in standing.select_related("round", "delegation__organisation")
    }


def _words_of(draft: Draft) -> _Said:
    target = draft.target
    article, division = target.article, target.division
    place = (article.pk if article else None, division.pk if division else None, target.clause_id)
    return (*place, draft.operation, draft.reasoning, draft.proposed)


def _key(draft: Draft) -> str:
    return hashlib.sha256(json.dumps(_words_of(draft)).encode()).hexdigest()[:24]
