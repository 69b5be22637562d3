"""Comments on parts and chapters, and on several documents of one round."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from consultations.arranging import add_document, remove_document
from consultations.commenting import CannotComment, Target, begin_comment, submit_comment
from consultations.compiling import compilation
from consultations.convening import CannotConvene, call_round
from consultations.models import Comment, Delegation, Round
from consultations.models.comments import CommentQuerySet
from consultations.tables.reading import read_table
from consultations.tables.shapes import ISO_COLUMNS
from consultations.tabling import import_comments
from consultations.wording import place_of
from consultations.worktable import lay_out
from drafts.models import Article, Division, Edition, Rendition
from drafts.orders import Order
from mla_portal.accounts.models import User
from tests.cast import Words, clause_id, comment_by


@pytest.fixture
def both(conference: Round, rules: Edition) -> Round:
    """The conference with the rules beside the convention."""
    add_document(round=conference, edition=rules)
    return Round.objects.get(pk=conference.pk)


def typed(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "substance",
        "words": "",
        "proposed": "",
        "reasoning": "A third is too few.",
        "act": "keep",
        **fields,
    }


def part(instrument: Any) -> Division:
    return Division.objects.filter(instrument=instrument).order_by("position")[0]


def test_a_part_is_commented_on_from_the_form_to_the_compilation(
    client: Client, conference: Round, edition: Edition, delegate: User, convention: Any
) -> None:
    client.force_login(delegate)
    address = f"{conference.get_absolute_url()}comments/new/"
    division = part(convention)
    whole = client.get(address).content.decode()
    assert f'href="?language=en&amp;division={division.pk}"' in whole
    page = client.get(f"{address}?division={division.pk}").content.decode()
    assert "Comment on Part I</h1>" in page
    client.post(f"{address}?division={division.pk}", typed(act="submit"))
    comment = Comment.objects.submitted().get()
    assert (comment.division, comment.article, place_of(comment)) == (division, None, "Part I")
    assert "Part I</h1>" in client.get(comment.get_absolute_url()).content.decode()
    assert "Part I" in client.get(f"{conference.get_absolute_url()}comments/").content.decode()
    compiled = compilation(Order(convention, edition, Rendition.Variant.COMPILATION))
    assert [
        remark.reasoning for section in compiled.sections for remark in section.remarks if section.kind == "division"
    ]


def test_a_part_of_another_text_or_none_at_all_is_not_there(
    client: Client, conference: Round, rules: Edition, delegate: User
) -> None:
    client.force_login(delegate)
    address = f"{conference.get_absolute_url()}comments/new/"
    for division in (part(rules.instrument).pk, "0", "x", "9" * 30):
        assert client.get(f"{address}?division={division}").status_code == 404
    delegation = Delegation.objects.get(round=conference, organisation__code="CL")
    target = Target(division=part(rules.instrument))
    with pytest.raises(CannotComment, match="not part of the edition"):
        begin_comment(round=conference, delegation=delegation, author=delegate, target=target)


def test_the_round_offers_each_document_and_a_comment_names_its_own(
    client: Client, both: Round, rules: Edition, delegate: User
) -> None:
    client.force_login(delegate)
    page = client.get(both.get_absolute_url()).content.decode()
    assert "Also under discussion" in page
    assert f"{both.get_absolute_url()}comments/new/?document=rules" in page
    quorum = Article.objects.get(instrument__slug="rules", slug="1")
    beside = client.get(f"{quorum.get_absolute_url()}?edition=rules-1&clause={clause_id(quorum)}").content.decode()
    assert f"comments/new/?document=rules&amp;article=1&amp;clause={clause_id(quorum)}" in beside
    form = f"{both.get_absolute_url()}comments/new/?document=rules&article=1&clause={clause_id(quorum)}"
    assert "As it stands in Rules 1" in client.get(form).content.decode()
    client.post(form, typed(proposed="A half of the delegations is a quorum.", act="submit"))
    comment = Comment.objects.submitted().get()
    assert (comment.article, comment.edition, comment.proposed) == (
        quorum,
        rules,
        "A half of the delegations is a quorum.",
    )
    assert "in Rules 1" in client.get(comment.get_absolute_url()).content.decode()
    assert client.get(form.replace("=rules", "=nothing")).status_code == 404


def test_a_document_that_is_not_under_discussion_is_not_commented_on(
    conference: Round, rules: Edition, delegate: User
) -> None:
    delegation = Delegation.objects.get(round=conference, organisation__code="CL")
    with pytest.raises(CannotComment, match="not under discussion"):
        begin_comment(round=conference, delegation=delegation, author=delegate, target=Target(), edition=rules)


def on_both(round: Round, rules: Edition, delegate: User, article: Article) -> tuple[Comment, Comment]:
    """One comment on article 1 of each."""
    first = comment_by(delegate, round, Target(article, clause_id(article)), Words("Oil."), submit=True)
    quorum = Article.objects.get(instrument=rules.instrument, slug="1")
    delegation = Delegation.objects.get(round=round, organisation__code="CL")
    draft = begin_comment(
        round=round,
        delegation=delegation,
        author=delegate,
        target=Target(quorum, clause_id(quorum)),
        reasoning="Too few.",
        edition=rules,
    )
    return first, submit_comment(comment=draft, person=delegate)


def test_lists_are_filtered_and_ordered_document_by_document(
    client: Client, both: Round, rules: Edition, delegate: User, editor: User, article: Article
) -> None:
    first, second = on_both(both, rules, delegate, article)
    client.force_login(editor)
    for query, shown in (
        ("", [first, second]),
        ("?document=rules", [second]),
        ("?document=lanterns", [first]),
        ("?article=1", [first]),
        ("?document=rules&article=1", [second]),
    ):
        listing = client.get(f"{both.get_absolute_url()}comments/{query}").context["listing"]
        assert [line.comment for line in listing.lines] == shown, query
        exported = client.get(f"{both.get_absolute_url()}comments/table/{query}").content.decode("utf-8-sig")
        assert [row["Number"] for row in csv.DictReader(StringIO(exported))] == [one.reference for one in shown]
    table = lay_out(both, editor, {}, None)
    assert [clause.comments for clause in table.clauses] == [[first], [second]]


def test_each_document_is_exported_on_its_own(client: Client, both: Round, rules: Edition, editor: User) -> None:
    client.force_login(editor)
    address = f"{both.get_absolute_url()}exports/"
    assert "Rules 1" in client.get(f"{address}?document=rules").content.decode()
    sent = client.post(f"{address}?document=rules", {"variant": "clean", "language": "en"})
    assert sent.status_code == 302
    assert sent["Location"] == f"{address}?document=rules"
    assert Rendition.objects.get().edition == rules
    assert client.get(f"{address}?document=nothing").status_code == 404


def test_a_table_is_brought_in_on_the_document_that_is_named(both: Round, rules: Edition, delegate: User) -> None:
    delegation = Delegation.objects.get(round=both, organisation__code="CL")
    rows = [("1", "2", "Let the bureau count."), ("Part I", "", "Too short.")]
    lines = [f"CL,,{article},{clause},te,{words},,\n" for article, clause, words in rows]
    file = ",".join(ISO_COLUMNS) + "\n" + "".join(lines)
    report = import_comments(
        table=read_table(file.encode()), round=both, delegation=delegation, person=delegate, edition=rules
    )
    assert [outcome.what for outcome in report.outcomes] == ["taken", "taken"], report.sentences()
    clause, whole = (outcome.comment for outcome in report.outcomes)
    assert clause is not None
    assert whole is not None
    assert (place_of(clause), clause.edition) == ("Article 1, paragraph 2", rules)
    assert (place_of(whole), whole.division) == ("Part I", part(rules.instrument))
    again = import_comments(
        table=read_table(file.encode()), round=both, delegation=delegation, person=delegate, edition=rules
    )
    assert [outcome.what for outcome in again.outcomes] == ["refused", "refused"]


def test_of_one_text_there_is_one_edition_and_what_is_open_stays(
    conference: Round, rules: Edition, edition: Edition, secretariat: User
) -> None:
    with pytest.raises(CannotConvene, match="of one text there is one edition"):
        add_document(round=conference, edition=edition)
    add_document(round=conference, edition=rules)
    with pytest.raises(CannotConvene, match="opened"):
        remove_document(round=conference, edition=rules)
    announced = call_round(slug="x", title="X", starts_on=conference.starts_on, ends_on=conference.ends_on)
    with pytest.raises(CannotConvene, match="Choose the edition"):
        add_document(round=announced, edition=rules)
    announced.edition, announced.instrument = edition, edition.instrument
    announced.save()
    add_document(round=announced, edition=rules)
    assert Round.objects.get(pk=announced.pk).documents == [edition, rules]
    remove_document(round=announced, edition=rules)
    assert Round.objects.get(pk=announced.pk).documents == [edition]


def test_the_secretariat_puts_a_document_on_the_table(
    client: Client, conference: Round, rules: Edition, secretariat: User
) -> None:
    client.force_login(secretariat)
    address = f"{conference.get_absolute_url()}documents/"
    assert "Rules of the Conference" in client.get(address).content.decode()
    assert client.post(address, {"edition": rules.pk}).status_code == 302
    assert Round.objects.get(pk=conference.pk).documents[1] == rules
    client.post(address, {"remove": "rules"})
    assert Round.objects.get(pk=conference.pk).documents[1] == rules
    assert "what is under discussion stays" in client.get(address).content.decode()


def test_order_of_the_text_has_general_then_parts_then_articles(
    both: Round, rules: Edition, delegate: User, article: Article, convention: Any
) -> None:
    on_clause, on_rules = on_both(both, rules, delegate, article)
    on_part = comment_by(delegate, both, Target(division=part(convention)), submit=True)
    on_whole = comment_by(delegate, both, submit=True)
    ordered: CommentQuerySet = Comment.objects.in_round(both).in_order_of_the_text()
    assert list(ordered) == [on_whole, on_part, on_clause, on_rules]
