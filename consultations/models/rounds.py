"""Rounds of consultation and the delegations invited to them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from drafts.models import Edition, Instrument, Rendition

from .organisations import Membership, Organisation


class RoundQuerySet(models.QuerySet["Round"]):
    def accepting_comments_of(
        self, person: Any, now: datetime | None = None, *, with_late: bool = False
    ) -> "RoundQuerySet":
        """Running, and the instant lies in the window of a class of participant that this person belongs to: from the
        opening on, up to the closing, exclusive; `with_late` also where late comments are taken still. One query for
        the classes.
        """
        now = now or timezone.now()
        own = models.Q(comments_open_at__lte=now, comments_close_at__gt=now)
        if with_late:
            own |= models.Q(comments_close_at__lte=now, late_until__gt=now)
        there = self.running(now).with_delegation_of(person)
        windows = apps.get_model("consultations", "Window").objects.filter(round=models.OuterRef("pk"))
        takes = models.Q(pk__in=[])
        for kind in kinds_of(person):
            of_class = windows.filter(participants=kind)
            takes |= models.Q(models.Exists(of_class.filter(opens_at__lte=now, closes_at__gt=now)))
            takes |= models.Q(~models.Exists(of_class)) & own
            if with_late:
                takes |= models.Q(models.Exists(of_class.filter(closes_at__lte=now)), late_until__gt=now)
        return there.filter(takes)

    def visible_to(self, person: Any) -> "RoundQuerySet":
        """Core Group and secretariat see all; others the rounds that they were invited to, and public ones, once they
        are opened.
        """
        if person.is_core:
            return self
        invited = models.Exists(
            Delegation.objects.filter(round=models.OuterRef("pk"), organisation__in=Organisation.objects.of(person))
        )
        public = models.Q(disclosure=Round.Disclosure.PUBLIC)
        return self.filter(invited | public, opened_at__lte=timezone.now())

    def disclosed_to_delegations(self, now: datetime | None = None) -> "RoundQuerySet":
        """The same rule as Round.has_disclosed_comments, for many."""
        ended = self.with_comments_ended(now).values("pk")
        sealed = (Round.Disclosure.PARTICIPANTS, Round.Disclosure.PUBLIC)
        return self.filter(
            models.Q(disclosure=Round.Disclosure.AT_ONCE) | models.Q(disclosure__in=sealed, pk__in=ended)
        )

    def open_to_everybody(self, now: datetime | None = None) -> "RoundQuerySet":
        """Public rounds that were opened and have disclosed their comments, as a subquery of primary keys."""
        now = now or timezone.now()
        public = self.filter(disclosure=Round.Disclosure.PUBLIC, opened_at__lte=now)
        return public.with_comments_ended(now).values("pk")  # type: ignore[return-value]

    def compiled_for(self, edition: Edition, slug: str) -> "RoundQuerySet":
        """Those whose comments a compilation on the edition shows: one by name, else all that have it under discussion
        or have comments on it."""
        if slug:
            return self.filter(slug=slug)
        mentions = [
            apps.get_model("consultations", name).objects.filter(edition=edition).order_by().values("round")
            for name in ("FurtherDocument", "Comment")
        ]
        return self.filter(models.Q(edition=edition) | models.Q(pk__in=mentions[0]) | models.Q(pk__in=mentions[1]))

    def with_delegation_of(self, person: Any) -> "RoundQuerySet":
        """Those in which an organisation of this person takes part."""
        return self.filter(delegations__organisation__in=Organisation.objects.of(person)).distinct()

    def joined_by(self, organisation: Organisation) -> "RoundQuerySet":
        return self.filter(pk__in=Delegation.objects.filter(organisation=organisation).values("round"))

    def on_instrument(self, instrument: Instrument) -> "RoundQuerySet":
        return self.filter(instrument=instrument).select_related("edition")

    def discussing(self, instrument: Instrument) -> "RoundQuerySet":
        """The rounds that have an edition of it under discussion, as their own or as a further document."""
        further = apps.get_model("consultations", "FurtherDocument").objects.filter(edition__instrument=instrument)
        return self.filter(models.Q(instrument=instrument) | models.Q(pk__in=further.order_by().values("round")))

    def for_reading(self) -> "RoundQuerySet":
        """With the edition under discussion and its instrument, which every mention of a round names, and the windows
        of classes of participants."""
        return self.select_related("edition__instrument", "instrument").prefetch_related("windows")

    def running(self, now: datetime | None = None) -> "RoundQuerySet":
        """Opened and not closed at the instant, whatever the comment window says."""
        now = now or timezone.now()
        return self.filter(opened_at__lte=now).exclude(closed_at__lte=now)

    def with_comments_ended(self, now: datetime | None = None) -> "RoundQuerySet":
        """Closed, or the last window of all classes is over: then sealed comments are disclosed where they ever are."""
        now = now or timezone.now()
        windows = apps.get_model("consultations", "Window").objects.filter(round=models.OuterRef("pk"))
        over = models.Q(comments_close_at__lte=now) & ~models.Exists(windows.filter(closes_at__gt=now))
        return self.filter(models.Q(closed_at__lte=now) | over)

    def last_closed(self, instrument: Instrument) -> "Round | None":
        """The round on an edition of the instrument that was closed last."""
        closed = self.on_instrument(instrument).filter(closed_at__lte=timezone.now(), edition__isnull=False)
        return closed.order_by("-closed_at", "-id").first()

    def newest_first(self) -> "RoundQuerySet":
        return self.order_by("-starts_on", "-id")


def kinds_of(person: Any) -> frozenset[str]:
    """The classes of participant that this person belongs to today. One query."""
    return frozenset(Organisation.objects.of(person).order_by().values_list("kind", flat=True))


class CloseWording(models.TextChoices):
    """How the end of a window is said. The stored instant is always the first one that is too late; "before 8 April"
    and "no later than 14 April" (its whole day) are two ways to name one.
    """

    BEFORE = "before", "before that instant"
    THROUGH = "through", "no later than the day that ends then"


@dataclass(frozen=True)
class Interval:
    """A window for comments: from `opens_at` on, up to `closes_at`, exclusive."""

    opens_at: datetime
    closes_at: datetime
    close_wording: str = CloseWording.BEFORE

    def accepts(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at

    @property
    def says_through(self) -> bool:
        """Whether people are told the last day, and not the instant after it."""
        return self.close_wording == CloseWording.THROUGH


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
    symbol_stem = models.CharField(
        "symbols begin with", max_length=40, blank=True, help_text="What its documents are called by, such as MLA/PC/2."
    )
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

    @cached_property
    def documents(self) -> list[Edition]:
        """The editions under discussion, the round's own first; of one text there is one. One query."""
        further = self.further_documents.select_related("edition__instrument")  # declared beside FurtherDocument
        own = [self.edition] if self.edition else []
        return own + [document.edition for document in further]

    def document_of(self, instrument: str) -> Edition | None:
        """The edition under discussion of the text with this slug, "" for the round's own."""
        own = self.edition
        if not instrument or (own and own.instrument.slug == instrument):
            return own
        return next((edition for edition in self.documents if edition.instrument.slug == instrument), None)

    def is_open(self, now: datetime | None = None) -> bool:
        """Opened and not closed at the instant; both may have been laid down for a later one."""
        now = now or timezone.now()
        return bool(self.opened_at and self.opened_at <= now) and not self.is_closed(now)

    def is_closed(self, now: datetime | None = None) -> bool:
        return bool(self.closed_at and self.closed_at <= (now or timezone.now()))

    @cached_property
    def own_window(self) -> Interval | None:
        """The window of every class that has none of its own."""
        if not self.comments_open_at or not self.comments_close_at:
            return None
        return Interval(self.comments_open_at, self.comments_close_at, self.close_wording)

    @cached_property
    def window(self) -> Interval | None:
        """The window as the reader has it: the round's own until `seen_by` has said who reads."""
        return self.own_window

    def window_of(self, kind: str) -> Interval | None:
        """The window of a class of participant. No query where the windows were prefetched."""
        for window in self.windows.all():  # declared beside Window
            if window.participants == kind:
                return Interval(window.opens_at, window.closes_at, window.close_wording)
        return self.own_window

    def seen_by(self, kinds: Collection[str]) -> "Round":
        """The same round, its `window` that of these classes: of several the one that closes last."""
        theirs = [window for kind in kinds if (window := self.window_of(kind))]
        self.window = max(theirs, key=lambda window: window.closes_at, default=self.own_window)
        return self

    def accepts_comments(self, now: datetime | None = None, kind: str = "") -> bool:
        """The same rule as RoundQuerySet.accepting_comments_of, for one row and one class in hand."""
        now = now or timezone.now()
        window = self.window_of(kind)
        return self.is_open(now) and window is not None and window.accepts(now)

    def accepts_late_comments(self, now: datetime | None = None, kind: str = "") -> bool:
        """After the window of the class, and before the instant up to which late comments are taken."""
        now = now or timezone.now()
        window = self.window_of(kind)
        if not self.is_open(now) or window is None or self.late_until is None:
            return False
        return window.closes_at <= now < self.late_until

    def last_closing(self) -> datetime | None:
        """When the last window of all classes closes; None without one."""
        windows: Iterable[Any] = self.windows.all()
        closings = [closing for closing in (self.comments_close_at, *(one.closes_at for one in windows)) if closing]
        return max(closings, default=None)

    def has_ended_comments(self, now: datetime | None = None) -> bool:
        """The same rule as RoundQuerySet.with_comments_ended, for one row in hand."""
        now = now or timezone.now()
        closing = self.last_closing()
        return self.is_closed(now) or bool(self.comments_close_at and closing and closing <= (now or timezone.now()))

    def has_disclosed_comments(self, now: datetime | None = None) -> bool:
        """Whether every delegation of the round may read what others submitted. A seal holds until the last window of
        all classes has closed; a comment that comes late after that is read when it comes.
        """
        if self.disclosure == self.Disclosure.AT_ONCE:
            return True
        sealed_for_ever = self.disclosure == self.Disclosure.CORE_GROUP
        return not sealed_for_ever and self.has_ended_comments(now)

    @property
    def is_public(self) -> bool:
        return self.disclosure == self.Disclosure.PUBLIC

    def has_published_comments(self, now: datetime | None = None) -> bool:
        """Whether everybody may read them. The same rule as RoundQuerySet.open_to_everybody, for one row in hand."""
        opened = bool(self.opened_at and self.opened_at <= (now or timezone.now()))
        return self.is_public and opened and self.has_ended_comments(now)

    def shows_comments_to(self, audience: str) -> bool:
        """Whether every reader of this kind (core, delegations, public) may read what was submitted."""
        if audience == Rendition.Audience.CORE:
            return True
        is_public = audience == Rendition.Audience.PUBLIC
        return self.has_published_comments() if is_public else self.has_disclosed_comments()


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def of(self, person: Any) -> "DelegationQuerySet":
        return self.filter(organisation__in=Organisation.objects.of(person))

    def in_round(self, round: Round) -> "DelegationQuerySet":
        return self.filter(round=round).select_related("organisation")

    def of_kinds(self, kinds: tuple[str, ...]) -> "DelegationQuerySet":
        return self.filter(organisation__kind__in=kinds)

    def on_instrument(self, instrument: Instrument) -> "DelegationQuerySet":
        """Those of every round on it that has been opened."""
        return self.filter(round__instrument=instrument, round__opened_at__lte=timezone.now())

    def chosen_from(self, delegations: "list[Delegation]") -> "DelegationQuerySet":
        return self.filter(pk__in=[delegation.pk for delegation in delegations]).select_related("organisation")

    def locked(self, delegation: "Delegation") -> "Delegation":
        """The same row, held until the transaction ends: two who bring the same file do it one after the other."""
        return self.select_for_update(of=("self",)).select_related("organisation").get(pk=delegation.pk)

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
