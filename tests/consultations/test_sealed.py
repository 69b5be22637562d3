"""Nothing of a sealed comment gets out, in words or in numbers.

The whole site is walked twice by everybody who must not know of a comment: without it, and with it. Every answer must
be the same, so that a count, an order, a page number or an ETag that the comment changes is found as well as its words.
Addresses are taken from the site itself, and arguments are guessed: pages that are added later are walked too.
"""

import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from consultations import joining
from consultations.arranging import invite
from consultations.commenting import Target, begin_comment, submit_comment
from consultations.disposing import dispose_comment
from consultations.models import (
    Comment,
    Delegation,
    InternalRemark,
    Membership,
    Notice,
    Organisation,
    Position,
    Round,
)
from drafts.exporting import fulfil
from drafts.models import Article, Edition, Rendition
from drafts.orders import Order
from drafts.requesting import request_rendition
from mla_portal.accounts.models import User
from tests import access_stage
from tests.cast import clause_id, comment_by, person
from tests.test_access import patterns

SAID = "quillfeather"  # a word of the sealed comment that is searched for; every other mark is asserted on
MARKS = ["zeppelinish", "marmaladen", "Ottoline Brackwater", "CL-001", "gondolierly", "pumpernickled", "tarantellic"]
VOLATILE = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"|nonce-[\w+/=-]+|nonce="[^"]*"'
    r"|<dcterms:\w+ [^>]*>[^<]*"
    r"|\d+ (?:second|minute)s? ago|in \w+ (?:second|minute)s?"
)
NEW_ROW = re.compile(r"/(?:comments/\d+/(?=edit/)|exports/\d+/)")
MOST = 60  # combinations of guessed arguments for one address; above it the guesses must be chosen, not cut off


@dataclass
class Secret:
    """What was written: primary keys to guess, and the marks that nobody outside may find."""

    ids: set[int] = field(default_factory=set)
    checksum: str = ""


@pytest.fixture(autouse=True)
def _nothing_is_made(settings: Settings) -> None:
    """What a walk's posts ask the worker for is looked at in test_sealed_documents; making it takes minutes here."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": []}}


@pytest.fixture
def peru(conference: Round) -> Organisation:
    """A delegation that joins in what Chile writes."""
    peru = Organisation.objects.create(code="PE", name="Peru", kind=Organisation.Kind.STATE)
    person("third@test.example", "Focal point, Peru", "", peru, Membership.Role.FOCAL_POINT)
    invite(round=conference, organisations=[peru])
    return peru


@pytest.fixture
def author(delegate: User, chile: Organisation) -> User:
    return person("author@test.example", MARKS[2], "", chile, Membership.Role.EXPERT)


def written(conference: Round, author: User, article: Article, peru: Organisation, lead: User) -> Comment:
    """A joint draft of Chile's, on a paragraph, with everything that hangs on it."""
    comment = begin_comment(
        round=conference,
        delegation=Delegation.objects.get(round=conference, organisation__code="CL"),
        author=author,
        target=Target(article, clause_id(article)),
        reasoning=f"{MARKS[0]} {SAID}",
        proposed=f"1. Each {MARKS[1]} shall keep a lantern.",
    )
    comment = joining.speak_for_group(comment=comment, person=author, group=MARKS[4], excepted=[])
    joining.invite_sponsors(comment=comment, person=lead, organisations=[peru])
    third = User.objects.get(email="third@test.example")
    joining.join(comment=comment, person=third, organisation=peru, words_read=joining.words_of(comment))
    InternalRemark.objects.create(comment=comment, author=author, words=MARKS[5])
    return comment


