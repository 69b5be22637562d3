"""The outbox: letters that wait, are held back, were sent. One row is one letter to one address."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from drafts.models.instruments import LANGUAGES

from .rounds import Round


class Notice(models.Model):
    """A letter. `key` says what it is about and is unique for each address: the same notice is never written twice,
    whoever asks. The words are written when it is put in, so what the secretariat reads is what will be sent.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation", "Invitation"
        OPENING = "opening", "Comments are open"
        LAST_DAYS = "last_days", "Last days for comments"
        MOVED = "moved", "A deadline was moved"
        RECEIPT = "receipt", "Receipt"
        DISPOSITION = "disposition", "Answer to a comment"
        EDITION = "edition", "A new edition"
        REGISTRATION = "registration", "Registration"
        SPONSORSHIP = "sponsorship", "Joint comment"
        DIGEST = "digest", "Daily summary"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        HELD = "held", "Held back"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        DISCARDED = "discarded", "Discarded"
        GATHERED = "gathered", "In a daily summary"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    key = models.CharField(max_length=200)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    address = models.EmailField()
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, blank=True, related_name="notices")
    subject = models.CharField(max_length=300)
    words = models.TextField(help_text="The plain text; the HTML is made of it.")
    link = models.CharField(max_length=300, blank=True, help_text="Path of the page that it is about.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    digest = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="gathered")
    written_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["address", "key"], name="notice_once_per_address")]
        indexes = [models.Index(fields=["state", "due_at"], name="notice_to_send")]

    def __str__(self) -> str:
        return f"{self.subject} to {self.address}"
