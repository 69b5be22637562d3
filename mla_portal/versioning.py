"""The record: every save of a versioned row leaves one history row with author, time and reason, or does not
happen.

django-simple-history writes the rows. What is added here is that nobody can go round it: the database refuses
a history row without an author or a reason, and the querysets refuse the bulk calls that would write without
history.
"""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThan
from django.db.models.signals import pre_delete, pre_save
from simple_history.manager import HistoricalQuerySet
from simple_history.models import HistoricalRecords


class UnsignedChange(Exception):
    """A versioned row was about to be saved without an author or a reason."""


class UnversionedWrite(Exception):
    """A call that would change or remove versioned rows without leaving history."""


class RefusesBulkWrites(models.QuerySet):
    """Mixed into the queryset of a versioned model. `bulk_create` and its kin would write rows that have no
    history.
    """

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UnversionedWrite(
            f"{self.model.__name__} rows are versioned: save them one by one, with author and reason."
        )

    update = bulk_create = bulk_update = delete = _refuse
    update.alters_data = True  # type: ignore[attr-defined]


class AppendOnlyRows(models.QuerySet):
    """Base of the querysets whose rows are written once; `refusal` is what a call to change them is answered with."""

    refusal = "This row is part of the record: a later one follows it, none is changed."

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UnversionedWrite(self.refusal)

    update = bulk_update = delete = _refuse
    update.alters_data = True  # type: ignore[attr-defined]


def _refuse_rewriting(self: Any, *args: Any, **kwargs: Any) -> NoReturn:
    raise UnversionedWrite("A version is part of the record and cannot be changed or removed.")


class AppendOnlyVersions(models.QuerySet):
    """Versions are read and added to, never changed or removed."""

    update = bulk_create = bulk_update = delete = _refuse_rewriting
    update.alters_data = True  # type: ignore[attr-defined]


class AppendOnlyHistory(HistoricalQuerySet):
    """The same for the versions of one row, `text.history`, which simple-history gives a queryset of its own."""

    update = bulk_create = bulk_update = delete = _refuse_rewriting


class VersionRow(models.Model):
    """Base of every history model."""

    objects = AppendOnlyVersions.as_manager()

    class Meta:
        abstract = True


class VersionHistory(HistoricalRecords):
    """HistoricalRecords whose rows must have an author and a reason, at the database.

    The checks before saving are connected here and not written into `save()`: they are the same guard as the
    database's, one step earlier, because simple-history adds its row after the model's own has been written.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("history_change_reason_field", models.TextField())
        options.setdefault("history_id_field", models.BigAutoField())
        options.setdefault("historical_queryset", AppendOnlyHistory)
        options["bases"] = [VersionRow, *options.get("bases", [])]
        super().__init__(**options)

    def _get_history_user_fields(self) -> dict[str, models.Field]:
        return {
            "history_user": models.ForeignKey(
                settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
            )
        }

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        options = super().get_meta_options(model)
        name = model._meta.model_name
        options["constraints"] = [
            models.CheckConstraint(
                condition=GreaterThan(Length(Trim("history_change_reason")), 0), name=f"{name}_version_has_a_reason"
            ),
            models.UniqueConstraint(fields=["id", "number"], name=f"{name}_version_number_is_unique"),
        ]
        return options

    def finalize(self, sender: type[models.Model], **kwargs: Any) -> None:
        super().finalize(sender, **kwargs)
        if self.cls is sender:
            pre_save.connect(self._refuse_unsigned, sender=sender, weak=False)
            pre_delete.connect(self._refuse_deletion, sender=sender, weak=False)

    @staticmethod
    def _refuse_unsigned(sender: type[models.Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
        if raw:
            raise UnsignedChange("Versioned rows are not loaded from fixtures: use the import commands.")
        reason = getattr(instance, "_change_reason", None)
        if not getattr(instance, "_history_user", None) or not (reason or "").strip():
            raise UnsignedChange(
                f"A {sender._meta.verbose_name} is saved with an author and a reason, through record()."
            )

    @staticmethod
    def _refuse_deletion(sender: type[models.Model], **kwargs: Any) -> NoReturn:
        raise UnversionedWrite(f"A {sender._meta.verbose_name} is never deleted; it is superseded by a new version.")


class Versioned(models.Model):
    """A row whose every state is kept. `number` counts its versions from 1."""

    number = models.PositiveIntegerField("version", default=0)

    class Meta:
        abstract = True

    def record(self, *, author: Any, reason: str) -> Any:
        """Save as the next version and return its history row. Call it inside a transaction that has locked the row.

        Raises UnsignedChange where the author is missing or the reason is blank.
        """
        self.number += 1
        self._history_user = author
        self._change_reason = reason.strip()
        self.save()
        # Not `self.history`: simple-history makes a manager class at each such access, about a millisecond.
        versions = type(self).history.model.objects  # type: ignore[attr-defined]
        return versions.get(id=self.pk, number=self.number)
