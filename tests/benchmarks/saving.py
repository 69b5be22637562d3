"""Saving a version, alone and together with others."""

import json
import time
from collections.abc import Callable, Iterator
from functools import partial

from django.test import Client
from django.urls import reverse

from drafts.models import Article
from drafts.models.articles import Version
from mla_portal.accounts.models import User
from tests.benchmarks.measuring import Line, Way, race
from tests.benchmarks.peers.models import Sheet, Slip
from tests.benchmarks.stage import SLUG, Stage
from tests.crowd import at_once

WRITERS, SAVES = 16, 5
Sent = dict[str, str | int]
Post = Callable[[Client, Sent], None]


def lines(stage: Stage) -> Iterator[Line]:
    """By the verb, by the page, and sixteen at once."""
    yield from _verb(stage)
    yield from _page(stage)
    yield from _together(stage)


def _verb(stage: Stage) -> Iterator[Line]:
    article = stage.article(20)
    text = stage.edited(article)

    def insert(_: object) -> None:
        Slip.objects.create(
            heading=text.heading, blocks=text.source.splitlines(), reason="Revised.", author=stage.editor
        )

    bare = Way("insert of one row with JSON", insert)
    save = Way("save_text", partial(stage.save, article), partial(stage.edited, article))
    yield from race("save a version with history (verb)", save, [bare])


def _sent(stage: Stage, article: Article) -> Sent:
    """What the editor's form sends."""
    proposal = stage.edited(article)
    return {"heading": proposal.heading, "source": proposal.source, "reason": "Revised.", "base": proposal.base}


def _edit(article: Article) -> Post:
    return partial(_post, reverse("drafts:edit", args=[SLUG, article.slug]), 302)


def _post(address: str, status: int, client: Client, sent: Sent) -> None:
    answer = client.post(address, sent)
    assert answer.status_code == status, f"{address} answers {answer.status_code}"


def _change(sheet: Sheet) -> Post:
    """The admin's form for the same article."""

    def post(client: Client, sent: Sent) -> None:
        blocks = json.dumps(str(sent["source"]).splitlines())
        fields: Sent = {"heading": str(sent["heading"]), "blocks": blocks, "history_change_reason": "Revised."}
        _post(reverse("peers:peers_sheet_change", args=[sheet.pk]), 302, client, fields)

    return post


def _by_page(stage: Stage, name: str, person: User, article: Article, post: Post) -> Way:
    """Signed in anew for each save: the greetings that a redirect leaves behind would pile up in the session."""

    def act(prepared: tuple[Client, Sent]) -> None:
        post(*prepared)

    return Way(name, act, lambda: (stage.client(person), _sent(stage, article)))


def _page(stage: Stage) -> Iterator[Line]:
    quiet, crowded = stage.article(21), stage.crowded_article
    sheet = Sheet.objects.create(heading="Sheet")
    insert = partial(_post, reverse("peer_insert"), 204)
    bare = _by_page(stage, "bare insert view", stage.editor, quiet, insert)
    admin = _by_page(stage, "admin with simple-history", stage.administrator, quiet, _change(sheet))
    for job, article in (("no comment", quiet), ("10,000 comments", crowded)):
        ours = _by_page(stage, "the editor's form", stage.editor, article, _edit(article))
        yield from race(f"save a version, page, {job} on it", ours, [bare, admin], {bare.name: 3})


def _together(stage: Stage) -> Iterator[Line]:
    """Sixteen people save five times each, every one an article of their own; every acknowledged save must be there."""
    articles = [stage.article(number) for number in range(1, WRITERS + 1)]
    sheets = [Sheet.objects.create(heading=f"Sheet {number}") for number in range(WRITERS)]
    edits = [_edit(article) for article in articles]
    before = Version.objects.count(), Sheet.history.count(), Slip.objects.count()
    ours = _rate(stage, stage.editor, articles, edits)
    admin = _rate(stage, stage.administrator, articles, [_change(sheet) for sheet in sheets], is_ours=False)
    insert = partial(_post, reverse("peer_insert"), 204)
    bare = _rate(stage, stage.editor, articles, [insert] * WRITERS, is_ours=False)
    after = Version.objects.count(), Sheet.history.count(), Slip.objects.count()
    kept = [late - early for early, late in zip(before, after, strict=True)]
    job, all_of_them = "16 people save at once, an article each", WRITERS * SAVES
    notes = [f"kept {kept[0]} and {number} of {all_of_them}" for number in kept[1:]]
    yield Line(job, ours, "admin with simple-history", admin, 2, "/s", notes[0])
    yield Line(job, ours, "bare insert view", bare, None, "/s", notes[1])


def _rate(stage: Stage, person: User, articles: list[Article], posts: list[Post], is_ours: bool = True) -> float:
    """Saves a second. The base of the next is the version that the last one made, as a person's next form has it."""
    clients = [stage.client(person) for _ in posts]
    forms = [_sent(stage, article) for article in articles]

    def work(client: Client, post: Post, form: Sent) -> None:
        for turn in range(SAVES):
            base = int(form["base"]) + (turn if is_ours else 0)
            post(client, {**form, "source": f"{form['source']} Turn {turn}.", "base": base})

    acts = [partial(work, *each) for each in zip(clients, posts, forms, strict=True)]
    began = time.perf_counter()
    at_once(acts)
    return WRITERS * SAVES / (time.perf_counter() - began)
