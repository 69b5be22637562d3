"""Whole-instrument acts on divisions."""

import pytest

from drafts.consolidating import DivisionLine, consolidated
from drafts.dividing import add_division, delete_division, move_division, rename_division
from drafts.importing import import_text
from drafts.models import Act, Article, Division, Edition, Heading, Instrument
from drafts.publishing import publish_edition
from drafts.rendering.documents import clean_document
from drafts.renumbering import renumber_instrument
from drafts.reshaping import Authorship, CannotReshape, Place, move_article
from mla_portal.accounts.models import User

SOURCE = """Rules of the Harbour

PART I
Lights

CHAPTER I
Lanterns

Article 1

One lantern burns.

Article 2

Two lanterns burn.

CHAPTER II
Oil

Article 3

Oil is clean.

PART II
Bells

Article 4

Bells ring.
"""


@pytest.fixture
def rules(editor: User) -> Instrument:
    return import_text(
        source=SOURCE, slug="harbour", title="", language="en", author=editor, reason="First draft."
    ).instrument


@pytest.fixture
def by(editor: User) -> Authorship:
    return Authorship(editor, "The drafting group asked for it.")


def outline(rules: Instrument, edition: Edition | None = None) -> list[str]:
    """Division names indented by their level, article names."""
    return [
        "  " * line.level + line.name if isinstance(line, DivisionLine) else line.name
        for line in consolidated(rules, edition=edition).lines
    ]


def article(rules: Instrument, slug: str) -> Article:
    return Article.objects.select_related("division__parent", "instrument").get(instrument=rules, slug=slug)


def division(rules: Instrument, kind: str, label: str) -> Division:
    return Division.objects.select_related("instrument", "parent").get(instrument=rules, kind=kind, label=label)


BEFORE = [
    "Part I", "  Chapter I", "Article 1", "Article 2", "  Chapter II", "Article 3", "Part II", "Article 4",
]  # fmt: skip


def test_a_new_chapter_stands_beside_the_one_that_it_cuts_in_two(rules: Instrument, by: Authorship) -> None:
    added = add_division(
        instrument=rules, kind="chapter", label="I bis", heading="More lanterns", first=article(rules, "2"), by=by
    )
    assert outline(rules) == [*BEFORE[:3], "  Chapter I bis", *BEFORE[3:]]
    assert Heading.objects.get(division=added).words == "More lanterns"
    assert Act.objects.get().what == "Chapter I bis was added; it begins with Article 2."


def test_a_new_part_takes_the_chapters_behind_its_beginning(rules: Instrument, by: Authorship) -> None:
    add_division(instrument=rules, kind="part", label="I bis", heading="", first=article(rules, "2"), by=by)
    assert outline(rules) == [
        "Part I", "  Chapter I", "Article 1", "Part I bis", "Article 2", "  Chapter II", "Article 3", "Part II",
        "Article 4",
    ]  # fmt: skip


def test_a_new_section_stands_inside_its_chapter(rules: Instrument, by: Authorship) -> None:
    add_division(instrument=rules, kind="section", label="1", heading="", first=article(rules, "2"), by=by)
    assert outline(rules) == [*BEFORE[:3], "    Section 1", *BEFORE[3:]]


def test_a_heading_is_versioned_with_author_and_reason(rules: Instrument, by: Authorship) -> None:
    part = division(rules, "part", "II")
    rename_division(division=part, language="en", heading="Bells and horns", by=by)
    heading = Heading.objects.get(division=part)
    assert (heading.words, heading.number) == ("Bells and horns", 2)
    with pytest.raises(CannotReshape, match="its heading already"):
        rename_division(division=part, language="en", heading="Bells and horns", by=by)


def test_a_division_moves_with_all_that_stands_in_it(rules: Instrument, by: Authorship) -> None:
    move_division(division=division(rules, "part", "I"), after=division(rules, "part", "II"), by=by)
    assert outline(rules) == ["Part II", "Article 4", *BEFORE[:6]]
    move_division(division=division(rules, "part", "I"), after=None, by=by)
    assert outline(rules) == BEFORE


def test_the_articles_of_a_deleted_division_join_the_one_before_it(rules: Instrument, by: Authorship) -> None:
    delete_division(division=division(rules, "chapter", "II"), by=by)
    assert outline(rules) == [name for name in BEFORE if name != "  Chapter II"]
    delete_division(division=division(rules, "chapter", "I"), by=by)
    assert outline(rules) == ["Part I", "Article 1", "Article 2", "Article 3", "Part II", "Article 4"]
    with pytest.raises(CannotReshape, match="gone already"):
        delete_division(division=division(rules, "chapter", "I"), by=by)


