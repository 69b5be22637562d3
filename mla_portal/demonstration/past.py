"""The demonstration goes back: one clause is restored, and one State says on which edition its mandate rests."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings

from consultations.mandating import set_baseline
from consultations.models import Organisation
from drafts.models import Edition, EditionText, Instrument
from drafts.restoring import restore_clause
from drafts.text import numbering
from mla_portal.accounts.models import User


def go_back(instrument: Instrument, editor: Any) -> None:
    """After the last revision. The clause is named by its place in the edition that it comes from."""
    rows = json.loads((settings.ROOT / "fixtures" / "convention" / "past.json").read_text(encoding="utf-8"))
    restored, baseline = rows["restored"], rows["baseline"]
    pinned = EditionText.objects.select_related("version__article__instrument").get(
        edition__instrument=instrument,
        edition__label=restored["edition"],
        article__slug=restored["article"],
        language=instrument.original_language,
    )
    places = {place: clause for clause, place in numbering.paths(pinned.version.clauses()).items()}
    restore_clause(
        version=pinned.version,
        clause_id=places[restored["clause"]],
        author=editor,
        reason=restored["reason"],
        at=datetime.fromisoformat(restored["at"]),
    )
    set_baseline(
        edition=Edition.objects.get(instrument=instrument, label=baseline["edition"]),
        organisation=Organisation.objects.get(code=baseline["organisation"]),
        person=User.objects.get(email=baseline["person"]),
        at=datetime.fromisoformat(baseline["at"]),
    )
