"""Articles, their texts by language (the versioned record) and editors' unsaved drafts."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.functions import Cast
from django.urls import reverse

from drafts.text import grammar
from mla_portal.versioning import AppendOnlyHistory, RefusesBulkWrites, Versioned, VersionHistory

from .instruments import LANGUAGES, LONGEST_HEADING, Division, Instrument


class ArticleQuerySet(models.QuerySet["Article"]):
    def in_order(self) -> "ArticleQuerySet":
        return self.order_by("position")

    def with_printed_label(self) -> "ArticleQuerySet":
        """`printed_label` is that of the newest edition, NULL before the first."""
        pins = apps.get_model("drafts", "EditionText").objects.filter(article=models.OuterRef("pk"))
        newest = pins.order_by("-edition__issued_at", "-edition").values("label")[:1]
        return self.annotate(printed_label=models.Subquery(newest))

    def standing(self) -> "ArticleQuerySet":
        """All but those that were taken out of the working text before any edition had them."""
        return self.filter(is_withdrawn=False)


class Article(models.Model):
    """The unit that is edited. Its label is frozen while the text is negotiated; position alone gives the order."""

    class Kind(models.TextChoices):
        FRONT = (
            "front",
            "Title",
        )  # its heading is the instrument's title in that language, its body what stands below it
        PREAMBLE = "preamble", "Preamble"
        ARTICLE = "article", "Article"
        TESTIMONIUM = "testimonium", "Closing words"
        ANNEX = "annex", "Annex"

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="articles")
    division = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, blank=True, related_name="articles")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.ARTICLE)
    label = models.CharField(max_length=20, blank=True)
    slug = models.CharField(max_length=40)
    position = models.PositiveIntegerField()
    is_withdrawn = models.BooleanField(
        default=False,
        help_text="Taken out of the working text before any edition had it; its versions stay. An article that an "
        "edition has is deleted by a version that says “[Deleted]” and keeps its number.",
    )

    printed_label: "str | None"  # where the queryset was asked for it

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "slug"], name="article_slug_is_unique"),
            models.UniqueConstraint(fields=["instrument", "position"], name="article_position_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.label}".strip()

    def get_absolute_url(self) -> str:
        return reverse("drafts:article", kwargs={"slug": self.instrument.slug, "label": self.slug})


class TextContent(models.Model):
    """What a text says: shared by the current row and, through simple-history's copy, by every version."""

    class Meta:
        abstract = True

    heading: str
    blocks: list[dict[str, Any]]
    language: str

    def clauses(self) -> list[grammar.Block]:
        """The blocks as the text core knows them, with computed labels."""
        return grammar.from_json(self.blocks, self.language)

    def source(self) -> str:
        """The body in the drafting syntax, as an editor sees it."""
        return grammar.source_of(self.clauses(), self.language)


class TextQuerySet(RefusesBulkWrites):
    def of(self, instrument: Instrument) -> "TextQuerySet":
        """The working text: every article that has not been withdrawn."""
        return self.filter(article__instrument=instrument, article__is_withdrawn=False)

    def in_language(self, language: str) -> "TextQuerySet":
        return self.filter(language=language)

    def now(self, article: Article, language: str) -> Any:
        """An article as it stands now; raises DoesNotExist where it has no text in the language."""
        return self.get(article=article, language=language)

    def in_order(self) -> "TextQuerySet":
        """As they are read; always the same order, so that two acts that lock them wait for each other and never in a
        circle."""
        return self.select_related("article").order_by("article__position", "language")