def sealed(conference: Round, author: User, article: Article, peru: Organisation, lead: User, editor: User) -> Secret:
    """The same submitted, answered, withdrawn from by its sponsor, and compiled and told by the Core Group."""
    draft = written(conference, author, article, peru, lead)
    at = conference.comments_close_at - timedelta(minutes=5) if conference.comments_close_at else None
    comment = submit_comment(comment=draft, person=lead, at=min(at or timezone.now(), timezone.now()))
    third = User.objects.get(email="third@test.example")
    joining.stand_back(comment=comment, person=third, organisation=peru, words=MARKS[6])
    answer = dispose_comment(comment=comment, decision="noted", reason=MARKS[6], author=editor)
    assert conference.instrument
    kinds = Rendition.Variant
    of_text = Order(conference.instrument, conference.edition, format=Rendition.Format.TXT)
    orders = [
        replace(of_text, variant=kinds.COMPILATION),
        replace(of_text, variant=kinds.DISPOSITIONS),
        replace(of_text, variant=kinds.DELEGATION, organisation="CL"),
        replace(of_text, variant=kinds.STORY, edition=None, clause=comment.clause, audience="core"),
    ]
    renditions = [request_rendition(order=order, person=editor) for order in orders]
    for rendition in renditions:
        fulfil(rendition.pk)
    positions = Position.objects.values_list("pk", flat=True)
    return Secret({comment.pk, answer.pk, *positions, *(made.pk for made in renditions)}, comment.checksum)


# ---- the walk


def guesses(name: str, kind: str, known: dict[str, list[Any]], ids: set[int]) -> list[Any]:
    """What an argument of an address may be: by its name, else every number or every word that there is."""
    if name in known:
        return known[name]
    return sorted({*ids, 1, 2}) if kind == "IntConverter" else known["slug"] + known["label"]


def addresses(known: dict[str, list[Any]], ids: set[int]) -> Iterator[str]:
    for name, entry in patterns(get_resolver()):
        if entry.callback.__module__.split(".")[0] not in ("mla_portal", "drafts", "consultations"):
            continue
        converters = {key: type(one).__name__ for key, one in entry.pattern.converters.items()}
        offered = [guesses(key, kind, known, ids) for key, kind in converters.items()]
        guessed = list(itertools.product(*offered))
        assert len(guessed) <= MOST, f"{name}: say in `known` what its arguments may be"
        for values in guessed:
            try:
                yield reverse(name, kwargs=dict(zip(converters, values, strict=True)))
            except NoReverseMatch:
                continue


