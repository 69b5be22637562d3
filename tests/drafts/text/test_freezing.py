"""Frozen numbers: the deleted keep theirs as tombstones, what is put in becomes bis, nothing is renumbered."""

from hypothesis import given

from drafts.text import identity
from drafts.text.blocks import TOMBSTONE, Block, is_tombstone
from drafts.text.freezing import Held, hold_numbers
from drafts.text.grammar import parse, source_of
from tests.drafts.text.strategies import contents, copied, existing_article, laws, round_of_edits, seed, with_ids

COSTS = "Costs are shared by the States that use the harbour."
HARBOUR = """1. Each harbour shall keep a lantern.
2. The lantern shall be lit at dusk:
    (a) by the keeper;
    (b) by the deputy of the keeper; or
    (c) by whoever is awake at the time.
3. Costs are shared by the States that use the harbour.
4. Nothing here affects the law of the sea as it stands.
"""


def held(issued: str, typed: str) -> Held:
    """What is stored of `typed`, saved over `issued`."""
    before = with_ids(issued)
    after, _ = parse(typed)
    identity.carry_ids(before, after)
    return hold_numbers(before, after, {block.id for block in before})


def stored(issued: str, typed: str) -> str:
    return source_of(held(issued, typed).blocks)


def test_a_text_that_keeps_its_numbers_is_left_as_it_is():
    assert held(HARBOUR, HARBOUR.replace("dusk", "nightfall")).told == []
    assert stored(HARBOUR, HARBOUR.replace("dusk", "nightfall")) == HARBOUR.replace("dusk", "nightfall")


def test_a_deleted_paragraph_keeps_its_number():
    deleted = HARBOUR.replace(f"3. {COSTS}\n", "")
    result = held(HARBOUR, deleted)
    assert source_of(result.blocks) == HARBOUR.replace(
        "Costs are shared by the States that use the harbour.", TOMBSTONE
    )
    assert result.told == [
        "Paragraph 3 keeps its number and reads “[Deleted]”: numbers are frozen since the last edition."
    ]


def test_a_tombstone_carries_the_identity_of_its_clause():
    result = held(HARBOUR, HARBOUR.replace("    (b) by the deputy of the keeper; or\n", ""))
    assert [(block.id, block.label) for block in result.blocks if is_tombstone(block)] == [("clause-3", "(b)")]


def test_what_is_put_in_between_is_bis_and_what_follows_at_the_end_is_numbered_on():
    typed = (
        HARBOUR.replace("    (b) by", "    (b) from the town hall tower;\n    (c) by") + "5. It enters into force.\n"
    )
    expected = HARBOUR.replace("    (b) by", "    (a bis) from the town hall tower;\n    (b) by")
    assert stored(HARBOUR, typed) == expected + "5. It enters into force.\n"


def test_a_second_insertion_is_ter_and_the_typed_suffix_is_kept_where_it_is_free():
    once = stored(HARBOUR, HARBOUR.replace("4. Nothing", "4. Whales have right of way.\n5. Nothing"))
    assert "3 bis. Whales have right of way.\n4. Nothing" in once
    before = with_ids(HARBOUR)
    typed, _ = parse(once.replace("4. Nothing", "3 quater. Seals sleep undisturbed.\n4. Nothing"))
    identity.carry_ids(before, typed)
    assert "3 bis. Whales have right of way.\n3 quater. Seals" in source_of(
        hold_numbers(before, typed, {block.id for block in before}).blocks
    )


def test_what_stands_before_the_first_number_is_one_bis():
    typed = "1. Whales have right of way.\n" + HARBOUR.replace("1. Each", "2. Each")
    assert stored(HARBOUR, typed).startswith("1 bis. Whales have right of way.\n1. Each harbour")


def test_a_paragraph_that_is_replaced_keeps_number_and_identity():
    result = held(HARBOUR, HARBOUR.replace(COSTS, "Whales and seals have right of way."))
    assert source_of(result.blocks) == HARBOUR.replace(COSTS, "Whales and seals have right of way.")
    assert ([block.id for block in result.blocks], result.told) == ([block.id for block in with_ids(HARBOUR)], [])


