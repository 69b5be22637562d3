"""What the secretariat does to a letter is kept: who, when, and the words that stood before."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from mla_portal.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("consultations", "0008_comments_counted_by_delegation"),
    ]
    operations = [
        migrations.CreateModel(
            name="NoticeStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("edited", "Edited"),
                            ("held", "Held back"),
                            ("released", "Released"),
                            ("discarded", "Discarded"),
                            ("again", "Sent again"),
                        ],
                        max_length=10,
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=300, verbose_name="subject before")),
                ("words", models.TextField(blank=True, verbose_name="words before")),
                ("taken_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="consultations.notice"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"ordering": ["taken_at", "id"]},
        ),
        append_only("consultations_noticestep"),
    ]
