"""Rounds of consultation and the delegations invited to them."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from drafts.models import Edition, Instrument

from .organisations import Membership, Organisation


class RoundQuerySet(models.QuerySet["Round"]):
    def accepting_comments(self, now: datetime | None = None) -> "RoundQuerySet":
        """Opened by the secretariat, and the instant lies in the window: from the opening on, up to the closing,
        exclusive.
        """
        now = now or timezone.now()
        return self.filter(
            opened_at__isnull=False, closed_at__isnull=True, comments_open_at__lte=now, comments_close_at__gt=now
        )

    def visible_to(self, person: Any) -> "RoundQuerySet":
        """Core Group and secretariat see all; a delegation sees the rounds that it was invited to, once they are
        opened.
        """
        if person.is_core:
            return self
        return self.filter(
            opened_at__isnull=False, delegations__organisation__in=Organisation.objects.of(person)
        ).distinct()

    def with_delegation_of(self, person: Any) -> "RoundQuerySet":
        """Those in which an organisation of this person takes part."""
        return self.filter(delegations__organisation__in=Organisation.objects.of(person)).distinct()

    def joined_by(self, organisation: Organisation) -> "RoundQuerySet":
        return self.filter(pk__in=Delegation.objects.filter(organisation=organisation).values("round"))

    def on_instrument(self, instrument: Instrument) -> "RoundQuerySet":
        return self.filter(instrument=instrument).select_related("edition")

    def for_reading(self) -> "RoundQuerySet":
        """With the edition under discussion and its instrument, which every mention of a round names."""
        return self.select_related("edition__instrument", "instrument")

    def running(self) -> "RoundQuerySet":
        """Opened and not closed, whatever the comment window says."""
        return self.filter(opened_at__isnull=False, closed_at__isnull=True)

    def discussing(self, edition: Edition, slug: str = "") -> "RoundQuerySet":
        """The rounds in which the edition was under discussion; only the one with this slug where it is given."""
        found = self.filter(edition=edition)
        return found.filter(slug=slug) if slug else found

    def last_closed(self, instrument: Instrument) -> "Round | None":
        """The round on an edition of the instrument that was closed last."""
        closed = self.on_instrument(instrument).filter(closed_at__isnull=False, edition__isnull=False)
        return closed.order_by("-closed_at", "-id").first()

    def newest_first(self) -> "RoundQuerySet":
        return self.order_by("-starts_on", "-id")


class CloseWording(models.TextChoices):
    """How the end of a window is said. The stored instant is always the first one that is too late; "before 8 April"
    and "no later than 14 April" (its whole day) are two ways to name one.
    """

    BEFORE = "before", "before that instant"
    THROUGH = "through", "no later than the day that ends then"


class Round(models.Model):
    """A conference or consultation round: one edition under discussion, and a window for written comments.

    The window is two instants; the venue's time zone only says how they are shown. A comment is in time when
    the server receives it at or after `comments_open_at` and before `comments_close_at`, while the round is
    open.
    """

    class Disclosure(models.TextChoices):
        CORE_GROUP = "core_group", "Core Group only"
        AT_ONCE = "at_once", "All delegations of the round, at once"
        PARTICIPANTS = "participants", "All delegations of the round, when the window has closed"
        PUBLIC = "public", "Everybody, when the window has closed"

    class Kind(models.TextChoices):
        PREPARATORY = "preparatory", "Preparatory conference"
        INFORMAL = "informal", "Informal consultation"
        WRITTEN = "written", "Written consultation"
        STRATEGIC = "strategic", "Strategic meeting"
        DIPLOMATIC = "diplomatic", "Diplomatic conference"

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.INFORMAL)
    title = models.CharField(max_length=300)
    venue = models.CharField(max_length=200, blank=True)
    is_virtual = models.BooleanField("held by video", default=False)
    chair_name = models.CharField("chair", max_length=200, blank=True)
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rounds_chaired",
        help_text="The account that may read the position map.",
    )
    summary = models.TextField(blank=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    starts_on = models.DateField()
    ends_on = models.DateField()
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, null=True, blank=True, related_name="rounds")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="rounds")
    disclosure = models.CharField(
        max_length=12,
        choices=Disclosure.choices,
        default=Disclosure.CORE_GROUP,
        help_text="Who may read submitted comments besides the organisation that wrote them.",
    )
    comments_open_at = models.DateTimeField(null=True, blank=True)
    comments_close_at = models.DateTimeField(null=True, blank=True)
    close_wording = models.CharField(max_length=8, choices=CloseWording.choices, default=CloseWording.BEFORE)
    late_until = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Comments that come after the window and before this instant are taken, marked as late and printed "
        "in an addendum. Without it none is taken.",
    )
    registration_closes_at = models.DateTimeField(null=True, blank=True)
    visa_registration_closes_at = models.DateTimeField(
        null=True, blank=True, help_text="Where a visa is needed; earlier than the other."
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="round_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(comments_open_at__isnull=True, comments_close_at__isnull=True)
                | models.Q(comments_close_at__gt=models.F("comments_open_at")),
                name="round_window_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("consultations:round", kwargs={"slug": self.slug})

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def closes_there(self) -> datetime | None:
        """The closing instant in the venue's time."""
        return self.comments_close_at and self.comments_close_at.astimezone(self.zone)

    def accepts_comments(self, now: datetime | None = None) -> bool:
        """The same rule as RoundQuerySet.accepting_comments, for one row in hand."""
        now = now or timezone.now()
        return bool(
            self.opened_at
            and not self.closed_at
            and self.comments_open_at
            and self.comments_close_at
            and self.comments_open_at <= now < self.comments_close_at
        )

    def has_disclosed_comments(self, now: datetime | None = None) -> bool:
        """Whether every delegation of the round may read what others submitted: never before the window has closed."""
        now = now or timezone.now()
        ended = self.closed_at or (self.comments_close_at and self.comments_close_at <= now)
        return self.disclosure == self.Disclosure.PARTICIPANTS and bool(ended)


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def of(self, person: Any) -> "DelegationQuerySet":
        return self.filter(organisation__in=Organisation.objects.of(person))

    def in_round(self, round: Round) -> "DelegationQuerySet":
        return self.filter(round=round).select_related("organisation")

    def of_kinds(self, kinds: tuple[str, ...]) -> "DelegationQuerySet":
        return self.filter(organisation__kind__in=kinds)

    def on_instrument(self, instrument: Instrument) -> "DelegationQuerySet":
        """Those of every round on it that has been opened."""
        return self.filter(round__instrument=instrument, round__opened_at__isnull=False)

    def chosen_from(self, delegations: "list[Delegation]") -> "DelegationQuerySet":
        return self.filter(pk__in=[delegation.pk for delegation in delegations]).select_related("organisation")

    def counts_by_round(self) -> dict[int, int]:
        """Primary key of the round -> number of delegations, in one query."""
        return dict(self.order_by().values_list("round_id").annotate(models.Count("pk")))

    def led_by(self, person: Any) -> "DelegationQuerySet":
        """Those for which this person is the focal point, who alone submits."""
        leads = Membership.objects.current().filter(person=person, role=Membership.Role.FOCAL_POINT)
        return self.filter(organisation__memberships__in=leads).distinct()


class Delegation(models.Model):
    """An organisation in a round."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="delegations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="delegations")
    invited_at = models.DateTimeField(default=timezone.now)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name"]
        constraints = [models.UniqueConstraint(fields=["round", "organisation"], name="delegation_once_per_round")]

    def __str__(self) -> str:
        return f"{self.organisation} at {self.round}"
