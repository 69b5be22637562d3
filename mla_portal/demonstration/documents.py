"""The conference's documents: two texts and a note issued, one of them revised, a compilation in preparation."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from consultations.issuing import HandedIn, Heading, OfEdition, issue_document, prepare_document
from consultations.models import ConferenceDocument, Round
from consultations.moments import occasion
from consultations.uploaded import Uploaded
from drafts.exporting import fulfil
from drafts.models import Edition, Rendition
from drafts.rendering import build
from drafts.rendering.documents import worded
from drafts.rendering.docx import word_file
from drafts.rendering.tree import Cover, Document
from drafts.text import grammar

_FILES = (Rendition.Format.DOCX, Rendition.Format.TXT)


def issue_documents(
    rounds: Mapping[str, Round], editions: Mapping[str, Edition], secretariat: Any, fixtures: Path
) -> None:
    """As `documents.json` lists them. The files that take a second each, PDFs, are left to the worker: what has one
    stays in preparation.
    """
    said = json.loads((fixtures / "documents.json").read_text(encoding="utf-8"))
    round = rounds[said["round"]]
    round.symbol_stem = said["symbols_begin_with"]
    round.save(update_fields=["symbol_stem"])
    made: dict[str, ConferenceDocument] = {}
    for row in said["documents"]:
        at = datetime.fromisoformat(row["issued_at"]) if row["issued_at"] else None
        follows = made.get(row.get("follows", ""))
        heading = Heading(
            title=row.get("title", ""),
            symbol=row["symbol"],
            distribution=row["distribution"],
            audience=row["audience"],
            agenda_item=row["agenda_item"],
            dated_at=at,
            follows=follows,
            relation=row.get("relation", ""),
        )
        if "words" in row:
            contents: Any = [HandedIn("en", Uploaded("note.docx", _note(round, row, at)))]
        else:
            contents = OfEdition(
                edition=editions[row["edition"]],
                variant=row["variant"],
                languages=("en",),
                formats=_FILES if at else (Rendition.Format.PDF, *_FILES),
                against=editions.get(row.get("against", "")),
            )
        document = prepare_document(round=round, heading=heading, contents=contents, person=secretariat)
        made[document.symbol] = document
        if at:
            for file in document.files.exclude(rendition=None):
                fulfil(file.rendition_id or 0)
            made[document.symbol] = issue_document(document=document, person=secretariat, at=at)


def _note(round: Round, row: dict[str, Any], at: datetime | None) -> bytes:
    """A note as a Word file."""
    cover = Cover(
        title=row["title"],
        symbol=row["symbol"],
        masthead=(settings.PORTAL_NAME,),
        distribution=row["distribution"].capitalize(),
        dateline=worded(at) if at else "",
        original_language="English",
        occasion=occasion(round),
    )
    blocks, _ = grammar.parse("\n".join(row["words"]))
    section = build.clean_section("", "", blocks, build.Place("article", 1, "note"))
    return word_file(Document(cover, (section,)))
