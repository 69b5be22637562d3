"""Checksums of the files of issued conclusions that were handed out."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0012_support_is_what_was_recorded"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConclusionsFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "format",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("docx", "Word file"), ("txt", "plain text")], max_length=4
                    ),
                ),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="consultations.conclusionsissue",
                    ),
                ),
            ],
            options={
                "ordering": ["made_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("issue", "format", "sha256"), name="conclusions_file_is_recorded_once"
                    )
                ],
            },
        ),
    ]
