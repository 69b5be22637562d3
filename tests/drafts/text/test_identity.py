"""A clause keeps its identity through editing, moving, splitting and merging, and never takes that of
another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given

from drafts.text.grammar import Block, parse
from drafts.text.identity import align, carry_ids
from tests.drafts.text.corpus import article, articles
from tests.drafts.text.real_treaties import real_articles
from tests.drafts.text.simulated_edits import Simulation, heavy_round, score, typical_round
from tests.drafts.text.strategies import copied, existing_article, laws, round_of_edits, seed, source, with_ids

Round = Callable[[Sequence[Block], int], Simulation]


def tally(edit: Round, versions: Sequence[Sequence[Block]], turns: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for turn in range(turns):
        for place, blocks in enumerate(versions):
            found += score(edit(blocks, turn * 7919 + place))
    return found


def carried(old: str, new: str) -> list[str]:
    """The ids that the clauses of `new` get; those of `old` are clause-0, clause-1 …, a fresh one is shown as
    "new".
    """
    before, (after, _) = with_ids(old), parse(new)
    carry_ids(before, after)
    return [block.id if block.id.startswith("clause") else "new" for block in after]


@laws
@given(source)
def test_ids_stay_where_nothing_changed(typed: str) -> None:
    old = with_ids(typed)
    new, _ = parse(typed)
    carry_ids(old, new)
    assert [block.id for block in new] == [block.id for block in old]


@laws
@given(source, source)
def test_no_id_is_given_twice(before: str, after: str) -> None:
    old, (new, _) = with_ids(before), parse(after)
    result = carry_ids(old, new)
    ids = [block.id for block in new]
    assert all(ids)
    assert len(set(ids)) == len(ids)
    assert list(result.kinds) == ids


@laws
@given(existing_article, round_of_edits, seed)
def test_ids_that_are_known_are_believed(old: list[Block], edit: Round, seed: int) -> None:
    new = edit(old, seed).result(with_ids=True)
    ids = [block.id for block in new]
    carry_ids(old, new)
    assert [block.id for block in new] == ids


@laws
@given(source, source)
def test_alignment_holds_every_clause_once_and_keeps_the_new_order(before: str, after: str) -> None:
    old, (new, _) = with_ids(before), parse(after)
    rows = align(old, new).rows
    assert sorted(row.old for row in rows if row.old is not None) == list(range(len(old)))
    assert [row.new for row in rows if row.new is not None] == list(range(len(new)))


def test_typical_edits_keep_identity_and_never_mistake_it() -> None:
    found = tally(typical_round, articles(), turns=40)
    assert found["kept, right"] >= 0.99 * found["kept"] > 2000
    assert (found["kept, wrong"], found["new, wrong"]) == (0, 0)


def test_typical_splits_and_merges_are_recognised() -> None:
    found = tally(typical_round, articles(), turns=60)
    assert found["splits, found"] >= 0.9 * found["splits"] > 20
    assert found["merges, found"] >= 0.9 * found["merges"] > 20
    assert found["splits, invented"] + found["merges, invented"] <= 1


def test_moves_are_found_and_not_invented() -> None:
    found = tally(typical_round, articles(), turns=60)
    assert found["moves, found"] >= 0.95 * found["moves"] > 20
    assert found["moves, invented"] <= 0.05 * found["moves"]


def test_a_text_taken_apart_is_still_nearly_always_recognised() -> None:
    found = tally(heavy_round, articles(), turns=40)
    assert found["kept, right"] >= 0.98 * found["kept"]
    assert found["kept, wrong"] <= 0.002 * found["kept"]


@pytest.mark.parametrize("treaty", ["uncac", "rome", "untoc"])
def test_identity_is_carried_through_edits_of_real_treaties(treaty: str) -> None:
    found = tally(typical_round, real_articles(treaty), turns=2)
    assert found["kept, right"] >= 0.99 * found["kept"] > 400
    assert (found["kept, wrong"], found["new, wrong"]) == (0, 0)


def test_an_inserted_clause_gets_a_new_id() -> None:
    assert carried("1. One.\n2. Two.", "1. One.\n2. Something else entirely here.\n3. Two.") == [
        "clause-0",
        "new",
        "clause-1",
    ]


def test_a_clause_may_change_its_level() -> None:
    assert carried("1. One:\n2. Two.", "1. One:\n    (a) Two.") == ["clause-0", "clause-1"]


def test_a_tombstone_is_the_clause_whose_number_it_keeps() -> None:
    old = "1. Requests shall be in writing.\n2. Fees may be asked of nobody.\n3. Costs shall be shared."
    new = "1. Requests shall be in writing.\n2. [Deleted]\n3. Costs shall be shared."
    assert carried(old, new) == ["clause-0", "clause-1", "clause-2"]


def test_several_tombstones_keep_apart() -> None:
    old = "1. Requests shall be made.\n2. [Deleted]\n3. Fees may be asked of nobody.\n4. Costs shall be shared."
    new = "1. [Deleted]\n2. [Deleted]\n3. [Deleted]\n4. Costs shall be shared."
    assert carried(old, new) == ["clause-0", "clause-1", "clause-2", "clause-3"]


def test_an_option_is_never_taken_for_a_clause() -> None:
    assert carried("1. Cuba.", "Option 1 (Cuba):\n1. Mexico and others shall decide.\nEnd of options")[0] == "new"


def test_the_longer_half_of_a_split_keeps_the_id_and_the_other_names_its_ancestor() -> None:
    old = with_ids("1. Requests shall be in writing. Urgent requests may be made by telephone at any hour of the day.")
    new, _ = parse(
        "1. Requests shall be in writing.\n2. Urgent requests may be made by telephone at any hour of the day."
    )
    result = carry_ids(old, new)
    assert new[1].id == "clause-0"
    assert result.ancestors == {new[0].id: "clause-0"}
    assert result.kinds == {new[0].id: "split", "clause-0": "edit"}


def test_a_merged_clause_says_where_it_went() -> None:
    old = with_ids(
        "1. Requests shall be in writing and signed by the authority.\n2. Urgent requests may be made by telephone."
    )
    new, _ = parse(
        "1. Requests shall be in writing and signed by the authority. Urgent requests may be made by telephone."
    )
    assert carry_ids(old, new).merged_into == {"clause-1": "clause-0"}


def test_a_restored_clause_keeps_the_id_it_had() -> None:
    first = article("scope")
    second = [block for block in copied(first) if block.id != "scope.2"]
    restored = copied(first)
    carry_ids(second, restored)
    assert [block.id for block in restored] == [block.id for block in first]


def test_an_id_that_was_pasted_twice_is_given_once() -> None:
    old = with_ids("1. One.\n2. Two.")
    new = copied(old) + copied(old)
    carry_ids(old, new)
    assert [block.id for block in new[:2]] == ["clause-0", "clause-1"]
    assert len({block.id for block in new}) == 4
