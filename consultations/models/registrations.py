"""Registration: who comes to a round for a delegation, provisional until the organisation has confirmed it."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

from mla_portal.versioning import AppendOnlyRows, UnversionedWrite

from .organisations import Organisation
from .rounds import Delegation, Round


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def delete(self) -> NoReturn:
        raise UnversionedWrite("A registration is withdrawn, never deleted.")

    def in_round(self, round: Round) -> "RegistrationQuerySet":
        found = self.filter(delegation__round=round).select_related("delegation__organisation", "person")
        return found.order_by("delegation__organisation__name", "id")

    def standing(self) -> "RegistrationQuerySet":
        """Provisional or confirmed: who is expected."""
        return self.filter(state__in=[Registration.State.PROVISIONAL, Registration.State.CONFIRMED])

    def of_delegations(self, delegations: "list[Delegation]") -> "RegistrationQuerySet":
        return self.filter(delegation__in=delegations)

    def of_delegation(self, delegation: Delegation) -> "RegistrationQuerySet":
        return self.filter(delegation=delegation)

    def in_role(self, role: str) -> "RegistrationQuerySet":
        return self.filter(role=role)

    def of_address(self, email: str) -> "RegistrationQuerySet":
        return self.filter(email=email)

    def with_steps(self) -> "RegistrationQuerySet":
        return self.prefetch_related("steps__person")

    def known_to(self, person: Any) -> "RegistrationQuerySet":
        """The secretariat knows all, a delegation its own."""
        return self if person.is_secretariat else self.of_organisations_of(person)

    def of_organisations_of(self, person: Any) -> "RegistrationQuerySet":
        return self.filter(delegation__organisation__in=Organisation.objects.of(person))


class Registration(models.Model):
    """One person of one delegation at one round, with the steps of it as rows of RegistrationStep."""

    class Role(models.TextChoices):
        HEAD = "head", "Head of delegation"
        FOCAL_POINT = "focal_point", "Focal point"
        MEMBER = "member", "Member"
        OBSERVER = "observer", "Representative of an observer"

    class State(models.TextChoices):
        PROVISIONAL = "provisional", "Provisional"
        CONFIRMED = "confirmed", "Confirmed"
        DISOWNED = "disowned", "Not confirmed by the organisation"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Assistance(models.TextChoices):
        NONE = "", "Not asked for"
        ASKED = "asked", "Asked for"
        GRANTED = "granted", "Granted"
        REFUSED = "refused", "Refused"

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="registrations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    name = models.CharField(max_length=200)
    email = models.EmailField("e-mail address")
    function = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.MEMBER)
    needs_visa = models.BooleanField("needs a visa", default=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PROVISIONAL)
    assistance = models.CharField(max_length=8, choices=Assistance.choices, default=Assistance.NONE, blank=True)
    assistance_reason = models.TextField(blank=True)
    registered_at = models.DateTimeField(default=timezone.now)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegation", "email"],
                condition=models.Q(state__in=["provisional", "confirmed"]),
                name="registration_once_per_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.delegation}"

    @property
    def is_standing(self) -> bool:
        """Provisional or confirmed: the person is expected."""
        return self.state in (self.State.PROVISIONAL, self.State.CONFIRMED)


class RegistrationStepQuerySet(AppendOnlyRows):
    refusal = "A step of a registration is part of the record: a later one follows, none is changed."


class RegistrationStep(models.Model):
    """What was done about a registration, by whom, when and why: registered, confirmed, disowned, withdrawn, and what
    became of a request for assistance. Append-only.
    """

    class Act(models.TextChoices):
        REGISTERED = "registered", "Registered"
        CONFIRMED = "confirmed", "Confirmed by the organisation"
        DISOWNED = "disowned", "Not confirmed by the organisation"
        WITHDRAWN = "withdrawn", "Withdrawn"
        GRANTED = "granted", "Assistance granted"
        REFUSED = "refused", "Assistance refused"

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=12, choices=Act.choices)
    reason = models.TextField(blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)

    objects = RegistrationStepQuerySet.as_manager()

    class Meta:
        ordering = ["taken_at", "id"]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.registration}"
