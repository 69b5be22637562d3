"""The page of findings, its commands, and the warnings in the editor."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from drafts.amending import Proposal, save_text
from drafts.importing import import_text
from drafts.models import Article, Edition, Instrument, Text
from drafts.publishing import publish_edition
from mla_portal.accounts.models import User

PAGE = "/instruments/lanterns/proofreading/"
FRENCH = """Convention sur les fanaux

Article 2
Coûts

Les coûts sont à la charge de l'État partie.
"""


def revise(article: Article, editor: User, before: str, after: str) -> None:
    text = Text.objects.get(article=article, language="en")
    proposal = Proposal(text.heading, text.source().replace(before, after), text.number)
    save_text(article=article, language="en", proposal=proposal, author=editor, reason="To be proofread.")


def in_french(convention: Instrument, editor: User) -> None:
    import_text(source=FRENCH, slug="lanterns", title="", language="fr", author=editor, reason="First translation.")


def shown(client: Client, query: str = "") -> str:
    answer = client.get(PAGE + query)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode().split("<main", 1)[1]))


def test_the_page_lists_what_stands_between_the_text_and_a_clean_one(
    client: Client, article: Article, editor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    revise(article, editor, "tended by a keeper", "tended by a keeper under article 9")
    client.force_login(editor)
    with django_assert_max_num_queries(12):
        page = shown(client)
    assert "3 things stand between this text and a clean one." in page
    assert "Clauses with open brackets 2" in page
    assert "There is no article 9." in page
    assert "be tended by a keeper under article 9 ." in page


def test_queries_do_not_grow_with_the_text(
    client: Client, convention: Instrument, editor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    more = "".join(f"\nArticle {number}\nOil {number}\n\nOil [{number}] is paid.\n" for number in range(4, 60))
    source = "Convention on Lanterns\n\nArticle 1\nKeeping\n\nWords [are] few.\n" + more
    import_text(source=source, slug="lanterns", title="", language="en", author=editor, reason="Longer.")
    in_french(convention, editor)
    client.force_login(editor)
    with django_assert_max_num_queries(12):
        page = shown(client)
    assert "62 things stand between this text and a clean one." in page


def test_filters_show_some_of_them(client: Client, article: Article, editor: User) -> None:
    revise(article, editor, "tended by a keeper", "tended by the the keeper on [date]")
    client.force_login(editor)
    assert "stands twice" not in shown(client, "?kind=placeholder")
    assert "still has to be filled in" in shown(client, "?kind=placeholder")
    assert "on whose coast" not in shown(client, "?article=1")
    assert "Nothing of this kind was found there." in shown(client, "?kind=note")
    assert "on whose coast" in shown(client, "?kind=nonsense&article=nonsense")


def test_each_finding_leads_to_its_clause_and_its_line(client: Client, article: Article, editor: User) -> None:
    client.force_login(editor)
    clause = Text.objects.get(article=article).blocks[0]["id"]
    page = client.get(PAGE).content.decode()
    assert f'href="/instruments/lanterns/articles/1/?clause={clause}#{clause}"' in page
    assert 'href="/instruments/lanterns/articles/1/edit/#line-1"' in page


def test_a_clean_text_is_said_to_be_clean(client: Client, editor: User, secretariat: User) -> None:
    source = "Treaty on Oil\n\nArticle 1\nOil\n\n1. Each State pays for oil.\n\n2. Paragraph 1 binds all.\n"
    import_text(source=source, slug="oil", title="", language="en", author=editor, reason="First draft.")
    client.force_login(secretariat)
    page = client.get("/instruments/oil/proofreading/").content.decode()
    assert "Nothing stands between this text and a clean one." in page
    assert "No open bracket, no option" in page


def test_delegations_see_editions_alone_and_no_word_of_a_note(
    client: Client, article: Article, editor: User, delegate: User, secretariat: User
) -> None:
    revise(article, editor, "be tended by a keeper", "be tended{note: The chair insists on [secret] article 99.}")
    publish_edition(instrument=article.instrument, label="Draft 1", symbol="LAN/1", author=secretariat)
    revise(article, editor, "ten miles", "ten miles on [date]")
    client.force_login(delegate)
    page = shown(client)
    assert "A note by the secretariat stands here." in page
    for unseen in ("The chair insists", "[secret]", "article 99", "[date]", "Edit"):
        assert unseen not in page
    assert client.get(f"{PAGE}?edition=working").status_code == 404
    client.force_login(secretariat)
    assert "The chair insists" in client.get(f"{PAGE}?edition=draft-1").content.decode()


def test_languages_are_compared_and_a_partial_translation_is_told_once(
    client: Client, convention: Instrument, editor: User
) -> None:
    in_french(convention, editor)
    client.force_login(editor)
    page = shown(client, "?kind=language")
    assert "English has 1 open bracket here, French has no open bracket." in page
    assert "3 articles have no French text to compare with." in page
    in_its_own = shown(client, "?language=fr&kind=language")
    assert "English has 1 open bracket here, French has no open bracket." in in_its_own


def test_the_editor_hears_of_slips_while_typing(
    client: Client, text: Text, editor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    source = (
        "1. Each State pays the the keeper.\n    (a) under article 9;\n    (b) under article 3, paragraph 7;\n"
        "    (c) under article 2;\n    (d) on [date]; and\n    (e) by day.\n2. NB: paragraph 1 (e) is new. [And\n"
    )
    client.force_login(editor)
    address = "/instruments/lanterns/articles/1/edit/preview/"
    with django_assert_max_num_queries(9):
        answer = client.post(address, {"heading": "Keeping of lights", "source": source, "base": "1", "language": "en"})
    page = answer.content.decode()
    told = re.findall(r'data-line="(\d+)" data-column="(\d+)">([^<]*)</a>: ([^<]*)</li>', page)
    assert told == [
        ("2", "15", "Paragraph 1 (a)", "There is no article 9."),
        ("3", "15", "Paragraph 1 (b)", "There is no paragraph 7 in article 3."),
        ("5", "12", "Paragraph 1 (d)", "“[date]” still has to be filled in."),
        ("7", "4", "Paragraph 2", "“NB:” reads like a note among ourselves and not like the text."),
        ("7", "32", "Paragraph 2", "A bracket opened here is never closed: “[And…”."),
        ("1", "20", "Paragraph 1", "“the” stands twice."),
    ]


def printed(capsys: pytest.CaptureFixture[str], *command: str, **options: Any) -> tuple[dict[str, Any], int]:
    capsys.readouterr()
    status = 0
    try:
        call_command(*command, **options)
    except SystemExit as ended:
        status = int(ended.code or 0)
    return json.loads(capsys.readouterr().out), status


def test_check_concordance_prints_the_differences(
    convention: Instrument, editor: User, capsys: pytest.CaptureFixture[str]
) -> None:
    assert printed(capsys, "check_concordance", instrument="lanterns") == ({"languages": ["en"], "differences": []}, 0)
    in_french(convention, editor)
    result, status = printed(capsys, "check_concordance", instrument="lanterns")
    assert (result["languages"], status) == (["en", "fr"], 1)
    assert [(one["article"], one["clause"], one["kind"]) for one in result["differences"]] == [
        ("preamble", "", "missing article"),
        ("1", "", "missing article"),
        ("2", "sole paragraph", "brackets"),
        ("3", "", "missing article"),
    ]
    assert set(result["differences"][0]) == {"article", "clause", "kind", "detail"}


def test_check_concordance_sees_a_stale_translation(
    convention: Instrument, editor: User, capsys: pytest.CaptureFixture[str]
) -> None:
    in_french(convention, editor)
    costs = Article.objects.select_related("instrument").get(instrument=convention, slug="2")
    revise(costs, editor, "[on whose coast the lantern stands]", "concerned")
    result, _ = printed(capsys, "check_concordance", instrument="lanterns")
    assert [one["kind"] for one in result["differences"] if one["article"] == "2"] == ["stale"]


@pytest.mark.usefixtures("convention", "edition")
def test_proofread_prints_the_findings(capsys: pytest.CaptureFixture[str]) -> None:
    result, status = printed(capsys, "proofread", instrument="lanterns", edition="Draft 1")
    assert (result["to_settle"], result["hints"], result["counts"], status) == (2, 0, {"bracket": 2}, 0)
    first = result["findings"][0]
    assert (first["article"], first["place"], first["words"]) == ("1", "paragraph 1", "[at all hours]")


@pytest.mark.usefixtures("edition")
@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("proofread", {"instrument": "nothing"}),
        ("proofread", {"instrument": "lanterns", "language": "fr"}),
        ("check_concordance", {"instrument": "nothing"}),
        ("check_concordance", {"instrument": "lanterns", "edition": "Draft 7"}),
    ],
)
def test_a_command_refuses_in_one_sentence(
    capsys: pytest.CaptureFixture[str], command: str, options: dict[str, str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command(command, **options)
    error = capsys.readouterr().err
    assert (ended.value.code, error.count("\n")) == (1, 1)


def test_three_languages_of_a_real_treaty_are_equal(
    data_folder: Path, editor: User, edition: Edition, capsys: pytest.CaptureFixture[str]
) -> None:
    for language in ("en", "fr", "es"):
        source = (data_folder / "treaties" / f"un-cybercrime-2024.{language}.txt").read_text(encoding="utf-8")
        import_text(source=source, slug="cyber", title="", language=language, author=editor, reason="For comparison.")
    assert printed(capsys, "check_concordance", instrument="cyber") == (
        {"languages": ["en", "fr", "es"], "differences": []},
        0,
    )
