"""The options of scope of the Chairs' conclusions, laid down, and the clauses that stand under one of them only."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from drafts.amending import Proposal, save_text
from drafts.models import Article, Instrument, Text
from drafts.scoping import lay_down_options
from drafts.text import grammar, numbering


def lay_down_scope(instrument: Instrument, editor: Any, secretariat: Any, fixtures: Path) -> None:
    """What `convention/scope.json` says."""
    facts = json.loads((fixtures / "convention" / "scope.json").read_text(encoding="utf-8"))
    at = datetime.fromisoformat(facts["at"])
    lay_down_options(
        instrument=instrument,
        name=facts["name"],
        options=facts["options"],
        legal=facts["legal"],
        author=secretariat,
        reason=facts["reason"],
        at=at,
    )
    for slug in dict.fromkeys(row["article"] for row in facts["marks"]):
        marks = {row["clause"]: row["mark"] for row in facts["marks"] if row["article"] == slug}
        article = Article.objects.select_related("instrument").get(instrument=instrument, slug=slug)
        text = Text.objects.get(article=article, language="en")
        save_text(
            article=article,
            language="en",
            proposal=Proposal(text.heading, _marked(text, marks), text.number),
            author=editor,
            reason="The clauses say under which option of scope they stand.",
            nature="editorial",
            at=at,
        )


def _marked(text: Text, marks: dict[str, str]) -> str:
    """The source with a mark behind each clause that is named by its place; "" names the whole article."""
    blocks = text.clauses()
    places = {place: clause for clause, place in numbering.paths(blocks).items()}
    for place, mark in marks.items():
        if place:
            clause = next(block for block in blocks if block.id == places[place])
            clause.text += f" {{under: {mark}}}"
    whole = f"{{under: {marks['']}}}\n" if "" in marks else ""
    return whole + grammar.source_of(blocks)
