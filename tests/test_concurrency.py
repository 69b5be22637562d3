"""Many people at the same instant, each with a connection of their own: what was acknowledged stands in the record."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from threading import Barrier, Event

import pytest
from django.utils import timezone

from consultations.commenting import TooLate, submit_comment
from consultations.convening import close_round, invite
from consultations.models import Comment, Membership, Organisation, Round
from drafts.amending import Collision, Proposal, Saved, save_text
from drafts.exporting import Order, request_rendition
from drafts.importing import import_text
from drafts.models import Article, Clause, Edition, EditionText, Instrument, Rendition, Text
from drafts.models.articles import Version
from drafts.publishing import publish_edition, recomputed_checksum
from drafts.text import grammar
from mla_portal.accounts.models import User
from tests.cast import comment_by, person
from tests.crowd import PATIENCE, at_once

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 16
SAVES = 20
SHARED = "The keepers agree on the word harbour and on nothing else."


@dataclass(frozen=True)
class Attempt:
    """One save that a writer tried. `token` went to the end of the writer's own clause, or with `shared` in the shared clause."""

    writer: int
    base: int
    token: str
    shared: bool
    reason: str
    version: int | None
    merged: bool = False


@dataclass
class Writer:
    """Edits a clause of their own, and now and then the one word that all of them want to change."""

    number: int
    article: Article
    author: User
    together: Barrier
    attempts: list[Attempt] = field(default_factory=list)

    def work(self) -> list[Attempt]:
        dice = random.Random(self.number)
        for turn in range(SAVES):
            # Turn 0: all change their own clause of the same version. Turn 1: all change the same word of the same version.
            shared = turn == 1 or (turn > 1 and dice.random() < 0.3)
            self._save(turn, shared)
        return self.attempts

    def _save(self, turn: int, shared: bool) -> None:
        current = Text.objects.get(article=self.article, language="en")
        if turn < 2:
            self.together.wait(PATIENCE)
        token = f"w{self.number}s{turn}"
        blocks = current.clauses()
        if shared:
            blocks[-1].text = SHARED.replace("harbour", token)
        else:
            blocks[self.number].text += f" {token}"
        source = grammar.source_of(blocks)
        reason = f"{self.author.name} puts in {token}."
        outcome = save_text(
            article=self.article,
            language="en",
            proposal=Proposal(current.heading, source, current.number),
            author=self.author,
            reason=reason,
        )
        assert isinstance(outcome, Saved | Collision)
        saved = isinstance(outcome, Saved)
        number = outcome.version.number if isinstance(outcome, Saved) else None
        merged = isinstance(outcome, Saved) and bool(outcome.merged_with)
        assert saved or shared, "only the shared word can collide"
        self.attempts.append(Attempt(self.number, current.number, token, shared, reason, number, merged))
        if turn < 2:
            self.together.wait(PATIENCE)


def _people(count: int) -> list[User]:
    return [person(f"writer{n}@test.example", f"Writer {n}", duty=User.Duty.EDITOR) for n in range(count)]


def _instrument(source: str, author: User) -> Instrument:
    title = "Agreement on Harbours"
    source = f"{title}\n\n{source}"
    imported = import_text(
        source=source, slug="harbours", title=title, language="en", author=author, reason="First draft."
    )
    return imported.instrument


def _article_of_many(author: User) -> Article:
    clauses = [f"{n}. Writer {n} tends the lamp." for n in range(1, WRITERS + 1)] + [f"{WRITERS + 1}. {SHARED}"]
    instrument = _instrument("Article 1\nLamps\n\n" + "\n\n".join(clauses) + "\n", author)
    return Article.objects.select_related("instrument").get(instrument=instrument, slug="1")


def _words(version: Version) -> list[str]:
    return [block["text"] for block in version.blocks]


