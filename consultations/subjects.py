"""What a comment is about: the whole text, an article or one clause, as the edition under discussion pins it."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from consultations.models import Comment, Round
from consultations.wording import spoken
from drafts.models import Article, EditionText
from drafts.models.instruments import LANGUAGES
from drafts.text import brackets, grammar, numbering


@dataclass(frozen=True)
class Subject:
    """`place` is how running text names it: "article 31, paragraph 2 (b)"."""

    round: Round
    language: str
    place: str
    article: Article | None = None
    version: Any = None
    clause: grammar.Block | None = None
    open_brackets: int = 0

    @property
    def words(self) -> str:
        """The clause's wording in the drafting syntax, "" for an article or the whole."""
        return self.clause.text if self.clause else ""


def find_subject(round: Round, *, article: str, clause: str, language: str) -> Subject:
    """The subject that an address names by article slug and clause id. Raises Http404 for what the edition lacks."""
    language = language or (round.instrument.original_language if round.instrument else "en")
    if round.edition_id is None or language not in dict(LANGUAGES):
        raise Http404
    if not article:
        return Subject(round, language, "the whole text")
    pinned = EditionText.objects.select_related("article__instrument", "version")
    text = pinned.filter(edition=round.edition_id, article__slug=article, language=language).first()
    if text is None:
        raise Http404
    return _in_article(round, language, spoken(text.article, text.label), text.article, text.version, clause)


def subject_of(comment: Comment) -> Subject:
    """What an existing comment is about, in the version that it pinned."""
    if comment.article is None:
        return Subject(comment.round, comment.language, "the whole text")
    article, clause = comment.article, comment.clause_id or ""
    named = spoken(article, comment.printed_label)
    return _in_article(comment.round, comment.language, named, article, comment.version, clause)


def _in_article(round: Round, language: str, named: str, article: Article, version: Any, clause_id: str) -> Subject:
    if not clause_id:
        return Subject(round, language, named, article, version)
    opened = 0
    blocks = version.clauses()
    for block in blocks:
        if block.id == clause_id:
            place = numbering.citation(numbering.paths(blocks)[clause_id])
            return Subject(round, language, f"{named}, {place}", article, version, block, opened)
        opened = brackets.depth_after(block.text, opened)
    raise Http404
