"""Positions on disputed words, and one passage resolved: `fixtures/convention/disputed-wording.json`."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from drafts.amending import Proposal, Saved, save_text
from drafts.models import Article, Instrument, Text
from drafts.resolving import passages_in, resolve_passage
from drafts.text.resolution import KEEP, choice_of


class BrokenPosition(Exception):
    """The data file does not fit the text."""


def load_disputed_wording(instrument: Instrument, editor: Any, data: Path) -> None:
    """Put supporters, opposers, groups and reservations into the working text, then resolve one passage."""
    rows = json.loads(data.read_text(encoding="utf-8"))
    for row in rows["positions"]:
        _take_positions(_text(instrument, row), editor, row)
    for row in rows["resolutions"]:
        _resolve(_text(instrument, row), editor, row)


def _text(instrument: Instrument, row: dict[str, Any]) -> Text:
    article = Article.objects.select_related("instrument").get(instrument=instrument, slug=row["article"])
    return Text.objects.select_related("article__instrument").get(
        article=article, language=instrument.original_language
    )


def _take_positions(text: Text, editor: Any, row: dict[str, Any]) -> None:
    source = text.source()
    for before, after in row["changes"]:
        if source.count(before) != 1:
            raise BrokenPosition(f"“{before}” does not stand once in {text.article}.")
        source = source.replace(before, after)
    saved = save_text(
        article=text.article,
        language=text.language,
        proposal=Proposal(text.heading, source, text.number),
        author=editor,
        reason=row["reason"],
        at=datetime.fromisoformat(row["at"]),
    )
    if not isinstance(saved, Saved):
        raise BrokenPosition(f"The positions on {text.article} change nothing.")


def _resolve(text: Text, editor: Any, row: dict[str, Any]) -> None:
    found = next((passage for passage in passages_in(text) if passage.source == row["words"]), None)
    if found is None:
        raise BrokenPosition(f"“{row['words']}” is not disputed in {text.article}.")
    resolve_passage(
        article=text.article,
        language=text.language,
        base=text.number,
        passage=found.key,
        expected_words=found.source,
        choice=choice_of(row["choice"]) or KEEP,
        author=editor,
        reason=row["reason"],
        nature=row["nature"],
        at=datetime.fromisoformat(row["at"]),
    )
