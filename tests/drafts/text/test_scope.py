"""Options of scope: what stands under which choice, and that nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from drafts.text import brackets, numbering, scope
from drafts.text.blocks import Block
from drafts.text.grammar import parse, source_of
from drafts.text.proofreading import own_findings, proof_of
from drafts.text.scope import OptionSet
from tests.drafts.text.strategies import contents, laws, with_ids

SCOPE = OptionSet(
    "Scope",
    (("1", "No definitions"), ("2", "Definitions"), ("3", "Other crimes")),
    tuple(map(frozenset, ({"1"}, {"2"}, {"1", "3"}, {"2", "3"}))),
)
CRIMES = """1. This Convention applies to crimes.
2. Those crimes are defined as follows: {under: 2}
    (a) genocide;
    (b) war crimes.
3. It also applies to piracy. {under: 3}
4. Nothing here affects other treaties. {under: 1, 2+3}
"""


def read(source: str, *chosen: str) -> str | None:
    """The source of what stands, each clause with its printed number."""
    blocks = scope.under(with_ids(source), set(chosen))
    return None if blocks is None else "\n".join(f"{block.label} {block.text}".strip() for block in blocks)


def test_each_legal_choice_leaves_its_own_text_with_the_numbers_of_the_common_one():
    opening, definitions = "1. This Convention applies to crimes.", "2. Those crimes are defined as follows:"
    items = "(a) genocide;\n(b) war crimes."
    piracy, rest = "3. It also applies to piracy.", "4. Nothing here affects other treaties."
    assert {scope.key_of(choice, [SCOPE]): read(CRIMES, *choice) for choice in SCOPE.legal} == {
        "1": "\n".join([opening, rest]),
        "2": "\n".join([opening, definitions, items]),
        "1+3": "\n".join([opening, piracy, rest]),
        "2+3": "\n".join([opening, definitions, items, piracy, rest]),
    }


def test_a_mark_as_the_first_line_is_the_whole_articles():
    source = "{under: 3}\n1. A State may declare.\n2. It may withdraw.\n"
    assert read(source, "2") is None
    assert read(source, "1", "3") == "1. A State may declare.\n2. It may withdraw."
    places = list(numbering.paths(with_ids(source)).values())
    assert places == ["options of scope", "1", "2"]


def test_a_mark_is_apparatus_and_never_words():
    assert brackets.plain("The crimes [of war]. {under: 2}") == "The crimes [of war]."
    assert scope.without_marks("The crimes. {under: 2}") == "The crimes."
    assert brackets.count(with_ids("1. [The crimes] {under: 2}\n")) == 1


def test_a_mark_says_in_words_what_it_asks_for():
    assert scope.in_words(scope.alternatives("2")) == "option 2"
    assert scope.in_words(scope.alternatives(" 3+1, 2 ")) == "options 1 and 3 together or option 2"


def test_an_address_names_legal_choices_only():
    assert scope.choice_named("3+1", [SCOPE]) == frozenset({"1", "3"})
    assert [scope.choice_named(key, [SCOPE]) for key in ("3", "1+2", "4", "")] == [None] * 4


def test_with_two_sets_a_choice_has_one_of_each():
    forum = OptionSet("Forum", (("A", "Court"), ("B", "Panel")), (frozenset("A"), frozenset("B")))
    assert [scope.key_of(choice, [SCOPE, forum]) for choice in scope.choices([SCOPE, forum])] == [
        "1+A", "1+B", "2+A", "2+B", "1+3+A", "1+3+B", "2+3+A", "2+3+B",
    ]  # fmt: skip


def test_marks_that_make_no_sense_are_pointed_out_and_kept():
    blocks = with_ids("1. One. {under: }\n2. Two. {under: 7}\n3. Three. {under: 1+2}\n4. Four. {under: 2}\n")
    assert [notice.message.partition(":")[0] for notice in scope.notices(blocks, [SCOPE])] == [
        "This mark names no option",
        "There is no option 7",
        "These words never stand",
    ]


@laws
@given(st.lists(st.sampled_from(["1", "2", "3", "1+3", "2, 3", "1+2", ""]), min_size=1, max_size=8))
def test_every_clause_stands_under_a_legal_choice_or_is_reported(marks: list[str]):
    source = "".join(f"{place}. Clause {place}. {{under: {mark}}}\n" for place, mark in enumerate(marks, 1))
    blocks = with_ids(source)
    standing = {block.id for choice in SCOPE.legal for block in scope.under(blocks, choice) or []}
    reported = {notice.line for notice in scope.notices(blocks, [SCOPE]) if "never stand" in notice.message}
    assert {block.id for block in blocks} - standing == {block.id for block in blocks if block.line in reported}


@laws
@given(st.text(alphabet="{under: 123+,}ab", max_size=40))
def test_whatever_is_typed_is_kept(typed: str):
    blocks, _ = parse(f"1. {typed}\n")
    again, _ = parse(source_of(blocks))
    assert contents(again) == contents(blocks)
    together: list[Block] = scope.under(blocks, set()) or []
    assert all(block.text in {scope.without_marks(one.text) for one in blocks} for block in together)


def test_a_choice_that_is_still_open_stands_between_the_text_and_a_clean_one():
    proof = proof_of(with_ids(CRIMES), slug="2", label="2")
    assert [(finding.place, finding.message) for finding in own_findings(proof) if finding.kind == "scope"] == [
        ("paragraph 2", "This stands under option 2 only."),
        ("paragraph 3", "This stands under option 3 only."),
        ("paragraph 4", "This stands under option 1 or options 2 and 3 together only."),
    ]
