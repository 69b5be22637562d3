"""Since when each clause has had its present words."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from drafts.blame import present_words
from drafts.models import Edition, Text
from drafts.models.articles import Version
from drafts.publishing import publish_edition
from mla_portal.accounts.models import User
from tests.drafts.test_restoring import id_of, now
from tests.drafts.test_views_versions import revise

ARTICLE = "/instruments/lanterns/articles/1/"


def numbers(text: Text, public_only: bool = False) -> list[int]:
    """The version that gave its words to each clause, in the order of the text."""
    current = now(text)
    since = present_words(current, public_only=public_only)
    return [since[block["id"]].number for block in current.blocks]


def test_each_clause_names_the_version_that_gave_it_its_words(text: Text, editor: User, second_editor: User) -> None:
    revise(text, editor, "ten miles", "twelve miles", "Farther.")
    revise(text, second_editor, "a keeper", "two keepers", "One falls asleep.")
    revise(text, editor, "1. Each", "1. A new paragraph.\n1. Each")
    assert numbers(text) == [4, 1, 1, 2, 3]
    since = present_words(now(text), public_only=False)[id_of("two keepers", text, 3)]
    assert (since.person, since.reason) == ("Second editor", "One falls asleep.")


def test_words_that_come_back_are_dated_from_their_return(text: Text, editor: User) -> None:
    revise(text, editor, "ten miles", "twelve miles")
    revise(text, editor, "twelve miles", "ten miles")
    assert numbers(text) == [1, 1, 3, 1]
    line = next(line for line in text.source().splitlines() if "(b)" in line)
    revise(text, editor, line, "")
    assert numbers(text) == [1, 1, 3]


def test_an_older_version_is_dated_from_its_own_past(text: Text, editor: User) -> None:
    revise(text, editor, "ten miles", "twelve miles")
    first = Version.objects.get(article=text.article, number=1)
    assert {since.number for since in present_words(first, public_only=False).values()} == {1}


def test_outside_the_core_group_only_editions_are_named(
    client: Client, text: Text, edition: Edition, editor: User, secretariat: User, delegate: User
) -> None:
    revise(text, editor, "ten miles", "eleven miles", "A secret try.")
    revise(text, editor, "eleven miles", "twelve miles", "Farther.")
    client.force_login(delegate)
    assert "since <a" in client.get(f"{ARTICLE}?blame=1").content.decode()
    publish_edition(instrument=text.article.instrument, label="Draft 2", symbol="LAN/2026/2", author=secretariat)
    shown = client.get(f"{ARTICLE}?blame=1&edition=draft-2").content.decode()
    assert (shown.count(">Draft 1</a></p>"), shown.count(">Draft 2</a></p>")) == (3, 1)
    assert ("secret" in shown, "Drafting editor" in shown, "history/2/" in shown) == (False, False, False)
    assert numbers(text, public_only=True) == [1, 1, 3, 1]


def test_the_article_page_says_since_when_if_it_is_asked(
    client: Client, text: Text, editor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(99):
        revise(text, editor, f"{number} miles" if number else "ten miles", f"{number + 1} miles", "<b>Farther</b>")
    client.force_login(editor)
    assert 'class="since"' not in client.get(ARTICLE).content.decode()
    with django_assert_max_num_queries(22):
        shown = client.get(f"{ARTICLE}?blame=1").content.decode()
    assert shown.count('class="since"') == 4
    assert "&lt;b&gt;Farther&lt;/b&gt;" in shown
    assert f"history/100/?clause={id_of('99 miles', text, 100)}" in shown
    assert "?blame=1&amp;clause=" in shown  # another clause is selected without losing the view


@pytest.mark.usefixtures("edition")
def test_a_walk_is_remembered_until_the_text_changes(
    text: Text, editor: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    numbers(text)
    with django_assert_num_queries(1):  # the text itself
        numbers(text)
    revise(text, editor, "ten miles", "twelve miles")
    assert numbers(text) == [1, 1, 2, 1]
