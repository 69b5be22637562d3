"""Numbers that are not the final ones: gaps, tombstones, “bis”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafts.text.blocks import TOMBSTONE, is_tombstone
from drafts.text.numbering import LATIN_SUFFIXES
from drafts.text.proofreading.proof import Finding, Proof

_LABEL = re.compile(rf"([0-9]+)(?:[ -]({'|'.join(LATIN_SUFFIXES)}))?")


def numbers_to_settle(proof: Proof) -> Iterator[Finding]:
    """Tombstones and pinned numbers of an article and its clauses."""
    bodies = [passage for passage in proof.passages if passage.block.text]
    suffix = proof.label.rpartition(" ")[2]
    if suffix in LATIN_SUFFIXES:
        told = f"The article is still numbered {proof.label}: a renumbering will give it a number of its own."
        yield proof.whole("numbering", "warning", f"Article {proof.label}", told)
    if bodies and all(passage.block.text == TOMBSTONE for passage in bodies):
        told = "The article was deleted and keeps its number until the text is renumbered."
        yield proof.whole("numbering", "warning", TOMBSTONE, told)
        return
    for passage in proof.passages:
        if is_tombstone(passage.block):
            told = "The clause was deleted and keeps its number until the text is renumbered."
            yield passage.finding("numbering", "warning", (0, len(TOMBSTONE)), told)
        elif passage.block.kind == "para" and passage.block.pin:
            told = f"The clause is still numbered {passage.block.label.rstrip('.')} until the text is renumbered."
            yield passage.finding("numbering", "warning", (0, 0), told)


def gaps(proofs: Sequence[Proof]) -> Iterator[Finding]:
    """Numbers of articles that are missing from the sequence, and articles that stand out of it."""
    numbered = [
        (proof, int(found[1]))
        for proof in proofs
        if proof.kind == "article" and (found := _LABEL.fullmatch(proof.label)) is not None
    ]
    present = {number for _, number in numbered}
    last = 0
    for proof, number in numbered:
        missing = [one for one in range(last + 1, number) if one not in present]
        if missing:
            named = f"Article {missing[0]} is" if len(missing) == 1 else f"Articles {missing[0]} to {missing[-1]} are"
            told = f"{named} missing before article {proof.label}."
            yield proof.whole("numbering", "warning", f"Article {proof.label}", told)
        if number < last:
            told = f"Article {proof.label} stands behind article {last}."
            yield proof.whole("numbering", "warning", f"Article {proof.label}", told)
        last = max(last, number)
