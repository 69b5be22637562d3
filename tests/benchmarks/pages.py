"""Pages of the text, through the whole stack: routing, session, permissions, queries, template."""

from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from drafts.models import Text
from drafts.models.articles import Version
from tests.benchmarks.measuring import Line, Way, race
from tests.benchmarks.stage import SLUG, Stage


def lines(stage: Stage) -> Iterator[Line]:
    """Reading, comparing, history."""
    yield from _open(stage)
    yield from _compare_versions(stage)
    yield from _history(stage)
    yield from _compare_whole(stage)


def page(client: Client, address: str, name: str = "the page") -> Way:
    """Asking for a page; anything but 200 ends the benchmark, because a refusal is quick."""

    def ask(_: object) -> bytes:
        answer = client.get(address)
        assert answer.status_code == 200, f"{address} answers {answer.status_code}"
        return answer.content

    return Way(name, ask)


def queries_of(way: Way) -> int:
    with CaptureQueriesContext(connection) as captured:
        way.act(way.prepare())
    return len(captured)


def _noted(line: Line, ours: Way, theirs: Way) -> Line:
    """With the numbers of queries, which do not depend on the machine."""
    return Line(**{**vars(line), "note": f"queries {queries_of(ours)} and {queries_of(theirs)}"})


def _race(job: str, ours: Way, theirs: Way, limit: float | None = None) -> Iterator[Line]:
    for line in race(job, ours, [theirs], {theirs.name: limit} if limit else None):
        yield _noted(line, ours, theirs)


def _open(stage: Stage) -> Iterator[Line]:
    client = stage.client(stage.editor)
    address = reverse("drafts:instrument", kwargs={"slug": SLUG})
    issued_address = f"{address}?edition={stage.second_edition.slug}"
    plain = page(client, reverse("peer_instrument", kwargs={"slug": SLUG}), "plain view, one query and a template")
    yield from _race("open a 100-article text, working text", page(client, address), plain, 1)
    issued = page(client, issued_address)
    yield from _race("open a 100-article text, issued edition", issued, plain)
    yield from _race("open it again, unchanged (ETag)", _again(client, issued_address), plain)


def _again(client: Client, address: str) -> Way:
    etag = client.get(address).headers.get("ETag", "")

    def ask(_: object) -> None:
        answer = client.get(address, headers={"if-none-match": etag})
        assert answer.status_code == 304, f"{address} answers {answer.status_code} to one who has it"

    return Way("unchanged", ask)


def _compare_versions(stage: Stage) -> Iterator[Line]:
    article = stage.long_history
    client = stage.client(stage.editor)
    last = Text.objects.get(article=article).number
    for job, older, newer in (("neighbours", last - 1, last), ("first and hundredth", 1, last)):
        named = {"slug": SLUG, "label": article.slug, "older": older, "newer": newer}
        versions = {version.number: version.pk for version in Version.objects.filter(article=article)}
        table = reverse("peer_compare", kwargs={"older": versions[older], "newer": versions[newer]})
        theirs = page(client, table, "plain view with difflib.HtmlDiff")
        yield from _race(f"compare two versions, {job}", page(client, reverse("drafts:compare", kwargs=named)), theirs)


def _history(stage: Stage) -> Iterator[Line]:
    named = {"slug": SLUG, "label": stage.long_history.slug}
    theirs = reverse("peers:peers_sheet_history", args=[stage.sheet.pk])
    admin = page(stage.client(stage.administrator), theirs, "admin with simple-history")
    ours = page(stage.client(stage.editor), reverse("drafts:history", kwargs=named))
    yield from _race("history of 100 versions", ours, admin, 0.3)


def _compare_whole(stage: Stage) -> Iterator[Line]:
    client = stage.client(stage.editor)
    edition = stage.first_edition
    plain = page(client, reverse("peer_compare_whole", args=[edition.pk]), "plain view, difflib by article")
    address = reverse("drafts:compare_editions", args=[SLUG, edition.slug, "working"])
    yield from _race("redline of the whole text, heavy round, page", page(client, address), plain)
    whole = page(client, f"{address}?only=all")
    yield from _race("the same with what did not change", whole, plain)
