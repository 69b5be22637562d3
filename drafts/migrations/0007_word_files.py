"""Word and Akoma Ntoso are formats that a text is exported as."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("drafts", "0006_rendition_under")]

    operations = [
        migrations.AlterField(
            model_name="rendition",
            name="format",
            field=models.CharField(
                choices=[
                    ("pdf", "PDF"),
                    ("html", "HTML"),
                    ("txt", "plain text"),
                    ("docx", "Word"),
                    ("akn", "Akoma Ntoso"),
                ],
                default="pdf",
                max_length=5,
            ),
        )
    ]
