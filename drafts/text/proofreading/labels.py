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
    """Numbers of articles that are missing from the sequence."""
    last = 0
    for proof in proofs:
        found = _LABEL.fullmatch(proof.label)
        if proof.kind != "article" or found is None:
            continue
        number = int(found[1])
        if number > last + 1:
            missing = f"Article {last + 1} is" if number == last + 2 else f"Articles {last + 1} to {number - 1} are"
            told = f"{missing} missing before article {proof.label}."
            yield proof.whole("numbering", "warning", f"Article {proof.label}", told)
        last = max(last, number)
