"""The disposition report and the comments of one delegation: what they show, and to whom they are given."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document as open_word

from consultations import joining
from consultations.commenting import Target, submit_comment, withdraw_comment
from consultations.convening import close_round
from consultations.disposing import dispose_comment, publish_answers
from consultations.models import Comment, Disposition, Organisation, Round
from consultations.reporting import delegation_report, disposition_report
from drafts.exporting import fulfil, produce
from drafts.models import Article, Edition, Rendition, Text
from drafts.orders import CannotExport, Order
from drafts.publishing import publish_edition
from drafts.rendering import report_words
from drafts.rendering.html import page_html
from drafts.rendering.text import plain_text
from drafts.rendering.tree import Document
from drafts.rendering.words import word
from drafts.requesting import request_rendition
from mla_portal.accounts.models import User
from tests.cast import Words, clause_id, comment_by, revise
from tests.consultations.test_compiling import said


def order(round: Round, variant: str, organisation: str = "", **more: Any) -> Order:
    assert round.instrument
    return Order(round.instrument, round.edition, variant, round_slug=round.slug, organisation=organisation, **more)


def report(round: Round, **more: Any) -> Document:
    return disposition_report(order(round, "dispositions", **more))


def of(organisation: Organisation, round: Round, **more: Any) -> Document:
    return delegation_report(order(round, "delegation", organisation.code, **more))


def exports(round: Round) -> str:
    return f"{round.get_absolute_url()}exports/"


@pytest.fixture
def spoken(conference: Round, article: Article, delegate: User, neighbour: User) -> dict[str, Comment]:
    """Chile proposes words for paragraph 1 and says something general; Kenya speaks of the whole article 1."""
    proposal = Words("It is too dark.", "Each State Party shall keep two lanterns on its coast.")
    return {
        "clause": comment_by(delegate, conference, Target(article, clause_id(article)), proposal, submit=True),
        "whole": comment_by(delegate, conference, words=Words("On the whole, good."), submit=True),
        "article": comment_by(neighbour, conference, Target(article), Words("Kenya agrees."), submit=True),
    }


def test_each_comment_stands_beside_its_answer_in_the_order_of_the_text(
    conference: Round, spoken: dict[str, Comment], editor: User
) -> None:
    dispose_comment(comment=spoken["clause"], decision="accepted_in_part", reason="One lantern.", author=editor)
    document = report(conference)
    assert [(section.label, len(section.remarks)) for section in document.sections] == [
        ("General comments", 1),
        ("Part I", 0),
        ("Article 1", 2),
    ]
    assert [
        (one.organisation, one.clause_label, one.reasoning, one.disposition and one.disposition.decision)
        for one in said(document)
    ] == [
        ("Chile", "", "On the whole, good.", "No answer yet"),
        ("Kenya", "", "Kenya agrees.", "No answer yet"),
        ("Chile", "paragraph 1", "It is too dark.", "Accepted in part"),
    ]
    assert ("+", "two lanterns") in said(document)[2].proposed
    assert document.cover.subtitle == "Disposition report on Draft 1 (LAN/2026/1)"
    for printed in (page_html(document), plain_text(document)):
        assert "Accepted in part. One lantern." in printed
        assert printed.count("No answer yet.") == 2


def test_the_summary_counts_decisions_for_each_article(
    conference: Round, spoken: dict[str, Comment], editor: User
) -> None:
    dispose_comment(comment=spoken["clause"], decision="accepted", reason="Yes.", author=editor)
    dispose_comment(comment=spoken["article"], decision="noted", reason="Thanks.", author=editor)
    counts = report(conference).counts
    assert counts
    assert counts.columns == ("Provision", "Comments", "Accepted", "Noted", "No answer yet")
    assert counts.rows == (
        ("The whole text", "1", "", "", "1"),
        ("Article 1", "2", "1", "1", ""),
        ("In all", "3", "1", "1", "1"),
    )
    text = plain_text(report(conference))
    assert "Provision       Comments  Accepted  Noted  No answer yet" in text
    assert "Article 1              2         1      1\n" in text


def test_an_answer_that_waits_to_be_published_stands_in_no_report(
    conference: Round, spoken: dict[str, Comment], editor: User, chile: Organisation
) -> None:
    answer = dispose_comment(
        comment=spoken["clause"], decision="not_accepted", reason="Pumpernickel.", author=editor, publish=False
    )
    documents = [report(conference), of(chile, conference)]
    for document in documents:
        shown = page_html(document) + plain_text(document)
        assert "Pumpernickel" not in shown
        assert "Not accepted" not in shown
    publish_answers(answers=[answer], person=editor)
    for document in (report(conference), of(chile, conference)):
        assert "Not accepted. Pumpernickel." in plain_text(document)
    assert [document.date for document in documents] == [report(conference).date] * 2


def test_the_edition_that_carries_an_answer_out_is_named_once_it_is_issued(
    conference: Round, article: Article, spoken: dict[str, Comment], editor: User, secretariat: User, text: Text
) -> None:
    revise(article, editor, "keep a lantern", "keep two lanterns")
    version = Text.history.of_article(article, "en").order_by("-number").first()
    dispose_comment(comment=spoken["clause"], decision="accepted", reason="Two.", author=editor, version=version)
    assert "carried out" not in plain_text(report(conference))
    revise(article, editor, "ten miles", "twelve miles")
    publish_edition(instrument=article.instrument, label="Draft 2", symbol="LAN/2026/2", author=secretariat)
    later = Edition.objects.get(symbol="LAN/2026/2")
    document = report(conference)
    assert "Accepted. Two (carried out in Draft 2 (LAN/2026/2))." in plain_text(document)
    assert document.date == later.issued_at.date().isoformat()


def test_late_and_joint_comments_stand_as_in_the_compilation(
    conference: Round, article: Article, neighbour: User, delegate: User, chile: Organisation
) -> None:
    draft = comment_by(neighbour, conference, Target(article, clause_id(article)), Words("Too bright."))
    joining.invite_sponsors(comment=draft, person=neighbour, organisations=[chile])
    joining.join(comment=draft, person=delegate, organisation=chile, words_read=joining.words_of(draft))
    now = timezone.now()
    ended = {"comments_close_at": now - timedelta(hours=1), "late_until": now + timedelta(hours=1)}
    Round.objects.filter(pk=conference.pk).update(**ended)
    submit_comment(comment=draft, person=neighbour)
    document = report(conference)
    assert [section.label for section in document.sections] == ["Addendum: comments received after the window"]
    assert [(one.organisation, one.behalf, one.clause_label) for one in said(document)] == [
        ("Chile*", "", "Article 1, paragraph 1"),
        ("Kenya", "with Chile", "Article 1, paragraph 1"),
    ]
    assert document.counts
    assert document.counts.rows[-1] == ("In all", "1", "1")


def test_a_delegation_gets_what_it_wrote_or_co_sponsors_and_nothing_else(
    conference: Round,
    article: Article,
    spoken: dict[str, Comment],
    neighbour: User,
    delegate: User,
    expert: User,
    chile: Organisation,
) -> None:
    joint = comment_by(neighbour, conference, Target(article, clause_id(article, 2)), Words("Together."))
    joining.invite_sponsors(comment=joint, person=neighbour, organisations=[chile])
    joining.join(comment=joint, person=delegate, organisation=chile, words_read=joining.words_of(joint))
    submit_comment(comment=joint, person=neighbour)
    comment_by(expert, conference, words=Words("Only a draft."))
    gone = comment_by(delegate, conference, words=Words("Taken back."), submit=True)
    withdraw_comment(comment=gone, person=delegate)
    document = of(chile, conference)
    assert [(one.organisation, one.behalf, one.reasoning) for one in said(document)] == [
        ("Chile", "", "On the whole, good."),
        ("Chile", "", "It is too dark."),
        ("Kenya", "with Chile", "Together."),
    ]
    assert [section.label for section in document.sections] == ["General comments", "Part I", "Article 1"]
    assert "[at all hours]" in plain_text(document)  # the words that they are about
    assert document.cover.subtitle == "Comments of Chile on Draft 1 (LAN/2026/1)"
    for printed in (page_html(document), plain_text(document)):
        assert "Kenya agrees." not in printed
        assert "Taken back." not in printed
        assert "Only a draft." not in printed


def test_who_ended_its_sponsorship_does_not_get_the_joint_comment(
    conference: Round, neighbour: User, delegate: User, chile: Organisation
) -> None:
    joint = comment_by(neighbour, conference, words=Words("Together."))
    joining.invite_sponsors(comment=joint, person=neighbour, organisations=[chile])
    joining.join(comment=joint, person=delegate, organisation=chile, words_read=joining.words_of(joint))
    joint = submit_comment(comment=joint, person=neighbour)
    joining.stand_back(comment=joint, person=delegate, organisation=chile, words="Alone then.")
    assert said(of(chile, conference)) == []


def test_every_word_of_the_reports_is_there_in_three_languages() -> None:
    holes = re.compile(r"{\w*}")
    for key, english in report_words.ENGLISH.items():
        others = [word(key, "fr"), word(key, "es")]
        assert [sorted(holes.findall(words)) for words in others] == [sorted(holes.findall(english))] * 2
    assert word("dispositions", "fr").format("X") == "Rapport sur la suite donnée aux observations sur X"
    assert word("delegation", "es").format("Chile", "X") == "Observaciones de Chile sobre X"
    assert report_words.ENGLISH.keys() == report_words.FRENCH.keys() == report_words.SPANISH.keys()


@pytest.mark.parametrize("variant", ["dispositions", "delegation"])
@pytest.mark.parametrize("format", ["pdf", "html", "txt", "docx"])
def test_each_file_is_the_same_bytes_twice(
    conference: Round, spoken: dict[str, Comment], editor: User, variant: str, format: str
) -> None:
    dispose_comment(comment=spoken["clause"], decision="accepted", reason="Yes.", author=editor)
    asked = order(conference, variant, "CL" if variant == "delegation" else "", format=format)
    first = produce(asked)
    assert first.content == produce(asked).content
    if (variant, format) == ("dispositions", "docx"):
        word_file = open_word(BytesIO(first.content))
        paragraphs = [paragraph.text for paragraph in word_file.paragraphs]
        assert "Reply of the Core Group: Accepted. Yes." in paragraphs
        assert "Article 1\nKeeping of lights" in paragraphs
        assert [cell.text for cell in word_file.tables[0].rows[-1].cells] == ["In all", "3", "1", "2"]
        assert not list(word_file.comments)
    elif format == "docx":
        comments = list(open_word(BytesIO(first.content)).comments)
        assert [comment.author for comment in comments] == ["Chile", "Chile"]
        assert "Accepted. Yes." in comments[1].text


def test_what_names_no_edition_or_no_organisation_is_refused(conference: Round, editor: User) -> None:
    assert conference.instrument
    for variant in ("dispositions", "delegation"):
        with pytest.raises(CannotExport, match="Comments are made on an edition"):
            request_rendition(order=Order(conference.instrument, None, variant, organisation="CL"), person=editor)
    with pytest.raises(CannotExport, match="Choose the organisation"):
        request_rendition(order=order(conference, "delegation"), person=editor)
    with pytest.raises(CannotExport, match="There is no organisation “XX”"):
        produce(order(conference, "delegation", "XX", format="txt"))


# ---- who gets them


def asked(client: Client, round: Round, variant: str, organisation: str = "") -> int:
    sent = {"variant": variant, "language": "en", "format": "txt", "organisation": organisation}
    return client.post(exports(round), sent).status_code


def offered(client: Client, round: Round) -> set[str]:
    page = client.get(exports(round)).content.decode()
    return set(re.findall(r'name="variant" value="(\w+)"', " ".join(page.split())))


def test_a_delegation_asks_for_its_own_at_any_time_and_for_the_rest_once_it_is_disclosed(
    client: Client,
    conference: Round,
    spoken: dict[str, Comment],
    delegate: User,
    neighbour: User,
    secretariat: User,
) -> None:
    client.force_login(delegate)
    assert offered(client, conference) == {"clean", "delegation"}
    assert asked(client, conference, "dispositions") == 422
    assert asked(client, conference, "delegation", "KE") == 422
    assert asked(client, conference, "delegation") == 422
    assert not Rendition.objects.exists()
    assert asked(client, conference, "delegation", "CL") == 302
    rendition = Rendition.objects.get()
    fulfil(rendition.pk)
    rendition.refresh_from_db()
    with rendition.file.open("rb") as opened:
        words = opened.read().decode()
    assert "It is too dark." in words
    assert "Kenya agrees." not in words
    close_round(round=conference, person=secretariat)
    assert offered(client, conference) == {"clean", "delegation", "compilation", "dispositions"}
    assert asked(client, conference, "dispositions") == 302
    assert asked(client, conference, "delegation", "KE") == 302
    client.force_login(neighbour)
    page = client.get(exports(conference)).content.decode()
    assert re.findall(r'<option value="(CL|KE|LANTERN)"', page) == ["KE", "CL", "LANTERN"]  # the own one first


def test_the_core_group_asks_for_those_of_anybody_who_takes_part(
    client: Client, conference: Round, editor: User, django_assert_max_num_queries: Any
) -> None:
    Organisation.objects.create(code="NO", name="Norway", kind=Organisation.Kind.STATE)
    client.force_login(editor)
    with django_assert_max_num_queries(11):
        assert offered(client, conference) == {"clean", "delegation", "compilation", "dispositions"}
    assert [asked(client, conference, "delegation", code) for code in ("KE", "LANTERN", "NO")] == [302, 302, 422]
    assert asked(client, conference, "dispositions") == 302
    page = client.get(exports(conference)).content.decode()
    assert "Comments of one delegation (KE)" in page


def test_nobody_else_asks_for_any(client: Client, conference: Round, outsider: User) -> None:
    for disclosure, status in ((Round.Disclosure.PARTICIPANTS, 404), (Round.Disclosure.PUBLIC, 422)):
        conference.disclosure = disclosure
        conference.save()
        client.force_login(outsider)
        for variant in ("dispositions", "delegation"):
            assert asked(client, conference, variant, "CL") == status
    assert offered(client, conference) == {"clean"}
    assert not Rendition.objects.exists()


def test_the_instruments_own_page_makes_none(client: Client, conference: Round, editor: User) -> None:
    assert conference.instrument
    client.force_login(editor)
    for variant in ("dispositions", "delegation", "story"):
        sent = {"text": "draft-1", "variant": variant, "language": "en", "format": "txt", "organisation": "CL"}
        address = f"{conference.instrument.get_absolute_url()}exports/"
        assert client.post(address, sent).status_code == 400
    assert not Rendition.objects.exists()


def test_what_a_delegation_asked_for_is_its_own_persons_and_the_core_groups(
    client: Client, conference: Round, delegate: User, expert: User, neighbour: User, editor: User
) -> None:
    client.force_login(delegate)
    asked(client, conference, "delegation", "CL")
    rendition = Rendition.objects.get()
    fulfil(rendition.pk)
    found = []
    for person in (delegate, editor, neighbour, expert):
        client.force_login(person)
        addresses = (rendition.get_absolute_url(), f"{rendition.get_absolute_url()}file/")
        found.append([client.get(address).status_code for address in addresses])
    assert found == [[200, 200], [200, 200], [404, 404], [404, 404]]


@pytest.mark.parametrize("variant", ["dispositions", "delegation"])
@pytest.mark.parametrize("many", [4, 40])
def test_each_takes_the_same_queries_for_few_and_for_many(
    conference: Round,
    article: Article,
    delegate: User,
    editor: User,
    chile: Organisation,
    variant: str,
    many: int,
    django_assert_max_num_queries: Any,
) -> None:
    for place in range(many):
        one = comment_by(delegate, conference, Target(article), Words(f"Reason {place}"), submit=True)
        dispose_comment(comment=one, decision="noted", reason="Noted.", author=editor)
    with django_assert_max_num_queries(17):
        found = report(conference) if variant == "dispositions" else of(chile, conference)
    assert len(said(found)) == many
    assert Disposition.objects.count() == many
