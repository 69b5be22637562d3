"""The small treaty in three languages, with a clause that French lacks and one that stands elsewhere in Spanish."""

from __future__ import annotations

from dataclasses import replace

from drafts.rendering.beside import side_by_side
from drafts.rendering.tree import Clause, Document, Section
from tests.drafts.rendering.papers import document

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
