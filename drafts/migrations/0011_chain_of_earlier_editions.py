"""Editions that were issued before get the chain that they would have had. A migration of its own, because PostgreSQL
changes no table in a transaction that has changed its rows; the append-only trigger stands aside for it, and SQLite,
which made the table anew, has forgotten it anyway.
"""

from typing import Any

from django.db import migrations

from drafts import chaining
from mla_portal.append_only import append_only

TABLE = "drafts_edition"


def stand_aside(apps: Any, schema_editor: Any) -> None:
    on_table = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_append_only{on_table}")


def fill_in(apps: Any, schema_editor: Any) -> None:
    model = {name: apps.get_model("drafts", name) for name in ("Edition", "EditionText", "EditionHeading")}
    versions, headings = apps.get_model("drafts", "HistoricalText"), apps.get_model("drafts", "HistoricalHeading")
    for instrument in set(model["Edition"].objects.order_by().values_list("instrument", flat=True)):
        grown = (
            chaining.grown(versions.objects.filter(article__instrument=instrument)),
            chaining.grown(headings.objects.filter(division__instrument=instrument)),
        )
        before = ""
        for edition in model["Edition"].objects.filter(instrument=instrument).order_by("pk"):
            pins = [
                model[name].objects.filter(edition=edition).values_list("version__id", "version__number")
                for name in ("EditionText", "EditionHeading")
            ]
            edition.past = chaining.past(*grown, pinned_texts=pins[0], pinned_headings=pins[1])
            before = edition.chain = chaining.link(
                before=before,
                checksum=edition.checksum,
                past=edition.past,
                symbol=edition.symbol,
                label=edition.label,
                issued_at=edition.issued_at,
            )
            edition.save(update_fields=["past", "chain"])
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or the trigger could not be made in this transaction


class Migration(migrations.Migration):
    dependencies = [("drafts", "0010_editions_are_chained")]
    operations = [
        migrations.RunPython(stand_aside, migrations.RunPython.noop),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
        append_only(TABLE),
    ]
