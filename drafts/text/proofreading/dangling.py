"""Cross-references that lead nowhere.

Only English references are recognised (`drafts.text.references`); a reference that goes on to name another
treaty ("article 22 of the Charter") is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from drafts.text import numbering
from drafts.text.blocks import Block
from drafts.text.proofreading.proof import Finding, Proof
from drafts.text.references import Reference, references

# Label of an article -> the places in it ("3 (b)"), None where only the article itself is known.
Outline = Mapping[str, "frozenset[str] | None"]

_ELSEWHERE = re.compile(
    r"(?:,? (?:and|or|to) (?:articles? )?[0-9]+)*,? (?:of|to|in|annexed to) (?:the|that|those|its|an|another|said)\b"
    r"(?! (?:present|same article|article|paragraph|subparagraph|preceding|following|State|requesting|requested))"
    r"| of (?:that article|Article [0-9])"  # the article was named before, or in the manner of the Council of Europe
)
# A paragraph that goes on a list begun under another article: "articles 15, 54, paragraph 2, 61, paragraph 7".
_CONTINUED = re.compile(r"[0-9)](?:, |,? (?:and|or|to) | - )$")
_ITEM = re.compile(r"\s*(?<!\()\(?([a-z]{1,4})\)")
_OPTION = re.compile(r"option [^,]+, ")


def places_of(blocks: Sequence[Block]) -> frozenset[str]:
    """Every place that a reference may name; clauses of options are named without their option."""
    return frozenset(_OPTION.sub("", path) for path in numbering.paths(blocks).values())


def outline_of(proofs: Sequence[Proof]) -> dict[str, frozenset[str] | None]:
    """The articles of an instrument in one language and the places in them."""
    return {proof.label: places_of(proof.blocks) for proof in proofs if proof.kind == "article"}


def cited_articles(blocks: Sequence[Block]) -> set[str]:
    """The numbers of other articles that the clauses name together with a paragraph."""
    return {
        reference.article
        for block in blocks
        for reference in references(block.text)
        if reference.article and (reference.paragraphs or reference.items)
    }


def dangling(proof: Proof, outline: Outline) -> Iterator[Finding]:
    """References of an article to articles or paragraphs that the text does not have."""
    if proof.language != "en" or proof.kind not in ("article", "testimonium"):
        return
    own = places_of(proof.blocks)
    for passage in proof.readable:
        for reference in references(passage.words):
            before = passage.words[max(0, reference.start - 12) : reference.start]
            if _ELSEWHERE.match(passage.words, reference.end) or (not reference.article and _CONTINUED.search(before)):
                continue
            told = _defect(reference, own, outline)
            if told:
                yield passage.finding("reference", "error", (reference.start, reference.end), told)


def _defect(reference: Reference, own: frozenset[str], outline: Outline) -> str:
    """What is wrong with a reference, in a sentence; "" for nothing."""
    if reference.article and reference.article not in outline:
        return f"There is no article {reference.article}."
    places = outline[reference.article] if reference.article else own
    if places is None or reference.words.lower().startswith("articles"):
        return ""
    where = f"Article {reference.article}" if reference.article else "This article"
    for paragraph in reference.paragraphs:
        wanted = _ITEM.sub(r" (\1)", paragraph.replace("\u00a0", " ")).strip()
        if wanted not in places:
            return f"{where} has no paragraph {wanted}."
    for item in re.findall(r"\([a-z]{1,4}\)", reference.items):
        if not any(place.endswith(item) or f" {item}" in place for place in places):
            return f"{where} has no subparagraph {item}."
    return ""
