"""A redline is exact to the character, cuts between words, and names moves, splits and merges."""

from __future__ import annotations

import re

from hypothesis import given

from drafts.text.blocks import PARAGRAPH_MARK, Block
from drafts.text.grammar import parse
from drafts.text.redline import Row, Segment, diff_words, new_text, old_text, redline
from tests.drafts.text.corpus import article, articles
from tests.drafts.text.simulated_edits import Simulation
from tests.drafts.text.strategies import (
    existing_article,
    laws,
    round_of_edits,
    seed,
    source,
    text,
    with_ids,
    wording,
)  # fmt: skip


def changed(old: str, new: str) -> list[Segment]:
    """A redline of two sources as one list of segments."""
    return [segment for row in redline(with_ids(old), parse(new)[0]) for segment in row.segments]


def assert_shows_everything_once(rows: list[Row], old: list[Block], new: list[Block]) -> None:
    for row in rows:
        assert old_text(row.segments) == PARAGRAPH_MARK.join(block.text for block in row.olds)
        assert new_text(row.segments) == PARAGRAPH_MARK.join(block.text for block in row.news)
    assert [id(block) for row in rows for block in row.news] == [id(block) for block in new]
    assert sorted(id(block) for row in rows for block in row.olds) == sorted(id(block) for block in old)


@laws
@given(text, text)
def test_kept_and_deleted_words_are_the_old_text_and_kept_and_inserted_ones_the_new(old: str, new: str) -> None:
    segments = diff_words(old, new)
    assert old_text(segments) == old
    assert new_text(segments) == new
    assert all(words for _, words in segments)


@laws
@given(text)
def test_the_same_text_has_no_changes(same: str) -> None:
    assert diff_words(same, same) == ([("=", same)] if same else [])


@laws
@given(text, text)
def test_signs_alternate_and_deletions_stand_before_insertions(old: str, new: str) -> None:
    signs = "".join(sign for sign, _ in diff_words(old, new))
    assert not any(pair in signs for pair in ("==", "--", "++", "+-"))


@laws
@given(wording, wording)
def test_no_change_begins_or_ends_inside_a_word(old: str, new: str) -> None:
    for hidden in "-+":
        shown = [words for sign, words in diff_words(old, new) if sign != hidden]
        signs = [sign for sign, _ in diff_words(old, new) if sign != hidden]
        for place in range(1, len(shown)):
            if signs[place] != signs[place - 1]:
                assert not (shown[place - 1][-1].isalpha() and shown[place][0].isalpha())


@laws
@given(source, source)
def test_every_clause_of_both_versions_stands_in_exactly_one_row(before: str, after: str) -> None:
    old, new = with_ids(before), parse(after)[0]
    assert_shows_everything_once(redline(old, new), old, new)


@laws
@given(existing_article, round_of_edits, seed)
def test_the_same_holds_for_articles_as_they_are_edited(old: list[Block], edit: type[Simulation], seed: int) -> None:
    simulation = edit(old, seed)
    for new in (simulation.result(), simulation.result(with_ids=True)):
        assert_shows_everything_once(redline(old, new), old, new)


def test_a_changed_word_is_the_change() -> None:
    assert diff_words("States shall act.", "States may act.") == [
        ("=", "States "),
        ("-", "shall"),
        ("+", "may"),
        ("=", " act."),
    ]


def test_brackets_around_words_are_the_only_change() -> None:
    assert diff_words("a request made in time", "a [request made]^{Cuba} in time") == [
        ("=", "a "), ("+", "["), ("=", "request made"), ("+", "]^{Cuba}"), ("=", " in time"),
    ]  # fmt: skip


def test_an_inserted_phrase_is_cut_at_its_commas() -> None:
    assert ("+", ", duly reasoned,") in diff_words(
        "A request shall be sent.", "A request, duly reasoned, shall be sent."
    )


