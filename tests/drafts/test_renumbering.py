"""Renumbering as an act: one transaction, every language, nothing lost, and a concordance."""

from typing import Any

import pytest
from django.test import Client

from drafts.amending import Proposal, Saved, save_text
from drafts.comparing import compare_texts
from drafts.consolidating import consolidated
from drafts.importing import import_text
from drafts.models import Act, Article, Division, Edition, Instrument, Relabelling, Text
from drafts.models.articles import Version
from drafts.publishing import publish_edition, recomputed_checksum
from drafts.renumbering import CannotRenumber, planned, renumber_instrument
from drafts.reshaping import Authorship, Place, move_article
from mla_portal.accounts.models import User

ENGLISH = """Rules on Lanterns

PART I
Lights

Article 1
Keeping

1. A lantern is kept as article 2 bis says.

2. [Deleted]

2 bis. It burns at night.

Article 2
[Deleted]

Article 2 bis
Burning

1. It burns, subject to articles 1 and 3.

2. Paragraph 2 bis of article 1 applies [, and article 3, paragraph 1]^{Chile}.

PART III
Ships

Article 3
Ships

1. A ship sees what Part III says.

2. See article 9. See article 2 of the Treaty of Ships.
"""
SPANISH = """Reglas sobre los faroles

PARTE I
Luces

Artículo 1
Guarda

1. Un farol se guarda como dice el artículo 2 bis.

2. [Deleted]

2 bis. Arde de noche.

Artículo 2
[Deleted]

Artículo 2 bis
Fuego

1. Arde, con sujeción a los artículos 1 y 3.

2. Se aplica el párrafo 2 bis del artículo 1 [, y el artículo 3, párrafo 1]^{Chile}.

PARTE III
Buques

Artículo 3
Buques

1. Un buque ve lo que dice la parte III.

2. Véase el artículo 9. Véase el artículo 2 del Tratado de los Buques.
"""


@pytest.fixture
def rules(editor: User) -> Instrument:
    for source, language in ((ENGLISH, "en"), (SPANISH, "es")):
        imported = import_text(
            source=source, slug="rules", title="", language=language, author=editor, reason="Brought in."
        )
    return imported.instrument


@pytest.fixture
def renumbered(rules: Instrument, secretariat: User) -> Act:
    return renumber_instrument(instrument=rules, author=secretariat, reason="Numbers put in order.")


def sources(instrument: Instrument, language: str) -> dict[str, str]:
    texts = Text.objects.of(instrument).in_language(language).in_order()
    return {text.article.slug: text.source().strip() for text in texts if text.article.kind == "article"}


def test_labels_addresses_and_references_follow_in_every_language(rules: Instrument, renumbered: Act) -> None:
    assert sources(rules, "en") == {
        "1": "1. A lantern is kept as article 2 says.\n2. It burns at night.",
        "2": "1. It burns, subject to articles 1 and 3.\n"
        "2. Paragraph 2 of article 1 applies [, and article 3, paragraph 1]^{Chile}.",
        "3": "1. A ship sees what Part II says.\n2. See article 9. See article 2 of the Treaty of Ships.",
    }
    assert sources(rules, "es")["2"] == (
        "1. Arde, con sujeción a los artículos 1 y 3.\n"
        "2. Se aplica el párrafo 2 del artículo 1 [, y el artículo 3, párrafo 1]^{Chile}."
    )
    assert sources(rules, "es")["3"].endswith("Véase el artículo 9. Véase el artículo 2 del Tratado de los Buques.")
    assert list(Division.objects.filter(instrument=rules).values_list("label", flat=True)) == ["I", "II"]


def test_a_deleted_article_leaves_and_keeps_its_versions(rules: Instrument, renumbered: Act) -> None:
    gone = Article.objects.get(instrument=rules, is_withdrawn=True)
    assert (gone.label, gone.slug, gone.texts.count()) == ("2", "2-deleted", 2)


def test_only_texts_that_change_get_a_version_and_it_names_the_act(rules: Instrument, renumbered: Act) -> None:
    written = Version.objects.filter(act=renumbered).order_by("article__position", "language")
    assert [(version.article.slug, version.language, version.number) for version in written] == [
        ("1", "en", 2), ("1", "es", 2), ("2", "en", 2), ("2", "es", 2), ("3", "en", 2), ("3", "es", 2),
    ]  # fmt: skip
    assert {(version.nature, version.history_change_reason) for version in written} == {
        ("editorial", "Numbers put in order.")
    }


def test_the_concordance_holds_every_place_in_every_language(rules: Instrument, renumbered: Act) -> None:
    rows = Relabelling.objects.filter(act=renumbered, language="en")
    assert [(row.old_article, row.old, row.new_article, row.new) for row in rows if row.old_article] == [
        ("1", "", "1", ""), ("1", "1", "1", "1"), ("1", "2", "1", ""), ("1", "2 bis", "1", "2"),
        ("2", "", "", ""), ("2", "sole paragraph", "", ""),
        ("2 bis", "", "2", ""), ("2 bis", "1", "2", "1"), ("2 bis", "2", "2", "2"),
        ("3", "", "3", ""), ("3", "1", "3", "1"), ("3", "2", "3", "2"),
    ]  # fmt: skip
    assert Relabelling.objects.filter(act=renumbered, language="es").count() == rows.count()


