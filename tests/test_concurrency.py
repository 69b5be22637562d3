"""Many people at the same instant: what was acknowledged stands in the record, and everybody is answered."""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import groupby, pairwise
from threading import Barrier, Event
from time import sleep

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from consultations.arranging import invite
from consultations.commenting import TooLate, submit_comment
from consultations.convening import CannotConvene, Ends, close_round, move_window
from consultations.models import Comment, Membership, Organisation, Round
from drafts.amending import Collision, Proposal, Saved, save_text
from drafts.exporting import fulfil
from drafts.importing import import_text
from drafts.models import Article, Clause, Edition, EditionText, Instrument, Rendition, Text
from drafts.models.articles import Version
from drafts.orders import Order
from drafts.publishing import publish_edition, recomputed_checksum
from drafts.requesting import cancel_rendition, request_rendition
from drafts.text import grammar
from mla_portal.accounts.models import User
from tests.cast import comment_by, person
from tests.crowd import PATIENCE, at_once

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 16
SAVES = 20
MIXTURE = [(True, False)] * 5 + [(False, True), (True, True)]  # own clause, shared clause
SHARED = "The keepers agree on the word harbour and on nothing else."


@dataclass(frozen=True)
class Attempt:
    """One save that a writer tried: `token` ends the writer's own clause, stands in the shared one, or both."""

    writer: int
    base: int
    token: str
    own: bool
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
            # Of one and the same version, all change first their own clause, then the same word.
            own, shared = [(True, False), (False, True)][turn] if turn < 2 else dice.choice(MIXTURE)
            self._save(turn, own, shared)
        return self.attempts

    def _save(self, turn: int, own: bool, shared: bool) -> None:
        current = Text.objects.get(article=self.article, language="en")
        if turn < 2:
            self.together.wait(PATIENCE)
        token = f"w{self.number}s{turn}"
        blocks = current.clauses()
        if own:
            blocks[self.number].text += f" {token}"
        if shared:
            blocks[-1].text = SHARED.replace("harbour", token)
        reason = f"{self.author.name} puts in {token}."
        outcome = save_text(
            article=self.article,
            language="en",
            proposal=Proposal(current.heading, grammar.source_of(blocks), current.number),
            author=self.author,
            reason=reason,
        )
        assert isinstance(outcome, Saved | Collision)
        assert isinstance(outcome, Saved) or shared, "only the shared word can collide"
        number = outcome.version.number if isinstance(outcome, Saved) else None
        merged = isinstance(outcome, Saved) and bool(outcome.merged_with)
        self.attempts.append(Attempt(self.number, current.number, token, own, shared, reason, number, merged))
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
    clauses = [f"{n}. Writer {n} tends the lamp.\n" for n in range(1, WRITERS + 1)]
    clauses.append(f"{WRITERS + 1}. {SHARED}\n")
    instrument = _instrument("\n".join(["Article 1\nLamps\n", *clauses]), author)
    return Article.objects.select_related("instrument").get(instrument=instrument, slug="1")


def _words(version: Version) -> list[str]:
    return [block["text"] for block in version.blocks]


def test_sixteen_writers_on_one_article_lose_nothing() -> None:
    """The history is exactly the acknowledged saves: each version is the one before it with one edit applied."""
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

    history = list(Version.objects.filter(article=article).order_by("number"))
    assert [version.number for version in history] == list(range(1, len(acknowledged) + 2))
    ids = [block["id"] for block in history[0].blocks]
    by_number = {version.number: _words(version) for version in history}
    for before, version in pairwise(history):
        attempt = acknowledged[version.number]
        assert version.history_user_id == people[attempt.writer].pk
        assert version.history_change_reason == attempt.reason
        expected = _words(before)
        if attempt.shared:
            assert expected[-1] == by_number[attempt.base][-1], "somebody's word was overwritten unseen"
            expected[-1] = SHARED.replace("harbour", attempt.token)
        if attempt.own:
            expected[attempt.writer] += f" {attempt.token}"
        assert _words(version) == expected
        assert [block["id"] for block in version.blocks] == ids
    current = Text.objects.get(article=article, language="en")
    assert (current.number, current.blocks) == (history[-1].number, history[-1].blocks)
    assert set(Clause.objects.filter(article=article).values_list("pk", flat=True)) == set(ids)


