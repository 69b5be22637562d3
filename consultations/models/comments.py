"""Comments: what one organisation says of one clause, an article or the whole of the edition under
discussion.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from drafts.models import Article, Clause, Division, Edition, EditionText
from drafts.models.articles import Version
from drafts.models.instruments import LANGUAGES
from mla_portal.versioning import UnversionedWrite

from .comment_counts import CommentCounts
from .organisations import Organisation
from .rounds import Delegation, Round


class CommentQuerySet(CommentCounts):
    """What these count and show as answers are those that their reader may know: after `visible_to` somebody of the
    Core Group the recorded ones too, in every other case the published ones alone.
    """

    _with_unpublished = False

    def _clone(self) -> "CommentQuerySet":
        clone = super()._clone()  # type: ignore[misc]
        clone._with_unpublished = self._with_unpublished
        return clone

    def delete(self) -> NoReturn:
        raise UnversionedWrite("Comments are withdrawn, never deleted.")

    def submitted(self) -> "CommentQuerySet":
        return self.filter(state=Comment.State.SUBMITTED)

    def handed_in(self) -> "CommentQuerySet":
        """Submitted at some time, whether withdrawn since or not: what belongs to the record."""
        return self.exclude(state=Comment.State.DRAFT)

    def drafts(self) -> "CommentQuerySet":
        return self.filter(state=Comment.State.DRAFT)

    def visible_to(self, person: Any) -> "CommentQuerySet":
        """One's own organisation's comments, drafts included, and those that it co-sponsors, once submitted; to Core
        Group and secretariat whatever was submitted; to others what was submitted in a round of theirs, once that
        round has disclosed it; to everybody, with an account or without, what a public round has disclosed. Drafts are
        seen by nobody outside the delegation: who is invited to co-sponsor one reads it on a page of its own
        (`PositionQuerySet.asking`).
        """
        public = ~Q(state=Comment.State.DRAFT)
        disclosed = Q(round__in=Round.objects.open_to_everybody())
        if not person.is_authenticated:
            return self.filter(public & disclosed)
        of_person = Organisation.objects.of(person).values("pk")
        mine = Q(delegation__organisation__in=of_person)
        if person.is_core:
            found = self.filter(mine | public)
            found._with_unpublished = True
            return found
        disclosed |= Q(round__in=Round.objects.disclosed_to_delegations().with_delegation_of(person).values("pk"))
        joined = Q(pk__in=self._positions().held_by(of_person, "sponsors").values("comment"))
        return self.filter(mine | (public & (disclosed | joined)))

    def _positions(self) -> Any:
        positions: Any = Comment._meta.get_field("positions").related_model
        return positions.objects

    def in_round(self, round: Round) -> "CommentQuerySet":
        return self.filter(round=round)

    def on_edition(self, edition: Edition, round_slug: str = "") -> "CommentQuerySet":
        """Those on this document; only those of one round where it is named."""
        found = self.filter(edition=edition)
        return found.filter(round__slug=round_slug) if round_slug else found

    def on_article(self, article: Article) -> "CommentQuerySet":
        return self.filter(article=article)

    def on_article_or_whole(self, article: Article) -> "CommentQuerySet":
        """With those on a clause that has come to the article from another one."""
        return self.filter(Q(article=article) | Q(article__isnull=True) | Q(clause__article=article))

    def on_clause(self, clause_id: str) -> "CommentQuerySet":
        return self.filter(clause_id=clause_id)

    def on_clauses(self, clause_ids: Iterable[str]) -> "CommentQuerySet":
        return self.filter(clause__in=list(clause_ids))

    def unanswered_first(self) -> "CommentQuerySet":
        """With their version; those without a disposition first, then in the order of the text."""
        answered = self.annotate(is_answered=self._has_answer()).select_related("version")
        return answered.order_by("is_answered", "clause_order", "delegation__organisation__name", "number")

    def without_waiting_answers(self) -> "CommentQuerySet":
        """All but those whose only answers wait to be published: that somebody has answered them is not known yet."""
        dispositions: Any = Comment._meta.get_field("dispositions").related_model
        given = dispositions.objects.filter(comment=OuterRef("pk"))
        return self.filter(~Exists(given.recorded()) | Exists(given.published()))

    def standing(self) -> "CommentQuerySet":
        """Drafts and submitted comments: whatever has not been withdrawn or replaced."""
        return self.exclude(state__in=[Comment.State.WITHDRAWN, Comment.State.REPLACED])

    def with_their_clause(self) -> "CommentQuerySet":
        """With the version commented on, so that the proposed wording can be shown against its clause."""
        return self.select_related("version", "clause")

    def counts_by_state(self, **filters: str) -> dict[str, int]:
        """How many there are, by state; how many of the submitted have an answer, from how many delegations; and, as
        `matching`, how many the table's filters leave. One query.
        """
        state = Comment.State
        return self.order_by().aggregate(
            all=models.Count("pk"),
            draft=models.Count("pk", filter=Q(state=state.DRAFT)),
            submitted=models.Count("pk", filter=Q(state=state.SUBMITTED)),
            withdrawn=models.Count("pk", filter=Q(state__in=[state.WITHDRAWN, state.REPLACED])),
            answered=models.Count("pk", filter=Q(self._has_answer(), state=state.SUBMITTED)),
            delegations=models.Count("delegation", filter=Q(state=state.SUBMITTED), distinct=True),
            matching=models.Count("pk", filter=self._matching(**filters) if filters else None),
        )

    def _answers(self) -> Any:
        """Dispositions of the row at hand, the one that holds first."""
        dispositions: Any = Comment._meta.get_field("dispositions").related_model
        known = dispositions.objects.all() if self._with_unpublished else dispositions.objects.published()
        return known.filter(comment=OuterRef("pk")).order_by("-decided_at", "-id")

    def _has_answer(self) -> Exists:
        return Exists(self._answers())

    def _is_discontent(self) -> Exists:
        """The delegation has said of the answer that holds that it is not content."""
        return Exists(self._answers().latest_of_each().filter(replies__is_content=False))

    def with_latest_decision(self) -> "CommentQuerySet":
        """`latest_decision` is the decision that holds, None for a comment without an answer."""
        latest = self._answers()
        return self.annotate(
            latest_decision=models.Subquery(latest.values("decision")[:1]),
            latest_published_at=models.Subquery(latest.values("published_at")[:1]),
        )

    def among(self, page: Any) -> "CommentQuerySet":
        """Those of a page of primary keys: sorting ten thousand keys is ten times faster than sorting the rows."""
        return self.filter(pk__in=page)

    def for_table(self) -> "CommentQuerySet":
        """What one row of a long table shows, in the query that fetches the page; texts of versions stay out of it."""
        found = self.select_related("delegation__organisation", "article__instrument", "round")
        return found.with_latest_decision().with_printed_label().with_sponsors()

    def with_sponsors(self) -> "CommentQuerySet":
        """`sponsors` is how many organisations co-sponsor each."""
        return self.annotate(sponsors=self._positions().number_on(OuterRef("pk"), "sponsors"))

    def with_positions(self) -> "CommentQuerySet":
        """With who stands behind each, and for and against it. Two queries."""
        return self.prefetch_related("positions__organisation")

    def with_printed_label(self) -> "CommentQuerySet":
        """`printed_label` is the article's label in the edition commented on, `printed_at` when that was issued."""
        return self.annotate(
            printed_label=EditionText.objects.label_in(OuterRef("edition"), OuterRef("article")),
            printed_at=models.F("edition__issued_at"),
        )

    def from_organisation(self, organisation: Organisation) -> "CommentQuerySet":
        return self.filter(delegation__organisation=organisation)

    def of_delegations(self, delegations: Any) -> "CommentQuerySet":
        return self.filter(delegation__in=delegations.order_by().values("pk"))

    def of_person(self, person: Any) -> "CommentQuerySet":
        """Those of the organisations that this person acts for today."""
        return self.filter(delegation__organisation__in=Organisation.objects.of(person))

    def submitted_since(self, moment: datetime) -> "CommentQuerySet":
        return self.submitted().filter(submitted_at__gt=moment)

    def matching(self, **filters: str) -> "CommentQuerySet":
        """The filters of the table: document (an instrument's slug), article (a slug, or "general"), organisation (a
        code), kind, state, answered (yes, no, discontent).
        """
        return self.filter(self._matching(**filters))

    def _matching(
        self,
        *,
        document: str = "",
        article: str = "",
        organisation: str = "",
        kind: str = "",
        operation: str = "",
        state: str = "",
        answered: str = "",
    ) -> Q:
        wanted = Q(operation=operation) if operation else Q()
        if document:
            wanted &= Q(edition__instrument__slug=document)
        if article:
            wanted &= Q(article__isnull=True) if article == "general" else Q(article__slug=article)
        if organisation:
            named = Organisation.objects.filter(code__iexact=organisation).values("pk")
            joined = self._positions().held_by(named, "sponsors").values("comment")
            wanted &= Q(delegation__organisation__in=named) | Q(pk__in=joined)
        if kind:
            wanted &= Q(kind=kind)
        if state:
            wanted &= Q(state=state)
        if answered:
            found = {"yes": Q(self._has_answer()), "no": ~Q(self._has_answer()), "discontent": Q(self._is_discontent())}
            wanted &= Q(state=Comment.State.SUBMITTED) & found[answered]
        return wanted

    def answered(self) -> "CommentQuerySet":
        return self.filter(self._has_answer())

    def unanswered(self) -> "CommentQuerySet":
        return self.submitted().filter(~self._has_answer())

    def for_reading(self) -> "CommentQuerySet":
        """With what a list shows of each, in a bounded number of queries."""
        found = self.select_related("delegation__organisation", "article", "round").with_printed_label()
        return found.prefetch_related(self._their_answers("author"))

    def _their_answers(self, *beside: str) -> models.Prefetch[Any]:
        """For `comment.dispositions.all()`: the first first, with what is named."""
        dispositions: Any = Comment._meta.get_field("dispositions").related_model
        known = dispositions.objects.all() if self._with_unpublished else dispositions.objects.published()
        return models.Prefetch("dispositions", queryset=known.select_related(*beside).order_by("decided_at", "id"))

    def for_travaux(self) -> "CommentQuerySet":
        """With the words commented on, the answers and the versions that carry these out."""
        found = self.for_reading().with_their_clause().with_latest_decision().order_by("submitted_at", "pk")
        return found.prefetch_related(None).prefetch_related(self._their_answers("author", "version__article"))

    def for_naming(self) -> "CommentQuerySet":
        """With what a reference and its link are made of."""
        return self.select_related("delegation__organisation", "round")

    def named(self, round: Round, references: Iterable[str]) -> "list[Comment]":
        """The submitted comments of a round that references like "KE-014" name; what names none is left out."""
        wanted = Q(pk__in=[])
        for code, _, tail in (reference.rpartition("-") for reference in references):
            if tail.isdecimal():
                wanted |= Q(delegation__organisation__code__iexact=code, number=int(tail))
        return list(self.handed_in().filter(wanted, round=round).for_naming())

    def for_writing(self) -> "CommentQuerySet":
        """With everything that the verbs read of one."""
        found = self.select_related("round", "delegation__organisation", "article", "version")
        return found.with_printed_label()


