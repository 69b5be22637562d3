"""What was implied so far is said: comments were on their round's edition, answers were published as they were given."""

from typing import Any

from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def say(apps: Any, schema_editor: Any) -> None:
    comments, dispositions = (apps.get_model("consultations", name) for name in ("Comment", "Disposition"))
    rounds = apps.get_model("consultations", "Round")
    edition = rounds.objects.filter(pk=OuterRef("round")).values("edition")[:1]
    comments.objects.filter(edition=None).update(edition=Subquery(edition))
    if schema_editor.connection.vendor == "postgresql":  # SQLite lost the trigger when the columns were added
        schema_editor.execute(
            "DROP TRIGGER IF EXISTS consultations_disposition_append_only ON consultations_disposition"
        )
    dispositions.objects.filter(published_at=None).update(published_at=F("decided_at"), published_by=F("author"))


class Migration(migrations.Migration):
    dependencies = [("consultations", "0004_consultations_in_depth")]
    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
