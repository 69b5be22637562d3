"""Letters of the demonstration: what it would write today, and nothing of what it replays from years ago.

Every address is below .example (RFC 2606), where no mail server is, and `./dev run` sends into files of `var/outbox`.
"""

from django.utils import timezone

from consultations.models import Notice, NoticeStep, Round
from consultations.outbox import act_on, edit_letter
from consultations.reminding import remind
from mla_portal.accounts.models import User

KEPT = 3  # receipts and answers, of the hundred that the replay has written
HELD_FOR = "focal-point.japan@demo.example"
ADDED = "\nThe secretariat is glad to help with questions of form before the window closes.\n"


def settle_letters(secretariat: User) -> None:
    """Take out what acts of the past have written, let the clock write its letters, and hold one back, edited.

    The letters are taken out of the transaction that wrote them: none of them was ever sent.
    """
    Notice.objects.filter(round__in=Round.objects.filter(closed_at__lte=timezone.now())).delete()
    Notice.objects.filter(kind=Notice.Kind.DOCUMENT).delete()
    for kind in (Notice.Kind.RECEIPT, Notice.Kind.DISPOSITION):
        latest = Notice.objects.filter(kind=kind).order_by("-pk").values_list("pk", flat=True)[:KEPT]
        Notice.objects.filter(kind=kind).exclude(pk__in=list(latest)).delete()
    remind()
    about_opening = Notice.objects.matching(kind=Notice.Kind.OPENING, words=HELD_FOR)
    act_on(letters=about_opening, act=NoticeStep.Act.HELD, person=secretariat)
    letter = about_opening.get()
    edit_letter(letter=letter, subject=letter.subject, words=letter.words + ADDED, seen=None, person=secretariat)
