"""Paper, spared ink and the variants in columns, as they are asked for: from the record to the file."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import page as validator
import pytest
from django.core.management import call_command
from django.test import Client
from docx import Document as open_word
from pypdf import PdfReader

from consultations.models import Round
from drafts.amending import Proposal, save_text
from drafts.exporting import fulfil, produce
from drafts.importing import import_text
from drafts.models import Division, Edition, Instrument, Rendition, Text
from drafts.orders import CannotExport, Order, file_name
from drafts.publishing import publish_edition
from drafts.renumbering import renumber_instrument
from drafts.requesting import request_rendition
from drafts.reshaping import Authorship, Place, add_article, delete_article, move_article
from mla_portal.accounts.models import User
from tests.drafts.rendering.test_pdf import flat
from tests.drafts.test_importing import FRENCH, imported
from tests.drafts.test_renumbering import ENGLISH, SPANISH

ASKED = {"variant": "clean", "language": "en", "format": "pdf", "paper": "letter", "low_ink": "on"}


def test_both_forms_ask_for_the_paper_and_the_ink(
    client: Client, edition: Edition, conference: Round, secretariat: User
) -> None:
    client.force_login(secretariat)
    for address, more in (
        (f"{edition.instrument.get_absolute_url()}exports/", {"text": edition.slug}),
        (f"{conference.get_absolute_url()}exports/", {}),
    ):
        shown = client.get(address).content.decode()
        assert ('name="paper"' in shown, 'name="low_ink"' in shown) == (True, True)
        assert client.post(address, {**ASKED, **more}).status_code == 302
        asked = Rendition.objects.latest("pk")
        assert (asked.paper, asked.low_ink) == ("letter", True)
    assert Rendition.objects.count() == 2


def test_the_order_reaches_the_file(edition: Edition) -> None:
    plain = produce(Order(edition.instrument, edition))
    letter = produce(Order(edition.instrument, edition, paper="letter", low_ink=True))
    assert plain.content != letter.content
    assert PdfReader(BytesIO(letter.content)).pages[-1].mediabox[2:] == [612, 792]
    word = produce(Order(edition.instrument, edition, format=Rendition.Format.DOCX, paper="letter"))
    assert b'w:w="12240"' in ZipFile(BytesIO(word.content)).read("word/document.xml")
    with pytest.raises(CannotExport, match="no paper"):
        produce(Order(edition.instrument, edition, paper="a3"))


def test_the_command_takes_both_as_options(edition: Edition, tmp_path: Path) -> None:
    file = tmp_path / "draft.pdf"
    call_command("export_edition", instrument="lanterns", edition="Draft 1", paper="letter", low_ink=True, output=file)
    asked = Order(edition.instrument, edition, paper="letter", low_ink=True)
    assert file.read_bytes() == produce(asked).content


# ---- languages side by side


@pytest.fixture
def bilingual(convention: Instrument, editor: User, secretariat: User) -> Edition:
    """French is there, but for an article and a paragraph."""
    source = FRENCH[: FRENCH.index("Article 2\n")] + FRENCH[FRENCH.index("PARTIE II\n") :]
    imported(source.replace("    b) est tenue par un gardien.\n", ""), editor, language="fr")
    return publish_edition(instrument=convention, label="Draft 1", symbol="LAN/2026/1", author=secretariat)


def beside(edition: Edition, **more: Any) -> Order:
    return Order(edition.instrument, edition, Rendition.Variant.LANGUAGES, beside="fr", **more)


def test_each_clause_stands_beside_its_counterpart(bilingual: Edition) -> None:
    text = produce(beside(bilingual, format=Rendition.Format.TXT)).content.decode()
    for row in (
        "en | Article 1. Keeping of lights\nfr | Article premier. Tenue des feux",
        "en |     (a) be seen from ten miles; and\nfr |     a) est visible à dix milles ; et",
        "en |     (b) be tended by a keeper.\nfr | Pas encore de texte en français.",
        "en | Article 2. Costs\nfr | Pas encore de texte en français.",
        "en | Part II. Final provisions\nfr | Partie II. Dispositions finales",
    ):
        assert row in text
    assert "Side by side: English, Français" in text


def test_the_words_are_those_of_the_clean_documents(bilingual: Edition) -> None:
    page = produce(beside(bilingual, format=Rendition.Format.HTML)).content.decode()
    for language in ("en", "fr"):
        order = Order(bilingual.instrument, bilingual, language=language, format=Rendition.Format.HTML)
        clean = produce(order).content.decode()
        clauses = re.findall(r'<p class="clause .*?</p>', clean)
        assert len(clauses) > 5
        assert [clause for clause in clauses if clause not in page] == []


def test_the_first_language_is_the_documents_own(bilingual: Edition) -> None:
    order = beside(bilingual, format=Rendition.Format.HTML, language="en")
    page = produce(replace(order, language="fr", beside="en")).content.decode()
    assert '<html lang="fr">' in page
    assert "En regard : Français, English" in page
    assert '<td lang="en">' in page


def test_it_is_a_pdf_and_a_word_file_with_a_table(bilingual: Edition) -> None:
    made = produce(beside(bilingual, line_numbers=True))
    assert made.content == produce(beside(bilingual, line_numbers=True)).content
    assert "Pas encore" in "".join(page.extract_text() for page in PdfReader(BytesIO(made.content)).pages)
    word = open_word(BytesIO(produce(beside(bilingual, format=Rendition.Format.DOCX)).content))
    [table] = word.tables
    heads, *rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert heads == ["English", "Français"]
    assert ["Article 1\nKeeping of lights", "Article premier\nTenue des feux"] in rows
    assert ["(b)\tbe tended by a keeper.", "Pas encore de texte en français."] in rows
    first = table.rows[0]._tr.xml
    assert "<w:tblHeader/>" in first
    assert 'w:val="fr-FR"' in table.rows[1].cells[1]._tc.xml


def test_a_choice_of_options_limits_every_language(bilingual: Edition) -> None:
    with pytest.raises(CannotExport, match="cannot be chosen together"):
        produce(beside(bilingual, under="9"))


@pytest.mark.parametrize(
    ("others", "sentence"),
    [
        ("", "Choose the languages"),
        ("es", "no text in this language"),
        ("fr,es,ru", "room for three"),
        ("en", "stand there once"),
    ],
)
def test_languages_that_cannot_stand_there_are_refused(bilingual: Edition, others: str, sentence: str) -> None:
    with pytest.raises(CannotExport, match=sentence):
        produce(replace(beside(bilingual), beside=others))


def test_the_forms_offer_them_where_there_are_several(
    client: Client, bilingual: Edition, secretariat: User, delegate: User
) -> None:
    client.force_login(delegate)
    address = f"{bilingual.instrument.get_absolute_url()}exports/"
    sent = {"text": "draft-1", "variant": "languages", "language": "fr", "beside": ["en", "fr"], "format": "txt"}
    assert client.post(address, sent).status_code == 302
    asked = Rendition.objects.get()
    assert (asked.beside, asked.language) == ("en", "fr")
    assert file_name(asked) == "lanterns-draft-1-languages-fr-en.txt"
    assert client.post(address, {**sent, "beside": []}).status_code == 400
    assert client.post(address, {**sent, "text": "working"}).status_code == 400, "delegations read editions"


# ---- concordance


@pytest.fixture
def two(editor: User, secretariat: User) -> tuple[Edition, Edition]:
    """Before and after an article went to another part and everything was numbered anew."""
    for source, language in ((ENGLISH, "en"), (SPANISH, "es")):
        by = {"slug": "rules", "title": "", "language": language, "author": editor, "reason": "Brought in."}
        rules = import_text(source=source, **by).instrument  # type: ignore[arg-type]
    first = publish_edition(instrument=rules, label="Draft 1", symbol="R/1", author=secretariat)
    burning = rules.articles.get(slug="2-bis")
    place = Place(rules.articles.get(slug="3"), Division.objects.get(instrument=rules, label="III"))
    move_article(article=burning, place=place, by=Authorship(editor, "Ships first."))
    renumber_instrument(instrument=rules, author=secretariat, reason="In order.")
    return first, publish_edition(instrument=rules, label="Draft 2", symbol="R/2", author=secretariat)


def concordance(two: tuple[Edition, Edition], **more: Any) -> Order:
    first, second = two
    return Order(second.instrument, second, Rendition.Variant.CONCORDANCE, first, **more)


def test_each_number_has_its_row(two: tuple[Edition, Edition]) -> None:
    text = produce(concordance(two, format=Rendition.Format.TXT)).content.decode()
    told = [re.split(r"\s{2,}", line.strip()) for line in text[text.index("-----") :].splitlines()[1:]]
    assert told == [
        ["Part I", "Part I", "Lights", "unchanged"],
        ["Article 1", "Article 1", "Keeping", "unchanged"],
        ["paragraph 2", "–", "[Deleted]", "deleted"],
        ["paragraph 2 bis", "paragraph 2", "It burns at night.", "renumbered"],
        ["Article 2", "–", "[Deleted]", "deleted"],
        ["Part III", "Part II", "Ships", "renumbered"],
        ["Article 3", "Article 2", "Ships", "renumbered"],
        ["Article 2 bis", "Article 3", "Burning", "renumbered, moved"],
        ["to Part II"],
    ]
    assert "Number in Draft 1     Number in Draft 2" in text
    assert "unchanged: 2 · renumbered: 3 · deleted: 1 · moved: 1" in text


def test_an_edition_that_changed_no_number_says_so(edition: Edition, secretariat: User) -> None:
    again = publish_edition(instrument=edition.instrument, label="Draft 2", symbol="LAN/2026/2", author=secretariat)
    text = produce(concordance((edition, again), format=Rendition.Format.TXT)).content.decode()
    assert text.count("unchanged") == 6, "two parts, three articles and their sum"
    assert "renumbered" not in text


def test_what_is_new_or_emptied_is_told(
    convention: Instrument, edition: Edition, editor: User, secretariat: User
) -> None:
    article = convention.articles.get(slug="1")
    by = Authorship(editor, "As agreed.")
    add_article(
        instrument=convention, place=Place(article, article.division), heading="Oil", source="1. Oil is kept.", by=by
    )
    delete_article(article=convention.articles.get(slug="2"), by=by)
    text = Text.objects.get(article=article)
    source = text.source().replace("    (b) be tended", "    (a bis) be lit; and\n    (b) be tended")
    save_text(article=article, language="en", proposal=Proposal(text.heading, source, 1), author=editor, reason="Lit.")
    second = publish_edition(instrument=convention, label="Draft 2", symbol="LAN/2026/2", author=secretariat)
    told = produce(concordance((edition, second), format=Rendition.Format.TXT)).content.decode()
    rows = [re.split(r"\s{2,}", line.strip()) for line in told.splitlines()]
    assert ["–", "paragraph 2 (a bis)", "be lit; and", "new"] in rows
    assert ["–", "Article 1 bis", "Oil", "new"] in rows
    assert [row[:3] for row in rows if row[0] == "Article 2"] == [["Article 2", "Article 2", "[Deleted]"]]
    assert "deleted, the" in told
    assert "1. Oil is kept." not in told, "the clauses of what is new as a whole are not listed"


def test_the_table_speaks_the_language_of_the_document(two: tuple[Edition, Edition]) -> None:
    page = produce(concordance(two, language="es", format=Rendition.Format.HTML)).content.decode()
    for words in ("Tabla de concordancia", "Número en Draft 1", "Artículo 2 bis", "trasladado: Parte II"):
        assert words in page
    assert page.count('<th scope="col">') == 4


def test_the_concordance_is_a_pdf_and_a_word_file_with_a_table(two: tuple[Edition, Edition]) -> None:
    made = produce(concordance(two))
    reader = PdfReader(BytesIO(made.content))
    assert (made.pages, len(reader.pages)) == (2, 2), "a cover and the table, no contents"
    assert [mark.title for mark in flat(reader.outline)] == ["Concordance table", "Part I. Lights", "Part II. Ships"]
    assert made.content == produce(concordance(two)).content
    for profile in (validator.ValidationProfile.PDF_UA_1, validator.ValidationProfile.PDF_A_2A):
        report = validator.validate_pdf_bytes(made.content, profile=profile)
        assert report.is_compliant, str(report)
    word = open_word(BytesIO(produce(concordance(two, format=Rendition.Format.DOCX)).content))
    [table] = word.tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells[0] == ["Number in Draft 1", "Number in Draft 2", "Heading", "What happened"]
    assert ["Article 2 bis", "Article 3", "Burning", "renumbered, moved to Part II"] in cells


def test_what_makes_no_sense_of_a_concordance_is_refused(two: tuple[Edition, Edition]) -> None:
    for order, sentence in (
        (replace(concordance(two), against=None), "A concordance table needs an earlier edition"),
        (replace(concordance(two), against=two[1]), "cannot be compared with itself"),
        (replace(concordance(two), line_numbers=True), "no lines to number"),
        (replace(concordance(two), format="akn"), "carries the clean text alone"),
    ):
        with pytest.raises(CannotExport, match=sentence):
            produce(order)


def test_a_concordance_is_asked_for_and_made(
    client: Client, two: tuple[Edition, Edition], delegate: User, secretariat: User
) -> None:
    client.force_login(delegate)
    address = f"{two[0].instrument.get_absolute_url()}exports/"
    sent = {"text": "draft-2", "variant": "concordance", "against": "draft-1", "language": "en", "format": "html"}
    assert client.post(address, sent).status_code == 302
    asked = Rendition.objects.get()
    fulfil(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.against, file_name(asked)) == ("done", two[0], "rules-draft-2-concordance-en.html")
    again = request_rendition(order=concordance(two), person=secretariat)
    assert again.against == two[0]
