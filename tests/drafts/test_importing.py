"""Importing: all or nothing, nothing lost, identities carried over; real treaties where they are at hand."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command

from drafts.consolidating import Entry, consolidated
from drafts.importing import CannotImport, Imported, import_akoma_ntoso, import_text
from drafts.models import Article, Clause, Division, Instrument, Text
from drafts.models.articles import Version
from drafts.naming import name_of_unit
from mla_portal.accounts.models import User
from tests.cast import CONVENTION

FRENCH = """Convention sur les lanternes

PREAMBLE

*Rappelant* que les navires rentrent la nuit,

*Convaincus* qu'une lumière sert tous les bateaux,

PARTIE I
Feux

Article premier
Tenue des feux

1. Chaque État partie entretient une lanterne sur sa côte [à toute heure]^{Chili}.

2. Une lanterne :

    a) est visible à dix milles ; et

    b) est tenue par un gardien.

Article 2
Coûts

Les coûts sont à la charge de l'État partie [sur la côte duquel se trouve la lanterne].

PARTIE II
Dispositions finales

Article 3
Entrée en vigueur

1. La présente Convention entre en vigueur le trentième jour.

2. Le dépositaire en informe tous les États.
"""


def imported(
    source: str, author: User, slug: str = "lanterns", language: str = "en", kind: str = "negotiated"
) -> Imported:
    return import_text(
        source=source, slug=slug, title="", language=language, author=author, reason="Import.", kind=kind
    )


def test_divisions_articles_and_clauses_are_counted(editor: User) -> None:
    report = imported(CONVENTION, editor)
    assert (report.divisions, report.articles, report.clauses, report.warnings) == (2, 3, 9, [])


def test_the_same_file_again_writes_nothing(editor: User) -> None:
    imported(CONVENTION, editor)
    before = Version.objects.count()
    assert imported(CONVENTION, editor).versions == 0
    assert Version.objects.count() == before


def test_a_changed_file_makes_versions_only_of_what_changed_and_keeps_identities(editor: User) -> None:
    imported(CONVENTION, editor)
    before = Text.objects.get(article__slug="1").blocks
    report = imported(CONVENTION.replace("ten miles", "twelve miles"), editor)
    assert report.versions == 1
    after = Text.objects.get(article__slug="1").blocks
    assert [block["id"] for block in after] == [block["id"] for block in before]


def test_a_new_article_takes_its_place_and_a_missing_one_stays(editor: User) -> None:
    imported(CONVENTION, editor)
    source = CONVENTION.replace("PART II", "Article 2 bis\nFuel\n\nOil is free.\n\nPART II").replace(
        "Article 3\nEntry into force\n\n1. This Convention enters into force on the thirtieth day.\n\n"
        "2. The depositary informs all States.\n",
        "",
    )
    report = imported(source, editor)
    assert [article.slug for article in Article.objects.all()] == ["title", "preamble", "1", "2", "2-bis", "3"]
    assert report.warnings == ["Article 3 is not in the file; it stays as it is."]


def test_a_second_language_attaches_to_the_same_articles_and_clauses(editor: User) -> None:
    imported(CONVENTION, editor)
    articles, clauses, divisions = Article.objects.count(), Clause.objects.count(), Division.objects.count()
    report = imported(FRENCH, editor, language="fr")
    assert report.warnings == []
    assert (Article.objects.count(), Clause.objects.count(), Division.objects.count()) == (articles, clauses, divisions)
    english, french = Text.objects.filter(article__slug="1").order_by("language")
    assert [block["id"] for block in english.blocks] == [block["id"] for block in french.blocks]
    assert [block.label for block in french.clauses()] == ["1.", "2.", "a)", "b)"]
    instrument = Instrument.objects.get()
    assert consolidated(instrument, language="fr").title == "Convention sur les lanternes"


def test_a_language_that_is_built_differently_is_warned_about(editor: User) -> None:
    imported(CONVENTION, editor)
    report = imported(FRENCH.replace("2. Le dépositaire en informe tous les États.\n", ""), editor, language="fr")
    assert len(report.warnings) == 1
    assert "Article 3" in report.warnings[0]


@pytest.mark.parametrize(
    ("source", "line"),
    [("", 1), ("Just a title\n\nand some words.\n", 1), (CONVENTION.replace("Article 3", "Article 2"), 31)],
)
def test_malformed_input_is_refused_with_its_line_and_nothing_is_written(editor: User, source: str, line: int) -> None:
    with pytest.raises(CannotImport) as refusal:
        imported(source, editor)
    assert refusal.value.line == line
    assert str(refusal.value).endswith(".")
    assert not Instrument.objects.exists()


def test_the_command_prints_one_object(tmp_path: Path, db: None, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "lanterns.txt"
    file.write_text(CONVENTION)
    call_command("import_text", str(file), instrument="lanterns", language="en")
    printed = json.loads(capsys.readouterr().out)
    assert printed == {
        "instrument": "lanterns", "language": "en", "divisions": 2, "articles": 3, "clauses": 9, "versions": 5,
        "warnings": [],
    }  # fmt: skip


@pytest.mark.parametrize("content", [b"\xff\xfe\x00broken", b"", b"Article 1\n\nArticle 1\n"])
def test_the_command_refuses_a_bad_file_in_one_sentence(
    tmp_path: Path, db: None, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    file = tmp_path / "bad.txt"
    file.write_bytes(content)
    with pytest.raises(SystemExit) as ended:
        call_command("import_text", str(file), instrument="bad", language="en")
    assert ended.value.code == 1
    error = capsys.readouterr().err
    assert (error.count("\n"), str(file) in error) == (1, True)
    assert not Instrument.objects.exists()


REAL = [
    ("uncac-2003", "en", 8, 71), ("untoc-2000", "en", 0, 41), ("rome-statute-1998", "en", 13, 128),
    ("ced-2006", "en", 3, 45),
    ("cat-1984", "en", 3, 33), ("genocide-1948", "en", 0, 19), ("un-cybercrime-2024", "en", 9, 68),
    ("un-cybercrime-2024", "fr", 9, 68), ("un-cybercrime-2024", "es", 9, 68),
]  # fmt: skip


@pytest.mark.parametrize(("name", "language", "divisions", "articles"), REAL)
def test_a_real_treaty_is_imported_whole(
    data_folder: Path, editor: User, name: str, language: str, divisions: int, articles: int
) -> None:
    source = (data_folder / "treaties" / f"{name}.{language}.txt").read_text(encoding="utf-8")
    report = imported(source, editor, slug=name, language=language, kind="reference")
    assert (report.divisions, report.articles) == (divisions, articles)
    assert words(source) - stored_words(report.instrument, language) == Counter()


def test_three_languages_share_articles_and_clauses(data_folder: Path, editor: User) -> None:
    for language in ("en", "fr", "es"):
        source = (data_folder / "treaties" / f"un-cybercrime-2024.{language}.txt").read_text(encoding="utf-8")
        imported(source, editor, slug="cybercrime", language=language, kind="reference")
    for article in Article.objects.filter(kind=Article.Kind.ARTICLE):
        ids = {tuple(block["id"] for block in text.blocks) for text in article.texts.all()}
        assert len(ids) == 1, f"{article} has other clauses in another language"


MARKERS = Counter(
    ["FRONT", "PREAMBLE"]
)  # lines of the data files that name a part of the file and are no words of a treaty


def words(source: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W\d_]+", source)) - MARKERS


def stored_words(instrument: Instrument, language: str) -> Counter[str]:
    """Every word that a reader of the stored text sees, with the names of units and the computed labels."""
    text = consolidated(instrument, language=language)
    parts = [text.title, *(block.text for block in text.front.blocks)] if text.front else []
    for line in text.lines:
        kind = line.article.kind if isinstance(line, Entry) else line.division.kind
        in_english = name_of_unit(kind, line.label)  # the data files name their parts in English in every language
        parts += [line.heading, line.name, in_english, in_english.upper()]
        if isinstance(line, Entry):
            parts += [f"{block.label} {block.text}" for block in line.blocks]
    return Counter(re.findall(r"[^\W\d_]+", " ".join(parts)))


@pytest.mark.parametrize(
    ("words", "replaced", "line"),
    [
        ("Convention on Lanterns", "Convention on " + "Lanterns " * 80, 1),
        ("Lights\n", "Lights " * 80 + "\n", 10),
        ("ten miles", "ten\x00miles", 19),
    ],
)
def test_what_cannot_be_stored_whole_is_refused_with_its_line(
    editor: User, words: str, replaced: str, line: int
) -> None:
    with pytest.raises(CannotImport) as refusal:
        imported(CONVENTION.replace(words, replaced, 1), editor)
    assert refusal.value.line == line
    assert not Instrument.objects.exists()


def test_a_title_that_is_too_long_to_store_is_refused(editor: User) -> None:
    with pytest.raises(CannotImport, match="at most 500 characters"):
        import_text(source=CONVENTION, slug="long", title="Long " * 200, language="en", author=editor, reason="Long.")
    assert not Instrument.objects.exists()


def test_a_line_that_is_too_long_for_a_heading_is_kept_as_words(editor: User) -> None:
    line = "Costs " * 100
    imported(CONVENTION.replace("Costs\n", line + "\n", 1), editor)
    text = Text.objects.get(article__slug="2")
    assert (text.heading, text.blocks[0]["text"]) == ("", line.strip())


@pytest.mark.parametrize(
    ("slug", "num", "before", "sentence"),
    [
        ("a b/c", "1", "", "“a b/c” cannot stand in an address"),
        ("rules", "1" * 21, "", "A number has at most 20 characters"),
        ("rules", "1", "<preamble><p>Recalling oil,</p></preamble>", "Preamble stands in the file twice"),
    ],
)
def test_what_the_record_cannot_hold_is_refused_in_a_sentence(
    editor: User, slug: str, num: str, before: str, sentence: str
) -> None:
    content = (
        f'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act>{before}<preamble><p>One.</p>'
        f'</preamble><body><article><num title="{num}">Article 1</num><content><p>Oil.</p></content></article></body>'
        "</act></akomaNtoso>"
    )
    with pytest.raises(CannotImport, match=sentence):
        import_akoma_ntoso(
            content=content.encode(), slug=slug, title="Rules", language="en", author=editor, reason="First draft."
        )
    assert not Instrument.objects.exists()


def test_a_reason_with_a_null_character_is_refused(editor: User) -> None:
    with pytest.raises(CannotImport, match="null character in the reason"):
        import_text(source=CONVENTION, slug="lanterns", title="", language="en", author=editor, reason="a\0b")
