"""Options of scope: what stands under which choice, and that nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from drafts.text import brackets, numbering, scope
from drafts.text.blocks import Block, is_scope_line
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
    assert scope.label_of(" 2, 3") == "Stands under option 2 or 3"
    assert scope.label_of("2 + 3") == "Stands under options 2 and 3 together"
    assert scope.label_of("whatever; 2") == "Stands under “whatever; 2”"


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


def test_an_escaped_brace_begins_no_mark():
    (block,) = with_ids(r"1. Write \{under: 2} at the end. {under: 1}")
    assert scope.marks_of(block) == [(frozenset({"1"}),)]
    assert scope.without_marks(block.text) == r"Write \{under: 2} at the end."


OPTIONS = """Option 1 (Belgium):
1. As the Statute says. {under: 2}
Option 2 (Argentina):
1. As both Parties have accepted. {under: 1}
2. As custom has it.
Option 3 (Chile):
End of options
2. The rest.
"""


def test_of_options_of_which_nothing_is_left_the_head_goes_too():
    assert read(OPTIONS, "1") == (
        "Option 2 Argentina\n1. As both Parties have accepted.\n2. As custom has it.\nOption 3 Chile\n\n3. The rest."
    )
    alone = "Option 1 (Cuba):\n1. One. {under: 2}\nEnd of options\n2. Two.\n"
    assert read(alone, "1") == "2. Two."


def test_a_mark_beside_names_or_on_a_line_below_the_top_means_nothing_and_is_pointed_out():
    blocks = with_ids("1. One.\n{under: 3}\nOption 1 (Cuba {under: 3}):\n2. Two. {under: 2, ?!}\nEnd of options\n")
    assert [block.text for block in scope.under(blocks, {"2"}) or []] == ["One.", "Cuba", "Two.", ""]
    assert [(notice.line, notice.message[:27]) for notice in scope.notices(blocks, [SCOPE])] == [
        (2, "A mark on a line of its own"),
        (3, "A mark beside the names of "),
        (4, "Part of this mark is no num"),
    ]


def test_a_clause_below_another_that_never_stands_with_it_is_pointed_out():
    blocks = with_ids("1. One: {under: 1}\n    (a) only with two; {under: 2}\n    (b) always.\n")
    assert [block.text for block in scope.never_standing(blocks, [SCOPE])] == ["only with two; {under: 2}"]
    assert [(notice.line, notice.message[:24]) for notice in scope.notices(blocks, [SCOPE])] == [
        (2, "These words never stand:")
    ]
    assert scope.never_standing(blocks, []) == []


def test_the_recitals_of_a_marked_preamble_keep_their_numbers():
    source = "{under: 2}\nThe Parties,\n*Recalling* one,\n*Noting* two,\nHave agreed as follows:\n"
    assert list(numbering.paths(with_ids(source)).values()) == [
        "options of scope", "opening words", "recital 1", "recital 2", "closing words",
    ]  # fmt: skip


@laws
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from([" {under: 1}", " {under: 2, 3}", " {under: 1+3}", "", ""])),
        min_size=1,
        max_size=9,
    ),
    st.sampled_from(["", "{under: 2}\n", "{under: 1+2}\n"]),
)
def test_every_clause_stands_under_a_legal_choice_or_is_reported(clauses: list[tuple[int, str]], whole: str):
    """The text together is the union of the texts under each choice and of what never stands, and no clause stands
    without those that it hangs on."""
    markers, lines, level = ["1. ", "    (a) ", "        (i) "], [], -1
    for place, (depth, mark) in enumerate(clauses):
        level = min(depth, level + 1)
        lines.append(f"{markers[level]}clause number {place}{mark}")
    blocks = with_ids(whole + "\n".join(lines) + "\n")
    words = {block.id for block in blocks if not is_scope_line(block)}
    texts = [[block.id for block in scope.under(blocks, choice) or []] for choice in SCOPE.legal]
    never = {block.id for block in scope.never_standing(blocks, [SCOPE])}
    assert set().union(*texts) | never == words
    assert set().union(*texts) & never == set()
    assert bool(never) == any("never stand" in notice.message for notice in scope.notices(blocks, [SCOPE]))
    order = [block.id for block in blocks]
    assert all(text == [clause for clause in order if clause in text] for text in texts)
    labels = {block.id: block.label for block in blocks}
    printed = [block for choice in SCOPE.legal for block in scope.under(blocks, choice) or []]
    assert all(block.label == labels[block.id] and "{under" not in block.text for block in printed)


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
