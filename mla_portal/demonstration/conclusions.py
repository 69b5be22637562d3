"""The demonstration's chairs conclude, and observers speak in the general debate."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from consultations.concluding import Wording, add_conclusion, issue_conclusions, record_statement
from consultations.models import Comment, Organisation, Round
from consultations.places import places_named


def conclude(rounds: Mapping[str, Round], comments: Mapping[str, Comment], secretariat: Any, fixtures: Path) -> None:
    """Conclusions of three rounds, two of them issued, and two statements. Comments are named by their keys."""
    said = json.loads((fixtures / "conclusions.json").read_text(encoding="utf-8"))
    for row in said["conclusions"]:
        round = rounds[row["round"]]
        at = datetime.fromisoformat(row["issued_at"]) if row["issued_at"] else None
        for section, grade, words, about, keys in row["conclusions"]:
            places = places_named(about, round.edition)
            wording = Wording(
                section, grade, words, about, places.articles, places.clauses, [comments[key] for key in keys]
            )
            add_conclusion(round=round, wording=wording, person=secretariat, at=at)
        if row["symbol"]:
            issue_conclusions(round=round, symbol=row["symbol"], person=secretariat, at=at)
    for row in said["statements"]:
        record_statement(
            round=rounds[row["round"]],
            organisation=Organisation.objects.get(code=row["organisation"]),
            delivered_on=date.fromisoformat(row["delivered_on"]),
            words=row["words"],
            language=row["language"],
            person=secretariat,
        )
