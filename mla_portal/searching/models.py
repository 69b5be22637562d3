"""The index: what was said where, in stems. Derived from the record and made again at will; nothing rests on it."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection, models
from django.db.models import Exists, OuterRef, Q

from consultations.models import Comment
from drafts.models import Edition, EditionText, Instrument, Text
from drafts.models.articles import Version
from drafts.models.instruments import LANGUAGES

from .queries import Query


class EntryQuerySet(models.QuerySet["Entry"]):
    def clauses(self) -> "EntryQuerySet":
        """Of articles: their headings and their clauses."""
        return self.filter(version__isnull=False)

    def comments(self) -> "EntryQuerySet":
        return self.filter(comment__isnull=False)

    def saying(self, query: Query) -> "EntryQuerySet":
        """Those that hold every word and every phrase of the query, each in the entry's own language."""
        found = Q()
        for language, _ in LANGUAGES:
            found |= Q(language=language) & self._holding(query.phrases(language))
        return (self.annotate(vector=_VECTOR) if _has_vectors() else self).filter(found)

    def _holding(self, phrases: Iterable[list[str]]) -> Q:
        wanted = Q()
        for phrase in phrases:
            if _has_vectors():
                asked = SearchQuery(" ".join(phrase), config="simple", search_type="phrase")
                wanted &= Q(vector=asked)
            else:
                wanted &= Q(stems__contains=f" {' '.join(phrase)} ")
        return wanted

    def readable_by(self, person: Any) -> "EntryQuerySet":
        """Clauses in the words that this person reads: the working text, or what the newest edition pins."""
        return self.filter(version__in=readable_versions(person))

    def about(self, comments: Any) -> "EntryQuerySet":
        """Of comments among these."""
        return self.filter(comment__in=comments.order_by().values("pk"))

    def in_order(self) -> "EntryQuerySet":
        """By instrument and place in the text; the newest comments first."""
        return self.select_related("version__article__instrument").order_by(
            "version__article__instrument__position",
            "version__article__instrument_id",
            "version__article__position",
            "language",
            "place",
            "-comment__submitted_at",
            "pk",
        )

    def for_comments(self) -> "EntryQuerySet":
        found = self.select_related("comment__delegation__organisation", "comment__round")
        return found.order_by("-comment__submitted_at", "-comment_id")


class Entry(models.Model):
    """A heading (place 0) or a clause of one version of an article, or one submitted comment.

    `words` are plain: without brackets' attributions, footnotes and the secretariat's notes, which are not for
    everybody who may read the clause. `stems` are the same words' stems, a blank between and around them.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, null=True, related_name="+")
    clause = models.CharField(max_length=40, blank=True)
    place = models.PositiveIntegerField(default=0, help_text="0: the heading; clauses from 1.")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, null=True, related_name="+")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    words = models.TextField()
    stems = models.TextField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "place"], name="search_entry_of_a_clause_once"),
            models.UniqueConstraint(fields=["comment"], name="search_entry_of_a_comment_once"),
        ]

    def __str__(self) -> str:
        return self.words[:60]


_VECTOR = SearchVector("stems", config="simple")


def _has_vectors() -> bool:
    return connection.vendor == "postgresql"


def readable_versions(person: Any) -> Any:
    """Versions (primary keys) as this person reads the texts: the Core Group as they stand now; everybody else the
    reference instruments as they stand now and the others as their newest edition pins them.
    """
    current = Version.objects.filter(
        Exists(Text.objects.filter(pk=OuterRef("id"), number=OuterRef("number"), article__is_withdrawn=False))
    )
    if getattr(person, "is_core", False):
        return current.order_by().values("pk")
    newest = Edition.objects.filter(instrument=OuterRef("instrument")).newest_first()
    editions = Edition.objects.filter(pk=models.Subquery(newest.values("pk")[:1]))
    pinned = EditionText.objects.filter(edition__in=editions.order_by().values("pk"))
    reference = Instrument.objects.reference().order_by().values("pk")
    reads = Q(pk__in=pinned.order_by().values("version")) | Q(
        pk__in=current.filter(article__instrument__in=reference).order_by().values("pk")
    )
    return Version.objects.filter(reads).order_by().values("pk")
