"""Taking proposed wording over into the text: a new version that names the comments it answers, and their answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from consultations.disposing import CannotDispose, dispose_comment
from consultations.models import Comment, Disposition
from consultations.proposing import ADD, DELETE, carried_out, effect, end_of
from consultations.wording import clause_text
from drafts.amending import Proposal, Saved, keep_draft, save_text
from drafts.models import Draft, Text
from drafts.text import grammar
from drafts.text.blocks import Block
from drafts.text.merge_words import Conflict, merge_text, settled


class CannotTakeOver(CannotDispose):
    """The wording cannot be taken over as it stands; the message is one sentence that says what to do instead."""


@dataclass(frozen=True)
class TakenOver:
    """The version that carries it out, and the answers given."""

    version: Any
    answers: list[Disposition]


def take_over(*, comments: Sequence[Comment], editor: Any, answer: str, publish: bool = False) -> TakenOver:
    """Put the wording that these comments share into the working text, and accept them all: one transaction.

    1. The text is locked. 2. Where the clause has changed since the edition, the proposal is merged with it word by
    word, as two editors' changes are. 3. The new version names the comments. 4. Each comment is answered “accepted”,
    with `answer` as reason and that version.

    Raises CannotTakeOver where they do not propose the same for the same clause, it touches words that were changed
    since, it has several clauses, or the clause has gone; CannotAmend for agreed words.
    """
    first = _shared(comments)
    with transaction.atomic():
        text = _locked(first)
        blocks = with_proposal(text.clauses(), first)
        proposal = Proposal(text.heading, grammar.source_of(blocks, text.language), text.number)
        outcome = save_text(
            article=text.article,
            language=text.language,
            proposal=proposal,
            author=editor,
            reason=answer,
            nature=_nature(first),
            grounds=[comment.pk for comment in comments],
        )
        if not isinstance(outcome, Saved):
            raise CannotTakeOver("The text says this already; answer the comments without taking anything over.")
        answers = [
            dispose_comment(
                comment=comment,
                decision=Disposition.Decision.ACCEPTED,
                reason=answer,
                author=editor,
                version=outcome.version,
                publish=publish,
            )
            for comment in comments
        ]
    return TakenOver(outcome.version, answers)


def begin_taking_over(*, comments: Sequence[Comment], editor: Any) -> Draft:
    """For taking over in part: the wording is put into the editor's own unsaved draft, where it can be changed before
    it is saved. Raises CannotTakeOver as take_over, and where the editor has unsaved words of the article already.
    """
    first = _shared(comments)
    with transaction.atomic():
        text = _locked(first)
        if Draft.objects.of(editor).on(text.article, text.language).exists():
            raise CannotTakeOver(f"You have unsaved words in {text.article}: save or discard them first.")
        source = grammar.source_of(with_proposal(text.clauses(), first, side="theirs"), text.language)
        return keep_draft(
            article=text.article,
            language=text.language,
            proposal=Proposal(text.heading, source, text.number),
            reason="",
            person=editor,
        )


def with_proposal(blocks: list[Block], comment: Comment, side: str = "") -> list[Block]:
    """The clauses with what the comment proposes done to its clause: changed, added after it, or taken out with all
    that is below it. `side` "theirs" lets the proposal win over words that were changed since.
    """
    place = next((place for place, block in enumerate(blocks) if block.id == comment.clause_id), None)
    if place is None:
        raise CannotTakeOver("The clause is not in the working text any more; answer the comments or edit the article.")
    here = blocks[place]
    done = effect(comment.operation, clause_text(comment.version, comment.clause_id), comment.proposed)
    if done == DELETE:
        _check_untouched(comment, blocks[place : end_of(blocks, place)], side)
        return carried_out(blocks, place, done, [])
    words = _one_clause(comment)
    if done == ADD:
        return carried_out(blocks, place, done, [replace(here, text=words, id="", label="", pin="", lead="")])
    return carried_out(blocks, place, done, [replace(here, text=_merged(comment, here, words, side))])


def _check_untouched(comment: Comment, going: Sequence[Block], side: str) -> None:
    """Words that were changed since the edition are not deleted unseen."""
    was = {block["id"]: block["text"] for block in comment.version.blocks} if comment.version else {}
    if not side and any(was.get(block.id) != block.text for block in going):
        raise CannotTakeOver("What would go has been changed since; delete it in the editor, where you see it.")


def _merged(comment: Comment, here: Block, words: str, side: str) -> str:
    parts = merge_text(clause_text(comment.version, comment.clause_id), here.text, words)
    if not side and any(isinstance(part, Conflict) for part in parts):
        raise CannotTakeOver("The proposal touches words that were changed since; take it over in part, in the editor.")
    return settled(parts, "theirs")


def _one_clause(comment: Comment) -> str:
    if not comment.proposed.strip():
        raise CannotTakeOver("This comment proposes no words to take over.")
    blocks, _ = grammar.parse(comment.proposed, comment.language)
    if len(blocks) != 1:
        raise CannotTakeOver("The proposal has several clauses; put it into the article in the editor.")
    return blocks[0].text


def _shared(comments: Sequence[Comment]) -> Comment:
    """The first of comments that all propose the same for the same clause."""
    if not comments:
        raise CannotTakeOver("Choose the comments whose wording is taken over.")
    if len({same_proposal(comment) for comment in comments}) > 1:
        raise CannotTakeOver("These comments do not propose the same words for the same clause.")
    if any(comment.state != Comment.State.SUBMITTED for comment in comments):
        raise CannotTakeOver("One of the comments has been withdrawn or replaced.")
    if not comments[0].clause_id or comments[0].article is None:
        raise CannotTakeOver("A proposal that is not tied to one clause is put into the text in the editor.")
    return comments[0]


def same_proposal(comment: Comment) -> tuple[Any, ...]:
    """What two comments must share to be one proposal: clause, language, what is to be done, and the words as the
    portal would store them.
    """
    operation = comment.operation or (Comment.Operation.CHANGE if comment.proposed else "")
    words = grammar.canonical(comment.proposed)
    return comment.article_id, comment.clause_id, comment.language, operation, words


def _nature(comment: Comment) -> str:
    return Text.Nature.EDITORIAL if comment.kind == Comment.Kind.DRAFTING else Text.Nature.SUBSTANTIVE


def _locked(comment: Comment) -> Text:
    assert comment.clause is not None
    texts = Text.objects.select_for_update(of=("self",)).select_related("article__instrument")
    text = texts.filter(article=comment.clause.article_id, language=comment.language).first()
    if text is None:
        raise CannotTakeOver("The article has no text in the language of the comment.")
    return text