def test_sixteen_writers_on_sixteen_articles_save_every_time() -> None:
    people = _people(WRITERS)
    lamps = [f"Article {n}\nLamp {n}\n\nThe lamp burns.\n" for n in range(1, WRITERS + 1)]
    instrument = _instrument("\n".join(lamps), people[0])
    articles = list(instrument.articles.select_related("instrument").filter(kind=Article.Kind.ARTICLE))
    pairs = list(zip(articles, people, strict=True))

    def write(article: Article, author: User) -> int:
        saved = 0
        for turn in range(2, 7):
            proposal = Proposal("Lamp", f"The lamp burns. Save {turn} by {author.name}.", turn - 1)
            act = partial(save_text, article=article, language="en", author=author)
            saved += isinstance(act(proposal=proposal, reason=str(turn)), Saved)
        return saved

    saved = at_once([partial(write, article, author) for article, author in pairs])

    assert saved == [5] * WRITERS, "80 of 80"
    for article, author in pairs:
        history = list(Version.objects.filter(article=article).order_by("number"))[1:]
        assert [(v.number, v.history_user, v.history_change_reason) for v in history] == [
            (turn, author, str(turn)) for turn in range(2, 7)
        ]
        expected = [[f"The lamp burns. Save {turn} by {author.name}."] for turn in range(2, 7)]
        assert [_words(version) for version in history] == expected


CLIENTS = 32
COMMENTS_EACH = 7


def _clients(round: Round) -> list[tuple[User, list[Comment]]]:
    """Focal points of further delegations, each with drafts ready to be handed in."""
    made = []
    for number in range(CLIENTS):
        state = Organisation.Kind.STATE
        organisation = Organisation.objects.create(code=f"X{number}", name=f"State {number}", kind=state)
        invite(round=round, organisations=[organisation])
        role = Membership.Role.FOCAL_POINT
        author = person(f"client{number}@test.example", f"Focal point {number}", "", organisation, role)
        made.append((author, [comment_by(author, round) for _ in range(COMMENTS_EACH)]))
    return made


@dataclass
class Window:
    """What the clients and the one who shuts the window tell each other."""

    is_in_use: Event = field(default_factory=Event)
    is_shut: Event = field(default_factory=Event)


def _submit_until_late(author: User, comments: list[Comment], window: Window) -> Counter[str]:
    """Submit all; the last when the window is surely shut, so that one is late however fast the machine is."""
    outcomes: Counter[str] = Counter()
    for place, comment in enumerate(comments):
        if place == 1:
            window.is_in_use.set()
        if place == COMMENTS_EACH - 1:
            assert window.is_shut.wait(PATIENCE)
        try:
            submit_comment(comment=comment, person=author)
            outcomes["submitted"] += 1
        except TooLate:
            outcomes["late"] += 1
    return outcomes


def _move_to_an_end_soon(round: Round, secretariat: User) -> None:
    """The window is moved while its delegations submit; back when the new end has passed."""
    for soon in (0.2, 2, 20):  # a busy machine may hold the row for longer than the first
        end = timezone.now() + timedelta(seconds=soon)
        ends = Ends(end - timedelta(days=3), end)
        with suppress(CannotConvene):
            move_window(round=round, ends=ends, reason="The hall is needed.", person=secretariat)
            break
    while timezone.now() < end:
        sleep(0.01)


def by_delegation(comments: list[Comment]) -> list[list[Comment]]:
    """Sorted by delegation already."""
    return [list(theirs) for _, theirs in groupby(comments, key=lambda comment: comment.delegation_id)]


