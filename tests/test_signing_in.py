"""Signing in and out, in the portal's own look."""

import pytest
from django.test import Client
from pytest_django import Settings

from mla_portal.accounts.models import User

SIGN_IN = "/accounts/login/"


def test_a_person_signs_in_by_address_and_password_and_comes_back(client: Client, editor: User) -> None:
    answer = client.post(
        SIGN_IN, {"login": "Editor@test.example", "password": "demo", "next": "/instruments/"}, follow=True
    )
    assert answer.redirect_chain == [("/instruments/", 302)]
    assert "Drafting editor" in answer.content.decode()


def test_a_wrong_password_is_told_without_saying_which_was_wrong(client: Client, editor: User) -> None:
    page = client.post(SIGN_IN, {"login": editor.email, "password": "wrong"}).content.decode()
    assert 'role="alert"' in page
    assert f'value="{editor.email}"' in page


def test_the_demonstrations_addresses_stand_on_its_sign_in_page_alone(
    client: Client, db: None, settings: Settings
) -> None:
    settings.DEMO = False
    assert "demo.example" not in client.get(SIGN_IN).content.decode()
    settings.DEMO = True
    assert "secretariat@demo.example" in client.get(SIGN_IN).content.decode()


def test_nobody_signs_up(client: Client, db: None) -> None:
    assert "Accounts are made by invitation." in client.get("/accounts/signup/").content.decode()


def test_a_person_signs_out_from_every_page(client: Client, editor: User) -> None:
    client.force_login(editor)
    assert 'action="/accounts/logout/"' in client.get("/instruments/").content.decode()
    assert client.post("/accounts/logout/")["Location"] == SIGN_IN
    assert client.get("/instruments/").status_code == 302


@pytest.mark.parametrize(
    "address", ["/accounts/password/reset/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/logout/"]
)
def test_the_account_pages_stand_in_the_same_frame(client: Client, editor: User, address: str) -> None:
    client.force_login(editor)
    page = client.get(address).content.decode()
    assert page.count("<main") == page.count("<h1>") == 1
    assert "css/tokens" in page
    assert "style=" not in page
