"""The record of consultations is written once. A disposition may be published, once; a submitted comment may be
withdrawn or replaced.
"""

from django.db import migrations

from mla_portal.append_only import append_only, never_deleted

SUBMITTED = [
    "round_id", "delegation_id", "edition_id", "division_id", "article_id", "clause_id", "version_id", "language", "kind",
    "operation", "on_behalf_of", "reasoning", "proposed", "quote_start", "quote_end", "quote", "number", "submitted_at",
    "submitted_by_id", "checksum", "is_late", "replaces_id",
]  # fmt: skip
ANSWERED = ["comment_id", "decision", "reason", "author_id", "version_id", "decided_at"]


def same(columns: list[str]) -> str:
    return " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in columns)


class Migration(migrations.Migration):
    dependencies = [("consultations", "0005_editions_and_published_answers")]
    operations = [
        append_only("consultations_comment", unless=f"OLD.state = 'draft' OR ({same(SUBMITTED)})", events="UPDATE"),
        append_only(
            "consultations_disposition", unless=f"OLD.published_at IS NULL AND {same(ANSWERED)}", events="UPDATE"
        ),
        never_deleted("consultations_disposition"),
        append_only("consultations_reply"),
        append_only("consultations_position"),
        append_only("consultations_internalremark"),
        append_only("consultations_support"),
        append_only("consultations_registrationstep"),
        append_only("consultations_deadlinemove"),
        append_only("consultations_conclusionsissue"),
        append_only("consultations_statement"),
    ]
