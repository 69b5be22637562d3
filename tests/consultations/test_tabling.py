"""Comment tables taken into the record row by row, and given out again."""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from consultations.commenting import CannotComment
from consultations.disposing import dispose_comment
from consultations.models import Comment, Delegation, Round
from consultations.tables.reading import read_table
from consultations.tables.shapes import ISO, ISO_COLUMNS, PORTAL, Table
from consultations.tabling import Report, exported_table, import_comments
from drafts.models import Article
from mla_portal.accounts.models import User
from tests.cast import Words, clause_id, comment_by


def table_of(*rows: tuple[str, ...]) -> Table:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([ISO_COLUMNS, *rows])
    return read_table(written.getvalue().encode())


GOOD = ("CL-001", "", "1", "2 (a)", "te", "Ten miles are too few.", "be seen from twelve miles; and", "")
NOWHERE = ("CL-002", "", "77", "Table 3", "xx", "Where is this?", "", "")
NO_ARTICLE = "there is no article “77” in the edition under discussion"
GENERAL = ("", "", "General", "", "Ge", "We thank the Core Group.", "", "")


def take(round: Round, person: User, table: Table, **how: Any) -> Report:
    delegation = Delegation.objects.select_related("organisation").get(round=round, organisation__code="CL")
    return import_comments(table=table, round=round, delegation=delegation, person=person, **how)


def test_rows_become_drafts_on_their_clauses(conference: Round, article: Article, expert: User) -> None:
    report = take(conference, expert, table_of(GOOD, NOWHERE, GENERAL))
    assert [(outcome.what, outcome.row.number) for outcome in report.outcomes] == [
        ("taken", 2),
        ("warned", 3),
        ("taken", 4),
    ]
    first, second, third = Comment.objects.order_by("pk")
    assert (first.clause_id, first.kind, first.proposed) == (clause_id(article, 2), "substance", GOOD[6])
    assert (second.article, second.reasoning) == (None, "(77, Table 3) Where is this?")
    assert (third.kind, third.state) == ("general", "draft")
    assert report.sentences() == [
        f"Row 3: {NO_ARTICLE}; the comment is kept one step above, and says so.",
        "Row 3: “xx” is no type of comment; it is taken as substantive.",
    ]


def test_a_table_sent_twice_does_no_harm(conference: Round, expert: User) -> None:
    take(conference, expert, table_of(GOOD, GENERAL))
    again = take(conference, expert, table_of(GOOD, GENERAL, NOWHERE))
    assert [outcome.what for outcome in again.outcomes] == ["refused", "refused", "warned"]
    assert Comment.objects.count() == 3


def test_all_or_nothing_takes_nothing_where_one_row_is_refused(conference: Round, expert: User) -> None:
    report = take(conference, expert, table_of(GOOD, GOOD, GENERAL), all_or_nothing=True)
    assert (report.is_undone, report.taken, Comment.objects.count()) == (True, 0, 0)
    assert report.sentences() == ["Row 3: the same comment is there already."]


def test_who_does_not_belong_to_the_delegation_is_refused(conference: Round, neighbour: User) -> None:
    report = take(conference, neighbour, table_of(GOOD))
    assert [outcome.why for outcome in report.outcomes] == [("You do not belong to this delegation.",)]
    assert take(conference, neighbour, table_of(GOOD), on_paper=True).taken == 0


def test_secretariat_records_what_came_by_letter_as_submitted(conference: Round, secretariat: User) -> None:
    report = take(conference, secretariat, table_of(GOOD, GENERAL), submit=True, on_paper=True)
    assert report.taken == 2
    assert set(Comment.objects.values_list("state", "submitted_by", "number")) == {
        ("submitted", secretariat.pk, 1),
        ("submitted", secretariat.pk, 2),
    }


def test_rows_after_the_window_are_refused_and_leave_no_draft(conference: Round, secretariat: User) -> None:
    Round.objects.filter(pk=conference.pk).update(comments_close_at=timezone.now() - timedelta(minutes=1))
    report = take(conference, secretariat, table_of(GOOD), submit=True, on_paper=True)
    assert (report.count("refused"), Comment.objects.count()) == (1, 0)


def test_a_round_without_an_edition_takes_no_table(conference: Round, expert: User) -> None:
    Round.objects.filter(pk=conference.pk).update(edition=None)
    conference.refresh_from_db()
    with pytest.raises(CannotComment, match="no edition"):
        take(conference, expert, table_of(GOOD))


def test_what_the_form_has_no_column_for_is_understood(conference: Round, expert: User) -> None:
    take(conference, expert, table_of(("", "", "1", "1", "te", "Useless.", "Delete.", "")))
    assert list(Comment.objects.values_list("operation", "proposed")) == [("delete", "")]


