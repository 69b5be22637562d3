"""Proposed wording and the words that a comment is about."""

from hypothesis import given, settings
from hypothesis import strategies as st

from consultations.wording import extract, locate, occurrence
from drafts.text.redline import diff_words

CLAUSE = "Each *Party* shall [keep [a lantern]^{Chile, Peru} or a bell]; a lantern is lit{fn: By hand.} at night."


def found(meant: str, nth: int = 0) -> str | None:
    span = locate(CLAUSE, meant, nth)
    return CLAUSE[slice(*span)] if span else None


def test_words_are_found_as_a_page_shows_them():
    assert found("party shall keep") == "Party* shall [keep"
    assert found("a lantern or a bell") == "a lantern]^{Chile, Peru} or a bell"
    assert found("lit at night") == "lit{fn: By hand.} at night"
    assert found("a lantern", 1) == "a lantern"
    assert locate(CLAUSE, "a lantern", 1) != locate(CLAUSE, "a lantern", 0)
    assert locate(CLAUSE, "a lantern", 7) == locate(CLAUSE, "a lantern", 1)


def test_words_of_nobody_are_not_found():
    assert [found(meant) for meant in ("a lamp", "", "…", "Chile", "By hand", "part")] == [None] * 6


WORDS = st.lists(st.sampled_from(["light", "on", "coast", "[night]", "*sea*"]), min_size=1, max_size=8)


@settings(max_examples=80, deadline=None)
@given(WORDS, st.data())
def test_an_occurrence_is_found_again_where_it_was(words, data):
    text = " ".join(words)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    start = len(" ".join(words[:first])) + bool(first)
    span = locate(text[start:], " ".join(words[first : last + 1]))
    assert span is not None
    place = start + span[0], start + span[1]
    assert locate(text, text[slice(*place)], occurrence(text, place)) == place


def test_an_extract_keeps_the_change_and_a_few_words_around_it():
    old = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen."
    new = old.replace("nine", "NINE")
    assert extract(diff_words(old, new)) == [
        ("=", "… two three four five six seven eight "),
        ("-", "nine"),
        ("+", "NINE"),
        ("=", " ten eleven twelve thirteen fourteen fifteen sixteen …"),
    ]
    assert extract(diff_words("a b c", "a b d")) == diff_words("a b c", "a b d")
