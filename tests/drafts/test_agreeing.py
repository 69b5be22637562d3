"""The ladder of agreement: steps are added, never changed, and name their forum, day and reason."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from drafts.agreeing import CannotAgree, record_agreement
from drafts.amending import Proposal, save_text
from drafts.models import AgreementStep, Article, Text
from mla_portal.accounts.models import User
from mla_portal.versioning import UnversionedWrite

Level = AgreementStep.Level


def agree(article: Article, author: User, **given: Any) -> list[AgreementStep]:
    facts: dict[str, Any] = {
        "clauses": None,
        "level": Level.WORKING_GROUP,
        "forum": "Working Group I, third meeting",
        "on": date(2026, 3, 4),
        "reason": "Nobody objected.",
        **given,
    }
    return record_agreement(article=article, author=author, **facts)


def test_a_step_names_forum_day_reason_and_the_words_that_were_agreed(article: Article, secretariat: User) -> None:
    item = Text.objects.get(article=article).blocks[2]["id"]
    (step,) = agree(article, secretariat, clauses=[item])
    assert (step.clause_id, step.level, step.forum, step.on, step.reason, step.author, step.wording) == (
        item,
        "working_group",
        "Working Group I, third meeting",
        date(2026, 3, 4),
        "Nobody objected.",
        secretariat,
        "be seen from ten miles; and",
    )


def test_an_article_is_agreed_clause_by_clause_and_the_latest_step_holds(article: Article, secretariat: User) -> None:
    steps = agree(article, secretariat)
    agree(article, secretariat, clauses=[steps[0].clause_id], level=Level.AD_REFERENDUM, pending="Chile")
    latest = AgreementStep.objects.on_article(article).latest_by_clause()
    assert [latest[step.clause_id].words for step in steps] == [
        "agreed ad referendum, pending Chile",
        *["agreed in working group"] * 3,
    ]
    assert len(agree(article, secretariat, level=Level.PLENARY)) == 4


def test_clauses_that_are_there_already_are_passed_over(article: Article, secretariat: User) -> None:
    first = Text.objects.get(article=article).blocks[0]["id"]
    agree(article, secretariat, clauses=[first])
    assert first not in {step.clause_id for step in agree(article, secretariat)}
    with pytest.raises(CannotAgree, match="Nothing would change"):
        agree(article, secretariat)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"level": "settled in the corridor"}, "Choose how far"),
        ({"forum": "  "}, "Name the forum"),
        ({"reason": " "}, "Say in a few words why"),
        ({"level": Level.AD_REFERENDUM}, "name whose confirmation is pending"),
        ({"pending": "Chile"}, "Only an agreement ad referendum"),
        ({"clauses": ["0000000000000000"]}, "does not stand in the text of Article 1"),
        ({"level": Level.ADOPTED}, "paragraph 1, still has disputed words"),
        ({"reason": "\0"}, "null character"),
        ({"level": Level.NOT_DISCUSSED}, "Nothing would change"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(
    article: Article, secretariat: User, given: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(CannotAgree, match=sentence):
        agree(article, secretariat, **given)
    assert not AgreementStep.objects.exists()


def test_steps_are_added_to_and_never_changed(article: Article, secretariat: User) -> None:
    (step, *_) = agree(article, secretariat)
    with pytest.raises(UnversionedWrite):
        AgreementStep.objects.filter(pk=step.pk).update(level=Level.ADOPTED)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE drafts_agreementstep SET level = 'adopted' WHERE id = %s", [step.pk])


def test_what_was_agreed_by_a_day_can_be_told(article: Article, secretariat: User) -> None:
    (step, *_) = agree(article, secretariat)
    assert AgreementStep.objects.of(article.instrument).until(step.at).count() == 4
    assert not AgreementStep.objects.of(article.instrument).until(article.instrument.created_at).exists()


DISPUTED = """1. Keeping [is shared.
2. Each port keeps one.
3. So does each pier].
Option 1:
4. Oil is clean.
Option 2:
4. Oil is cheap.
End of options
5. Bells ring.
"""


def test_words_inside_a_bracket_or_an_option_are_not_adopted(article: Article, editor: User) -> None:
    save_text(
        article=article, language="en", proposal=Proposal("Keeping", DISPUTED, 1), author=editor, reason="Positions."
    )
    for block in Text.objects.get(article=article).blocks:
        if block["text"] and block["text"] != "Bells ring.":
            with pytest.raises(CannotAgree, match="still has disputed words"):
                agree(article, editor, clauses=[block["id"]], level=Level.ADOPTED)
        elif block["text"]:
            agree(article, editor, clauses=[block["id"]], level=Level.ADOPTED)
    assert [step.wording for step in AgreementStep.objects.all()] == ["Bells ring."]