@pytest.mark.parametrize("format", ["csv", "xlsx", "docx"])
@pytest.mark.parametrize("shape", [ISO, PORTAL])
def test_what_is_given_out_can_be_taken_in_elsewhere(
    conference: Round, article: Article, delegate: User, editor: User, format: str, shape: str
) -> None:
    take(conference, delegate, table_of(GOOD, GENERAL))
    drafts = Comment.objects.all()
    content, number = exported_table(drafts, delegate, shape=shape, format=format, title="Comments")
    assert number == 2
    said = list(drafts.order_by("pk").values_list("clause_id", "kind", "reasoning", "proposed"))
    Comment.objects.all()._raw_delete(Comment.objects.db)  # elsewhere: a portal without them
    take(conference, delegate, read_table(content))
    assert set(Comment.objects.values_list("clause_id", "kind", "reasoning", "proposed")) == set(said)


def test_table_gives_out_answers_and_neutralises_formulas(conference: Round, delegate: User, editor: User) -> None:
    comment = comment_by(delegate, conference, words=Words("=HYPERLINK(evil)"), submit=True)
    dispose_comment(comment=comment, decision="noted", reason="+1", author=editor)
    content, _ = exported_table(Comment.objects.all(), editor, shape=PORTAL, format="csv", title="")
    row = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1]
    assert (row[0], row[10], row[14], row[15]) == ("CL-001", "'=HYPERLINK(evil)", "Noted", "'+1")


def test_page_takes_a_table_in_and_says_what_became_of_each_row(
    client: Client, conference: Round, expert: User, neighbour: User
) -> None:
    address = f"/rounds/{conference.slug}/comments/import/"
    delegation = Delegation.objects.get(round=conference, organisation__code="CL")
    written = io.StringIO(newline="")
    csv.writer(written).writerows([ISO_COLUMNS, GOOD, NOWHERE])

    def send(person: User) -> Any:
        client.force_login(person)
        file = SimpleUploadedFile("ours.csv", written.getvalue().encode())
        return client.post(address, {"file": file, "delegation": delegation.pk, "language": "en"})

    page = send(expert)
    assert page.status_code == 200
    assert "Two rows taken" in page.content.decode()
    assert send(neighbour).status_code == 422  # another delegation's name in the form
    assert Comment.objects.count() == 2


def test_bad_file_gets_one_sentence(client: Client, conference: Round, expert: User) -> None:
    client.force_login(expert)
    delegation = Delegation.objects.get(round=conference, organisation__code="CL")
    file = SimpleUploadedFile("ours.xlsx", b"PK\x03\x04broken")
    sent = {"file": file, "delegation": delegation.pk, "language": "en"}
    page = client.post(f"/rounds/{conference.slug}/comments/import/", sent)
    assert page.status_code == 422
    assert "The file is damaged or locked" in page.content.decode()


def test_files_hold_what_their_reader_may_see(
    client: Client, conference: Round, delegate: User, neighbour: User, editor: User
) -> None:
    comment_by(delegate, conference, words=Words("Sealed words."), submit=True)
    comment_by(delegate, conference, words=Words("Draft words."))
    found = {}
    for person in (delegate, neighbour, editor):
        client.force_login(person)
        response = client.get(f"/rounds/{conference.slug}/comments/table/?format=csv")
        assert response["Content-Disposition"].startswith("attachment")
        found[person.name] = [
            word for word in ("Sealed", "Draft words") if word in response.content.decode("utf-8-sig")
        ]
    assert found == {delegate.name: ["Sealed", "Draft words"], neighbour.name: [], editor.name: ["Sealed"]}


def test_commands_take_in_and_give_out(conference: Round, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "table.csv", tmp_path / "out.xlsx"
    written = io.StringIO(newline="")
    csv.writer(written).writerows([ISO_COLUMNS, GOOD, NOWHERE])
    file.write_text(written.getvalue(), encoding="utf-8")
    call_command("import_comments", str(file), "--round", conference.slug, "--organisation", "cl")
    said = json.loads(capsys.readouterr().out)
    assert (said["comments"], len(said["warnings"])) == (2, 2)
    call_command("export_comments", "--round", conference.slug, "--format", "xlsx", "--output", str(out))
    assert json.loads(capsys.readouterr().out)["comments"] == 2
    assert [row.reasoning for row in read_table(out.read_bytes()).rows] == ["(77, Table 3) Where is this?", GOOD[5]]
    with pytest.raises(SystemExit):
        call_command("import_comments", str(file), "--round", conference.slug, "--organisation", "cl")
    assert "row 2: the same comment is there already." in capsys.readouterr().err


def test_the_real_table_is_taken_whole(conference: Round, expert: User, data_folder: Path) -> None:
    report = take(conference, expert, read_table((data_folder / "comments" / "iso80000-2_comments.xlsx").read_bytes()))
    assert (len(report.outcomes), report.taken, Comment.objects.count()) == (55, 55, 55)
