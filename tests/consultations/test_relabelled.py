"""A comment keeps the label it was made on and says where its place is now, to those who may know."""

import re
from typing import Any

import pytest
from django.test import Client

from consultations.commenting import Target
from consultations.compiling import compilation
from consultations.models import Comment, Round
from consultations.relabelled import now_of
from drafts.amending import Proposal, save_text
from drafts.models import Article, Edition, Text
from drafts.orders import Order
from drafts.publishing import publish_edition
from drafts.renumbering import renumber_instrument
from mla_portal.accounts.models import User
from tests.cast import Words, clause_id, comment_by
from tests.drafts.test_renumbering import sign_in


@pytest.fixture
def comments(conference: Round, delegate: User) -> list[Comment]:
    """Chile's comments on article 2 as a whole and on paragraph 2 of article 3, of the first edition."""
    second, third = (Article.objects.get(instrument=conference.instrument, slug=slug) for slug in ("2", "3"))
    words = Words(proposed="The depositary informs every State.")
    return [
        comment_by(delegate, conference, Target(second), submit=True),
        comment_by(delegate, conference, Target(third, clause_id(third, 1)), words, submit=True),
    ]


@pytest.fixture
def renumbered(comments: list[Comment], conference: Round, editor: User, secretariat: User) -> Round:
    """Article 1 has gone; article 3 has a new paragraph before its second; then everything is counted anew."""
    assert conference.instrument is not None
    for slug, heading, change in (("1", "[Deleted]", None), ("3", "", "1 bis. A new one.\n2. ")):
        text = Text.objects.select_related("article__instrument").get(
            article__instrument=conference.instrument, article__slug=slug
        )
        source = "" if change is None else text.source().replace("2. ", change)
        proposal = Proposal(heading or text.heading, source, text.number)
        save_text(article=text.article, language="en", proposal=proposal, author=editor, reason="Revised.")
    renumber_instrument(instrument=conference.instrument, author=secretariat, reason="In order.")
    return conference


def found(comments: list[Comment], person: User | None) -> list[str]:
    stored = Comment.objects.among([comment.pk for comment in comments]).for_table().in_order_of_the_text()
    return list(now_of(list(stored), person).values())


def test_the_core_group_reads_both_labels_at_once(
    comments: list[Comment], renumbered: Round, editor: User, delegate: User
) -> None:
    assert found(comments, editor) == ["now article 1", "now article 2, paragraph 3"]
    assert found(comments, delegate) == []
    assert found(comments, None) == []


def test_delegations_read_the_new_label_once_an_edition_has_it(
    comments: list[Comment], renumbered: Round, secretariat: User, delegate: User
) -> None:
    assert renumbered.instrument is not None
    publish_edition(instrument=renumbered.instrument, label="Draft 2", symbol="LAN/2", author=secretariat)
    assert found(comments, delegate) == ["now article 1", "now article 2, paragraph 3"]


def test_every_page_that_names_the_place_shows_both(
    comments: list[Comment], renumbered: Round, editor: User, delegate: User
) -> None:
    table, page = f"/rounds/{renumbered.slug}/comments/", comments[1].get_absolute_url()
    core, chile = sign_in(editor), sign_in(delegate)
    for address in (table, page, "/organisations/cl/"):
        shown = _words(core, address)
        assert "Article 3, paragraph 2" in shown
        assert "now article 2, paragraph 3" in shown
        shown = _words(chile, address)
        assert "Article 3, paragraph 2" in shown
        assert "now article" not in shown
    beside = f"/instruments/lanterns/articles/2/?clause={comments[1].clause_id}"
    assert "Made on Article 3, paragraph 2 of Draft 1, now article 2, paragraph 3" in _words(core, beside)
    assert "All comments on article 3" in _words(chile, beside)


def test_delegations_meet_no_label_that_no_edition_has(
    comments: list[Comment], renumbered: Round, delegate: User
) -> None:
    client = sign_in(delegate)
    for address in ("", "history/", "history/1/"):
        shown = _words(client, f"/instruments/lanterns/articles/2/{address}")
        assert "Article 3" in shown
        assert not re.search(r"[Aa]rticle 2\b(?! Costs)", shown.replace("Article 2. Costs", ""))


def test_what_was_taken_out_is_told_so(
    comments: list[Comment], renumbered: Round, editor: User, secretariat: User
) -> None:
    assert renumbered.instrument is not None
    text = Text.objects.select_related("article__instrument").get(article=comments[1].article, language="en")
    source = text.source().replace("3. The depositary informs all States.", "3. [Deleted]")
    proposal = Proposal(text.heading, source, text.number)
    save_text(article=text.article, language="en", proposal=proposal, author=editor, reason="Deleted.")
    renumber_instrument(instrument=renumbered.instrument, author=secretariat, reason="In order again.")
    assert found(comments, editor) == ["now article 1", "since taken out"]


def test_the_compilation_says_what_editions_have_printed(
    comments: list[Comment], renumbered: Round, edition: Edition, secretariat: User
) -> None:
    assert _remarks(edition) == {"", "2"}
    publish_edition(instrument=edition.instrument, label="Draft 2", symbol="LAN/2", author=secretariat)
    assert _remarks(edition) == {"now article 1", "2, now article 2, paragraph 3"}


def test_both_labels_cost_two_queries(
    comments: list[Comment], renumbered: Round, editor: User, django_assert_num_queries: Any
) -> None:
    stored = list(Comment.objects.among([comment.pk for comment in comments]).for_table())
    with django_assert_num_queries(2):
        assert len(now_of(stored, editor)) == 2
    with django_assert_num_queries(1):
        assert now_of(stored, None) == {}


def _words(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]*>", " ", page[page.index("<main") :]).split())


def _remarks(edition: Edition) -> set[str]:
    document = compilation(Order(edition.instrument, edition, variant="compilation"))
    remarks = [remark for section in document.sections for remark in section.remarks]
    remarks += [remark for section in document.sections for clause in section.clauses for remark in clause.remarks]
    return {remark.clause_label for remark in remarks}
