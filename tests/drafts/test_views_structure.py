"""The pages that reshape a whole instrument."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from drafts.models import Act, Article, Division, Instrument, Text
from mla_portal.accounts.models import User


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def address(convention: Instrument, **asked: object) -> str:
    return reverse("drafts:reshape", args=[convention.slug], query=asked)


def test_the_outline_shows_every_division_and_article_in_a_bounded_number_of_queries(
    desk: Client, convention: Instrument, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        page = desk.get(reverse("drafts:structure", args=[convention.slug])).content.decode()
    names = ["Part I", "Article 1", "Article 2", "Part II", "Article 3"]
    places = [page.index(f">{name}<") for name in names]
    assert places == sorted(places)
    assert "Nothing yet" in page


@pytest.mark.parametrize(
    ("asked", "posted", "what"),
    [
        ({"act": "add-article"}, {"place": "after-1", "heading": "Oil"}, "Article 1 bis was added behind Article 1."),
        ({"act": "move-article", "article": "1"}, {"place": "after-3"}, "Article 1 was moved behind Article 3."),
        (
            {"act": "split-article", "article": "1"},
            {"clause": "second"},
            "Article 1 was split: what followed became Article 1 bis.",
        ),
        ({"act": "merge-articles", "article": "1"}, {"other": "2"}, "Article 2 was merged into Article 1."),
        ({"act": "delete-article", "article": "2"}, {}, "Article 2 was deleted."),
        (
            {"act": "add-division"},
            {"kind": "chapter", "label": "I", "first": "2"},
            "Chapter I was added; it begins with Article 2.",
        ),
        ({"act": "rename-division"}, {"language": "en", "heading": "Bells"}, "Part II is headed “Bells”."),
        ({"act": "move-division"}, {"after": "first"}, "Part II was moved before the others."),
        ({"act": "delete-division"}, {}, "Part II was deleted; its articles stand in Part I."),
    ],
    ids=lambda value: value.get("act", "") if isinstance(value, dict) else "",
)
def test_each_act_asks_and_then_does_it(
    desk: Client, convention: Instrument, asked: dict[str, str], posted: dict[str, str], what: str
) -> None:
    if asked["act"].endswith("division") and asked["act"] != "add-division":
        asked = {**asked, "division": str(Division.objects.get(instrument=convention, label="II").pk)}
    if "place" in posted:
        article = Article.objects.get(instrument=convention, slug=posted["place"].removeprefix("after-"))
        posted = {**posted, "place": f"after-{article.pk}"}
    if "clause" in posted:
        posted = {**posted, "clause": Text.objects.get(article__slug="1", language="en").blocks[1]["id"]}
    page = desk.get(address(convention, **asked))
    assert (page.status_code, "Required. It is read in the history." in page.content.decode()) == (200, True)
    done = desk.post(address(convention, **asked), {**posted, "reason": "The drafting group asked for it."})
    assert done.status_code == 302, done.content.decode()
    act = Act.objects.get()
    assert (act.what, act.reason) == (what, "The drafting group asked for it.")
    log = desk.get(done["Location"]).content.decode()
    assert what in log


def test_without_a_reason_nothing_is_done_and_what_was_typed_is_kept(desk: Client, convention: Instrument) -> None:
    article = Article.objects.get(instrument=convention, slug="1")
    posted = {"place": f"after-{article.pk}", "heading": "Oil", "source": "1. Oil is clean.\n", "reason": ""}
    page = desk.post(address(convention, act="add-article"), posted)
    words = page.content.decode()
    assert (page.status_code, "1. Oil is clean." in words, "This field is required" in words) == (400, True, True)
    assert not Act.objects.exists()


def test_a_refusal_is_one_sentence_on_the_form(desk: Client, convention: Instrument) -> None:
    article = Article.objects.get(instrument=convention, slug="1")
    posted = {"place": f"after-{article.pk}", "heading": "Oil", "label": "2", "reason": "Oil."}
    page = desk.post(address(convention, act="add-article"), posted)
    assert (page.status_code, "There is an Article 2 already." in page.content.decode()) == (400, True)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"act": "burn-article"},
        {"act": "move-article"},
        {"act": "move-article", "article": "99"},
        {"act": "move-article", "article": "preamble"},
        {"act": "move-division", "article": "1"},
    ],
)
def test_an_act_that_is_not_there_is_not_found(desk: Client, convention: Instrument, asked: dict[str, str]) -> None:
    assert desk.get(address(convention, **asked)).status_code == 404


def test_the_secretariat_reads_the_outline_and_changes_nothing(
    client: Client, convention: Instrument, secretariat: User
) -> None:
    client.force_login(secretariat)
    page = client.get(reverse("drafts:structure", args=[convention.slug])).content.decode()
    assert "Add an article" not in page
    assert client.get(address(convention, act="add-article")).status_code == 403
