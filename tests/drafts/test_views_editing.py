"""The editor: saving, previewing, autosaving, and a collision put before the person."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from consultations.commenting import Target
from consultations.models import Round
from drafts.amending import Proposal, save_text
from drafts.models import Article, Draft, Edition, Instrument, Text
from mla_portal.accounts.models import User
from tests.cast import comment_by

EDIT = "/instruments/lanterns/articles/1/edit/"
HEADING = "Keeping of lights"


@pytest.fixture
def by_hand(client: Client, editor: User, text: Text) -> Client:
    """The editor's browser, without scripts."""
    client.force_login(editor)
    return client


def fields(source: str, base: int = 1, reason: str = "Farther.", heading: str = HEADING, **more: str) -> dict[str, str]:
    return {"heading": heading, "source": source, "reason": reason, "base": str(base), "language": "en", **more}


def saved_by(person: User, text: Text, source: str, base: int = 1, heading: str = HEADING) -> None:
    proposal = Proposal(heading, source, base)
    save_text(article=text.article, language="en", proposal=proposal, author=person, reason="Theirs.")


def current(text: Text) -> Text:
    return Text.objects.get(pk=text.pk)


def hidden(page: str) -> dict[str, str]:
    """What a form without scripts sends back of its own accord."""
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    source = re.search(r'<textarea name="source" hidden>(.*?)</textarea>', page, re.S)
    assert source is not None
    return {**found, "source": source[1].replace("&quot;", '"')}


