"""Ten thousand comments: their table, its filters, and one more."""

from collections.abc import Iterator
from functools import partial

from django.test import Client
from django.urls import reverse

from consultations.commenting import Target, begin_comment
from consultations.compiling import compilation
from consultations.models import Comment, Delegation, Round
from drafts.models import Rendition
from drafts.orders import Order
from tests.benchmarks.measuring import Line, Way, race
from tests.benchmarks.pages import page, queries_of
from tests.benchmarks.stage import Stage

REASONING = "A lantern that burns by day is a waste of oil. "


def lines(stage: Stage) -> Iterator[Line]:
    """List, filter, worktable, compile, submit."""
    yield from _list(stage)
    yield from _worktable(stage)
    yield from _compile(stage)
    yield from _submit(stage)


def _list(stage: Stage) -> Iterator[Line]:
    round = stage.crowded_round
    article = stage.article(33)
    person, administrator = stage.client(stage.editor), stage.client(stage.administrator)
    ours = reverse("consultations:comments", args=[round.slug])
    theirs = f"{reverse('peers:consultations_comment_changelist')}?round__id__exact={round.pk}"
    organisation = stage.organisations[7]
    for job, wanted, same in (
        ("first page", "", ""),
        ("hundredth page", "?page=100", "&p=100"),
        ("by type and delegation", f"?kind=drafting&organisation={organisation.code.lower()}",
         f"&kind__exact=drafting&delegation__organisation__id__exact={organisation.pk}"),
        ("by article", f"?article={article.slug}", f"&article__id__exact={article.pk}"),
    ):  # fmt: skip
        mine = page(person, ours + wanted)
        admin = page(administrator, theirs + same, "admin's list, same filters, 50 a page")
        for line in race(f"list 10,000 comments, {job}", mine, [admin], {admin.name: 0.5}):
            yield Line(**{**vars(line), "note": f"queries {queries_of(mine)} and {queries_of(admin)}"})


def _worktable(stage: Stage) -> Iterator[Line]:
    """The admin has no such page: beside it stands its list of as many comments, one article's."""
    round = stage.crowded_round
    person, administrator = stage.client(stage.editor), stage.client(stage.administrator)
    ours = reverse("consultations:worktable", args=[round.slug])
    theirs = f"{reverse('peers:consultations_comment_changelist')}?round__id__exact={round.pk}"
    for job, wanted in (("first page", ""), ("twentieth page", "?page=20"), ("unanswered", "?answered=no")):
        mine, admin = page(person, ours + wanted), page(administrator, theirs)
        for line in race(f"worktable of 10,000 comments, {job}", mine, [admin]):
            yield Line(**{**vars(line), "note": f"queries {queries_of(mine)} and {queries_of(admin)}"})


def _compile(stage: Stage) -> Iterator[Line]:
    """The document with every comment in its place, before it is set as PDF; beside it the rows alone, read plainly."""
    round = stage.crowded_round
    assert round.edition
    order = Order(round.edition.instrument, round.edition, Rendition.Variant.COMPILATION, round_slug=round.slug)
    rows = Comment.objects.in_round(round).submitted().for_reading().with_positions()
    ours = Way("compile", lambda _: compilation(order), lambda: None)
    plain = Way("the rows, read and no more", lambda _: list(rows.all()), lambda: None)
    yield from race("compile 10,000 comments, without setting them", ours, [plain], at_least=3)


def _submit(stage: Stage) -> Iterator[Line]:
    for job, round in (("none there", stage.quiet_round), ("10,000 there", stage.crowded_round)):
        ours = Way("submit", _post, partial(_draft, stage, round))
        bare = Way("bare insert view", _post, lambda: (stage.client(stage.editor), reverse("peer_insert"), _fields()))
        admin = Way("admin, one row added", _post, lambda: _form(stage))
        yield from race(f"submit a comment, page, {job}", ours, [bare, admin], {admin.name: 0.6})


def _post(prepared: tuple[Client, str, dict[str, str]]) -> None:
    client, address, fields = prepared
    answer = client.post(address, fields)
    assert answer.status_code in (204, 302), f"{address} answers {answer.status_code}"


def _draft(stage: Stage, round: Round) -> tuple[Client, str, dict[str, str]]:
    """A draft that is ready, and the button that hands it in."""
    delegation = Delegation.objects.of(stage.delegate).get(round=round)
    comment = begin_comment(
        round=round,
        delegation=delegation,
        author=stage.delegate,
        target=Target(stage.article(33)),
        kind=Comment.Kind.DRAFTING,
        reasoning=REASONING * 5,
    )
    return stage.client(stage.delegate), reverse("consultations:comment_submit", args=[round.slug, comment.pk]), {}


def _fields() -> dict[str, str]:
    return {"heading": "Comment", "source": REASONING * 5, "reason": "Comment"}


def _form(stage: Stage) -> tuple[Client, str, dict[str, str]]:
    address = reverse("peers:peers_slip_add")
    fields = {"heading": "Comment", "blocks": "[1]", "reason": REASONING * 5, "author": str(stage.editor.pk)}
    return stage.client(stage.administrator), address, fields
