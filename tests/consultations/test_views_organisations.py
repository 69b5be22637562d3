"""Organisations: everybody's directory, and each one's page."""

from datetime import date

from django.test import Client

from consultations.models import Organisation, Round
from mla_portal.accounts.models import User
from tests.cast import comment_by


def test_the_directory_marks_core_group_and_observers(
    client: Client, outsider: User, chile: Organisation, lantern_watch: Organisation, django_assert_max_num_queries
) -> None:
    chile.core_group_since = date(2018, 1, 1)
    chile.save()
    Organisation.objects.create(code="SEC", name="The secretariat itself", kind=Organisation.Kind.SECRETARIAT)
    Organisation.objects.create(code="BR", name="Brazil", kind=Organisation.Kind.STATE)
    client.force_login(outsider)
    with django_assert_max_num_queries(4):
        page = client.get("/organisations/").content.decode()
    assert 'Chile</a> <b class="note text-nowrap">Core Group</b>' in page
    assert 'Brazil</a> <span class="note">observer</span>' in page
    assert ("Civil society" in page, "International organisations <span" in page) == (True, False)
    assert "The secretariat itself" not in page


def test_people_are_shown_to_the_core_group_only(
    client: Client, chile: Organisation, delegate: User, expert: User, editor: User, neighbour: User
) -> None:
    shown = {}
    for person in (editor, neighbour):
        client.force_login(person)
        shown[person] = "Focal point, Chile" in client.get(chile.get_absolute_url()).content.decode()
    assert shown == {editor: True, neighbour: False}


def test_its_comments_are_shown_as_far_as_the_reader_may_see_them(
    client: Client,
    conference: Round,
    chile: Organisation,
    delegate: User,
    editor: User,
    neighbour: User,
    django_assert_max_num_queries,
) -> None:
    comment_by(delegate, conference, submit=True)
    comment_by(delegate, conference)
    shown = {}
    for person in (delegate, editor, neighbour):
        client.force_login(person)
        with django_assert_max_num_queries(10):
            page = client.get("/organisations/cl/").content.decode()
        shown[person] = (page.count('<th scope="row">'), "Harbour Conference" in page)
    assert shown == {delegate: (2, True), editor: (1, True), neighbour: (0, True)}


def test_a_code_that_nobody_has_is_not_found(client: Client, outsider: User) -> None:
    client.force_login(outsider)
    assert client.get("/organisations/nobody/").status_code == 404
