"""Letters for the tests: about a new edition, because those words belong to no act."""

from typing import Any

from consultations.models import Notice
from consultations.notices import notify, write_to
from drafts.models import Edition

Kind, State = Notice.Kind, Notice.State


def letters_to(people: list[Any], edition: Edition, key: str = "edition:1", kind: Notice.Kind = Kind.EDITION) -> Any:
    """A letter to each of them, the rows in the order of the addresses."""
    context = {"edition": edition, "instrument": edition.instrument, "earlier": None}
    notify(kind=kind, key=key, people=people, link=edition.get_absolute_url(), context=context)
    return Notice.objects.of_key(key).order_by("address")


def letter_to_address(address: str, edition: Edition, key: str = "edition:1") -> Notice:
    context = {"edition": edition, "instrument": edition.instrument}
    write_to(kind=Kind.EDITION, key=key, address=address, link=edition.get_absolute_url(), context=context)
    return Notice.objects.get(address=address, key=key)
