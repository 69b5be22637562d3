"""A round's consolidated draft, asked for on its page."""

from datetime import UTC

import pytest
from django.test import Client
from docx import Document as open_word

from consultations.commenting import Target
from consultations.convening import close_round
from consultations.models import Round
from drafts.amending import Proposal, save_text
from drafts.exporting import fulfil
from drafts.models import Article, Edition, Instrument, Rendition, Text
from drafts.publishing import publish_edition
from mla_portal.accounts.models import User
from tests.cast import Words, clause_id, comment_by
from tests.drafts.test_importing import FRENCH, imported


@pytest.fixture
def revised(conference: Round, convention: Instrument, text: Text, editor: User, secretariat: User) -> Edition:
    """A second edition, now under discussion."""
    proposal = Proposal(text.heading, text.source().replace("ten miles", "twelve miles"), 1)
    save_text(article=text.article, language="en", proposal=proposal, author=editor, reason="Farther.")
    second = publish_edition(instrument=convention, label="Draft 2", symbol="LAN/2026/2", author=secretariat)
    conference.edition = second
    conference.save()
    return second


def exports(round: Round) -> str:
    return f"{round.get_absolute_url()}exports/"


def test_each_variant_is_queued_with_the_round_on_its_cover(
    client: Client,
    conference: Round,
    revised: Edition,
    edition: Edition,
    secretariat: User,
    django_assert_max_num_queries,
) -> None:
    client.force_login(secretariat)
    with django_assert_max_num_queries(11):
        assert "None yet." in client.get(exports(conference)).content.decode()
    for variant in ("clean", "redline", "compilation"):
        sent = {"variant": variant, "against": edition.pk, "language": "en", "line_numbers": "on"}
        assert client.post(exports(conference), sent).status_code == 302
    made = Rendition.objects.order_by("pk")
    assert [(one.variant, one.edition, one.against, one.line_numbers, one.round_slug) for one in made] == [
        ("clean", revised, None, True, "harbour-2026"),
        ("redline", revised, edition, True, "harbour-2026"),
        ("compilation", revised, None, True, "harbour-2026"),
    ]
    assert made[0].occasion.startswith("Harbour Conference, Valparaíso, ")


def test_the_list_swaps_itself_until_all_are_finished(client: Client, conference: Round, secretariat: User) -> None:
    client.force_login(secretariat)
    client.post(exports(conference), {"variant": "clean", "language": "en"})
    fragment = client.get(exports(conference), headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in fragment, "hx-trigger" in fragment) == (False, True)
    assert f'action="{Rendition.objects.get().get_absolute_url()}cancel/"' in fragment
    Rendition.objects.update(state=Rendition.State.FAILED, failure="No paper.")
    fragment = client.get(exports(conference), headers={"HX-Request": "true"}).content.decode()
    assert ("hx-trigger" in fragment, "Failed" in fragment) == (False, True)


def test_there_is_no_redline_without_an_earlier_edition(client: Client, conference: Round, secretariat: User) -> None:
    client.force_login(secretariat)
    assert 'value="redline"' not in client.get(exports(conference)).content.decode()
    assert client.post(exports(conference), {"variant": "redline", "language": "en"}).status_code == 422
    assert not Rendition.objects.exists()


def test_delegations_get_the_compilation_only_once_comments_are_disclosed(
    client: Client, conference: Round, delegate: User, secretariat: User
) -> None:
    client.force_login(delegate)
    sent = {"variant": "compilation", "language": "en"}
    assert client.post(exports(conference), sent).status_code == 422
    close_round(round=conference, person=secretariat)
    assert client.post(exports(conference), sent).status_code == 302


def test_others_do_not_see_who_asked_for_what(
    client: Client, conference: Round, delegate: User, neighbour: User, outsider: User
) -> None:
    client.force_login(delegate)
    client.post(exports(conference), {"variant": "clean", "language": "en"})
    client.force_login(neighbour)
    assert "None yet." in client.get(exports(conference)).content.decode()
    client.force_login(outsider)
    assert client.get(exports(conference)).status_code == 404


def test_the_compilation_as_a_word_file_has_the_comments_in_the_margin(
    client: Client, conference: Round, article: Article, delegate: User, secretariat: User
) -> None:
    comment = comment_by(delegate, conference, Target(article, clause_id(article)), Words("Too bright."), submit=True)
    comment_by(delegate, conference, Target(), Words("On the whole, good."), submit=True)
    client.force_login(secretariat)
    page = client.get(exports(conference)).content.decode()
    assert 'name="format" value="pdf"' in " ".join(page.split())
    assert (
        client.post(exports(conference), {"variant": "compilation", "language": "en", "format": "docx"}).status_code
        == 302
    )
    rendition = Rendition.objects.get()
    fulfil(rendition.pk)
    rendition.refresh_from_db()
    assert (rendition.state, rendition.format) == (Rendition.State.DONE, "docx")
    assert ">Word</a>" in client.get(exports(conference)).content.decode()
    with rendition.file.open("rb") as opened:
        comments = list(open_word(opened).comments)
    whole, said = comments
    assert comment.submitted_at
    assert (said.author, f"{said.timestamp:%Y-%m-%d %H:%M:%S}") == (
        "Chile",
        f"{comment.submitted_at.astimezone(UTC):%Y-%m-%d %H:%M:%S}",
    )
    assert "On the whole, good." in whole.text
    assert comment.reference in said.text
    assert "Too bright." in said.text


def test_a_concordance_and_the_paper_are_asked_for_on_the_page_of_the_round(
    client: Client, conference: Round, revised: Edition, edition: Edition, secretariat: User
) -> None:
    client.force_login(secretariat)
    shown = client.get(exports(conference)).content.decode()
    assert 'value="concordance"' in shown
    assert 'value="languages"' not in shown, "there is one language"
    sent = {"variant": "concordance", "against": edition.pk, "language": "en", "paper": "letter", "low_ink": "on"}
    assert client.post(exports(conference), sent).status_code == 302
    asked = Rendition.objects.get()
    assert (asked.variant, asked.against, asked.paper, asked.low_ink) == ("concordance", edition, "letter", True)
    fulfil(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.pages) == (Rendition.State.DONE, 2)
    assert client.post(exports(conference), {**sent, "line_numbers": "on"}).status_code == 422


def test_a_round_exports_languages_side_by_side(
    client: Client, conference: Round, revised: Edition, editor: User, secretariat: User
) -> None:
    imported(FRENCH, editor, language="fr")
    third = publish_edition(instrument=revised.instrument, label="Draft 3", symbol="LAN/2026/3", author=secretariat)
    conference.edition = third
    conference.save()
    client.force_login(secretariat)
    sent = {"variant": "languages", "language": "en", "beside": ["fr"], "format": "docx"}
    assert client.post(exports(conference), sent).status_code == 302
    asked = Rendition.objects.get()
    assert (asked.beside, asked.edition) == ("fr", third)
    fulfil(asked.pk)
    asked.refresh_from_db()
    assert asked.state == Rendition.State.DONE
    assert len(open_word(asked.file).tables) == 1
