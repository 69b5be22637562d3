"""What an editor's page sends."""

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


def keys_in(sent: QueryDict) -> tuple[int, ...]:
    """The comments that are named as what the change answers; what is no number is left out."""
    return tuple(int(key) for key in sent.getlist("grounds") if key.isdecimal() and len(key) < 19)


def typed_in(request: HttpRequest) -> Typed:
    """The fields of the editor's form; numbers that are none count as 0."""
    posted = request.POST
    base = posted.get("base", "")
    return Typed(
        heading=posted.get("heading", ""),
        source=posted.get("source", "").replace("\r\n", "\n"),
        reason=posted.get("reason", ""),
        base=int(base) if base.isdecimal() else 0,
        nature=posted.get("nature", ""),
        grounds=keys_in(posted),
        against=posted.get("against", ""),
    )
