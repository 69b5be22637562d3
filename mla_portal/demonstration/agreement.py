"""Agreement in the demonstration: steps up the ladder, one ad referendum, one reopened; and an article put in."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from drafts.agreeing import record_agreement
from drafts.models import Article, Instrument, Text
from drafts.reshaping import Authorship, Place, add_article
from drafts.text import numbering

ADDED_AT = "2023-05-22T18:00:00+02:00"


def add_article_on_information(instrument: Instrument, editor: Any) -> None:
    """Article 28 bis, which the working group on victims asked for during the conference."""
    after = Article.objects.select_related("division").get(instrument=instrument, slug="28")
    by = Authorship(
        editor, "Working Group III asked for an article of its own on information.", datetime.fromisoformat(ADDED_AT)
    )
    add_article(
        instrument=instrument,
        place=Place(after, after.division),
        heading="Information for victims",
        source=(
            "1. Each State Party shall tell victims, in a language that they understand, of the rights that they have "
            "under this Part.\n"
            "2. Information on the progress of a request may be withheld only as long as its disclosure would endanger "
            "[the proceedings][a person].\n"
        ),
        by=by,
    )


def record_steps(instrument: Instrument, secretariat: Any, fixtures: Path) -> None:
    """The steps of `convention/agreement.json`; a clause is named by its place, none means the whole article."""
    for row in json.loads((fixtures / "convention" / "agreement.json").read_text(encoding="utf-8")):
        article = Article.objects.select_related("instrument").get(instrument=instrument, slug=row["article"])
        blocks = Text.objects.get(article=article, language="en").clauses()
        places = {place: clause for clause, place in numbering.paths(blocks).items()}
        record_agreement(
            article=article,
            clauses=[places[place] for place in row["clauses"]] or None,
            level=row["level"],
            pending=row.get("pending", ""),
            forum=row["forum"],
            on=date.fromisoformat(row["on"]),
            reason=row["reason"],
            author=secretariat,
            at=datetime.fromisoformat(row["at"]),
        )
