"""A text in several languages side by side, clause by clause.

Clauses are the same in all languages because they have the same id, wherever they stand: one that a language lacks, or
has in another place, says so in words and moves no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from drafts.rendering.tree import Cell, Clause, Column, Document, Row, Section, Segments
from drafts.rendering.words import no_text, word
from drafts.text.alignment import astray, woven


def side_by_side(papers: Sequence[Document], names: Sequence[str]) -> Document:
    """The clean documents of one text as one, a column each; `names` are what the languages call themselves. The first
    is the language of the whole. Sections are the same where their anchors are."""
    first = papers[0]
    languages = [paper.language for paper in papers]
    held = [{section.anchor: section for section in paper.sections} for paper in papers]
    anchors = woven([list(each) for each in held])
    sections = [_section([each.get(anchor) for each in held], languages) for anchor in anchors]
    if sections:
        sections[0] = replace(sections[0], rows=(*_titles(papers), *sections[0].rows))
    title = word("beside", first.language).format(", ".join(names))
    return replace(
        first,
        cover=replace(first.cover, subtitle=f"{first.cover.subtitle}\n{title}"),
        sections=tuple(sections),
        variant="languages",
        columns=tuple(
            Column(name, language, 100 // len(papers)) for name, language in zip(names, languages, strict=True)
        ),
    )


def _titles(papers: Sequence[Document]) -> Iterable[Row]:
    """The title in each language, and below it the treaty's own lines."""
    yield Row("title", tuple(Cell(words=_kept(" ".join(paper.cover.title.split()))) for paper in papers))
    fronts = [paper.cover.below_title for paper in papers]
    for number in range(max(map(len, fronts))):
        yield Row(
            "title",
            tuple(
                Cell(words=_kept(front[number])) if number < len(front) else Cell(note=no_text(paper.language))
                for front, paper in zip(fronts, papers, strict=True)
            ),
        )


def _section(found: Sequence[Section | None], languages: Sequence[str]) -> Section:
    shown = next(section for section in found if section)
    rows: list[Row] = []
    if any(section and (section.label or section.heading) for section in found):
        heads = (
            Cell(label=section.label, words=section.heading) if section else Cell(note=no_text(language))
            for section, language in zip(found, languages, strict=True)
        )
        rows.append(Row("heading", tuple(heads)))
    orders = [[clause.id for clause in section.clauses] if section else [] for section in found]
    clauses = [{clause.id: clause for clause in section.clauses} if section else {} for section in found]
    whole = woven(orders)
    strayed = [astray(order, whole) for order in orders]
    for key in whole:
        cells = (
            _cell(held.get(key), key in away, language)
            for held, away, language in zip(clauses, strayed, languages, strict=True)
        )
        rows.append(Row("clause", tuple(cells)))
    level = max(section.level for section in found if section)  # a language may lack the chapter around it
    return replace(shown, level=level, clauses=(), source="", rows=tuple(rows))


def _cell(clause: Clause | None, is_astray: bool, language: str) -> Cell:
    if clause is None:
        return Cell(note=no_text(language))
    return Cell(replace(clause, note=word("astray", language)) if is_astray else clause)


def _kept(text: str) -> Segments:
    return (("=", text),) if text else ()
