"""Files: asked for, watched, taken."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from drafts.exporting import fulfil
from drafts.models import Edition, Instrument, Rendition
from drafts.models.renditions import lease
from drafts.orders import Order
from drafts.requesting import request_rendition
from mla_portal.accounts.models import User

EXPORTS = "/instruments/lanterns/exports/"
CLEAN = {"text": "draft-1", "variant": "clean", "language": "en", "format": "txt"}


@pytest.fixture
def asked(edition: Edition, delegate: User) -> Rendition:
    order = Order(edition.instrument, edition, format=Rendition.Format.TXT)
    return request_rendition(order=order, person=delegate)


def test_a_file_is_asked_for_and_its_page_says_how_far_it_is(
    client: Client, edition: Edition, delegate: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(delegate)
    answer = client.post(EXPORTS, {**CLEAN, "line_numbers": "on"}, follow=True)
    shown = answer.content.decode()
    rendition = Rendition.objects.get()
    assert answer.redirect_chain == [(f"{EXPORTS}{rendition.pk}/", 302)]
    assert (rendition.edition, rendition.line_numbers, rendition.requested_by) == (edition, True, delegate)
    assert "Waiting for its turn" in shown
    assert 'hx-trigger="every 1s"' in shown
    assert '<meta http-equiv="refresh"' in shown
    with django_assert_max_num_queries(10):
        assert "Clean text of Draft 1" in client.get(EXPORTS).content.decode()


def test_the_part_that_asks_for_itself_is_a_fragment(client: Client, asked: Rendition, delegate: User) -> None:
    client.force_login(delegate)
    shown = client.get(asked.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in shown
    assert 'id="rendition"' in shown


def test_the_file_is_taken_under_its_name(client: Client, asked: Rendition, delegate: User) -> None:
    client.force_login(delegate)
    assert client.get(f"{asked.get_absolute_url()}file/").status_code == 404
    fulfil(asked.pk)
    shown = client.get(asked.get_absolute_url()).content.decode()
    assert "It is ready." in shown
    assert "hx-trigger" not in shown
    answer = client.get(f"{asked.get_absolute_url()}file/")
    assert answer["Content-Disposition"] == 'attachment; filename="lanterns-draft-1-clean-en.txt"'
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "private" in answer["Cache-Control"]
    assert b"tended by a keeper" in b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_failure_is_told_in_a_sentence(client: Client, asked: Rendition, delegate: User) -> None:
    Rendition.objects.filter(pk=asked.pk).update(state=Rendition.State.FAILED, failure="The paper was blue.")
    client.force_login(delegate)
    shown = client.get(asked.get_absolute_url()).content.decode()
    assert "It could not be made." in shown
    assert "The paper was blue." in shown


def test_others_do_not_see_a_persons_files(client: Client, asked: Rendition, neighbour: User, editor: User) -> None:
    client.force_login(neighbour)
    assert client.get(asked.get_absolute_url()).status_code == 404
    assert client.get(f"{asked.get_absolute_url()}file/").status_code == 404
    assert "Clean text of Draft 1" not in client.get(EXPORTS).content.decode()
    client.force_login(editor)
    assert client.get(asked.get_absolute_url()).status_code == 200


def test_delegations_cannot_ask_for_the_working_text(client: Client, edition: Edition, delegate: User) -> None:
    client.force_login(delegate)
    assert "Working text" not in client.get(EXPORTS).content.decode()
    answer = client.post(EXPORTS, {**CLEAN, "text": "working"})
    assert answer.status_code == 400
    assert not Rendition.objects.exists()


def test_a_redline_needs_an_edition_to_compare_with(client: Client, edition: Edition, editor: User) -> None:
    client.force_login(editor)
    answer = client.post(EXPORTS, {**CLEAN, "text": "working", "variant": "redline"})
    assert "A redline needs an earlier edition" in answer.content.decode()
    client.post(EXPORTS, {**CLEAN, "text": "working", "variant": "redline", "against": "draft-1"})
    assert Rendition.objects.get().against == edition


def test_compilations_are_made_on_a_rounds_own_page(client: Client, edition: Edition, editor: User) -> None:
    client.force_login(editor)
    assert client.post(EXPORTS, {**CLEAN, "variant": "compilation"}).status_code == 400


def test_a_text_without_editions_can_be_taken_by_the_core_group(
    client: Client, convention: Instrument, editor: User
) -> None:
    client.force_login(editor)
    shown = client.get(EXPORTS).content.decode()
    assert "Working text" in shown
    assert "Compared with" not in shown


def test_the_page_that_waits_offers_the_work_of_a_dead_worker_again(
    client: Client, edition: Edition, secretariat: User
) -> None:
    rendition = request_rendition(
        order=Order(edition.instrument, edition, format=Rendition.Format.TXT), person=secretariat
    )
    now = timezone.now()
    assert Rendition.objects.take(rendition.pk, now)
    Rendition.objects.report(rendition.pk, 1, 20, now - lease() - timedelta(seconds=1))
    client.force_login(secretariat)
    client.get(rendition.get_absolute_url())
    rendition.refresh_from_db()
    assert rendition.state == Rendition.State.DONE


def test_what_waits_is_called_off_with_a_button(client: Client, asked: Rendition, delegate: User) -> None:
    client.force_login(delegate)
    address = f"{asked.get_absolute_url()}cancel/"
    assert f'action="{address}"' in client.get(asked.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 405
    shown = client.post(address, follow=True).content.decode()
    assert ("It was called off." in shown, "hx-trigger" in shown, address in shown) == (True, False, False)
    assert "It was at an end already" in client.post(address, follow=True).content.decode()
