"""Instruments and their divisions (parts, chapters, sections)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from mla_portal.versioning import RefusesBulkWrites, Versioned, VersionHistory

LANGUAGES = [
    ("en", "English"),
    ("fr", "French"),
    ("es", "Spanish"),
    ("ru", "Russian"),
    ("ar", "Arabic"),
    ("zh", "Chinese"),
]
LONGEST_HEADING = 500  # characters; what is longer is refused with a sentence, never cut
LANGUAGE_OWN_NAMES = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "ru": "Русский",
    "ar": "العربية",
    "zh": "中文",
}


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def negotiated(self) -> "InstrumentQuerySet":
        return self.filter(kind=Instrument.Kind.NEGOTIATED)

    def reference(self) -> "InstrumentQuerySet":
        return self.filter(kind=Instrument.Kind.REFERENCE)

    def with_editions(self) -> "InstrumentQuerySet":
        return self.prefetch_related("editions")

    def visible_to(self, person: object) -> "InstrumentQuerySet":
        """Core Group and secretariat see every instrument; others those that have an edition, and all reference
        instruments."""
        if getattr(person, "is_core", False):
            return self
        return self.filter(models.Q(kind=Instrument.Kind.REFERENCE) | models.Q(editions__isnull=False)).distinct()


class Instrument(models.Model):
    """A text under negotiation, or a reference instrument that clauses are taken from."""

    class Kind(models.TextChoices):
        NEGOTIATED = "negotiated", "under negotiation"
        REFERENCE = "reference", "reference"

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=LONGEST_HEADING)
    short_title = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.NEGOTIATED)
    original_language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "position", "title"]

    def __str__(self) -> str:
        return self.short_title or self.title

    def get_absolute_url(self) -> str:
        return reverse("drafts:instrument", kwargs={"slug": self.slug})

    def newest_edition(self) -> Any:
        """The edition issued last, None before the first. No query where the editions were prefetched."""
        return max(self.editions.all(), key=lambda edition: edition.issued_at, default=None)

    @property
    def is_negotiated(self) -> bool:
        return self.kind == self.Kind.NEGOTIATED


class Division(models.Model):
    """A part, chapter or section. Its heading is words of the treaty, so it is versioned by language like the articles'
    text."""

    class Kind(models.TextChoices):
        PART = "part", "Part"
        TITLE = "title", "Title"
        CHAPTER = "chapter", "Chapter"
        SECTION = "section", "Section"

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="divisions")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    label = models.CharField(max_length=20)
    position = models.PositiveIntegerField(help_text="Order in the whole instrument, counted over divisions.")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["instrument", "position"], name="division_position_is_unique")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.label}"


class HeadingQuerySet(RefusesBulkWrites):
    def in_language(self, language: str) -> "HeadingQuerySet":
        return self.filter(language=language)


class Heading(Versioned):
    """The heading of a division in one language."""

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="headings")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    words = models.CharField(max_length=LONGEST_HEADING, blank=True)

    history = VersionHistory()
    objects = HeadingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "language"], name="heading_one_per_language")]

    def __str__(self) -> str:
        return self.words
