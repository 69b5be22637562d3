"""What stands between an instrument and a clean text, for a page, a command and the editor.

An article's findings depend on its words alone and are kept by content in this process, as `rendering.sheet` keeps
its rows; what shows only over the whole instrument is kept by the articles that it came from.
"""

import marshal
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from drafts.concordance import differences_between_languages
from drafts.consolidating import Entry
from drafts.models import Article, Edition, Instrument
from drafts.text import grammar, numbering
from drafts.text.concordance import LANGUAGE_NAMES, Difference
from drafts.text.proofreading import (
    KINDS,
    Finding,
    Proof,
    in_reading_order,
    own_findings,
    proof_of,
    shared_findings,
    without_note_words,
)

_KEPT = 2048  # articles: about twenty treaties
_KEPT_INSTRUMENTS = 24


@dataclass(frozen=True)
class Proofread:
    """Everything that was found, in reading order."""

    findings: list[Finding]

    @property
    def to_settle(self) -> int:
        """How many things stand between the text and a clean one; hints may be as they should and are not counted."""
        return sum(finding.severity != "info" for finding in self.findings)

    @property
    def hints(self) -> int:
        return len(self.findings) - self.to_settle

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many of each kind, in the order of KINDS, those that were not found left out."""
        counted = Counter(finding.kind for finding in self.findings)
        return {kind: counted[kind] for kind in KINDS if counted[kind]}

    def of(self, *, kind: str = "", article: str = "") -> list[Finding]:
        """The findings of a kind, of an article (by its slug), or all."""
        return [
            finding
            for finding in self.findings
            if (not kind or finding.kind == kind) and (not article or finding.article == article)
        ]


def proofread_text(
    instrument: Instrument,
    entries: Sequence[Entry],
    *,
    edition: Edition | None,
    language: str,
    languages: Sequence[str],
    with_notes: bool = True,
) -> Proofread:
    """Proofread the articles of a text that has been read, and compare its `languages`. At most two queries.

    Of a translation only its own differences from the original are told; of the original those of all. Without
    `with_notes` no word of a note by the secretariat is in what comes back.
    """
    laid_out = [_laid_out(*_content(entry, language, with_notes)) for entry in entries]
    proofs = tuple(proof for proof, _ in laid_out)
    found = [finding for _, own in laid_out for finding in own]
    found += _shared(proofs)
    if len(languages) > 1:
        differences = differences_between_languages(instrument, edition)
        if language != instrument.original_language:
            differences = [difference for difference in differences if difference.language == language]
        found += _unequal(differences, proofs, language)
    if not with_notes:
        found = [replace(finding, words="") if finding.kind == "note" else finding for finding in found]
    return Proofread(in_reading_order(proofs, found))


def lines_of(entry: Entry) -> dict[str, int]:
    """Clause id -> the line of the editor's text area in which it stands."""
    return _lines(marshal.dumps(entry.content.blocks, 2), entry.content.language)


def _content(entry: Entry, language: str, with_notes: bool) -> tuple[bytes, str, str, str, str, str]:
    stored = entry.content.blocks
    if not with_notes:
        stored = [{**record, "text": without_note_words(record["text"])} for record in stored]
    article: Article = entry.article
    heading = entry.heading if with_notes else without_note_words(entry.heading)
    return marshal.dumps(stored, 2), heading, article.slug, article.kind, entry.label, language


@lru_cache(maxsize=_KEPT)
def _laid_out(
    stored: bytes, heading: str, slug: str, kind: str, label: str, language: str
) -> tuple[Proof, tuple[Finding, ...]]:
    blocks = grammar.from_json(marshal.loads(stored), language)
    proof = proof_of(blocks, slug=slug, kind=kind, label=label, heading=heading, language=language)
    return proof, tuple(own_findings(proof))


@lru_cache(maxsize=_KEPT_INSTRUMENTS)
def _shared(proofs: tuple[Proof, ...]) -> tuple[Finding, ...]:
    return tuple(shared_findings(proofs))


@lru_cache(maxsize=_KEPT)
def _lines(stored: bytes, language: str) -> dict[str, int]:
    blocks = grammar.from_json(marshal.loads(stored), language)
    read, _ = grammar.parse(grammar.source_of(blocks, language), language)
    return {block.id: typed.line for block, typed in zip(blocks, read, strict=True)}


def _unequal(differences: Iterable[Difference], proofs: Sequence[Proof], language: str) -> list[Finding]:
    """Differences as findings. A text that is translated in part says so once, not for every article."""
    clauses = {proof.slug: {block.id for block in proof.blocks} for proof in proofs}
    found: list[Finding] = []
    missing: Counter[str] = Counter()
    for difference in differences:
        if difference.kind == "missing article":
            missing[difference.language] += 1
            continue
        known = clauses.get(difference.article)
        if known is None:
            continue
        clause_id = difference.clause_id if difference.clause_id in known else ""
        place = numbering.citation(difference.clause, language)
        words = LANGUAGE_NAMES[difference.language]
        found.append(Finding("language", "warning", difference.article, clause_id, place, words, difference.detail))
    for code, number in missing.items():
        told = f"{number} article{'s have' if number > 1 else ' has'} no {LANGUAGE_NAMES[code]} text to compare with."
        found.append(Finding("language", "warning", "", "", "", LANGUAGE_NAMES[code], told))
    return found
