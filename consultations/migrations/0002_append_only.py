"""Dispositions are written once; what was submitted in a comment stays as it was, only its state may move on
to withdrawn.
"""

from django.db import migrations

from mla_portal.append_only import append_only

SUBMITTED = [
    "round_id", "delegation_id", "article_id", "clause_id", "version_id", "language", "kind", "reasoning", "proposed",
    "quote_start", "quote_end", "quote", "number", "submitted_at", "submitted_by_id", "checksum",
]  # fmt: skip
SAME = " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in SUBMITTED)


class Migration(migrations.Migration):
    dependencies = [("consultations", "0001_initial")]
    operations = [
        append_only("consultations_disposition"),
        append_only("consultations_comment", unless=f"OLD.state = 'draft' OR ({SAME})", events="UPDATE"),
    ]
