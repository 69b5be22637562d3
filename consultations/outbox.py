"""What the secretariat does with letters in the outbox. Each act is kept with who and when (NoticeStep), and takes
only letters that are still in a state that allows it: the worker may have been quicker than the page."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from consultations.models import Notice, NoticeStep
from consultations.models.notices import NoticeQuerySet
from consultations.notices import wake_the_worker

Act, State = NoticeStep.Act, Notice.State

# act -> the states that it takes letters from, and the one that it brings them to
ACTS = {
    Act.HELD: ((State.WAITING,), State.HELD),
    Act.RELEASED: ((State.HELD,), State.WAITING),
    Act.DISCARDED: ((State.WAITING, State.HELD, State.FAILED), State.DISCARDED),
    Act.AGAIN: ((State.FAILED,), State.WAITING),
}
_BATCH = 1000


class CannotChange(Exception):
    """The letter was left as it is; the message is one sentence."""


def acts_on(letter: Notice) -> list[NoticeStep.Act]:
    """What may be done with a letter now."""
    return [act for act, (before, _) in ACTS.items() if letter.state in before]


def act_on(*, letters: NoticeQuerySet, act: NoticeStep.Act, person: Any) -> int:
    """Hold back, release, discard or send again all of these letters that are in a state for it; how many.

    A letter that is sent again is tried at once, and as often as a new one.
    """
    before, after = ACTS[act]
    now = timezone.now()
    with transaction.atomic():
        found = letters.in_states(*before).order_by("pk").select_for_update(of=("self",))
        pks = list(found.values_list("pk", flat=True))
        changes: dict[str, Any] = {"state": after}
        if act in (Act.RELEASED, Act.AGAIN):
            changes |= {"failure": "", "due_at": now, "attempts": 0}
            transaction.on_commit(wake_the_worker, robust=True)
        for start in range(0, len(pks), _BATCH):
            batch = pks[start : start + _BATCH]
            Notice.objects.filter(pk__in=batch).update(**changes)
            if act == Act.DISCARDED:
                _forget_secrets(batch)
            NoticeStep.objects.bulk_create(
                [NoticeStep(notice_id=pk, act=act, person=person, taken_at=now) for pk in batch]
            )
    return len(pks)


def _forget_secrets(pks: list[int]) -> None:
    """Of invitations that will not be sent."""
    for letter in Notice.objects.filter(pk__in=pks, kind=Notice.Kind.INVITATION):
        letter.words = letter.shown_words
        letter.save(update_fields=["words"])


def edit_letter(*, letter: Notice, subject: str, words: str, seen: datetime | None, person: Any) -> Notice:
    """Change the words of a letter that waits or is held back; those that stood before are kept.

    `seen` is `edited_at` as the person had it before them. Raises CannotChange where the letter is on its way, is an
    invitation, or was edited by somebody else meanwhile.
    """
    subject, words = " ".join(subject.split()), words.replace("\r\n", "\n").strip() + "\n"
    with transaction.atomic():
        locked = Notice.objects.select_for_update().get(pk=letter.pk)
        if locked.kind == Notice.Kind.INVITATION:
            raise CannotChange("An invitation is not edited, because it holds a secret link; send another one instead.")
        if not locked.is_editable:
            raise CannotChange(f"The letter cannot be edited any more: {locked.get_state_display().lower()}.")
        if locked.edited_at != seen:
            raise CannotChange("Somebody else has edited this letter meanwhile; their words are shown below yours.")
        if (locked.subject, locked.words) == (subject, words):
            return locked
        NoticeStep.objects.create(
            notice=locked, act=Act.EDITED, subject=locked.subject, words=locked.words, person=person
        )
        locked.subject, locked.words = subject, words
        locked.edited_by, locked.edited_at = person, timezone.now()
        locked.save(update_fields=["subject", "words", "edited_by", "edited_at"])
    return locked
