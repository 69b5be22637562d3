"""Conference documents: what is issued in a round under a symbol of its series, and the files of each."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from drafts.models import Edition, Rendition
from drafts.models.editions import BySymbol
from drafts.models.instruments import LANGUAGES

from .rounds import Delegation, Round


class ConferenceDocumentQuerySet(BySymbol, models.QuerySet["ConferenceDocument"]):
    def issued(self) -> "ConferenceDocumentQuerySet":
        return self.filter(issued_at__isnull=False)

    def issued_since(self, moment: datetime) -> "ConferenceDocumentQuerySet":
        """The latest first, with the round that each names."""
        return self.filter(issued_at__gt=moment).select_related("round").order_by("-issued_at", "-pk")

    def in_preparation(self) -> "ConferenceDocumentQuerySet":
        return self.filter(issued_at__isnull=True)

    def in_round(self, round: Round) -> "ConferenceDocumentQuerySet":
        return self.filter(round=round)

    def visible_to(self, person: Any) -> "ConferenceDocumentQuerySet":
        """Core Group and secretariat see all, also what is being prepared; delegations of a round what was issued to
        them; everybody, with an account or without, what was issued to everybody.
        """
        if getattr(person, "is_core", False):
            return self
        readable = Q(audience=ConferenceDocument.Audience.PUBLIC)
        if person.is_authenticated:
            rounds = Delegation.objects.of(person).order_by().values("round")
            readable |= Q(audience=ConferenceDocument.Audience.DELEGATIONS, round__in=rounds)
        return self.issued().filter(readable)

    def meant_for(self, audience: str) -> "ConferenceDocumentQuerySet":
        """What was issued to these readers: of a bundle that goes from hand to hand."""
        kinds = ConferenceDocument.Audience.values
        return self.issued().filter(audience__in=kinds[kinds.index(audience) :])

    def for_register(self) -> "ConferenceDocumentQuerySet":
        """With what a line of the register names: files, and what follows or is followed. Three queries."""
        found = self.select_related("round", "follows", "edition__instrument", "issued_by")
        files = DocumentFile.objects.select_related("rendition").order_by("pk")
        return found.prefetch_related(models.Prefetch("files", queryset=files))

    def following(self, document: "ConferenceDocument") -> "ConferenceDocumentQuerySet":
        """What replaces, corrects or adds to it, in the order of issue."""
        return self.filter(follows=document).order_by("issued_at", "pk")


class ConferenceDocument(models.Model):
    """One document of a round. It is prepared, looked at and then issued; once `issued_at` is set, neither the row nor
    its files ever change, and the database refuses to. A revision, corrigendum or addendum is a document that follows.
    """

    class Series(models.TextChoices):
        """The usual series of conferences; the letters stand in the symbol."""

        LIMITED = "L", "L: drafts and proposals"
        ROOM = "CRP", "CRP: conference room papers"
        INFORMATION = "INF", "INF: information"
        WORKING = "WP", "WP: working papers"
        NONE = "", "no series: the symbol is typed"

    class Relation(models.TextChoices):
        REVISION = "rev", "Revision: it replaces the document"
        CORRIGENDUM = "corr", "Corrigendum: it corrects the document"
        ADDENDUM = "add", "Addendum: it adds to the document"

    class Distribution(models.TextChoices):
        GENERAL = "general", "General"
        LIMITED = "limited", "Limited"
        RESTRICTED = "restricted", "Restricted"

    # Who may read it: the same readers that bundles and stories are made for. Each kind reads also what the later ones
    # may.
    Audience = Rendition.Audience

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="conference_documents")
    symbol = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    distribution = models.CharField(max_length=12, choices=Distribution.choices, default=Distribution.LIMITED)
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.DELEGATIONS)
    agenda_item = models.CharField(max_length=200, blank=True)
    original_language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    relation = models.CharField(max_length=4, choices=Relation.choices, blank=True)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="conference_documents"
    )
    variant = models.CharField(
        max_length=12, blank=True, help_text="What its files show of the edition; empty for files that were uploaded."
    )
    dated_at = models.DateTimeField(default=timezone.now, help_text="The instant that its masthead prints.")
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_at = models.DateTimeField(null=True, blank=True)

    objects = ConferenceDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["follows"], condition=Q(relation="rev"), name="document_is_revised_once"),
            models.CheckConstraint(
                condition=Q(follows__isnull=True, relation="") | (Q(follows__isnull=False) & ~Q(relation="")),
                name="document_follows_as_something",
            ),
        ]

    def __str__(self) -> str:
        return self.symbol

    def get_absolute_url(self) -> str:
        return reverse("consultations:conference_document", kwargs={"symbol": self.symbol})

    @property
    def is_issued(self) -> bool:
        return self.issued_at is not None


class DocumentFileQuerySet(models.QuerySet["DocumentFile"]):
    def of_issued(self) -> "DocumentFileQuerySet":
        return self.filter(document__issued_at__isnull=False).select_related("document__round", "rendition")

    def with_checksum(self, sha256: str) -> "DocumentFileQuerySet":
        return self.of_issued().filter(sha256=sha256).order_by("pk")

    def named(self, language: str, format: str) -> "DocumentFileQuerySet":
        return self.filter(language=language, format=format).select_related("rendition", "document")


class DocumentFile(models.Model):
    """One file of a document: a rendition that the portal made, or one that was uploaded. `sha256` is written when the
    document is issued, and from then on the database refuses any change.
    """

    document = models.ForeignKey(ConferenceDocument, on_delete=models.PROTECT, related_name="files")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    format = models.CharField(max_length=5)
    rendition = models.ForeignKey(Rendition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    upload = models.FileField(upload_to="documents/%Y/%m/", blank=True)
    size = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)

    objects = DocumentFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "language", "format"], name="document_file_is_one_of_its_kind")
        ]

    def __str__(self) -> str:
        return f"{self.document} ({self.language}, {self.format})"

    def get_absolute_url(self) -> str:
        named = {"symbol": self.document.symbol, "language": self.language, "format": self.format}
        return reverse("consultations:conference_document_file", kwargs=named)

    @property
    def format_name(self) -> str:
        return str(Rendition.Format(self.format).label)

    @property
    def is_made(self) -> bool:
        return self.rendition is None or self.rendition.state == Rendition.State.DONE

    @property
    def is_awaited(self) -> bool:
        return not self.is_made and not self.has_failed

    @property
    def has_failed(self) -> bool:
        """Also where somebody has called it off: it will not be made any more."""
        return self.rendition is not None and self.rendition.is_finished and not self.is_made

    @property
    def stored(self) -> Any:
        """The stored file, whoever made it."""
        return self.rendition.file if self.rendition else self.upload

    @property
    def name(self) -> str:
        """What the downloaded file is called: "MLA-PC-2-L.1-Rev.1-en.pdf"."""
        extension = "xml" if self.format == Rendition.Format.AKN else self.format
        return f"{self.document.symbol.replace('/', '-')}-{self.language}.{extension}"
