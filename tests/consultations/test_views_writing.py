"""Writing a comment: the form, the draft, the words, submission in time and too late."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from consultations.models import Comment, Delegation, Membership, Organisation, Round
from drafts.models import Article
from mla_portal.accounts.models import User
from tests.cast import clause_id, comment_by

BY_SCRIPT = {"X-Requested-With": "fetch"}


@pytest.fixture
def new(conference: Round, article: Article) -> str:
    """Address of the form for a comment on article 1, paragraph 1."""
    return f"{conference.get_absolute_url()}comments/new/?article=1&clause={clause_id(article)}"


def typed(**fields: Any) -> dict[str, Any]:
    return {"kind": "substance", "words": "", "proposed": "", "reasoning": "Oil is dear.", "act": "keep", **fields}


def shut(round: Round) -> None:
    round.comments_close_at = timezone.now() - timedelta(minutes=1)
    round.save()


def test_the_form_starts_from_the_words_of_the_clause(
    client: Client, new: str, delegate: User, django_assert_max_num_queries
) -> None:
    client.force_login(delegate)
    with django_assert_max_num_queries(11):
        page = client.get(new).content.decode()
    assert "Comment on article 1, paragraph 1</h1>" in page
    assert "keep a lantern on its coast [at all hours]^{Chile}.</textarea>" in page
    assert "No change: this comment proposes no words." in page
    assert not Comment.objects.exists()


def test_a_comment_may_be_on_an_article_or_on_the_whole_text(
    client: Client, conference: Round, article: Article, delegate: User
) -> None:
    client.force_login(delegate)
    address = f"{conference.get_absolute_url()}comments/new/"
    for query, place in (("", "the whole text"), ("?article=1", "article 1"), ("?article=preamble", "the preamble")):
        assert f"Comment on {place}</h1>" in client.get(address + query).content.decode()
    client.post(f"{address}?article=1", typed(proposed="3. A lantern is painted white."))
    comment = Comment.objects.get()
    assert (comment.article, comment.clause, comment.proposed) == (article, None, "3. A lantern is painted white.")


@pytest.mark.parametrize("query", ["?article=99", "?article=1&clause=0000000000000000", "?article=1&language=xx"])
def test_what_the_edition_does_not_contain_cannot_be_commented_on(
    client: Client, conference: Round, delegate: User, query: str
) -> None:
    client.force_login(delegate)
    assert client.get(f"{conference.get_absolute_url()}comments/new/{query}").status_code == 404


def test_keeping_makes_a_draft_of_the_delegation(client: Client, new: str, expert: User, article: Article) -> None:
    client.force_login(expert)
    done = client.post(new, typed(), follow=True)
    comment = Comment.objects.get()
    assert (comment.state, comment.author, comment.clause_id, comment.proposed) == (
        "draft", expert, clause_id(article), "",
    )  # fmt: skip
    assert "The draft is kept." in done.content.decode()
    assert "Only your focal point can submit" in done.content.decode()


def test_nothing_typed_is_nothing_kept(client: Client, new: str, delegate: User) -> None:
    client.force_login(delegate)
    done = client.post(new, typed(reasoning=" "))
    assert (done.status_code, Comment.objects.exists()) == (422, False)
    assert "Write your reasoning, or change the wording" in done.content.decode()


def test_the_focal_point_submits_and_gets_a_receipt(client: Client, new: str, delegate: User) -> None:
    client.force_login(delegate)
    done = client.post(new, typed(act="submit", proposed="Each State Party shall keep a bell."), follow=True)
    comment = Comment.objects.get()
    assert (comment.state, comment.reference) == ("submitted", "CL-001")
    assert "Received. Comment CL-001 has been submitted." in done.content.decode()


def test_an_expert_who_presses_submit_all_the_same_keeps_a_draft(client: Client, new: str, expert: User) -> None:
    client.force_login(expert)
    done = client.post(new, typed(act="submit"), follow=True)
    assert Comment.objects.get().state == Comment.State.DRAFT
    assert "Only your delegation&#x27;s focal point can submit" in done.content.decode()


def test_a_late_comment_is_refused_and_kept_as_draft(
    client: Client, new: str, conference: Round, delegate: User
) -> None:
    client.force_login(delegate)
    client.get(new)
    shut(conference)
    done = client.post(new, typed(act="submit"), follow=True)
    page = done.content.decode()
    assert Comment.objects.get().state == Comment.State.DRAFT
    assert "The window for comments closed on" in page
    assert "It is too late to submit." in page
    assert ">Submit</button>" not in page


def test_a_draft_is_edited_and_then_submitted_by_the_focal_point(
    client: Client, conference: Round, expert: User, delegate: User, django_assert_max_num_queries
) -> None:
    draft = comment_by(expert, conference)
    client.force_login(delegate)
    with django_assert_max_num_queries(11):
        page = client.get(f"{draft.get_absolute_url()}edit/").content.decode()
    assert "A lantern cannot burn at all hours.</textarea>" in page
    client.post(f"{draft.get_absolute_url()}edit/", typed(reasoning="Oil\r\nis dear."))
    client.post(f"{draft.get_absolute_url()}submit/")
    draft.refresh_from_db()
    assert (draft.reasoning, draft.state, draft.submitted_by) == ("Oil\nis dear.", "submitted", delegate)
    assert client.get(f"{draft.get_absolute_url()}edit/").status_code == 403


def test_words_are_found_without_their_drafting_marks(client: Client, new: str, delegate: User) -> None:
    client.force_login(delegate)
    client.post(new, typed(words="on its Coast at all hours"))
    comment = Comment.objects.get()
    assert comment.quote == "on its coast [at all hours"
    client.post(f"{comment.get_absolute_url()}edit/", typed(words=""))
    comment.refresh_from_db()
    assert (comment.quote, comment.quote_start) == ("", None)


def test_words_that_are_not_in_the_clause_are_asked_for_again(client: Client, new: str, delegate: User) -> None:
    client.force_login(delegate)
    done = client.post(new, typed(words="a lighthouse"))
    assert (done.status_code, Comment.objects.exists()) == (422, False)
    assert "These words are not in the clause." in done.content.decode()


def test_an_address_may_name_the_words(client: Client, new: str, delegate: User) -> None:
    client.force_login(delegate)
    assert 'name="words" value="Each State"' in client.get(f"{new}&start=0&end=10").content.decode()


def test_preview_shows_the_redline_and_writes_nothing(client: Client, new: str, delegate: User) -> None:
    client.force_login(delegate)
    bell = typed(act="preview", proposed="Each State Party shall keep a bell on its coast.")
    page = client.post(new, bell).content.decode()
    fragment = client.post(new.replace("/new/", "/preview/"), bell).content.decode()
    for words in (page, fragment):
        assert '<ins><span class="vh">inserted: </span>bell' in words
    assert ("<html" in page, "<html" in fragment) == (True, False)
    assert "Oil is dear.</textarea>" in page
    assert not Comment.objects.exists()


def test_autosave_begins_a_draft_and_goes_on_with_it(client: Client, new: str, delegate: User) -> None:
    client.force_login(delegate)
    began = client.post(new, typed(reasoning="Oil"), headers=BY_SCRIPT).json()
    comment = Comment.objects.get()
    assert began["form"] == f"{comment.get_absolute_url()}edit/"
    kept = client.post(began["autosave"], typed(reasoning="Oil is"), headers=BY_SCRIPT)
    comment.refresh_from_db()
    assert (kept.status_code, comment.reasoning) == (200, "Oil is")
    assert kept.json()["kept_at"] == comment.edited_at.isoformat()


def test_autosave_keeps_the_rest_while_the_words_are_half_typed(client: Client, new: str, delegate: User) -> None:
    client.force_login(delegate)
    client.post(new, typed(words="on its coast"), headers=BY_SCRIPT)
    comment = Comment.objects.get()
    answer = client.post(
        f"{comment.get_absolute_url()}draft/", typed(words="on its coa", reasoning="More."), headers=BY_SCRIPT
    )
    comment.refresh_from_db()
    assert (answer.status_code, comment.reasoning, comment.quote) == (200, "More.", "on its coast")
    assert "not in the clause" in answer.json()["but"]


def test_autosave_says_when_it_has_kept_nothing(client: Client, new: str, delegate: User) -> None:
    client.force_login(delegate)
    answer = client.post(new, typed(reasoning=""), headers=BY_SCRIPT)
    assert (answer.status_code, Comment.objects.exists()) == (409, False)
    client.logout()
    assert client.post(new, typed(), headers=BY_SCRIPT).status_code == 401


def test_who_speaks_for_two_delegations_says_for_which(
    client: Client, new: str, conference: Round, delegate: User, kenya: Organisation
) -> None:
    Membership.objects.create(person=delegate, organisation=kenya, role=Membership.Role.EXPERT)
    client.force_login(delegate)
    assert "On behalf of" in client.get(new).content.decode()
    assert "This field is required." in client.post(new, typed()).content.decode()
    client.post(new, typed(delegation=Delegation.objects.get(round=conference, organisation=kenya).pk))
    assert Comment.objects.get().organisation == kenya


def test_nobody_speaks_for_a_delegation_of_others(
    client: Client, new: str, conference: Round, delegate: User, kenya: Organisation
) -> None:
    client.force_login(delegate)
    client.post(new, typed(delegation=Delegation.objects.get(round=conference, organisation=kenya).pk))
    assert not Comment.objects.exclude(delegation__organisation__code="CL").exists()


def test_withdrawing_is_asked_for_and_stays_in_the_record(client: Client, conference: Round, delegate: User) -> None:
    comment = comment_by(delegate, conference, submit=True)
    client.force_login(delegate)
    address = f"{comment.get_absolute_url()}withdraw/"
    assert "Withdraw CL-001?" in client.get(address).content.decode()
    done = client.post(address, follow=True).content.decode()
    comment.refresh_from_db()
    assert comment.state == Comment.State.WITHDRAWN
    assert "It stays in the record." in done


def test_others_neither_edit_nor_submit_nor_withdraw(
    client: Client, conference: Round, delegate: User, expert: User, neighbour: User, editor: User
) -> None:
    draft, submitted = comment_by(expert, conference), comment_by(delegate, conference, submit=True)
    answers = {}
    for person in (expert, neighbour, editor):
        client.force_login(person)
        answers[person] = [
            client.post(f"{draft.get_absolute_url()}edit/", typed(act="preview")).status_code,
            client.post(f"{draft.get_absolute_url()}submit/").status_code,
            client.post(f"{submitted.get_absolute_url()}withdraw/").status_code,
        ]
    assert answers == {expert: [200, 403, 403], neighbour: [404, 404, 404], editor: [404, 404, 403]}


def test_the_core_group_does_not_comment(client: Client, new: str, editor: User, secretariat: User) -> None:
    for person in (editor, secretariat):
        client.force_login(person)
        assert client.get(new).status_code == 403
