"""Support for the initiative: each State's Note verbale, as the secretariat recorded it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone

from mla_portal.versioning import AppendOnlyRows

from .organisations import Organisation


class SupportQuerySet(AppendOnlyRows):
    refusal = "A note that was recorded stays in the record: a later row corrects it."

    def by(self, day: date) -> "SupportQuerySet":
        """What had been voiced on that day."""
        return self.filter(since__lte=day)

    def from_organisation(self, organisation: Organisation) -> "SupportQuerySet":
        return self.filter(organisation=organisation).select_related("recorded_by")


class Support(models.Model):
    """An organisation has voiced its support on a day. The note itself is kept outside the web root, under a name that
    the portal chose; it is handed out as a download and never shown inline. Old support may be known without its note.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="supports")
    since = models.DateField("date of the note")
    note = models.FileField(upload_to="notes-verbales/%Y/", blank=True)
    note_name = models.CharField(max_length=200, blank=True, help_text="As its sender called it.")
    note_type = models.CharField(max_length=4, blank=True, choices=[("pdf", "PDF"), ("docx", "Word")])
    note_sha256 = models.CharField(max_length=64, blank=True)
    note_bytes = models.PositiveIntegerField(default=0)
    remark = models.CharField(max_length=300, blank=True, help_text="How it is known, where there is no note.")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = SupportQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(note="", note_sha256="") | (~models.Q(note="") & ~models.Q(note_sha256="")),
                name="support_note_has_its_checksum",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, since {self.since}"
