"""Proposed wording against its clause, and the words of a clause that somebody means."""

import re
from typing import Any

from consultations.models import Comment
from consultations.proposing import proposed_redline, proposes
from consultations.translated import whole_in
from drafts.models import Article
from drafts.naming import name_of_unit
from drafts.text import numbering
from drafts.text.brackets import APPARATUS
from drafts.text.redline import Segment
from drafts.text.words import lex, pieces

_CONTEXT = 7  # words of the clause left standing beside a change in an extract
_APPARATUS = re.compile(APPARATUS)
_WORD = re.compile(r"\w+(?:[’'\-‑.]\w+)*")


def clause_text(version: Any, clause_id: str | None) -> str:
    """The wording of one clause in a version, in the drafting syntax; "" where the version has no such clause."""
    if not version or not clause_id:
        return ""
    return next((block["text"] for block in version.blocks if block["id"] == clause_id), "")


def proposal(comment: Comment, version: Any = None) -> list[Segment]:
    """What the comment proposes, as a redline against its clause; all new where it is about no clause, [] for nothing.

    `version` saves a query where the caller holds the comment's version already.
    """
    if not proposes(comment):
        return []
    stands = clause_text(version or comment.version, comment.clause_id)
    return proposed_redline(comment.operation, stands, comment.proposed)


def extract(segments: list[Segment]) -> list[Segment]:
    """The changes with a few words around each, "…" for what was left out; never cut inside an attribution or
    note.
    """
    shown: list[Segment] = []
    for place, (sign, text) in enumerate(segments):
        if sign != "=":
            shown.append((sign, text))
            continue
        gaps, words = lex(text)
        first, last = place == 0, place == len(segments) - 1
        before, after = (0 if first else _CONTEXT), (0 if last else _CONTEXT)
        if len(words) <= before + after:
            shown.append((sign, text))
            continue
        opening = gaps[0] + pieces(gaps, words, 0, before) if before else ""
        closing = pieces(gaps, words, len(words) - after, len(words)) if after else ""
        kept = f"{opening.rstrip()}{' ' if opening else ''}…{' ' if closing else ''}{closing}"
        shown.append((sign, kept.replace("*", "")))  # italics may have been cut in two; an extract does without
    return shown


def spoken(article: Article, label: str | None = None) -> str:
    """An article in running text: "article 12 bis", "the preamble". `label` is an edition's, else the current
    one.
    """
    number = article.label if label is None else label
    kind = article.get_kind_display().lower()
    return f"{kind} {number}" if number else f"the {kind}"


def place_of(comment: Comment, language: str = "en") -> str:
    """ "Article 31, paragraph 2 (b)", "Article 31", "Chapter II", "The whole text"; in French "Article 31, paragraphe 2
    b)". The article as the edition names it: a renumbering may have given it another label since.
    """
    if comment.article is None:
        return comment.clause_label if comment.division_id else whole_in(language)
    label = comment.article.label if comment.printed_label is None else comment.printed_label
    article = name_of_unit(comment.article.kind, label, language)
    return f"{article}, {numbering.citation(comment.clause_label, language)}" if comment.clause_label else article


def locate(text: str, meant: str, nth: int = 0) -> tuple[int, int] | None:
    """Where the words that somebody typed or marked on a page stand in a clause; None where they do not.

    A page shows a clause without its drafting marks, so what is copied from it is compared word by word;
    capitals, punctuation and marks aside. `nth` counts from 0 where the words stand more than once; beyond
    the last, the last.
    """
    wanted = [word[0].casefold() for word in _WORD.finditer(_APPARATUS.sub(" ", meant))]
    if not wanted:
        return None
    blank = _APPARATUS.sub(lambda found: " " * len(found[0]), text)
    words = list(_WORD.finditer(blank))
    spoken = [word[0].casefold() for word in words]
    starts = [place for place in range(len(words) - len(wanted) + 1) if spoken[place : place + len(wanted)] == wanted]
    if not starts:
        return None
    start = starts[min(max(nth, 0), len(starts) - 1)]
    return words[start].start(), words[start + len(wanted) - 1].end()


def occurrence(text: str, span: tuple[int, int]) -> int:
    """The `nth` with which `locate` finds these words at this place again."""
    meant = text[slice(*span)]
    nth = 0
    while (found := locate(text, meant, nth)) and found[0] < span[0] and locate(text, meant, nth + 1) != found:
        nth += 1
    return nth
