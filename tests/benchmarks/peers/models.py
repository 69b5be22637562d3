"""Articles as a plain Django project would keep them. These tables exist in a benchmark's own database only."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords


class Sheet(models.Model):
    """An article that is edited in the admin, with simple-history as it comes."""

    heading = models.CharField(max_length=500)
    blocks = models.JSONField(default=list)
    objects: ClassVar[models.Manager["Sheet"]] = models.Manager()
    history = HistoricalRecords()

    class Meta:
        app_label = "peers"

    def __str__(self) -> str:
        return self.heading


class Slip(models.Model):
    """One row, inserted and never looked at: the least that a save can cost."""

    heading = models.CharField(max_length=500)
    blocks = models.JSONField(default=list)
    reason = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    made_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Slip"]] = models.Manager()

    class Meta:
        app_label = "peers"

    def __str__(self) -> str:
        return self.heading
