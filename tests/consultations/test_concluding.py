"""The chair's conclusions: written, ordered, issued and frozen; statements in the general debate."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from docx import Document
from pypdf import PdfReader

from consultations.concluding import (
    CannotConclude,
    ChangedMeanwhile,
    Wording,
    add_conclusion,
    checksum_of,
    edit_conclusion,
    issue_conclusions,
    move_conclusion,
    record_statement,
    strike_conclusion,
)
from consultations.conclusions_document import file_of
from consultations.models import Conclusion, ConclusionsIssue, Organisation, Round, Statement
from consultations.places import places_named
from drafts.models import Article, Edition
from mla_portal.accounts.models import User
from mla_portal.versioning import UnversionedWrite
from tests.cast import clause_id, comment_by

ROOF = Wording("Draft articles", Conclusion.Grade.BROAD_SUPPORT, "Lanterns need no roof.", "article 1, paragraph 2 (a)")
FORWARD = Wording("Way forward", Conclusion.Grade.TO_BE_REVIEWED, "The costs are looked at again.")


def words_of(round: Round) -> list[str]:
    return [conclusion.words for conclusion in Conclusion.objects.in_round(round)]


def test_places_are_found_in_a_line_of_prose(article: Article, edition: Edition) -> None:
    found = places_named("article 1, paragraphs 1 and 2 (a), and article 2", edition)
    assert found.clauses == (clause_id(article, 0), clause_id(article, 2))
    assert found.articles == (Article.objects.get(instrument=article.instrument, slug="2").pk,)
    assert found.problems == ()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("article 99", "there is no article 99"),
        ("article 1, paragraph 7", "there is no paragraph 7 in article 1"),
        ("the lamps", "No article is named here"),
        ("paragraph 2", "does not say which article"),
    ],
)
def test_places_that_are_not_there_are_told(edition: Edition, typed: str, told: str) -> None:
    assert told in " ".join(places_named(typed, edition).problems)


def test_conclusions_are_written_moved_and_struck_out(conference: Round, editor: User) -> None:
    first = add_conclusion(round=conference, wording=ROOF, person=editor)
    second = add_conclusion(round=conference, wording=Wording("Draft articles", "consensus", "Brass."), person=editor)
    add_conclusion(round=conference, wording=FORWARD, person=editor)
    move_conclusion(conclusion=second, up=True)
    move_conclusion(conclusion=second, up=True)  # it is the first already
    assert words_of(conference) == ["Brass.", "Lanterns need no roof.", "The costs are looked at again."]
    strike_conclusion(conclusion=first, person=editor)
    assert Conclusion.objects.standing().count() == 2
    assert strike_conclusion(conclusion=first, person=editor, is_struck=False).is_struck is False


@pytest.mark.parametrize(
    "wrong",
    [
        Wording(" ", "consensus", "Words."),
        Wording("Section", "consensus", "  "),
        Wording("Section", "unanimous", "Words."),
    ],
)
def test_incomplete_conclusions_are_refused(conference: Round, editor: User, wrong: Wording) -> None:
    with pytest.raises(CannotConclude):
        add_conclusion(round=conference, wording=wrong, person=editor)
    assert not Conclusion.objects.exists()


def test_conclusion_cannot_name_a_draft(conference: Round, delegate: User, editor: User) -> None:
    draft = comment_by(delegate, conference)
    with pytest.raises(CannotConclude, match="submitted comments"):
        add_conclusion(round=conference, wording=Wording("Section", "noted", "Words.", comments=[draft]), person=editor)


def test_second_writer_does_not_overwrite_the_first(conference: Round, editor: User, second_editor: User) -> None:
    conclusion = add_conclusion(round=conference, wording=ROOF, person=editor)
    seen = conclusion.edited_at
    edit_conclusion(conclusion=conclusion, wording=FORWARD, person=editor, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        edit_conclusion(conclusion=conclusion, wording=ROOF, person=second_editor, seen=seen)
    assert words_of(conference) == [FORWARD.words]


def test_issue_freezes_words_places_and_comments(
    conference: Round, article: Article, delegate: User, secretariat: User
) -> None:
    comment = comment_by(delegate, conference, submit=True)
    conference.disclosure = Round.Disclosure.AT_ONCE  # of sealed comments an issue names none: test_sealed_traces
    conference.save()
    wording = Wording(
        "Draft articles", "broad_support", "No roof.", "article 1, paragraph 1", (), [clause_id(article)], [comment]
    )
    conclusion = add_conclusion(round=conference, wording=wording, person=secretariat)
    issue = issue_conclusions(round=conference, symbol=" LAN/PC/1/CRP.1 ", person=secretariat)
    assert issue.content == [
        {
            "section": "Draft articles",
            "conclusions": [
                {
                    "grade": "broad_support",
                    "words": "No roof.",
                    "about": "article 1, paragraph 1",
                    "articles": [],
                    "clauses": [clause_id(article)],
                    "comments": [comment.reference],
                }
            ],
        }
    ]
    assert (issue.symbol, issue.checksum) == ("LAN/PC/1/CRP.1", checksum_of(issue.content))
    edit_conclusion(conclusion=conclusion, wording=FORWARD, person=secretariat, seen=conclusion.edited_at)
    issue.refresh_from_db()
    assert issue.content[0]["conclusions"][0]["words"] == "No roof."
    with pytest.raises(UnversionedWrite):
        ConclusionsIssue.objects.update(symbol="X")
    issue.symbol = "X"
    with pytest.raises(DatabaseError), transaction.atomic():
        issue.save()


def test_issue_is_refused_without_conclusions_changes_or_a_free_symbol(
    conference: Round, edition: Edition, secretariat: User
) -> None:
    def issue(symbol: str) -> ConclusionsIssue:
        return issue_conclusions(round=conference, symbol=symbol, person=secretariat)

    with pytest.raises(CannotConclude, match="no conclusions"):
        issue("LAN/1")
    add_conclusion(round=conference, wording=FORWARD, person=secretariat)
    for symbol, told in (("", "symbol"), (edition.symbol, "edition")):
        with pytest.raises(CannotConclude, match=told):
            issue(symbol)
    issue("LAN/1")
    with pytest.raises(CannotConclude, match="Nothing has changed"):
        issue("LAN/1/Rev.1")
    add_conclusion(round=conference, wording=ROOF, person=secretariat)
    with pytest.raises(CannotConclude, match="symbol of conclusions"):
        issue("LAN/1")
    issue("LAN/1/Rev.1")


def test_issued_document_says_the_same_in_every_format(conference: Round, secretariat: User) -> None:
    for wording in (ROOF, FORWARD):
        add_conclusion(round=conference, wording=wording, person=secretariat)
    issue = issue_conclusions(round=conference, symbol="LAN/PC/1/CRP.1", person=secretariat)
    pdf = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(file_of(issue, "pdf"))).pages)
    word = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(file_of(issue, "docx"))).paragraphs)
    text = file_of(issue, "txt").decode()
    for written in (pdf, word, text):
        said = " ".join(written.split())
        for words in (
            "Conclusions of the Chair",
            "There was broad support",
            "Lanterns need no roof. (article 1, paragraph 2 (a))",
            "Way forward",
            "The costs are looked at again.",
        ):
            assert words in said
    assert file_of(issue, "docx") == file_of(issue, "docx")


def test_statement_is_kept_and_its_correction_stands_beside_it(
    conference: Round, lantern_watch: Organisation, secretariat: User
) -> None:
    said: dict[str, Any] = {
        "round": conference,
        "organisation": lantern_watch,
        "delivered_on": conference.starts_on,
        "language": "en",
        "person": secretariat,
    }
    first = record_statement(words="We watch.", **said)
    second = record_statement(words="We watch lanterns.", replaces=first, **said)
    assert list(Statement.objects.in_round(conference).uncorrected()) == [second]
    with pytest.raises(CannotConclude, match="replaced already"):
        record_statement(words="Again.", replaces=first, **said)
    for wrong, told in (
        ({"words": " "}, "words"),
        ({"words": "W", "delivered_on": conference.ends_on + timedelta(days=1)}, "a day of the round"),
        ({"words": "W", "organisation": Organisation.objects.create(code="XX", name="X", kind="state")}, "not invited"),
    ):
        with pytest.raises(CannotConclude, match=told):
            record_statement(**{**said, **wrong})
    with pytest.raises(UnversionedWrite):
        Statement.objects.update(words="")


def test_page_shows_drafts_to_chair_and_core_group_alone(
    client: Client, conference: Round, editor: User, delegate: User, neighbour: User
) -> None:
    Round.objects.filter(pk=conference.pk).update(chair=neighbour)
    add_conclusion(round=conference, wording=ROOF, person=editor)
    address = f"/rounds/{conference.slug}/conclusions/"
    for person, sees in ((editor, True), (neighbour, True), (delegate, False)):
        client.force_login(person)
        assert ("Lanterns need no roof" in client.get(address).content.decode()) is sees
    client.force_login(neighbour)  # the chair writes and issues
    client.post(
        f"{address}new/", {"section": "Way forward", "grade": "noted", "words": "Next year.", "about": "article 2"}
    )
    client.post(f"{address}issue/", {"symbol": "LAN/PC/1/CRP.1"})
    client.force_login(delegate)
    page = client.get(address).content.decode()
    assert "Next year." in page
    assert client.get(f"{address}issued/{ConclusionsIssue.objects.get().pk}/?format=txt").status_code == 200
    assert client.post(f"{address}issue/", {"symbol": "X"}).status_code == 403


def test_page_asks_a_bounded_number_of_queries(
    client: Client, conference: Round, editor: User, django_assert_max_num_queries: Any
) -> None:
    places = places_named("article 1, paragraph 1; article 2", conference.edition)
    for number in range(30):
        wording = Wording(f"Section {number % 3}", "noted", f"Point {number}.", "x", places.articles, places.clauses)
        add_conclusion(round=conference, wording=wording, person=editor)
    client.force_login(editor)
    with django_assert_max_num_queries(14):
        assert client.get(f"/rounds/{conference.slug}/conclusions/").status_code == 200


def test_colliding_edit_shows_both_and_loses_nothing(client: Client, conference: Round, secretariat: User) -> None:
    conclusion = add_conclusion(round=conference, wording=ROOF, person=secretariat)
    client.force_login(secretariat)
    address = f"/rounds/{conference.slug}/conclusions/{conclusion.pk}/"
    mine = {"section": "Draft articles", "grade": "noted", "words": "Mine.", "seen": conclusion.edited_at.isoformat()}
    edit_conclusion(conclusion=conclusion, wording=FORWARD, person=secretariat, seen=conclusion.edited_at)
    page = client.post(address, mine)
    assert page.status_code == 409
    shown = page.content.decode()
    assert "Mine." in shown
    assert FORWARD.words in shown
    form = page.context["form"]
    assert client.post(address, {**mine, "seen": form["seen"].value()}).status_code == 302
    assert words_of(conference) == ["Mine."]


def test_bad_places_and_comments_keep_what_was_typed(client: Client, conference: Round, secretariat: User) -> None:
    client.force_login(secretariat)
    typed = {"section": "S", "grade": "noted", "words": "Kept words.", "about": "article 77", "comments": "ZZ-001"}
    page = client.post(f"/rounds/{conference.slug}/conclusions/new/", typed)
    shown = page.content.decode()
    assert page.status_code == 422
    assert "there is no article 77" in shown
    assert "There is no submitted comment ZZ-001" in shown
    assert "Kept words." in shown
