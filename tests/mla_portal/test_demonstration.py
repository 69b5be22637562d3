"""The demonstration conference, the commands over it, and the record that proves itself."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from consultations.models import Comment, Disposition, Membership, Notice, Organisation, Round
from drafts.models import Article, Edition, Instrument, Text
from mla_portal.accounts.models import User
from mla_portal.audit.checking import check_record
from mla_portal.demonstration import load_demonstration
from tests.kept import Kept


@pytest.fixture
def demonstration(kept_conference: Kept, db: None) -> Instrument:
    kept_conference.put_back()
    return Instrument.objects.get(slug="convention")


def printed(capsys: pytest.CaptureFixture[str], *command: str, **options: Any) -> dict[str, Any]:
    capsys.readouterr()
    call_command(*command, **options)
    return json.loads(capsys.readouterr().out)


def test_it_is_a_whole_conference(demonstration: Instrument) -> None:
    assert 28 <= demonstration.articles.filter(kind=Article.Kind.ARTICLE).count() <= 36
    assert Organisation.objects.core_group().count() == 6
    assert Organisation.objects.supporters().count() == 77
    assert [edition.label for edition in demonstration.editions.all()] == ["Draft 1", "Draft 2"]
    assert Round.objects.count() == 7
    delegate = User.objects.get(email="delegate@demo.example")
    assert [round.slug for round in Round.objects.accepting_comments_of(delegate)] == ["ljubljana-2023"]
    assert Comment.objects.submitted().count() > 60
    assert Disposition.objects.count() > 40
    assert Text.objects.of(demonstration).get(article__slug="12").number >= 3


def test_its_people_have_a_password_only_in_the_demonstration(demonstration: Instrument) -> None:
    assert not any(person.has_usable_password() for person in User.objects.all())


def test_the_five_of_the_readme_are_who_they_should_be(demonstration: Instrument) -> None:
    people = {person.email.split("@")[0]: person for person in User.objects.filter(email__endswith="@demo.example")}
    assert people["editor"].is_editor
    assert people["secretariat"].is_secretariat
    roles = {
        name: (membership.role, membership.organisation.kind)
        for name in ("delegate", "expert", "observer")
        for membership in Membership.objects.filter(person=people[name])
    }
    assert roles == {
        "delegate": ("focal_point", "state"),
        "expert": ("expert", "state"),
        "observer": ("focal_point", "civil_society"),
    }


def test_every_demonstration_comment_says_so(demonstration: Instrument) -> None:
    assert all(comment.reasoning.startswith("[Demonstration]") for comment in Comment.objects.all())


def test_it_is_loaded_once(demonstration: Instrument) -> None:
    assert load_demonstration().already_there
    assert Edition.objects.count() == 4


def test_its_record_proves_itself(demonstration: Instrument, capsys: pytest.CaptureFixture[str]) -> None:
    findings = printed(capsys, "check_record")
    assert findings["problems"] == []
    assert (findings["editions"], findings["comments"]) == (4, Comment.objects.count())


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE drafts_text SET heading = 'Silently changed' WHERE heading <> ''", "differs from its version"),
        ("UPDATE drafts_article SET label = '99' WHERE label = '12'", ""),
        ("UPDATE drafts_text SET number = number + 1", "are due"),
    ],
)
def test_tampering_is_found(demonstration: Instrument, statement: str, problem: str) -> None:
    """A current row that was changed behind the portal's back is found; an edition keeps its own labels."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
    problems = check_record().problems
    assert any(problem in found for found in problems) if problem else problems == []


def test_the_command_publishes_an_edition(demonstration: Instrument, capsys: pytest.CaptureFixture[str]) -> None:
    result = printed(capsys, "publish_edition", instrument="convention", label="Draft 3", symbol="MLA/DC/2023/L.2")
    edition = Edition.objects.get(label="Draft 3")
    expected = {
        "label": "Draft 3",
        "symbol": "MLA/DC/2023/L.2",
        "articles": edition.texts.filter(language="en").count(),
        "checksum": edition.checksum,
    }
    assert result == expected


def test_the_command_compares_editions(demonstration: Instrument, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    call_command("compare_editions", "Draft 1", "working", instrument="convention", json=True)
    articles = json.loads(capsys.readouterr().out)["articles"]
    assert {clause["change"] for article in articles for clause in article["clauses"]} >= {"same", "edit", "insert"}
    for article in articles:
        for clause in article["clauses"]:
            assert set(clause) == {"id", "label", "was", "change", "segments"}


def test_the_command_exports_a_file(
    demonstration: Instrument, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "draft.txt"
    result = printed(
        capsys,
        "export_edition",
        instrument="convention",
        edition="Draft 2",
        format="txt",
        variant="clean",
        output=output,
    )
    assert set(result) == {"file", "sha256", "seconds"}
    assert "Article 12" in output.read_text()


@pytest.mark.parametrize(
    ("command", "options"),
    [
        (["export_edition"], {"instrument": "nothing", "output": Path("x.pdf")}),
        (["export_edition"], {"instrument": "convention", "edition": "Draft 9", "output": Path("x.pdf")}),
        (["export_edition"], {"instrument": "convention", "format": "txt", "output": Path("/nonexistent/x.txt")}),
        (["publish_edition"], {"instrument": "convention", "label": "Draft 1", "symbol": "X/1"}),
        (
            ["publish_edition"],
            {"instrument": "convention", "label": "New", "symbol": "X/1", "user": "nobody@test.example"},
        ),
        (["compare_editions", "Draft 1", "Draft 7"], {"instrument": "convention"}),
    ],
)
def test_a_command_refuses_in_one_sentence(
    demonstration: Instrument, capsys: pytest.CaptureFixture[str], command: list[str], options: dict[str, Any]
) -> None:
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        call_command(*command, **options)
    error = capsys.readouterr().err
    assert (ended.value.code, error.count("\n"), error.strip()[-1] in ".)") == (1, 1, True)


def test_its_letters_are_a_handful_and_go_nowhere(demonstration: Instrument) -> None:
    letters = list(Notice.objects.select_related("round"))
    assert 10 < len(letters) < 60
    assert {letter.address.rpartition(".")[2] for letter in letters} == {"example"}
    assert not any(letter.round and letter.round.closed_at for letter in letters)
    assert {letter.language for letter in letters} == {"en", "fr", "es"}
    assert {letter.state for letter in letters} == {Notice.State.WAITING, Notice.State.HELD}
    assert Notice.objects.get(state=Notice.State.HELD).edited_by == User.objects.get(email__startswith="secretariat@")
