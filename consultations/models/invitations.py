"""Invitations: single-use, expiring letters that make an account and a role, bound to one organisation."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from .organisations import Membership, Organisation
from .rounds import Round


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime | None = None) -> "InvitationQuerySet":
        """Neither accepted nor revoked nor expired."""
        unused = self.filter(accepted_at__isnull=True, revoked_at__isnull=True)
        return unused.filter(expires_at__gt=now or timezone.now())

    def sent_by(self, person: int) -> "InvitationQuerySet":
        return self.filter(invited_by=person)

    def to_organisation(self, organisation: Organisation) -> "InvitationQuerySet":
        return self.filter(organisation=organisation).select_related("invited_by", "round", "accepted_by")

    def to_address(self, email: str) -> "InvitationQuerySet":
        return self.filter(email=email)


class Invitation(models.Model):
    """One letter to one address. Only the hash of its secret is kept, so a reader of the database cannot use it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations")
    role = models.CharField(max_length=12, choices=Membership.Role.choices)
    email = models.EmailField("e-mail address")
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, default="en")
    secret_hash = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret in the letter.")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-id"]

    def __str__(self) -> str:
        return f"{self.email} for {self.organisation}"

    def state(self, now: datetime | None = None) -> str:
        """open, accepted, revoked or expired."""
        if self.accepted_at:
            return "accepted"
        if self.revoked_at:
            return "revoked"
        return "open" if self.expires_at > (now or timezone.now()) else "expired"
