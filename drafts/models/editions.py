"""Editions: frozen, numbered drafts. Each pins one version per article and language by foreign key."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple, NoReturn

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from mla_portal.versioning import UnversionedWrite

from .articles import Article, Version
from .instruments import LANGUAGES, Division, Heading, Instrument


class FrozenQuerySet(models.QuerySet):
    """Rows of an edition are written once, when it is published."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UnversionedWrite("An edition is frozen: its rows are never changed or removed.")

    update = bulk_update = delete = _refuse
    update.alters_data = True  # type: ignore[attr-defined]

    def pins(self, edition: "Edition") -> Any:
        """Row and number of each version that the edition pins, without its words."""
        return self.filter(edition=edition).values_list("version__id", "version__number")


class BySymbol:
    """For querysets of rows that have a document symbol."""

    filter: Any

    def with_symbol(self, symbol: str) -> Any:
        return self.filter(symbol__iexact=symbol)

    def symbols_from(self, beginning: str) -> list[str]:
        """The symbols that begin so."""
        return list(self.filter(symbol__istartswith=beginning).order_by().values_list("symbol", flat=True))


class EditionQuerySet(BySymbol, FrozenQuerySet):
    def before(self, edition: "Edition") -> "EditionQuerySet":
        """Earlier editions of the same instrument, the latest of them first."""
        earlier = self.filter(instrument=edition.instrument_id, issued_at__lt=edition.issued_at)
        return earlier.exclude(pk=edition.pk).order_by("-issued_at", "-id")

    def issued_since(self, moment: datetime) -> "EditionQuerySet":
        return self.filter(issued_at__gt=moment).select_related("instrument")

    def issued_between(self, start: datetime, end: datetime) -> "EditionQuerySet":
        return self.filter(issued_at__gt=start, issued_at__lte=end).select_related("instrument")

    def among(self, editions: "Iterable[Edition]") -> "EditionQuerySet":
        return self.filter(pk__in=[edition.pk for edition in editions]).select_related("instrument")

    def beside(self, editions: "Iterable[Edition]") -> "EditionQuerySet":
        """All editions of the instruments that these are of, the newest first."""
        instruments = {edition.instrument_id for edition in editions}
        return self.filter(instrument__in=instruments).select_related("instrument").newest_first()

    def of_other_instruments(self, instruments: Iterable[int]) -> "EditionQuerySet":
        """Of texts under negotiation but these."""
        negotiated = self.filter(instrument__kind=Instrument.Kind.NEGOTIATED).select_related("instrument")
        return negotiated.exclude(instrument__in=list(instruments))

    def newest_first(self) -> "EditionQuerySet":
        return self.order_by("-issued_at", "-id")

    def proved_by(self, checksum: str) -> "EditionQuerySet":
        return self.filter(checksum=checksum)

    def in_order_of_recording(self, instrument: Instrument) -> "EditionQuerySet":
        """Those of the instrument as they follow each other in the chain. Not by date: a test or a taking over may
        record an edition under an earlier one."""
        return self.filter(instrument=instrument).order_by("pk")

    def in_discussion(self) -> "EditionQuerySet":
        """Those under discussion in a round that has been opened and not closed. The relation's other end is the
        rounds'."""
        now = timezone.now()
        running = models.Q(rounds__closed_at__isnull=True) | models.Q(rounds__closed_at__gt=now)
        return self.filter(running, rounds__opened_at__lte=now).distinct()