def test_no_confetti_between_two_rewrites() -> None:
    segments = diff_words("The holder keeps the register in Vienna.", "Every museum hides the letters in Geneva.")
    assert len([sign for sign, _ in segments if sign == "-"]) == 1


def test_a_footnote_is_one_word() -> None:
    assert diff_words("a{fn: one two} b", "a{fn: one three} b") == [
        ("=", "a"), ("-", "{fn: one two}"), ("+", "{fn: one three}"), ("=", " b"),
    ]  # fmt: skip


def test_only_renumbering_is_no_change_of_text() -> None:
    rows = redline(
        with_ids("1. One.\n2. Two.\n3. Three."),
        parse("1. One.\n2. New words that nobody had written.\n3. Two.\n4. Three.")[0],
    )
    assert [(row.kind, row.renumbered_from) for row in rows] == [
        ("same", ""),
        ("insert", ""),
        ("same", "2."),
        ("same", "3."),
    ]


def test_a_clause_that_goes_down_a_level_is_relevelled() -> None:
    row = redline(with_ids("1. One:\n2. Two."), parse("1. One:\n    (a) Two.")[0])[1]
    assert (row.kind, row.relevelled, row.renumbered_from) == ("same", True, "2.")


def test_a_move_is_named() -> None:
    rows = redline(
        with_ids("1. The first paragraph of all.\n2. The second one follows.\n3. The third one closes."),
        parse("1. The third one closes.\n2. The first paragraph of all.\n3. The second one follows.")[0],
    )
    assert [(row.kind, row.olds[0].label) for row in rows] == [("move", "3."), ("same", "1."), ("same", "2.")]


def test_a_bracket_before_the_number_is_a_change() -> None:
    rows = redline(with_ids("1. One."), parse("[1. One.")[0])
    assert [(row.kind, row.segments) for row in rows] == [("edit", [("=", "One.")])]


def test_a_split_is_one_row_with_an_inserted_paragraph_mark() -> None:
    rows = redline(
        with_ids("1. Requests shall be in writing. Urgent requests may be made by telephone at any hour."),
        parse("1. Requests shall be in writing.\n2. Urgent requests may be made by telephone at any hour.")[0],
    )
    assert [(row.kind, len(row.olds), len(row.news)) for row in rows] == [("split", 1, 2)]
    assert [segment for segment in rows[0].segments if segment[0] != "="] == [("-", " "), ("+", PARAGRAPH_MARK)]


def test_a_merge_is_one_row_with_a_deleted_paragraph_mark() -> None:
    rows = redline(
        with_ids("1. Requests shall be in writing.\n2. Urgent requests may be made by telephone at any hour."),
        parse("1. Requests shall be in writing. Urgent requests may be made by telephone at any hour.")[0],
    )
    assert [(row.kind, len(row.olds), len(row.news)) for row in rows] == [("merge", 2, 1)]
    assert [segment for segment in rows[0].segments if segment[0] != "="] == [("-", PARAGRAPH_MARK), ("+", " ")]


def test_the_source_of_a_whole_article_can_be_compared() -> None:
    assert changed("1. One.", "1. One.\n2. Two.") == [("=", "One."), ("+", "Two.")]


def test_bracketed_words_are_shown_as_exactly_the_brackets() -> None:
    seen = 0
    for place, old in enumerate(articles() * 4):
        simulation = Simulation(old, place).edit_words(2, {"bracket": 1})
        for row in redline(old, simulation.result()):
            if row.kind == "edit":
                seen += 1
                changes = [words for sign, words in row.segments if sign != "="]
                assert all(re.fullmatch(r"(?:[\[\]]|\^\{[^{}]*\}|\s)+", words) for words in changes)
    assert seen > 40


def test_an_article_compared_with_nothing_is_all_new() -> None:
    blocks = article("scope")
    assert {row.kind for row in redline([], blocks)} == {"insert"}
    assert {row.kind for row in redline(blocks, [])} == {"delete"}
    assert redline([], []) == []