def test_a_paragraph_that_two_others_replace_is_buried_before_them():
    typed = HARBOUR.replace(COSTS, "Whales have right of way.\n4. Seals sleep undisturbed.").replace("4. N", "5. N")
    expected = "3. [Deleted]\n3 bis. Whales have right of way.\n3 ter. Seals sleep undisturbed.\n4. Nothing"
    assert expected in stored(HARBOUR, typed)


def test_a_part_of_another_paragraph_replaces_none():
    before = with_ids(HARBOUR)
    typed, _ = parse(HARBOUR.replace(COSTS, "A lantern has a keeper of its own."))
    identity.carry_ids(before, typed)
    part = next(block.id for block in typed if block.text.startswith("A lantern has"))
    result = hold_numbers(before, typed, {block.id for block in before}, split_off={part})
    assert "3. [Deleted]\n3 bis. A lantern has a keeper" in source_of(result.blocks)


def test_a_paragraph_that_moves_leaves_a_tombstone_and_only_one_however_often_it_is_saved():
    first, second, rest = "1. Each harbour shall keep a lantern.\n", "2. The lantern", HARBOUR.splitlines(keepends=True)
    moved = (
        first
        + "2. Costs are shared by the States that use the harbour.\n3. The lantern"
        + "".join(rest[1:5]).removeprefix(second)
        + "4. Nothing here affects the law of the sea as it stands.\n"
    )
    once = held(HARBOUR, moved)
    assert "1 bis. Costs are shared" in source_of(once.blocks)
    assert [block.label for block in once.blocks if is_tombstone(block)] == ["3."]
    again = hold_numbers(once.blocks, once.blocks, {block.id for block in with_ids(HARBOUR)})
    assert (contents(again.blocks), again.told) == (contents(once.blocks), [])


def test_items_go_with_the_paragraph_that_is_deleted():
    typed = HARBOUR.split("2. The")[0] + "3. Costs" + HARBOUR.split("3. Costs")[1]
    assert (
        stored(HARBOUR, typed) == HARBOUR.split("2. The")[0] + "2. [Deleted]\n3. Costs" + HARBOUR.split("3. Costs")[1]
    )


def test_french_numbers_are_held_too():
    before = with_ids("1. Le phare est allumé :\n    a) à la nuit ;\n    b) par le gardien.\n")
    typed, _ = parse("1. Le phare est allumé :\n    a) par le gardien.\n", "fr")
    identity.carry_ids(before, typed)
    result = hold_numbers(before, typed, {block.id for block in before}, "fr")
    assert source_of(result.blocks, "fr") == "1. Le phare est allumé :\n    a) [Deleted]\n    b) par le gardien.\n"


def test_when_no_suffix_is_left_the_number_that_would_shift_is_named():
    many = "".join(f"{number}. Beast number {number} has right of way.\n" for number in range(4, 13))
    result = held(HARBOUR, HARBOUR.replace("4. Nothing", f"{many}13. Nothing"))
    assert result.unheld == ["paragraph 4"]


def numbers(blocks: list[Block]) -> list[str]:
    return [block.label for block in blocks if block.kind == "para" and block.scheme != "dash"]


@laws
@given(existing_article, round_of_edits, seed)
def test_after_any_round_of_edits_every_number_stands_where_it_stood(article, round_of_edits, seed):
    issued = copied(article)
    typed = [copied([block])[0] for block in round_of_edits(issued, seed).blocks]
    typed, _ = parse(source_of(typed))
    identity.carry_ids(issued, typed)
    frozen = {block.id for block in issued}
    result = hold_numbers(issued, typed, frozen)
    if result.unheld:
        return
    now = {block.id: block for block in result.blocks}
    for block in issued:
        if block.depth == 0 and block.kind == "para" and block.scheme != "dash" and block.id in now:
            moved = now[block.id].label != block.label
            assert not moved or any(is_tombstone(other) and other.label == block.label for other in result.blocks)
    words = [block.text for block in result.blocks]
    assert all(block.text in words for block in typed)
    again = hold_numbers(result.blocks, result.blocks, frozen)
    assert contents(again.blocks) == contents(result.blocks)
    read, _ = parse(source_of(result.blocks))
    assert contents(read) == contents(result.blocks)
