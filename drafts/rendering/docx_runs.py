"""Paragraphs, runs and words of a Word file: the same in the text, its comments and its contents."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from drafts.rendering.docx_frame import writable
from drafts.rendering.docx_numbering import element


def paragraph_of(style: str) -> etree._Element:
    """An empty paragraph of a style; its properties come first."""
    made, properties = element("p"), element("pPr")
    if style != "Normal":  # which a paragraph has that names none
        properties.append(element("pStyle", val=style))
    made.append(properties)
    return made


def run_of(
    style: str = "", *, bold: bool = False, italic: bool = False, further: Iterable[etree._Element] = ()
) -> etree._Element:
    """An empty run; `further` are properties that come after its style, weight and slant."""
    made, properties = element("r"), element("rPr")
    if style:
        properties.append(element("rStyle", val=style))
    if bold:
        properties.append(element("b"))
    if italic:
        properties.append(element("i"))
    properties.extend(further)
    if len(properties):
        made.append(properties)
    return made


def words_of(words: str, name: str = "t") -> etree._Element:
    """Words that stand in a run, with their spaces; `name` is another one for words that go (delText)."""
    made = element(name)
    made.text = writable(words)
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made