def test_what_pointed_at_nothing_is_told(renumbered: Act) -> None:
    assert renumbered.detail["dangling"] == [
        ["en", "Article 3, paragraph 2 refers to “article 9”: there is no article 9."],
        ["es", "Article 3, paragraph 2 refers to “artículo 9”: there is no article 9."],
    ]
    assert renumbered.what == (
        "The text was renumbered: new numbers for 1 article, 1 division, 1 clause; 1 deleted article taken out."
    )


def test_a_text_in_order_is_not_renumbered_again(rules: Instrument, renumbered: Act, secretariat: User) -> None:
    assert planned(rules).changes_nothing
    with pytest.raises(CannotRenumber, match="in order"):
        renumber_instrument(instrument=rules, author=secretariat, reason="Again.")
    assert Act.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "  ", "a\0b"])
def test_a_renumbering_needs_a_reason(rules: Instrument, secretariat: User, reason: str) -> None:
    with pytest.raises(CannotRenumber):
        renumber_instrument(instrument=rules, author=secretariat, reason=reason)
    assert "2-bis" in sources(rules, "en")


def test_a_reference_instrument_is_never_renumbered(editor: User, secretariat: User) -> None:
    old = import_text(
        source=ENGLISH, slug="old", title="", language="en", author=editor, reason="Old.", kind="reference"
    ).instrument
    with pytest.raises(CannotRenumber):
        renumber_instrument(instrument=old, author=secretariat, reason="Why not.")


def test_an_issued_edition_keeps_its_numbers(rules: Instrument, secretariat: User) -> None:
    first = publish_edition(instrument=rules, label="Draft 1", symbol="R/1", author=secretariat)
    renumber_instrument(instrument=rules, author=secretariat, reason="In order.")
    second = publish_edition(instrument=rules, label="Draft 2", symbol="R/2", author=secretariat)
    labels = [list(e.texts.filter(language="en").values_list("label", flat=True)) for e in (first, second)]
    assert labels == [["", "1", "2", "2 bis", "3"], ["", "1", "2", "3"]]
    assert recomputed_checksum(first) == first.checksum


def test_an_editor_who_had_the_text_open_loses_nothing(rules: Instrument, secretariat: User, editor: User) -> None:
    article = Article.objects.select_related("instrument").get(instrument=rules, slug="2-bis")
    typed = Text.objects.get(article=article, language="en").source().replace("It burns,", "It burns brightly,")
    renumber_instrument(instrument=rules, author=secretariat, reason="In order.")
    article.refresh_from_db()
    saved = save_text(
        article=article, language="en", proposal=Proposal("Burning", typed, 1), author=editor, reason="Brighter."
    )
    assert isinstance(saved, Saved)
    assert sources(rules, "en")["2"] == (
        "1. It burns brightly, subject to articles 1 and 3.\n"
        "2. Paragraph 2 of article 1 applies [, and article 3, paragraph 1]^{Chile}."
    )


def test_addresses_of_articles_that_left_before_are_not_in_the_way(rules: Instrument, secretariat: User) -> None:
    Article.objects.filter(instrument=rules, slug="2").update(is_withdrawn=True)
    renumber_instrument(instrument=rules, author=secretariat, reason="In order.")
    slugs = dict(Article.objects.filter(instrument=rules, kind="article").values_list("slug", "label"))
    assert slugs == {"1": "1", "2-deleted": "2", "2": "2", "3": "3"}


# The pages


def sign_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_secretariat_sees_what_would_change_and_does_it(rules: Instrument, secretariat: User) -> None:
    client = sign_in(secretariat)
    page = client.get("/instruments/rules/renumbering/").content.decode()
    assert "Article 2 [2 <em>bis</em>]" in page
    assert "paragraph 2 [paragraph 2 bis]" in page
    assert "there is no article 9" in page
    refused = client.post("/instruments/rules/renumbering/", {"reason": " "})
    assert refused.status_code == 400
    assert Act.objects.count() == 0
    done = client.post("/instruments/rules/renumbering/", {"reason": "In order."})
    act = Act.objects.get()
    assert done["Location"] == f"/instruments/rules/concordance/{act.pk}/"
    page = client.get(done["Location"]).content.decode()
    assert "Article 2 [2 <em>bis</em>]" in page
    assert "there is nothing to change" in client.get("/instruments/rules/renumbering/").content.decode()


def test_the_concordance_is_a_file_too(rules: Instrument, renumbered: Act, editor: User) -> None:
    response = sign_in(editor).get(f"/instruments/rules/concordance/{renumbered.pk}/file/?language=es")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "New article,New place,Old article,Old place"
    assert "2,,2 bis," in lines
    assert "1,2,1,2 bis" in lines


