"""The rhythm of letters: what each person chooses, the daily summary, and what nobody wants any more."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from consultations.models import Notice
from consultations.notices import compose, wake_the_worker
from mla_portal.accounts.models import User

NOT_WANTED = "The person has chosen no letters, or their account is closed."


def choose_letters(*, person: User, rhythm: str, language: str) -> None:
    """How often a person has letters, and in which language those are that will be written. What still waits follows:
    with “none” it is discarded, receipts and invitations apart; with “at once” it is sent now."""
    with transaction.atomic():
        person.notice_rhythm, person.language = rhythm, language
        person.save(update_fields=["notice_rhythm", "language"])
        discard_unwanted()
        transaction.on_commit(wake_the_worker, robust=True)


def discard_unwanted() -> int:
    """Discard what waits for people who have chosen no letters since it was written, or have left; how many."""
    return Notice.objects.unwanted().update(state=Notice.State.DISCARDED, failure=NOT_WANTED)


def summary_instant(now: datetime) -> datetime:
    """The last instant at which daily summaries were due: DIGEST_HOUR of the portal's time zone, today or yesterday."""
    here = timezone.localtime(now, timezone.get_default_timezone())
    today = here.replace(hour=settings.DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return today if today <= here else today - timedelta(days=1)


def gather(now: datetime | None = None) -> int:
    """Gather what was written before the last summary's instant into one letter for each daily reader; how many such
    letters were written. A worker that was not there at that hour does it when it is back."""
    instant = summary_instant(now or timezone.now())
    due = Notice.objects.for_summary(instant).order_by().values_list("recipient", flat=True).distinct()
    readers = User.objects.filter(pk__in=list(due))
    return sum(_gather_for(person, instant) for person in readers)


def _gather_for(person: User, instant: datetime) -> bool:
    """One person's summary. The letters are locked first: two workers, or one that is sending, cannot both have them.

    There is one summary a day: what is released later on the same day waits for the next.
    """
    key = f"digest:{timezone.localtime(instant, timezone.get_default_timezone()):%Y-%m-%d}"
    with transaction.atomic():
        waiting = Notice.objects.for_summary(instant).addressed_to(person).select_for_update(of=("self",))
        letters = list(waiting.order_by("pk"))
        if not letters or Notice.objects.of_key(key).addressed_to(person).exists():
            return False
        letters.sort(key=lambda letter: (letter.written_at, letter.pk))
        summary = compose(
            kind=Notice.Kind.DIGEST,
            key=key,
            address=person.email,
            language=person.language,
            person=person,
            link=reverse("consultations:letters"),
            context={"letters": letters, "day": instant},
        )
        summary.save(force_insert=True)
        gathered = Notice.objects.filter(pk__in=[letter.pk for letter in letters])
        gathered.update(state=Notice.State.GATHERED, digest=summary)
    return True