@pytest.mark.parametrize("how", ["by the secretariat", "by the clock", "by moving it"])
def test_submissions_in_the_windows_last_instant(how: str, conference: Round, secretariat: User) -> None:
    """Each comment is in, numbered and before the end, or late and still a draft. There is no third state."""
    clients = _clients(conference)
    window = Window()

    def shut() -> Counter[str]:
        if how == "by the secretariat":
            assert window.is_in_use.wait(PATIENCE)
            close_round(round=conference, person=secretariat)
        elif how == "by moving it":
            assert window.is_in_use.wait(PATIENCE)
            _move_to_an_end_soon(conference, secretariat)
        else:
            with transaction.atomic():  # the clock is read once the row is held: nobody submits by an older window
                locked = Round.objects.select_for_update().get(pk=conference.pk)
                locked.comments_close_at = end = timezone.now() + timedelta(seconds=0.1)
                locked.save(update_fields=["comments_close_at"])
            while timezone.now() < end:
                sleep(0.01)
        window.is_shut.set()
        return Counter()

    hands: list[Callable[[], Counter[str]]] = [
        partial(_submit_until_late, author, comments, window) for author, comments in clients
    ]
    outcomes = sum(at_once([*hands, shut]), Counter())

    round = Round.objects.get(pk=conference.pk)
    end = round.closed_at or round.comments_close_at
    assert end is not None
    assert outcomes.total() == CLIENTS * COMMENTS_EACH
    assert outcomes["late"] >= CLIENTS
    comments = Comment.objects.in_round(round)
    submitted = list(comments.submitted().order_by("delegation", "number"))
    assert len(submitted) == outcomes["submitted"]
    assert all(comment.submitted_at and comment.submitted_at < end for comment in submitted)
    for theirs in by_delegation(submitted):
        assert [comment.number for comment in theirs] == list(range(1, len(theirs) + 1))
        instants = [comment.submitted_at for comment in theirs if comment.submitted_at]
        assert instants == sorted(instants), "a later number is a later submission"
    late = comments.drafts()
    assert late.count() == outcomes["late"]
    assert all(comment.reasoning and not comment.checksum for comment in late)


def test_an_edition_published_while_editors_save(convention: Instrument, secretariat: User) -> None:
    """It pins versions that were current at one instant, its checksum is theirs, and nobody waits in vain."""
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
            act = partial(save_text, article=article, language="en", author=author)
            saved += isinstance(act(proposal=proposal, reason="Racing."), Saved)
        return saved

    def publish() -> int:
        for number in range(1, 5):
            act = partial(publish_edition, instrument=convention, author=secretariat)
            act(label=f"Draft {number}", symbol=f"LAN/{number}")
        return 0

    acts: list[Callable[[], int]] = [*(partial(write, author) for author in people), publish]
    saved = sum(at_once(acts))

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
        assert all(row.version.history_date <= edition.issued_at for row in pinned)
        for row in pinned:
            later = Version.objects.filter(article=row.article_id, number=row.version.number + 1).first()
            assert later is None or later.history_date > edition.issued_at, "pinned what was superseded"
        assert all(before.get(pk, 0) <= number for pk, number in numbers.items()), "behind an earlier one"
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
    one = Rendition.objects.create(
        instrument=convention,
        requested_by=secretariat,
        state=Rendition.State.RUNNING,
        lease_until=now - timedelta(seconds=1),
    )

    offered = at_once([partial(Rendition.objects.offer_again, one.pk, now)] * 2)

    assert sorted(offered) == [False, True]


def test_a_button_pressed_twice_at_the_same_instant_makes_one_rendition(
    convention: Instrument, secretariat: User, settings: Settings
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": []}}
    order = Order(convention, format=Rendition.Format.TXT)
    asked = at_once([partial(request_rendition, order=order, person=secretariat)] * 4)
    assert {rendition.pk for rendition in asked} == {Rendition.objects.get().pk}


def test_a_file_that_is_called_off_in_the_instant_it_is_ready_is_one_or_the_other(
    convention: Instrument, secretariat: User, settings: Settings
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": []}}
    for number in range(10):
        order = Order(convention, format=Rendition.Format.TXT, occasion=str(number))
        one = request_rendition(order=order, person=secretariat)

        def make(one: Rendition = one) -> bool:
            fulfil(one.pk)
            return False

        def call_off(one: Rendition = one, pause: float = number / 200) -> bool:
            sleep(pause)
            return cancel_rendition(rendition=one)

        _, was_called_off = at_once([make, call_off])

        one.refresh_from_db()
        assert one.state == (Rendition.State.CANCELLED if was_called_off else Rendition.State.DONE)
        assert bool(one.file) == one.file.storage.exists(one.stored_as(1)) == (not was_called_off)
