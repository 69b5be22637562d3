"""The whole: order, context, laws, and how little it finds in adopted treaties."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given

from drafts.text.grammar import parse
from drafts.text.proofreading import KINDS, proof_of, proofread, typing_slips
from drafts.text.proofreading.dangling import labels_of, unread
from drafts.text.reading import read_instrument
from drafts.text.targets import Directory
from tests.drafts.text.proofreading.galleys import galley
from tests.drafts.text.strategies import laws, text


def test_findings_come_in_reading_order_with_their_context() -> None:
    proofs = [galley("1. States [shall] pay the the costs by [date].\n2. See article 9.", "1"), galley("[No.]", "2")]
    findings = proofread(proofs)
    assert [(one.kind, one.article, one.place, one.words) for one in findings] == [
        ("bracket", "1", "paragraph 1", "[shall]"),
        ("typography", "1", "paragraph 1", "the the"),
        ("placeholder", "1", "paragraph 1", "[date]"),
        ("reference", "1", "paragraph 2", "article 9"),
        ("bracket", "2", "sole paragraph", "[No.]"),
    ]
    assert (findings[1].before, findings[1].after) == ("States [shall] pay ", " costs by [date].")


def test_context_is_cut_between_words_and_has_no_apparatus() -> None:
    long = "The keeper of the lantern on the farthest island of the realm {fn: Or the the mainland.}shall report "
    finding = proofread([galley(f"{long}on [date] {long}every year.")])[0]
    assert finding.before == "… of the realm shall report on "
    assert finding.after == " The keeper of the lantern on the farthest island of the …"


def test_a_clean_text_is_clean() -> None:
    source = "1. Each State pays:\n    (a) the keeper; and\n    (b) the oil.\n2. Paragraph 1 (b) binds *ad hoc* courts."
    assert proofread([galley(source)]) == []


def test_an_editor_hears_of_slips_and_not_of_negotiation() -> None:
    proof = galley("1. States [shall] pay the the costs by [date]\n2. See article 9 and also article 8.")
    directory = Directory([labels_of(proof), unread("8", "8")])
    assert [(one.kind, one.words) for one in typing_slips(proof, directory)] == [
        ("reference", "article 9"), ("placeholder", "[date]"), ("typography", "the the"),
    ]  # fmt: skip


@laws
@given(text)
def test_whatever_is_typed_is_proofread_and_quoted_where_it_stands(typed: str) -> None:
    proof = galley(typed)
    for one in proofread([proof]):
        assert one.kind in KINDS
        block = next((block for block in proof.blocks if block.id == one.clause_id), proof.heading.block)
        quoted = one.words.removesuffix(" …")
        assert one.kind in ("option", "numbering") or block.text.replace("\n", " ")[one.start :].startswith(quoted)


# Errors, warnings and hints that an adopted text may have at most. What is left was looked at: a title in square
# brackets (UNCAC), spaces that the extraction of a web page lost and a 1 that it read as I (CAT, Genocide), terms
# defined for one clause.
CEILINGS = {
    "uncac-2003.en": (1, 0, 6),
    "untoc-2000.en": (0, 0, 3),
    "rome-statute-1998.en": (0, 1, 3),
    "ced-2006.en": (0, 0, 4),
    "cat-1984.en": (1, 9, 2),
    "genocide-1948.en": (0, 12, 0),
    "un-cybercrime-2024.en": (0, 0, 4),
    "un-cybercrime-2024.fr": (0, 1, 4),
    "un-cybercrime-2024.es": (0, 1, 4),
}


@pytest.mark.parametrize("name", CEILINGS)
def test_an_adopted_treaty_raises_next_to_no_alarm(data_folder: Path, name: str) -> None:
    language = name[-2:]
    read = read_instrument((data_folder / "treaties" / f"{name}.txt").read_text(encoding="utf-8"), language)
    proofs = []
    for place, article in enumerate(read.articles):
        blocks, _ = parse(article.source, language)
        for clause, block in enumerate(blocks):
            block.id = f"{place}.{clause}"
        proofs.append(
            proof_of(
                blocks, slug=str(place), kind=article.kind, label=article.label, heading=article.heading,
                language=language,
            )
        )  # fmt: skip
    counted = Counter(finding.severity for finding in proofread(proofs))
    most = dict(zip(("error", "warning", "info"), CEILINGS[name], strict=True))
    assert {severity: number for severity, number in counted.items() if number > most[severity]} == {}
