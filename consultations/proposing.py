"""What a comment would do to the text: its wording against the clause, and in place within the whole article."""

from dataclasses import replace

from consultations.models import Comment
from drafts.text import grammar
from drafts.text.blocks import Block, Notice, new_id
from drafts.text.redline import Row, Segment, diff_words, redline

ADD, CHANGE, DELETE = Comment.Operation.ADD, Comment.Operation.CHANGE, Comment.Operation.DELETE


def proposes(comment: Comment) -> bool:
    """Words, or that there be none."""
    return bool(comment.proposed) or comment.operation == DELETE


def effect(operation: str, stands: str, proposed: str) -> str:
    """What is done to a clause that stands so: ADD a clause after it, CHANGE or DELETE it, "" for nothing.

    People who mean to add a sentence write it into the clause that the form begins with: an addition that keeps every
    word of the clause is a change of it, not a second clause that says the first one again.
    """
    if operation == DELETE:
        return DELETE
    if not proposed.strip():
        return ""
    if operation == ADD and (not stands or any(sign == "-" for sign, _ in diff_words(stands, proposed))):
        return ADD
    return CHANGE


def proposed_redline(operation: str, stands: str, proposed: str) -> list[Segment]:
    """The proposal against the clause: a deletion strikes all of it, an addition is new from its first word to its
    last, a change is shown word by word. [] where nothing is proposed.
    """
    done, words = effect(operation, stands, proposed), grammar.canonical(proposed)
    if done == DELETE:
        return [("-", stands)] if stands else []
    if done == ADD or (done and not stands):
        return [("+", words)]
    return diff_words(stands, words) if done else []


def in_place(blocks: list[Block], clause_id: str, operation: str, proposed: str, language: str) -> list[Row]:
    """The whole article as a redline with what is proposed for one of its clauses; [] where nothing is."""
    place = next(place for place, block in enumerate(blocks) if block.id == clause_id)
    here = blocks[place]
    done = effect(operation, here.text, proposed)
    if not done:
        return []
    typed, _ = grammar.parse(proposed, language)
    if done == CHANGE:
        changed = replace(here, text=typed[0].text if typed else "")
        return redline(blocks, carried_out(blocks, place, done, [changed, *_levelled(typed[1:], here)]))
    return redline(blocks, carried_out(blocks, place, done, _levelled(typed, here)))


def carried_out(blocks: list[Block], place: int, done: str, clauses: list[Block]) -> list[Block]:
    """The clauses of an article after an `effect` on the one at `place`: that one goes with all that is below it, the
    new ones come after it and all that is below it, or they take its own place."""
    below = end_of(blocks, place)
    if done == DELETE:
        return [*blocks[:place], *blocks[below:]]
    if done == ADD:
        return [*blocks[:below], *clauses, *blocks[below:]]
    return [*blocks[:place], *clauses, *blocks[place + 1 :]]


def end_of(blocks: list[Block], place: int) -> int:
    """Where the clause at `place` ends with all that is below it: the place of the next one that is not."""
    below = place + 1
    while below < len(blocks) and blocks[below].depth > blocks[place].depth:
        below += 1
    return below


def syntax_notices(proposed: str, language: str) -> list[Notice]:
    """What a drafter should look at in the typed wording; never a refusal: a delegation's words are its own."""
    return [notice for notice in grammar.parse(proposed, language)[1] if notice.severity != "info"]


def _levelled(typed: list[Block], here: Block) -> list[Block]:
    """Clauses as they were typed, at the level of the clause they stand beside; their numbers are given by who takes
    them over."""
    return [
        replace(
            block, id=new_id(), label="", pin="", depth=block.depth + here.depth, scheme=block.scheme or here.scheme
        )
        for block in typed
    ]
