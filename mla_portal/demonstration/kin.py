"""Two invented models that the convention was drafted from, what was taken from them, and its counterparts."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from drafts.citing import find_cited
from drafts.importing import import_text
from drafts.linking import accept_discrepancy, link_clauses
from drafts.models import Clause, ClauseLink, Instrument
from drafts.suggesting import shelf_of
from mla_portal.accounts.models import User

FOLDER = settings.ROOT / "fixtures"
BEGAN = datetime.fromisoformat("2023-05-29T09:00:00+00:00")  # after the last revision of the convention


def link_the_convention(instrument: Instrument, editor: User) -> None:
    """The models are imported; sources and counterparts are linked, one after the other; one difference is accepted."""
    told = json.loads((FOLDER / "kin.json").read_text(encoding="utf-8"))
    models = {row["slug"]: _model(row, editor) for row in told["instruments"]}
    pairs: dict[tuple[str, ...], ClauseLink] = {}
    for place, row in enumerate([*told["sources"], *told["counterparts"]]):
        link = link_clauses(
            kind="source" if "from" in row else "counterpart",
            degree=row.get("degree", ""),
            clause=_clause(instrument, row["clause"]),
            target=_clause(models[row["from"]] if "from" in row else instrument, row["target"]),
            author=editor,
            reason=row["reason"],
            at=BEGAN + timedelta(minutes=7 * place),
        )
        pairs[(*row["clause"], *row["target"])] = link
    for row in told["accepted"]:
        accept_discrepancy(
            link=pairs[(*row["clause"], *row["target"])],
            language="en",
            ours=row["ours"],
            theirs=row["theirs"],
            author=editor,
            reason=row["reason"],
            at=BEGAN + timedelta(hours=4),
        )


def _model(row: dict[str, Any], editor: User) -> Instrument:
    report = import_text(
        source=(FOLDER / "models" / row["file"]).read_text(encoding="utf-8"),
        slug=row["slug"],
        title="",
        language="en",
        author=editor,
        reason="A model that the Core Group drafts from.",
        kind=Instrument.Kind.REFERENCE,
        at=BEGAN - timedelta(hours=1),
    )
    report.instrument.short_title = row["short_title"]
    report.instrument.save(update_fields=["short_title"])
    return report.instrument


def _clause(instrument: Instrument, cited: list[str]) -> Clause:
    found = find_cited(shelf_of(instrument, "en"), *cited)
    return Clause.objects.with_instrument().get(pk=found.id)
