"""Who may read which letter, and do what with it: predicates, and the gates built from them."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from rules import predicate

from consultations.models import Notice
from consultations.outbox import ACTS
from drafts.permissions import is_secretariat
from mla_portal.access import gate


@predicate
def has_had_letter(person: Any, letter: Notice) -> bool:
    return Notice.objects.shown_to(person).filter(pk=letter.pk).exists()


@predicate
def is_in_outbox(person: Any, letter: Any) -> bool:
    """The same rule as NoticeQuerySet.in_outbox; an act on many letters has found them there."""
    return not isinstance(letter, Notice) or letter.kind != Notice.Kind.SPONSORSHIP


may_keep_outbox = is_secretariat


def load_letter(request: HttpRequest, letter: int) -> Notice:
    return get_object_or_404(Notice.objects.for_reading(), pk=letter)


def load_letter_act(request: HttpRequest, act: str, letter: int = 0) -> tuple[str, Any]:
    """What the secretariat would do, and to which letter; without one the person, who does it to many."""
    if act not in ACTS:
        raise Http404
    return act, load_letter(request, letter) if letter else request.user


letter_for = gate(load_letter, sees=has_had_letter)
outbox_letter_for = gate(load_letter, sees=may_keep_outbox & is_in_outbox)
letter_act_for = gate(load_letter_act, sees=may_keep_outbox & is_in_outbox)
