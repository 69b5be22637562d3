"""Search: stems and accents, phrases, what each person finds, and that nothing sealed is found."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from consultations.models import Round
from drafts.amending import Proposal, save_text
from drafts.importing import import_text
from drafts.models import Article, Edition, Instrument, Text
from mla_portal.accounts.models import User
from mla_portal.searching.finding import extract, find
from mla_portal.searching.indexing import bring_up_to_date
from mla_portal.searching.models import Entry
from mla_portal.searching.queries import Query
from mla_portal.searching.stemming import fold, marked, stem, stems
from tests.cast import Words, comment_by


@pytest.mark.parametrize(
    ("language", "family"),
    [
        ("en", "extradite extradited extraditing"),
        ("en", "obligation obligations Obligation"),
        ("fr", "procédure procédures procedure PROCÉDURES"),
        ("fr", "accusée accusé accusés accusee"),
        ("fr", "extradition extraditions"),
        ("fr", "entraide entraides"),
        ("es", "cooperación cooperacion cooperaciones COOPERACIÓN"),
        ("es", "penal penales"),
        ("es", "decisión decision decisiones"),
        ("ru", "договор договоры"),
    ],
)
def test_words_of_one_family_have_one_stem(language: str, family: str) -> None:
    assert len({stem(word, language) for word in family.split()}) == 1


def test_different_words_keep_different_stems() -> None:
    assert len({stem(word, "en") for word in ["extradition", "extra", "treaty", "treat", "article"]}) == 5


def test_folding_keeps_every_letter_in_its_place() -> None:
    words = "L’accusé, ﬁn: œuvre İstanbul straße Ærø"
    assert len(fold(words)) == len(words)
    assert fold("Él ÑANDÚ") == "el nandu"


def test_elided_articles_are_words_of_their_own() -> None:
    assert stems("l’accusé et l'État", "fr") == ["l", "accus", "et", "l", "etat"]


def test_marks_whole_words_and_loses_no_letter() -> None:
    text = "Extraditing, extradited; not extra."
    pieces = marked(text, {stem("extradite", "en")}, "en")
    assert "".join(words for words, _ in pieces) == text
    assert [words for words, found in pieces if found] == ["Extraditing", "extradited"]


def test_query_keeps_phrases_together_and_drops_what_has_no_word() -> None:
    assert Query("lantern “mutual legal assistance” — !").parts == ["lantern", "mutual legal assistance"]
    assert not Query(' " — ')
    assert Query('"legal assistance"').is_held_by("Of legal assistance.")
    assert not Query('"assistance legal"').is_held_by("Of legal assistance.")


def test_extract_begins_near_the_first_word_found_and_says_that_it_is_cut() -> None:
    words = "first " * 60 + "lantern " + "last " * 200
    pieces = extract(words, {stem("lantern", "en")}, "en")
    assert (pieces[0][0], pieces[-1][0]) == ("… ", " …")
    assert ("lantern", True) in pieces
    assert len("".join(words for words, _ in pieces)) < 450


def titles(typed: str, person: Any, sort: str = "") -> list[str]:
    return [hit.title for found in find(Query(typed), person, sort=sort) for hit in found.hits]


def test_finds_clauses_by_stem_in_the_order_of_the_text(edition: Edition, delegate: User, editor: User) -> None:
    for person in (delegate, editor):
        assert titles("lanterns keep", person, "texts") == ["Article 1, paragraph 1"]
        assert titles('"state parties"', person, "texts") == ["Article 1, paragraph 1", "Article 2, sole paragraph"]
    assert titles("vessel", delegate) == ["The preamble, unnumbered paragraph 2"]


def test_finds_without_accents_in_spanish(convention: Instrument, editor: User) -> None:
    import_text(
        source="Convenio\n\nArtículo 1\nCooperación\n\n1. Los Estados cooperarán en la extradición.\n",
        slug="faros",
        title="",
        language="es",
        author=editor,
        reason="Primer texto.",
    )
    assert titles("extradiciones cooperaran", editor, "texts") == ["Article 1, paragraph 1"]
    assert titles("cooperacion", editor, "texts") == ["Article 1", "Article 1, paragraph 1"]


def test_core_group_finds_the_working_text_and_delegations_the_newest_edition(
    article: Article, edition: Edition, editor: User, delegate: User
) -> None:
    text = Text.objects.get(article=article, language="en")
    source = text.source().replace("tended by a keeper", "tended by a warden")
    save_text(
        article=article,
        language="en",
        proposal=Proposal(text.heading, source, base=text.number),
        author=editor,
        reason="Wardens.",
    )
    assert titles("warden", editor, "texts")
    assert not titles("warden", delegate)
    assert titles("tended keeper", delegate, "texts")
    assert not titles("tended keeper", editor, "texts")


def test_text_without_an_edition_is_found_by_nobody_else(convention: Instrument, delegate: User, editor: User) -> None:
    assert titles("lantern", editor, "texts")
    assert not titles("lantern", delegate)


def test_comment_is_found_by_those_who_may_read_it(
    conference: Round, article: Article, delegate: User, expert: User, neighbour: User, editor: User, outsider: User
) -> None:
    comment_by(delegate, conference, words=Words("Herring swim at night."), submit=True)
    comment_by(expert, conference, words=Words("A draft about herring."))
    assert titles("herrings", delegate, "comments") == ["CL, draft", "CL-001"]
    assert titles("herrings", editor, "comments") == ["CL-001"]
    assert not titles("herrings", neighbour)
    assert not titles("herrings", outsider)
    Round.objects.filter(pk=conference.pk).update(comments_close_at=timezone.now() - timedelta(minutes=1))
    assert titles("herrings", neighbour, "comments") == ["CL-001"]
    assert not titles("herrings", outsider)


def test_notes_of_the_secretariat_are_not_indexed(article: Article, editor: User) -> None:
    text = Text.objects.get(article=article, language="en")
    save_text(
        article=article,
        language="en",
        proposal=Proposal(text.heading, text.source() + "\n\n3. Lamps{note: ask the harbourmaster} burn.", text.number),
        author=editor,
        reason="A note.",
    )
    assert titles("lamps burn", editor, "texts")
    assert not titles("harbourmaster", editor)


def test_documents_rounds_and_organisations_are_found(conference: Round, delegate: User, outsider: User) -> None:
    assert titles("lantern watch", delegate, "documents") == ["Lantern Watch"]
    assert titles("LAN/2026/1", delegate, "documents") == ["Draft 1, LAN/2026/1"]
    assert titles("valparaiso", delegate, "documents") == ["Harbour Conference"]
    assert not titles("valparaiso", outsider)


def test_index_is_written_once_and_forgets_what_nobody_reads(article: Article, editor: User) -> None:
    assert bring_up_to_date() > 0
    assert bring_up_to_date() == 0
    text = Text.objects.get(article=article, language="en")
    for word in ("warden", "guard"):
        text.refresh_from_db()
        source = text.source().replace("Each State Party", f"Each {word}")
        save_text(
            article=article,
            language="en",
            proposal=Proposal(text.heading, source, base=text.number),
            author=editor,
            reason="Another.",
        )
        bring_up_to_date()
    versions = set(Entry.objects.clauses().filter(version__article=article).values_list("version__number", flat=True))
    assert versions == {text.history.count()}


def test_page_is_bounded_and_escapes_what_was_typed(
    client: Client, conference: Round, delegate: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(25):
        comment_by(delegate, conference, words=Words(f"Herring {place}."), submit=True)
    client.force_login(delegate)
    client.get("/search/?q=herring")
    with django_assert_max_num_queries(20):
        page = client.get("/search/", {"q": 'herring "', "in": "comments", "page": "2"}).content.decode()
    assert page.count("<li>\n            <h3>") == 5
    assert "<script>" not in client.get("/search/", {"q": "<script>\x00"}).content.decode()
    assert client.get("/search/", {"q": "herring", "in": "nonsense"}).status_code == 200
