"""Recording how far clauses have been agreed: steps up the ladder, and back to the discussion."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from drafts.models import AgreementStep, Article, Text
from drafts.text import brackets, numbering
from drafts.text.blocks import Block, is_tombstone


class CannotAgree(Exception):
    """The step was refused; the message is one sentence."""


def record_agreement(
    *,
    article: Article,
    clauses: Sequence[str] | None,
    level: str,
    forum: str,
    on: date,
    reason: str,
    author: Any,
    pending: str = "",
    at: datetime | None = None,
) -> list[AgreementStep]:
    """Append a step for each of the clauses (ids), or for the whole article where `clauses` is None.

    1. The article's texts are locked, so that no words change while they are agreed. 2. Clauses that are at that level
    already, and wait for the same, are passed over. 3. One row a clause, with its words as they stand. Going back to
    the discussion is such a step too, and reopens the words.

    Raises CannotAgree for an unknown level, a blank forum or reason, an agreement ad referendum that waits for nobody,
    a clause that does not stand in the text, disputed words that would be adopted, or where nothing would change.
    """
    forum, reason, pending = forum.strip(), reason.strip(), pending.strip()
    _check(article, level, forum, reason, pending)
    with transaction.atomic():
        text = _locked_text(article)
        chosen = _chosen(text, clauses)
        if level == AgreementStep.Level.ADOPTED:
            _refuse_disputed(text, chosen)
        latest = AgreementStep.objects.on_article(article).latest_by_clause()
        now = at or timezone.now()
        steps = [
            AgreementStep(
                clause_id=block.id,
                article=article,
                level=level,
                forum=forum,
                on=on,
                pending=pending,
                wording=block.text,
                reason=reason,
                author=author,
                at=now,
            )
            for block in chosen
            if _is_news(latest.get(block.id), level, pending)
        ]
        if not steps:
            raise CannotAgree("Nothing would change: every clause is at that level already.")
        return AgreementStep.objects.bulk_create(steps)


def _check(article: Article, level: str, forum: str, reason: str, pending: str) -> None:
    if not article.instrument.is_negotiated:
        raise CannotAgree("A reference instrument is not under negotiation.")
    if level not in AgreementStep.Level.values:
        raise CannotAgree("Choose how far it has been agreed.")
    if not forum:
        raise CannotAgree("Name the forum: where it was said stands in the record.")
    if not reason:
        raise CannotAgree("Say in a few words why: the reason stands in the record.")
    if level == AgreementStep.Level.AD_REFERENDUM and not pending:
        raise CannotAgree("An agreement ad referendum waits for somebody: name whose confirmation is pending.")
    if level != AgreementStep.Level.AD_REFERENDUM and pending:
        raise CannotAgree("Only an agreement ad referendum waits for a confirmation.")
    if "\0" in forum + reason + pending:
        raise CannotAgree("There is a null character in what was sent; paste it again as plain text.")


def _locked_text(article: Article) -> Text:
    """The text in the original language; those of the other languages are locked with it."""
    texts = {
        text.language: text for text in Text.objects.select_for_update().filter(article=article).order_by("language")
    }
    original = texts.get(article.instrument.original_language)
    if original is None:
        raise CannotAgree(f"{article} has no text in the original language.")
    return original


def _chosen(text: Text, clauses: Sequence[str] | None) -> list[Block]:
    """What is agreed: clauses with words of their own. Those that are deleted are past agreeing on."""
    standing = [block for block in text.clauses() if block.kind != "end" and not is_tombstone(block)]
    if clauses is None:
        return standing
    found = [block for block in standing if block.id in clauses]
    if not found or len(found) < len(set(clauses)):
        raise CannotAgree(f"One of these clauses does not stand in the text of {text.article}; open the page again.")
    return found


def _refuse_disputed(text: Text, chosen: Sequence[Block]) -> None:
    disputed = _disputed(text.clauses())
    for block in chosen:
        if block.id in disputed:
            place = numbering.citation(numbering.paths(text.clauses(), text.language)[block.id], text.language)
            raise CannotAgree(f"{text.article}, {place}, still has disputed words: resolve them before it is adopted.")


def _disputed(blocks: Sequence[Block]) -> set[str]:
    """The clauses that stand in options, hold a bracket or stand in one that opens further up."""
    found, in_option = set(), False
    for block, opened in zip(blocks, brackets.opened_before(blocks), strict=True):
        if block.kind in ("option", "end"):
            in_option = block.kind == "option"
        if in_option or opened or brackets.count([block]):
            found.add(block.id)
    return found


def _is_news(latest: AgreementStep | None, level: str, pending: str) -> bool:
    if latest is None:
        return level != AgreementStep.Level.NOT_DISCUSSED
    return (latest.level, latest.pending) != (level, pending)
