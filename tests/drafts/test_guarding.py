"""What a save may not do on its own: shift a printed number, change agreed words."""

from datetime import date
from typing import Any

import pytest

from drafts.agreeing import record_agreement
from drafts.amending import CannotAmend, Proposal, Saved, restore_version, save_text
from drafts.guarding import frozen_clauses
from drafts.importing import CannotImport, import_text
from drafts.models import AgreementStep, Article, Clause, Edition, Instrument, Text
from drafts.publishing import publish_edition
from mla_portal.accounts.models import User
from tests.cast import CONVENTION

FRENCH = """Convention sur les lanternes

Article premier
Entretien des feux

1. Chaque État Partie entretient une lanterne sur sa côte.

2. Une lanterne :

    a) est vue à dix milles ;

    b) est gardée par un gardien.
"""


def save(article: Article, author: User, change: tuple[str, str], language: str = "en") -> Saved:
    text = Text.objects.get(article=article, language=language)
    before, after = change
    assert before in text.source()
    proposal = Proposal(text.heading, text.source().replace(before, after), text.number)
    outcome = save_text(article=article, language=language, proposal=proposal, author=author, reason="A reason.")
    assert isinstance(outcome, Saved), outcome
    return outcome


def agree(article: Article, author: User, level: str, clauses: list[str] | None = None, **more: Any) -> None:
    record_agreement(
        article=article,
        clauses=clauses,
        level=level,
        forum="Working Group I",
        on=date(2026, 3, 4),
        reason="Nobody objected.",
        author=author,
        **more,
    )


def source(article: Article, language: str = "en") -> str:
    return Text.objects.get(article=article, language=language).source()


def test_before_the_first_edition_numbers_are_free(article: Article, editor: User) -> None:
    save(article, editor, ("    (a) be seen from ten miles; and\n", ""))
    assert source(article).endswith("2. A lantern shall:\n    (a) be tended by a keeper.\n")
    assert frozen_clauses(article, "en") == frozenset()


def test_after_an_edition_a_deleted_clause_keeps_its_number(article: Article, edition: Edition, editor: User) -> None:
    outcome = save(article, editor, ("    (a) be seen from ten miles; and\n", ""))
    assert source(article).endswith("    (a) [Deleted]\n    (b) be tended by a keeper.\n")
    assert outcome.told == [
        "Paragraph 2 (a) keeps its number and reads “[Deleted]”: numbers are frozen since the last edition."
    ]


def test_after_an_edition_what_is_put_in_is_bis(article: Article, edition: Edition, editor: User) -> None:
    save(article, editor, ("2. A lantern shall", "2. Oil is dear.\n3. A lantern shall"))
    assert "1 bis. Oil is dear.\n2. A lantern shall" in source(article)


def test_what_no_edition_has_printed_may_go_without_a_trace(article: Article, edition: Edition, editor: User) -> None:
    before = source(article)
    save(article, editor, ("2. A lantern shall", "2. Oil is dear.\n3. A lantern shall"))
    save(article, editor, ("1 bis. Oil is dear.\n", ""))
    assert source(article) == before


def test_a_restored_version_keeps_frozen_numbers(
    article: Article, text: Text, convention: Instrument, editor: User, secretariat: User
) -> None:
    old = text.history.get(number=1)
    save(article, editor, ("    (b) be tended by a keeper.", "    (b) be tended by a keeper;\n    (c) be painted red."))
    publish_edition(instrument=convention, label="Draft 1", symbol="LAN/1", author=secretariat)
    restore_version(version=old, author=editor, reason="Red was too much.")
    assert source(article).endswith("    (b) be tended by a keeper.\n    (c) [Deleted]\n")


def test_what_is_inserted_in_two_languages_is_one_clause(
    article: Article, convention: Instrument, editor: User
) -> None:
    import_text(source=FRENCH, slug="lanterns", title="", language="fr", author=editor, reason="Translation.")
    save(article, editor, ("be tended by a keeper.", "be tended by a keeper.\n3. Oil is dear."))
    save(article, editor, ("gardée par un gardien.", "gardée par un gardien.\n3. L'huile est chère."), "fr")
    english, french = (Text.objects.get(article=article, language=code).blocks for code in ("en", "fr"))
    assert [block["id"] for block in english] == [block["id"] for block in french]
    assert Clause.objects.filter(article=article).count() == len(english)


@pytest.mark.parametrize(
    "change",
    [
        ("ten miles", "nine miles"),
        ("    (a) be seen from ten miles; and\n", ""),
        ("    (a) be", "2 bis. A lantern shall:\n    (a) be"),
    ],
    ids=["other words", "left out", "another parent"],
)
def test_agreed_words_do_not_change(article: Article, editor: User, change: tuple[str, str]) -> None:
    item = Text.objects.get(article=article).blocks[2]["id"]
    agree(article, editor, AgreementStep.Level.PLENARY, [item])
    with pytest.raises(CannotAmend) as refusal:
        save(article, editor, change)
    assert str(refusal.value) == (
        "Article 1, paragraph 2 (a), is agreed in plenary (Working Group I, 4 March 2026): "
        "reopen it, with a reason, before its words change."
    )
    assert Text.objects.get(article=article).number == 1


def test_other_clauses_of_the_article_may_change(article: Article, editor: User) -> None:
    item = Text.objects.get(article=article).blocks[2]["id"]
    agree(article, editor, AgreementStep.Level.PLENARY, [item])
    assert save(article, editor, ("by a keeper", "by two keepers")).version.number == 2


def test_reopened_words_may_change_again(article: Article, editor: User) -> None:
    item = Text.objects.get(article=article).blocks[2]["id"]
    agree(article, editor, AgreementStep.Level.PLENARY, [item])
    agree(article, editor, AgreementStep.Level.UNDER_DISCUSSION, [item])
    assert save(article, editor, ("ten miles", "nine miles")).version.number == 2


def test_the_heading_is_agreed_with_what_stands_below_it(article: Article, editor: User) -> None:
    text = Text.objects.get(article=article)
    agree(article, editor, AgreementStep.Level.WORKING_GROUP, [text.blocks[0]["id"]])
    with pytest.raises(CannotAmend, match="paragraph 1, is agreed in working group"):
        save_text(
            article=article,
            language="en",
            proposal=Proposal("Lamps", text.source(), 1),
            author=editor,
            reason="Shorter.",
        )


def test_an_import_does_not_change_agreed_words(article: Article, convention: Instrument, editor: User) -> None:
    agree(article, editor, AgreementStep.Level.ADOPTED, [Text.objects.get(article=article).blocks[2]["id"]])
    with pytest.raises(CannotImport, match="reopen it"):
        import_text(
            source=CONVENTION.replace("ten miles", "nine miles"),
            slug="lanterns",
            title="",
            language="en",
            author=editor,
            reason="New file.",
        )
    assert Text.objects.get(article=article).number == 1


def test_the_first_translation_of_agreed_words_is_no_change(
    article: Article, convention: Instrument, editor: User
) -> None:
    agree(article, editor, AgreementStep.Level.PLENARY, None)
    import_text(source=FRENCH, slug="lanterns", title="", language="fr", author=editor, reason="Translation.")
    with pytest.raises(CannotAmend, match="reopen it"):
        save(article, editor, ("dix milles", "neuf milles"), "fr")
