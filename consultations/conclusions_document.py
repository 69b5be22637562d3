"""Issued conclusions as a document of the conference: the same tree as a consolidated draft, so the same files."""

from typing import Any

from django.conf import settings

from consultations.models import Conclusion, ConclusionsIssue
from consultations.moments import occasion
from drafts.rendering import build
from drafts.rendering.documents import worded
from drafts.rendering.docx import word_file
from drafts.rendering.html import page_html
from drafts.rendering.pdf import render_pdf
from drafts.rendering.text import plain_text
from drafts.rendering.tree import Cover, Document, Section
from drafts.text import grammar

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
}


def conclusions_document(issue: ConclusionsIssue) -> Document:
    """What was issued, from the frozen content alone: numbered sections, in each the conclusions by number, the grade
    in italics before the words, and after them the places and comments that they are about.
    """
    round = issue.round
    cover = Cover(
        title="Conclusions of the Chair",
        symbol=issue.symbol,
        masthead=(settings.PORTAL_NAME,),
        distribution="Limited",
        dateline=worded(issue.issued_at),
        original_language="English",
        subtitle=f"Issued by {round.chair_name}, Chair" if round.chair_name else "",
        occasion=occasion(round),
        fingerprint=f"SHA-256 of these conclusions: {issue.checksum}",
    )
    sections = tuple(_section(number, section) for number, section in enumerate(issue.content, 1))
    return Document(cover, sections, date=issue.issued_at.date().isoformat())


def file_of(issue: ConclusionsIssue, format: str) -> bytes:
    """The file in one of TYPES. The same issue gives the same bytes."""
    document = conclusions_document(issue)
    if format == "docx":
        return word_file(document)
    if format == "txt":
        return plain_text(document).encode()
    return render_pdf(page_html(document)).content


def _section(number: int, section: dict[str, Any]) -> Section:
    grades = dict(Conclusion.Grade.choices)
    lines = []
    for place, conclusion in enumerate(section["conclusions"], 1):
        about = "; ".join(filter(None, [conclusion["about"], ", ".join(conclusion["comments"])]))
        words = " ".join(conclusion["words"].split())
        lines.append(f"{place}. *{grades[conclusion['grade']]}.* {words}{f' ({about})' if about else ''}")
    blocks, _ = grammar.parse("\n\n".join(lines))
    place_of_section = build.Place("article", 1, f"section-{number}")
    return build.clean_section(f"{number}.", section["section"], blocks, place_of_section)
