"""No save without author and reason; no way round the history."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from drafts.models import Edition, EditionText, Text
from drafts.models.articles import Version
from mla_portal.accounts.models import AccountDeletion, User
from mla_portal.versioning import UnsignedChange, UnversionedWrite


def test_a_text_is_not_saved_without_author_and_reason(text: Text, editor: User) -> None:
    text.heading = "Silently changed"
    with pytest.raises(UnsignedChange):
        text.save()
    with pytest.raises(UnsignedChange):
        text.record(author=editor, reason="  ")
    with pytest.raises(UnsignedChange):
        text.record(author=None, reason="Because.")
    assert Text.objects.get(pk=text.pk).heading == "Keeping of lights"


def test_the_database_refuses_a_version_without_a_reason(text: Text) -> None:
    version = text.history.get()
    version.pk, version.number, version.history_change_reason = None, 2, " "
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save(force_insert=True)


def test_the_database_refuses_a_version_without_an_author(text: Text) -> None:
    version = text.history.get()
    version.pk, version.number, version.history_user_id = None, 2, None
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save(force_insert=True)


def test_the_database_refuses_two_versions_of_one_number(text: Text) -> None:
    version = text.history.get()
    version.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save(force_insert=True)


def test_the_database_refuses_to_change_a_version(text: Text) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE drafts_historicaltext SET heading = 'Changed'")


def test_the_database_refuses_to_change_an_edition(edition: Edition) -> None:
    pinned = EditionText.objects.filter(edition=edition).first()
    assert pinned is not None
    pinned.label = "99"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        pinned.save()


@pytest.mark.parametrize("rows", [Text.objects, Version.objects, EditionText.objects, Edition.objects])
def test_bulk_writes_to_the_record_are_refused(rows: object, edition: Edition) -> None:
    with pytest.raises(UnversionedWrite):
        rows.all().update(position=1)  # type: ignore[attr-defined]
    with pytest.raises(UnversionedWrite):
        rows.all().delete()  # type: ignore[attr-defined]
    with pytest.raises(UnversionedWrite):
        rows.all().bulk_update([], ["position"])  # type: ignore[attr-defined]


def test_a_text_is_never_deleted(text: Text) -> None:
    with pytest.raises(UnversionedWrite):
        text.delete()


def test_an_account_is_deactivated_and_never_deleted(editor: User) -> None:
    with pytest.raises(AccountDeletion):
        editor.delete()
    with pytest.raises(AccountDeletion):
        User.objects.all().delete()
