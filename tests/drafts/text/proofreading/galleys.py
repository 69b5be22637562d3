"""Small instruments laid out for proofreading."""

from __future__ import annotations

from drafts.text.grammar import parse
from drafts.text.proofreading import Finding, Proof, proof_of, proofread


def galley(
    source: str, label: str = "1", language: str = "en", kind: str = "article", heading: str = "Lanterns"
) -> Proof:
    """An article in the drafting syntax, its clauses named by their place."""
    blocks, _ = parse(source, language)
    for place, block in enumerate(blocks):
        block.id = f"{label}.{place}"
    return proof_of(
        blocks, slug=label.replace(" ", "-") or kind, kind=kind, label=label, heading=heading, language=language
    )


def found(kind: str, *sources: str, language: str = "en") -> list[tuple[str, str, str]]:
    """Findings of a kind in articles 1, 2 …: severity, place and quoted words of each."""
    proofs = [galley(source, str(number), language) for number, source in enumerate(sources, 1)]
    return [(one.severity, one.place, one.words) for one in of_kind(kind, proofs)]


def of_kind(kind: str, proofs: list[Proof]) -> list[Finding]:
    return [one for one in proofread(proofs) if one.kind == kind]
