"""A round's programme as people read it: day by day, with the parts and chapters that are discussed."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse

from consultations.arranging import divisions_discussed
from consultations.models import ProgrammeItem, Round


@dataclass(frozen=True)
class Line:
    """`chapter` names the part or chapter where the words do not name it themselves, `address` leads to its text."""

    item: ProgrammeItem
    chapter: str = ""
    address: str = ""


def programme_of(round: Round) -> list[tuple[date, list[Line]]]:
    """The days that have lines, each with these. One query; where a line names a chapter one more, and one for each
    document of the round.
    """
    items = list(ProgrammeItem.objects.of_round(round))
    found = {}
    if any(item.division_id for item in items):
        for edition, line in divisions_discussed(round):
            address = reverse("drafts:instrument", kwargs={"slug": edition.instrument.slug})
            found[line.division.pk] = (line.title, f"{address}?edition={edition.slug}")

    def told(item: ProgrammeItem) -> Line:
        title, address = found.get(item.division_id, ("", "")) if item.division_id else ("", "")
        return Line(item, title if title != item.words else "", address)

    return [(day, [told(item) for item in of_day]) for day, of_day in groupby(items, key=lambda item: item.day)]
