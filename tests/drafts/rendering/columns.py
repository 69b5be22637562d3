"""The small treaty in three languages, with a clause that French lacks and one that stands elsewhere in Spanish."""

from __future__ import annotations

from dataclasses import replace

from drafts.rendering.beside import side_by_side
from drafts.rendering.tree import Cell, Clause, Column, Document, Row, RowKind, Section
from tests.drafts.rendering.papers import COVER, document

NAMES = {"en": "English", "fr": "Français", "es": "Español"}


def in_language(language: str, articles: int = 6) -> Document:
    """The clean paper, its words marked with the language, so that each word tells whose it is."""
    paper = document("clean", articles)
    if language == "en":
        return paper
    sections = tuple(_said(section, language) for section in paper.sections)
    cover = replace(paper.cover, title=f"{language}. {paper.cover.title}")
    return replace(paper, sections=sections, language=language, cover=cover)


def _said(section: Section, language: str) -> Section:
    clauses = [
        replace(clause, segments=tuple((sign, f"{language}. {text}") for sign, text in clause.segments))
        for clause in section.clauses
    ]
    heading = tuple((sign, f"{language}. {text}") for sign, text in section.heading)
    if section.label == "Article 2":
        clauses = lacking(clauses) if language == "fr" else moved(clauses)
    return replace(section, heading=heading, clauses=tuple(clauses), source="")


def lacking(clauses: list[Clause]) -> list[Clause]:
    return [clause for clause in clauses if clause.label != "(a bis)"]


def moved(clauses: list[Clause]) -> list[Clause]:
    return [*clauses[1:3], clauses[0], *clauses[3:]]


def beside(*languages: str, articles: int = 6) -> Document:
    papers = [in_language(language, articles) for language in languages]
    return side_by_side(papers, [NAMES[language] for language in languages])


def concordance() -> Document:
    """A table long enough for several pages, one row of every kind."""
    rows: list[Row] = []
    for number in range(1, 61):
        if number % 20 == 1:
            rows.append(_row("division", f"Chapter {number}", f"Chapter {number + 1}", "Ferries", "renumbered"))
        rows.append(_row("place", f"Article {number}", f"Article {number + 2}", f"Register [{number}]", "renumbered"))
        rows.append(_row("within", "", "paragraph 1 bis", "The river on which it sails …", "new"))
    names = ("Number in Draft 1", "Number in Draft 2", "Heading", "What happened")
    columns = tuple(Column(name, "en", share) for name, share in zip(names, (22, 22, 36, 20), strict=True))
    section = Section("table", 1, "Concordance table", (), "concordance", note="new: 60", rows=tuple(rows))
    return Document(COVER, (section,), "en", "concordance", date="2026-10-14", columns=columns)


def _row(kind: RowKind, old: str, new: str, heading: str, happened: str) -> Row:
    numbers = (Cell(label=each) if each else Cell(note="–") for each in (old, new))
    return Row(kind, (*numbers, Cell(words=(("=", heading),)), Cell(note=happened)))