def test_sixteen_writers_on_one_article_lose_nothing() -> None:
    """The history is exactly the acknowledged saves, one after the other: each version is the one before it with one edit applied."""
    people = _people(WRITERS)
    article = _article_of_many(people[0])
    together = Barrier(WRITERS)
    writers = [Writer(number, article, author, together) for number, author in enumerate(people)]

    attempts = [attempt for done in at_once([writer.work for writer in writers]) for attempt in done]

    assert len(attempts) == WRITERS * SAVES
    acknowledged = {attempt.version: attempt for attempt in attempts if attempt.version}
    collided = sum(attempt.version is None for attempt in attempts)
    assert len(acknowledged) + collided == len(attempts), "two acknowledgements of one version"
    assert sum(attempt.merged for attempt in attempts) >= WRITERS - 1, "turn 0 merges all but the first"
    assert collided >= WRITERS - 1, "turn 1 refuses all but the first"

    history = list(Version.objects.of_article(article, "en").order_by("number"))
    assert [version.number for version in history] == list(range(1, len(acknowledged) + 2))
    ids = [block["id"] for block in history[0].blocks]
    by_number = {version.number: _words(version) for version in history}
    for before, version in zip(history, history[1:], strict=False):
        attempt = acknowledged[version.number]
        assert (version.history_user_id, version.history_change_reason) == (people[attempt.writer].pk, attempt.reason)
        expected = _words(before)
        if attempt.shared:
            assert expected[-1] == by_number[attempt.base][-1], "somebody's word was overwritten unseen"
            expected[-1] = SHARED.replace("harbour", attempt.token)
        else:
            expected[attempt.writer] += f" {attempt.token}"
        assert _words(version) == expected
        assert [block["id"] for block in version.blocks] == ids
    current = Text.objects.get(article=article, language="en")
    assert (current.number, current.blocks) == (history[-1].number, history[-1].blocks)
    assert set(Clause.objects.filter(article=article).values_list("pk", flat=True)) == set(ids)


def test_sixteen_writers_on_sixteen_articles_save_every_time() -> None:
    people = _people(WRITERS)
    instrument = _instrument("".join(f"Article {n}\nLamp {n}\n\nThe lamp burns.\n\n" for n in range(1, 17)), people[0])
    articles = list(instrument.articles.select_related("instrument").filter(kind=Article.Kind.ARTICLE))

    def write(article: Article, author: User) -> list[Saved]:
        outcomes = []
        for turn in range(2, 7):
            proposal = Proposal("Lamp", f"The lamp burns. Save {turn} by {author.name}.", turn - 1)
            outcomes.append(save_text(article=article, language="en", proposal=proposal, author=author, reason=f"{turn}"))
        return [outcome for outcome in outcomes if isinstance(outcome, Saved)]

    saved = at_once([partial(write, article, author) for article, author in zip(articles, people, strict=True)])

    assert [len(each) for each in saved] == [5] * WRITERS
    for article, author in zip(articles, people, strict=True):
        history = Version.objects.of_article(article, "en").order_by("number")[1:]
        assert [(v.number, v.history_user, v.history_change_reason) for v in history] == [
            (turn, author, str(turn)) for turn in range(2, 7)
        ]
        assert [_words(v) for v in history] == [[f"The lamp burns. Save {t} by {author.name}."] for t in range(2, 7)]


CLIENTS = 8
COMMENTS_EACH = 5


def _clients(round: Round) -> list[tuple[User, list[Comment]]]:
    """Focal points of further delegations, each with drafts ready to be handed in."""
    made = []
    for number in range(CLIENTS):
        organisation = Organisation.objects.create(code=f"X{number}", name=f"State {number}", kind=Organisation.Kind.STATE)
        invite(round=round, organisations=[organisation])
        role = Membership.Role.FOCAL_POINT
        author = person(f"client{number}@test.example", f"Focal point {number}", "", organisation, role)
        made.append((author, [comment_by(author, round) for _ in range(COMMENTS_EACH)]))
    return made


def _submit_until_late(author: User, comments: list[Comment], shut: Event, first_ones_in: Event) -> Counter[str]:
    """Submit all; the last only when the window is surely shut, so that there is a late one however fast the machine is."""
    outcomes: Counter[str] = Counter()
    for place, comment in enumerate(comments):
        if place == 1:
            first_ones_in.set()
        if place == COMMENTS_EACH - 1:
            assert shut.wait(PATIENCE)
        try:
            submit_comment(comment=comment, person=author)
            outcomes["submitted"] += 1
        except TooLate:
            outcomes["late"] += 1
    return outcomes


