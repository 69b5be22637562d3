"""Two people's work is put together without losing a word, and what touches is asked, never written into the
text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from drafts.text.grammar import Block, parse
from drafts.text.merge import Conflict, Merged, Part, merge_blocks, merge_text, settled
from drafts.text.words import words_of
from tests.drafts.text.corpus import article
from tests.drafts.text.simulated_edits import Simulation
from tests.drafts.text.strategies import contents, copied, existing_article, laws, seed, source, text, with_ids, wording


def changed_article(blocks: list[Block], seed: int) -> list[Block]:
    """The article after a few changes of words and, often, of clauses, as it comes from a form: without ids."""
    simulation = Simulation(blocks, seed)
    chance = simulation.random
    simulation.restructure(
        insert=chance.random() < 0.4, delete=chance.random() < 0.3, move=chance.random() < 0.3,
        split=chance.random() < 0.2, merge=chance.random() < 0.2,
    )  # fmt: skip
    return simulation.edit_words(3).result()


def words(blocks: Sequence[Block]) -> Counter[str]:
    return Counter(word for block in blocks for word in words_of(block.text))


def mirrored(parts: list[Part]) -> list[Part]:
    return [
        part if isinstance(part, str) else Conflict(part.kind, part.block_id, part.base, part.theirs, part.ours)
        for part in parts
    ]


def merged(base: str, ours: str, theirs: str) -> Merged:
    return merge_blocks(with_ids(base), parse(ours)[0], parse(theirs)[0])


def texts(result: Merged) -> list[str]:
    return [f"{block.label} {block.text}".strip() for block in result.blocks]


@laws
@given(text, text)
def test_what_only_one_changed_is_taken(base: str, changed: str) -> None:
    assert (
        merge_text(base, base, changed)
        == merge_text(base, changed, base)
        == merge_text(base, changed, changed)
        == [changed]
    )


@laws
@given(wording, wording, wording)
def test_exchanging_the_sides_exchanges_them_in_the_conflicts_only(base: str, ours: str, theirs: str) -> None:
    assert merge_text(base, theirs, ours) == mirrored(merge_text(base, ours, theirs))


@laws
@given(wording, wording, wording)
def test_every_word_that_one_added_is_there_when_that_one_is_preferred(base: str, ours: str, theirs: str) -> None:
    parts = merge_text(base, ours, theirs)
    for side, version in (("ours", ours), ("theirs", theirs)):
        added = Counter(words_of(version)) - Counter(words_of(base))
        assert not added - Counter(words_of(settled(parts, side)))  # type: ignore[arg-type]


@laws
@given(source, source)
def test_articles_that_only_one_changed_are_taken_whole(base: str, changed: str) -> None:
    old, new = with_ids(base), parse(changed)[0]
    for ours, theirs in ((old, new), (new, old), (new, new)):
        result = merge_blocks(old, copied(ours), copied(theirs))
        assert result.clean
        assert contents(result.blocks) == contents(new)


@laws
@given(source, source, source)
def test_any_three_articles_merge_and_leave_their_arguments_alone(base: str, ours: str, theirs: str) -> None:
    versions = with_ids(base), parse(ours)[0], parse(theirs)[0]
    before = [contents(version) for version in versions]
    result = merge_blocks(*versions)
    ids = [block.id for block in result.blocks]
    assert all(ids)
    assert len(set(ids)) == len(ids)
    assert [contents(version) for version in versions] == before


@laws
@given(existing_article, seed, seed)
def test_no_added_word_is_lost(base: list[Block], one: int, other: int) -> None:
    ours, theirs = changed_article(base, one), changed_article(base, other + 10**7)
    result = merge_blocks(base, ours, theirs)
    asked = Counter(word for clash in result.conflicts for word in words_of(f"{clash.ours} {clash.theirs}"))
    added = (words(ours) - words(base)) | (words(theirs) - words(base))
    assert not added - (words(result.blocks) + asked)


@laws
@given(existing_article, seed, seed)
def test_exchanging_the_sides_keeps_the_outcome(base: list[Block], one: int, other: int) -> None:
    ours, theirs = (
        Simulation(base, turn).edit_words(4, {"substitute": 2, "insert": 2, "cut": 1, "bracket": 1}).result()
        for turn in (one, other + 10**7)
    )
    here, there = merge_blocks(base, ours, theirs), merge_blocks(base, theirs, ours)
    assert here.clean == there.clean
    assert Counter(clash.kind for clash in here.conflicts) == Counter(clash.kind for clash in there.conflicts)
    if here.clean:
        assert words(here.blocks) == words(there.blocks)


@laws
@given(existing_article, seed, st.booleans())
def test_changes_to_different_clauses_commute(base: list[Block], seed: int, known: bool) -> None:
    ours, theirs, both = copied(base), copied(base), copied(base)
    for place, block in enumerate(base):
        if block.kind in ("para", "continuation") and block.text:
            edited = (
                Simulation([block], seed + place)
                .edit_words(2, {"substitute": 2, "insert": 2, "bracket": 1})
                .result()[0]
                .text
            )
            (ours if place % 2 else theirs)[place].text = both[place].text = edited
    if not known:
        for block in ours:
            block.id = ""
    result = merge_blocks(base, ours, theirs)
    assert result.clean, result.conflicts
    assert contents(result.blocks) == contents(both)
    assert [block.id for block in result.blocks] == [block.id for block in base]


@laws
@given(existing_article, seed, seed)
def test_a_clash_never_writes_square_brackets(article: list[Block], one: int, other: int) -> None:
    base = copied(article)
    for block in base:
        block.text, block.lead = re.sub(r"[\[\]]|\^\{[^{}]*\}", "", block.text), ""
    ours, theirs = (
        Simulation(base, turn).edit_words(6, {"substitute": 1, "cut": 1, "rewrite": 1}).result()
        for turn in (one, other + 10**7)
    )
    result = merge_blocks(base, ours, theirs)
    assert all("[" not in block.text and "]" not in block.text for block in result.blocks)


def test_changes_in_different_places_of_one_clause_are_both_made() -> None:
    result = merged(
        "1. The court shall decide on a request within one year after it was received.",
        "1. The court may decide on a request within one year after it was received.",
        "1. The court shall decide on a request within two years after it was received.",
    )
    assert result.clean
    assert texts(result) == ["1. The court may decide on a request within two years after it was received."]
    assert [note.kind for note in result.notes] == ["both_edited"]


def test_two_words_for_one_are_a_conflict_and_our_wording_stands_without_a_mark() -> None:
    result = merged("1. States shall act.", "1. States may act.", "1. States must act.")
    assert result.conflicts == [Conflict("words", "clause-0", "shall", "may", "must")]
    assert texts(result) == ["1. States may act."]
    assert result.segments == {"clause-0": ["States ", result.conflicts[0], " act."]}


def test_changes_within_two_words_of_each_other_are_asked() -> None:
    far = merge_text("a b c d e", "x b c d e", "a b c d y")
    near = merge_text("a b c d e", "x b c d e", "a y c d e")
    assert [type(part) for part in far] == [str]
    assert [part for part in near if isinstance(part, Conflict)] == [Conflict("words", "", "a b", "x b", "a y")]


def test_crossing_brackets_are_asked() -> None:
    parts = merge_text("one two three four five six", "[one two three] four five six", "one two [three four five] six")
    assert [part.kind for part in parts if isinstance(part, Conflict)] == ["brackets"]


def test_a_clause_that_one_deleted_and_the_other_changed_is_kept_and_asked() -> None:
    result = merged(
        "1. Requests are made in writing.\n2. Fees may be asked of nobody at all.\n3. Costs are shared.",
        "1. Requests are made in writing.\n2. Costs are shared.",
        "1. Requests are made in writing.\n2. Fees may be asked of no family at all.\n3. Costs are shared.",
    )
    assert [(clash.kind, clash.block_id) for clash in result.conflicts] == [("delete_edit", "clause-1")]
    assert "2. Fees may be asked of no family at all." in texts(result)


def test_a_clause_that_one_deleted_and_the_other_left_alone_is_deleted() -> None:
    result = merged(
        "1. Requests are made in writing.\n2. Fees may be asked of nobody.\n3. Costs are shared.",
        "1. Requests are made in writing.\n2. Costs are shared.",
        "1. Requests are made in English.\n2. Fees may be asked of nobody.\n3. Costs are shared.",
    )
    assert result.clean
    assert texts(result) == ["1. Requests are made in English.", "2. Costs are shared."]


def test_both_insertions_at_one_place_stand_side_by_side_and_are_noted() -> None:
    result = merged(
        "1. Requests are made.\n2. Costs are shared.",
        "1. Requests are made.\n2. Museums open their catalogues.\n3. Costs are shared.",
        "1. Requests are made.\n2. Experts examine the bindings.\n3. Costs are shared.",
    )
    assert result.clean
    assert texts(result)[1:3] == ["2. Museums open their catalogues.", "3. Experts examine the bindings."]
    assert [note.kind for note in result.notes] == ["both_inserted"]


def test_the_same_insertion_by_both_is_made_once() -> None:
    same = "1. Requests are made.\n2. Museums open their catalogues.\n3. Costs are shared"
    result = merged("1. Requests are made.\n2. Costs are shared.", f"{same} by all.", f"{same}.")
    assert result.clean
    assert texts(result) == [
        "1. Requests are made.",
        "2. Museums open their catalogues.",
        "3. Costs are shared by all.",
    ]


def test_an_item_inserted_by_one_stays_with_its_paragraph_when_the_other_inserts_a_paragraph() -> None:
    base = "1. Courts shall:\n    (a) Hear;\n    (b) Decide.\n2. Costs are shared."
    result = merged(
        base,
        "1. Courts shall:\n    (a) Hear;\n    (b) Decide.\n2. Museums open their catalogues.\n3. Costs are shared.",
        "1. Courts shall:\n    (a) Hear;\n    (b) Decide.\n    (c) Publish what they decided.\n2. Costs are shared.",
    )
    assert result.clean
    assert texts(result)[3:5] == ["(c) Publish what they decided.", "2. Museums open their catalogues."]


def test_an_item_whose_paragraph_the_other_deleted_is_asked() -> None:
    result = merged(
        "1. Requests are made in writing.\n2. Courts of first instance shall:\n"
        "    (a) Hear the parties;\n3. Costs are shared.",
        "1. Requests are made in writing.\n2. Costs are shared.",
        "1. Requests are made in writing.\n2. Courts of first instance shall:\n    (a) Hear the parties;\n"
        "    (b) Publish whatever was decided.\n3. Costs are shared.",
    )
    assert [clash.kind for clash in result.conflicts] == ["structure"]


def test_an_edit_reaches_the_half_of_a_clause_that_the_other_split() -> None:
    base = "1. Requests shall be made in writing and signed. Urgent requests may be made by telephone at any hour."
    result = merged(
        base,
        "1. Requests shall be made in writing and signed.\n2. Urgent requests may be made by telephone at any hour.",
        base.replace("telephone", "electronic mail"),
    )
    assert result.clean
    assert texts(result) == [
        "1. Requests shall be made in writing and signed.",
        "2. Urgent requests may be made by electronic mail at any hour.",
    ]  # fmt: skip


def test_an_edit_reaches_the_clause_into_which_the_other_merged_it() -> None:
    base = "1. Requests shall be made in writing and signed.\n2. Urgent requests may be made by telephone at any hour."
    result = merged(
        base,
        base.replace("\n2. ", " "),
        base.replace("telephone", "electronic mail"),
    )
    assert result.clean
    assert texts(result) == [
        "1. Requests shall be made in writing and signed. Urgent requests may be made by electronic mail at any hour."
    ]


def test_a_clause_that_both_moved_is_asked() -> None:
    lines = [
        "Requests are made in writing.",
        "Fees may be asked of nobody.",
        "Costs are shared.",
        "Courts decide in public.",
    ]

    def ordered(*places: int) -> str:
        return "\n".join(f"{number}. {lines[place]}" for number, place in enumerate(places, 1))

    result = merged(ordered(0, 1, 2, 3), ordered(3, 0, 1, 2), ordered(0, 3, 1, 2))
    assert [(clash.kind, clash.block_id) for clash in result.conflicts] == [("order", "clause-3")]


def test_one_relevels_and_the_other_rewords() -> None:
    result = merged(
        "1. Courts shall decide in public.\n2. They hear the parties before.",
        "1. Courts shall decide in public.\n    (a) They hear the parties before.",
        "1. Courts shall decide in public.\n2. They hear all the parties before.",
    )
    assert result.clean
    assert texts(result)[1] == "(a) They hear all the parties before."


def test_the_saved_version_keeps_its_ids() -> None:
    base = article("scope")
    theirs = Simulation(base, 3).restructure(insert=1).result(with_ids=True)
    ours = copied(base)
    ours[0].text = ours[0].text.replace("every", "any")
    for block in ours:
        block.id = ""
    result = merge_blocks(base, ours, theirs)
    assert result.clean
    assert [block.id for block in result.blocks] == [block.id for block in theirs]


def test_labels_of_the_result_follow_the_language() -> None:
    base = with_ids("1. Un :\n    (a) A ;\n    (b) B.")
    ours, theirs = copied(base), copied(base)
    ours[1].text, theirs[2].text = "Autre ;", "Encore."
    assert [block.label for block in merge_blocks(base, ours, theirs, language="fr").blocks] == ["1.", "a)", "b)"]
