"""The history of an article: its versions, two of them compared, one restored."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from drafts.amending import Proposal, save_text
from drafts.models import Edition, Text
from drafts.publishing import publish_edition
from drafts.views.versions import PER_PAGE
from mla_portal.accounts.models import User

ARTICLE = "/instruments/lanterns/articles/1/"


def revise(text: Text, author: User, old: str, new: str, reason: str = "A reason.") -> None:
    now = Text.objects.get(pk=text.pk)
    proposal = Proposal(now.heading, now.source().replace(old, new), now.number)
    save_text(article=text.article, language="en", proposal=proposal, author=author, reason=reason)


@pytest.fixture
def three(text: Text, edition: Edition, editor: User) -> Text:
    """Version 1 stands in Draft 1; 2 and 3 came after."""
    revise(text, editor, "ten miles", "twelve miles", "Farther, as Chile asked.")
    revise(text, editor, "a keeper", "two keepers")
    return text


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(ARTICLE + address)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_history_says_who_when_why_and_how_much(
    client: Client, three: Text, editor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(editor)
    with django_assert_max_num_queries(10):
        shown = page(client, "history/")
    assert shown.count('<th scope="row">') == 3
    assert "Farther, as Chile asked." in shown
    assert "1 word in, 1 out" in shown
    assert "Draft 1" in shown
    assert "Drafting editor" in shown


def test_a_long_history_comes_in_pages_of_a_bounded_number_of_queries(
    client: Client, text: Text, editor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(1, PER_PAGE + 3):
        revise(text, editor, f"{number - 1} miles" if number > 1 else "ten miles", f"{number} miles")
    client.force_login(editor)
    with django_assert_max_num_queries(11):
        first = page(client, "history/")
    assert first.count('<th scope="row">') == PER_PAGE
    assert f"1 to {PER_PAGE} of {PER_PAGE + 3}" in first
    last = page(client, "history/?page=2")
    assert last.count('<th scope="row">') == 3
    assert "first version" in last


def test_delegations_see_the_versions_of_editions_alone(client: Client, three: Text, delegate: User) -> None:
    client.force_login(delegate)
    shown = page(client, "history/")
    assert "Version 1" in shown
    assert "Version 2" not in shown
    assert "ten miles" in page(client, "history/1/")
    page(client, "history/2/", 404)
    page(client, "compare/1/2/", 404)
    page(client, "compare/2/1/", 404)


def test_a_version_is_shown_as_it_stood(
    client: Client, three: Text, editor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(editor)
    with django_assert_max_num_queries(8):
        shown = page(client, "history/2/")
    assert "twelve miles" in shown
    assert "two keepers" not in shown
    assert "Farther, as Chile asked." in shown
    page(client, "history/9/", 404)


def test_any_two_versions_are_chosen_and_compared(client: Client, three: Text, editor: User) -> None:
    client.force_login(editor)
    answer = client.get(f"{ARTICLE}history/?older=3&newer=1")
    assert answer["Location"] == f"{ARTICLE}compare/1/3/"
    assert client.get(f"{ARTICLE}history/?older=x&newer=1").status_code == 200


def test_a_comparison_inline_side_by_side_and_of_what_changed(
    client: Client, three: Text, editor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(editor)
    with django_assert_max_num_queries(12):
        shown = page(client, "compare/1/3/")
    assert "2 changes." in shown
    assert shown.count('class="clause-word">Amended') == 2
    assert "Each State Party shall keep" in shown
    changed = page(client, "compare/1/3/?only=changed")
    assert "Each State Party shall keep" not in changed
    assert "1 to 2 unchanged" in changed
    side = page(client, "compare/1/3/?view=side&only=changed")
    assert side.count('class="side-row"') == 2
    assert 'class="clause ' not in side


def test_the_reader_goes_from_change_to_change(client: Client, three: Text, editor: User) -> None:
    client.force_login(editor)
    shown = page(client, "compare/1/3/?at=1")
    assert "Change <b>1</b> of 2" in shown
    assert 'href="?only=all&amp;at=2#change-2"' in shown
    assert 'changed here" id="change-1"' in shown
    assert page(client, "compare/1/3/?at=99999999").count("of 2") == 0


def test_an_older_version_is_restored_as_a_new_one_with_a_reason(client: Client, three: Text, editor: User) -> None:
    client.force_login(editor)
    asked = page(client, "history/1/restore/")
    assert "It becomes version 4." in asked
    assert "miles" in asked
    refused = client.post(f"{ARTICLE}history/1/restore/", {"reason": " "})
    assert b"Say in a few words why" in refused.content
    done = client.post(f"{ARTICLE}history/1/restore/", {"reason": "Agreed language."}, follow=True)
    assert "Version 1 is restored, as version 4." in done.content.decode()
    now = Text.objects.get(pk=three.pk)
    assert (now.number, "ten miles" in now.source()) == (4, True)


def test_only_editors_restore(client: Client, three: Text, secretariat: User) -> None:
    client.force_login(secretariat)
    assert client.post(f"{ARTICLE}history/1/restore/", {"reason": "No."}).status_code == 403
    assert Text.objects.get(pk=three.pk).number == 3


def test_a_version_saved_while_somebody_read_is_not_overturned(
    client: Client, three: Text, editor: User, second_editor: User
) -> None:
    client.force_login(editor)
    assert '<input type="hidden" name="seen" value="3">' in page(client, "history/1/restore/")
    revise(three, second_editor, "two keepers", "three keepers")
    refused = client.post(f"{ARTICLE}history/1/restore/", {"reason": "Agreed language.", "seen": "3"})
    shown = refused.content.decode()
    assert (refused.status_code, "Version 4 was saved while you were reading" in shown) == (400, True)
    assert ('value="Agreed language."' in shown, 'name="seen" value="4"' in shown) == (True, True)
    assert Text.objects.get(pk=three.pk).number == 4
    done = client.post(f"{ARTICLE}history/1/restore/", {"reason": "Agreed language.", "seen": "4"}, follow=True)
    assert "Version 1 is restored, as version 5." in done.content.decode()


def test_restoring_says_which_numbers_it_kept(client: Client, text: Text, edition: Edition, editor: User) -> None:
    client.force_login(editor)
    revise(text, editor, "(a) ", "(a) a new item;\n    (a) ")
    publish_edition(instrument=text.article.instrument, label="Draft 2", symbol="LAN/2026/2", author=edition.issued_by)
    done = client.post(f"{ARTICLE}history/1/restore/", {"reason": "Agreed language."}, follow=True)
    assert "is restored, as version 3. " in done.content.decode()


@pytest.mark.parametrize("number", ["9" * 25, "9" * 5000])
def test_numbers_that_no_version_has_are_not_found(client: Client, three: Text, editor: User, number: str) -> None:
    client.force_login(editor)
    assert client.get(f"{ARTICLE}history/", {"older": "1", "newer": number}, follow=True).status_code in (200, 404)
