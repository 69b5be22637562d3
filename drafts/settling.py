"""A collision put before the person who met it, one clause a question, and their answers put together again.

Nothing of this is stored. The page carries the person's own text and both version numbers; the merge is worked out
again from those, which gives the same questions in the same order, and the answers become a new text that is saved
like any other, from the version that is current now. If that collides once more, it is asked once more.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Literal

from drafts.amending import Collision, Proposal
from drafts.models import Article
from drafts.models.articles import Version
from drafts.text import grammar, identity, numbering
from drafts.text.grammar import Block
from drafts.text.merge import Conflict, merge_blocks, settled

Side = Literal["theirs", "yours", "own"]
_KINDS = {
    "words": "You both changed these words.",
    "delete_edit": "One of you deleted this clause, the other changed it.",
    "structure": "You both changed the level or the numbering of this clause, or what it belongs to.",
    "order": "You both moved this clause, to different places.",
    "brackets": "Put together, the square brackets of the two no longer match.",
}


@dataclass(frozen=True)
class Question:
    """One thing to decide. Each text is in the drafting syntax, None where the clause is not there. `suggestion`:
    where own words begin, both put together, with yours where they clash."""

    place: str
    why: str
    base: str | None
    theirs: str | None
    yours: str | None
    suggestion: str
    clause: str = ""
    kind: Literal["clause", "heading", "order", "whole"] = "clause"


@dataclass(frozen=True)
class Answer:
    """Which side is taken; `own` are the words of one's own."""

    side: Side
    own: str = ""


def collision_of(article: Article, language: str, proposal: Proposal, current: int) -> Collision:
    """The collision of a proposal with the version `current`. Raises Version.DoesNotExist for an unknown number."""
    versions = Version.objects.filter(article=article, language=language)
    base, saved = versions.get(number=proposal.base), versions.get(number=current)
    blocks, _ = grammar.parse(proposal.source, language)
    identity.carry_ids(base.clauses(), blocks)
    merged = merge_blocks(base.clauses(), blocks, saved.clauses(), language=language)
    return Collision(base, saved, grammar.canonical(proposal.heading)[:500], blocks, merged)


def questions_of(collision: Collision) -> list[Question]:
    """What has to be decided, the heading first, then the clauses in the order of the text."""
    assert collision.merged is not None
    questions = _about_heading(collision)
    by_clause: dict[str, list[Conflict]] = {}
    for conflict in collision.merged.conflicts:
        by_clause.setdefault(conflict.block_id, []).append(conflict)
    if "" in by_clause:
        return [*questions, _about_everything(collision)]
    order = {block.id: place for place, block in enumerate(collision.merged.blocks)}
    for clause in sorted(by_clause, key=lambda clause: order.get(clause, len(order))):
        questions.append(_about_clause(collision, clause, by_clause[clause]))
    return questions


def _about_heading(collision: Collision) -> list[Question]:
    base, theirs, yours = collision.base.heading, collision.current.heading, collision.heading
    if not yours != base != theirs != yours:
        return []
    return [Question("heading", _KINDS["words"], base, theirs, yours, yours, kind="heading")]


def _about_everything(collision: Collision) -> Question:
    assert collision.merged is not None
    language = collision.current.language
    texts = (collision.base.source(), collision.current.source(), grammar.source_of(collision.blocks, language))
    merged = grammar.source_of(collision.merged.blocks, language)
    return Question("the whole article", _KINDS["brackets"], *texts, suggestion=merged, kind="whole")


def _about_clause(collision: Collision, clause: str, conflicts: Sequence[Conflict]) -> Question:
    assert collision.merged is not None
    merged = collision.merged
    language = collision.current.language
    sides = [
        _find(clause, blocks) for blocks in (collision.base.clauses(), collision.current.clauses(), collision.blocks)
    ]
    kinds = list(dict.fromkeys(conflict.kind for conflict in conflicts))
    place = _place(clause, (merged.blocks, collision.current.clauses(), collision.base.clauses()), language)
    if kinds == ["order"]:
        texts = (None, conflicts[0].theirs, conflicts[0].ours)
        return Question(place, _KINDS["order"], *texts, suggestion="", clause=clause, kind="order")
    whole = _find(clause, merged.blocks)
    suggestion = settled(merged.segments[clause]) if clause in merged.segments else whole.text if whole else ""
    shown = [_shown(side, kinds) for side in sides]
    why = " ".join(_KINDS[kind] for kind in kinds)
    return Question(place, why, shown[0], shown[1], shown[2], suggestion, clause=clause)


def _find(clause: str, blocks: Sequence[Block]) -> Block | None:
    return next((block for block in blocks if block.id == clause), None)


def _place(clause: str, texts: Sequence[Sequence[Block]], language: str) -> str:
    for blocks in texts:
        if path := numbering.paths(blocks, language).get(clause):
            return numbering.citation(path, language)
    return "a clause"


def _shown(block: Block | None, kinds: Sequence[str]) -> str | None:
    """A clause as its column shows it; with its number where level or number are in question."""
    if block is None:
        return None
    return f"{block.label} {block.text}".strip() if "structure" in kinds else block.text


def settle(collision: Collision, questions: Sequence[Question], answers: Sequence[Answer]) -> tuple[str, str]:
    """Heading and source with every question answered; what nobody disputes is as the merge put it together."""
    assert collision.merged is not None
    language = collision.current.language
    yours_alone = collision.heading == collision.base.heading
    heading = collision.current.heading if yours_alone else collision.heading
    blocks = [copy(block) for block in collision.merged.blocks]
    for question, answer in zip(questions, answers, strict=True):
        if question.kind == "heading":
            heading = {"theirs": collision.current.heading, "yours": collision.heading, "own": answer.own}[answer.side]
        elif question.kind == "whole":
            texts = {"theirs": question.theirs, "yours": question.yours, "own": answer.own}
            return heading, texts[answer.side] or ""
        elif question.kind == "order":
            if answer.side == "theirs":
                _move_as_theirs(blocks, question.clause, collision.current.clauses())
        else:
            _answer_clause(blocks, question, answer, collision)
    return heading, grammar.source_of(numbering.number(blocks, language), language)


def _answer_clause(blocks: list[Block], question: Question, answer: Answer, collision: Collision) -> None:
    """Put the chosen clause in its place: whole, as its column showed it, or with one's own words in its place."""
    place = next((place for place, block in enumerate(blocks) if block.id == question.clause), None)
    if answer.side == "own":
        if place is not None:
            blocks[place].text = grammar.canonical(answer.own.replace("\n", " "))
        return
    side = collision.current.clauses() if answer.side == "theirs" else collision.blocks
    chosen = _find(question.clause, side)
    if place is None:
        return
    if chosen is None:
        del blocks[place]
    else:
        blocks[place] = copy(chosen)


def _move_as_theirs(blocks: list[Block], clause: str, theirs: Sequence[Block]) -> None:
    order = [block.id for block in theirs]
    moving = next(block for block in blocks if block.id == clause)
    blocks.remove(moving)
    standing = [block.id for block in blocks]
    before = next((other for other in reversed(order[: order.index(clause)]) if other in standing), None)
    blocks.insert(standing.index(before) + 1 if before else 0, moving)


def answers_from(posted: Mapping[str, str], questions: Sequence[Question]) -> list[Answer | None]:
    """The choices of the form, None where none was made."""
    answers: list[Answer | None] = []
    for place in range(len(questions)):
        side = posted.get(f"choice-{place}", "")
        own = posted.get(f"own-{place}", "")
        answers.append(Answer(side, own) if side in ("theirs", "yours", "own") else None)  # type: ignore[arg-type]
    return answers
