"""The worktable: proposals bundled, collisions seen, wording taken over; answers recorded, published, replied to."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from consultations.commenting import submit_comment, withdraw_comment
from consultations.disposing import (
    CannotDispose,
    dispose_comment,
    dispose_together,
    publish_answers,
    reply_to,
    waiting_to_be_published,
)
from consultations.mapping import map_of
from consultations.models import Comment, Disposition, Notice, Reply, Round
from consultations.taking_over import CannotTakeOver, begin_taking_over, take_over
from consultations.worktable import lay_out
from drafts.amending import CannotAmend
from drafts.models import Article, Draft, Text
from mla_portal.accounts.models import User
from tests.cast import Target as On
from tests.cast import Words, clause_id, comment_by, revise

NIGHT = "Each State Party shall keep a lantern on its coast [by night]^{Chile}."
DAY = "Each State Party shall keep a lantern on its coast [by day]^{Chile}."
TWO = "Each State Party shall keep two lanterns on its coast [at all hours]^{Chile}."


def propose(author: User, round: Round, article: Article, words: str, place: int = 0, **how: Any) -> Comment:
    target = On(article, clause_id(article, place))
    comment = comment_by(author, round, target, Words("Because.", words))
    if how:
        Comment.objects.filter(pk=comment.pk).update(**how)
        comment.refresh_from_db()
    return submit_comment(comment=comment, person=author)


def source_now(article: Article) -> str:
    return Text.objects.get(article=article, language="en").source()


def laid(round: Round, person: User) -> list[tuple[str, list[tuple[str, list[str], list[str]]]]]:
    """Place -> letter, who makes the proposal, with which others it collides."""
    table = lay_out(round, person, {}, None)
    return [
        (
            clause.place,
            [
                (bundle.letter, [one.organisation.code for one in bundle.comments], bundle.beside)
                for bundle in clause.proposals
            ],
        )
        for clause in table.clauses
    ]


def test_identical_proposals_are_one_bundle_and_touching_ones_collide(
    conference: Round, article: Article, delegate: User, neighbour: User, observer: User, editor: User
) -> None:
    propose(delegate, conference, article, NIGHT)
    propose(neighbour, conference, article, f"  {NIGHT}\n")
    propose(observer, conference, article, DAY)
    propose(observer, conference, article, TWO)
    comment_by(delegate, conference, submit=True)
    whole, first = laid(conference, editor)
    assert whole == ("The whole text", [])
    assert first[0] == "Article 1, paragraph 1"
    bundles = {tuple(codes): set(beside) for _, codes, beside in first[1]}
    letters = {tuple(codes): letter for letter, codes, _ in first[1]}
    assert letters["CL", "KE"] == "A"
    proposals = [bundle for bundle in first[1] if bundle[1] == ["LANTERN"]]
    assert len(proposals) == 2
    by_day = next(letter for letter, codes, beside in proposals if "A" in beside)
    assert bundles["CL", "KE"] == {by_day}


def test_taking_over_makes_a_version_that_names_the_comments_and_answers_them_all(
    conference: Round, article: Article, delegate: User, neighbour: User, editor: User
) -> None:
    comments = [propose(delegate, conference, article, NIGHT), propose(neighbour, conference, article, NIGHT)]
    done = take_over(comments=comments, editor=editor, answer="Night is enough.")
    assert "[by night]" in source_now(article)
    assert done.version.grounds == [comment.pk for comment in comments]
    assert done.version.history_change_reason == "Night is enough."
    answers = Disposition.objects.order_by("pk")
    assert [(a.comment_id, a.decision, a.version_id, a.published_at) for a in answers] == [
        (comment.pk, "accepted", done.version.pk, None) for comment in comments
    ]


def test_a_change_made_meanwhile_elsewhere_in_the_clause_is_kept(
    conference: Round, article: Article, delegate: User, editor: User
) -> None:
    comment = propose(delegate, conference, article, NIGHT)
    revise(article, editor, "Each State Party shall keep a lantern", "Every State shall keep a lantern")
    take_over(comments=[comment], editor=editor, answer="Night is enough.")
    assert "1. Every State shall keep a lantern on its coast [by night]^{Chile}." in source_now(article)


def test_words_that_were_changed_since_are_not_undone(
    conference: Round, article: Article, delegate: User, editor: User
) -> None:
    comment = propose(delegate, conference, article, NIGHT)
    revise(article, editor, "[at all hours]", "[at every hour]")
    before = source_now(article)
    with pytest.raises(CannotTakeOver, match="changed since"):
        take_over(comments=[comment], editor=editor, answer="Night.")
    assert (source_now(article), Disposition.objects.count()) == (before, 0)
    assert lay_out(conference, editor, {}, None).clauses[0].proposals[0].outdated


def test_additions_stand_after_the_clause_and_deletions_take_what_is_below(
    conference: Round, article: Article, delegate: User, editor: User
) -> None:
    added = propose(delegate, conference, article, "Oil is free.", place=0, operation="add")
    take_over(comments=[added], editor=editor, answer="Good.")
    assert "1 bis. Oil is free." in source_now(article)
    deleted = propose(delegate, conference, article, "", place=2, operation="delete", reasoning="Not needed.")
    take_over(comments=[deleted], editor=editor, answer="Agreed.")
    assert "ten miles" not in source_now(article)


@pytest.mark.parametrize(
    ("words", "how", "told"),
    [
        ("One.\n\nTwo.", {}, "several clauses"),
        ("", {"operation": "keep", "reasoning": "Good as it is."}, "proposes no words"),
    ],
)
def test_what_cannot_be_taken_over_says_why(
    conference: Round, article: Article, delegate: User, editor: User, words: str, how: dict[str, Any], told: str
) -> None:
    comment = propose(delegate, conference, article, words, **how)
    with pytest.raises(CannotTakeOver, match=told):
        take_over(comments=[comment], editor=editor, answer="Yes.")
    assert Disposition.objects.count() == 0


def test_different_proposals_are_not_taken_over_together(
    conference: Round, article: Article, delegate: User, neighbour: User, editor: User
) -> None:
    comments = [propose(delegate, conference, article, NIGHT), propose(neighbour, conference, article, DAY)]
    with pytest.raises(CannotTakeOver, match="do not propose the same"):
        take_over(comments=comments, editor=editor, answer="Yes.")


def test_reference_and_blank_reasons_are_refused_whole(
    conference: Round, article: Article, delegate: User, editor: User
) -> None:
    comment = propose(delegate, conference, article, NIGHT)
    with pytest.raises((CannotDispose, CannotAmend)):
        take_over(comments=[comment], editor=editor, answer="  ")
    assert "[by night]" not in source_now(article)


def test_taking_over_in_part_begins_in_the_editors_own_draft(
    conference: Round, article: Article, delegate: User, editor: User
) -> None:
    comment = propose(delegate, conference, article, NIGHT)
    draft = begin_taking_over(comments=[comment], editor=editor)
    assert "[by night]" in draft.source
    assert "[by night]" not in source_now(article)
    with pytest.raises(CannotTakeOver, match="unsaved words"):
        begin_taking_over(comments=[comment], editor=editor)
    assert Draft.objects.count() == 1


def test_recorded_answers_are_the_core_groups_until_published(
    client: Client, conference: Round, article: Article, delegate: User, editor: User
) -> None:
    comment = propose(delegate, conference, article, NIGHT)
    dispose_together(comments=[comment], decision="noted", reason="Zanzibar.", author=editor)
    pages = [
        comment.get_absolute_url(),
        f"/rounds/{conference.slug}/comments/",
        f"/rounds/{conference.slug}/comments/?answered=yes",
        f"/rounds/{conference.slug}/comments/table/?format=csv",
        f"/instruments/lanterns/articles/1/?clause={comment.clause_id}",
        f"/instruments/lanterns/clauses/{comment.clause_id}/",
        "/",
    ]

    def says(person: User, word: str) -> list[bool]:
        client.force_login(person)
        return [word in client.get(page).content.decode("utf-8-sig") for page in pages]

    assert not any(says(delegate, "Zanzibar"))
    assert says(delegate, "Noted")[1] is False
    assert says(editor, "Zanzibar")[0]
    assert Notice.objects.filter(kind="disposition").count() == 0
    assert publish_answers(answers=waiting_to_be_published(conference), person=editor) == 1
    assert publish_answers(answers=list(Disposition.objects.all()), person=editor) == 0
    assert says(delegate, "Zanzibar")[0]
    assert set(Notice.objects.filter(kind="disposition").values_list("address", flat=True)) == {delegate.email}


def test_a_published_answer_is_never_changed(conference: Round, delegate: User, editor: User) -> None:
    answer = dispose_comment(
        comment=comment_by(delegate, conference, submit=True), decision="noted", reason="Yes.", author=editor
    )
    answer.reason = "No."
    with pytest.raises(DatabaseError), transaction.atomic():
        answer.save()
    answer.published_at = None
    with pytest.raises(DatabaseError), transaction.atomic():
        answer.save(update_fields=["published_at"])


def test_an_answer_that_was_superseded_or_whose_comment_was_withdrawn_is_not_published(
    conference: Round, delegate: User, editor: User
) -> None:
    first, second = (comment_by(delegate, conference, submit=True) for _ in range(2))
    for comment, reason in ((first, "Old."), (first, "New."), (second, "Gone.")):
        dispose_comment(comment=comment, decision="noted", reason=reason, author=editor, publish=False)
    withdraw_comment(comment=second, person=delegate)
    assert [answer.reason for answer in waiting_to_be_published(conference)] == ["New."]
    assert publish_answers(answers=list(Disposition.objects.all()), person=editor) == 1


def test_the_focal_point_replies_to_the_published_answer_that_holds(
    conference: Round, delegate: User, expert: User, neighbour: User, editor: User
) -> None:
    comment = comment_by(delegate, conference, submit=True)
    recorded = dispose_comment(comment=comment, decision="noted", reason="A.", author=editor, publish=False)
    for person, told in ((expert, "focal point"), (neighbour, "focal point"), (delegate, "not been published")):
        with pytest.raises(CannotDispose, match=told):
            reply_to(disposition=recorded, author=person, is_content=True)
    later = dispose_comment(comment=comment, decision="accepted", reason="B.", author=editor)
    with pytest.raises(CannotDispose, match="Say whether"):
        reply_to(disposition=later, author=delegate, is_content=None, words=" ")
    reply_to(disposition=later, author=delegate, is_content=False, words="Not enough.")
    again = dispose_comment(comment=comment, decision="accepted", reason="C.", author=editor)
    with pytest.raises(CannotDispose, match="answered anew"):
        reply_to(disposition=later, author=delegate, is_content=True)
    reply_to(disposition=again, author=delegate, is_content=True)
    assert list(Reply.objects.order_by("pk").values_list("is_content", flat=True)) == [False, True]


def test_page_acts_and_keeps_a_reason_that_was_refused(
    client: Client, conference: Round, article: Article, delegate: User, editor: User
) -> None:
    comment = propose(delegate, conference, article, NIGHT)
    client.force_login(editor)
    address = f"/rounds/{conference.slug}/worktable/"
    sent = {"comments": str(comment.pk), "act": "take over", "reason": "Night is enough.", "back": address}
    revise(article, editor, "[at all hours]", "[at every hour]")
    page = client.post(f"{address}act/", sent, follow=True).content.decode()
    assert "touches words that were changed since" in page
    assert ">Night is enough.</textarea>" in page
    to_editor = client.post(f"{address}act/", {**sent, "act": "part"}, follow=True).content.decode()
    assert "[by night]" in to_editor
    assert f'value="{comment.pk}" checked' in to_editor
    done = client.post(f"{address}act/", {**sent, "act": "answer", "decision": "not_accepted"}, follow=True)
    assert "One answer is recorded, not published yet." in done.content.decode()
    published = client.post(f"{address}publish/", {"answer": Disposition.objects.get().pk}, follow=True)
    assert "One answer is published." in published.content.decode()
    elsewhere = client.post(f"{address}act/", {**sent, "act": "answer", "back": "https://evil.example/"})
    assert elsewhere["Location"] == address


def test_the_table_of_comments_leads_the_core_group_alone_to_the_worktable(
    client: Client, conference: Round, article: Article, delegate: User, editor: User
) -> None:
    propose(delegate, conference, article, NIGHT)
    link = f'href="/rounds/{conference.slug}/worktable/"'
    for person, leads in ((editor, True), (delegate, False)):
        client.force_login(person)
        page = client.get(f"/rounds/{conference.slug}/comments/").content.decode()
        assert (link in page) is leads


def test_worktable_asks_the_same_for_many_comments_as_for_few(
    client: Client,
    conference: Round,
    article: Article,
    delegate: User,
    editor: User,
    django_assert_max_num_queries: Any,
) -> None:
    address = f"/rounds/{conference.slug}/worktable/"
    client.force_login(editor)
    for number in range(90):
        propose(delegate, conference, article, f"{NIGHT[:-1]} {number}.", place=number % 4)
        if number in (5, 89):
            with django_assert_max_num_queries(19):
                page = client.get(address).content.decode()
            assert page.count('class="pane work-bundle"') == number + 1


def test_map_is_the_chairs_alone_and_counts_each_delegation_once(
    client: Client, conference: Round, article: Article, delegate: User, neighbour: User, editor: User
) -> None:
    propose(delegate, conference, article, NIGHT)
    propose(delegate, conference, article, DAY)
    propose(neighbour, conference, article, "", operation="keep", reasoning="Good.")
    found = map_of(conference)
    assert [(place.words, place.stances) for place in found.places] == [
        ("Article 1, paragraph 1", {"Proposes": ["Chile"], "Keeps as it is": ["Kenya"]})
    ]
    address = f"/rounds/{conference.slug}/positions/"
    client.force_login(editor)
    assert client.get(address).status_code == 404
    Round.objects.filter(pk=conference.pk).update(chair=editor)
    for by in ("clause", "delegation"):
        page = client.get(address, {"by": by}).content.decode()
        assert "Keeps as it is" in page
        assert "Kenya" in page
