"""Letters: written into the outbox in the transaction of the act that they tell of, sent later by the worker.

The words are made at once from `templates/emails/<kind>.<language>.txt`, whose first line is the subject; so what the
secretariat reads in the outbox is what is sent, and a letter says what was true when the act happened.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from consultations.models import Notice, Round

ALWAYS_AT_ONCE = frozenset({Notice.Kind.RECEIPT, Notice.Kind.INVITATION})  # whatever a person has chosen


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
    the act is tried. Who has chosen no letters gets none, receipts and invitations apart. `link` is the path of the
    page that it is about; `context` what the template needs beside `person`, `round` and `link`.
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
        if kind in ALWAYS_AT_ONCE or person.notice_rhythm != person.Notices.NONE
    ]
    Notice.objects.bulk_create(letters, ignore_conflicts=True)


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
    letter = compose(kind=kind, key=key, address=address, language=language, round=round, link=link, context=context)
    Notice.objects.bulk_create([letter], ignore_conflicts=True)


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
    shown = {**(context or {}), "person": person, "round": round, "link": link}
    with translation.override(language):
        written = render_to_string(f"emails/{kind}.{language}.txt", shown)
    subject, _, words = written.strip().partition("\n")
    return Notice(
        kind=kind,
        key=key,
        recipient=person,
        address=address,
        language=language,
        round=round,
        subject=subject.strip(),
        words=words.strip() + "\n",
        link=link,
    )
