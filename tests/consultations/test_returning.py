"""An edited Word file of ours comes back as drafts of comments."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zipfile import ZIP_DEFLATED

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations.commenting import CannotComment, Target
from consultations.convening import call_round
from consultations.models import Comment, Delegation, Round
from consultations.models.windows import FurtherDocument
from consultations.returned_comments import Drafting
from consultations.returning import CannotReturn, Review, bring_back, review_returned
from drafts.consolidating import consolidated
from drafts.exporting import produce
from drafts.models import Article, Edition, Instrument, Rendition
from drafts.orders import Order
from drafts.publishing import publish_edition
from drafts.rendering.documents import clean_document
from drafts.rendering.docx import word_file
from drafts.text.reading_file import LARGEST_FILE
from drafts.text.returned import read_returned
from drafts.text.returned_changes import compare
from drafts.text.word_marks import section_mark
from drafts.text.word_package import LARGEST_PART
from mla_portal.accounts.models import User
from tests.cast import Words, clause_id, comment_by, revise
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


def send(client: Client, round: Round, content: bytes, name: str = "edited.docx") -> Any:
    address = reverse("consultations:returned", kwargs={"slug": round.slug})
    return client.post(address, {"file": SimpleUploadedFile(name, content), "delegation": of_chile(round).pk})


def confirm(client: Client, round: Round, page: Any, *keys: str) -> Any:
    address = reverse("consultations:returned", kwargs={"slug": round.slug})
    answer = {"carried": page.context["carried"], "delegation": of_chile(round).pk, "ticked": keys}
    return client.post(address, answer, follow=True)


def keys_of(page: Any) -> list[str]:
    return [one.key for one in page.context["review"].proposals]


def ten_to_twelve(file: Edited) -> None:
    file.replace("ten miles", "twelve miles")


def test_the_same_file_twice_makes_no_draft_twice(
    conference: Round, given: bytes, expert: User, delegate: User, client: Client
) -> None:
    content = edited(given, ten_to_twelve, lambda file: file.delete("The depositary informs"))
    client.force_login(expert)
    page = send(client, conference, content)
    confirm(client, conference, page, keys_of(page)[0])
    first = Comment.objects.get()
    client.force_login(delegate)  # a colleague sends the same file
    again = send(client, conference, content)
    assert [one.standing for one in again.context["review"].proposals] == [first, None]
    assert "Your delegation has this comment already" in again.content.decode()
    confirm(client, conference, again, *keys_of(again))
    assert [one.author for one in Comment.objects.order_by("pk")] == [expert, delegate]
    done = confirm(client, conference, again, *keys_of(again))
    assert "has these drafts already" in done.content.decode()
    assert Comment.objects.count() == 2
    third = send(client, conference, content)
    assert "Keep what is ticked" not in third.content.decode()


def test_what_was_written_before_stays_as_it_is(
    conference: Round, given: bytes, expert: User, article: Article
) -> None:
    mine = comment_by(
        expert, conference, Target(article, clause_id(article, 2)), Words(proposed="be seen from afar; and")
    )
    content = edited(given, ten_to_twelve)
    bring_back(
        round=conference,
        delegation=of_chile(conference),
        person=expert,
        content=content,
        ticked=[one.key for one in review(conference, content).proposals],
    )
    assert Comment.objects.get(pk=mine.pk).proposed == "be seen from afar; and"
    assert Comment.objects.count() == 2


def test_neither_wording_nor_delegation_is_taken_from_the_page(
    conference: Round, given: bytes, expert: User, neighbour: User, client: Client
) -> None:
    client.force_login(expert)
    page = send(client, conference, edited(given, ten_to_twelve))
    refused = confirm(client, conference, page, "0" * 24)
    assert "do not belong together" in refused.content.decode()
    assert "Nothing was ticked" in confirm(client, conference, page).content.decode()
    client.force_login(neighbour)
    answer = confirm(client, conference, page, *keys_of(page))  # Kenya's, for Chile's delegation
    assert answer.status_code == 422
    address = reverse("consultations:returned", kwargs={"slug": conference.slug})
    client.force_login(expert)
    for carried in ("", "word:###", "word:UEsDBA==", "text:QQ=="):
        answer = client.post(
            address, {"carried": carried, "delegation": of_chile(conference).pk, "ticked": keys_of(page)}
        )
        assert answer.status_code == 422, carried
    assert not Comment.objects.exists()


def test_all_drafts_or_none(conference: Round, given: bytes, outsider: User) -> None:
    content = edited(given, ten_to_twelve)
    with pytest.raises(CannotComment, match="You do not belong to this delegation"):
        bring_back(
            round=conference,
            delegation=of_chile(conference),
            person=outsider,
            content=content,
            ticked=[one.key for one in review(conference, content).proposals],
        )
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"%PDF-1.7", "This is not a Word file (.docx); save the edited text as .docx and bring that."),
        (b"PK\x03\x04 and then nothing", "This Word file is damaged or locked; open it in Word and save it again"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "This is an old .doc file or one locked with a password"),
    ],
)
def test_what_is_no_sound_word_file_is_refused(
    conference: Round, expert: User, client: Client, content: bytes, refusal: str
) -> None:
    client.force_login(expert)
    page = send(client, conference, content)
    assert page.status_code == 422
    assert refusal in page.content.decode()


def test_a_small_file_that_unfolds_into_a_large_one_is_refused(conference: Round, given: bytes) -> None:
    def swell(file: Edited) -> None:
        file.parts["word/footnotes.xml"] = b" " * (LARGEST_PART + 1)
        file.packing = ZIP_DEFLATED

    with pytest.raises(CannotReturn, match="unfolds to more than the portal reads"):
        review(conference, given, swell)


def test_a_file_with_entities_is_refused(conference: Round, given: bytes) -> None:
    def declare(file: Edited) -> None:
        file.parts["docProps/custom.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'

    with pytest.raises(CannotReturn, match="declares a document type"):
        review(conference, given, declare)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(conference: Round, expert: User, client: Client) -> None:
    client.force_login(expert)
    page = send(client, conference, b"PK\x03\x04" + bytes(LARGEST_FILE))
    assert (page.status_code, "The file is larger than 10 MB" in page.content.decode()) == (422, True)


def test_a_file_of_another_text_names_it(conference: Round, given: bytes, rules: Edition, editor: User) -> None:
    of_rules = word_file(clean_document(consolidated(rules.instrument, edition=rules)))
    with pytest.raises(CannotReturn, match="the edition LAN/2026/R1 of “rules”; this round discusses Draft 1"):
        review(conference, of_rules)
    of_working_text = word_file(clean_document(consolidated(Instrument.objects.get(slug="lanterns"))))
    with pytest.raises(CannotReturn, match="of the working text of “lanterns”"):
        review(conference, of_working_text)
    unsaid = edited(given, lambda file: file.parts.pop("docProps/custom.xml"))
    with pytest.raises(CannotReturn, match="does not say of which edition it is"):
        review(conference, unsaid)


def test_a_further_document_of_the_round_is_compared_with_itself(conference: Round, rules: Edition) -> None:
    FurtherDocument.objects.create(round=conference, edition=rules, position=1)
    content = word_file(clean_document(consolidated(rules.instrument, edition=rules)))
    found = review(conference, content, lambda file: file.replace("One third", "One half"))
    assert found.edition == rules
    assert [one.draft.proposed for one in found.proposals] == ["One half of the delegations is a quorum."]


def test_redlines_and_compilations_are_refused(
    conference: Round, article: Article, editor: User, secretariat: User
) -> None:
    revise(article, editor, "ten miles", "eleven miles")
    first = conference.edition
    assert first is not None
    second = publish_edition(instrument=first.instrument, label="Draft 2", symbol="LAN/2026/2", author=secretariat)
    redline = Order(first.instrument, second, Rendition.Variant.REDLINE, first, format=Rendition.Format.DOCX)
    with pytest.raises(CannotReturn, match="a redline with the portal’s own changes; take the clean Word file"):
        review(conference, produce(redline).content)
    compilation = Order(first.instrument, first, Rendition.Variant.COMPILATION, format=Rendition.Format.DOCX)
    compilation = replace(compilation, round_slug=conference.slug)
    with pytest.raises(CannotReturn, match="a compilation of comments"):
        review(conference, produce(compilation).content)


def test_the_window_and_who_was_invited(conference: Round, given: bytes, secretariat: User) -> None:
    delegation, content = of_chile(conference), edited(given, ten_to_twelve)
    for days, refusal in ((-5, "does not take comments now"), (5, "has closed")):
        with pytest.raises(CannotReturn, match=refusal):
            review_returned(
                round=conference, delegation=delegation, content=content, at=timezone.now() + timedelta(days=days)
            )
    other = call_round(slug="other", title="Other", starts_on=date(2030, 5, 6), ends_on=date(2030, 5, 7))
    with pytest.raises(CannotReturn, match="was not invited"):
        review_returned(round=other, delegation=delegation, content=content)


def test_an_unedited_file_has_its_own_sentence(conference: Round, given: bytes, expert: User, client: Client) -> None:
    client.force_login(expert)
    page = send(client, conference, given)
    assert (page.status_code, "nothing was changed" in page.content.decode()) == (200, True)


def test_notes_of_the_secretariat_stay_where_the_file_does_not_show_them(
    convention: Any, article: Article, editor: User, secretariat: User
) -> None:
    revise(article, editor, "be seen from ten miles; and", "be seen from ten {note: Nautical?} miles; and")
    edition = publish_edition(instrument=convention, label="Draft 1", symbol="LAN/2026/1", author=secretariat)
    text = consolidated(convention, edition=edition)
    document = clean_document(text)
    content = edited(word_file(document), lambda file: file.replace("be seen", "be clearly seen"))
    homes = {clause.id: section_mark(section.anchor) for section in document.sections for clause in section.clauses}
    (found,) = compare(read_returned(word_file(document)), read_returned(content), homes).findings
    draft = Drafting(text, document).draft(found)
    assert draft.proposed == "be clearly seen from ten {note: Nautical?} miles; and"


def test_whatever_is_found_has_its_place_and_says_where_it_came_from(
    conference: Round, given: bytes, article: Article
) -> None:
    found = review(
        conference,
        given,
        lambda file: file.move("Each State Party shall", "The depositary informs"),
        lambda file: file.add_after("Article 2Costs", "Of costs:"),
        lambda file: file.say(file.find("Convention on Lanterns"), "Convention on Lamps"),
    )
    assert [(one.draft.place, one.draft.operation, one.draft.reasoning) for one in found.proposals][:1] == [
        ("The whole text", "", f"Proposed title: “Convention on Lamps”. {CAME}"),
    ]
    assert ("Article 1, paragraph 1", "delete", "In the edited file these words stand in another place.") in [
        (one.draft.place, one.draft.operation, one.draft.reasoning) for one in found.proposals
    ]


def test_the_pages_ask_a_bounded_number_of_questions(
    conference: Round, given: bytes, expert: User, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(expert)
    content = edited(given, ten_to_twelve, lambda file: file.delete("The depositary informs"))
    with django_assert_max_num_queries(20):
        page = send(client, conference, content)
    with django_assert_max_num_queries(10):
        client.get(reverse("consultations:returned", kwargs={"slug": conference.slug}))
    assert len(keys_of(page)) == 2
