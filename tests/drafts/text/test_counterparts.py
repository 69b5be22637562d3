"""Two provisions beside each other: every difference has a kind, and no word is lost between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafts.text import terms
from drafts.text.blocks import PARAGRAPH_MARK
from drafts.text.counterparts import Comparison, compare
from tests.drafts.text.real_treaties import real_counterparts
from tests.drafts.text.strategies import anything, laws, wording

WORDS = [
    "extradition", "mutual legal assistance", "assistance", "person sought", "person concerned", "pursuant to", "under",
    "in accordance with", "shall", "may", "not", "the", "State Party", "States Parties", "paragraph 3 (b)",
    "article 12", "of this article", "[", "]", "^{Chile}", "{fn: A note.}", ",", ".", "*", PARAGRAPH_MARK, "  ",
    "Extradition", "’",
]  # fmt: skip
provision = st.one_of(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), wording, anything)


def kinds(ours: str, theirs: str, language: str = "en") -> list[tuple[str, str, str]]:
    return [(part.kind, part.ours.strip(), part.theirs.strip()) for part in compare(ours, theirs, language).differences]


@laws
@given(provision, provision, st.sampled_from(["en", "fr", "es", "ru"]))
def test_no_word_is_lost_on_either_side(ours: str, theirs: str, language: str) -> None:
    parts = compare(ours, theirs, language).parts
    assert "".join(part.ours for part in parts) == ours
    assert "".join(part.theirs for part in parts) == theirs
    assert all(part.ours == part.theirs for part in parts if part.kind == "same")
    assert all(part.ours != part.theirs for part in parts if part.kind != "same")


@laws
@given(provision)
def test_a_provision_does_not_differ_from_itself(text: str) -> None:
    assert compare(text, text).differences == []


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("Extradition ends.", "Assistance ends.", ("expected", "Extradition", "Assistance")),
        ("the person sought", "the person concerned", ("expected", "person sought", "person concerned")),
        ("under paragraph 3", "under paragraph 5 (b)", ("reference", "3", "5 (b)")),
        ("because of sex", "on account of sex", ("wording", "because of", "on account of")),
        ("its domestic law", "its national law", ("wording", "domestic law", "national law")),
        ("a request", "the requests", ("wording", "a request", "the requests")),
        ("It shall consult.", "It may consult.", ("substance", "shall", "may")),
        ("It is refused.", "It is not refused.", ("substance", "", "not")),
        ("within 30 days", "within 60 days", ("substance", "30", "60")),
        ("may be refused where", "may be refused only where", ("substance", "", "only")),
        ("by sea", "by sea or air", ("substance", "", "or air")),
        ("The lamp", "the lamp", ("punctuation", "The", "the")),
        ("by day;", "by day.", ("punctuation", ";", ".")),
    ],
)  # fmt: skip
def test_a_difference_has_its_kind(ours: str, theirs: str, expected: tuple[str, str, str]) -> None:
    assert kinds(ours, theirs) == [expected]


def test_brackets_are_the_state_of_the_negotiation_and_a_list_is_substance() -> None:
    assert {kind for kind, _, _ in kinds("by [day]^{Chile}", "by day")} == {"apparatus"}
    assert {kind for kind, _, _ in kinds(f"when:{PARAGRAPH_MARK}late", "when: late")} == {"substance"}


def test_an_expected_difference_does_not_hide_its_neighbours() -> None:
    found = kinds(
        "Before it refuses extradition, the requested State Party may consult the other.",
        "Before it refuses assistance, the requested State Party shall consult the other.",
    )
    assert found == [("expected", "extradition", "assistance"), ("substance", "may", "shall")]


def test_the_same_words_on_one_side_of_the_subject_are_a_choice_of_words() -> None:
    assert kinds("Assistance is given.", "Mutual legal assistance is given.")[0][0] == "wording"


def test_unnecessary_is_wording_and_substance_alone() -> None:
    compared: Comparison = compare(
        "Extradition may be refused because of article 3.", "Assistance shall be refused by reason of article 4."
    )
    assert [(part.kind, *part.words) for part in compared.unnecessary] == [
        ("substance", "may", "shall"),
        ("wording", "because of", "by reason of"),
    ]
    assert (compared.count("expected"), compared.count("reference")) == (1, 1)


@pytest.mark.parametrize(
    ("language", "ours", "theirs", "expected"),
    [
        ("fr", "L’extradition est refusée.", "L’entraide judiciaire est refusée.", ["expected"]),
        ("fr", "conformément à son droit interne", "en vertu de son droit interne", ["wording"]),
        ("fr", "l’État peut refuser", "l’État doit refuser", ["substance"]),
        ("es", "La extradición será denegada.", "La asistencia judicial recíproca será denegada.", ["expected"]),
        ("es", "de conformidad con su derecho interno", "con arreglo a su derecho interno", ["wording"]),
        ("es", "el Estado podrá denegar", "el Estado deberá denegar", ["substance"]),
    ],
)
def test_french_and_spanish_have_tables_too(language: str, ours: str, theirs: str, expected: list[str]) -> None:
    assert [kind for kind, _, _ in kinds(ours, theirs, language)] == expected


@pytest.mark.parametrize("language", terms.SUBJECTS)
def test_a_phrase_stands_in_one_row_of_a_language_and_in_small_letters(language: str) -> None:
    phrases = [phrase for row in terms.SUBJECTS[language] for phrase in (*row.extradition, *row.assistance)]
    phrases += [phrase for row in terms.SYNONYMS[language] for phrase in row.phrases]
    assert sorted(set(phrases)) == sorted(phrases)
    assert all(phrase == phrase.casefold() for phrase in phrases)


def test_real_twins_differ_where_they_must_and_the_others_are_found_out() -> None:
    found = {}
    for row in real_counterparts():
        ours, theirs = (row[side].split(" ", 1)[1] for side in ("extradition_text", "mla_text"))
        parts = compare(ours, theirs).differences
        found[row["instrument"], row["topic"]] = [part.kind for part in parts]
    word_for_word = ("fiscal matters", "non-discrimination ground")
    assert len(found) == 7
    assert {key: kinds for key, kinds in found.items() if key[1] in word_for_word} == {
        ("UNCAC", "fiscal matters"): ["expected"],
        ("UNTOC", "fiscal matters"): ["expected"],
        ("Cybercrime", "fiscal matters"): ["expected"],
        ("Cybercrime", "non-discrimination ground"): ["expected"],
    }
    others = {key: kinds for key, kinds in found.items() if key[1] not in word_for_word}
    assert others == {
        (instrument, "consultation before refusal"): ["substance"] * 3
        for instrument in ("UNCAC", "UNTOC", "Cybercrime")
    }
