"""SQLite has made the table of comments anew and has forgotten its trigger."""

from importlib import import_module

from django.db import migrations

from mla_portal.append_only import append_only

before = import_module("consultations.migrations.0006_append_only_consultations")


class Migration(migrations.Migration):
    dependencies = [("consultations", "0010_comment_edited_by")]
    operations = [
        append_only(
            "consultations_comment",
            unless=f"OLD.state = 'draft' OR ({before.same(before.SUBMITTED)})",
            events="UPDATE",
        ),
    ]