class Edition(models.Model):
    """A frozen draft with a document symbol. `label` is how people call it ("Draft 2"), `slug` how a URL does."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="editions")
    label = models.CharField(max_length=40)
    slug = models.CharField(max_length=40)
    symbol = models.CharField(max_length=80, help_text="Document symbol with its Rev. or Corr. suffix.")
    title = models.CharField(max_length=500, help_text="The instrument's title on that day.")
    note = models.TextField(blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checksum = models.CharField(max_length=64, help_text="SHA-256 over everything that the edition pins.")
    past = models.CharField(max_length=64, help_text="SHA-256 over every version that led to what it pins.")
    chain = models.CharField(max_length=64, help_text="SHA-256 over these two and the chain of the edition before it.")

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["issued_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "label"], name="edition_label_is_unique"),
            models.UniqueConstraint(fields=["instrument", "slug"], name="edition_slug_is_unique"),
            models.UniqueConstraint(fields=["symbol"], name="edition_symbol_is_unique"),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("drafts:edition", kwargs={"slug": self.instrument.slug, "edition": self.slug})


class Issue(NamedTuple):
    """Which version of a text an edition prints: the edition in words ("Draft 2 (MLA/DC/2026/2)"), when it was issued,
    and primary key, language and number of article and version."""

    name: str
    at: datetime
    article: int
    language: str
    number: int


class EditionTextQuerySet(FrozenQuerySet):
    def of_edition(self, edition: "Edition | None", language: str) -> "EditionTextQuerySet":
        """Which articles stand in it, in reading order; their texts are left in the database."""
        found = self.filter(edition=edition, language=language)
        return found.select_related("article").order_by("position")

    def pinned_in(self, edition: "Edition") -> "Any":
        """Of what it pins, in reading order and by language: the article's slug, language, label, number of version."""
        found = self.filter(edition=edition).order_by("language", "position")
        return found.values_list("article__slug", "language", "label", "version__number")

    def label_in(self, edition: Any, article: Any) -> models.Subquery:
        """For annotations: the label of an article in an edition, both given as expressions; NULL where it is not in
        it."""
        return models.Subquery(self.filter(edition=edition, article=article).order_by("pk").values("label")[:1])

    def with_versions(self) -> "EditionTextQuerySet":
        """With number, author and date of each version; the words stay in the database."""
        return self.select_related("article__instrument", "version__history_user").defer("version__blocks")

    def pins_of(self, article: Article, language: str) -> "EditionTextQuerySet":
        """Every edition that has the article, with the number of the version that it pins; the words stay away."""
        found = self.filter(article=article, language=language).select_related("edition", "version")
        return found.only(
            "edition__issued_at", "edition__label", "edition__slug", "edition__instrument", "version__number"
        )

    def of_versions(self, versions: Any) -> "EditionTextQuerySet":
        """Where these versions (primary keys) are pinned, by date of issue."""
        found = self.filter(version__in=list(versions)).select_related("edition__instrument", "article__instrument")
        return found.order_by("edition__issued_at", "edition_id")

    def in_editions(self, editions: Iterable[int], language: str) -> "EditionTextQuerySet":
        """What stands in any of these editions, with its words."""
        return self.filter(edition__in=editions, language=language).select_related("version").order_by("position")

    def places_in(self, editions: "Iterable[Edition]", language: str) -> Any:
        """Of what stands in these editions: edition, article, position, kind and label, without the words."""
        found = self.filter(edition__in=editions, language=language).order_by("position")
        return found.values_list("edition_id", "article_id", "position", "article__kind", "label")

    def of_articles(self, articles: Iterable[int]) -> "EditionTextQuerySet":
        return self.filter(article__in=list(articles))

    def as_issued(self) -> "list[Issue]":
        """The version of each text in each edition, the earliest issue first; the words stay away."""
        rows = self.order_by("edition__issued_at", "edition_id").values_list(
            "edition__label", "edition__symbol", "edition__issued_at", "article", "language", "version__number"
        )
        return [Issue(f"{label} ({symbol})", *rest) for label, symbol, *rest in rows]

    def of_article(self, article: Article) -> "EditionTextQuerySet":
        return self.filter(article=article).select_related("version")


class EditionText(models.Model):
    """One article of an edition in one language: the version, and where it stood under which label."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="texts")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    division = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    label = models.CharField(max_length=20, blank=True)
    position = models.PositiveIntegerField()
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="pinned_by")

    objects = EditionTextQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "article", "language"], name="edition_pins_one_version_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article} in {self.edition}"


class EditionHeading(models.Model):
    """One division of an edition in one language, and the division that it stood in."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="headings")
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    label = models.CharField(max_length=20)
    position = models.PositiveIntegerField()
    version = models.ForeignKey(Heading.history.model, on_delete=models.PROTECT, related_name="pinned_by")

    objects = FrozenQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "division", "language"], name="edition_pins_one_heading_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.division} in {self.edition}"