def content_of(response: Any) -> str:
    """The words of an answer; of a Word or Excel file those in its parts."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        body = "\n".join(_parts_of(body)).encode()
    return VOLATILE.sub("", body.decode(errors="replace"))


def _parts_of(packed: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(packed)) as parts:
        for name in sorted(parts.namelist()):
            content = parts.read(name)
            if content[:2] == b"PK":  # an office file in a bundle
                yield from _parts_of(content)
            yield content.decode(errors="replace")


def walk(client: Client, known: dict[str, list[Any]], ids: set[int]) -> dict[str, tuple[Any, ...]]:
    """Every address × three ways to ask -> status, where to, ETag, words. What an answer changes is undone."""
    filters = f"?page=2&q={SAID}&organisation=cl&article=1&state=submitted&kind=substance&answered=yes"
    found: dict[str, tuple[Any, ...]] = {}
    cache.clear()  # limits on guessing count the walk before this one
    client.cookies.pop("messages", None)  # its last post said something that the next page shows
    for address in dict.fromkeys(addresses(known, ids)):
        ways: list[tuple[str, str, dict[str, str]]] = [
            ("GET", "", {}),
            ("GET", filters, {"HX-Request": "true"}),
            ("GET", f"?q={SAID}&format=xlsx&state=draft", {"X-Requested-With": "fetch"}),
            ("POST", "", {"HX-Request": "true"}),
        ]
        for method, query, headers in ways:
            with transaction.atomic():
                response = client.generic(method, f"{address}{query}", headers=headers)
                words = content_of(response)
                transaction.set_rollback(True)
            # A row made by the request has the next key of the whole portal, drafts of all rounds included: what that
            # tells is known and left; whatever else stands in the address is compared.
            leads = NEW_ROW.sub("/…/", response.headers.get("Location", "")) if method == "POST" else ""
            told = leads or response.headers.get("Location", ""), response.headers.get("ETag", "")
            found[f"{method} {address}{query}"] = (response.status_code, *told, words)
    return found


@pytest.fixture
def known(
    article: Article, edition: Edition, conference: Round, neighbour: User, expert: User, secretariat: User
) -> dict[str, list[Any]]:
    """What everybody knows of: names in addresses; and a row of each kind that pages are about, to be guessed."""
    rows = (
        access_stage.of_conclusions(conference, secretariat),
        access_stage.of_documents(conference, secretariat),
        access_stage.of_participants(conference, expert, secretariat),
        access_stage.of_letters(neighbour, edition),
        access_stage.of_renumbering(access_stage.renumbered(article.instrument, secretariat)),
    )
    keys: dict[str, list[Any]] = {}
    for kwargs in (kwargs for row in rows for kwargs in row.values()):
        for name, value in kwargs.items():
            keys.setdefault(name, [])
            keys[name] += [value] if value not in keys[name] else []
    return {
        **keys,
        "slug": [conference.slug, article.instrument.slug],
        "label": [article.slug],
        "edition": [edition.slug],
        "code": ["cl", "ke"],
        "clause": [clause_id(article), clause_id(article, 1)],
        "older": [1, edition.slug],
        "newer": [2, "working"],
        "number": [1],
    }


def state_of(conference: Round, disclosure: str, *, ended: bool) -> Round:
    conference.disclosure = disclosure
    if ended:
        conference.opened_at = timezone.now() - timedelta(days=2)
        conference.comments_close_at = timezone.now() - timedelta(hours=1)
    conference.save()
    return conference


OUTSIDE = [
    ("anonymous", Round.Disclosure.PARTICIPANTS, True),
    ("outsider", Round.Disclosure.PARTICIPANTS, True),
    ("observer", Round.Disclosure.CORE_GROUP, True),
    ("neighbour", Round.Disclosure.PARTICIPANTS, False),
    ("neighbour", Round.Disclosure.PUBLIC, False),
]


@pytest.mark.parametrize(("who", "disclosure", "ended"), OUTSIDE)
def test_a_sealed_comment_changes_no_answer_to_those_outside(
    request: pytest.FixtureRequest,
    conference: Round,
    article: Article,
    known: dict[str, list[Any]],
    author: User,
    delegate: User,
    editor: User,
    peru: Organisation,
    who: str,
    disclosure: str,
    ended: bool,
) -> None:
    own = comment_by(request.getfixturevalue("neighbour"), conference, submit=True)
    state_of(conference, disclosure, ended=ended)
    client = Client()
    if who != "anonymous":
        client.force_login(request.getfixturevalue(who))
    ids = {own.pk, own.pk + 1, own.pk + 2}
    letters_there = known["letter"]
    with transaction.atomic():
        secret = sealed(conference, author, article, peru, delegate, editor)
        written(conference, author, article, peru, delegate)
        ids |= secret.ids
        known["letter"] = [*letters_there, *Notice.objects.order_by("-pk").values_list("pk", flat=True)[:6]]
        after = walk(client, known, ids)
        letters = _letters_to_others(author)
        transaction.set_rollback(True)
    before = walk(client, known, ids)
    marks = [*MARKS, secret.checksum]
    assert {address: mark for address, told in after.items() for mark in marks if mark in str(told)} == {}
    assert not [mark for mark in marks if mark in letters]
    assert _different(before, after) == []
    assert sum(told[0] == 200 for told in after.values()) > (10 if who == "anonymous" else 60) or who == "anonymous"


@pytest.mark.parametrize("who", ["editor", "secretariat", "neighbour"])
def test_a_draft_changes_no_answer_to_anybody_outside_the_delegation(
    request: pytest.FixtureRequest,
    conference: Round,
    article: Article,
    known: dict[str, list[Any]],
    author: User,
    delegate: User,
    peru: Organisation,
    who: str,
) -> None:
    own = comment_by(request.getfixturevalue("neighbour"), conference, submit=True)
    state_of(conference, Round.Disclosure.AT_ONCE, ended=False)
    client = Client()
    client.force_login(request.getfixturevalue(who))
    with transaction.atomic():
        draft = written(conference, author, article, peru, delegate)
        ids = {own.pk, draft.pk}
        known["letter"] += list(Notice.objects.order_by("-pk").values_list("pk", flat=True)[:6])
        after = walk(client, known, ids)
        transaction.set_rollback(True)
    before = walk(client, known, ids)
    reached = {address.split("/")[1] for address, told in after.items() if told[0] == 200}
    assert reached >= ({"rounds", "instruments", "outbox"} if who == "secretariat" else {"rounds", "instruments"})
    sight = [f"/rounds/{conference.slug}/conclusions/{known['conclusion'][0]}/", "/invitations/"]
    assert who != "editor" or all(any(part in address for address in after) for part in sight)
    marks = [mark for mark in MARKS if mark != author.name]  # the Core Group knows who belongs to a delegation
    assert {address: mark for address, told in after.items() for mark in marks if mark in str(told)} == {}
    assert _different(before, after) == []


READERS = [
    ("editor", Round.Disclosure.CORE_GROUP, False),
    ("secretariat", Round.Disclosure.CORE_GROUP, False),
    ("delegate", Round.Disclosure.CORE_GROUP, False),
    ("neighbour", Round.Disclosure.AT_ONCE, False),
    ("neighbour", Round.Disclosure.PARTICIPANTS, True),
    ("observer", Round.Disclosure.PUBLIC, True),
    ("outsider", Round.Disclosure.PUBLIC, True),
    ("anonymous", Round.Disclosure.PUBLIC, True),
]


@pytest.mark.parametrize(("who", "disclosure", "ended"), READERS)
def test_the_same_marks_are_found_by_those_who_may(
    request: pytest.FixtureRequest,
    conference: Round,
    article: Article,
    author: User,
    delegate: User,
    editor: User,
    peru: Organisation,
    who: str,
    disclosure: str,
    ended: bool,
) -> None:
    state_of(conference, disclosure, ended=ended)
    sealed(conference, author, article, peru, delegate, editor)
    comment = Comment.objects.submitted().get()
    client = Client()
    person = None if who == "anonymous" else request.getfixturevalue(who)
    if person:
        client.force_login(person)
    listed, told = reverse("consultations:comments", kwargs={"slug": conference.slug}), comment.get_absolute_url()
    if disclosure == Round.Disclosure.PUBLIC:
        listed = reverse("consultations:public_comments", kwargs={"slug": conference.slug})
    wanted = [MARKS[0], MARKS[1], MARKS[3], MARKS[4]]
    page = client.get(listed).content.decode()
    if person:
        page += client.get(told).content.decode()
    assert [mark for mark in wanted if mark not in page] == []
    assert MARKS[5] not in page or who == "delegate", "remarks stay inside"


def test_a_sealed_round_is_no_public_one(client: Client, conference: Round) -> None:
    address = reverse("consultations:public_comments", kwargs={"slug": conference.slug})
    for disclosure, ended in itertools.product(Round.Disclosure, (False, True)):
        state_of(conference, disclosure, ended=ended)
        expected = 200 if disclosure == Round.Disclosure.PUBLIC and ended else 404
        assert client.get(address).status_code == expected
        conference.comments_close_at = timezone.now() + timedelta(days=1)


def _letters_to_others(author: User) -> str:
    """Every letter in the outbox that goes to nobody of Chile, of the invited delegation, or of the Core Group."""
    inside = {"CL", "PE"}
    letters = [
        notice
        for notice in Notice.objects.select_related("recipient")
        if notice.recipient is None or not (notice.recipient.is_core or inside & set(_codes(notice.recipient)))
    ]
    return "\n".join(f"{letter.subject} {letter.words} {letter.link}" for letter in letters)


def _codes(person: User) -> list[str]:
    return list(Membership.objects.current().filter(person=person).values_list("organisation__code", flat=True))


def _different(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [
        f"{address}: {_first_difference(told, after[address])}"
        for address, told in before.items()
        if told != after[address]
    ]


def _first_difference(one: tuple[Any, ...], other: tuple[Any, ...]) -> str:
    if one[:3] != other[:3]:
        return f"{one[:3]} / {other[:3]}"
    place = next(
        (place for place, (a, b) in enumerate(zip(one[3], other[3], strict=False)) if a != b),
        min(len(one[3]), len(other[3])),
    )
    return f"…{one[3][max(0, place - 60) : place + 80]}… / …{other[3][max(0, place - 60) : place + 80]}…"
