"""A paper in Akoma Ntoso whose articles are not marked up, as lines of text: one a paragraph, headings on their own."""

from __future__ import annotations

from collections.abc import Iterator

from drafts.text.akn_wording import Element, line_of, local_name, parent_name, read_wording, words_in
from drafts.text.blocks import canonical
from drafts.text.reading_headings import heading_of, is_preamble_marker

_HEADINGS = {"heading", "subheading", "crossHeading", "docTitle", "shortTitle", "longTitle"}
_LEAVES = {"p", "block", "listIntroduction", "listWrapUp", "tr", "li"}
_APART = {"meta", "coverPage", "toc", "attachments", "components"}


def lines_of(document: Element) -> list[tuple[int, str]]:
    """(line of the file, text), blank lines between paragraphs.

    Headings that follow one another stay together, since the second names what the first numbers; those that follow
    the number of an article are put on one line. Tabs and indentation are layout and are left out.
    """
    lines: list[tuple[int, str]] = []
    run: list[str] = []  # what the last lines are, while they are headings: "unit" for one with a number
    for line, text, is_heading in _pieces(document, ""):
        kind = _kind(text) if is_heading else ""
        if kind == "words" and run[-2:] == ["unit", "words"]:
            lines[-1] = (lines[-1][0], f"{lines[-1][1]} {text}")
            continue
        if lines and not (kind == "words" and run):
            lines.append((line, ""))
        lines.append((line, text))
        run = [*run, kind] if is_heading else []
    if parent_name(document) == "attachment":
        return _without_own_name(lines)
    return lines


def _kind(heading: str) -> str:
    if is_preamble_marker(heading):
        return "preamble"
    return "words" if heading_of(heading) is None else "unit"


def _without_own_name(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """A treaty that is annexed to a resolution has "Annex" above its title: that is its place and not its title."""
    first = heading_of(lines[0][1]) if lines else None
    if first is None or first.kind != "annex" or first.rest:
        return lines
    return [(lines[0][0], ""), *lines[1:]]


def _pieces(element: Element, number: str) -> Iterator[tuple[int, str, bool]]:
    """The paragraphs of an element; `number` waits for the words that it stands before."""
    for child in element:
        name = local_name(child)
        if not name or name in _APART:
            continue
        line = line_of(child)
        if name == "num":
            number = f"{number} {canonical(words_in(child))}".strip()
        elif name in _HEADINGS or name in _LEAVES or (child.text or "").strip():
            words = canonical(read_wording(child))
            if words or number:
                yield line, f"{number} {words}".strip(), name in _HEADINGS
            number = ""
        else:
            for piece in _pieces(child, number):
                number = ""
                yield piece
    if number:
        yield line_of(element), number, False
