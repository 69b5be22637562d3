"""A clause's travaux préparatoires as a document: what it tells, and to whom."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from consultations.clause_story import clause_story
from consultations.commenting import Target, withdraw_comment
from consultations.convening import close_round
from consultations.disposing import dispose_comment
from consultations.models import Comment, Membership, Organisation, Round
from drafts.audience import Reader
from drafts.exporting import fulfil, produce
from drafts.models import AgreementStep, Article, Clause, Edition, Rendition, Text
from drafts.orders import CannotExport, Order
from drafts.proving import confirmed
from drafts.publishing import publish_edition
from drafts.rendering.html import page_html
from drafts.rendering.text import plain_text
from drafts.rendering.tree import Document
from drafts.requesting import request_rendition
from mla_portal.accounts.models import User
from tests.cast import Words, clause_id, comment_by, person, revise

CORE = Reader("core")
CHILE, KENYA = Reader("delegations", "CL"), Reader("delegations", "KE")
EVERYBODY = Reader("public")


def order(clause: Clause, reader: Reader, **more: Any) -> Order:
    shown = {"organisation": reader.organisation, "audience": reader.audience, "language": "en", **more}
    return Order(clause.article.instrument, None, "story", clause=clause, **shown)


def told(clause: Clause, reader: Reader, **more: Any) -> Document:
    return clause_story(order(clause, reader, **more))


def happened(document: Document) -> list[str]:
    return ["".join(words for _, words in section.heading) for section in document.sections]


def page_of(clause: Clause) -> str:
    return f"/instruments/{clause.article.instrument.slug}/clauses/{clause.pk}/"


@pytest.fixture
def clause(conference: Round, article: Article) -> Clause:
    """Paragraph 1 of article 1, in the edition of an open round."""
    return Clause.objects.select_related("article__instrument").get(pk=clause_id(article))


@pytest.fixture
def said(conference: Round, article: Article, clause: Clause, delegate: User) -> Comment:
    proposal = Words("Quillfeather.", "Each State Party shall keep two lanterns.")
    return comment_by(delegate, conference, Target(article, clause.pk), proposal, submit=True)


@pytest.fixture
def lived(clause: Clause, said: Comment, article: Article, editor: User, secretariat: User, text: Text) -> Clause:
    """The clause with an amendment that no edition has, an answer that waits, and a step of agreement since."""
    revise(article, editor, "a lantern on", "a marmaladen lantern on")
    version = Text.history.of_article(article, "en").order_by("-number").first()
    dispose_comment(
        comment=said, decision="accepted", reason="Pumpernickel.", author=editor, version=version, publish=False
    )
    AgreementStep.objects.create(
        clause=clause, article=article, level="working_group", forum="Working Group I", on=date(2026, 3, 1),
        reason="The Chair said so.", author=editor,
    )  # fmt: skip
    return clause


def test_the_core_group_is_told_everything_in_order_of_time(lived: Clause) -> None:
    document = told(lived, CORE)
    assert happened(document) == [
        "First wording",
        "Draft 1 (LAN/2026/1) issued",
        "Comment of Chile, CL-001",
        "Amended",
        "CL-001: Accepted",
        "Agreed in working group",
    ]
    assert document.cover.subtitle == "Travaux préparatoires: Article 1, paragraph 1"
    assert document.cover.distribution == "Core Group and secretariat alone"
    assert (document.cover.symbol, document.cover.fingerprint) == ("", "")
    assert ("+", "marmaladen ") in document.sections[3].clauses[0].segments
    assert document.sections[4].note == "Carried out by version 2 of Article 1. Not published yet."
    for printed in (page_html(document), plain_text(document)):
        for words in ("Quillfeather.", "Pumpernickel.", "The Chair said so.", "Working Group I, 1 March 2026."):
            assert words in printed


@pytest.mark.parametrize(
    ("reader", "moments"),
    [
        (CHILE, ["First wording", "Draft 1 (LAN/2026/1) issued", "Comment of Chile, CL-001"]),
        (KENYA, ["First wording", "Draft 1 (LAN/2026/1) issued"]),
        (EVERYBODY, ["First wording", "Draft 1 (LAN/2026/1) issued"]),
    ],
)
def test_others_are_told_what_editions_have_printed_and_the_comments_that_they_may_read(
    lived: Clause, reader: Reader, moments: list[str]
) -> None:
    document = told(lived, reader)
    assert happened(document) == moments
    printed = page_html(document) + plain_text(document)
    assert ("Quillfeather" in printed) == (reader == CHILE)
    for words in ("marmaladen", "Pumpernickel", "Accepted", "The Chair said so", "Working Group"):
        assert words not in printed


def test_what_is_disclosed_and_issued_later_is_told_later(
    lived: Clause, conference: Round, editor: User, secretariat: User
) -> None:
    close_round(round=conference, person=secretariat)
    assert "Comment of Chile, CL-001" in happened(told(lived, KENYA))
    assert "Comment of Chile, CL-001" not in happened(told(lived, EVERYBODY))
    publish_edition(instrument=lived.article.instrument, label="Draft 2", symbol="LAN/2026/2", author=secretariat)
    document = told(lived, KENYA)
    assert happened(document)[-3:] == ["Amended", "Agreed in working group", "Draft 2 (LAN/2026/2) issued"]
    assert "The Chair said so." not in plain_text(document)
    Organisation.objects.create(code="NO", name="Norway", kind=Organisation.Kind.STATE)  # takes no part in the round
    assert "Comment of Chile, CL-001" not in happened(told(lived, Reader("delegations", "NO")))


def test_the_document_and_the_page_tell_each_reader_the_same(
    client: Client, lived: Clause, delegate: User, neighbour: User, outsider: User, editor: User, conference: Round
) -> None:
    readers = ((editor, CORE), (delegate, CHILE), (neighbour, KENYA), (outsider, EVERYBODY))
    for disclosure in (Round.Disclosure.PARTICIPANTS, Round.Disclosure.AT_ONCE):
        conference.disclosure = disclosure
        conference.save()
        for somebody, reader in readers:
            client.force_login(somebody)
            page = client.get(page_of(lived)).content.decode()
            entries = re.findall(r'<h2 class="entry-title">(.*?)</h2>', page)
            number = len(told(lived, reader).sections)
            assert (reader, len(entries)) == (reader, number)
            for words in ("Quillfeather", "Pumpernickel", "marmaladen", "The Chair said so"):
                assert (words in strip_tags(page)) == (words in plain_text(told(lived, reader))), (reader, words)


def test_a_withdrawn_comment_is_told_as_withdrawn(lived: Clause, said: Comment, delegate: User) -> None:
    withdraw_comment(comment=said, person=delegate)
    for reader in (CORE, CHILE):
        sections = told(lived, reader).sections
        assert [one.note for one in sections if one.remarks and one.remarks[0].reference == "Harbour Conference"] == [
            "Withdrawn since."
        ]


def test_a_clause_that_no_edition_has_has_no_story_for_delegations(
    lived: Clause, article: Article, editor: User
) -> None:
    revise(article, editor, "2. A lantern", "2. A new paragraph.\n\n3. A lantern")
    fresh = Clause.objects.select_related("article__instrument").get(pk=clause_id(article, 1))
    assert happened(told(fresh, CORE)) == ["First wording"]
    with pytest.raises(CannotExport, match="No edition has this clause"):
        told(fresh, CHILE)


@pytest.mark.parametrize("format", ["pdf", "html", "txt", "docx"])
def test_each_file_is_the_same_bytes_twice(lived: Clause, format: str) -> None:
    asked = order(lived, CORE, format=format)
    assert produce(asked).content == produce(asked).content


def test_orders_that_make_no_sense_are_refused(lived: Clause, edition: Edition, rules: Edition, editor: User) -> None:
    instrument = lived.article.instrument
    base = {"clause": lived, "audience": "core"}
    refused: list[tuple[Order, str]] = [
        (Order(instrument, None, "story", audience="core"), "Choose the clause"),
        (Order(rules.instrument, None, "story", **base), "Choose the clause"),  # type: ignore[arg-type]
        (Order(instrument, edition, "story", **base), "choose none"),  # type: ignore[arg-type]
        (Order(instrument, None, "story", clause=lived), "for whom"),
        (Order(instrument, None, "story", clause=lived, audience="delegations"), "names its organisation"),
        (Order(instrument, None, "story", organisation="CL", **base), "names its organisation"),  # type: ignore[arg-type]
    ]
    for asked, sentence in refused:
        with pytest.raises(CannotExport, match=sentence):
            request_rendition(order=asked, person=editor)
    assert not Rendition.objects.exists()


# ---- who gets which


def press(client: Client, clause: Clause, **sent: str) -> Any:
    return client.post(f"{page_of(clause)}document/", {"format": "txt", "language": "en", **sent})


def file_of(client: Client, rendition: Rendition) -> str:
    fulfil(rendition.pk)
    answer = client.get(f"{rendition.get_absolute_url()}file/")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_the_button_of_the_page_leads_to_the_story_for_the_readers_own_eyes(
    client: Client, lived: Clause, delegate: User, outsider: User, editor: User
) -> None:
    for somebody, sent, expected in (
        (delegate, {"organisation": "CL"}, ("delegations", "CL", True, False)),
        (outsider, {}, ("public", "", False, False)),
        (editor, {}, ("core", "", True, True)),
    ):
        client.force_login(somebody)
        page = client.get(page_of(lived)).content.decode()
        assert f'action="{page_of(lived)}document/"' in page
        assert "As a document" in page
        answer = press(client, lived, **sent)
        rendition = Rendition.objects.latest("pk")
        assert (answer.status_code, answer.headers["Location"]) == (302, rendition.get_absolute_url())
        shown = client.get(rendition.get_absolute_url()).content.decode()
        listed = client.get(f"{lived.article.instrument.get_absolute_url()}exports/").content.decode()
        assert "Story of a clause, Convention on Lanterns" in shown
        assert "Story of a clause, Convention on Lanterns" in listed
        words = file_of(client, rendition)
        finished = client.get(rendition.get_absolute_url()).content.decode()
        assert f"Download lanterns-story-{lived.pk}-en.txt" in finished
        audience, organisation, comment, working = expected
        assert (rendition.audience, rendition.organisation) == (audience, organisation)
        assert ("Quillfeather." in words, "marmaladen" in words) == (comment, working)


def test_nobody_gets_a_story_for_other_eyes_by_posting_by_hand(
    client: Client, lived: Clause, delegate: User, neighbour: User, outsider: User
) -> None:
    client.force_login(neighbour)
    for sent in ({"organisation": "CL"}, {"organisation": ""}, {"organisation": "KE", "format": "akn"}):
        answer = press(client, lived, **sent)
        assert (answer.status_code, answer.headers["Location"]) == (302, page_of(lived))
    assert not Rendition.objects.exists()
    for somebody, sent, reader in (
        (neighbour, {"organisation": "KE"}, ("delegations", "KE")),
        (outsider, {"organisation": "CL"}, ("public", "")),
    ):
        client.force_login(somebody)
        press(client, lived, audience="core", variant="clean", edition="", **sent)
        rendition = Rendition.objects.latest("pk")
        assert (rendition.audience, rendition.organisation, rendition.variant) == (*reader, "story")
        assert "Quillfeather" not in file_of(client, rendition)
    with pytest.raises(CannotExport, match="for the Core Group alone"):
        request_rendition(order=order(lived, CORE), person=delegate)


def test_a_core_story_is_handed_to_the_core_group_alone_even_to_who_asked_for_it(
    client: Client, lived: Clause, editor: User, secretariat: User, delegate: User, chile: Organisation
) -> None:
    client.force_login(editor)
    press(client, lived)
    rendition = Rendition.objects.get()
    words = file_of(client, rendition)
    assert "marmaladen" in words
    rendition.refresh_from_db()
    assert confirmed(rendition.sha256) is None
    client.force_login(secretariat)
    assert client.get(rendition.get_absolute_url()).status_code == 200
    editor.duty = ""
    editor.save()
    Membership.objects.create(person=editor, organisation=chile, role=Membership.Role.EXPERT)
    for somebody in (delegate, editor):
        client.force_login(somebody)
        for address in (rendition.get_absolute_url(), f"{rendition.get_absolute_url()}file/"):
            assert client.get(address).status_code == 404
        exports = client.get(f"{lived.article.instrument.get_absolute_url()}exports/").content.decode()
        assert rendition.get_absolute_url() not in exports


def test_who_acts_for_two_organisations_says_for_which(
    client: Client, lived: Clause, conference: Round, delegate: User, kenya: Organisation, chile: Organisation
) -> None:
    both = person("both@test.example", "Of both", "", chile, Membership.Role.EXPERT)
    Membership.objects.create(person=both, organisation=kenya, role=Membership.Role.EXPERT)
    client.force_login(both)
    page = client.get(page_of(lived)).content.decode()
    assert "For which organisation" in page
    assert '<option value="KE">Kenya</option>' in page
    press(client, lived, organisation="KE")
    assert "Quillfeather" not in file_of(client, Rendition.objects.latest("pk"))
    press(client, lived, organisation="CL")
    assert "Quillfeather" in file_of(client, Rendition.objects.latest("pk"))


def test_the_page_and_the_button_take_few_queries(
    client: Client, lived: Clause, delegate: User, django_assert_max_num_queries: Any
) -> None:
    client.force_login(delegate)
    client.get(page_of(lived))
    with django_assert_max_num_queries(12):  # two look for the same request, pressed twice
        press(client, lived, organisation="CL")
    with django_assert_max_num_queries(30):
        told(lived, CHILE)


def test_a_story_is_told_in_a_language_of_the_clause(lived: Clause) -> None:
    assert told(lived, CORE, language="fr").language == "en", "the clause has no French wording"
