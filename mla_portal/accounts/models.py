"""People. One account a person, known by the e-mail address; deactivated when they leave, never deleted,
because the record names them.
"""

from typing import Any, NoReturn

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.signals import pre_delete
from django.utils import timezone

SYSTEM_EMAIL = "system@portal.invalid"


class AccountDeletion(Exception):
    """Somebody tried to delete an account; accounts are deactivated."""


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)

    def delete(self) -> NoReturn:
        raise AccountDeletion("Accounts are deactivated, never deleted: versions and comments name their authors.")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def system(self) -> "User":
        """The portal's own account, in whose name commands act when no person is given. It cannot sign in."""
        user, _ = self.get_or_create(
            email=SYSTEM_EMAIL, defaults={"name": "The portal", "password": "!", "is_active": False}
        )
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person. `duty` is what they do for the conference as a whole; a role in a delegation is a Membership."""

    class Duty(models.TextChoices):
        NONE = "", "none"
        EDITOR = "editor", "Drafting editor"
        SECRETARIAT = "secretariat", "Secretariat"

    class Language(models.TextChoices):
        """Of the letters that the portal writes to this person."""

        ENGLISH = "en", "English"
        FRENCH = "fr", "Français"
        SPANISH = "es", "Español"

    class Notices(models.TextChoices):
        """How often the portal writes. Receipts and invitations always come at once."""

        AT_ONCE = "once", "At once"
        DAILY = "daily", "One summary a day"
        NONE = "none", "None, but receipts"

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=200, help_text="As the record shows it; a function is as good as a name.")
    duty = models.CharField(max_length=12, choices=Duty.choices, default=Duty.NONE, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.ENGLISH)
    notice_rhythm = models.CharField("letters", max_length=5, choices=Notices.choices, default=Notices.AT_ONCE)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)
    previous_visit = models.DateTimeField(null=True, blank=True, editable=False)
    last_visit = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UserManager()
    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    @property
    def is_editor(self) -> bool:
        """May revise the text of instruments under negotiation."""
        return self.is_active and self.duty == self.Duty.EDITOR

    @property
    def is_secretariat(self) -> bool:
        """Runs rounds, publishes editions, exports documents."""
        return self.is_active and self.duty == self.Duty.SECRETARIAT

    @property
    def is_core(self) -> bool:
        """Core Group editor or secretariat: sees the working text and every submitted comment."""
        return self.is_editor or self.is_secretariat


def _refuse_deletion(**kwargs: Any) -> NoReturn:
    raise AccountDeletion("Accounts are deactivated, never deleted: versions and comments name their authors.")


pre_delete.connect(_refuse_deletion, sender=User, weak=False)
