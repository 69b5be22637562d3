"""Cross-references in running English: "article 12, paragraph 3 (b)", "paragraphs 2 and 4 of this article"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from drafts.text.numbering import LATIN_SUFFIXES

_SUFFIX = "|".join(LATIN_SUFFIXES)
_NUMBER = rf"[0-9]{{1,3}}(?:[ \u00a0](?:{_SUFFIX})\b)?"
_ITEMS = r"(?:[ \u00a0]?\([a-z]{1,4}\)|[ \u00a0][a-z]\))*"
_MORE = rf"(?:(?:, (?:paragraphs? )?|,? (?:and|or|to) (?:paragraphs? )?){_NUMBER}{_ITEMS})*"
_OF = rf" of (?:(?P<here>this article)|article (?P<of_article>{_NUMBER}))"
XREF = re.compile(
    rf"\b(?:[Aa]rticles? (?P<article>{_NUMBER})"
    rf"(?:, (?:paragraphs? (?P<article_paragraphs>{_NUMBER}{_ITEMS}{_MORE})"
    r"|subparagraphs? (?P<article_item>\([a-z]{1,3}\))))?"
    rf"|[Pp]aragraphs? (?P<paragraphs>{_NUMBER}{_ITEMS}{_MORE})(?:{_OF})?"
    r"|[Ss]ubparagraphs? (?P<items>\([a-z]{1,4}\)(?:(?:, | (?:and|or|to) )\([a-z]{1,4}\))*))"
)
_PARAGRAPH = re.compile(rf"{_NUMBER}{_ITEMS}")


@dataclass(frozen=True, slots=True)
class Reference:
    """Words `start:end` point at `article` ("" for the article they stand in) and there at `paragraphs` or
    `items`.
    """

    start: int
    end: int
    article: str
    paragraphs: tuple[str, ...]
    items: str
    words: str


def references(text: str) -> list[Reference]:
    """The cross-references in `text`, in order; references to other treaties are for the reader to tell apart."""
    found = []
    for match in XREF.finditer(text):
        listed = match["article_paragraphs"] or match["paragraphs"] or ""
        found.append(
            Reference(
                match.start(),
                match.end(),
                match["article"] or match["of_article"] or "",
                tuple(_PARAGRAPH.findall(listed)),
                match["article_item"] or match["items"] or "",
                match[0],
            )
        )
    return found
