"""What a lawyer types is read as clauses, and nothing typed is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given

from drafts.text.grammar import Block, Notice, canonical, from_json, new_id, parse, source_of, to_json
from tests.drafts.text.corpus import ARTICLES
from tests.drafts.text.strategies import contents, language, laws, source


def labels_and_texts(typed: str, language: str = "en") -> list[tuple[str, str]]:
    return [(block.label, block.text) for block in parse(typed, language)[0]]


def shape(typed: str) -> list[tuple[str, int, str]]:
    return [(block.kind, block.depth, block.scheme) for block in parse(typed)[0]]


@laws
@given(source, language)
def test_reading_what_was_printed_gives_the_same_clauses(typed: str, language: str) -> None:
    blocks, _ = parse(typed, language)
    printed = source_of(blocks, language)
    again, _ = parse(printed, language)
    assert contents(again) == contents(blocks)
    assert source_of(again, language) == printed


@laws
@given(source)
def test_the_language_decides_only_how_numbers_look(typed: str) -> None:
    english, _ = parse(typed, "en")
    french, _ = parse(source_of(english, "fr"), "fr")
    spanish, _ = parse(source_of(french, "es"), "es")
    assert contents(english) == contents(french) == contents(spanish)


@laws
@given(source)
def test_no_word_is_lost_or_doubled(typed: str) -> None:
    kept = canonical(" ".join(block.text for block in parse(typed)[0]))
    for word in ("States", "Parties", "request", "“term”", "State’s", "footnote", "secretariat"):
        assert kept.count(word) == canonical(typed.replace("\n", " ")).count(word)


@laws
@given(source)
def test_every_notice_points_at_a_place_that_exists(typed: str) -> None:
    _, notices = parse(typed)
    assert notices == sorted(notices, key=lambda notice: (notice.line, notice.column))
    for notice in notices:
        assert min(notice.line, notice.column) >= 1
        assert notice.message.endswith((".", "”."))


@laws
@given(source, language)
def test_what_is_stored_comes_back_with_its_labels(typed: str, language: str) -> None:
    blocks, _ = parse(typed, language)
    back = from_json(to_json(blocks), language)
    assert contents(back) == contents(blocks)
    assert [block.label for block in back] == [block.label for block in blocks]


@pytest.mark.parametrize("name", ARTICLES)
def test_the_articles_of_the_corpus_print_as_they_were_typed(name: str) -> None:
    blocks, notices = parse(ARTICLES[name])
    assert [notice for notice in notices if notice.severity != "info"] == []
    if name not in {
        "costs"
    }:  # it is typed with words beside an option, which the canonical form sets on a line of their own
        assert source_of(blocks).strip() == ARTICLES[name].strip()


def test_markers_give_level_and_style() -> None:
    typed = "1. One:\n(a) A:\n(i) I;\n(ii) II;\n(b) B.\n2. Two."
    assert shape(typed) == [
        ("para", 0, "num"), ("para", 1, "alpha"), ("para", 2, "roman"), ("para", 2, "roman"),
        ("para", 1, "alpha"), ("para", 0, "num"),
    ]  # fmt: skip


def test_i_after_h_is_a_letter() -> None:
    typed = "\n".join(f"({letter}) Item;" for letter in "abcdefghij")
    assert {block.scheme for block in parse(typed)[0]} == {"alpha"}


def test_items_indented_under_unnumbered_words_are_one_list() -> None:
    typed = "For the purposes hereof:\n\n    (a) One:\n\n        (i) I;\n        (ii) II;\n\n    (b) Two.\nAnd so on."
    assert shape(typed) == [
        ("continuation", 0, ""), ("para", 0, "alpha"), ("para", 1, "roman"), ("para", 1, "roman"), ("para", 0, "alpha"),
        ("continuation", 0, ""),
    ]  # fmt: skip


def test_two_columns_are_enough_for_a_level() -> None:
    assert shape("1. One:\n  (a) A:\n    (i) I.\n2. Two.") == [
        ("para", 0, "num"), ("para", 1, "alpha"), ("para", 2, "roman"), ("para", 0, "num"),
    ]  # fmt: skip


def test_an_item_indented_by_mistake_joins_the_list_that_expects_it() -> None:
    assert shape("1. One:\n(a) A;\n    (b) B.") == [("para", 0, "num"), ("para", 1, "alpha"), ("para", 1, "alpha")]


def test_roman_one_after_h_is_told_by_the_number_that_follows() -> None:
    letters = [f"({letter}) Item;" for letter in "abcdefgh"]
    assert shape("\n".join([*letters, "(i) One;", "(ii) Two."]))[8:] == [("para", 1, "roman")] * 2
    assert shape("\n".join([*letters, "(i) One;", "(j) Two."]))[8:] == [("para", 0, "alpha")] * 2


def test_an_inner_list_that_lost_its_indentation_keeps_its_level() -> None:
    typed = "1. One:\n    (a) A:\n        (i) I;\n        (ii) II:\n    (a) Inner;\n    (b) Inner;\n    (b) B."
    assert [depth for _, depth, _ in shape(typed)] == [0, 1, 2, 2, 3, 3, 1]


def test_an_item_put_first_without_renumbering_stays_beside_the_others() -> None:
    typed = "1. One:\n    (a) New:\n        (i) I;\n    (a) Was first;\n    (b) Was second."
    assert [depth for _, depth, _ in shape(typed)] == [0, 1, 2, 1, 1]


def test_a_deleted_item_leaves_the_rest_of_its_list_in_place() -> None:
    typed = "1. One:\n    (g) G;\n    (i) I;\n    (j) J.\n2. Two:\n    (a) A;\n    (c) C."
    assert [(depth, scheme) for _, depth, scheme in shape(typed)] == [
        (0, "num"), (1, "alpha"), (1, "alpha"), (1, "alpha"), (0, "num"), (1, "alpha"), (1, "alpha"),
    ]  # fmt: skip


def test_flush_words_after_a_complete_list_belong_above_it() -> None:
    typed = "1. They shall:\n    (a) Collect; and\n    (b) Compel:\n        (i) To send; or\n        (ii) Keep;\nall."
    assert parse(typed)[0][-1].depth == 1
    assert parse(typed.replace("Collect; and", "Collect;"))[0][-1].depth == 2


def test_words_that_look_like_a_number_can_be_said_to_be_words() -> None:
    typed = "1. One.\n    ¶ (a) is a letter.\n¶ Option 1: is a name.\n"
    blocks, _ = parse(typed)
    assert [(block.kind, block.depth, block.text) for block in blocks[1:]] == [
        ("continuation", 1, "(a) is a letter."), ("continuation", 0, "Option 1: is a name."),
    ]  # fmt: skip
    assert source_of(blocks) == typed


def test_numbers_are_computed_and_the_drafter_is_told() -> None:
    blocks, notices = parse("1. One.\n3. Three.")
    assert [block.label for block in blocks] == ["1.", "2."]
    assert notices == [Notice(2, 1, "info", "order", "“3.” is number 2 of its list and will be numbered so.")]


def test_bis_is_pinned_to_the_number_before_it() -> None:
    assert labels_and_texts("1. One.\n1 bis. More.\n2. Two.") == [("1.", "One."), ("1 bis.", "More."), ("2.", "Two.")]


def test_french_and_spanish_drop_the_opening_parenthesis() -> None:
    typed = "1. Un :\n    (a) A ;\n    (a bis) A encore ;\n    (b) B."
    assert [label for label, _ in labels_and_texts(typed, "fr")] == ["1.", "a)", "a bis)", "b)"]
    assert source_of(parse(typed)[0], "es") == "1. Un :\n    a) A ;\n    a bis) A encore ;\n    b) B.\n"


def test_both_styles_of_marker_are_read_in_every_language() -> None:
    assert labels_and_texts("a) A;\n(b) B.", "en") == [("(a)", "A;"), ("(b)", "B.")]
    assert labels_and_texts("a) A;\n(b) B.", "fr") == [("a)", "A;"), ("b)", "B.")]


def test_a_paragraph_and_its_first_item_on_one_line() -> None:
    typed = "1. One.\n2. (a) First;\n    (b) Second.\n"
    assert labels_and_texts(typed) == [("1.", "One."), ("2.", ""), ("(a)", "First;"), ("(b)", "Second.")]
    assert source_of(parse(typed)[0]) == typed


def test_words_beside_an_option_become_a_clause_of_it() -> None:
    blocks, _ = parse("Option 1 (Cuba): Postponement shall end.\nOption 2:\nIt shall not.\nEnd of options")
    assert [(block.kind, block.pin, block.text) for block in blocks] == [
        ("option", "1", "Cuba"), ("continuation", "", "Postponement shall end."), ("option", "2", ""),
        ("continuation", "", "It shall not."), ("end", "", ""),
    ]  # fmt: skip
    assert source_of(blocks).startswith("Option 1 (Cuba):\nPostponement shall end.\nOption 2:\n")


def test_numbering_starts_afresh_in_each_option_and_goes_on_from_the_longest() -> None:
    typed = "1. One.\nOption 1:\n2. Two.\n3. Three.\nOption 2:\n2. Other.\nEnd of options\n4. Four."
    assert [label for label, _ in labels_and_texts(typed)] == ["1.", "Option 1", "2.", "3.", "Option 2", "2.", "", "4."]


def test_unclosed_options_are_reported_at_the_last_line() -> None:
    _, notices = parse("Option 1:\n1. One.")
    assert [(notice.line, notice.code) for notice in notices] == [(2, "options")]


def test_recitals_need_no_mark_of_their_own() -> None:
    typed = "The States Parties,\nRecalling the past,\nHave agreed as follows:\n"
    blocks, _ = parse(typed)
    assert [(block.kind, block.depth) for block in blocks] == [("continuation", 0)] * 3
    assert source_of(blocks) == typed


def test_a_closing_line_without_indentation_hangs_under_the_paragraph() -> None:
    typed = "1. For the purposes of this article:\n(a) One;\n(b) Two;\nand nothing else."
    assert parse(typed)[0][-1].depth == 1


def test_an_unnumbered_line_that_begins_an_option_stands_at_the_top() -> None:
    typed = "1. One.\nOption 1:\nPostponement shall end.\nEnd of options\n2. Two.\n"
    blocks, _ = parse(typed)
    assert blocks[2].depth == 0
    assert source_of(blocks) == typed


def test_the_pilcrow_forces_the_top_level() -> None:
    typed = "1. One.\n¶ Words at the margin.\n"
    blocks, _ = parse(typed)
    assert (blocks[1].depth, blocks[1].text) == (0, "Words at the margin.")
    assert source_of(blocks) == typed


def test_a_tombstone_keeps_its_number() -> None:
    assert labels_and_texts("1. One.\n2. [Deleted]\n3. Three.")[1:] == [("2.", "[Deleted]"), ("3.", "Three.")]


def test_a_bracket_may_stand_before_the_number() -> None:
    blocks, notices = parse("1. One.\n[2. Two.]")
    assert (blocks[1].lead, blocks[1].label, blocks[1].text) == ("[", "2.", "Two.]")
    assert notices == []


def test_invisible_characters_and_odd_spaces_are_made_plain() -> None:
    assert canonical(" a\u00a0\u2009b\u200b\u00ad  c ") == "a b c"


def test_a_notice_points_at_the_column_that_was_typed() -> None:
    _, notices = parse("1. One.\n      (a)   States  shall] act.")
    assert [(notice.line, notice.column, notice.code) for notice in notices] == [(2, 26, "bracket")]


def test_ids_are_sixteen_hexadecimal_characters() -> None:
    made = {new_id() for _ in range(200)}
    assert len(made) == 200
    assert all(len(one) == 16 and int(one, 16) >= 0 for one in made)


def test_stored_blocks_carry_no_computed_number() -> None:
    blocks, _ = parse("1. One.")
    assert to_json(blocks) == [
        {"id": "", "kind": "para", "depth": 0, "scheme": "num", "pin": "", "lead": "", "text": "One."}
    ]


def test_threads_do_not_share_a_parser() -> None:
    alone = [contents(parse(typed)[0]) for typed in ARTICLES.values()]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda typed: contents(parse(typed)[0]), [*ARTICLES.values()] * 20))
    assert together == alone * 20


def test_an_empty_source_has_no_clauses() -> None:
    assert parse("\n  \n") == ([], [])
    assert parse(source_of([])) == ([], [])


def test_a_block_is_one_record() -> None:
    assert Block("Words.").content() == ("para", 0, "", "", "", "Words.")
