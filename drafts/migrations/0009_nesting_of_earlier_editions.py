"""Editions that were issued before get the nesting that they are printed with today. A migration of its own, because
PostgreSQL changes no table in a transaction that has changed its rows; the append-only trigger stands aside for it.
"""

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery

from mla_portal.append_only import append_only

TABLE = "drafts_editionheading"


def stand_aside(apps: Any, schema_editor: Any) -> None:
    on_table = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_append_only{on_table}")


def fill_in(apps: Any, schema_editor: Any) -> None:
    division = apps.get_model("drafts", "Division").objects.filter(pk=OuterRef("division"))
    apps.get_model("drafts", "EditionHeading").objects.update(parent=Subquery(division.values("parent")[:1]))
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or the trigger could not be made in this transaction


class Migration(migrations.Migration):
    dependencies = [("drafts", "0008_edition_keeps_its_nesting")]
    operations = [
        migrations.RunPython(stand_aside, migrations.RunPython.noop),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
        append_only(TABLE),
    ]
