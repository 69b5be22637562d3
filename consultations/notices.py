"""Letters: written into the outbox in the transaction of the act that they tell of, sent later by the worker.

The words are made at once from `templates/emails/<kind>.<language>.txt`, whose first line is the subject; so what the
secretariat reads in the outbox is what is sent, and a letter says what was true when the act happened.

What a letter may say: no more than its recipient may read in the portal at that moment, and, because the secretariat
reads the outbox, nothing that the secretariat may not read. So a letter names a comment by number and place and leads
to its page; it never quotes a comment's reasoning or proposed wording. Sealed words cannot leave by mail that way.

Templates are plain text, nothing in them is escaped. They have `person`, `round`, `link` (a whole address, with the
host), `site` (the host's part, to put before another path) and what the act gives.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from consultations.letterhead import written
from consultations.models import Notice, Round
from consultations.tasks import WANTED, send_letters
from mla_portal.asking import is_first_to_ask

ALWAYS_AT_ONCE = frozenset(Notice.ALWAYS_AT_ONCE)


def notify(
    *,
    kind: Notice.Kind,
    key: str,
    people: Iterable[Any],
    round: Round | None = None,
    link: str = "",
    context: Mapping[str, Any] | None = None,
) -> None:
    """Put a letter to each person into the outbox, in that person's language.

    `key` names the event, such as "receipt:412": a letter of this key to this address is written once, however often
    the act is tried. Who has chosen no letters gets none, receipts and invitations apart; whose account is closed gets
    none at all. `link` is the path of the page that it is about; `context` what the template needs beside `person`,
    `round` and `link`.
    """
    letters = [
        compose(
            kind=kind,
            key=key,
            address=person.email,
            language=person.language,
            person=person,
            round=round,
            link=link,
            context=context,
        )
        for person in people
        if person.is_active and (kind in ALWAYS_AT_ONCE or person.notice_rhythm != person.Notices.NONE)
    ]
    _put_in(letters)


def write_to(
    *,
    kind: Notice.Kind,
    key: str,
    address: str,
    language: str = "en",
    round: Round | None = None,
    link: str = "",
    context: Mapping[str, Any] | None = None,
) -> None:
    """The same to an address that has no account yet."""
    _put_in([compose(kind=kind, key=key, address=address, language=language, round=round, link=link, context=context)])


def _put_in(letters: list[Notice]) -> None:
    if letters:
        Notice.objects.bulk_create(letters, ignore_conflicts=True)
        transaction.on_commit(wake_the_worker, robust=True)


def wake_the_worker() -> None:
    """Ask for the letters to be sent now. One request is enough for all that are written until the worker takes it
    up; one that is lost costs a minute, because `send_letters --loop` looks by itself.
    """
    if is_first_to_ask(WANTED, 60):
        send_letters.enqueue()


def compose(
    *,
    kind: Notice.Kind,
    key: str,
    address: str,
    language: str,
    person: Any = None,
    round: Round | None = None,
    link: str = "",
    context: Mapping[str, Any] | None = None,
) -> Notice:
    """A letter, not yet put in. Raises TemplateDoesNotExist for a kind without words in that language."""
    site = settings.BASE_URL
    shown = {**(context or {}), "person": person, "round": round, "link": link and site + link, "site": site}
    subject, _, words = written(f"{kind}.{language}.txt", language, shown).partition("\n")
    return Notice(
        kind=kind,
        key=key,
        recipient=person,
        address=address,
        language=language,
        round=round,
        subject=" ".join(subject.split())[:300],
        words=words.strip() + "\n",
        link=link,
    )
