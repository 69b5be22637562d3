"""An edited Word file of ours comes back as drafts of comments."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from consultations.models import Comment, Delegation, Round
from consultations.returning import Review, bring_back, review_returned
from drafts.consolidating import consolidated
from drafts.models import Article, Edition
from drafts.rendering.documents import clean_document
from drafts.rendering.docx import word_file
from mla_portal.accounts.models import User
from tests.cast import clause_id
from tests.drafts.rendering.word_edits import Edited, edited

CAME = "Proposed in the edited Word file of this text."


@pytest.fixture
def given(edition: Edition) -> bytes:
    """The clean Word file of the edition."""
    return word_file(clean_document(consolidated(edition.instrument, edition=edition)))


def of_chile(round: Round) -> Delegation:
    return Delegation.objects.select_related("organisation").get(round=round, organisation__code="CL")


def review(round: Round, content: bytes, *acts: Callable[[Edited], object]) -> Review:
    return review_returned(round=round, delegation=of_chile(round), content=edited(content, *acts))


def test_an_unedited_file_proposes_nothing(conference: Round, given: bytes) -> None:
    found = review(conference, given)
    assert found.changes_nothing
    assert (found.proposals, found.loose, found.ignored, found.warnings) == ([], [], [], [])


def test_edits_become_drafts_on_their_clauses(conference: Round, given: bytes, article: Article, expert: User) -> None:
    content = edited(
        given,
        lambda file: file.replace("ten miles", "twelve miles"),
        lambda file: file.add_after("tended by a keeper", "be painted red."),
        lambda file: file.delete("The depositary informs"),
        lambda file: file.comment("Each State Party shall", "At all hours is too much."),
    )
    found = review_returned(round=conference, delegation=of_chile(conference), content=content)
    kept = bring_back(
        round=conference,
        delegation=of_chile(conference),
        person=expert,
        content=content,
        ticked=[one.key for one in found.proposals],
    )
    assert [(one.state, one.author, one.edition) for one in kept] == [("draft", expert, conference.edition)] * 4
    assert [(one.operation, one.clause_label, one.proposed, one.reasoning) for one in kept] == [
        ("", "1", "", "At all hours is too much."),
        ("change", "2 (a)", "be seen from twelve miles; and", CAME),
        ("add", "2 (b)", "(c) be painted red.", CAME),
        ("delete", "2", "", CAME),
    ]
    assert kept[1].clause_id == clause_id(article, 2)


def test_the_page_shows_the_proposals_and_keeps_what_is_ticked(
    conference: Round, given: bytes, expert: User, client: Client
) -> None:
    content = edited(
        given,
        lambda file: file.replace("ten miles", "twelve miles"),
        lambda file: file.delete("The depositary informs"),
    )
    client.force_login(expert)
    address = reverse("consultations:returned", kwargs={"slug": conference.slug})
    delegation = of_chile(conference).pk
    sent = {"file": SimpleUploadedFile("edited.docx", content), "delegation": delegation}
    page = client.post(address, sent)
    assert page.status_code == 200
    assert "Two proposals on Draft 1" in page.content.decode()
    assert not Comment.objects.exists()
    answer = {"carried": page.context["carried"], "delegation": delegation}
    answer["ticked"] = [page.context["review"].proposals[0].key]
    done = client.post(address, answer, follow=True)
    assert "1 draft is kept for your delegation" in done.content.decode()
    assert Comment.objects.get().proposed == "be seen from twelve miles; and"
