"""Versions and editions are written once: the database refuses changes."""

from django.db import migrations

from mla_portal.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("drafts", "0001_initial")]
    operations = [
        append_only("drafts_historicaltext"),
        append_only("drafts_historicalheading"),
        append_only("drafts_edition"),
        append_only("drafts_editiontext"),
        append_only("drafts_editionheading"),
    ]
