"""The acts that change a text. Each is one transaction, names its author and reason, and loses nothing that
anybody wrote.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from drafts import guarding
from drafts.grounds import unknown_grounds
from drafts.guarding import CannotAmend
from drafts.keeping import set_text_soon
from drafts.models import Act, Article, Clause, Draft, Heading, Presence, Text
from drafts.models.articles import Version
from drafts.models.instruments import LONGEST_HEADING
from drafts.text import grammar, identity
from drafts.text.freezing import Held
from drafts.text.merge import Merged, merge_blocks
from drafts.text.targets import is_deleted_article
from drafts.text.translation import adopt_ids

__all__ = ["CannotAmend", "Collision", "Proposal", "Saved", "Unchanged"]  # and the verbs below


@dataclass(frozen=True)
class Saved:
    """`version` is now the current one. `merged_with` are the versions that others saved since the base, oldest
    first; `told` says in sentences what it took to keep frozen numbers.
    """

    version: Any
    merged_with: list[Any] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Unchanged:
    """What was sent is word for word the current version; nothing was written."""

    version: Any


@dataclass(frozen=True)
class Collision:
    """Others changed the same words since `base`. Nothing was written; the person chooses and saves again from
    `current`.
    """

    base: Any
    current: Any
    heading: str
    blocks: list[grammar.Block]
    merged: Merged | None


@dataclass(frozen=True)
class Proposal:
    """What an editor sends: the text, and the version that it was made from. `ids` are those of its clauses where the
    act itself knows which ones remain or come back; None: they are found by alignment. Such an act is not typed, and
    leaves the author's draft alone, even where no clause remains."""

    heading: str
    source: str
    base: int
    ids: tuple[str, ...] | None = None

    def check(self, reason: str) -> None:
        """Raises CannotAmend for what the record could not hold as it is: nothing is ever cut to fit."""
        if "\0" in self.heading + self.source + reason:
            raise CannotAmend("There is a null character in what was sent; paste it again as plain text.")
        length = max(len(self.heading), len(grammar.canonical(self.heading)))
        if length > LONGEST_HEADING:
            raise CannotAmend(f"A heading has at most {LONGEST_HEADING} characters; this one has {length}.")


@dataclass(frozen=True)
class _Agreed:
    """What is to be written: `ancestors` says of a new clause which one it was split off."""

    heading: str
    blocks: list[grammar.Block]
    ancestors: dict[str, str]
    merged_with: list[Any]


def save_text(
    *,
    article: Article,
    language: str,
    proposal: Proposal,
    author: Any,
    reason: str,
    nature: str = "",
    grounds: Sequence[int] = (),
    at: datetime | None = None,
    act: Act | None = None,
) -> Saved | Unchanged | Collision:
    """Save an article's text as its next version.

    1. The text row is locked, so that writers queue. 2. Where the base is the current version, clause
       identities are carried over. 3. Where somebody saved meanwhile, the two are merged by clause and word;
       changes that touch are a Collision and nothing is written. 4. Numbers that an edition has printed stay where
       they are. 5. One history row is added; new clauses get a Clause row. 6. What the author typed is dropped.
    nature: substantive, editorial or "". grounds: primary keys of the comments that the change answers. Raises
    CannotAmend for a blank reason, an unknown base, a reference instrument, agreed words, or what is too long to store.
    """
    guarding.check_reason(reason)
    if not article.instrument.is_negotiated:
        raise CannotAmend("A reference instrument is imported and never edited.")
    proposal.check(reason)
    _check_circumstances(article, nature, grounds)
    with transaction.atomic():
        text = _locked(article, language)
        outcome = _reconciled(text, proposal)
        if isinstance(outcome, Collision):
            return outcome
        held = _held(text, outcome, proposal)
        if outcome.heading == text.heading and grammar.to_json(held.blocks) == text.blocks:
            _close_editor(text, proposal, author)
            return Unchanged(text.history.get(number=text.number))
        version = write_version(
            text,
            heading=outcome.heading,
            blocks=held.blocks,
            ancestors=outcome.ancestors,
            author=author,
            reason=reason,
            nature=nature,
            grounds=grounds,
            at=at,
            act=act,
        )
        _close_editor(text, proposal, author)
        transaction.on_commit(partial(set_text_soon, article.instrument_id, language), robust=True)
    return Saved(version, outcome.merged_with, [*held.told, *held.warnings])


