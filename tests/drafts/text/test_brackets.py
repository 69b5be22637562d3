"""Disputed words are found, counted and shown, however they nest and wherever they end."""

from __future__ import annotations

from hypothesis import given

from drafts.text.brackets import (
    Attribution,
    Bracket,
    Footnote,
    Italic,
    Node,
    Note,
    check,
    count,
    depth_after,
    inline,
    plain,
)
from drafts.text.grammar import parse
from tests.drafts.text.corpus import article
from tests.drafts.text.strategies import laws, text


def problems(typed: str) -> list[tuple[int, int, str]]:
    return [(notice.line, notice.column, notice.code) for notice in parse(typed)[1]]


def nested(nodes: list[Node]) -> int:
    return max((1 + nested(node.children) for node in nodes if isinstance(node, Bracket)), default=0)


def italics_left(nodes: list[Node]) -> list[Italic]:
    found: list[Italic] = []
    for node in nodes:
        if isinstance(node, Italic):
            found.append(node)
        if isinstance(node, (Bracket, Italic)):
            found += italics_left(node.children)
    return found


@laws
@given(text)
def test_any_text_becomes_a_tree(typed: str) -> None:
    for open_brackets in (0, 2):
        inline(typed, open_brackets)
    assert isinstance(plain(typed), str)


@laws
@given(text)
def test_italics_always_have_two_stars(typed: str) -> None:
    assert len(italics_left(inline(typed))) * 2 <= typed.count("*")


def test_a_bracket_with_its_attribution() -> None:
    assert inline("States [shall]^{Cuba} act") == [
        "States ", Bracket(["shall"], "Cuba", opened=True, closed=True), " act",
    ]  # fmt: skip


def test_brackets_nest_without_limit() -> None:
    assert nested(inline("[" * 40 + "x" + "]" * 40)) == 40


def test_a_bracket_that_goes_on_into_the_next_clause() -> None:
    assert inline("when [it is") == ["when ", Bracket(["it is"], opened=True, closed=False)]
    assert inline("so]^{Japan} decided", open_brackets=1) == [
        Bracket(["so"], "Japan", opened=False, closed=True), " decided",
    ]  # fmt: skip
    assert depth_after("when [it is") == 1
    assert depth_after("so] decided", 1) == 0


def test_footnotes_notes_and_italics() -> None:
    assert inline("*a*{fn: why}{note: ask}") == [Italic(["a"]), Footnote("why"), Note("ask")]


def test_escaped_marks_are_characters() -> None:
    assert inline(r"\[sic\] 5 \* 3") == ["[sic] 5 * 3"]


def test_a_single_star_is_a_star() -> None:
    assert inline("5 * 3") == ["5 * 3"]
    assert inline("[*a] b") == [Bracket(["*a"], closed=True), " b"]


def test_a_stray_closing_bracket_and_a_stray_attribution_are_kept() -> None:
    assert inline("a] b^{Cuba}") == ["a] b", Attribution("Cuba")]


def test_two_attributions_of_one_bracket_are_joined() -> None:
    assert inline("[a]^{Cuba}^{Mexico}") == [Bracket(["a"], "Cuba; Mexico", closed=True)]


def test_plain_words_have_brackets_but_no_apparatus() -> None:
    assert plain(r"[*inter alia*]^{Cuba} \{x\}{fn: why}{note: ask}") == "[inter alia] {x}"


def test_brackets_may_reach_over_clauses() -> None:
    assert problems("1. One [begins\n2. and ends] here.") == []
    assert count(article("settlement of disputes")) == 1


def test_a_bracket_that_is_never_closed_is_located() -> None:
    assert problems("1. One.\n2. States [shall act.") == [(2, 11, "bracket")]


def test_a_bracket_may_not_reach_over_the_edge_of_an_option() -> None:
    assert problems("Option 1:\n1. [One.\nOption 2:\n1. Two.]\nEnd of options") == [
        (2, 4, "bracket"),
        (4, 8, "bracket"),
    ]


def test_curly_brackets_attributions_and_italics_are_checked() -> None:
    assert problems("a {b") == [(1, 3, "brace")]
    assert problems("a^{Cuba}") == [(1, 2, "attribution")]
    assert problems("[a]^{ }") == [(1, 4, "attribution")]
    assert problems("a *b") == [(1, 3, "italic")]


def test_a_tombstone_is_no_disputed_text() -> None:
    blocks, notices = parse("1. One [or two].\n2. [Deleted]\n3. Three.")
    assert (count(blocks), check(blocks), notices) == (1, [], [])
    assert inline("[Deleted]") == ["[Deleted]"]


def test_a_bracket_before_the_number_counts() -> None:
    assert count(parse("1. One.\n[2. Two.]")[0]) == 1
