"""Resolving a disputed passage: one act, one version."""

from datetime import datetime
from typing import Any

from drafts.amending import CannotAmend, Collision, Proposal, Saved, Unchanged, save_text
from drafts.models import Article
from drafts.models.articles import Version
from drafts.text import grammar, resolution, variants
from drafts.text.resolution import Choice
from drafts.text.variants import HEADING, Passage

STALE = "These words no longer stand in {article} as they were shown; open the page of disputed wording again."


def resolve_passage(
    *,
    article: Article,
    language: str,
    base: int,
    passage: str,
    expected_words: str,
    choice: Choice,
    author: Any,
    reason: str,
    nature: str = "",
    at: datetime | None = None,
) -> Saved | Unchanged | Collision:
    """Keep, drop or choose among the words of one disputed passage.

    1. The passage is found by its address in the version that the page showed (`base`), with the words that it showed,
    and must stand in the current version with the same words. 2. Its brackets, names and losing alternatives go, and
    nothing else changes. 3. The result is saved like any other text: merged with what others saved meanwhile, refused
    where the words are agreed, a Collision where others changed the same words.

    Raises CannotAmend for words that are no longer there, for a choice that the passage does not offer, and wherever
    `save_text` does.
    """
    shown, found = passage_shown(article, language, base, passage)
    if found.source != expected_words:
        raise CannotAmend(STALE.format(article=article))
    if choice not in resolution.choices_for(found):
        raise CannotAmend("This passage does not offer that choice.")
    return save_text(
        article=article,
        language=language,
        proposal=proposal_for(shown, found, choice),
        author=author,
        reason=reason,
        nature=nature,
        at=at,
    )


def passage_shown(article: Article, language: str, base: int, key: str) -> tuple[Any, Passage]:
    """The version that a page was made from, and its passage of that address. Raises CannotAmend where there is none,
    and where the words do not stand in the current version any more.
    """
    versions = Version.objects.filter(article=article, language=language)
    version, current = versions.filter(number=base).first(), versions.order_by("-number").first()
    found = passage_in(version, key) if version else None
    if found is None or not any(
        (other.clause, other.source) == (found.clause, found.source) for other in passages_in(current)
    ):
        raise CannotAmend(STALE.format(article=article))
    return version, found


def passages_in(content: Any) -> list[Passage]:
    """The disputed passages of a Text or a Version, those of its heading first."""
    heading = variants.passages([variants.heading_block(content.heading)])
    return [*heading, *variants.passages(content.clauses())]


def passage_in(content: Any, key: str) -> Passage | None:
    """The passage of that address in a Text or a Version."""
    return next((passage for passage in passages_in(content) if passage.key == key), None)


def proposal_for(version: Any, passage: Passage, choice: Choice) -> Proposal:
    """The text of a version with the passage resolved."""
    blocks = version.clauses()
    if passage.clause == HEADING:
        resolved = resolution.resolve([variants.heading_block(version.heading)], passage, choice)
        heading = "".join(block.text for block in resolved)
    else:
        heading, blocks = version.heading, resolution.resolve(blocks, passage, choice)
    source = grammar.source_of(blocks, version.language)
    return Proposal(heading, source, version.number, tuple(block.id for block in blocks))


def footnotes_lost(version: Any, passage: Passage, choice: Choice) -> list[str]:
    """The footnotes and notes that would go with the words."""
    whole = [variants.heading_block(version.heading)] if passage.clause == HEADING else version.clauses()
    return resolution.footnotes_lost(whole, passage, choice)
