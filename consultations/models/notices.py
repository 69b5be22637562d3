"""The outbox: letters that wait, are held back, were sent. One row is one letter to one address."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from drafts.models.instruments import LANGUAGES
from mla_portal.accounts.models import User
from mla_portal.versioning import AppendOnlyRows

from .rounds import Round

_SECRET = re.compile(r"(/invitations?/)[^\s/]+")
LEASE = timedelta(minutes=10)  # a worker that has a letter in hand for so long is taken for dead


class NoticeQuerySet(models.QuerySet["Notice"]):
    """The conditions on people are subqueries and never joins: Django would put a join's whole condition into a
    subquery of the UPDATE, and PostgreSQL does not read that again after it has waited for another worker's row.
    """

    def _of_people_who_want_it(self) -> Q:
        """By what each person has chosen now, not when the letter was written."""
        active = User.objects.active()
        any_rhythm = active.exclude(notice_rhythm=User.Notices.NONE)
        return (
            Q(recipient__isnull=True)
            | Q(kind__in=Notice.ALWAYS_AT_ONCE, recipient__in=active.values("pk"))
            | Q(kind=Notice.Kind.DIGEST, recipient__in=any_rhythm.values("pk"))
            | Q(recipient__in=active.filter(notice_rhythm=User.Notices.AT_ONCE).values("pk"))
        )

    def in_outbox(self) -> "NoticeQuerySet":
        """What the secretariat reads. Not what two delegations write to one another about a draft: that there is one
        is their affair until it is submitted.
        """
        return self.exclude(kind=Notice.Kind.SPONSORSHIP)

    def in_states(self, *states: str) -> "NoticeQuerySet":
        return self.filter(state__in=states)

    def due(self, now: datetime) -> "NoticeQuerySet":
        """What may be sent now, the oldest first; a daily reader's letters are not: they wait for the summary."""
        waiting = self.filter(self._of_people_who_want_it(), state=Notice.State.WAITING, due_at__lte=now)
        return waiting.order_by("due_at", "pk")

    def claim(self, pk: int, now: datetime) -> bool:
        """Take one for sending; False where another worker has it or it was held back. The one conditional update
        decides; `claimed_at` is then the mark of who has it."""
        taken = self.due(now).order_by().filter(pk=pk)
        return bool(taken.update(state=Notice.State.SENDING, attempts=F("attempts") + 1, claimed_at=now, failure=""))

    def claimed(self, pk: int, claimed_at: datetime) -> "NoticeQuerySet":
        """The letter, while nobody has claimed it anew. A worker that was slow and taken for dead still says what
        became of it."""
        outcome_unknown = Q(state=Notice.State.FAILED, failure=Notice.UNSURE)
        return self.filter(Q(state=Notice.State.SENDING) | outcome_unknown, pk=pk, claimed_at=claimed_at)

    def abandoned(self, now: datetime) -> "NoticeQuerySet":
        """In the hands of a worker that has died."""
        return self.filter(state=Notice.State.SENDING, claimed_at__lt=now - LEASE)

    def unwanted(self) -> "NoticeQuerySet":
        """Waiting for people who have chosen no letters since, or have left."""
        gone = User.objects.filter(is_active=False)
        silent = User.objects.filter(notice_rhythm=User.Notices.NONE)
        optional = ~Q(kind__in=Notice.ALWAYS_AT_ONCE)
        waiting = self.filter(state=Notice.State.WAITING)
        return waiting.filter(Q(recipient__in=gone.values("pk")) | optional & Q(recipient__in=silent.values("pk")))

    def for_summary(self, before: datetime) -> "NoticeQuerySet":
        """What waits for the daily summary of that instant."""
        daily = User.objects.active().filter(notice_rhythm=User.Notices.DAILY)
        waiting = self.filter(state=Notice.State.WAITING, written_at__lt=before, due_at__lt=before)
        always = [*Notice.ALWAYS_AT_ONCE, Notice.Kind.DIGEST]
        return waiting.filter(recipient__in=daily.values("pk")).exclude(kind__in=always)

    def only_letter(self, letter: "Notice") -> "NoticeQuerySet":
        return self.filter(pk=letter.pk)

    def of_key(self, key: str) -> "NoticeQuerySet":
        return self.filter(key=key)

    def of_key_to(self, key: str, address: Any) -> models.Exists:
        """For conditions on people: whether the letter of this key to this address (an expression) has been written.
        Asked by address, which the index begins with."""
        return models.Exists(self.filter(key=key, address=models.OuterRef(address)))

    def addressed_to(self, person: Any) -> "NoticeQuerySet":
        return self.filter(recipient=person)

    def shown_to(self, person: Any) -> "NoticeQuerySet":
        """What was sent to a person: what still waits or was held back is not known to them."""
        sent = Q(state=Notice.State.SENT) | Q(state=Notice.State.GATHERED, digest__state=Notice.State.SENT)
        return self.filter(sent, recipient=person)

    def matching(self, kind: str = "", round: str = "", words: str = "") -> "NoticeQuerySet":
        """By kind, by the round's slug, by part of the address; what is empty does not narrow."""
        found = self
        if kind:
            found = found.filter(kind=kind)
        if round:
            found = found.filter(round__in=Round.objects.filter(slug=round).values("pk"))
        if words:
            found = found.filter(address__icontains=words)
        return found

    def counts_by_state(self) -> dict[str, int]:
        """State -> number of letters, in one query."""
        return dict(self.order_by().values_list("state").annotate(models.Count("pk")))

    def stuck_since(self, moment: datetime) -> "NoticeQuerySet":
        """Due since before that moment: nobody is sending."""
        return self.due(moment)

    def untrue(self, kinds: Iterable[str], keys: Iterable[str]) -> "NoticeQuerySet":
        """Letters of the clock that wait and are none of `keys`, which are those that are true now. By the beginning of
        their key too: an act may write letters of these kinds with keys of its own."""
        of_clock = Q()
        for kind in kinds:
            of_clock |= Q(kind=kind, key__startswith=f"{kind}:")
        return self.filter(of_clock, state=Notice.State.WAITING).exclude(key__in=list(keys))

    def for_reading(self) -> "NoticeQuerySet":
        return self.select_related("recipient", "round", "edited_by", "digest")


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
        DOCUMENT = "document", "A document of a round"
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

    # Whatever a person has chosen; what is between two delegations never gets into a summary, which the outbox shows.
    ALWAYS_AT_ONCE = (Kind.RECEIPT, Kind.INVITATION, Kind.SPONSORSHIP)
    EDITABLE = (State.WAITING, State.HELD)
    UNSURE = (
        "The worker ended, or the mail server fell silent, while this letter was handed over: it may have been sent "
        "or not. It is not sent again by itself."
    )

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

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["address", "key"], name="notice_once_per_address")]
        indexes = [models.Index(fields=["state", "due_at"], name="notice_to_send")]

    def __str__(self) -> str:
        return f"{self.subject} to {self.address}"

    def get_absolute_url(self) -> str:
        """In the outbox, which is the secretariat's."""
        return reverse("consultations:letter_in_outbox", kwargs={"letter": self.pk})

    @property
    def is_editable(self) -> bool:
        """An invitation is not: its secret link is shown to nobody but the person invited."""
        return self.state in self.EDITABLE and self.kind != self.Kind.INVITATION

    @property
    def waits_for_summary(self) -> bool:
        if self.state != self.State.WAITING or self.kind in (*self.ALWAYS_AT_ONCE, self.Kind.DIGEST):
            return False
        return self.recipient is not None and self.recipient.notice_rhythm == User.Notices.DAILY

    @property
    def shown_words(self) -> str:
        """The words as anybody but the recipient may read them: without the secret of an invitation."""
        return _SECRET.sub(r"\1…", self.words) if self.kind == self.Kind.INVITATION else self.words


class NoticeStepQuerySet(AppendOnlyRows):
    refusal = "What was done to a letter is part of the record: a later step follows, none is changed."


class NoticeStep(models.Model):
    """What the secretariat did to a letter, who and when; of an edited one the words that stood before. Append-only."""

    class Act(models.TextChoices):
        EDITED = "edited", "Edited"
        HELD = "held", "Held back"
        RELEASED = "released", "Released"
        DISCARDED = "discarded", "Discarded"
        AGAIN = "again", "Sent again"

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=10, choices=Act.choices)
    subject = models.CharField("subject before", max_length=300, blank=True)
    words = models.TextField("words before", blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)

    objects = NoticeStepQuerySet.as_manager()

    class Meta:
        ordering = ["taken_at", "id"]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.notice}"