def _check_circumstances(article: Article, nature: str, grounds: Sequence[int]) -> None:
    if nature and nature not in Text.Nature.values:
        raise CannotAmend("A change is substantive or editorial, or nothing is said of it.")
    if unknown_grounds(article, grounds):
        raise CannotAmend("One of the comments that this answers is not there any more; open the page again.")


def _close_editor(text: Text, proposal: Proposal, person: Any) -> None:
    """What was typed has been saved: neither a draft nor an open page is left of it."""
    if proposal.ids is None:
        Draft.objects.of(person).filter(article=text.article_id, language=text.language).delete()
        Presence.objects.on(text.article, text.language).filter(person=person).delete()


def restore_version(*, version: Any, author: Any, reason: str) -> Saved | Unchanged:
    """Make an older version the current one again, as a new version. What stood meanwhile stays in the history.

    Raises CannotAmend for a blank reason, agreed words, and clauses that stand in another article by now.
    """
    guarding.check_reason(reason)
    with transaction.atomic():
        text = _locked(version.article, version.language)
        held = guarding.hold_numbers(text, version.clauses())
        if version.heading == text.heading and grammar.to_json(held.blocks) == text.blocks:
            return Unchanged(text.history.get(number=text.number))
        guarding.claim_clauses(text, held.blocks)
        restored = write_version(text, heading=version.heading, blocks=held.blocks, author=author, reason=reason)
        return Saved(restored, told=[*held.told, *held.warnings])


def keep_draft(*, article: Article, language: str, proposal: Proposal, reason: str, person: Any) -> Draft:
    """Autosave: what the editor has typed so far, kept on the server for this person alone. Raises
    CannotAmend for an unknown base, and for what cannot be kept whole.
    """
    proposal.check(reason)
    base = _version(article, language, proposal.base)
    draft, _ = Draft.objects.update_or_create(
        person=person,
        article=article,
        language=language,
        defaults={
            "base": base,
            "heading": proposal.heading,
            "source": proposal.source,
            "reason": reason,
            "kept_at": timezone.now(),
        },
    )
    return draft


def discard_draft(*, article: Article, language: str, person: Any) -> None:
    """Drop this person's unsaved typing on an article."""
    Draft.objects.of(person).filter(article=article, language=language).delete()


def _locked(article: Article, language: str) -> Text:
    """The text for writing. Raises CannotAmend where there is none, and where the article has left the working text:
    there nobody would ever read the words again."""
    try:
        text = Text.objects.select_for_update().get(article=article, language=language)
    except Text.DoesNotExist:
        raise CannotAmend(f"{article} has no text in this language yet.") from None
    # Asked anew, behind the lock, of those alone that say “[Deleted]”: the others stand.
    is_deleted = is_deleted_article(text.heading, (block["text"] for block in text.blocks))
    if is_deleted and not Article.objects.standing().filter(pk=article.pk).exists():
        raise CannotAmend(f"{article} was taken out of the text: add an article for these words.")
    return text


def _version(article: Article, language: str, number: int) -> Any:
    try:
        return Version.objects.get(article=article, language=language, number=number)
    except Version.DoesNotExist:
        raise CannotAmend(f"{article} has no version {number}; open the page again.") from None


