"""How far the clauses that somebody reads have been agreed, in words and in looks."""

from collections.abc import Iterable, Mapping

from drafts.models import AgreementStep
from drafts.readings import Reading
from drafts.rendering.sheet import UNTOUCHED, Mark
from drafts.text.blocks import Block, is_tombstone

Level = AgreementStep.Level
LOOKS: dict[str, str] = {
    Level.WORKING_GROUP: "provisional",
    Level.AD_REFERENDUM: "provisional",
    Level.PLENARY: "agreed",
    Level.DRAFTING_COMMITTEE: "agreed",
    Level.ADOPTED: "agreed",
    Level.SETTLED: "agreed",
}


def marks_of(reading: Reading) -> dict[str, Mark]:
    """Clause id -> its mark, for the clauses about which something was recorded. One query.

    Of an edition: what was agreed by the day of its issue; and what was agreed later of the very words that it has,
    because it is the edition that a conference has on its table.
    """
    return {clause: mark_of(step) for clause, step in steps_of(reading).items()}


def steps_of(reading: Reading) -> dict[str, AgreementStep]:
    """Clause id -> the step that holds for the words that are read."""
    steps = AgreementStep.objects.of(reading.instrument).in_order()
    if reading.edition is None:
        return {step.clause_id: step for step in steps}
    issued_at = reading.edition.issued_at
    is_original = reading.language == reading.instrument.original_language
    words = {block.id: block.text for entry in reading.entries for block in entry.blocks} if is_original else {}
    holding: dict[str, AgreementStep] = {}
    for step in steps:
        if step.at <= issued_at or words.get(step.clause_id) == step.wording:
            holding[step.clause_id] = step
    return holding


def mark_of(step: AgreementStep) -> Mark:
    return Mark(LOOKS.get(step.level, "open"), step.words)


def look_of(blocks: Iterable[Block], marks: Mapping[str, Mark]) -> str:
    """What an article as a whole looks like: as its least agreed clause; "" where nothing was recorded of it."""
    looks = [marks.get(block.id, UNTOUCHED).look for block in blocks if block.kind != "end" and not is_tombstone(block)]
    if not any(block.id in marks for block in blocks):
        return ""
    return next((look for look in ("open", "provisional") if look in looks), "agreed")


def tally_of(blocks: Iterable[Block], steps: Mapping[str, AgreementStep]) -> dict[str, int]:
    """Level -> how many clauses of an article are at it."""
    counts = dict.fromkeys(Level.values, 0)
    for block in blocks:
        if block.kind != "end" and not is_tombstone(block):
            counts[steps[block.id].level if block.id in steps else Level.NOT_DISCUSSED] += 1
    return counts
