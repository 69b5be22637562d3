"""Organisations and the people who speak for them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from drafts.audience import Reader


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def core_group(self) -> "OrganisationQuerySet":
        """Members today."""
        today = timezone.localdate()
        left = models.Q(core_group_until__lte=today)
        return self.filter(core_group_since__lte=today).exclude(left)

    def with_support(self) -> "OrganisationQuerySet":
        """Each with `supports_since`, the day of its first note, or None. One place says who is a supporter: the notes
        that the secretariat recorded (Support).
        """
        return self.annotate(supports_since=models.Min("supports__since"))

    def supporters(self) -> "OrganisationQuerySet":
        return self.filter(supports__isnull=False).with_support()

    def with_code(self, code: str) -> "OrganisationQuerySet":
        return self.filter(code__iexact=code)

    def in_kind(self, kind: str) -> "OrganisationQuerySet":
        return self.filter(kind=kind)

    def for_directory(self) -> "OrganisationQuerySet":
        """Everybody but the conference's own secretariat, which is not consulted."""
        return self.exclude(kind=Organisation.Kind.SECRETARIAT)

    def not_invited_to(self, round: Any) -> "OrganisationQuerySet":
        return self.for_directory().exclude(delegations__round=round)

    def invited_to(self, round: Any) -> "OrganisationQuerySet":
        return self.filter(delegations__round=round)

    def of(self, person: Any) -> "OrganisationQuerySet":
        """The organisations for which this person acts today; of a class of readers the one that it is made of."""
        if isinstance(person, Reader):
            return self.filter(code=person.organisation)
        return self.filter(memberships__in=Membership.objects.current().filter(person=person)).distinct()

    def led_by(self, person: Any) -> "OrganisationQuerySet":
        """Those of which this person is a focal point today."""
        leads = Membership.objects.current().filter(person=person, role=Membership.Role.FOCAL_POINT)
        return self.filter(memberships__in=leads).distinct()

    def taking_part_in(self, round: Any) -> "OrganisationQuerySet":
        return self.filter(delegations__round=round)

    def reported_to(self, person: Any, round: Any, *, all_of_them: bool) -> "OrganisationQuerySet":
        """Those of the round whose comments this person may have as a document: the own ones, or all of them, the own
        ones first, where the person may read the comments of all."""
        there, own = self.taking_part_in(round), Organisation.objects.of(person).values("pk")
        if not all_of_them:
            return there.filter(pk__in=own)
        others_last = models.Case(models.When(pk__in=own, then=0), default=1)
        return there.order_by(others_last, "name")

    def without(self, organisations: "Iterable[Organisation]") -> "OrganisationQuerySet":
        return self.exclude(pk__in=[organisation.pk for organisation in organisations])

    def with_codes(self, codes: Iterable[str]) -> "OrganisationQuerySet":
        return self.filter(code__in=list(codes))


class Organisation(models.Model):
    """A State, an international organisation, a civil-society organisation, or the conference's secretariat."""

    class Kind(models.TextChoices):
        STATE = "state", "State"
        INTERNATIONAL = "international", "International organisation"
        CIVIL_SOCIETY = "civil_society", "Civil-society organisation"
        NETWORK = "network", "Practitioners’ network"
        SECRETARIAT = "secretariat", "Secretariat"

    code = models.CharField(max_length=20, unique=True, help_text="ISO 3166 code of a State, short name of another.")
    name = models.CharField(max_length=200, unique=True)
    name_fr = models.CharField("name in French", max_length=200, blank=True)
    name_es = models.CharField("name in Spanish", max_length=200, blank=True)
    kind = models.CharField(max_length=13, choices=Kind.choices)
    core_group_since = models.DateField(null=True, blank=True)
    core_group_until = models.DateField(null=True, blank=True, help_text="The first day on which it is no member.")

    supports_since: date | None  # of rows read `with_support`

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("consultations:organisation", kwargs={"code": self.code.lower()})

    @property
    def is_in_core_group(self) -> bool:
        """Today; the same rule as OrganisationQuerySet.core_group, for one row in hand."""
        today = timezone.localdate()
        since, until = self.core_group_since, self.core_group_until
        return bool(since and since <= today and not (until and until <= today))


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> "MembershipQuerySet":
        return self.filter(ended_at__isnull=True, person__is_active=True)

    def at(self, organisation: Organisation) -> "MembershipQuerySet":
        return self.filter(organisation=organisation)

    def of_organisations(self, organisations: "Iterable[Organisation]") -> "MembershipQuerySet":
        return self.filter(organisation__in=[organisation.pk for organisation in organisations])

    def leading(self, organisation: Organisation) -> "list[Any]":
        """The people who are its focal points today."""
        leads = self.current().at(organisation).filter(role=Membership.Role.FOCAL_POINT).select_related("person")
        return [membership.person for membership in leads.order_by("pk")]

    def of_address(self, email: str) -> "Membership | None":
        """That of the account with this address."""
        return self.filter(person__email=email).first()

    def led_by(self, person: Any) -> "MembershipQuerySet":
        """Those that make this person a focal point, with the organisation."""
        found = self.filter(person=person, role=Membership.Role.FOCAL_POINT)
        return found.select_related("organisation").order_by("organisation__name")

    def by_role(self) -> "MembershipQuerySet":
        """With the person, focal points before experts."""
        return self.select_related("person").order_by("-role", "person__name")


class Membership(models.Model):
    """A person's role in an organisation. It is ended, not deleted: comments keep saying who wrote them, and for
    whom.
    """

    class Role(models.TextChoices):
        FOCAL_POINT = "focal_point", "Focal point"
        EXPERT = "expert", "Expert"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)
    began_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=models.Q(ended_at__isnull=True),
                name="membership_one_current_role_per_organisation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()} of {self.organisation}"