@pytest.mark.parametrize("how", ["by the secretariat", "by the clock"])
def test_submissions_in_the_windows_last_instant(how: str, conference: Round, secretariat: User) -> None:
    """Each comment is in, numbered and before the end, or is late and still a draft. There is no third state."""
    clients = _clients(conference)
    shut, first_ones_in = Event(), Event()

    def shut_window() -> Counter[str]:
        if how == "by the secretariat":
            assert first_ones_in.wait(PATIENCE)
            close_round(round=conference, person=secretariat)
        else:
            end = timezone.now() + timedelta(seconds=0.1)
            Round.objects.filter(pk=conference.pk).update(comments_close_at=end)
            while timezone.now() < end:
                first_ones_in.wait(0.01)
        shut.set()
        return Counter()

    hands: list[Callable[[], Counter[str]]] = [
        partial(_submit_until_late, author, comments, shut, first_ones_in) for author, comments in clients
    ]
    outcomes = sum(at_once([*hands, shut_window]), Counter())

    round = Round.objects.get(pk=conference.pk)
    end = round.closed_at or round.comments_close_at
    assert end is not None
    assert outcomes.total() == CLIENTS * COMMENTS_EACH
    assert outcomes["late"] >= CLIENTS
    comments = Comment.objects.in_round(round)
    submitted = list(comments.submitted().order_by("number"))
    assert [comment.number for comment in submitted] == list(range(1, outcomes["submitted"] + 1))
    assert all(comment.submitted_at and comment.submitted_at < end for comment in submitted)
    instants = [comment.submitted_at for comment in submitted if comment.submitted_at]
    assert instants == sorted(instants), "a later number is a later submission"
    late = comments.drafts()
    assert late.count() == outcomes["late"]
    assert all(comment.reasoning and not comment.checksum for comment in late)


def test_an_edition_published_while_editors_save(convention: Instrument, secretariat: User) -> None:
    """What it pins is one state of the text that was there, its checksum is that of what it pins, and nobody waits in vain."""
    people = _people(4)
    articles = list(convention.articles.select_related("instrument").filter(kind=Article.Kind.ARTICLE))

    def write(author: User) -> int:
        saved = 0
        for turn in range(10):
            article = articles[turn % len(articles)]
            text = Text.objects.get(article=article, language="en")
            blocks = text.clauses()
            blocks[0].text += f" {author.name} {turn}."
            proposal = Proposal(text.heading, grammar.source_of(blocks), text.number)
            outcome = save_text(article=article, language="en", proposal=proposal, author=author, reason="Racing.")
            saved += isinstance(outcome, Saved)
        return saved

    def publish() -> int:
        for number in range(1, 5):
            publish_edition(instrument=convention, label=f"Draft {number}", symbol=f"LAN/{number}", author=secretariat)
        return 0

    saved = sum(at_once([*(partial(write, author) for author in people), publish]))

    assert saved >= 10
    assert Version.objects.filter(article__in=articles, number__gt=1).count() == saved
    editions = list(Edition.objects.order_by("issued_at"))
    assert len(editions) == 4
    before: dict[int, int] = {}
    for edition in editions:
        assert edition.checksum == recomputed_checksum(edition)
        pinned = EditionText.objects.filter(edition=edition).select_related("version")
        assert pinned.count() == convention.articles.count()
        numbers = {row.article_id: row.version.number for row in pinned}
        assert all(row.version.article_id == row.article_id for row in pinned)
        assert all(before.get(pk, 0) <= number for pk, number in numbers.items()), "an edition went back behind an earlier one"
        before = numbers


def test_two_workers_never_take_the_same_rendition(convention: Instrument, secretariat: User) -> None:
    made = [Rendition.objects.create(instrument=convention, requested_by=secretariat).pk for _ in range(10)]
    now = timezone.now()

    def take_all() -> list[bool]:
        return [Rendition.objects.take(pk, now) for pk in made]

    first, second = at_once([take_all, take_all])

    assert [one + other for one, other in zip(first, second, strict=True)] == [1] * len(made)
    assert set(Rendition.objects.values_list("attempts", flat=True)) == {1}


def test_an_abandoned_rendition_is_offered_again_once(convention: Instrument, secretariat: User) -> None:
    now = timezone.now()
    lease = now - timedelta(seconds=1)
    state = Rendition.State.RUNNING
    one = Rendition.objects.create(instrument=convention, requested_by=secretariat, state=state, lease_until=lease)

    offered = at_once([partial(Rendition.objects.offer_again, one.pk, now)] * 2)

    assert sorted(offered) == [False, True]


def test_two_requests_at_once_are_two_renditions(convention: Instrument, secretariat: User) -> None:
    order = Order(convention, format=Rendition.Format.TXT)
    asked = at_once([partial(request_rendition, order=order, person=secretariat)] * 2)
    assert len({rendition.pk for rendition in asked}) == 2
    assert set(Rendition.objects.values_list("state", flat=True)) == {Rendition.State.DONE}
