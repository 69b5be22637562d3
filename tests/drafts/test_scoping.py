"""Options of scope on an instrument: laid down, read, counted, compared, exported."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from drafts.amending import Proposal, save_text
from drafts.exporting import produce
from drafts.importing import import_text
from drafts.models import Act, Edition, Instrument, Rendition, Text
from drafts.orders import CannotExport, Order
from drafts.scoping import CannotScope, lay_down_options, option_sets
from mla_portal.accounts.models import User

SCOPE: dict[str, Any] = {
    "name": "Scope",
    "options": [("1", "Lights alone"), ("2", "Lights and bells"), ("3", "Other signals too")],
    "legal": [["1"], ["2"], ["1", "3"], ["2", "3"]],
}


@pytest.fixture
def scoped(convention: Instrument, secretariat: User, editor: User) -> Instrument:
    """Article 1, paragraph 2 under option 2; Article 2 as a whole under option 3."""
    lay_down_options(instrument=convention, author=secretariat, reason="The chairs named them.", **SCOPE)
    mark(convention, editor, "1", "2. A lantern shall:", "2. A lantern shall: {under: 2}")
    mark(convention, editor, "2", "Costs are", "{under: 3}\nCosts are")
    return convention


def mark(convention: Instrument, editor: User, slug: str, before: str, after: str) -> None:
    text = Text.objects.get(article__instrument=convention, article__slug=slug, language="en")
    assert before in text.source()
    proposal = Proposal(text.heading, text.source().replace(before, after), text.number)
    save_text(article=text.article, language="en", proposal=proposal, author=editor, reason="Scope.")


def test_laying_down_is_one_act_of_the_log(convention: Instrument, secretariat: User) -> None:
    act = lay_down_options(instrument=convention, author=secretariat, reason="The chairs named them.", **SCOPE)
    assert (act.kind, act.what) == (
        Act.Kind.OPTIONS,
        "Options of scope were laid down under “Scope”: 1, 2, 3; the choices are {1}, {2}, {1 + 3}, {2 + 3}.",
    )
    (stored,) = option_sets(convention)
    assert stored.legal == (frozenset("1"), frozenset("2"), frozenset("13"), frozenset("23"))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": " "}, "a short name"),
        ({"options": [("1", "Alone")]}, "two options or more"),
        ({"options": [("1", "A"), ("1", "B")]}, "another option 1"),
        ({"options": [("1", "A"), ("two and a half", "B")]}, "no number of an option"),
        ({"options": [("1", "A"), ("2", " ")]}, "Say in words what option 2 is"),
        ({"legal": []}, "Say which options"),
        ({"legal": [["1"], []]}, "options that are there"),
        ({"legal": [["1"], ["4"]]}, "options that are there"),
        ({"legal": [["1"], ["1"], ["2"], ["3"]]}, "stands twice"),
        ({"legal": [["1"], ["2"]]}, "Option 3 is in no choice"),
        ({"reason": ""}, "Say in a few words why"),
    ],
)
def test_what_makes_no_sense_is_refused(
    convention: Instrument, secretariat: User, given: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(CannotScope, match=sentence):
        lay_down_options(instrument=convention, author=secretariat, **{**SCOPE, "reason": "Chairs.", **given})
    assert not option_sets(convention)


def test_an_option_that_clauses_name_cannot_vanish(scoped: Instrument, secretariat: User) -> None:
    fewer = {"name": "Scope", "options": SCOPE["options"][:2], "legal": [["1"], ["2"]]}
    with pytest.raises(CannotScope, match="Article 2 stands under option 3, which would be gone"):
        lay_down_options(instrument=scoped, author=secretariat, reason="Fewer.", **fewer)


def test_the_text_is_read_under_each_choice(client: Client, scoped: Instrument, editor: User) -> None:
    client.force_login(editor)
    together = client.get("/instruments/lanterns/").content.decode()
    assert together.count("Stands under option") == 2
    alone = client.get("/instruments/lanterns/?under=1").content.decode()
    assert ("A lantern shall" in alone, "Costs are borne" in alone, "Stands under" in alone) == (False, False, False)
    both = client.get("/instruments/lanterns/?under=2%2B3").content.decode()
    assert ("A lantern shall" in both, "Costs are borne" in both, ">2.</a>" in both) == (True, True, True)
    absent = client.get("/instruments/lanterns/articles/2/?under=1")
    assert (absent.status_code, "does not stand in the working text under option 1" in absent.content.decode()) == (
        404,
        True,
    )


@pytest.mark.parametrize("address", ["?under=3", "articles/1/?under=1%2B2", "options/compare/?from=1&to=3"])
def test_options_that_cannot_be_chosen_together_get_the_choices_in_one_sentence(
    client: Client, scoped: Instrument, editor: User, address: str
) -> None:
    client.force_login(editor)
    answer = client.get(f"/instruments/lanterns/{address}")
    sentence = "These options cannot be chosen together; the choices are: 1, 2, 1+3, 2+3."
    assert (answer.status_code, sentence in answer.content.decode()) == (404, True)


def test_a_reader_who_has_an_edition_already_sees_options_that_are_laid_down_later(
    client: Client, convention: Instrument, edition: Edition, delegate: User, secretariat: User
) -> None:
    client.force_login(delegate)
    etag = client.get("/instruments/lanterns/")["ETag"]
    assert client.get("/instruments/lanterns/", headers={"If-None-Match": etag}).status_code == 304
    lay_down_options(instrument=convention, author=secretariat, reason="The chairs named them.", **SCOPE)
    later = client.get("/instruments/lanterns/", headers={"If-None-Match": etag})
    assert (later.status_code, "All options together" in later.content.decode()) == (200, True)


def test_delegations_learn_nothing_of_the_marks_of_the_working_text(
    client: Client, convention: Instrument, edition: Edition, secretariat: User, editor: User, delegate: User
) -> None:
    lay_down_options(instrument=convention, author=secretariat, reason="The chairs named them.", **SCOPE)
    mark(convention, editor, "2", "Costs are", "{under: 3}\nCosts are")
    client.force_login(delegate)
    page = client.get(reverse("drafts:options", args=[convention.slug])).content.decode()
    assert "no clause carries a mark" in page
    assert client.get("/instruments/lanterns/articles/2/?under=1").status_code == 200
    assert client.get("/instruments/lanterns/?edition=working&under=1").status_code == 404


def test_the_page_counts_what_stands_under_each_choice(
    client: Client, scoped: Instrument, secretariat: User, django_assert_max_num_queries: Any
) -> None:
    client.force_login(secretariat)
    with django_assert_max_num_queries(24):
        page = client.get(reverse("drafts:options", args=[scoped.slug])).content.decode()
    assert "Article 1, paragraph 2" in page
    assert "Under options 1 and 3" in page


def test_two_choices_are_compared(client: Client, scoped: Instrument, editor: User) -> None:
    client.force_login(editor)
    address = reverse("drafts:compare_options", args=[scoped.slug])
    page = client.get(f"{address}?from=1&to=2%2B3").content.decode()
    assert "Under option 1, compared with options 2 and 3" in page
    assert "Stands under options 2 and 3, not under option 1" in page
    assert client.get(f"{address}?from=1&to=1%2B2").status_code == 404


def test_the_secretariat_lays_options_down_on_the_page(
    client: Client, convention: Instrument, secretariat: User
) -> None:
    client.force_login(secretariat)
    posted = {"name": "Scope", "options": "1: Lights\n2: Bells", "legal": "1\n2", "reason": "The chairs."}
    assert client.post(reverse("drafts:options", args=[convention.slug]), posted).status_code == 302
    refused = client.post(reverse("drafts:options", args=[convention.slug]), {**posted, "legal": "1\n3"})
    assert (refused.status_code, "options that are there" in refused.content.decode()) == (400, True)


def test_an_editor_lays_down_nothing(client: Client, convention: Instrument, editor: User) -> None:
    client.force_login(editor)
    assert client.post(reverse("drafts:options", args=[convention.slug]), {}).status_code == 403


def test_delegations_read_an_edition_under_a_choice(
    client: Client, scoped: Instrument, edition: Edition, delegate: User
) -> None:
    client.force_login(delegate)
    page = client.get(f"/instruments/lanterns/?edition={edition.slug}&under=1%2B3").content.decode()
    assert ("A lantern shall" in page, "Costs are borne" in page) == (False, True)


def test_what_never_stands_is_listed(client: Client, scoped: Instrument, editor: User) -> None:
    mark(scoped, editor, "1", "ten miles; and", "ten miles; and {under: 1}")
    client.force_login(editor)
    page = client.get(reverse("drafts:options", args=[scoped.slug])).content.decode()
    assert "What never stands" in page
    assert "Article 1, paragraph 2 (a)</a>: be seen from ten miles; and" in page


def test_a_file_keeps_the_numbers_of_the_common_text(scoped: Instrument, editor: User) -> None:
    mark(scoped, editor, "3", "thirtieth day.", "thirtieth day. {under: 2}")
    words = produce(Order(scoped, under="1", format=Rendition.Format.TXT)).content.decode()
    assert ("2. The depositary" in words, "1. The depositary" in words, "thirtieth" in words) == (True, False, False)


def test_a_word_file_keeps_the_numbers_of_the_common_text(scoped: Instrument, editor: User) -> None:
    mark(scoped, editor, "3", "thirtieth day.", "thirtieth day. {under: 2}")
    made = produce(Order(scoped, under="1", format=Rendition.Format.DOCX)).content
    with zipfile.ZipFile(BytesIO(made)) as folder:
        numbering = folder.read("word/numbering.xml").decode()
    assert 'w:startOverride w:val="2"' in numbering


def test_a_mark_comes_back_from_a_file(scoped: Instrument, editor: User) -> None:
    words = produce(Order(scoped, format=Rendition.Format.TXT)).content.decode()
    again = import_text(source=words, slug="again", title="", language="en", author=editor, reason="Back.").instrument

    def texts(instrument: Instrument) -> list[tuple[str, str]]:
        found = Text.objects.filter(article__instrument=instrument, article__kind="article").order_by(
            "article__position"
        )
        return [(text.heading, text.source()) for text in found]

    assert texts(again) == texts(scoped)


def test_a_choice_is_exported(scoped: Instrument) -> None:
    order = Order(scoped, under="1", format=Rendition.Format.TXT)
    words = produce(order).content.decode()
    assert ("A lantern shall" in words, "Working text under option 1" in words) == (False, True)
    together = produce(Order(scoped, format=Rendition.Format.TXT)).content.decode()
    assert "{under: 2}" in together
    with pytest.raises(CannotExport, match="cannot be chosen together"):
        produce(Order(scoped, under="1+2", format=Rendition.Format.TXT))


@pytest.mark.parametrize("format", [key for key, _ in Rendition.Format.of_texts() if key != Rendition.Format.PDF])
def test_every_kind_of_file_is_made_under_a_choice(scoped: Instrument, editor: User, format: str) -> None:
    mark(scoped, editor, "3", "thirtieth day.", "thirtieth day. {under: 2}")
    assert produce(Order(scoped, under="1", format=format)).content


def test_the_page_of_options_stays_in_the_language_that_is_read(
    client: Client, scoped: Instrument, editor: User
) -> None:
    client.force_login(editor)
    import_text(
        source="Convention sur les lanternes\n\nArticle 2\nFrais\nLes frais sont partagés.\n",
        slug=scoped.slug,
        title="",
        language="fr",
        author=editor,
        reason="The translation begins.",
    )
    page = client.get(reverse("drafts:options", args=[scoped.slug]), {"language": "fr"}).content.decode()
    form = page.split(f'action="{reverse("drafts:compare_options", args=[scoped.slug])}"')[1].split("</form>")[0]
    assert '<input type="hidden" name="language" value="fr">' in form
    assert "?text=working&amp;under=1&amp;language=fr" in page