class Comment(models.Model):
    """Reasoning and proposed wording are two fields. Submitted comments are immutable: withdrawn or replaced,
    both kept.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"
        WITHDRAWN = "withdrawn", "Withdrawn"
        REPLACED = "replaced", "Replaced"

    class Kind(models.TextChoices):
        """The four types of the plant protection convention's table. The last two are of older rounds and no longer
        offered: a question is an operation now.
        """

        GENERAL = "general", "General"
        SUBSTANCE = "substance", "Substantive"
        DRAFTING = "drafting", "Editorial"
        TRANSLATION = "translation", "Translation"
        QUESTION = "question", "Question"
        INFORMATION = "information", "Information"

    class Operation(models.TextChoices):
        """What is to be done with the words, as the telecommunication union's proposals say it (ADD, MOD, SUP, NOC)."""

        NONE = "", "None named"
        ADD = "add", "Add"
        CHANGE = "change", "Change"
        DELETE = "delete", "Delete"
        KEEP = "keep", "Keep as it is"
        QUESTION = "question", "Question"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="comments")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(
        Edition,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="comments",
        help_text="The edition commented on: the round's own, or another document of the round.",
    )
    division = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, blank=True, related_name="comments")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, blank=True, related_name="comments")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="comments")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, blank=True, related_name="comments")
    clause_label = models.CharField(max_length=60, blank=True, help_text="As the version labelled it, such as “2 (b)”.")
    clause_order = models.PositiveIntegerField(default=0, help_text="Place of the clause in that version.")
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    kind = models.CharField("type", max_length=12, choices=Kind.choices, default=Kind.SUBSTANCE)
    operation = models.CharField(max_length=8, choices=Operation.choices, default=Operation.NONE, blank=True)
    on_behalf_of = models.CharField(max_length=300, blank=True, help_text="The group for which it speaks, if any.")
    reasoning = models.TextField(blank=True)
    proposed = models.TextField("proposed wording", blank=True)
    quote_start = models.PositiveIntegerField(null=True, blank=True)
    quote_end = models.PositiveIntegerField(null=True, blank=True)
    quote = models.TextField(blank=True, help_text="The words that it is about, never overwritten.")
    quote_prefix = models.CharField(max_length=64, blank=True)
    quote_suffix = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    number = models.PositiveIntegerField(
        null=True, blank=True, help_text="Counted within the delegation, given at submission."
    )
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(default=timezone.now)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_late = models.BooleanField(default=False, help_text="Taken after the window; printed in the addendum.")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    checksum = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of what was submitted, printed on the receipt."
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            # Counted by delegation, as standards bodies do: a number that counted all would tell how many others wrote.
            models.UniqueConstraint(fields=["delegation", "number"], name="comment_number_once_per_delegation"),
            models.CheckConstraint(
                condition=Q(state="draft", number__isnull=True, submitted_at__isnull=True)
                | Q(number__isnull=False, submitted_at__isnull=False) & ~Q(state="draft") & ~Q(checksum=""),
                name="comment_submitted_has_number_time_and_checksum",
            ),
            models.CheckConstraint(
                condition=Q(clause__isnull=True) | Q(version__isnull=False),
                name="comment_on_a_clause_names_its_version",
            ),
        ]
        indexes = [
            models.Index(fields=["round", "state", "article", "clause_order"], name="comment_list"),
            models.Index(fields=["article", "clause"], name="comment_by_clause"),
        ]

    def __str__(self) -> str:
        return f"Comment {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("consultations:comment", kwargs={"slug": self.round.slug, "comment": self.pk})

    @cached_property
    def printed_label(self) -> str | None:
        """The article's label in the edition commented on. No query where the queryset has asked for it."""
        pinned = EditionText.objects.filter(edition=self.edition_id, article=self.article_id)
        return pinned.values_list("label", flat=True).first()

    @cached_property
    def printed_at(self) -> datetime | None:
        """When that edition was issued."""
        return self.edition.issued_at if self.edition else None

    @property
    def organisation(self) -> Organisation:
        return self.delegation.organisation

    @property
    def place_key(self) -> tuple[int | str | None, ...]:
        """Edition, article, clause and division that it is about, as `places_in_order` has them."""
        return self.edition_id, self.article_id, self.clause_id, self.division_id

    @property
    def reference(self) -> str:
        """What the receipt and the compilation call it: "KE-014"."""
        code = self.delegation.organisation.code
        return f"{code}-{self.number:03d}" if self.number else f"{code}, draft"
