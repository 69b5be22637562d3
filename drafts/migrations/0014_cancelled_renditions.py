from typing import Any

from django.db import migrations, models


def look_for_no_leftovers(apps: Any, schema_editor: Any) -> None:
    """A lease of what is at an end says from now on that a killed worker may have left a file of it. Earlier files
    have names under which none would be found."""
    apps.get_model("drafts", "Rendition").objects.filter(state__in=["done", "failed"]).update(lease_until=None)


class Migration(migrations.Migration):
    dependencies = [("drafts", "0013_documents_and_layouts")]

    operations = [
        migrations.AlterField(
            model_name="rendition",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "waiting"),
                    ("running", "being made"),
                    ("done", "ready"),
                    ("failed", "failed"),
                    ("cancelled", "called off"),
                ],
                default="queued",
                max_length=9,
            ),
        ),
        migrations.RunPython(look_for_no_leftovers, migrations.RunPython.noop),
    ]
