"""Going back: a clause of an older version, or a whole edition, becomes the working text again, as new versions."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from drafts import guarding
from drafts.amending import CannotAmend, Collision, Proposal, Saved, Unchanged, save_text, write_heading
from drafts.models import Act, Article, Edition, EditionHeading, EditionText, Heading, Instrument, Text
from drafts.models.articles import Version
from drafts.naming import name_of_unit
from drafts.text import grammar
from drafts.text.grammar import Block


def restore_clause(
    *, version: Any, clause_id: str, author: Any, reason: str, seen: int | None = None, at: datetime | None = None
) -> Saved | Unchanged:
    """One clause says again what it said in `version`; everything around it stays.

    1. The text is locked. 2. A clause that still stands, or whose number is kept as “[Deleted]”, gets its words back
    where it is now; one that is gone comes back where it stood. 3. The whole is saved like any other revision, so that
    what may not change is refused there too. An unsaved draft of the author stays.

    `seen` is the number of the version that the author decided on. Raises CannotAmend for a blank reason, a clause that
    the version has not, and where somebody saved since `seen`.
    """
    guarding.check_reason(reason)
    with transaction.atomic():
        text = _locked(version.article, version.language)
        if seen is not None and seen != text.number:
            raise CannotAmend(
                f"Version {text.number} was saved while you were reading: look again at what would change."
            )
        blocks = with_clause(text.clauses(), version.clauses(), clause_id)
        guarding.claim_clauses(text, blocks)
        return _saved(text, text.heading, blocks, author=author, reason=reason, at=at)


def with_clause(current: Sequence[Block], former: Sequence[Block], clause_id: str) -> list[Block]:
    """The current clauses with the former wording of one. Raises CannotAmend where `former` has no such clause."""
    was = next((block for block in former if block.id == clause_id), None)
    if was is None:
        raise CannotAmend("This version has no such clause.")
    if any(block.id == clause_id for block in current):
        return [replace(block, text=was.text, lead=was.lead) if block.id == clause_id else block for block in current]
    blocks = list(current)
    blocks.insert(_where_it_stood(current, former, was), was)
    return blocks


def _where_it_stood(current: Sequence[Block], former: Sequence[Block], was: Block) -> int:
    """Behind the nearest clause before it that is still there, and behind what hangs on that one today."""
    places = {block.id: place for place, block in enumerate(current)}
    before = [block.id for block in former[: former.index(was)]]
    nearest = next((places[known] for known in reversed(before) if known in places), None)
    if nearest is None:
        return 0
    place = nearest + 1
    while place < len(current) and current[place].depth > was.depth:
        place += 1
    return place


@dataclass(frozen=True)
class Restored:
    """`act` is None where nothing differed. `told` are sentences on what was left as it is."""

    act: Act | None
    versions: list[Any] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def restore_edition(
    *, edition: Edition, author: Any, reason: str, seen: int | None = None, at: datetime | None = None
) -> Restored:
    """The working text says again what an edition says, as one act.

    1. The instrument and its texts are locked. 2. The act is logged. 3. Every article and every heading of a division
    that differs, in every language, gets a new version; clauses come back with their identities. Articles that came
    after the edition, numbers and order stay, and what a renumbering took out stays out: the result names them. Unsaved
    drafts stay.

    `seen` is what `last_written` said when the author decided. Raises CannotAmend for a blank reason, for what may not
    change, for clauses that stand in an article that came later, and where somebody saved since `seen`; then nothing
    is written.
    """
    guarding.check_reason(reason)
    moment = at or timezone.now()
    with transaction.atomic():
        instrument = Instrument.objects.select_for_update().get(pk=edition.instrument_id)
        texts = _texts(instrument)
        if seen is not None and seen != last_written(instrument):
            raise CannotAmend("The text was changed while you were reading: look again at what would change.")
        pins = {(pin.article_id, pin.language): pin for pin in _pins(edition)}
        told = _left(texts, pins)
        differing = [(text, pin) for text in texts if (pin := _differing(text, pins)) is not None]
        headings = _headings_that_differ(edition)
        if not differing and not headings:
            return Restored(None, [], told)
        act = Act.objects.create(
            instrument=instrument,
            kind=Act.Kind.RESTORE_EDITION,
            what=f"The text of {edition.label} was restored.",
            reason=reason.strip(),
            author=author,
            at=moment,
            detail={"edition": edition.slug, "texts": len(differing), "headings": len(headings)},
        )
        versions = []
        for text, pin in differing:
            saved = _saved(
                text, pin.version.heading, pin.version.clauses(), author=author, reason=reason, at=moment, act=act
            )
            if isinstance(saved, Saved):
                versions.append(saved.version)
                told += [sentence for sentence in saved.told if sentence not in told]
        for text, pin in differing:  # when all are written: an act before may have exchanged clauses between them
            guarding.claim_clauses(text, pin.version.clauses())
        for heading, words in headings:
            write_heading(heading, words, author=author, reason=reason, at=moment)
    return Restored(act, versions, told)


def last_written(instrument: Instrument) -> int:
    """Grows with every version of every article and every heading of a division."""
    texts = Version.objects.filter(article__instrument=instrument).aggregate(last=Max("history_id"))["last"] or 0
    of_headings = Heading.history.model.objects.filter(division__instrument=instrument)
    return texts + (of_headings.aggregate(last=Max("history_id"))["last"] or 0)


def _locked(article: Article, language: str) -> Text:
    found = Text.objects.select_for_update(of=("self",)).select_related("article__instrument")
    return found.get(article=article, language=language)


def _saved(
    text: Text,
    heading: str,
    blocks: Sequence[Block],
    *,
    author: Any,
    reason: str,
    at: datetime | None,
    act: Act | None = None,
) -> Saved | Unchanged:
    """Saved as an editor's revision would be, from the version that is locked."""
    proposal = Proposal(
        heading, grammar.source_of(blocks, text.language), text.number, tuple(block.id for block in blocks)
    )
    outcome = save_text(
        article=text.article,
        language=text.language,
        proposal=proposal,
        author=author,
        reason=reason,
        at=at,
        act=act,
    )
    assert not isinstance(outcome, Collision)  # the text has been locked since its number was read
    return outcome


