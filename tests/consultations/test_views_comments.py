"""The table of comments and a comment's own page: sealed, filtered, bounded."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from consultations.commenting import Target, receipt_checksum
from consultations.convening import close_round
from consultations.disposing import dispose_comment
from consultations.listing import PAGE
from consultations.models import Comment, Delegation, Disposition, Round
from drafts.models import Article, Text
from drafts.models.articles import Version
from mla_portal.accounts.models import User
from tests.cast import Words, clause_id, comment_by

OWN_QUERIES = 6  # besides those for the session, the person and the round that the gate asks for
GATE_QUERIES = 5


def table(round: Round, **filters: str) -> str:
    return f"{round.get_absolute_url()}comments/?" + "&".join(f"{name}={value}" for name, value in filters.items())


def places(page: str) -> list[str]:
    """What the rows are about, in their order."""
    return [part.split("</b>")[0] for part in page.split('<th scope="row">')[1:] for part in [part.split("<b>")[1]]]


@pytest.fixture
def three(conference: Round, article: Article, delegate: User, neighbour: User) -> list[Comment]:
    """Chile on paragraph 1 with a wording, Kenya on paragraph 2 and on the whole text."""
    shorter = Words("By night is enough.", "Each State Party shall keep a lantern on its coast by night.", "drafting")
    return [
        comment_by(delegate, conference, Target(article, clause_id(article, 0)), shorter, submit=True),
        comment_by(neighbour, conference, Target(article, clause_id(article, 1)), submit=True),
        comment_by(neighbour, conference, submit=True),
    ]


def many_comments(round: Round, author: User, article: Article, number: int) -> None:
    delegation = Delegation.objects.of(author).get(round=round)
    version = Version.objects.get(article=article, number=1)
    now = timezone.now()
    Comment.objects.bulk_create(
        Comment(
            round=round,
            delegation=delegation,
            author=author,
            article=article,
            clause_id=clause_id(article, place % 2),
            version=version,
            clause_label=str(place % 2 + 1),
            clause_order=place % 2 + 1,
            reasoning=f"Reason {place}.",
            proposed="Each State Party shall keep a bell.",
            state=Comment.State.SUBMITTED,
            number=1000 + place,
            submitted_at=now,
            submitted_by=author,
            checksum="0" * 64,
        )
        for place in range(number)
    )


def test_the_core_group_reads_all_in_the_order_of_the_text(
    client: Client, conference: Round, three, editor: User
) -> None:
    client.force_login(editor)
    page = client.get(table(conference)).content.decode()
    assert places(page) == ["The whole text", "Article 1, paragraph 1", "Article 1, paragraph 2"]
    assert "Three comments from two delegations." in page
    assert "None has been answered yet" in page


def test_a_delegation_sees_its_own_until_the_window_has_closed_and_then_all(
    client: Client, conference: Round, three, delegate: User, secretariat: User
) -> None:
    client.force_login(delegate)
    assert places(client.get(table(conference)).content.decode()) == ["Article 1, paragraph 1"]
    assert client.get(three[1].get_absolute_url()).status_code == 404
    close_round(round=conference, person=secretariat)
    assert len(places(client.get(table(conference)).content.decode())) == 3
    assert client.get(three[1].get_absolute_url()).status_code == 200


def test_a_draft_is_seen_inside_the_delegation_only(
    client: Client, conference: Round, expert: User, delegate: User, neighbour: User, editor: User, secretariat: User
) -> None:
    draft = comment_by(expert, conference)
    for person, status in ((expert, 200), (delegate, 200), (neighbour, 404), (editor, 404), (secretariat, 404)):
        client.force_login(person)
        assert client.get(draft.get_absolute_url()).status_code == status
        assert ("Draft</span>" in client.get(table(conference)).content.decode()) == (status == 200)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"article": "1"}, 2),
        ({"article": "general"}, 1),
        ({"article": "no-such-article"}, 3),
        ({"organisation": "ke"}, 2),
        ({"organisation": "ke", "article": "1"}, 1),
        ({"kind": "drafting"}, 1),
        ({"state": "withdrawn"}, 0),
        ({"answered": "yes"}, 1),
        ({"answered": "no"}, 2),
    ],
)
def test_filters(client: Client, conference: Round, three, editor: User, filters: dict[str, str], found: int) -> None:
    dispose_comment(comment=three[0], decision=Disposition.Decision.NOTED, reason="Noted.", author=editor)
    client.force_login(editor)
    assert len(places(client.get(table(conference, **filters)).content.decode())) == found


def test_the_names_in_the_filters_do_not_tell_who_has_commented(
    client: Client, conference: Round, three, observer: User
) -> None:
    client.force_login(observer)
    page = client.get(table(conference)).content.decode()
    assert [name in page for name in (">Chile<", ">Kenya<", ">Lantern Watch<")] == [True, True, True]
    assert "No comments and no drafts of your delegation." in page


def test_the_table_costs_the_same_for_two_pages_as_for_one_comment(
    client: Client, conference: Round, article: Article, delegate: User, editor: User, django_assert_max_num_queries
) -> None:
    many_comments(conference, delegate, article, PAGE + 10)
    client.force_login(editor)
    with django_assert_max_num_queries(OWN_QUERIES + GATE_QUERIES):
        first = client.get(table(conference)).content.decode()
    with django_assert_max_num_queries(OWN_QUERIES + GATE_QUERIES):
        second = client.get(table(conference, article="1", page="2")).content.decode()
    assert (len(places(first)), len(places(second))) == (PAGE, 10)
    assert "51 to 60 of 60" in second


def test_a_proposed_wording_is_shown_as_a_redline_against_its_clause(
    client: Client, conference: Round, three, editor: User, django_assert_max_num_queries
) -> None:
    client.force_login(editor)
    with django_assert_max_num_queries(20):
        page = client.get(three[0].get_absolute_url()).content.decode()
    assert '<ins><span class="vh">inserted: </span>by night' in page
    assert "at all hours" in page


def test_the_receipt_names_number_instant_and_checksum(
    client: Client, conference: Round, three, delegate: User
) -> None:
    client.force_login(delegate)
    page = client.get(three[0].get_absolute_url()).content.decode()
    submitted = three[0].submitted_at
    assert "CL-001" in page
    assert submitted.strftime("%H:%M:%S UTC") in page
    assert submitted.astimezone(conference.zone).strftime("%H:%M:%S in Santiago") in page
    assert receipt_checksum(three[0]) in page


def test_the_editor_answers_and_the_delegation_reads_it(
    client: Client, three, article: Article, editor: User, delegate: User
) -> None:
    client.force_login(editor)
    version = Version.objects.get(article=article, number=1)
    sent = {"decision": "accepted_in_part", "reason": "The hours stay in brackets.", "version": version.pk}
    sent["publish"] = "on"
    done = client.post(f"{three[0].get_absolute_url()}dispose/", sent, follow=True)
    assert "The answer to CL-001 is recorded." in done.content.decode()
    assert "Next unanswered: KE-002" in done.content.decode()
    client.force_login(delegate)
    page = client.get(three[0].get_absolute_url()).content.decode()
    assert [words in page for words in ("Accepted in part", "The hours stay in brackets.", "version 1")] == [True] * 3


def test_an_answer_without_a_reason_is_asked_for_again_and_nothing_is_recorded(
    client: Client, three, editor: User
) -> None:
    client.force_login(editor)
    done = client.post(f"{three[0].get_absolute_url()}dispose/", {"decision": "noted", "reason": ""})
    assert "Nothing has been recorded yet" in done.content.decode()
    assert not three[0].dispositions.exists()


def test_only_editors_answer(client: Client, three, secretariat: User, delegate: User) -> None:
    for person in (secretariat, delegate):
        client.force_login(person)
        sent = {"decision": "noted", "reason": "So be it."}
        assert client.post(f"{three[0].get_absolute_url()}dispose/", sent).status_code == 403


def test_comments_stand_beside_the_clause_of_an_article_as_far_as_the_reader_may_see_them(
    client: Client, conference: Round, three, article: Article, delegate: User, editor: User, observer: User
) -> None:
    clause = Text.objects.get(article=article).blocks[0]["id"]
    address = f"{article.get_absolute_url()}?edition=draft-1&clause={clause}"
    for person, seen in ((delegate, True), (editor, True), (observer, False)):
        client.force_login(person)
        page = client.get(address).content.decode()
        assert ("By night is enough." in page) == seen
        assert ("Comment on paragraph 1" in page) == (person != editor)


def test_after_the_window_nobody_is_invited_to_comment(
    client: Client, conference: Round, article: Article, delegate: User
) -> None:
    conference.comments_close_at = timezone.now() - timedelta(minutes=1)
    conference.save()
    client.force_login(delegate)
    address = f"{article.get_absolute_url()}?edition=draft-1&clause={clause_id(article)}"
    assert "Comment on paragraph 1" not in client.get(address).content.decode()
