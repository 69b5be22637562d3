"""Where a row of a table stands in a text: its two cells, as people fill them in, against the labels that there are."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_WHOLE = {
    "",
    "general",
    "whole",
    "whole document",
    "whole text",
    "all",
    "document",
    "general comment",
    "general comments",
}
_PREFACE = re.compile(
    r"^(articles?|art\.?|artículo|clauses?|sections?|items?|paragraphs?|paragraphe|párrafo|subparagraphs?|alinéa|apartado|"
    r"subclauses?|paras?\.?)\s*(?=[\d(a-zà-ÿ]|$)",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\s().,;:§°º\-–]+")
_SPLIT = re.compile(r"^(\d+(?:\s*(?:bis|ter|quater|quinquies|sexies))?)(?:\s*[.,(\s]\s*|$)(.*)$", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """Article and clause by the keys of the directory, None and "" where the cells name none. `left` are the words of
    the cells that could not be followed, `problem` says so in a sentence.
    """

    article: int | None = None
    clause: str = ""
    left: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Labels:
    """An article as its edition prints it: key, what it is called ("article 12 bis"), its label ("12 bis", "annex"),
    and the paths of its clauses.
    """

    key: int
    name: str
    label: str
    paths: Mapping[str, str]


class PlaceFinder:
    """The directory of one edition in one language."""

    def __init__(self, articles: Iterable[Labels]) -> None:
        self._articles: dict[str, Labels] = {}
        self._paths: dict[int, dict[str, str]] = {}
        for article in articles:
            self._articles.setdefault(plain(article.label), article)
            self._paths[article.key] = {plain(path): clause for clause, path in article.paths.items()}

    def find(self, article: str, clause: str) -> Place:
        """The place that the two cells mean. What cannot be followed is never dropped: the nearest place above it is
        taken, and the words are handed back.
        """
        if article.strip().casefold() in _WHOLE:
            if clause.strip().casefold() in _WHOLE:
                return Place()
            return Place(left=clause.strip(), problem=f"“{clause.strip()}” names no article")
        found, rest = self._article(article)
        if found is None:
            left = ", ".join(filter(None, [article.strip(), clause.strip()]))
            return Place(left=left, problem=f"there is no article “{article.strip()}” in the edition under discussion")
        wanted = " ".join(filter(None, [rest, clause.strip()]))
        if not plain(wanted):
            return Place(found.key)
        paths = self._paths[found.key]
        known = paths.get(plain(wanted))
        if known:
            return Place(found.key, known)
        return Place(found.key, left=wanted, problem=f"{found.name} has no clause “{wanted}”")

    def _article(self, words: str) -> tuple[Labels | None, str]:
        if exact := self._articles.get(plain(words)):
            return exact, ""
        split = _SPLIT.match(_PREFACE.sub("", words.strip()))
        if split and (found := self._articles.get(plain(split[1]))):
            return found, split[2].strip()
        return None, ""


def plain(cited: str) -> str:
    """Comparable: without "Article" before and marks between, in lower case."""
    return _MARKS.sub(" ", _PREFACE.sub("", cited.strip())).strip().casefold()