def test_what_makes_no_sense_is_refused(rules: Instrument, by: Authorship) -> None:
    first = article(rules, "2")
    for given, sentence in [
        ({"kind": "paragraph", "label": "1"}, "Choose a part"),
        ({"kind": "chapter", "label": "II"}, "There is a chapter II already"),
        ({"kind": "chapter", "label": " "}, "needs a short number"),
        ({"kind": "chapter", "label": "III", "heading": "x" * 501}, "at most 500 characters"),
    ]:
        facts = {"heading": "", **given}
        with pytest.raises(CannotReshape, match=sentence):
            add_division(instrument=rules, first=first, by=by, **facts)
    with pytest.raises(CannotReshape, match="of the same level"):
        move_division(division=division(rules, "part", "I"), after=division(rules, "chapter", "II"), by=by)
    assert (outline(rules), Act.objects.count()) == (BEFORE, 0)


def test_no_articles_join_a_division_that_is_gone(editor: User, by: Authorship) -> None:
    source = SOURCE.replace("PART II\nBells", "CHAPTER III\nBells")
    rules = import_text(
        source=source, slug="harbour", title="", language="en", author=editor, reason="First draft."
    ).instrument
    delete_division(division=division(rules, "chapter", "II"), by=by)
    delete_division(division=division(rules, "chapter", "III"), by=by)
    assert outline(rules) == ["Part I", "  Chapter I", "Article 1", "Article 2", "Article 3", "Article 4"]


def test_a_division_alone_is_not_moved_behind_the_closing_words(editor: User, by: Authorship) -> None:
    source = SOURCE.partition("PART II")[0] + "IN WITNESS WHEREOF the undersigned have signed.\n"
    rules = import_text(
        source=source, slug="harbour", title="", language="en", author=editor, reason="First draft."
    ).instrument
    with pytest.raises(CannotReshape, match="Part I stands there already"):
        move_division(division=division(rules, "part", "I"), after=None, by=by)
    assert outline(rules)[-2:] == ["Article 3", "Closing words"]


def test_an_edition_keeps_the_divisions_that_it_printed(rules: Instrument, by: Authorship, secretariat: User) -> None:
    edition = publish_edition(instrument=rules, label="Draft 1", symbol="HAR/2026/1", author=secretariat)
    add_division(instrument=rules, kind="part", label="I bis", heading="", first=article(rules, "2"), by=by)
    delete_division(division=division(rules, "part", "I"), by=by)
    assert outline(rules)[:2] == ["Chapter I", "Article 1"]
    assert outline(rules, edition) == BEFORE


def test_an_edition_keeps_its_articles_where_they_stood(rules: Instrument, by: Authorship, secretariat: User) -> None:
    edition = publish_edition(instrument=rules, label="Draft 1", symbol="HAR/2026/1", author=secretariat)
    printed = clean_document(consolidated(rules, edition=edition)).sections
    move_article(article=article(rules, "3"), place=Place(article(rules, "4"), None), by=by)
    assert clean_document(consolidated(rules, edition=edition)).sections == printed


def test_the_chapters_of_a_deleted_part_join_the_part_before_it(editor: User, by: Authorship) -> None:
    source = SOURCE + "\nCHAPTER III\nRopes\n\nArticle 5\n\nRopes are dry.\n"
    rules = import_text(
        source=source, slug="harbour", title="", language="en", author=editor, reason="First draft."
    ).instrument
    act = delete_division(division=division(rules, "part", "II"), by=by)
    assert outline(rules) == [*BEFORE[:6], "Article 4", "  Chapter III", "Article 5"]
    assert (article(rules, "4").division, act.what) == (
        division(rules, "chapter", "II"),
        "Part II was deleted; its articles stand in Chapter II.",
    )


def test_a_chapter_that_a_file_puts_in_between_is_numbered_where_it_stands(
    rules: Instrument, editor: User, secretariat: User
) -> None:
    source = SOURCE.replace("CHAPTER II\n", "CHAPTER I bis\nHorns\n\nArticle 2 bis\n\nHorns blow.\n\nCHAPTER II\n")
    import_text(source=source, slug="harbour", title="", language="en", author=editor, reason="Horns.")
    labels = rules.divisions.order_by("position").values_list("label", flat=True)
    assert list(labels) == ["I", "I", "I bis", "II", "II"]
    renumber_instrument(instrument=rules, author=secretariat, reason="Numbers put in order.")
    assert [name for name in outline(rules) if "Chapter" in name] == ["  Chapter I", "  Chapter II", "  Chapter III"]