def _texts(instrument: Instrument) -> list[Text]:
    texts = list(Text.objects.of(instrument).select_for_update(of=("self",)).in_order())
    for text in texts:
        text.article.instrument = instrument
    return texts


def _pins(edition: Edition) -> Any:
    return EditionText.objects.filter(edition=edition).select_related("version", "article")


def _differing(text: Text, pins: dict[tuple[int, str], EditionText]) -> EditionText | None:
    """What the edition has for this text, where it says anything else."""
    pin = pins.get((text.article_id, text.language))
    if pin is None or (pin.version.heading, pin.version.blocks) == (text.heading, text.blocks):
        return None
    return pin


def _headings_that_differ(edition: Edition) -> list[tuple[Heading, str]]:
    pinned = EditionHeading.objects.filter(edition=edition).select_related("version")
    wanted = {(row.division_id, row.language): row.version.words for row in pinned}
    headings = Heading.objects.filter(division__instrument=edition.instrument_id).select_for_update()
    return [
        (heading, words)
        for heading in headings
        if (words := wanted.get((heading.division_id, heading.language))) is not None and words != heading.words
    ]


def _left(texts: Sequence[Text], pins: dict[tuple[int, str], EditionText]) -> list[str]:
    """What a restored text keeps of the present, in sentences."""
    old = {article for article, _ in pins}
    fresh = list(dict.fromkeys(str(text.article) for text in texts if text.article_id not in old))
    told = []
    if fresh:
        one = len(fresh) == 1
        told.append(f"{', '.join(fresh)} came later and {'stays as it is' if one else 'stay as they are'}.")
    standing = {text.article_id for text in texts}
    out = {name_of_unit(pin.article.kind, pin.label) for pin in pins.values() if pin.article_id not in standing}
    if out:
        told.append(f"Taken out since then, and not brought back: {', '.join(sorted(out))}.")
    languages = {language for _, language in pins}
    later = dict.fromkeys(text.get_language_display() for text in texts if text.language not in languages)
    if later:
        told.append(f"What came later in {' and '.join(later)} stays as it is.")
    renumbered = {
        f"{pin.label} is {text.article.label} now"
        for text in texts
        if (pin := pins.get((text.article_id, text.language))) and pin.label != text.article.label
    }
    if renumbered:
        told.append(f"The numbers of articles stay as they are: {', '.join(sorted(renumbered))}.")
    return told
