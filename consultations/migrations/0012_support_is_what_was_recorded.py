"""Who supports the initiative is said by the recorded notes alone; the mark on the organisation goes."""

from typing import Any

from django.db import migrations
from django.utils import timezone


def keep_marks(apps: Any, schema_editor: Any) -> None:
    """A mark without a note becomes a row that says so. Its day is not known: the day of this update stands for it."""
    organisation, support = (apps.get_model("consultations", name) for name in ("Organisation", "Support"))
    marked = list(organisation.objects.filter(is_supporter=True, supports__isnull=True))
    if not marked:
        return
    system, _ = apps.get_model("accounts", "User").objects.get_or_create(
        email="system@portal.invalid", defaults={"name": "The portal", "password": "!", "is_active": False}
    )
    support.objects.bulk_create(
        support(
            organisation=each,
            since=timezone.localdate(),
            remark="Marked as a supporter before notes were recorded; the day of the note is not known.",
            recorded_by=system,
        )
        for each in marked
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_letters"),
        ("consultations", "0011_comments_append_only_again"),
    ]
    operations = [
        migrations.RunPython(keep_marks, migrations.RunPython.noop),
        migrations.RemoveField(model_name="organisation", name="is_supporter"),
    ]
