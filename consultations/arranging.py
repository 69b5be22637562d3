"""What belongs to a round besides its dates and windows: its guests, its documents, its programme, and the deadlines
for late comments and registrations.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from consultations.convening import CannotConvene, locked_for_change
from consultations.models import (
    Delegation,
    FurtherDocument,
    Organisation,
    Position,
    ProgrammeItem,
    Round,
    Statement,
)
from drafts.consolidating import divisions_of
from drafts.models import Division, Edition


def invite(*, round: Round, organisations: list[Organisation]) -> list[Delegation]:
    """Make each organisation a delegation of the round; those already invited stay as they are."""
    Delegation.objects.bulk_create(
        [Delegation(round=round, organisation=organisation) for organisation in organisations], ignore_conflicts=True
    )
    return list(round.delegations.select_related("organisation"))


def take_invitation_back(*, round: Round, organisation: Organisation) -> None:
    """The organisation is no delegation of the round any more. Raises CannotConvene where it is none, once it has
    taken part in any way (a draft, a registration, a position: all stay in the record), and in a closed round.
    """
    with transaction.atomic():
        locked = locked_for_change(round)
        delegation = Delegation.objects.filter(round=locked, organisation=organisation).first()
        if delegation is None:
            raise CannotConvene(f"{organisation} is not invited.")
        spoken = Statement.objects.filter(round=locked, organisation=organisation)
        stood = Position.objects.filter(comment__round=locked, organisation=organisation)
        if spoken.exists() or stood.exists():
            raise CannotConvene(f"{organisation} has taken part in the round already.")
        try:
            with transaction.atomic():
                delegation.delete()
        except ProtectedError:  # drafts, comments, registrations
            raise CannotConvene(f"{organisation} has taken part in the round already.") from None


def add_document(*, round: Round, edition: Edition) -> FurtherDocument:
    """Put another document under discussion beside the round's own, such as draft rules of procedure. A paper may be
    tabled while the round runs. Raises CannotConvene for a second edition of one text, in a round that has no text of
    its own yet, and once the round has been closed.
    """
    with transaction.atomic():
        locked = locked_for_change(round)
        if locked.edition is None:
            raise CannotConvene("Choose the edition under discussion first, then the documents beside it.")
        if any(document.instrument_id == edition.instrument_id for document in locked.documents):
            raise CannotConvene(f"{edition.instrument} is under discussion already; of one text there is one edition.")
        return FurtherDocument.objects.create(round=locked, edition=edition, position=len(locked.documents))


def remove_document(*, round: Round, edition: Edition) -> None:
    """Take a further document off the table. Raises CannotConvene once the round is open: delegations rely on it."""
    with transaction.atomic():
        locked = Round.objects.select_for_update().get(pk=round.pk)
        if locked.opened_at and locked.opened_at <= timezone.now():
            raise CannotConvene("The round has been opened: what is under discussion stays.")
        FurtherDocument.objects.filter(round=locked, edition=edition).delete()


def add_to_programme(
    *, round: Round, day: date, words: str, begins_at: time | None = None, division: Division | None = None
) -> ProgrammeItem:
    """Add a line to the programme; `division` is the part or chapter that is discussed. Raises CannotConvene for a day
    outside the round, and for a division that no document of the round has.
    """
    if not round.starts_on <= day <= round.ends_on:
        raise CannotConvene("The programme is for days of the round.")
    if division is not None and division.pk not in {line.division.pk for _, line in divisions_discussed(round)}:
        raise CannotConvene(f"{division} is not under discussion in this round.")
    return ProgrammeItem.objects.create(round=round, day=day, words=words, begins_at=begins_at, division=division)


def divisions_discussed(round: Round) -> list[tuple[Edition, Any]]:
    """Parts and chapters of every document of the round, each with its edition. One query a document, and one."""
    return [
        (edition, line)
        for edition in round.documents
        for line in divisions_of(edition, edition.instrument.original_language)
    ]


@dataclass(frozen=True)
class Deadlines:
    """The first instants that are too late: for late comments, for a registration, for one of a person who needs a
    visa. None: no late comment is taken, nobody registers too late.
    """

    late_until: datetime | None = None
    registration: datetime | None = None
    with_visa: datetime | None = None


def set_deadlines(*, round: Round, deadlines: Deadlines) -> Round:
    """Lay all three down. Raises CannotConvene for late comments that would end before the last window does, for people
    with a visa who would have longer than others, a registration that closes after the round, and in a closed round.
    """
    late, last, visa = deadlines.late_until, deadlines.registration, deadlines.with_visa
    with transaction.atomic():
        locked = locked_for_change(round)
        closing = locked.last_closing()
        if late and closing is None:
            raise CannotConvene("Lay down a window for comments first; a late comment comes after it.")
        if late and closing and late <= closing:
            raise CannotConvene("Late comments come after the last window; name a later instant.")
        if visa and (last is None or visa > last):
            raise CannotConvene("People who need a visa register before the others: name a deadline for all after it.")
        if last and last.astimezone(locked.zone).date() > locked.ends_on:
            raise CannotConvene("Registration would close after the round has ended.")
        locked.late_until, locked.registration_closes_at, locked.visa_registration_closes_at = late, last, visa
        locked.save(update_fields=["late_until", "registration_closes_at", "visa_registration_closes_at"])
    return locked
