"""Marks across segments; for an unchanged wording the same words as the text core reads."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafts.rendering.markup import Run, runs, without_notes, words
from drafts.text.brackets import plain
from drafts.text.redline import Segment, diff_words, new_text

TEXTS = st.text(alphabet="ab [],.*\\^{}", max_size=30) | st.lists(
    st.sampled_from(["State ", "[", "]", "*", "^{Chad}", "{fn: a *b*}", "{note: c}", "\\*", "\\[", "x"]), max_size=12
).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_an_unchanged_wording_reads_as_the_text_core_reads_it(text: str) -> None:
    found = runs([("=", text)])
    assert "".join(run.text for run in found if run.kind in ("text", "bracket")).strip() == plain(text)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_a_redline_shows_every_letter_of_both_sides(old: str, new: str) -> None:
    shown = letters(runs(diff_words(old, new)))
    assert shown["-"] == [letter for letter in old if letter in "abx"]
    assert shown["+"] == [letter for letter in new if letter in "abx"]


def letters(found: list[Run]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {"-": [], "+": []}
    for run in found:
        inner = letters(list(run.runs))
        for side, other in (("-", "+"), ("+", "-")):
            out[side] += inner[side] + [letter for letter in run.text if letter in "abx" and run.sign != other]
    return out


def test_italics_belong_to_the_side_that_has_them() -> None:
    found = runs([("-", "*"), ("=", "a"), ("-", "*"), ("+", " *b*")])
    assert [(run.sign, run.text, run.italic) for run in found] == [
        ("=", "a", False), ("+", " ", False), ("+", "b", True),
    ]  # fmt: skip


def test_a_tombstone_is_not_a_bracket() -> None:
    assert runs([("=", "[Deleted]")]) == [Run("text", "=", "[Deleted]")]


@pytest.mark.parametrize(
    ("segments", "left"),
    [
        ([("=", "a {note: x} b")], [("=", "a b")]),
        ([("=", "a {note: "), ("-", "x"), ("+", "y"), ("=", "} b")], [("=", "a"), ("=", " b")]),
        ([("+", "{note: x}")], []),
        ([("=", "a {fn: x}  ")], [("=", "a {fn: x}  ")]),
    ],
)
def test_notes_are_cut_wherever_the_segments_end(segments: list[Segment], left: list[Segment]) -> None:
    assert new_text(without_notes(segments)) == new_text(left)


def test_a_heading_is_its_new_words() -> None:
    assert words([("-", "Old"), ("+", "New *name*"), ("=", " here^{Chad}{fn: note}")]) == "New name here"
    assert words([("-", "Gone [too]")]) == "Gone [too]"
