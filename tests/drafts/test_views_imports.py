"""The page that brings a file in: what it shows, what it asks, and that nothing is stored before the last step."""

import base64
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from drafts.amending import Proposal, save_text
from drafts.models import Article, Edition, Instrument, Text
from drafts.models.articles import Version
from mla_portal.accounts.models import User
from tests.cast import CONVENTION
from tests.drafts.text.word_files import deleted, inserted, paragraph, run, word_file

IMPORT = "/instruments/lanterns/import/"
TRACKED = word_file(
    paragraph("Convention on Lanterns"),
    paragraph("Article 2"),
    paragraph("Costs"),
    paragraph(
        run("Costs are ") + deleted("borne") + inserted("paid") + run(" by the State Party [")
        + inserted("or by the port ", "Kenya") + run("on whose coast the lantern stands].")
    ),
)  # fmt: skip


@pytest.fixture
def by_hand(client: Client, editor: User, convention: Instrument) -> Client:
    """The editor's browser, without scripts."""
    client.force_login(editor)
    return client


def chosen(content: bytes, name: str = "draft.docx", language: str = "en") -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, content), "language": language}


def carried(page: str) -> dict[str, str]:
    """What the form of the review sends back of its own accord."""
    found = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page)
    radios = re.findall(r'name="(change-\d+)" id="[\w-]+" value="(\w+)" checked', page)
    return {name: unescape(value) for name, value in (*found, *radios) if name != "csrfmiddlewaretoken"}


def cost() -> str:
    return Text.objects.get(article__slug="2", language="en").source()


def text_file(before: str, after: str) -> bytes:
    assert before in CONVENTION
    return CONVENTION.replace(before, after).encode()


def test_a_text_file_is_shown_against_the_working_text_and_imported_with_a_reason(
    by_hand: Client, convention: Instrument, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    clause = Text.objects.get(article__slug="1").blocks[1]["id"]
    with django_assert_max_num_queries(14):
        answer = by_hand.post(IMPORT, chosen(text_file("ten miles", "twelve miles"), "draft.txt"))
    page = answer.content.decode()
    assert (answer.status_code, page.count('<h3><span class="unit">')) == (200, 1)
    assert "<ins>" in page
    assert Version.objects.filter(number=2).count() == 0
    answer = by_hand.post(IMPORT, {**carried(page), "act": "import", "reason": "The drafting committee met."})
    assert (answer.status_code, answer["Location"]) == (302, "/instruments/lanterns/?language=en")
    changed = Version.objects.get(number=2)
    assert (changed.article.slug, changed.history_change_reason) == ("1", "The drafting committee met.")
    assert changed.blocks[1]["id"] == clause


def test_every_tracked_change_is_asked_about_and_answered_alone(by_hand: Client) -> None:
    page = by_hand.post(IMPORT, chosen(TRACKED)).content.decode()
    assert re.findall(r"<legend>(.*?)</legend>", page) == ["Change 1 of 2, Article 2", "Change 2 of 2, Article 2"]
    first, second = sorted(set(re.findall(r'name="(change-\d+)"', page)))
    state = carried(page)
    answer = by_hand.post(IMPORT, {**state, first: "accept", "act": "import", "reason": "Settled."})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "1 of 2 tracked changes has no answer yet; nothing was imported." in page
    assert (carried(page)[first], 'value="Settled."' in page) == ("accept", True)
    answer = by_hand.post(IMPORT, {**carried(page), second: "refuse", "act": "import", "reason": "Settled."})
    assert answer.status_code == 302
    assert cost() == "Costs are paid by the State Party [on whose coast the lantern stands].\n"


@pytest.mark.parametrize(
    ("act", "wanted"),
    [
        ("accept-all", "Costs are paid by the State Party [or by the port on whose coast the lantern stands].\n"),
        ("refuse-all", "Costs are borne by the State Party [on whose coast the lantern stands].\n"),
    ],
)
def test_all_changes_can_be_answered_at_once(by_hand: Client, act: str, wanted: str) -> None:
    page = by_hand.post(IMPORT, chosen(TRACKED)).content.decode()
    page = by_hand.post(IMPORT, {**carried(page), "act": act}).content.decode()
    assert len([name for name in carried(page) if name.startswith("change-")]) == 2
    if act == "refuse-all":
        assert "there is nothing to import" in page
    by_hand.post(IMPORT, {**carried(page), "act": "import", "reason": "Settled."})
    assert cost() == wanted


def test_a_version_saved_meanwhile_is_shown_before_anything_is_overwritten(
    by_hand: Client, article: Article, second_editor: User
) -> None:
    page = by_hand.post(IMPORT, chosen(text_file("ten miles", "twelve miles"), "draft.txt")).content.decode()
    text = Text.objects.get(article=article)
    proposal = Proposal(text.heading, text.source().replace("by a keeper", "by two keepers"), 1)
    save_text(article=article, language="en", proposal=proposal, author=second_editor, reason="Two.")
    answer = by_hand.post(IMPORT, {**carried(page), "act": "import", "reason": "Committee."})
    shown = answer.content.decode()
    assert (answer.status_code, "Somebody has saved a version since this was shown" in shown) == (400, True)
    assert Text.objects.get(article=article).number == 2
    assert by_hand.post(IMPORT, {**carried(shown), "act": "import", "reason": "Committee."}).status_code == 302
    assert Text.objects.get(article=article).number == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "This is a PDF"),
        (b"PK\x03\x04rubbish", "damaged or locked"),
        (b"Only words.\n", "No article was found"),
        (b"T\n\nArticle 2\nA\n\nb.\n\nArticle 2\nA\n\nb.\n", "stands twice"),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_sentence_and_the_form_again(
    by_hand: Client, content: bytes, words: str
) -> None:
    answer = by_hand.post(IMPORT, chosen(content, "draft.docx"))
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert 'type="file"' in answer.content.decode()