class VersionQuerySet(AppendOnlyHistory):
    def of_article(self, article: Article, language: str) -> "VersionQuerySet":
        """The versions of one article in one language, the newest first, with what a history says of each."""
        found = self.filter(article=article, language=language).select_related("history_user", "act")
        return found.prefetch_related("pinned_by__edition").order_by("-number")

    def numbered(self, number: int) -> Any:
        """The version of that number among these, or None."""
        return self.filter(number=number).first()

    def since(self, number: int) -> "VersionQuerySet":
        return self.filter(number__gt=number).without_words()

    def without_words(self) -> "VersionQuerySet":
        """For lists that name versions: the clauses stay in the database."""
        return self.defer("blocks").prefetch_related(None)

    def of_instrument(self, instrument: Instrument) -> "VersionQuerySet":
        """Those of all its articles in all languages, withdrawn articles included."""
        return self.filter(article__instrument=instrument)

    def holding(self, clause: Any) -> "VersionQuerySet":
        """Those in which the clause stands. From one article into another only an act puts it, which writes a version
        of both, so that the words of few articles are searched, as they are stored."""
        moving = ("split_article", "merge_articles", "restore_edition")
        exchanged = self.model.objects.filter(act__kind__in=moving, act__instrument=clause.article.instrument_id)
        likely = models.Q(article=clause.article_id) | models.Q(article__in=exchanged.values("article"))
        whole, none = Cast("blocks", models.TextField()), models.Value("", models.TextField())
        words = models.Case(models.When(likely, then=whole), default=none)
        return self.filter(likely).annotate(stored=words).filter(stored__contains=f'"{clause.pk}"')

    def for_blame(self, text: int, number: int) -> "VersionQuerySet":
        """Those of one text (a primary key) up to a number, the oldest first, with author and editions."""
        found = self.filter(id=text, number__lte=number).select_related("history_user")
        return found.prefetch_related("pinned_by__edition").order_by("number")

    def in_articles(self, articles: Any, language: str) -> "VersionQuerySet":
        """Those of several articles in one language, the oldest first, with author, act and article."""
        found = self.filter(article__in=articles, language=language).in_order_of_time()
        return found.select_related("article__instrument", "history_user", "act")

    def with_their_place(self, pks: Any) -> dict[int, Any]:
        """Primary key -> version with its article, author and editions. Two queries."""
        found = self.filter(history_id__in=list(pks)).select_related("article__instrument", "history_user", "act")
        return {version.pk: version for version in found.prefetch_related("pinned_by__edition")}

    def in_order_of_time(self) -> "VersionQuerySet":
        return self.order_by("history_date", "history_id")

    def pinned(self) -> "VersionQuerySet":
        """Those that stand in an edition: all that is known to readers outside the Core Group."""
        return self.filter(pinned_by__isnull=False).distinct()


class Text(TextContent, Versioned):
    """One article in one language: heading and body. This is the versioned record."""

    class Nature(models.TextChoices):
        SUBSTANTIVE = "substantive", "substantive"
        EDITORIAL = "editorial", "editorial"

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    heading = models.CharField(max_length=LONGEST_HEADING, blank=True)
    blocks = models.JSONField(default=list)
    nature = models.CharField(
        max_length=11, choices=Nature.choices, blank=True, help_text="Of the last change, where its author said it."
    )
    grounds = models.JSONField(
        default=list, help_text="What the last change answers: primary keys of comments, which this app does not know."
    )
    act = models.ForeignKey(
        "drafts.Act",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The act on the whole instrument that the last change was part of.",
    )

    history = VersionHistory(bases=[TextContent], historical_queryset=VersionQuerySet)
    objects = TextQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "language"], name="text_one_per_language")]

    def __str__(self) -> str:
        return f"{self.article}, version {self.number}"


Version = Text.history.model  # one immutable historical Text


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, person: Any) -> "DraftQuerySet":
        return self.filter(person=person)

    def on(self, article: Article, language: str) -> "DraftQuerySet":
        return self.filter(article=article, language=language).select_related("base")

    def newest_first(self) -> "DraftQuerySet":
        return self.select_related("article__instrument").order_by("-kept_at")


class Draft(models.Model):
    """What one editor has typed and not yet saved. Not a version; seen by nobody else; overwritten by each autosave."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="drafts")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    base = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    heading = models.CharField(max_length=LONGEST_HEADING, blank=True)
    source = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    kept_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "article", "language"], name="draft_one_per_person")]

    def __str__(self) -> str:
        return f"Draft of {self.article}"
