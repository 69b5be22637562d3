"""Every edition gets the SHA-256 of the versions that led to it, and its link in the chain; files are found by theirs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("drafts", "0009_nesting_of_earlier_editions")]
    operations = [
        migrations.AddField(
            model_name="edition",
            name="past",
            field=models.CharField(
                default="", help_text="SHA-256 over every version that led to what it pins.", max_length=64
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="edition",
            name="chain",
            field=models.CharField(
                default="",
                help_text="SHA-256 over these two and the chain of the edition before it.",
                max_length=64,
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="rendition",
            name="sha256",
            field=models.CharField(blank=True, db_index=True, max_length=64),
        ),
    ]
