"""The history of a whole instrument."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from consultations.disposing import dispose_comment
from consultations.models import Comment, Round
from drafts.amending import Proposal, Saved, save_text
from drafts.chronicles import PER_PAGE, SHOWN_OF_AN_ACT
from drafts.models import Act, Article, Edition, Instrument, Text
from mla_portal.accounts.models import User
from tests.cast import Words, comment_by
from tests.drafts.test_views_versions import revise

HISTORY = "/instruments/lanterns/history/"


def page(client: Client, query: str = "") -> str:
    answer = client.get(HISTORY + query)
    assert answer.status_code == 200
    return answer.content.decode()


def written_by(act: Act, text: Text, editor: User, old: str, new: str) -> None:
    now = Text.objects.get(pk=text.pk)
    saved = save_text(
        article=text.article,
        language="en",
        proposal=Proposal(now.heading, now.source().replace(old, new), now.number),
        author=editor,
        reason=act.reason,
        act=act,
    )
    assert isinstance(saved, Saved)


@pytest.fixture
def act(convention: Instrument, editor: User) -> Act:
    return Act.objects.create(
        instrument=convention,
        kind=Act.Kind.SPLIT_ARTICLE,
        what="Article 1 was split.",
        reason="It dealt with two matters.",
        author=editor,
    )


def test_versions_acts_and_editions_stand_in_one_list(
    client: Client,
    text: Text,
    edition: Edition,
    editor: User,
    act: Act,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    written_by(act, text, editor, "ten miles", "twelve miles")
    revise(text, editor, "a keeper", "two keepers", "One falls asleep.")
    client.force_login(editor)
    with django_assert_max_num_queries(14):
        shown = page(client)
    at = [
        shown.index(words) for words in ("One falls asleep.", "Article 1 was split.", "Draft 1 issued", "First draft.")
    ]
    assert at == sorted(at)
    assert shown.count("It dealt with two matters.") == 1
    assert "1 word in, 1 out, 1 clause" in shown
    assert "Drafting editor, article split" in shown


def test_an_act_of_many_versions_is_one_line_and_has_a_page_of_its_own(
    client: Client, text: Text, editor: User, act: Act, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(SHOWN_OF_AN_ACT + 3):
        written_by(act, text, editor, f"{number} miles" if number else "ten miles", f"{number + 1} miles")
    client.force_login(editor)
    with django_assert_max_num_queries(14):
        shown = page(client)
    assert shown.count("miles") == 0  # the list says how much changed, not the words
    assert f"All {SHOWN_OF_AN_ACT + 3} versions of this act" in shown
    alone = page(client, f"?act={act.pk}")
    assert alone.count("What changed") == SHOWN_OF_AN_ACT + 3
    assert "First draft." not in alone


def test_filters_leave_what_was_asked_for(
    client: Client, text: Text, edition: Edition, editor: User, second_editor: User
) -> None:
    revise(text, second_editor, "ten miles", "twelve miles", "Farther.")
    other = Text.objects.get(article__slug="2")
    now = Proposal(other.heading, other.source().replace("Costs are", "The costs are"), 1)
    save_text(article=other.article, language="en", proposal=now, author=editor, reason="Style.", nature="editorial")
    client.force_login(editor)
    assert "Style." not in page(client, "?article=1")
    assert "Farther." in page(client, "?article=1")
    assert "First draft." not in page(client, f"?person={second_editor.pk}")
    editorial = page(client, "?nature=editorial")
    assert ("Style." in editorial, "Farther." in editorial, "Draft 1 issued" in editorial) == (True, False, False)
    assert "Nothing matches." in page(client, "?article=nowhere&person=x&page=99&nature=%00")


def test_a_long_history_comes_in_pages_of_a_bounded_number_of_queries(
    client: Client, text: Text, editor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(PER_PAGE):
        revise(text, editor, f"{number} miles" if number else "ten miles", f"{number + 1} miles")
    client.force_login(editor)
    with django_assert_max_num_queries(14):
        first = page(client)
    assert f"1 to {PER_PAGE} of {PER_PAGE + Text.objects.count()}" in first
    assert "First draft." in page(client, "?page=2")


def test_delegations_read_what_editions_made_public_and_no_act(
    client: Client, text: Text, edition: Edition, editor: User, act: Act, delegate: User
) -> None:
    written_by(act, text, editor, "ten miles", "twelve miles")
    revise(text, editor, "a keeper", "two keepers", "One falls asleep.")
    client.force_login(delegate)
    shown = page(client)
    assert "Draft 1 issued" in shown
    assert ("split" in shown, "asleep" in shown, "version 2" in shown) == (False, False, False)
    assert page(client, f"?act={act.pk}").count("Article 1, version") == 0
    assert "two matters" not in page(client, f"?person={editor.pk}")


def test_the_comments_that_a_version_answers_are_named_to_those_who_may_read_them(
    client: Client, text: Text, conference: Round, editor: User, delegate: User, neighbour: User
) -> None:
    said, also = (comment_by(person, conference, words=Words(), submit=True) for person in (delegate, neighbour))
    now = Proposal(text.heading, text.source().replace("ten miles", "twelve miles"), 1)
    saved = save_text(
        article=text.article, language="en", proposal=now, author=editor, reason="Farther.", grounds=[said.pk]
    )
    assert isinstance(saved, Saved)
    dispose_comment(comment=also, decision="accepted", reason="Yes.", author=editor, version=saved.version)
    client.force_login(editor)
    for address in (HISTORY, "/instruments/lanterns/articles/1/history/"):
        shown = client.get(address).content.decode()
        assert all(Comment.objects.get(pk=comment.pk).reference in shown for comment in (said, also))


def test_a_withdrawn_article_keeps_its_history(client: Client, convention: Instrument, editor: User) -> None:
    Article.objects.filter(slug="3").update(is_withdrawn=True)
    client.force_login(editor)
    assert "Article 3, version 1" in page(client)