def _reconciled(text: Text, proposal: Proposal) -> _Agreed | Collision:
    """Heading and blocks to be written, with identities carried over from the current version; or the collision."""
    current = text.clauses()
    heading = grammar.canonical(proposal.heading)
    blocks, _ = grammar.parse(proposal.source, text.language)
    if proposal.base == text.number:
        return _Agreed(heading, blocks, _identified(current, blocks, proposal), [])
    base = _version(text.article, text.language, proposal.base)
    base_blocks = base.clauses()
    ancestors = _identified(base_blocks, blocks, proposal)
    merged = merge_blocks(base_blocks, blocks, current, language=text.language)
    both_headings = heading != base.heading != text.heading != heading
    if both_headings or not merged.clean:
        return Collision(base, text.history.get(number=text.number), heading, blocks, merged)
    since = list(text.history.filter(number__gt=proposal.base).order_by("number").select_related("history_user"))
    agreed = heading if heading != base.heading else text.heading
    return _Agreed(agreed, as_typed(merged.blocks, text.language), ancestors, since)


def _identified(base: list[grammar.Block], blocks: list[grammar.Block], proposal: Proposal) -> dict[str, str]:
    """Give the clauses their ids. Returns of each that was split off another one which that was."""
    if proposal.ids is not None and len(proposal.ids) == len(blocks):
        for block, known in zip(blocks, proposal.ids, strict=True):
            block.id = known
        return {}
    return identity.carry_ids(base, blocks).ancestors


def _held(text: Text, outcome: _Agreed, proposal: Proposal) -> Held:
    """With frozen numbers kept, and new clauses known by the id that they have in the other languages."""
    blocks = outcome.blocks
    fresh = {block.id for block in blocks} - {block["id"] for block in text.blocks}
    if fresh and proposal.ids is None:
        for other in Text.objects.filter(article=text.article).exclude(pk=text.pk):
            adopt_ids(other.clauses(), blocks, fresh)
    return guarding.hold_numbers(text, blocks, outcome.ancestors.keys())


def as_typed(blocks: list[grammar.Block], language: str) -> list[grammar.Block]:
    """Clauses that were put together as they would be read back, because what is stored must be what the next editor's
    text area says: words that came to stand first may look like a number, a list may hang on the clause before it.
    """
    read, _ = grammar.parse(grammar.source_of(blocks, language), language)
    if len(read) == len(blocks):
        for block, was in zip(read, blocks, strict=True):
            block.id = was.id
    else:
        identity.carry_ids(blocks, read)
    return read


def write_version(
    text: Text,
    *,
    heading: str,
    blocks: list[grammar.Block],
    author: Any,
    reason: str,
    at: datetime | None = None,
    ancestors: Mapping[str, str] | None = None,
    nature: str = "",
    grounds: Sequence[int] = (),
    act: Act | None = None,
) -> Any:
    """The next version, and a Clause row for each new identity, with the one that it was split off (`ancestors`).
    `at` dates a version that is replayed or imported; `act` is the act on the whole instrument that it is part of.

    Raises CannotAmend where agreed words would change; a renumbering may, because it changes numbers alone.
    """
    if act is None or act.kind != Act.Kind.RENUMBER:
        guarding.refuse_agreed_changes(text, heading, blocks)
    known = {block["id"] for block in text.blocks}
    text.heading = heading
    text.blocks = grammar.to_json(blocks)
    text.nature, text.grounds, text.act = nature, list(grounds), act
    if at is not None:
        text._history_date = at  # type: ignore[attr-defined]  # read by simple-history
    version = text.record(author=author, reason=reason)
    fresh = [
        Clause(id=block.id, article=text.article, since=version.number, ancestor_id=(ancestors or {}).get(block.id))
        for block in blocks
        if block.id not in known
    ]
    Clause.objects.bulk_create(fresh, ignore_conflicts=True)
    return version


def write_heading(heading: Heading, words: str, *, author: Any, reason: str, at: datetime | None = None) -> None:
    """The next version of a division's heading; `at` dates one that is replayed or imported. Call it with the
    instrument locked."""
    heading.words = words
    if at is not None:
        heading._history_date = at  # type: ignore[attr-defined]  # read by simple-history
    heading.record(author=author, reason=reason)
