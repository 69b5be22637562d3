"""What a text may not do without an act of its own: shift a number that an edition has printed, change agreed words."""

from collections.abc import Sequence, Set

from django.db.models import Q

from drafts.models import Act, AgreementStep, Article, Clause, Text
from drafts.models.articles import Version
from drafts.text import freezing, numbering
from drafts.text.blocks import Block
from drafts.text.freezing import Held


class CannotAmend(Exception):
    """The act was refused; the message is one sentence for the person who tried."""


def check_reason(reason: str) -> None:
    """Raises CannotAmend for a blank reason, and for one that the record could not hold as it is."""
    if not reason.strip():
        raise CannotAmend("Say in a few words why: the reason stands in the history.")
    if "\0" in reason:
        raise CannotAmend("There is a null character in what was sent; paste it again as plain text.")


def frozen_clauses(article: Article, language: str) -> frozenset[str]:
    """Ids of the clauses whose numbers are frozen: those of the last version that an edition pins, or that the last
    renumbering wrote. Empty before the first edition. One query."""
    standing = Version.objects.filter(article=article, language=language)
    fixed = standing.filter(Q(pinned_by__isnull=False) | Q(act__kind=Act.Kind.RENUMBER)).order_by("-number")
    blocks = fixed.values_list("blocks", flat=True).first()
    return frozenset(block["id"] for block in blocks or ())


def hold_numbers(text: Text, blocks: Sequence[Block], split_off: Set[str] = frozenset()) -> Held:
    """The clauses that shall follow those of `text`, with every frozen number kept (`drafts.text.freezing`)."""
    frozen = frozen_clauses(text.article, text.language)
    if not frozen:
        return Held(list(blocks), [], [])
    return freezing.hold_numbers(text.clauses(), blocks, frozen, text.language, split_off)


def claim_clauses(text: Text, blocks: Sequence[Block]) -> None:
    """Make clauses that come back from an older version of `text` those of its article again. One query where none
    belongs to another article.

    Raises CannotAmend where one of them stands in another article today, because a split or a merge took it there: a
    clause stands in one place.
    """
    back = {block.id for block in blocks} - {block["id"] for block in text.blocks}
    lent = Clause.objects.filter(pk__in=back).exclude(article=text.article)
    articles = set(lent.values_list("article", flat=True)) if back else set()
    if not articles:
        return
    for other in Text.objects.filter(article__in=articles, language=text.language).in_order():
        if any(block["id"] in back for block in other.blocks):
            raise CannotAmend(
                f"Some of these clauses stand in {other.article} now, and a clause stands in one place: "
                "take them out there first, or merge the two articles."
            )
    lent.update(article=text.article)


def refuse_agreed_changes(text: Text, heading: str, blocks: Sequence[Block]) -> None:
    """Raises CannotAmend where agreed words would change: only a step back to the discussion, with its reason, opens
    them. It holds in every language, because all authentic texts say the same. One query where anything changed.

    A clause is changed by other words, another level or style, another parent, or by not being there any more.
    """
    if text._state.adding:
        return
    before = text.clauses()
    was, now = _states(before), _states(blocks)
    changed = [clause for clause, state in was.items() if now.get(clause) != state]
    asked = [*changed, *was] if heading != text.heading else changed  # a heading is agreed with what stands below it
    if not asked:
        return
    held = AgreementStep.objects.held(asked)
    clause = next((clause for clause in asked if clause in held), None)
    if clause is not None:
        raise CannotAmend(_refusal(text, before, clause, held[clause]))


def _states(blocks: Sequence[Block]) -> dict[str, tuple[object, ...]]:
    """What of each clause is agreed with its words: style, level and the clause that it belongs to."""
    states: dict[str, tuple[object, ...]] = {}
    above: list[Block] = []
    for block in blocks:
        above = [other for other in above if other.depth < block.depth]
        states[block.id] = (*block.content(), above[-1].id if above else "")
        above.append(block)
    return states


def _refusal(text: Text, before: Sequence[Block], clause: str, step: AgreementStep) -> str:
    place = numbering.citation(numbering.paths(before, text.language)[clause], text.language)
    return (
        f"{text.article}, {place}, is {step.words} ({step.forum}, {step.on:%-d %B %Y}): "
        "reopen it, with a reason, before its words change."
    )
