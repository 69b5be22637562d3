"""The chain of editions: what is changed behind the portal's back is found, whichever row it is."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from drafts.amending import Proposal, save_text
from drafts.exporting import fulfil
from drafts.models import Edition, Rendition, Text
from drafts.orders import Order
from drafts.publishing import chain_after, publish_edition
from drafts.requesting import request_rendition
from mla_portal.accounts.models import User
from mla_portal.audit.checking import check_record


@pytest.fixture
def second(edition: Edition, text: Text, editor: User, secretariat: User) -> Edition:
    """Draft 2, two versions after Draft 1: the one in between stands in no edition."""
    for number, words in ((1, "A State Party shall keep a light."), (2, "A State Party shall keep a lantern.")):
        proposal = Proposal("Lights", words, number)
        save_text(article=text.article, language="en", proposal=proposal, author=editor, reason="Rewritten.")
    return publish_edition(instrument=edition.instrument, label="Draft 2", symbol="LAN/2026/2", author=secretariat)


def tamper(table: str, statement: str, *values: str | int) -> None:
    """What somebody with the database in hand could do: without the trigger, in plain SQL."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        else:
            cursor.execute(f"DROP TRIGGER {table}_append_only")
        cursor.execute(statement.format(table=table), values)
        assert cursor.rowcount > 0


def test_each_edition_is_chained_to_the_one_before(edition: Edition, second: Edition) -> None:
    assert (edition.chain, second.chain) == (chain_after("", edition), chain_after(edition.chain, second))
    assert edition.past != second.past
    assert check_record().problems == []


def test_the_chain_follows_the_record_and_not_the_dates(second: Edition, secretariat: User) -> None:
    """An edition may be recorded under an earlier day; it is still the last of the chain."""
    earlier = second.issued_at - timedelta(days=900)
    third = publish_edition(
        instrument=second.instrument, label="Draft 0", symbol="LAN/2026/0", author=secretariat, at=earlier
    )
    assert third.chain == chain_after(second.chain, third)
    assert check_record().problems == []


@pytest.mark.parametrize(
    ("table", "statement", "problems"),
    [
        # a pinned version, the one in between that no edition pins, and who had written it
        ("drafts_historicaltext", "UPDATE {table} SET heading = 'Else' WHERE number = 1 AND heading = 'Costs'", 4),
        ("drafts_historicaltext", "UPDATE {table} SET heading = 'Else' WHERE number = 2", 1),
        ("drafts_historicaltext", "UPDATE {table} SET history_change_reason = 'Else' WHERE number = 2", 1),
        ("drafts_editiontext", "UPDATE {table} SET label = '99' WHERE label = '2'", 2),
        ("drafts_edition", "UPDATE {table} SET issued_at = '2020-01-01 12:00:00+00:00' WHERE label = 'Draft 1'", 1),
        ("drafts_edition", "UPDATE {table} SET label = 'Draft X' WHERE label = 'Draft 2'", 1),
        ("drafts_edition", "UPDATE {table} SET title = 'Else' WHERE label = 'Draft 1'", 1),
    ],
)
def test_tampering_is_found(second: Edition, table: str, statement: str, problems: int) -> None:
    tamper(table, statement)
    about_editions = [problem for problem in check_record().problems if "(LAN/2026/" in problem]
    assert len(about_editions) == problems


def test_an_edition_whose_own_link_was_made_again_breaks_the_next(edition: Edition, second: Edition) -> None:
    edition.symbol = "LAN/2026/1/Rev.1"
    tamper(
        "drafts_edition",
        "UPDATE {table} SET symbol = %s, chain = %s WHERE id = %s",
        edition.symbol,
        chain_after("", edition),
        edition.pk,
    )
    broken = [problem for problem in check_record().problems if "the chain is broken" in problem]
    assert [problem.partition(":")[0] for problem in broken] == ["Draft 2 (LAN/2026/2)"]


def test_editions_of_before_get_the_chain_that_they_would_have_had(edition: Edition, second: Edition) -> None:
    migration = import_module("drafts.migrations.0011_chain_of_earlier_editions")
    tamper("drafts_edition", "UPDATE {table} SET chain = '', past = ''")
    migration.fill_in(apps, connection.schema_editor())
    found = Edition.objects.order_by("pk").values_list("past", "chain")
    assert list(found) == [(each.past, each.chain) for each in (edition, second)]


def test_a_file_that_was_changed_or_lost_in_the_store_is_found(edition: Edition, editor: User) -> None:
    asked = request_rendition(order=Order(edition.instrument, edition, format="txt"), person=editor)
    fulfil(asked.pk)
    made = Rendition.objects.get(pk=asked.pk)
    assert (check_record().files, check_record().problems) == (1, [])
    assert made.file.name
    with default_storage.open(made.file.name, "ab") as stored:
        stored.write(b"!")
    assert any("another checksum than when it was made" in problem for problem in check_record().problems)
    default_storage.delete(made.file.name)
    assert any("is not in the store" in problem for problem in check_record().problems)


def test_the_page_of_an_edition_prints_its_place_in_the_chain(
    edition: Edition, second: Edition, client: Client, outsider: User
) -> None:
    client.force_login(outsider)
    page = client.get(second.get_absolute_url()).content.decode()
    assert all(value in page for value in (second.checksum, second.past, second.chain, "the chain of Draft 1"))
    assert "it is the first" in client.get(edition.get_absolute_url()).content.decode()
