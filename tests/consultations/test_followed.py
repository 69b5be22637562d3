"""A comment follows its clause, and says so when the words that it quoted have gone."""

import pytest
from django.test import Client

from consultations.commenting import Target, submit_comment
from consultations.followed import fates, later_text
from consultations.models import Comment, Round
from drafts.models import Article, Text
from drafts.publishing import publish_edition
from mla_portal.accounts.models import User
from tests.cast import clause_id, comment_by, revise


def on_words(author: User, round: Round, article: Article, words: str = "") -> Comment:
    """On words of paragraph 1, or on the whole of it."""
    clause = Text.objects.get(article=article, language="en").blocks[0]
    start = clause["text"].index(words)
    span = (start, start + len(words)) if words else (None, None)
    comment = comment_by(author, round, Target(article, clause["id"], *span))
    return submit_comment(comment=comment, person=author)


@pytest.mark.parametrize(
    ("quoted", "old", "new", "said"),
    [
        ("keep a lantern", "2. A lantern shall", "2. Every lantern shall", ""),
        ("keep a lantern", "on its coast", "on each of its coasts", ""),
        ("keep a lantern", "keep a lantern", "keep a bright lantern", "changed since, to “keep a bright lantern”"),
        ("keep a lantern", "keep a lantern on its coast", "light fires", "have gone from the clause"),
        ("", "on its coast", "on each of its coasts", "The clause has been changed since."),
        ("", "2. A lantern shall", "2. Every lantern shall", ""),
    ],
)
def test_what_has_become_of_the_words(
    conference: Round, article: Article, delegate: User, editor: User, quoted: str, old: str, new: str, said: str
) -> None:
    comment = on_words(delegate, conference, article, quoted)
    sentence = fates([comment], revise(article, editor, old, new)).get(comment.pk, "")
    assert said in sentence
    assert bool(said) == bool(sentence)


def test_a_clause_that_was_taken_out(conference: Round, article: Article, delegate: User, editor: User) -> None:
    comment = on_words(delegate, conference, article, "keep a lantern")
    source = Text.objects.get(article=article, language="en").source()
    later = revise(article, editor, source[: source.index("2. ")], "")
    assert "taken out" in fates([comment], later)[comment.pk]


def test_an_earlier_text_says_nothing(conference: Round, article: Article, delegate: User, editor: User) -> None:
    comment = on_words(delegate, conference, article, "keep a lantern")
    assert comment.version is not None
    assert not fates([comment], comment.version)


def test_delegations_look_into_the_last_edition_and_the_core_group_into_the_working_text(
    client: Client, conference: Round, article: Article, delegate: User, editor: User, secretariat: User
) -> None:
    comment = on_words(delegate, conference, article, "keep a lantern")
    revise(article, editor, "keep a lantern", "light fires")
    address = comment.get_absolute_url()
    client.force_login(delegate)
    assert "have gone" not in client.get(address).content.decode()
    client.force_login(editor)
    assert "have gone" in client.get(address).content.decode()
    publish_edition(instrument=article.instrument, label="Draft 2", symbol="LAN/2026/2", author=secretariat)
    assert later_text(comment, delegate).number == 2
    client.force_login(delegate)
    assert "have gone" in client.get(address).content.decode()
    beside = client.get(f"{article.get_absolute_url()}?edition=draft-2&clause={clause_id(article)}").content.decode()
    assert "have gone" in beside
    before = client.get(f"{article.get_absolute_url()}?edition=draft-1&clause={clause_id(article)}").content.decode()
    assert "have gone" not in before
