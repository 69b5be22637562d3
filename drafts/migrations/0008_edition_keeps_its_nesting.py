"""An edition pins the nesting of its divisions too: what is reshaped later must not change what it printed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("drafts", "0007_word_files")]
    operations = [
        migrations.AddField(
            model_name="editionheading",
            name="parent",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="drafts.division"
            ),
        ),
    ]
