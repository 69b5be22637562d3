"""The words of a cross-reference as links to what they point at.

Which words refer is a matter of the wording alone and is kept with it (`drafts.rendering.sheet`); where they lead
differs from page to page. So the words are fenced with two characters that Unicode keeps out of texts, and a page puts
its links in their place. Plain Python, no Django.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from drafts.text.reference_words import BRACKET, masked
from drafts.text.references import Pointer, references

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_FENCED = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
_LINKED = frozenset({"article", "annex"})


@dataclass(frozen=True, slots=True)
class Link:
    """Where a reference leads (HTML), or why it leads nowhere, in words."""

    address: str = ""
    problem: str = ""


Follow = Callable[[Pointer], "Link | None"]


def fenced(text: str, language: str) -> tuple[str, tuple[Pointer, ...]]:
    """A wording in the drafting syntax with its references fenced, and what each fence points at.

    A reference that a bracket cuts keeps a link on its number; one in a footnote or to another text has none.
    """
    if _OPEN in text or _CLOSE in text:
        return text, ()
    view = masked(text)
    found: list[tuple[int, int, Pointer]] = []
    for reference in references(text, language):
        for pointer in () if reference.foreign else reference.pointers:
            span = _linkable(text, pointer)
            if span and view[pointer.start] != BRACKET and (not found or span[0] >= found[-1][1]):
                found.append((*span, pointer))
    for start, end, _ in reversed(found):
        text = f"{text[:start]}{_OPEN}{text[start:end]}{_CLOSE}{text[end:]}"
    return text, tuple(pointer for _, _, pointer in found)


def _linkable(text: str, pointer: Pointer) -> tuple[int, int] | None:
    """The words of a pointer where an element can go round them, else its number alone."""
    if pointer.unit not in _LINKED or not (pointer.number or pointer.path):
        return None
    spans = [(pointer.start, pointer.end)]
    if pointer.path:
        spans.append((pointer.path[0].start, pointer.path[-1].end))
    elif pointer.number:
        spans.append((pointer.number.start, pointer.number.end))
    for start, end in spans:
        words = text[start:end]
        if start < end and not set("[]{}\\") & set(words) and words.count("*") % 2 == 0:
            return start, end
    return None


def without_fences(html: str) -> str:
    """The words as they are printed where there are no links."""
    return html.replace(_OPEN, "").replace(_CLOSE, "")


def linked(html: str, pointers: tuple[Pointer, ...], follow: Follow) -> str:
    """Words with their links; what `follow` knows nothing of is plain words."""
    rest = iter(pointers)

    def link(fence: re.Match[str]) -> str:
        found = follow(next(rest))
        if found is None:
            return fence[1]
        if found.problem:
            why = escape(found.problem)
            return f'<span class="xref-lost" title="{why}">{fence[1]}<span class="vh"> ({why})</span></span>'
        return f'<a class="xref" href="{found.address}">{fence[1]}</a>'

    return _FENCED.sub(link, html)