def test_pages_of_a_renumbering_take_few_queries(
    rules: Instrument, renumbered: Act, secretariat: User, django_assert_max_num_queries: Any
) -> None:
    client = sign_in(secretariat)
    for address in ("renumbering", f"concordance/{renumbered.pk}", f"concordance/{renumbered.pk}/file"):
        with django_assert_max_num_queries(11):
            assert client.get(f"/instruments/rules/{address}/").status_code == 200


def test_delegations_read_a_concordance_once_editions_have_both_numbers(
    rules: Instrument, secretariat: User, delegate: User, editor: User
) -> None:
    publish_edition(instrument=rules, label="Draft 1", symbol="R/1", author=secretariat)
    _insert(rules, editor)
    act = renumber_instrument(instrument=rules, author=secretariat, reason="A secret reason.")
    client = sign_in(delegate)
    address = f"/instruments/rules/concordance/{act.pk}/"
    assert client.get(address).status_code == 404
    publish_edition(instrument=rules, label="Draft 2", symbol="R/2", author=secretariat)
    page = client.get(address).content.decode()
    assert "Article 2 [2 <em>bis</em>]" in page
    assert "A secret reason" not in page
    assert "there is no article 9" not in page
    assert "1 bis" not in page  # a number that no edition had
    assert "paragraph 2 <span" in page
    assert "1 bis" in sign_in(editor).get(address).content.decode()


def test_numbers_between_two_renumberings_stay_with_the_core_group(
    rules: Instrument, secretariat: User, delegate: User, editor: User
) -> None:
    publish_edition(instrument=rules, label="Draft 1", symbol="R/1", author=secretariat)
    first = renumber_instrument(instrument=rules, author=secretariat, reason="In order.")
    _insert(rules, editor, "3")
    second = renumber_instrument(instrument=rules, author=secretariat, reason="In order again.")
    publish_edition(instrument=rules, label="Draft 2", symbol="R/2", author=secretariat)
    for act in (first, second):
        address = f"/instruments/rules/concordance/{act.pk}/"
        assert sign_in(delegate).get(address).status_code == 404
        assert sign_in(editor).get(address).status_code == 200


def _insert(instrument: Instrument, editor: User, slug: str = "3") -> None:
    """A paragraph 1 bis that no edition has."""
    article = Article.objects.select_related("instrument").get(instrument=instrument, slug=slug)
    text = Text.objects.get(article=article, language="en")
    source = text.source().replace("\n2. ", "\n1 bis. A new paragraph.\n2. ", 1)
    proposal = Proposal(text.heading, source, text.number)
    save_text(article=article, language="en", proposal=proposal, author=editor, reason="Added.")


def test_an_edition_names_the_concordance_that_leads_to_it(
    rules: Instrument, secretariat: User, delegate: User
) -> None:
    publish_edition(instrument=rules, label="Draft 1", symbol="R/1", author=secretariat)
    act = renumber_instrument(instrument=rules, author=secretariat, reason="In order.")
    edition: Edition = publish_edition(instrument=rules, label="Draft 2", symbol="R/2", author=secretariat)
    link = f"/instruments/rules/concordance/{act.pk}/"
    for person in (secretariat, delegate):
        client = sign_in(person)
        assert link in client.get(edition.get_absolute_url()).content.decode()
        assert link not in client.get("/instruments/rules/editions/draft-1/").content.decode()


def test_the_order_changes_after_an_article_has_left(rules: Instrument, renumbered: Act, editor: User) -> None:
    first = Article.objects.select_related("instrument", "division").get(instrument=rules, slug="1")
    second = Article.objects.select_related("division").get(instrument=rules, slug="2")
    place = Place(second, second.division)
    move_article(article=first, place=place, by=Authorship(editor, "The drafting group asked for it."))
    assert list(sources(rules, "en")) == ["2", "1", "3"]


def test_an_article_that_has_left_is_compared_where_it_stood(rules: Instrument, secretariat: User) -> None:
    edition = publish_edition(instrument=rules, label="Draft 1", symbol="LAN/2026/1", author=secretariat)
    renumber_instrument(instrument=rules, author=secretariat, reason="Numbers put in order.")
    compared = compare_texts(consolidated(rules, edition=edition), consolidated(rules))
    assert [(one.label, one.change) for one in compared] == [
        ("1", "edit"), ("2", "removed"), ("2", "edit"), ("3", "edit"),
    ]  # fmt: skip


def test_readers_of_editions_learn_no_new_number_from_the_history(
    rules: Instrument, secretariat: User, delegate: User, client: Client
) -> None:
    publish_edition(instrument=rules, label="Draft 1", symbol="LAN/2026/1", author=secretariat)
    renumber_instrument(instrument=rules, author=secretariat, reason="Numbers put in order.")
    client.force_login(delegate)
    page = client.get("/instruments/rules/history/").content.decode()
    assert ("Article 2\u00a0bis" in page or "Article 2 bis" in page, "Numbers put in order" in page) == (True, False)