def test_what_the_form_carries_is_believed_no_more_than_a_file(by_hand: Client) -> None:
    answer = by_hand.post(IMPORT, {"carried": "word:AAAA", "language": "xx", "act": "import", "reason": "?"})
    assert (answer.status_code, "damaged on its way" in answer.content.decode()) == (400, True)
    page = by_hand.post(IMPORT, chosen(text_file("ten miles", "twelve miles"), "draft.txt")).content.decode()
    answer = by_hand.post(IMPORT, {**carried(page), "act": "import", "reason": "  "})
    assert (answer.status_code, "Give a reason" in answer.content.decode()) == (400, True)


def test_no_file_at_all_is_said_beside_the_field(by_hand: Client) -> None:
    answer = by_hand.post(IMPORT, {"language": "en"})
    assert (answer.status_code, "This field is required." in answer.content.decode()) == (400, True)


def test_the_link_stands_on_the_page_of_the_instrument_for_editors_alone(
    by_hand: Client, edition: object, delegate: User
) -> None:
    assert IMPORT in by_hand.get("/instruments/lanterns/").content.decode()
    by_hand.force_login(delegate)
    assert IMPORT not in by_hand.get("/instruments/lanterns/").content.decode()


def test_the_review_shows_frozen_numbers_as_the_import_keeps_them(by_hand: Client, edition: Edition) -> None:
    file = text_file("    (a) be seen from ten miles; and\n", "")
    page = by_hand.post(IMPORT, chosen(file, "draft.txt")).content.decode()
    assert "[Deleted]" in page
    by_hand.post(IMPORT, {**carried(page), "act": "import", "reason": "As agreed."})
    assert Version.objects.filter(article__slug="1").count() == 2
    again = by_hand.post(IMPORT, chosen(file, "draft.txt")).content.decode()
    assert ("ten miles" in again, "[Deleted]" in again) == (False, False)


def test_a_carried_file_that_is_no_instrument_is_refused_in_a_sentence(by_hand: Client) -> None:
    words = base64.b64encode(b"Nothing but words.").decode()
    answer = by_hand.post(IMPORT, {"carried": f"text:{words}", "language": "en", "act": "import", "reason": "Why not."})
    assert (answer.status_code, "No article was found" in answer.content.decode()) == (400, True)
