"""Provisions that are alike, ranked: on texts of our own, and on two real treaties where they are at hand."""

from hypothesis import given
from hypothesis import strategies as st

from drafts.text.grammar import parse
from drafts.text.likeness import ALIKE, Index, Likeness
from drafts.text.provisions import provisions_of
from tests.drafts.text.real_treaties import real_provisions
from tests.drafts.text.strategies import laws, wording

LIGHTS = {
    "keep": "Each State Party shall keep a lantern on its coast.",
    "tend": "A lantern shall be tended by a sworn keeper.",
    "costs": "Costs are borne by the State Party on whose coast the lantern stands.",
    "also": "A lantern shall be tended by a sworn keeper.",
}
# Paragraphs of one convention that were drafted from another's: article and paragraph here, article and paragraph
# there. Found by reading the two; in most articles the paragraphs kept their numbers.
SAME_NUMBERS = [
    ("46", "18", 30), ("4", "4", 2), ("50", "20", 4), ("26", "10", 4), ("42", "15", 6), ("66", "35", 4),
    ("32", "24", 4), ("67", "36", 4), ("68", "38", 2), ("69", "39", 5),
    ("70", "40", 1), ("71", "41", 2),
    ("48", "27", 3),
]  # fmt: skip
ONE_LATER = [(f"44:{number}", f"16:{number - 1}") for number in range(3, 19)]
WHOLE = [
    (f"{here}:sole paragraph", f"{there}:sole paragraph") for here, there in (("45", "17"), ("49", "19"), ("47", "21"))
]
SOURCES = dict(
    [(f"{here}:{n}", f"{there}:{n}") for here, there, last in SAME_NUMBERS for n in range(1, last + 1)]
    + [("44:1", "16:1"), *ONE_LATER, *WHOLE]
)
# Paragraphs on matters that the older convention does not know.
WITHOUT_A_SOURCE = [
    "44:2",
    "58:sole paragraph",
    "57:4",
    "7:1",
    "7:2",
    "7:3",
    "7:4",
    "5:1",
    "10:chapeau",
    "13:1",
    "13:2",
]


def test_the_most_alike_come_first_and_equals_in_the_order_given() -> None:
    found = Index(LIGHTS).ranked("The lantern is tended by a keeper who is sworn.", limit=3)
    assert [like.key for like in found] == ["tend", "also", "costs"]
    assert found[0].score == found[1].score > found[2].score


def test_the_same_words_score_one_and_other_words_nothing() -> None:
    index = Index(LIGHTS)
    assert index.ranked(LIGHTS["costs"], limit=1) == [Likeness("costs", 1.0)]
    assert index.ranked("Quite different matters", least=0.01) == []
    assert Index({}).ranked("anything") == []


def test_what_is_left_out_is_not_found_and_what_scores_less_is_not_either() -> None:
    index = Index(LIGHTS)
    assert [like.key for like in index.ranked(LIGHTS["tend"], leaving_out={"tend"}, least=ALIKE)] == ["also"]


def test_attributions_notes_and_brackets_do_not_count() -> None:
    index = Index(LIGHTS)
    marked = "Costs are borne by [the State Party]^{Chile} on whose coast the lantern stands.{fn: Kenya reserves.}"
    assert index.ranked(marked, limit=1) == [Likeness("costs", 1.0)]


@laws
@given(st.lists(wording, max_size=6), wording)
def test_scores_are_between_nought_and_one_in_falling_order_and_the_same_again(texts: list[str], asked: str) -> None:
    given = {str(place): text for place, text in enumerate(texts)}
    found = Index(given).ranked(asked, limit=9)
    assert all(0 <= like.score <= 1 for like in found)
    assert found == sorted(found, key=lambda like: (-like.score, int(like.key)))
    assert found == Index(given).ranked(asked, limit=9)


def test_the_sources_of_a_real_convention_are_found_first() -> None:
    ours, theirs = real_provisions("uncac"), real_provisions("untoc")
    index = Index({key: provision.text for key, provision in theirs.items()})
    first = {key: index.ranked(ours[key].text, limit=1)[0] for key in SOURCES}
    assert len(SOURCES) == 91
    assert {key: like.key for key, like in first.items() if like.key != SOURCES[key]} == {}
    assert min(like.score for like in first.values()) > ALIKE


def test_a_provision_without_a_source_is_given_none() -> None:
    ours, theirs = real_provisions("uncac"), real_provisions("untoc")
    index = Index({key: provision.text for key, provision in theirs.items()})
    found = {key: index.ranked(ours[key].text, least=ALIKE) for key in WITHOUT_A_SOURCE}
    assert found == {key: [] for key in WITHOUT_A_SOURCE}


def test_items_can_be_found_as_well_as_paragraphs() -> None:
    blocks, _ = parse("1. A keeper shall:\n\n    (a) trim the wick;\n\n    (b) polish the glass.")
    for block in blocks:
        block.id = block.label
    index = Index({provision.path: provision.text for provision in provisions_of(blocks)})
    assert index.ranked("The glass is polished; polish the glass", limit=1)[0].key == "1 (b)"
