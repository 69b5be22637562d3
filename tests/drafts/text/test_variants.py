"""Disputed words as data: what can be decided, by which address, and what is open."""

import pytest
from hypothesis import given

from drafts.text import brackets
from drafts.text.attribution import Holder
from drafts.text.grammar import Block, parse
from drafts.text.variants import Passage, Tally, find, heading_block, passages, tally, unbalanced
from tests.drafts.text.strategies import laws, source, with_ids


def seen(blocks: list[Block]) -> list[tuple[str, str, list[str]]]:
    return [(found.key, found.kind, [one.words for one in found.alternatives]) for found in passages(blocks)]


def test_passages_stand_in_reading_order_the_outer_before_the_inner() -> None:
    blocks = with_ids("1. States shall [, within [ten] days,]^{Cuba} act [at once].\n2. They [also] report.")
    assert seen(blocks) == [
        ("clause-0-1", "bracket", [", within [ten] days,"]),
        ("clause-0-2", "bracket", ["ten"]),
        ("clause-0-3", "bracket", ["at once"]),
        ("clause-1-1", "bracket", ["also"]),
    ]
    assert [found.inside for found in passages(blocks)] == ["", "clause-0-1", "", ""]


@pytest.mark.parametrize("between", ["", " ", " / ", "/"])
def test_brackets_side_by_side_are_one_choice(between: str) -> None:
    blocks = with_ids(f"States [shall]^{{Chile}}{between}[may]^{{Cuba; against: Japan}}{between}[should] act.")
    (found,) = passages(blocks)
    assert (found.kind, [one.words for one in found.alternatives]) == ("alternatives", ["shall", "may", "should"])
    assert [one.held.supporters for one in found.alternatives] == [(Holder("Chile"),), (Holder("Cuba"),), ()]
    assert found.alternatives[1].held.opposers == (Holder("Japan"),)


@pytest.mark.parametrize("typed", ["opinion[, sex][, gender]", "[seek] [and obtain]", "[a], [b]", "[a] or [b]"])
def test_brackets_that_go_on_from_one_another_are_no_alternatives(typed: str) -> None:
    assert [found.kind for found in passages(with_ids(typed))] == ["bracket", "bracket"]


def test_a_bracket_may_run_over_clauses_and_take_in_their_numbers() -> None:
    blocks = with_ids("1. One.\n[2. Two:\n    (a) more; and\n    (b) most.]^{Chile}\n3. Three.")
    assert seen(blocks) == [("clause-1-1", "bracket", ["2. Two:\n(a) more; and\n(b) most."])]
    assert passages(blocks)[0].source == "[Two:\nmore; and\nmost.]^{Chile}"


def test_options_are_one_choice_and_hold_passages_of_their_own() -> None:
    blocks = with_ids(
        "1. One.\nOption 1 (Cuba; against: Chile):\n2. Two [or three].\nOption 2:\nNo text\nEnd of options\n3. Last."
    )
    options, inner = passages(blocks)
    assert (options.key, options.kind) == ("clause-1-1", "options")
    assert [(one.name, one.words, one.is_no_text) for one in options.alternatives] == [
        ("Option 1", "2. Two [or three].", False), ("Option 2", "No text", True),
    ]  # fmt: skip
    assert options.alternatives[0].held.opposers == (Holder("Chile"),)
    assert (inner.key, inner.inside) == ("clause-2-1", "clause-1-1")


def test_options_without_an_end_run_to_the_end_of_the_article() -> None:
    (found,) = passages(with_ids("Option A:\n1. One.\nOption B:\n1. Two.\n2. Three."))
    assert [one.lines for one in found.alternatives] == [("1. One.",), ("1. Two.", "2. Three.")]


def test_an_address_survives_changes_elsewhere_in_the_article() -> None:
    before = with_ids("1. One.\n2. States [shall] act.")
    after, _ = parse("1. Another [one].\n1 bis. New.\n2. States [shall] act.")
    for block, name in zip(after, ["clause-0", "new", "clause-1"], strict=True):
        block.id = name
    (found,) = passages(before)
    assert (find(after, found.key) or found).source == found.source == "[shall]"
    assert find(after, "clause-9-1") is None


def test_plain_brackets_footnotes_and_deleted_clauses_are_not_disputed() -> None:
    assert passages(with_ids(r"1. A \[plain\] bracket {fn: [not this]}." + "\n2. [Deleted]")) == []


def test_brackets_without_a_partner_are_listed_with_their_clause() -> None:
    blocks = with_ids("1. One ] two.\n2. Three [four.")
    found = unbalanced(blocks)
    assert [one.clause for one in found] == ["clause-0", "clause-1"]
    assert found[1].message == "A bracket opened here is never closed: “[four.…”."


def test_what_is_open_is_counted_with_the_heading() -> None:
    blocks = with_ids("1. [One [two]] [three.\nOption 1:\nNo text\nOption 2:\n2. Two.\nEnd of options")
    assert tally("[Costs]", blocks) == Tally(brackets=4, options=1, unbalanced=1)
    assert [found.key for found in passages([heading_block("[Costs]")])] == ["heading-1"]
    assert Tally(1, 2, 3) + Tally(1, 1, 1) == Tally(2, 3, 4)


def balanced_pairs(found: list[Passage]) -> int:
    return sum(len(passage.pairs) for passage in found)


@laws
@given(source)
def test_every_bracket_is_in_a_passage_or_listed_as_without_partner(typed: str) -> None:
    blocks = with_ids(typed)
    found = passages(blocks)
    assert len({passage.key for passage in found}) == len(found)
    opening = [one for one in unbalanced(blocks) if "opened here" in one.message]
    tombstones = sum(bool(block.lead) for block in blocks if block.text == "[Deleted]")
    assert balanced_pairs(found) + len(opening) == brackets.count(blocks) + tombstones
