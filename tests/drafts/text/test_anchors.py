"""A comment stays on its words, says how sure it is, and never drifts in silence."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from drafts.text.anchors import Anchor, make, reanchor
from drafts.text.grammar import Block, parse
from drafts.text.identity import carry_ids
from tests.drafts.text.corpus import articles
from tests.drafts.text.simulated_edits import Simulation, typical_round
from tests.drafts.text.strategies import existing_article, laws, round_of_edits, seed, with_ids


def carried(old: str, new: str, quote: str) -> Anchor:
    """What becomes of a comment on `quote` when `old` turns into `new`."""
    before, after = with_ids(old), parse(new)[0]
    carry_ids(before, after)
    block = next(block for block in before if quote in block.text)
    start = block.text.index(quote)
    return reanchor([make(block, start, start + len(quote))], before, after)[0]


@laws
@given(existing_article, round_of_edits, seed, st.data())
def test_an_anchor_is_where_it_says_or_says_that_it_is_lost(
    old: list[Block], edit: type[Simulation], seed: int, data: st.DataObject
) -> None:
    block = data.draw(st.sampled_from([block for block in old if block.text]))
    start = data.draw(st.integers(0, len(block.text) - 1))
    end = data.draw(st.integers(start + 1, len(block.text)))
    anchor = make(block, start, end)
    assert reanchor([anchor], old, old) == [anchor]

    new = edit(old, seed).result()
    carry_ids(old, new)
    found, after = reanchor([anchor], old, new)[0], {block.id: block for block in new}
    assert 0 <= found.score <= 1
    if found.status in ("exact", "changed", "moved"):
        assert after[found.clause].text[found.start : found.end] == found.exact != ""
    else:
        assert found.exact == anchor.exact
        assert (found.status == "paragraph") == (found.clause in after)


def test_anchors_of_simulated_rounds_are_right_and_never_on_other_words() -> None:
    tally: Counter[str] = Counter()
    for turn, old in enumerate(articles() * 12):
        simulation = typical_round(old, turn)
        new = simulation.result()
        carry_ids(old, new)
        for block in old:
            judge(simulation, old, new, block, tally)
    assert tally["alive"] > 400
    assert tally["right"] >= 0.97 * tally["alive"]
    assert tally["wrong"] <= 0.002 * tally["alive"]


def judge(simulation: Simulation, old: list[Block], new: list[Block], block: Block, tally: Counter[str]) -> None:
    """Anchor a few words of a clause and compare where they came out with where the simulation put them."""
    words = [word.text for word in Simulation([block], 0).words[block.id]]
    if block.kind == "option" or len(words) < 12:
        return
    first = simulation.random.randrange(len(words) - 6)
    start = len("".join(words[:first])) + len(words[first]) - len(words[first].lstrip())
    end = len("".join(words[: first + 6]))
    origins = {(block.id, place) for place in range(first, first + 6)}
    found = reanchor([make(block, start, end)], old, new)[0]
    for clause, now in zip(simulation.true_ids(), new, strict=True):
        kept = [word.bare for word in simulation.words[clause] if word.origin in origins]
        if len(kept) == 6:
            tally["alive"] += 1
            tally["right"] += found.clause == now.id and kept[0] in found.exact and kept[-1] in found.exact
            tally["wrong"] += found.status in ("exact", "changed", "moved") and found.clause != now.id


def test_words_that_stay_are_exact_wherever_the_clause_moves() -> None:
    found = carried(
        "1. States shall act at once.\n2. Costs are shared.",
        "1. Costs are shared.\n2. In time, States shall act at once.",
        "shall act",
    )
    assert (found.status, found.exact, found.start) == ("exact", "shall act", 16)


def test_words_that_were_changed_in_part_are_changed() -> None:
    found = carried("1. States shall act at once.", "1. States shall always act at once.", "shall act")
    assert (found.status, found.exact) == ("changed", "shall always act")


def test_words_that_are_gone_leave_the_comment_on_its_clause() -> None:
    found = carried("1. States shall act at once and in public.", "1. States shall act in public.", "at once")
    assert (found.status, found.exact, found.clause) == ("paragraph", "at once", "clause-0")


def test_a_clause_that_is_gone_leaves_the_comment_with_its_quote() -> None:
    found = carried("1. States shall act.\n2. Costs are never shared.", "1. States shall act.", "never shared")
    assert (found.status, found.exact, found.clause) == ("orphan", "never shared", "clause-1")


def test_words_that_went_into_a_new_clause_are_followed_there() -> None:
    old = (
        "1. Requests shall be in writing and be signed by the authority that makes them. "
        "Urgent requests may be made by telephone."
    )
    found = carried(old, old.replace(" Urgent", "\n2. Urgent"), "Urgent requests may be made by telephone")
    assert (found.status, found.exact) == ("moved", "Urgent requests may be made by telephone")


def test_the_same_words_elsewhere_do_not_attract_a_comment() -> None:
    found = carried(
        "1. The court shall decide without delay.\n2. The secretariat shall answer without delay.",
        "1. The court shall decide.\n2. The secretariat shall answer without delay.",
        "without delay",
    )
    assert (found.status, found.clause) == ("paragraph", "clause-0")
