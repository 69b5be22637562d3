"""What was issued never changes, nor do its files."""

from django.db import migrations

from mla_portal.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("consultations", "0015_conference_documents")]
    operations = [
        append_only("consultations_conferencedocument", unless="OLD.issued_at IS NULL"),
        append_only("consultations_documentfile", unless="OLD.sha256 = ''"),
    ]
