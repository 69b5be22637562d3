"""Everything that stands between a text and a clean one, found without asking anybody.

`proof_of` lays an article out, `own_findings` says what is wrong in it by itself, `shared_findings` what shows
only over the whole instrument. Deterministic; nothing is kept between calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from drafts.text.proofreading import dangling, labels, leftovers, terms, typography
from drafts.text.proofreading.proof import Finding, Proof, proof_of, without_note_words
from drafts.text.targets import Directory

__all__ = [
    "KINDS", "Finding", "Proof", "in_reading_order", "own_findings", "proof_of", "proofread",
    "shared_findings", "typing_slips", "without_note_words",
]  # fmt: skip

# In the order in which a text is cleaned; how each kind is named on a page.
KINDS = {
    "bracket": "Clauses with open brackets",
    "unbalanced": "Marks without their partner",
    "option": "Options to choose from",
    "scope": "Options of scope",
    "placeholder": "Placeholders",
    "note": "Notes by the secretariat",
    "internal": "Internal notes",
    "reference": "Cross-references that lead nowhere",
    "term": "Defined terms",
    "numbering": "Numbering",
    "typography": "Typography",
    "language": "Languages that differ",
}


def own_findings(proof: Proof) -> list[Finding]:
    """What an article says about itself: marks, placeholders, notes, numbers, slips."""
    return [
        *leftovers.brackets_in(proof),
        *leftovers.unbalanced(proof),
        *leftovers.options_in(proof),
        *leftovers.scopes_in(proof),
        *leftovers.placeholders(proof),
        *leftovers.notes_in(proof),
        *leftovers.internal_notes(proof),
        *labels.numbers_to_settle(proof),
        *typography.slips(proof),
        *typography.list_endings(proof),
    ]


def typing_slips(proof: Proof, directory: Directory) -> list[Finding]:
    """What an editor should hear of while typing: what is filled in later, what was not meant for the text, what leads
    nowhere, what was typed twice. The rest is negotiation and belongs to the page.
    """
    return [
        *dangling.dangling(proof, directory),
        *leftovers.placeholders(proof),
        *leftovers.internal_notes(proof),
        *(finding for finding in typography.slips(proof) if finding.severity == "warning"),
    ]


def shared_findings(proofs: Sequence[Proof]) -> list[Finding]:
    """What shows only over the whole instrument in one language: references, terms, gaps, mixed marks."""
    directory = dangling.directory_of(proofs)
    return [
        *(finding for proof in proofs for finding in dangling.dangling(proof, directory)),
        *terms.unused_terms(proofs),
        *terms.undefined_terms(proofs),
        *terms.variants(proofs),
        *labels.gaps(proofs),
        *typography.mixed_quotation_marks(proofs),
        *typography.unjoined_lists(proofs),
    ]


def proofread(proofs: Sequence[Proof]) -> list[Finding]:
    """All findings of an instrument in one language, in reading order."""
    own = [finding for proof in proofs for finding in own_findings(proof)]
    return in_reading_order(proofs, own + shared_findings(proofs))


def in_reading_order(proofs: Sequence[Proof], findings: Iterable[Finding]) -> list[Finding]:
    """By article, clause and place in the clause; what is about the instrument as a whole comes first."""
    order: dict[tuple[str, str], int] = {("", ""): -1}
    for proof in proofs:
        order[proof.slug, ""] = len(order)
        for block in proof.blocks:
            order[proof.slug, block.id] = len(order)
    kinds = list(KINDS)
    return sorted(
        findings,
        key=lambda found: (order[found.article, found.clause_id], found.start, kinds.index(found.kind), found.message),
    )
