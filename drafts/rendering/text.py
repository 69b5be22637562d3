"""The tree as plain text: the layout of a paper, in the drafting syntax.

A clean text can be read in again. A redline is written as [-deleted-] and {+inserted+}; remarks stand under
their clause behind a bar.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from drafts.rendering.text_tables import in_columns, one_after_another
from drafts.rendering.text_words import MARGIN, clause_text, wording_text
from drafts.rendering.tree import Cover, Document, Remark, Section
from drafts.rendering.words import answered, word
from drafts.text.grammar import parse

_WIDTH = 100


def plain_text(document: Document) -> str:
    """The document as text.

    `drafts.text.reading.read_instrument` reads title, divisions and articles of a clean one back.
    """
    parts = ["\n".join(_front(document.cover, document.language)), *_opening(document)]
    if document.columns:
        parts += in_columns(document) if document.variant == "concordance" else one_after_another(document)
    else:
        for section in document.sections:
            parts += _section(section, document)
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"


def _front(cover: Cover, language: str) -> Iterator[str]:
    yield from cover.title.splitlines()
    yield ""
    yield from (line for line in (cover.symbol, *cover.masthead) if line)
    if cover.distribution:
        yield word("distribution", language).format(cover.distribution)
    if cover.dateline:
        yield cover.dateline
    if cover.original_language:
        yield word("original", language).format(cover.original_language)
    for text in (cover.subtitle, cover.occasion, cover.agenda_item, cover.disclaimer, cover.fingerprint):
        yield from text.splitlines()


def _opening(document: Document) -> Iterator[str]:
    if document.against:
        yield word("legend_against", document.language).format(document.against)
    if document.counts:
        yield word("summary", document.language)
        yield "\n".join(_columns((document.counts.columns, *document.counts.rows)))
    yield document.statistics
    yield "\n".join(f"{group}: {', '.join(names)}" for group, names in document.organisations)


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table: names to the left, numbers to the right below the heads of their columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *numbers in rows:
        cells = [first.ljust(widths[0]), *(each.rjust(width) for each, width in zip(numbers, widths[1:], strict=True))]
        yield "  ".join(cells).rstrip()


def _section(section: Section, document: Document) -> Iterator[str]:
    heading = wording_text(section.heading)
    note = f"({section.note})" if section.note else ""
    if section.kind == "division" and section.label:
        # On one line, because below a division's number any words would be taken for its heading.
        yield f"{section.label}. {heading} {note}".strip().rstrip(".")
    else:
        yield "\n".join(line for line in (section.label, heading, note) if line)
    if document.variant == "clean" and section.source and _numbers_as_printed(section, document.language):
        yield section.source
    else:
        for clause in section.clauses:
            yield clause_text(clause)
            yield "\n".join(_remarks(clause.remarks, document.language))
    yield "\n".join(_remarks(section.remarks, document.language))


def _numbers_as_printed(section: Section, language: str) -> bool:
    """Under a choice of options of scope the numbers have gaps, which the source, numbered afresh, would close."""
    blocks, _ = parse(section.source, language)
    return [block.label for block in blocks] == [clause.label for clause in section.clauses]


def _remarks(remarks: Iterable[Remark], language: str) -> Iterator[str]:
    for number, remark in enumerate(remarks):
        if number:
            yield ""
        about = ", ".join(part for part in (remark.kind, remark.clause_label, remark.reference) if part)
        name = f"{remark.organisation} {remark.behalf}".strip()
        yield from _barred(f"{name} ({about})".strip() if about else name)
        for line in remark.reasoning.splitlines():
            yield from _barred(line)
        if remark.proposed:
            yield from _barred(f"{word('proposed', language)}: {wording_text(remark.proposed)}")
        for line in remark.positions:
            yield from _barred(line)
        if remark.disposition:
            yield from _barred(f"{word('answer', language)}: {answered(remark.disposition, language)}")


def _barred(text: str) -> list[str]:
    bar = f"{MARGIN}| "
    return textwrap.wrap(text, _WIDTH, initial_indent=bar, subsequent_indent=bar, break_long_words=False)
