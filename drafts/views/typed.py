"""What pages send: the editor's fields, and numbers."""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from drafts.amending import Proposal


@dataclass(frozen=True)
class Typed:
    """What is in the editor's fields."""

    heading: str
    source: str
    reason: str
    base: int
    nature: str = ""
    grounds: tuple[int, ...] = ()
    against: str = ""  # what the preview's changes are shown against: the base, or "edition" for the last edition

    @property
    def proposal(self) -> Proposal:
        return Proposal(self.heading, self.source, self.base)


LONGEST_NUMBER = 18  # digits: what a column of the database takes


def number_in(said: str) -> int | None:
    """The whole number that an address or a form says, None where that is none or longer than any that is kept."""
    return int(said) if said.isdecimal() and len(said) <= LONGEST_NUMBER else None


def keys_in(sent: QueryDict) -> tuple[int, ...]:
    """The comments that are named as what the change answers; what is no number is left out."""
    return tuple(key for said in sent.getlist("grounds") if (key := number_in(said)) is not None)


def seen_in(request: HttpRequest) -> int | None:
    """What the page showed as the latest, when its button was pressed; None where the form does not say."""
    return number_in(request.POST.get("seen", ""))


def typed_in(request: HttpRequest) -> Typed:
    """The fields of the editor's form; numbers that are none count as 0."""
    posted = request.POST
    return Typed(
        heading=posted.get("heading", ""),
        source=posted.get("source", "").replace("\r\n", "\n"),
        reason=posted.get("reason", ""),
        base=number_in(posted.get("base", "")) or 0,
        nature=posted.get("nature", ""),
        grounds=keys_in(posted),
        against=posted.get("against", ""),
    )
