"""Whole-instrument acts on articles: what they do to places, numbers, words and identities, and what they log."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from drafts.agreeing import record_agreement
from drafts.concordance import differences_between_languages
from drafts.consolidating import consolidated
from drafts.importing import import_text
from drafts.models import Act, AgreementStep, Article, Clause, Edition, Instrument, Text
from drafts.models.articles import Version
from drafts.publishing import publish_edition
from drafts.renumbering import renumber_instrument
from drafts.reshaping import (
    Authorship,
    CannotReshape,
    Place,
    add_article,
    delete_article,
    is_deleted,
    merge_articles,
    move_article,
    split_article,
)
from drafts.text import grammar
from mla_portal.accounts.models import User

FRENCH = """Convention sur les lanternes

Article premier
Entretien des feux

1. Chaque État Partie entretient une lanterne sur sa côte.

2. Une lanterne :

    a) est vue à dix milles ;

    b) est gardée par un gardien.

Article 2
Frais

Les frais sont à la charge de l'État Partie.
"""


@pytest.fixture
def by(editor: User) -> Authorship:
    return Authorship(editor, "The drafting group asked for it.")


@pytest.fixture
def in_french(convention: Instrument, editor: User) -> None:
    import_text(source=FRENCH, slug="lanterns", title="", language="fr", author=editor, reason="Translation.")


def get(convention: Instrument, slug: str) -> Article:
    return Article.objects.select_related("instrument", "division").get(instrument=convention, slug=slug)


def outline(convention: Instrument) -> list[str]:
    """Names in reading order, as the working text has them."""
    return [line.name for line in consolidated(convention).lines]


def source(article: Article, language: str = "en") -> str:
    return Text.objects.get(article=article, language=language).source()


BEFORE = ["Preamble", "Part I", "Article 1", "Article 2", "Part II", "Article 3"]


def test_an_added_article_is_bis_of_the_one_before_it(convention: Instrument, by: Authorship) -> None:
    place = Place(get(convention, "1"), get(convention, "1").division)
    added = add_article(instrument=convention, place=place, heading="Oil", source="Oil is clean.\n", by=by)
    assert (added.label, added.slug, source(added)) == ("1 bis", "1-bis", "Oil is clean.\n")
    assert outline(convention) == [*BEFORE[:3], "Article 1 bis", *BEFORE[3:]]
    act = Act.objects.get()
    assert (act.kind, act.what, act.author, act.reason) == (
        "add_article",
        "Article 1 bis was added behind Article 1.",
        by.author,
        by.reason,
    )
    assert Version.objects.get(article=added).act == act


def test_an_added_article_at_the_end_is_numbered_on(convention: Instrument, by: Authorship) -> None:
    last = get(convention, "3")
    added = add_article(instrument=convention, place=Place(last, last.division), heading="End", source="", by=by)
    assert (added.label, outline(convention)[-1]) == ("4", "Article 4")


def test_a_second_insertion_is_ter_and_one_before_all_is_bis_of_the_first(
    convention: Instrument, by: Authorship
) -> None:
    first = get(convention, "1")
    labels = [
        add_article(instrument=convention, place=place, heading="Oil", source="", by=by).label
        for place in (Place(first, first.division), Place(first, first.division), Place(None, None))
    ]
    assert labels == ["1 bis", "1 ter", "1 quater"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"label": "2"}, "There is an Article 2 already"),
        ({"label": "twenty-one and a half times"}, "A number is short"),
        ({"heading": " ", "source": ""}, "needs a heading or some words"),
        ({"heading": "x" * 501}, "at most 500 characters"),
        ({"source": "Oil\0"}, "null character"),
        ({"by": Authorship(None, " ")}, "Say in a few words why"),
    ],
)
def test_what_cannot_be_added_is_refused_and_nothing_is_written(
    convention: Instrument, by: Authorship, given: dict[str, Any], sentence: str
) -> None:
    facts: dict[str, Any] = {"place": Place(None, None), "heading": "Oil", "source": "Oil is clean.", "by": by, **given}
    with pytest.raises(CannotReshape, match=sentence):
        add_article(instrument=convention, **facts)
    assert (outline(convention), Act.objects.count()) == (BEFORE, 0)


def test_a_moved_article_keeps_its_number(convention: Instrument, by: Authorship) -> None:
    last = get(convention, "3")
    act = move_article(article=get(convention, "1"), place=Place(last, last.division), by=by)
    assert outline(convention) == ["Preamble", "Part I", "Article 2", "Part II", "Article 3", "Article 1"]
    assert (act.what, Version.objects.filter(act=act).exists()) == ("Article 1 was moved behind Article 3.", False)
    with pytest.raises(CannotReshape, match="stands there already"):
        move_article(article=get(convention, "1"), place=Place(last, last.division), by=by)


def test_a_split_keeps_identities_in_every_language(convention: Instrument, in_french: None, by: Authorship) -> None:
    article = get(convention, "1")
    ids = [block["id"] for block in Text.objects.get(article=article, language="en").blocks]
    new = split_article(article=article, clause=ids[1], heading="Lanterns", by=by)
    assert (source(article).count("\n"), source(new).splitlines()[0]) == (1, "1. A lantern shall:")
    for language in ("en", "fr"):
        assert [block["id"] for block in Text.objects.get(article=new, language=language).blocks] == ids[1:]
    assert set(Clause.objects.filter(article=new).values_list("pk", flat=True)) == set(ids[1:])
    assert Act.objects.get().what == "Article 1 was split: what followed became Article 1 bis."


def test_a_split_after_an_edition_leaves_tombstones_of_their_own(
    convention: Instrument, edition: Edition, by: Authorship
) -> None:
    article = get(convention, "1")
    ids = [block["id"] for block in Text.objects.get(article=article).blocks]
    split_article(article=article, clause=ids[1], heading="Lanterns", by=by)
    assert source(article).endswith("2. [Deleted]\n")
    assert Text.objects.get(article=article).blocks[1]["id"] not in ids


@pytest.mark.parametrize("place", [0, 2], ids=["the first clause", "an item"])
def test_an_article_is_split_at_its_paragraphs_only(convention: Instrument, by: Authorship, place: int) -> None:
    article = get(convention, "1")
    clause = Text.objects.get(article=article).blocks[place]["id"]
    with pytest.raises(CannotReshape, match="cannot be split there"):
        split_article(article=article, clause=clause, heading="", by=by)


def test_merged_articles_keep_every_word_and_identity(convention: Instrument, in_french: None, by: Authorship) -> None:
    into, other = get(convention, "1"), get(convention, "2")
    moving = [block["id"] for block in Text.objects.get(article=other, language="en").blocks]
    words = source(into) + source(other)
    merge_articles(into=into, other=other, by=by)
    assert source(into) == words.replace("Costs are", "¶ Costs are")
    assert [block["id"] for block in Text.objects.get(article=into, language="en").blocks][-1:] == moving
    assert Clause.objects.get(pk=moving[0]).article == into
    assert (outline(convention), Article.objects.get(pk=other.pk).is_withdrawn) == (
        ["Preamble", "Part I", "Article 1", "Part II", "Article 3"],
        True,
    )


def test_a_deleted_article_that_was_issued_keeps_its_number(
    convention: Instrument, edition: Edition, in_french: None, by: Authorship
) -> None:
    article = get(convention, "2")
    act = delete_article(article=article, by=by)
    assert outline(convention) == BEFORE
    assert all(is_deleted(text) for text in Text.objects.filter(article=article))
    assert Version.objects.filter(act=act).count() == 2
    with pytest.raises(CannotReshape, match="deleted already"):
        delete_article(article=article, by=by)


def test_an_article_that_no_edition_has_leaves_the_working_text_and_frees_its_number(
    convention: Instrument, by: Authorship
) -> None:
    article = get(convention, "2")
    delete_article(article=article, by=by)
    assert outline(convention) == [name for name in BEFORE if name != "Article 2"]
    last = get(convention, "1")
    again = add_article(
        instrument=convention, place=Place(last, last.division), heading="Costs", source="", by=by, label="2"
    )
    assert (again.slug, Version.objects.filter(article=article).count()) == ("2", 2)


def test_agreed_words_are_neither_deleted_nor_split_off_nor_merged_away(
    convention: Instrument, by: Authorship, secretariat: User
) -> None:
    article = get(convention, "1")
    clauses = [block["id"] for block in Text.objects.get(article=article).blocks]
    record_agreement(
        article=article,
        clauses=clauses[1:2],
        level=AgreementStep.Level.PLENARY,
        forum="Plenary",
        on=date(2026, 3, 4),
        reason="Agreed.",
        author=secretariat,
    )
    for act in (
        lambda: delete_article(article=article, by=by),
        lambda: split_article(article=article, clause=clauses[1], heading="", by=by),
        lambda: merge_articles(into=get(convention, "2"), other=article, by=by),
    ):
        with pytest.raises(CannotReshape, match="reopen it"), transaction.atomic():
            act()
    assert (outline(convention), Act.objects.count(), Text.objects.get(article=article).number) == (BEFORE, 0, 1)


def test_an_edition_shows_what_it_froze_after_all_that(
    convention: Instrument, edition: Edition, by: Authorship, secretariat: User
) -> None:
    delete_article(article=get(convention, "2"), by=by)
    move_article(article=get(convention, "3"), place=Place(None, None), by=by)
    second = publish_edition(instrument=convention, label="Draft 2", symbol="LAN/2", author=secretariat)
    names = [[line.name for line in consolidated(convention, edition=edition).lines] for edition in (edition, second)]
    assert names == [BEFORE, ["Article 3", "Preamble", "Part I", "Article 1", "Article 2"]]


def test_a_reference_instrument_is_never_reshaped(editor: User, by: Authorship) -> None:
    model = import_text(
        source="Model\n\nArticle 1\n\nWords.\n\nArticle 2\n\nOther words.\n",
        slug="model",
        title="Model",
        language="en",
        author=editor,
        reason="Reference.",
        kind=Instrument.Kind.REFERENCE,
    ).instrument
    with pytest.raises(CannotReshape, match="never reshaped"):
        delete_article(article=get(model, "2"), by=by)


def test_acts_are_logged_once_and_for_all(convention: Instrument, by: Authorship) -> None:
    act = delete_article(article=get(convention, "2"), by=by)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE drafts_act SET reason = 'another' WHERE id = %s", [act.pk])


def test_a_tombstone_of_a_split_is_one_clause_in_every_language(
    convention: Instrument, in_french: None, edition: Edition, by: Authorship
) -> None:
    article = get(convention, "1")
    split_article(
        article=article, clause=Text.objects.get(article=article, language="en").blocks[1]["id"], heading="", by=by
    )
    left = [[block["id"] for block in text.blocks] for text in Text.objects.filter(article=article)]
    assert left[0] == left[1]
    assert [found for found in differences_between_languages(convention) if found.kind == "missing clause"] == []


def test_deleted_articles_are_not_merged(convention: Instrument, edition: Edition, by: Authorship) -> None:
    first, second = get(convention, "1"), get(convention, "2")
    delete_article(article=second, by=by)
    for into, other in ((first, second), (second, first)):
        with pytest.raises(CannotReshape, match="Article 2 is deleted"):
            merge_articles(into=into, other=other, by=by)
    assert Act.objects.count() == 1


def test_an_article_that_has_left_meanwhile_is_refused_in_a_sentence(convention: Instrument, by: Authorship) -> None:
    first, second = get(convention, "1"), get(convention, "2")
    clause = Text.objects.get(article=second).blocks[0]["id"]
    delete_article(article=second, by=by)
    for act in (
        lambda: move_article(article=second, place=Place(first, None), by=by),
        lambda: split_article(article=second, clause=clause, heading="", by=by),
        lambda: merge_articles(into=first, other=second, by=by),
    ):
        with pytest.raises(CannotReshape, match="does not stand in the text any more"):
            act()
    with pytest.raises(CannotReshape, match="That place is gone"):
        add_article(instrument=convention, place=Place(second, None), heading="Oil", source="Oil is clean.", by=by)


def test_a_number_whose_address_a_withdrawn_article_has_is_refused(
    convention: Instrument, edition: Edition, by: Authorship, secretariat: User
) -> None:
    delete_article(article=get(convention, "2"), by=by)
    renumber_instrument(instrument=convention, author=secretariat, reason="Numbers put in order.")
    with pytest.raises(CannotReshape, match="There is an Article 2 deleted already"):
        add_article(instrument=convention, place=Place(None, None), heading="Oil", source="", label="2 deleted", by=by)


@pytest.mark.parametrize("page", ["", "history/", "edit/"])
def test_readers_of_editions_do_not_hear_of_an_article_that_none_has(
    client: Client, convention: Instrument, edition: Edition, by: Authorship, delegate: User, editor: User, page: str
) -> None:
    first = get(convention, "1")
    add_article(instrument=convention, place=Place(first, first.division), heading="Oil", source="Clean.", by=by)
    client.force_login(delegate)
    answer = client.get(f"/instruments/lanterns/articles/1-bis/{page}")
    assert (answer.status_code, "Article 1" in answer.content.decode()) == (404, False)
    client.force_login(editor)
    assert client.get(f"/instruments/lanterns/articles/1-bis/{page}").status_code == 200


@pytest.mark.parametrize(
    ("into", "other"),
    [
        ("1. Oil is clean.\n2. Wicks are long.", "(a) bells;\n(b) horns."),
        ("(a) bells;\n(b) horns.", "Oil:\n(a) clean;\n(b) clean."),
        ("Option 1:\n1. Oil.\nOption 2:\n1. Gas.", "– bells\n– horns"),
    ],
)
def test_what_was_merged_is_what_the_editor_shows(
    convention: Instrument, by: Authorship, into: str, other: str
) -> None:
    place = Place(get(convention, "3"), None)
    first, second = (
        add_article(instrument=convention, place=place, heading="Signals", source=source, label=label, by=by)
        for label, source in (("4", into), ("5", other))
    )
    clauses = [block["id"] for block in Text.objects.get(article=second).blocks]
    merge_articles(into=first, other=second, by=by)
    merged = Text.objects.get(article=first)
    assert [block["id"] for block in merged.blocks][-len(clauses) :] == clauses
    read, _ = grammar.parse(merged.source())
    assert [block.content() for block in read] == [block.content() for block in merged.clauses()]


def test_what_was_split_off_is_what_the_editor_shows(convention: Instrument, by: Authorship) -> None:
    source = "1. Oil is clean.\n¶ Signals are:\n(a) bells;\n(b) horns."
    place = Place(get(convention, "3"), None)
    article = add_article(instrument=convention, place=place, heading="Signals", source=source, by=by)
    clauses = [block["id"] for block in Text.objects.get(article=article).blocks]
    new = split_article(article=article, clause=clauses[1], heading="Signals", by=by)
    text = Text.objects.get(article=new)
    read, _ = grammar.parse(text.source())
    assert ([block["id"] for block in text.blocks], [block.content() for block in read]) == (
        clauses[1:],
        [block.content() for block in text.clauses()],
    )
