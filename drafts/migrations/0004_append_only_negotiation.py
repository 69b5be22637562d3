"""Acts, steps of agreement, concordance tables and accepted discrepancies are written once; a link may only be ended.

The versions' own trigger is made again, because SQLite loses it with the change of their table.
"""

from django.db import migrations

from mla_portal.append_only import append_only

FIXED = ["kind", "degree", "clause_id", "target_id", "reason", "author_id", "made_at"]
ENDED_ONCE = " AND ".join(["OLD.ended_at IS NULL", *(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in FIXED)])


class Migration(migrations.Migration):
    dependencies = [("drafts", "0003_negotiation")]
    operations = [
        append_only("drafts_historicaltext"),
        append_only("drafts_act"),
        append_only("drafts_relabelling"),
        append_only("drafts_agreementstep"),
        append_only("drafts_accepteddiscrepancy"),
        append_only("drafts_clauselink", unless=ENDED_ONCE, events="UPDATE"),
    ]
