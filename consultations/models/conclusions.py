"""The chair's conclusions of a round, and statements made in its general debate."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from drafts.models import Article, Clause
from drafts.models.editions import BySymbol
from mla_portal.versioning import AppendOnlyRows

from .comments import Comment
from .organisations import Organisation
from .rounds import Round


class ConclusionQuerySet(models.QuerySet["Conclusion"]):
    def in_round(self, round: Round) -> "ConclusionQuerySet":
        """With what each is about, in the order of the sections. Four queries, however many there are."""
        found = self.filter(round=round).select_related("edited_by").order_by("position", "pk")
        comments = Comment.objects.for_naming()
        return found.prefetch_related(
            "clauses__article__instrument", "articles__instrument", models.Prefetch("comments", queryset=comments)
        )

    def standing(self) -> "ConclusionQuerySet":
        return self.filter(is_struck=False)


class Conclusion(models.Model):
    """One numbered conclusion. What was issued is frozen in ConclusionsIssue; rows may change until the next issue."""

    class Grade(models.TextChoices):
        """Graded outcomes, which are not votes: as chairs of preparatory conferences write them."""

        CONSENSUS = "consensus", "There was consensus"
        BROAD_SUPPORT = "broad_support", "There was broad support"
        OPTIONS = "options", "Options were identified"
        TO_BE_REVIEWED = "to_be_reviewed", "To be reviewed"
        NOTED = "noted", "Was noted"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="conclusions")
    section = models.CharField(max_length=200, help_text="The numbered section it stands in, such as “Way forward”.")
    position = models.PositiveIntegerField()
    grade = models.CharField(max_length=14, choices=Grade.choices)
    words = models.TextField()
    about = models.CharField(
        max_length=500, blank=True, help_text="Places of the text as typed: “article 12, paragraph 3”."
    )
    articles = models.ManyToManyField(Article, blank=True, related_name="conclusions")
    clauses = models.ManyToManyField(Clause, blank=True, related_name="conclusions")
    comments = models.ManyToManyField(Comment, blank=True, related_name="conclusions")
    is_struck = models.BooleanField(default=False, help_text="Taken out before it was issued; kept in the record.")
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)

    objects = ConclusionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.round}: {self.words[:60]}"


class IssuedQuerySet(BySymbol, AppendOnlyRows):
    refusal = "What was issued stays as it is: a later issue or statement follows it."

    def in_round(self, round: Round) -> "IssuedQuerySet":
        return self.filter(round=round)

    def newest_first(self) -> "IssuedQuerySet":
        return self.order_by("-issued_at", "-pk")

    def with_files(self) -> "IssuedQuerySet":
        """With the checksums of the files that were handed out."""
        return self.prefetch_related("files")

    def proved_by(self, checksum: str) -> "IssuedQuerySet":
        return self.filter(checksum=checksum).select_related("round")

    def uncorrected(self) -> "IssuedQuerySet":
        return self.filter(replaced_by__isnull=True).select_related("organisation")

    def by_day(self) -> "IssuedQuerySet":
        """Statements as they were delivered, with who spoke and what corrects what."""
        return self.select_related("organisation", "recorded_by", "replaces", "replaced_by").order_by(
            "delivered_on", "pk"
        )


class ConclusionsIssue(models.Model):
    """The conclusions as the chair issued them: frozen words under a symbol, with their checksum. Append-only."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="conclusions_issues")
    symbol = models.CharField(max_length=60, unique=True)
    content = models.JSONField(help_text="Sections and conclusions as issued.")
    checksum = models.CharField(max_length=64, help_text="SHA-256 of the content.")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)

    objects = IssuedQuerySet.as_manager()

    class Meta:
        ordering = ["issued_at", "id"]

    def __str__(self) -> str:
        return f"{self.symbol}: {self.round}"


class ConclusionsFileQuerySet(AppendOnlyRows):
    def with_checksum(self, sha256: str) -> "ConclusionsFileQuerySet":
        return self.filter(sha256=sha256).select_related("issue__round").order_by("made_at", "pk")


class ConclusionsFile(models.Model):
    """A file of issued conclusions as it was handed out, by its checksum; the bytes are made anew each time, and by a
    later release of the portal perhaps others. Append-only.
    """

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "Word file"
        TXT = "txt", "plain text"

    issue = models.ForeignKey(ConclusionsIssue, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=4, choices=Format.choices)
    sha256 = models.CharField(max_length=64, db_index=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = ConclusionsFileQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "format", "sha256"], name="conclusions_file_is_recorded_once")
        ]

    def __str__(self) -> str:
        return f"{self.issue.symbol} as {self.format}"


class Statement(models.Model):
    """What a participant said in the general debate, as handed in. Append-only: a correction names the one before."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="statements")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="statements")
    delivered_on = models.DateField()
    language = models.CharField(max_length=2, default="en")
    words = models.TextField()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = IssuedQuerySet.as_manager()

    class Meta:
        ordering = ["delivered_on", "id"]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.delivered_on}"
