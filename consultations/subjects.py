"""What a comment is about: a whole document of the round, a part or chapter of it, an article or one clause, as the
edition under discussion pins it.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404

from consultations.models import Comment, Round
from consultations.proposing import in_place
from consultations.translated import whole_in
from consultations.wording import spoken
from drafts.consolidating import DivisionLine, divisions_of
from drafts.models import Article, Division, Edition, EditionText
from drafts.models.instruments import LANGUAGES
from drafts.text import brackets, grammar, numbering
from drafts.text.redline import Row

WHOLE = whole_in("en").lower()


@dataclass(frozen=True)
class Subject:
    """`place` is how running text names it: "article 31, paragraph 2 (b)"."""

    round: Round
    edition: Edition
    language: str
    place: str
    division: Division | None = None
    article: Article | None = None
    version: Any = None
    clause: grammar.Block | None = None
    open_brackets: int = 0

    @property
    def words(self) -> str:
        """The clause's wording in the drafting syntax, "" for what is larger than a clause."""
        return self.clause.text if self.clause else ""

    @property
    def address(self) -> dict[str, str]:
        """What `find_subject` finds it by."""
        named = {
            "document": self.edition.instrument.slug if self.edition.pk != self.round.edition_id else "",
            "division": str(self.division.pk) if self.division else "",
            "article": self.article.slug if self.article else "",
            "clause": self.clause.id if self.clause else "",
            "language": self.language,
        }
        return {name: value for name, value in named.items() if value}


def find_subject(
    round: Round, *, document: str = "", division: str = "", article: str = "", clause: str = "", language: str = ""
) -> Subject:
    """The subject that an address names: by the slug of the document's instrument ("": the round's own), the key of a
    division or an article's slug, and a clause's id. Raises Http404 for what the edition lacks.
    """
    edition = round.document_of(document)
    if edition is None:
        raise Http404
    language = language or edition.instrument.original_language
    if language not in dict(LANGUAGES):
        raise Http404
    if division:
        line = next((line for line in divisions_of(edition, language) if str(line.division.pk) == division), None)
        if line is None:
            raise Http404
        return Subject(round, edition, language, line.name, division=line.division)
    if not article:
        return Subject(round, edition, language, WHOLE)
    pinned = EditionText.objects.select_related("article__instrument", "version")
    text = pinned.filter(edition=edition, article__slug=article, language=language).first()
    if text is None:
        raise Http404
    whole = Subject(round, edition, language, spoken(text.article, text.label), None, text.article, text.version)
    return _at_clause(whole, clause)


def subject_of(comment: Comment) -> Subject:
    """What an existing comment is about, in the version that it pinned."""
    edition = comment.edition or comment.round.edition
    assert edition is not None  # there is none to comment on without
    if comment.article is None:
        place = comment.clause_label if comment.division_id else WHOLE
        return Subject(comment.round, edition, comment.language, place, division=comment.division)
    named = spoken(comment.article, comment.printed_label)
    whole = Subject(comment.round, edition, comment.language, named, None, comment.article, comment.version)
    return _at_clause(whole, comment.clause_id or "")


def in_its_article(subject: Subject, operation: str, proposed: str) -> list[Row]:
    """The whole article as a redline with what is proposed for the clause; [] where nothing is, or for no clause."""
    if subject.clause is None:
        return []
    return in_place(subject.version.clauses(), subject.clause.id, operation, proposed, subject.language)


def divisions_to_comment(subject: Subject) -> list[DivisionLine]:
    """Parts and chapters of the document, offered where somebody begins a comment on the whole of it."""
    return divisions_of(subject.edition, subject.language) if subject.article is None else []


def _at_clause(whole: Subject, clause_id: str) -> Subject:
    if not clause_id:
        return whole
    opened = 0
    blocks = whole.version.clauses()
    for block in blocks:
        if block.id == clause_id:
            place = numbering.citation(numbering.paths(blocks)[clause_id])
            return replace(whole, place=f"{whole.place}, {place}", clause=block, open_brackets=opened)
        opened = brackets.depth_after(block.text, opened)
    raise Http404
