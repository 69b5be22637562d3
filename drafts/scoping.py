"""Laying down the options of scope of an instrument, and reading them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from drafts.models import Act, Instrument, Text
from drafts.models import OptionSet as StoredSet
from drafts.text import scope
from drafts.text.scope import OptionSet


class CannotScope(Exception):
    """The definition was refused; the message is one sentence."""


def option_sets(instrument: Instrument) -> tuple[OptionSet, ...]:
    """What has been laid down. One query."""
    return tuple(
        OptionSet(
            row.name,
            tuple((option["label"], option["words"]) for option in row.options),
            tuple(frozenset(labels) for labels in row.legal),
        )
        for row in StoredSet.objects.filter(instrument=instrument)
    )


def lay_down_options(
    *,
    instrument: Instrument,
    name: str,
    options: Sequence[tuple[str, str]],
    legal: Sequence[Sequence[str]],
    author: Any,
    reason: str,
    at: datetime | None = None,
) -> Act:
    """Say which options there are (label and words), and which sets of them may be chosen; one act of the secretariat.
    A set of that name is replaced, and what it was stands in the act.

    Raises CannotScope for a blank name, label or reason, labels that stand twice in the instrument, a legal set of an
    option that is not there or of none, or a label that clauses name and that would be gone.
    """
    name, reason = name.strip(), reason.strip()
    wanted = OptionSet(
        name,
        tuple((label.strip(), " ".join(words.split())) for label, words in options),
        tuple(frozenset(label.strip() for label in labels) for labels in legal),
    )
    if not instrument.is_negotiated:
        raise CannotScope("A reference instrument has no options.")
    if not reason:
        raise CannotScope("Say in a few words why: the reason stands in the history.")
    with transaction.atomic():
        Instrument.objects.select_for_update().get(pk=instrument.pk)
        others = [one for one in option_sets(instrument) if one.name != name]
        _check(wanted, others)
        _refuse_orphans(instrument, [*others, wanted])
        before = StoredSet.objects.filter(instrument=instrument, name=name).values("options", "legal").first()
        facts: dict[str, Any] = {
            "options": [{"label": label, "words": words} for label, words in wanted.options],
            "legal": [sorted(labels, key=wanted.labels.index) for labels in wanted.legal],
        }
        StoredSet.objects.update_or_create(instrument=instrument, name=name, defaults=facts)
        sets = ", ".join("{" + " + ".join(labels) + "}" for labels in facts["legal"])
        what = f"Options of scope were laid down under “{name}”: {', '.join(wanted.labels)}; the choices are {sets}."
        return Act.objects.create(
            instrument=instrument,
            kind=Act.Kind.OPTIONS,
            what=what,
            reason=reason,
            author=author,
            at=at or timezone.now(),
            detail={"name": name, "before": before, "after": facts},
        )


def _check(wanted: OptionSet, others: Sequence[OptionSet]) -> None:
    labels = wanted.labels
    taken = {label for one in others for label in one.labels}
    if not wanted.name or len(wanted.name) > 80:
        raise CannotScope("Give the options a short name, such as Scope.")
    if len(labels) < 2:
        raise CannotScope("There is a choice only between two options or more.")
    for label, words in wanted.options:
        if not scope.alternatives(label) or scope.alternatives(label) != (frozenset({label}),):
            raise CannotScope(f"“{label}” is no number of an option: write 1, 2 or A.")
        if not words:
            raise CannotScope(f"Say in words what option {label} is.")
        if labels.count(label) > 1 or label in taken:
            raise CannotScope(f"There is another option {label} in this instrument.")
    if not wanted.legal:
        raise CannotScope("Say which options may be chosen together.")
    for chosen in wanted.legal:
        if not chosen or not chosen <= set(labels):
            raise CannotScope("Each choice names options that are there, such as 1 + 3.")
    if len(set(wanted.legal)) < len(wanted.legal):
        raise CannotScope("A choice stands twice.")
    if useless := [label for label in labels if not any(label in chosen for chosen in wanted.legal)]:
        raise CannotScope(f"Option {useless[0]} is in no choice.")


def _refuse_orphans(instrument: Instrument, sets: Sequence[OptionSet]) -> None:
    """A clause must not say that it stands under an option that is gone."""
    known = {label for one in sets for label in one.labels}
    for text in Text.objects.of(instrument).in_order():
        for _, mark in scope.marked(text.clauses()):
            if unknown := sorted(frozenset().union(*mark) - known):
                raise CannotScope(f"{text.article} stands under option {unknown[0]}, which would be gone.")
