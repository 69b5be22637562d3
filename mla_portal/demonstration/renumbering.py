"""A renumbering in the demonstration: the conference's rules of procedure lose one article and one paragraph, get an
article 6 bis, and are counted anew between two editions."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from drafts.amending import Proposal, save_text
from drafts.importing import import_text
from drafts.models import Article, Instrument, Text
from drafts.publishing import publish_edition
from drafts.renumbering import renumber_instrument
from drafts.reshaping import Authorship, Place, add_article, delete_article


def renumber_the_rules(editor: Any, secretariat: Any, fixtures: Path) -> Instrument:
    """`rules/` replayed: the first edition, the changes, the renumbering, the second edition."""
    story = json.loads((fixtures / "rules" / "renumbering.json").read_text(encoding="utf-8"))
    instrument = import_text(
        source=(fixtures / "rules" / "rules-1.en.txt").read_text(encoding="utf-8"),
        slug="rules",
        title="",
        language="en",
        author=editor,
        **_when_and_why(story["imported"]),
    ).instrument
    instrument.short_title = story["title"]
    instrument.save(update_fields=["short_title"])
    first, second = story["editions"]
    _publish(instrument, first, secretariat)
    _revise(instrument, story, editor)
    renumber_instrument(instrument=instrument, author=secretariat, **_when_and_why(story["renumbered"]))
    _publish(instrument, second, secretariat)
    return instrument


def _revise(instrument: Instrument, story: dict[str, Any], editor: Any) -> None:
    deleted, added = story["deleted"], story["added"]
    delete_article(article=_article(instrument, deleted["article"]), by=Authorship(editor, **_when_and_why(deleted)))
    after = _article(instrument, added["after"])
    add_article(
        instrument=instrument,
        place=Place(after, after.division),
        heading=added["heading"],
        source=added["source"],
        by=Authorship(editor, **_when_and_why(added)),
    )
    for row in story["changes"]:
        text = Text.objects.select_related("article__instrument").get(
            article=_article(instrument, row["article"]), language="en"
        )
        proposal = Proposal(text.heading, text.source().replace(row["old"], row["new"]), text.number)
        save_text(article=text.article, language="en", proposal=proposal, author=editor, **_when_and_why(row))


def _article(instrument: Instrument, slug: str) -> Article:
    return Article.objects.select_related("instrument", "division").get(instrument=instrument, slug=slug)


def _publish(instrument: Instrument, row: dict[str, str], secretariat: Any) -> None:
    publish_edition(
        instrument=instrument,
        label=row["label"],
        symbol=row["symbol"],
        note=row["note"],
        author=secretariat,
        at=datetime.fromisoformat(row["issued_at"]),
    )


def _when_and_why(row: dict[str, str]) -> dict[str, Any]:
    return {"at": datetime.fromisoformat(row["at"]), "reason": row["reason"]}
