"""Renditions: consolidated drafts asked for as files, and the state of the work on them."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from .clauses import Clause
from .editions import Edition
from .instruments import LANGUAGES, Instrument

ATTEMPTS = 3


def lease() -> timedelta:
    """A worker that has not reported for so long is taken for dead."""
    return timedelta(seconds=settings.EXPORT_LEASE)


class RenditionQuerySet(models.QuerySet["Rendition"]):
    def visible_to(self, person: Any) -> "RenditionQuerySet":
        """Secretariat and editors see all; others their own requests, but for what they have asked for as members of
        the Core Group that they no longer are."""
        if person.is_core:
            return self
        return self.filter(requested_by=person).exclude(audience=Rendition.Audience.CORE)

    def unfinished(self) -> "RenditionQuerySet":
        """Waiting or being made, with what a list names of each."""
        return self.filter(state__in=Rendition.UNFINISHED).select_related("instrument", "edition")

    def pending_as(self, asked: dict[str, Any], person: Any) -> "RenditionQuerySet":
        """What this person waits for already and what will be the same file: nobody has begun to make it, or it is of
        words that do not change any more."""
        begun = Q(state=Rendition.State.RUNNING, edition__isnull=False, variant__in=Rendition.FROZEN)
        same = self.filter(Q(state=Rendition.State.QUEUED) | begun, requested_by=person, **asked)
        return same.order_by("requested_at", "id")

    def of_instrument(self, instrument: Instrument) -> "RenditionQuerySet":
        return self.filter(instrument=instrument).select_related("instrument", "edition", "against", "requested_by")

    def with_what_it_shows(self) -> "RenditionQuerySet":
        return self.select_related("instrument", "edition", "against", "clause__article__instrument")

    def of_edition(self, edition: Edition) -> "RenditionQuerySet":
        return self.filter(edition=edition)

    def done(self) -> "RenditionQuerySet":
        return self.filter(state=Rendition.State.DONE)

    def issued_as(self, sha256: str) -> "RenditionQuerySet":
        """Finished files of editions with this checksum, the earliest first. Those made for a document of a series are
        issued with it, or never."""
        found = self.done().filter(sha256=sha256, edition__isnull=False, symbol="")
        return found.select_related("edition", "against").order_by("finished_at", "id")

    def for_round(self, slug: str) -> "RenditionQuerySet":
        """Those made for a round, but those for its register, with what a list names of each."""
        return self.filter(round_slug=slug, symbol="").select_related(
            "instrument", "edition", "against", "requested_by"
        )

    def abandoned(self, now: datetime) -> "RenditionQuerySet":
        """Not finished, and its lease (or, never taken up, its first ten minutes) is over: the worker died or the queue
        lost it."""
        never_taken = Q(lease_until__isnull=True, requested_at__lt=now - lease())
        unfinished = self.filter(state__in=Rendition.UNFINISHED)
        return unfinished.filter(Q(lease_until__lt=now) | never_taken)

    def untidy(self, now: datetime) -> "RenditionQuerySet":
        """At an end, and a worker that was killed or called off may have left a file of it in the store."""
        return self.exclude(state__in=Rendition.UNFINISHED).filter(lease_until__lt=now)

    def tidied(self, pk: int) -> None:
        """Its store has been looked through."""
        self.exclude(state__in=Rendition.UNFINISHED).filter(pk=pk).update(lease_until=None)

    def cancel(self, pk: int, now: datetime) -> bool:
        """Call one off; False where it is at an end already. A worker that makes it notices when it next reports."""
        running = self.filter(pk=pk, state__in=Rendition.UNFINISHED)
        return bool(running.update(state=Rendition.State.CANCELLED, finished_at=now))

    def take(self, pk: int, now: datetime) -> bool:
        """Claim one for rendering; False where another worker has it or it is done. The one conditional update
        decides."""
        claimable = Q(state=Rendition.State.QUEUED) | Q(state=Rendition.State.RUNNING, lease_until__lt=now)
        return bool(
            self.filter(claimable, pk=pk, attempts__lt=ATTEMPTS).update(
                state=Rendition.State.RUNNING,
                attempts=F("attempts") + 1,
                lease_until=now + lease(),
                progress=0,
                failure="",
            )
        )

    def offer_again(self, pk: int, now: datetime) -> bool:
        """Put an abandoned one back into the queue; False where somebody else just did. Too many attempts make it a
        failure."""
        abandoned = self.abandoned(now).filter(pk=pk)
        sentence = (
            "It could not be made: three workers died over it. The secretariat's engineers find the cause in the log."
        )
        abandoned.filter(attempts__gte=ATTEMPTS).update(state=Rendition.State.FAILED, failure=sentence, finished_at=now)
        return bool(self.abandoned(now).filter(pk=pk).update(state=Rendition.State.QUEUED, lease_until=now + lease()))

    def _held(self, pk: int, attempt: int) -> "RenditionQuerySet":
        """The row, while the worker of that attempt has it; one that lost its lease to a later one finds nothing."""
        return self.filter(pk=pk, attempts=attempt, state=Rendition.State.RUNNING)

    def report(self, pk: int, attempt: int, percent: int, now: datetime) -> bool:
        """Progress of the worker that holds it, which renews its lease; False where it was called off, or is another's
        by now."""
        return bool(self._held(pk, attempt).update(progress=percent, lease_until=now + lease()))

    def finish(self, pk: int, attempt: int, **result: Any) -> bool:
        """The end of the work, written by the worker that holds it; False where it holds it no longer."""
        return bool(self._held(pk, attempt).update(**result))


class Rendition(models.Model):
    """One file: an edition (or the working text) in one language, variant and format. The truth about background work
    is here and not in the queue, so a killed worker loses nothing: its lease runs out and the work is offered again."""

    class State(models.TextChoices):
        QUEUED = "queued", "waiting"
        RUNNING = "running", "being made"
        DONE = "done", "ready"
        FAILED = "failed", "failed"
        CANCELLED = "cancelled", "called off"

    class Variant(models.TextChoices):
        CLEAN = "clean", "Clean text"
        REDLINE = "redline", "Redline"
        COMPILATION = "compilation", "Compilation of comments"
        # A view of the disputed words each: `drafts.text.resolution.View`.
        PLAIN = "plain", "Text without names"
        KEEP = "keep", "Hypothetical reading: disputed words kept"
        FIRST = "first", "Hypothetical reading: first alternatives only"
        DROP = "drop", "Hypothetical reading: disputed words left out"
        LANGUAGES = "languages", "Languages side by side"
        CONCORDANCE = "concordance", "Concordance table"
        DISPOSITIONS = "dispositions", "Disposition report"
        DELEGATION = "delegation", "Comments of one delegation"
        STORY = "story", "Story of a clause"
        BUNDLE = "bundle", "Bundle of the round"

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        HTML = "html", "HTML"
        TXT = "txt", "plain text"
        DOCX = "docx", "Word"
        AKN = "akn", "Akoma Ntoso"
        JSON = "json", "JSON"
        ZIP = "zip", "ZIP"

        @classmethod
        def of_texts(cls) -> "list[tuple[str, Any]]":
            """The choices for one text; a ZIP holds many."""
            return [choice for choice in cls.choices if choice[0] != cls.ZIP]

    class Paper(models.TextChoices):
        A4 = "a4", "A4"
        LETTER = "letter", "Letter"

    class Audience(models.TextChoices):
        """Whose eyes a bundle, a story or a document of a round is for."""

        CORE = "core", "Core Group and secretariat"
        DELEGATIONS = "delegations", "Delegations of the round"
        PUBLIC = "public", "Everybody"

    # What shows the comments on an edition. Who may read these is the affair of the round that they were made in.
    OF_COMMENTS = (Variant.COMPILATION, Variant.DISPOSITIONS, Variant.DELEGATION)
    UNFINISHED = (State.QUEUED, State.RUNNING)
    # Of an edition these are the same words whenever they are made; the others tell of comments and answers too.
    FROZEN = (
        Variant.CLEAN,
        Variant.REDLINE,
        Variant.PLAIN,
        Variant.KEEP,
        Variant.FIRST,
        Variant.DROP,
        Variant.LANGUAGES,
        Variant.CONCORDANCE,
    )

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="renditions")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="renditions")
    against = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    round_slug = models.SlugField(
        max_length=80, blank=True, help_text="The round it was made for; the compilation's comments are that round's."
    )
    occasion = models.CharField(
        max_length=300, blank=True, help_text="The conference, its place and dates, as the cover names them."
    )
    variant = models.CharField(max_length=12, choices=Variant.choices, default=Variant.CLEAN)
    format = models.CharField(max_length=5, choices=Format.choices, default=Format.PDF)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    under = models.CharField(
        max_length=40, blank=True, help_text="The choice of options of scope, such as 1+3; empty for all together."
    )
    line_numbers = models.BooleanField(default=False)
    paper = models.CharField(max_length=6, choices=Paper.choices, default=Paper.A4)
    low_ink = models.BooleanField(default=False, help_text="Without tints and rules that cost ink.")
    beside = models.CharField(max_length=20, blank=True, help_text="Codes of the languages in further columns: fr,es.")
    organisation = models.CharField(max_length=20, blank=True, help_text="Whose comments, by the organisation's code.")
    clause = models.ForeignKey(
        Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Whose story."
    )
    audience = models.CharField(max_length=11, choices=Audience.choices, blank=True)
    symbol = models.CharField(
        max_length=80, blank=True, help_text="Of the document that it is a file of; empty: the edition's own."
    )
    distribution = models.CharField(max_length=12, blank=True, help_text="General, Limited, Restricted.")
    agenda_item = models.CharField(max_length=200, blank=True)
    dated_at = models.DateTimeField(null=True, blank=True, help_text="The instant that its cover prints.")
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0, help_text="Percent.")
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    failure = models.TextField(blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to="renditions/%Y/%m/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    pages = models.PositiveIntegerField(null=True, blank=True)

    objects = RenditionQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-id"]

    def __str__(self) -> str:
        if self.variant == self.Variant.STORY:  # which is of no edition, nor of the working text alone
            return f"{self.what}, {self.instrument}"
        return f"{self.what} of {self.edition or 'the working text'}"

    def get_absolute_url(self) -> str:
        return reverse("drafts:rendition", kwargs={"slug": self.instrument.slug, "rendition": self.pk})

    @property
    def what(self) -> str:
        """The variant in words, and whose comments it has: "Comments of one delegation (CL)"."""
        whose = f" ({self.organisation})" if self.variant == self.Variant.DELEGATION else ""
        return f"{self.get_variant_display()}{whose}"

    @property
    def is_finished(self) -> bool:
        return self.state not in self.UNFINISHED

    def stored_as(self, attempt: int) -> str:
        """The name in the store of what that attempt made. Each attempt has one of its own, and any process can work
        it out: so a dead worker's file is found, and one that comes too late overwrites nothing."""
        return f"renditions/{self.requested_at:%Y/%m}/{self.pk}-{attempt}.{self.format}"
