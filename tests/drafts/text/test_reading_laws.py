"""What holds for every instrument: what is written out is read back, and no word is lost."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from drafts.text.reading import UnreadableText, read_instrument
from tests.drafts.text.test_reading import CONVENTION

# title, divisions (kind, label, heading), articles (kind, label, heading, source)
Expected = tuple[str, list[tuple[str, str, str]], list[tuple[str, str, str, str]]]

WORDS = st.sampled_from(["lamp", "oil", "wick", "harbour", "night", "keeper", "lend", "trim", "glass"])
PHRASE = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
HEADING = PHRASE.map(str.capitalize)


@st.composite
def article_texts(draw: st.DrawFn) -> str:
    """Paragraphs, some with letters and roman numbers below them; or one paragraph alone."""
    if draw(st.booleans()):
        return draw(HEADING) + "."
    lines = []
    for paragraph in range(1, draw(st.integers(1, 4)) + 1):
        letters = draw(st.integers(0, 3))
        lines.append(f"{paragraph}. {draw(HEADING)}{':' if letters else '.'}")
        for letter in "abc"[:letters]:
            romans = draw(st.sampled_from([0, 0, 2]))
            lines.append(f"    ({letter}) {draw(PHRASE)}{':' if romans else ';'}")
            lines += [f"        ({number}) {draw(PHRASE)};" for number in ("i", "ii")[:romans]]
    return draw(st.sampled_from(["\n", "\n\n"])).join(lines)


@st.composite
def instruments(draw: st.DrawFn) -> tuple[str, Expected]:
    """A text, and what reading it has to give."""
    title, recitals = draw(HEADING), draw(st.lists(PHRASE.map("Noting {},".format), max_size=3))
    pieces = [title]
    expected: list[tuple[str, str, str, str]] = []
    divisions: list[tuple[str, str, str]] = []
    if recitals:
        pieces.append("\n\n".join(["The Keepers,", *recitals]))
        expected.append(("preamble", "", "", pieces[-1]))
    suffixes = draw(st.lists(st.sampled_from(["", "", " bis"]), min_size=1, max_size=6))
    for number, suffix in enumerate(suffixes, 1):
        if draw(st.integers(0, 3)) == 0:
            divisions.append(("chapter", str(len(divisions) + 1), draw(HEADING)))
            pieces.append(f"CHAPTER {divisions[-1][1]}\n{divisions[-1][2]}")
        heading, text = draw(st.one_of(st.just(""), HEADING)), draw(article_texts())
        style = draw(st.sampled_from(["Article {}{}\n{}", "ARTICLE {}{}\n{}", "Art. {}{} – {}", "Article {}{}. {}"]))
        pieces.append(style.format(number, suffix, heading).rstrip("\n") + "\n\n" + text)
        expected.append(("article", f"{number}{suffix}", heading, text))
    if draw(st.booleans()):
        pieces.append("In witness whereof, the keepers signed.")
        expected.append(("testimonium", "", "", pieces[-1]))
    for label in "AB"[: draw(st.integers(0, 2))]:
        heading, text = draw(HEADING), draw(article_texts())
        pieces.append(f"Annex {label}\n{heading}\n\n{text}")
        expected.append(("annex", label, heading, text))
    return "\n\n\n".join(pieces) + "\n", (title, divisions, expected)


@settings(max_examples=100, deadline=None)
@given(instruments())
def test_what_is_written_out_is_read_back(written: tuple[str, Expected]) -> None:
    text, (title, divisions, expected) = written
    instrument = read_instrument(text)
    assert instrument.title == title
    assert [(one.kind, one.label, one.heading) for one in instrument.divisions] == divisions
    assert [(one.kind, one.label, one.heading, one.source) for one in instrument.articles] == expected
    assert [notice for notice in instrument.notices if notice.code == "number"] == []
    for article in instrument.articles:
        assert [text.splitlines()[line - 1] for line in article.lines] == article.source.split("\n")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from([*CONVENTION.split("\n"), "[Article 9", "x\x0cy", "{note: x}", "Done at Sea"]),
        unique=True,
    ).map("\n".join)
)
def test_any_lines_are_read_without_loss_or_refused(text: str) -> None:
    try:
        instrument = read_instrument(text)
    except UnreadableText:
        return
    read = [instrument.title, instrument.front]
    read += [f"{one.label} {one.heading}" for one in instrument.divisions]
    read += [f"{one.label} {one.heading} {one.source}" for one in instrument.articles]
    words = re.findall(r"\w+", text)
    kept = re.findall(r"\w+", " ".join(read))
    dropped = {"FRONT", "PREAMBLE", "PART", "Chapter", "Article", "Annex"}
    assert sorted(word for word in kept if word not in dropped) == sorted(word for word in words if word not in dropped)
