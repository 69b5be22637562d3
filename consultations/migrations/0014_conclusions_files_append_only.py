"""What was handed out stays on the record."""

from django.db import migrations

from mla_portal.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("consultations", "0013_conclusions_files")]
    operations = [append_only("consultations_conclusionsfile")]
