"""Cross-references that lead nowhere, as `drafts.text.targets` resolves them.

Those to other treaties are left alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafts.text.blocks import Block
from drafts.text.proofreading.proof import Finding, Proof
from drafts.text.references import references
from drafts.text.targets import ArticleLabels, Directory, article_labels, places_of

_UNITS = {"article": "article", "annex": "annex"}  # what is referred to by its number
# An annex speaks of other articles at length ("article 2 (e) includes, in subparagraph (ii), …"): it is not judged.
_CITING = ("article", "testimonium")


def labels_of(proof: Proof) -> ArticleLabels:
    """The numbers of an article, for a Directory."""
    unit = _UNITS.get(proof.kind, "")
    return article_labels(proof.slug, proof.label, proof.blocks, heading=proof.heading.block.text, unit=unit)


def unread(slug: str, label: str) -> ArticleLabels:
    """An article of which only the number is known, because nobody cites its paragraphs."""
    return ArticleLabels(slug, label, places_of([]))


def directory_of(proofs: Sequence[Proof]) -> Directory:
    """Every numbered place of an instrument in one language."""
    return Directory([labels_of(proof) for proof in proofs], proofs[0].language if proofs else "en")


def cited_articles(blocks: Sequence[Block], language: str) -> set[str]:
    """The numbers of other articles that the clauses name together with a paragraph."""
    return {
        pointer.number.label
        for block in blocks
        for reference in references(block.text, language)
        for pointer in reference.pointers
        if not reference.foreign and pointer.number is not None and pointer.path
    }


def dangling(proof: Proof, directory: Directory) -> Iterator[Finding]:
    """References of an article to articles or paragraphs that the text does not have, or that are deleted."""
    if proof.kind not in _CITING:
        return
    for passage in proof.readable:
        for reference in references(passage.words, proof.language):
            targets = directory.resolve(reference, proof.slug, passage.block.id)
            problem = next((target.problem for target in targets if target.problem), "")
            if problem:
                told = f"{problem[0].upper()}{problem[1:]}."
                yield passage.finding("reference", "error", (reference.start, reference.end), told)