def test_a_save_is_the_next_version(
    by_hand: Client, text: Text, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(15):
        page = by_hand.get(EDIT).content.decode()
    assert "tended by a keeper" in page
    assert "Save as version 2" in page
    answer = by_hand.post(EDIT, fields(text.source().replace("ten miles", "twelve miles")), follow=True)
    assert "Saved as version 2." in answer.content.decode()
    assert "twelve miles" in current(text).source()


def test_windows_line_ends_of_a_form_are_no_change(by_hand: Client, text: Text) -> None:
    answer = by_hand.post(EDIT, fields(text.source().replace("\n", "\r\n")), follow=True)
    assert "Nothing was changed" in answer.content.decode()
    assert current(text).number == 1


def test_without_a_reason_nothing_is_saved_and_nothing_typed_is_lost(by_hand: Client, text: Text) -> None:
    answer = by_hand.post(EDIT, fields(text.source() + "3. Lanterns are painted red.\n", reason=" "))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Say in a few words why" in page
    assert "3. Lanterns are painted red." in page
    assert current(text).number == 1


def test_the_preview_button_needs_no_script(by_hand: Client, text: Text) -> None:
    page = by_hand.post(EDIT, fields(text.source().replace("[at all hours]", "[at all hours"), act="preview"))
    shown = page.content.decode()
    assert "A bracket opened here is never closed" in shown
    assert "Paragraph 1" in shown
    assert "1 change against version 1" in shown
    assert current(text).number == 1


def test_the_preview_is_a_fragment_for_the_script(
    by_hand: Client, text: Text, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(8):
        answer = by_hand.post(f"{EDIT}preview/", fields(text.source().replace("ten", "twelve")))
    shown = answer.content.decode()
    assert "<html" not in shown
    assert '<ins><span class="vh">inserted: </span>twelve' in shown
    assert by_hand.get(f"{EDIT}preview/").status_code == 405


def test_typing_is_kept_and_offered_again(
    by_hand: Client, text: Text, editor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(12):
        answer = by_hand.post(f"{EDIT}draft/", fields("1. Half a sentence", reason="Not yet"))
    assert list(answer.json()) == ["kept_at"]
    page = by_hand.get(EDIT).content.decode()
    assert "This is your draft" in page
    assert "1. Half a sentence" in page
    assert 'value="Not yet"' in page
    assert current(text).number == 1


def test_a_draft_that_says_what_the_text_says_is_not_offered(by_hand: Client, text: Text) -> None:
    by_hand.post(f"{EDIT}draft/", fields(text.source()))
    assert "This is your draft" not in by_hand.get(EDIT).content.decode()


def test_a_draft_is_discarded_on_request(by_hand: Client, text: Text) -> None:
    by_hand.post(f"{EDIT}draft/", fields("1. Half a sentence"))
    answer = by_hand.post(f"{EDIT}draft/", {"discard": "1", "language": "en"}, follow=True)
    assert "Your draft is gone" in answer.content.decode()
    assert not Draft.objects.exists()


def test_autosave_of_an_ended_session_is_told_so(client: Client, text: Text) -> None:
    answer = client.post(f"{EDIT}draft/", fields("1. Half"), headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 401
    assert b"Your session has ended" in answer.content


def test_autosave_from_an_unknown_version_is_refused_in_a_sentence(by_hand: Client) -> None:
    answer = by_hand.post(f"{EDIT}draft/", fields("1. Half", base=7))
    assert answer.status_code == 409
    assert "version 7" in answer.json()["refusal"]


def test_after_signing_in_again_the_editor_opens_with_the_draft(client: Client, text: Text, editor: User) -> None:
    client.force_login(editor)
    client.post(f"{EDIT}draft/", fields("1. Half a sentence"))
    client.logout()
    answer = client.post(EDIT, fields("1. Half a sentence and lost"))
    assert answer["Location"] == f"/accounts/login/?next={EDIT}"
    credentials = {"login": editor.email, "password": "demo", "next": EDIT}
    page = client.post(answer["Location"], credentials, follow=True).content.decode()
    assert "1. Half a sentence" in page


def test_a_draft_from_an_older_version_says_that_saving_will_merge(
    by_hand: Client, text: Text, second_editor: User
) -> None:
    by_hand.post(f"{EDIT}draft/", fields(text.source().replace("keeper", "keeper of lights")))
    saved_by(second_editor, text, text.source().replace("at all hours", "by night"))
    page = by_hand.get(EDIT).content.decode()
    assert "Second editor has saved version 2" in page
    assert "Changes are shown against that version" in page
    assert "version 1" in page


def test_changes_to_different_clauses_are_merged_and_said_so(by_hand: Client, text: Text, second_editor: User) -> None:
    saved_by(second_editor, text, text.source().replace("at all hours", "by night"))
    answer = by_hand.post(EDIT, fields(text.source().replace("a keeper", "two keepers")), follow=True)
    assert "It was merged with version 2 by Second editor." in answer.content.decode()
    assert "by night" in current(text).source()
    assert "two keepers" in current(text).source()


def collide(by_hand: Client, text: Text, second_editor: User) -> str:
    saved_by(second_editor, text, text.source().replace("ten miles", "five miles"))
    mine = text.source().replace("ten miles", "twenty miles").replace("a keeper", "two keepers")
    answer = by_hand.post(EDIT, fields(mine))
    assert answer.status_code == 409
    return answer.content.decode()


def test_a_collision_shows_three_columns_and_writes_nothing(by_hand: Client, text: Text, second_editor: User) -> None:
    page = collide(by_hand, text, second_editor)
    assert "You and another editor changed the same words" in page
    assert "Paragraph 2 (a)" in page
    for words in ("ten", "five", "twenty"):
        assert words in page
    assert current(text).number == 2
    assert "[five" not in page


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("theirs", "five miles"), ("yours", "twenty miles"), ("own", "as far as the eye reaches")],
)
def test_a_choice_settles_the_collision(
    by_hand: Client, text: Text, second_editor: User, choice: str, kept: str
) -> None:
    form = hidden(collide(by_hand, text, second_editor))
    answers = {"choice-0": choice, "own-0": "be seen as far as the eye reaches; and", "reason": "Settled."}
    answer = by_hand.post(EDIT, {**form, **answers}, follow=True)
    assert "Saved as version 3." in answer.content.decode()
    assert kept in current(text).source()
    assert "two keepers" in current(text).source()


def test_a_question_left_open_is_asked_again_and_what_was_written_stays(
    by_hand: Client, text: Text, second_editor: User
) -> None:
    form = hidden(collide(by_hand, text, second_editor))
    answer = by_hand.post(EDIT, {**form, "own-0": "be seen from afar; and", "reason": "Settled."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "1 of 1 is still without a choice" in page
    assert hidden(page)["source"] == form["source"]
    assert current(text).number == 2


def test_settled_words_may_collide_again(by_hand: Client, text: Text, second_editor: User) -> None:
    form = hidden(collide(by_hand, text, second_editor))
    saved_by(second_editor, text, current(text).source().replace("five miles", "six miles"), base=2)
    answer = by_hand.post(EDIT, {**form, "choice-0": "yours", "reason": "Settled."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert hidden(page)["base"] == "2"
    assert "twenty miles" in hidden(page)["source"]
    by_hand.post(EDIT, {**hidden(page), "choice-0": "yours", "reason": "Settled."})
    assert "twenty miles" in current(text).source()


def test_a_deleted_clause_that_the_other_changed_is_asked_about(
    by_hand: Client, text: Text, second_editor: User
) -> None:
    saved_by(second_editor, text, text.source().replace("tended by a keeper", "tended by a sworn keeper at night"))
    mine = "\n".join(line for line in text.source().splitlines() if "keeper" not in line)
    page = by_hand.post(EDIT, fields(mine)).content.decode()
    assert "One of you deleted this clause" in page
    by_hand.post(EDIT, {**hidden(page), "choice-0": "yours", "reason": "It goes."})
    assert "keeper" not in current(text).source()


def test_two_headings_are_a_collision_too(by_hand: Client, text: Text, second_editor: User) -> None:
    saved_by(second_editor, text, text.source(), heading="Duty of light")
    page = by_hand.post(EDIT, fields(text.source(), heading="Lanterns")).content.decode()
    assert "Heading" in page
    by_hand.post(EDIT, {**hidden(page), "choice-0": "own", "own-0": "Duty to keep lanterns", "reason": "Both."})
    assert current(text).heading == "Duty to keep lanterns"


def test_choices_can_be_looked_over_in_the_editor_first(by_hand: Client, text: Text, second_editor: User) -> None:
    form = hidden(collide(by_hand, text, second_editor))
    answer = by_hand.post(EDIT, {**form, "choice-0": "yours", "reason": "Settled.", "then": "review"})
    page = answer.content.decode()
    assert "twenty miles" in page
    assert '<input type="hidden" name="base" value="2">' in page
    assert current(text).number == 2


def test_only_editors_edit(client: Client, text: Text, secretariat: User) -> None:
    client.force_login(secretariat)
    answer = client.get(EDIT)
    assert answer.status_code == 403
    assert b"Only editors of the Core Group" in answer.content


def test_a_form_that_is_out_of_date_is_explained(editor: User, text: Text) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    answer = strict.post(EDIT, fields(text.source()))
    assert answer.status_code == 403
    assert b"what you typed is still in the page" in answer.content


def test_a_save_says_whether_it_is_editorial_and_what_it_answers(
    by_hand: Client, text: Text, conference: Round, delegate: User
) -> None:
    comment = comment_by(delegate, conference, Target(text.article), submit=True)
    page = by_hand.get(EDIT).content.decode()
    assert f'name="grounds" id="ground-{comment.pk}"' in page
    typed = fields(text.source().replace("ten miles", "twelve miles"), nature="editorial", grounds=str(comment.pk))
    by_hand.post(EDIT, typed)
    version = text.history.first()
    assert (version.nature, version.grounds) == ("editorial", [comment.pk])
    named = by_hand.get(comment.get_absolute_url()).content.decode()
    assert "Version 2 of Article 1 names it: “Farther.”" in named


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"grounds": "4711"}, "One of the comments that this answers is not there any more"),
        ({"nature": "poetic"}, "A change is substantive or editorial"),
    ],
)
def test_what_a_save_cannot_rest_on_is_refused_and_nothing_typed_is_lost(
    by_hand: Client, text: Text, given: dict[str, str], sentence: str
) -> None:
    page = by_hand.post(EDIT, {**fields(text.source().replace("ten miles", "twelve miles")), **given})
    words = page.content.decode()
    assert (page.status_code, sentence in words, "twelve miles" in words) == (400, True, True)
    assert current(text).number == 1


def test_nobody_answers_a_draft_or_a_comment_on_another_article(
    by_hand: Client, text: Text, conference: Round, delegate: User, convention: Instrument
) -> None:
    draft = comment_by(delegate, conference, Target(text.article))
    elsewhere = comment_by(delegate, conference, Target(Article.objects.get(slug="2")), submit=True)
    for comment in (draft, elsewhere):
        page = by_hand.post(EDIT, fields(text.source() + "3. Oil.\n", grounds=str(comment.pk)))
        assert page.status_code == 400


def test_the_preview_can_be_held_against_the_last_edition(
    by_hand: Client, text: Text, edition: Edition, editor: User
) -> None:
    saved_by(editor, text, text.source().replace("ten miles", "twelve miles"))
    typed = fields(current(text).source(), base=2)
    against_base = by_hand.post(f"{EDIT}preview/", typed).content.decode()
    against_edition = by_hand.post(f"{EDIT}preview/", {**typed, "against": "edition"}).content.decode()
    assert "Nothing changed against version 2" in against_base
    assert "1 change against version 1" in against_edition


@pytest.mark.parametrize("number", ["9" * 25, "9" * 5000])
def test_a_number_that_no_version_has_loses_no_words(by_hand: Client, text: Text, number: str) -> None:
    typed = fields(text.source() + "5. New words.\n") | {"base": number, "current": number}
    for act in ("save", "preview", "settle"):
        answer = by_hand.post(EDIT, {**typed, "act": act})
        assert (answer.status_code in (200, 400), "5. New words." in answer.content.decode()) == (True, True), act
    assert by_hand.post(f"{EDIT}preview/", typed).status_code == 200
    assert by_hand.post(f"{EDIT}draft/", typed).status_code == 409
