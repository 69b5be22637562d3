"""What a comment proposes: against its clause, in its article, and what the drafting syntax says of it."""

import pytest
from django.test import Client

from consultations.commenting import submit_comment
from consultations.models import Comment, Round
from consultations.proposing import effect, in_place, proposed_redline, syntax_notices
from consultations.taking_over import take_over
from drafts.models import Article, Text
from drafts.text import grammar, numbering
from drafts.text.blocks import new_id
from drafts.text.redline import new_text
from mla_portal.accounts.models import User
from tests.cast import Target, Words, clause_id, comment_by

LIGHT = "A lantern burns at night."


@pytest.mark.parametrize(
    ("operation", "proposed", "done"),
    [
        ("", "", ""),
        ("", "A lantern burns by day.", "change"),
        ("change", "A lantern burns by day.", "change"),
        ("delete", "", "delete"),
        ("add", "It is painted white.", "add"),
        ("add", f"{LIGHT} It is painted white.", "change"),
        ("add", "", ""),
        ("keep", "", ""),
    ],
)
def test_what_is_done_to_the_clause(operation: str, proposed: str, done: str) -> None:
    assert effect(operation, LIGHT, proposed) == done


def test_a_redline_shows_what_is_done() -> None:
    assert proposed_redline("delete", LIGHT, "") == [("-", LIGHT)]
    assert proposed_redline("add", LIGHT, "It is painted white.") == [("+", "It is painted white.")]
    assert proposed_redline("", "", "A new article.") == [("+", "A new article.")]
    changed = proposed_redline("", LIGHT, "A lantern burns by day.")
    assert ("=", "A lantern burns ") in changed
    assert new_text(changed) == "A lantern burns by day."
    assert proposed_redline("keep", LIGHT, "") == []


def article_of(source: str) -> list[grammar.Block]:
    blocks, _ = grammar.parse(source)
    for block in blocks:
        block.id = new_id()
    numbering.number(blocks)
    return blocks


def shown(blocks: list[grammar.Block], place: int, operation: str, proposed: str) -> list[tuple[str, str]]:
    """Kind and new words of each row."""
    rows = in_place(blocks, blocks[place].id, operation, proposed, "en")
    return [(row.kind, row.news[0].text if row.news else "") for row in rows]


SOURCE = "1. A lantern shall:\n    (a) burn; and\n    (b) be tended.\n2. Oil is free."


def test_a_change_stands_in_its_article() -> None:
    blocks = article_of(SOURCE)
    assert shown(blocks, 3, "", "Oil is dear.") == [
        ("same", "A lantern shall:"),
        ("same", "burn; and"),
        ("same", "be tended."),
        ("edit", "Oil is dear."),
    ]


def test_what_is_added_stands_after_the_clause_and_all_below_it() -> None:
    blocks = article_of(SOURCE)
    assert shown(blocks, 0, "add", "Its glass is clean.") == [
        ("same", "A lantern shall:"),
        ("same", "burn; and"),
        ("same", "be tended."),
        ("insert", "Its glass is clean."),
        ("same", "Oil is free."),
    ]


def test_what_is_deleted_goes_with_all_below_it() -> None:
    blocks = article_of(SOURCE)
    assert shown(blocks, 0, "delete", "") == [("delete", ""), ("delete", ""), ("delete", ""), ("same", "Oil is free.")]


def test_a_proposal_of_several_clauses_goes_on_below() -> None:
    blocks = article_of(SOURCE)
    kinds = shown(blocks, 3, "", "Oil is dear:\n    (a) in winter; and\n    (b) in spring.")
    assert kinds[3:] == [("edit", "Oil is dear:"), ("insert", "in winter; and"), ("insert", "in spring.")]
    assert shown(blocks, 3, "", "") == []


def test_the_syntax_is_looked_at_and_nothing_is_refused() -> None:
    assert not syntax_notices("A lantern [burns].", "en")
    [notice] = syntax_notices("A lantern [burns.", "en")
    assert notice.severity in ("warning", "error")


def test_the_form_shows_the_wording_in_place_and_what_to_look_at(
    client: Client, conference: Round, article: Article, delegate: User
) -> None:
    client.force_login(delegate)
    address = f"{conference.get_absolute_url()}comments/preview/?article=1&clause={clause_id(article)}"
    shown = client.post(address, {"proposed": "A lantern [burns.", "operation": "change"}).content.decode()
    assert "In its place in Article 1" in shown
    assert "be tended by a keeper." in shown
    assert "To look at before it is submitted" in shown
    struck = client.post(address, {"proposed": "", "operation": "delete"}).content.decode()
    assert "<del>" in struck
    assert "In its place in Article 1" in struck
    kept = client.post(address, {"proposed": "", "operation": "keep"}).content.decode()
    assert "In its place" not in kept


def test_the_comment_shows_a_deletion_in_its_article(
    client: Client, conference: Round, article: Article, delegate: User
) -> None:
    comment = comment_by(delegate, conference, Target(article, clause_id(article)))
    Comment.objects.filter(pk=comment.pk).update(operation="delete")
    submit_comment(comment=Comment.objects.get(pk=comment.pk), person=delegate)
    client.force_login(delegate)
    page = client.get(comment.get_absolute_url()).content.decode()
    assert "In its place in Article 1" in page
    assert page.count("<del>") >= 2


def test_an_addition_written_into_the_clause_is_taken_over_once(
    conference: Round, article: Article, delegate: User, editor: User
) -> None:
    stands = Text.objects.get(article=article, language="en").blocks[0]["text"]
    words = Words("For ships.", f"{stands} It faces the sea.")
    comment = comment_by(delegate, conference, Target(article, clause_id(article)), words)
    Comment.objects.filter(pk=comment.pk).update(operation="add")
    submitted = submit_comment(comment=Comment.objects.get(pk=comment.pk), person=delegate)
    take_over(comments=[submitted], editor=editor, answer="Yes.")
    texts = [block["text"] for block in Text.objects.get(article=article, language="en").blocks]
    assert texts[0].endswith("It faces the sea.")
    assert sum("keep a lantern" in text for text in texts) == 1
