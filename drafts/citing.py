"""Clauses found by how people cite them: "14" and "3 (b)"."""

import re

from drafts.suggesting import Shelf, Shelved

_PREFACE = re.compile(
    r"^(articles?|artículo|paragraphs?|paragraphe|párrafo|subparagraphs?|alinéa|apartado|para\.?|art\.?)\s+",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\s().,\-]+")


class NotFound(Exception):
    """There is no such clause; the message is one sentence for the person who cited it."""


def find_cited(shelf: Shelf, article: str, clause: str) -> Shelved:
    """The provision that somebody means by an article ("14", "12 bis", "preamble") and a place in it ("3 (b)",
    "paragraph 3", "chapeau"). Without a place it is the article's one paragraph, or the chapeau of its list.

    Raises NotFound where there is none, or more than one that might be meant.
    """
    if not article.strip():
        raise NotFound("Say which article you mean, such as 14.")
    wanted = _plain(article)
    there = [
        shelved for shelved in shelf.provisions.values() if wanted in (_plain(shelved.slug), _plain(shelved.article))
    ]
    if not there:
        raise NotFound(f"There is no article “{article.strip()}” in this text.")
    if not clause.strip():
        whole = [shelved for shelved in there if not shelved.provision.within]
        if len(whole) == 1:
            return whole[0]
        raise NotFound(f"{there[0].article} has several clauses; say which you mean, such as 1 or 2 (a).")
    found = next((shelved for shelved in there if _plain(shelved.provision.path) == _plain(clause)), None)
    if found is None:
        raise NotFound(f"{there[0].article} has no clause “{clause.strip()}”.")
    return found


def _plain(cited: str) -> str:
    return _MARKS.sub(" ", _PREFACE.sub("", cited.strip())).strip().casefold()
