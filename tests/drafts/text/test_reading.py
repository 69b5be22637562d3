"""The reader of whole instruments, on texts of our own."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafts.text.blocks import Notice
from drafts.text.grammar import parse
from drafts.text.reading import ReadInstrument, UnreadableText, read_instrument
from drafts.text.reading_headings import heading_of, rank

CONVENTION = """\
Convention on the Lending of Lanterns

FRONT

Annex to the resolution

Text agreed in the harbour

PREAMBLE

The Parties to this Convention,

Noting that nights are dark,

Have agreed as follows:

PART I
GENERAL MATTERS

Chapter I

Article 1
Use of terms

For the purposes of this Convention:

    (a) “Lantern” means:

        (i) a lamp with a handle;

        (ii) a lamp on a pole;

    (b) “Night” means the time between two days.

Chapter II
Duties

Article 2

1. Each Party lends a lantern.

2. No Party lends a lantern that leaks:

    (a) oil; or

    (b) light.

PART II. FINAL MATTERS

Article 2 bis – Shade

Shades are optional.

Article 4
Languages

This Convention is authentic in every language that has a word for dusk.

IN WITNESS WHEREOF, the undersigned have signed this Convention.

DONE at the lighthouse.

Annex I
List of lanterns

1. The storm lantern.

Annex II – Notes

Article 2

1. A leak is a hole.
"""


def labels_and_headings(instrument: ReadInstrument) -> list[tuple[str, str, str]]:
    return [(one.kind, one.label, one.heading) for one in instrument.articles]


def article_source(text: str, label: str = "1") -> str:
    return next(one.source for one in read_instrument(text).articles if one.label == label)


def codes(text: str) -> list[tuple[int, str]]:
    return [(notice.line, notice.code) for notice in read_instrument(text).notices]


def test_a_convention_is_read_part_by_part() -> None:
    instrument = read_instrument(CONVENTION)

    assert instrument.title == "Convention on the Lending of Lanterns"
    assert instrument.front == "Annex to the resolution\nText agreed in the harbour"
    assert [(one.parent, one.kind, one.label, one.heading, one.line) for one in instrument.divisions] == [
        (None, "part", "I", "GENERAL MATTERS", 17),
        (0, "chapter", "I", "", 20),
        (0, "chapter", "II", "Duties", 35),
        (None, "part", "II", "FINAL MATTERS", 48),
    ]
    assert labels_and_headings(instrument) == [
        ("preamble", "", ""),
        ("article", "1", "Use of terms"),
        ("article", "2", ""),
        ("article", "2 bis", "Shade"),
        ("article", "4", "Languages"),
        ("testimonium", "", ""),
        ("annex", "I", "List of lanterns"),
        ("annex", "II", "Notes"),
    ]
    assert [one.division for one in instrument.articles] == [None, 1, 2, 3, 3, None, None, None]
    assert [one.line for one in instrument.articles] == [9, 22, 38, 50, 54, 59, 63, 68]
    assert [(notice.line, notice.code) for notice in instrument.notices] == [(54, "gap")]


def test_text_keeps_its_indentation_and_knows_its_lines() -> None:
    article = read_instrument(CONVENTION).articles[2]
    assert article.source == (
        "1. Each Party lends a lantern.\n\n2. No Party lends a lantern that leaks:\n\n    (a) oil; or\n\n    (b) light."
    )
    assert article.lines == tuple(range(40, 47))


def test_a_note_on_an_article_inside_an_annex_is_no_article() -> None:
    assert read_instrument(CONVENTION).articles[-1].source == "Article 2\n\n1. A leak is a hole."


def test_closing_words_take_the_lines_that_follow_them() -> None:
    closing = next(one for one in read_instrument(CONVENTION).articles if one.kind == "testimonium")
    assert closing.source.split("\n\n")[1] == "DONE at the lighthouse."


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Article 5", ("article", "5", "")),
        ("ARTICLE 5", ("article", "5", "")),
        ("  Article\u00a05.", ("article", "5", "")),
        ("Art. 5", ("article", "5", "")),
        ("Article 5 – Scope of lending", ("article", "5", "Scope of lending")),
        ("Article 5. Scope of lending", ("article", "5", "Scope of lending")),
        ("Article 5 \t\tTerminologie", ("article", "5", "Terminologie")),
        ("ARTICLE IV: Oil", ("article", "IV", "Oil")),
        ("Article 8 bis", ("article", "8 bis", "")),
        ("Article 8bis - Wicks", ("article", "8 bis", "Wicks")),
        ("Article 8 *ter*", ("article", "8 ter", "")),
        ("Article 12A", ("article", "12A", "")),
        ("Article 5 {fn: Agreed by all.}", ("article", "5", "{fn: Agreed by all.}")),
        ("Artículo 8 bis. Alcance", ("article", "8 bis", "Alcance")),
        ("Arti\u0301culo 3", ("article", "3", "")),
        ("ARTICULO 1.º", ("article", "1", "")),
        ("Article 1er", ("article", "1", "")),
        ("Article premier", ("article", "I", "")),
        ("Artículo primero", ("article", "I", "")),
        ("Rule 39 bis", ("article", "39 bis", "")),
        ("PART II", ("part", "II", "")),
        ("Part II. General principles", ("part", "II", "General principles")),
        ("Part Two", ("part", "II", "")),
        ("Deuxième partie", ("part", "II", "")),
        ("PRIMERA PARTE: Generalidades", ("part", "I", "Generalidades")),
        ("CHAPTER IV", ("chapter", "IV", "")),
        ("Chapitre premier – Dispositions", ("chapter", "I", "Dispositions")),
        ("Capítulo I", ("chapter", "I", "")),
        ("Título III", ("title", "III", "")),
        ("Section 2", ("section", "2", "")),
        ("Sección A. Faroles", ("section", "A", "Faroles")),
        ("Annex", ("annex", "", "")),
        ("ANEXO II", ("annex", "II", "")),
        ("Annexe – Liste", ("annex", "", "Liste")),
    ],
)
def test_headings_are_known_in_three_languages(line: str, expected: tuple[str, str, str]) -> None:
    heading = heading_of(line)
    assert heading is not None
    assert (heading.kind, heading.label, heading.rest) == expected


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Article 12 shall apply to lanterns.",
        "Article 12 (1) applies",
        "Article 12, paragraph 3",
        "Articles 23 and 35, with regard to the term",
        "Article Implementation",
        "article 5",
        "# Article 5",
        "Part of the oil is kept.",
        "Part II The Parties shall keep a record.",
        "Section 3. The Court may act.",
        "Annexes",
        "Annex I to this Convention",
        "A part I like",
        "1. Article 5",
    ],
)
def test_sentences_and_citations_are_no_headings(line: str) -> None:
    assert heading_of(line) is None


def test_articles_are_ordered_by_number_and_suffix() -> None:
    labels = ["7", "8", "8 bis", "8 ter", "8 quater", "8A", "9", "10"]
    assert sorted(reversed(labels), key=rank) == labels
    assert rank("XIV") == rank("14")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "The file holds no text."),
        ("\n \n\t\n", 1, "The file holds no text."),
        (
            "A declaration\n\nWe like lamps.\n",
            1,
            "No article was found: each begins with a line such as “Article 1”.",
        ),
        ("Article 1\n\nOil.\n\nArticle 1\n\nWicks.", 5, "Article 1 stands twice, on lines 1 and 5."),
        ("Article 1\n\nA.\n\nArticle 3\n\nB.\n\nArticle 2\n\nC.", 9, "Article 2 stands after article 3."),
        ("Article 2 ter\n\nA.\n\nArticle 2 bis\n\nB.", 5, "Article 2 bis stands after article 2 ter."),
        (
            "Part I\n\nThe lamps burn.\n\nArticle 1\n\nOil.",
            3,
            "These words stand between part I and its first article, where none can be kept.",
        ),
        (
            "Part I\n\nAnnex\n\nArticle 1\n\nOil.",
            3,
            "An annex stands before the first article of its division.",
        ),
        ("Article 1\n\nOil.\n\nAnnex\n\nA.\n\nAnnex\n\nB.", 9, "Annex stands twice, on lines 5 and 9."),
        ("[Article 1\n\nArticle 2\n\nOil.]", 1, "A bracket opens before article 1, which has no words."),
    ],
)
def test_malformed_text_is_refused_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(UnreadableText) as refused:
        read_instrument(text)
    assert (refused.value.line, refused.value.message) == (line, message)
    assert str(refused.value) == f"line {line}: {message}"


def test_windows_line_ends_a_byte_order_mark_and_tabs_change_nothing() -> None:
    typed = "\ufeff" + CONVENTION.replace("    ", "\t").replace("\n", "\r\n")
    plain, windows = read_instrument(CONVENTION), read_instrument(typed)
    assert windows.title == plain.title
    assert windows.divisions == plain.divisions
    assert labels_and_headings(windows) == labels_and_headings(plain)
    for one, other in zip(windows.articles, plain.articles, strict=True):
        assert one.lines == other.lines
        assert [block.content() for block in parse(one.source)[0]] == [
            block.content() for block in parse(other.source)[0]
        ]


def test_a_form_feed_is_no_line_for_who_counts_lines() -> None:
    assert codes("Article 1\n\x0cOil:\n\n2. Wicks.\n") == [(4, "number")]


def test_a_preamble_without_a_heading_begins_with_its_first_recital() -> None:
    instrument = read_instrument(
        "Lamp Treaty\n\nDraft of 3 May\n\nThe Parties,\n\nHave agreed:\n\nArticle 1\n\nOil."
    )
    assert (instrument.title, instrument.front) == ("Lamp Treaty", "Draft of 3 May")
    assert (instrument.articles[0].source, instrument.articles[0].line) == ("The Parties,\n\nHave agreed:", 5)


def test_a_title_may_be_wrapped_or_missing() -> None:
    wrapped = read_instrument(
        "Treaty on Lamps,\nLanterns and Torches\n\nPreamble\n\nThe Parties,\n\nArticle 1\nOil\n\nBurns."
    )
    assert (wrapped.title, wrapped.articles[0].source) == (
        "Treaty on Lamps, Lanterns and Torches",
        "The Parties,",
    )
    untitled = read_instrument("The Parties,\n\nHave agreed:\n\nArticle 1\n\nOil.")
    assert (untitled.title, untitled.articles[0].source) == ("", "The Parties,\n\nHave agreed:")
    assert read_instrument("Article 1\n\nOil.").title == ""


def test_a_preamble_that_ran_together_is_kept_and_told() -> None:
    text = (
        "Lamp Treaty\n\nPREAMBLE\n\nPreamble The Parties, Noting the dark, Have agreed:\n\nArticle 1\n\nOil."
    )
    assert read_instrument(text).articles[0].source == "Preamble The Parties, Noting the dark, Have agreed:"
    assert codes(text) == [(5, "preamble"), (5, "preamble")]


def test_a_heading_is_never_taken_from_below_a_blank_line() -> None:
    text = "Article 1\n\nOil and wicks\n\n1. Oil burns.\n\nArticle 2\nEach Party keeps oil.\nArticle 3\n1. Wicks burn.\n"
    assert labels_and_headings(read_instrument(text)) == [
        ("article", "1", ""),
        ("article", "2", ""),
        ("article", "3", ""),
    ]
    assert read_instrument(text).notices == (
        Notice(
            3,
            1,
            "info",
            "heading",
            "Below a blank line, this was read as text and not as the heading of article 1.",
        ),
    )


def test_words_on_the_line_of_the_number_are_text_where_they_are_a_sentence() -> None:
    article = read_instrument(
        "Art. 1. Each Party keeps oil.\nArt. 2. Wicks are cut:\n(a) daily; or\n(b) weekly."
    ).articles[1]
    assert (article.heading, article.source) == ("", "Wicks are cut:\n(a) daily; or\n(b) weekly.")
    assert article.lines == (2, 3, 4)


def test_a_footnote_beside_the_number_joins_the_heading_below() -> None:
    assert read_instrument("Article 1 {fn: New.}\nOil\n\nBurns.").articles[0].heading == "Oil{fn: New.}"


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "Chapitre premier\n\nArticle premier\n\nA.\n\nChapitre II\n\nArticle 2\n\nB.",
            (["I", "II"], ["1", "2"]),
        ),
        ("Section One\n\nArticle premier\n\nA.\n\nSection 2\n\nArticle II\n\nB.", (["1", "2"], ["I", "II"])),
        ("Part One\n\nArticle One\n\nA.\n\nPart Two\n\nArticle Two\n\nB.", (["I", "II"], ["1", "2"])),
    ],
)
def test_a_spelled_number_takes_the_figures_of_its_kin(
    text: str, labels: tuple[list[str], list[str]]
) -> None:
    text = text.replace("Section One", "Section One")
    instrument = read_instrument(text)
    assert [one.label for one in instrument.divisions] == labels[0]
    assert [one.label for one in instrument.articles] == labels[1]


def test_divisions_nest_in_the_order_in_which_they_come() -> None:
    text = "\n\n".join(
        f"{heading}\n\nArticle {place}\n\nOil."
        for place, heading in enumerate(
            ["TITLE I", "CHAPTER 1\n\nSection 1", "Section 2", "CHAPTER 2", "TITLE II\n\nSection 1"], 1
        )
    )
    assert [(one.kind, one.parent) for one in read_instrument(text).divisions] == [
        ("title", None), ("chapter", 0), ("section", 1), ("section", 1), ("chapter", 0), ("title", None), ("section", 5),
    ]  # fmt: skip


def test_a_heading_of_a_division_may_be_long_or_stand_apart() -> None:
    division = read_instrument("PART I\n\nOIL\nAND WICKS\n\nArticle 1\n\nBurns.").divisions[0]
    assert division.heading == "OIL AND WICKS"


def test_a_disputed_article_keeps_its_bracket_before_its_words() -> None:
    text = "[Article 1\nOil\n\n1. Oil burns.\n\n2. Oil smokes.]\n\nArticle 2\n\nWicks."
    assert article_source(text) == "[1. Oil burns.\n\n2. Oil smokes.]"
    assert codes(text) == [(1, "bracket")]
    assert parse(article_source(text))[1] == []


def test_a_disputed_number_loses_its_brackets_and_says_so() -> None:
    for heading in ("[Article 1]", "Article [1]"):
        instrument = read_instrument(f"{heading}\n\nOil.")
        assert labels_and_headings(instrument) == [("article", "1", "")]
        assert [notice.code for notice in instrument.notices] == ["bracket"]


def test_our_own_drafting_syntax_passes_untouched() -> None:
    source = (
        "1. Each Party [shall]^{Cuba} [may] lend *inter alia* oil{fn: Whale oil is out.}.\n"
        "    (a) by day; [or\n"
        "    (b) by night;]\n"
        "    {note: Moved from article 3.}\n"
        "1 bis. Wicks \\[cut\\] are lent.\n"
        "Option 1 (Cuba):\n"
        "2. Oil is free.\n"
        "Option 2:\n"
        "No text\n"
        "End of options"
    )
    text = f"Lamps\n\nArticle 1\n[Oil] *and* wicks\n\n{source}\n\nArticle 2\n\n{source}\n"
    instrument = read_instrument(text)
    assert [one.source for one in instrument.articles] == [source, source]
    assert [one.heading for one in instrument.articles] == ["[Oil] *and* wicks", ""]
    assert instrument.notices == ()


def test_what_the_grammar_finds_is_told_with_the_line_of_the_file() -> None:
    text = "Lamps\n\nArticle 1\n\n1. Oil.\n\n3. Wicks.\n\nArticle 2\n\nIt is [disputed.\n"
    assert codes(text) == [(7, "number"), (11, "bracket")]
    first = read_instrument(text).notices[0]
    assert first.message == "“3.” is typed here, but the clause will be numbered “2.” by its place."


def test_an_annex_heading_that_stands_twice_is_read_once() -> None:
    text = "Article 1\n\nOil.\n\nAnexo\n\n\nANNEX\nNotes on oil\n\n1. Burns."
    assert labels_and_headings(read_instrument(text))[1:] == [("annex", "", "Notes on oil")]
    assert codes(text) == [(8, "annex")]


def test_an_article_without_words_is_told() -> None:
    assert codes("Article 1\nOil\n\nArticle 2\n\nWicks.") == [(1, "empty")]


WORDS = st.sampled_from(
    "lamp oil wick harbour night keeper shall lend trim burn glass handle tower fog".split()
)
PHRASE = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
HEADING = PHRASE.map(str.capitalize)


@st.composite
def article_texts(draw: st.DrawFn) -> str:
    """Paragraphs with letters and roman numbers below some of them, each rightly numbered; or one paragraph alone."""
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
def instruments(draw: st.DrawFn) -> tuple[str, ReadInstrument]:
    """A text, and what reading it has to give (without lines)."""
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
        style = draw(
            st.sampled_from(["Article {}{}\n{}", "ARTICLE {}{}\n{}", "Art. {}{} – {}", "Article {}{}. {}"])
        )
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
def test_what_is_written_out_is_read_back(
    written: tuple[str, tuple[str, list[tuple[str, str, str]], list[tuple[str, str, str, str]]]],
) -> None:
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
        st.sampled_from([*CONVENTION.split("\n"), "[Article 9", "x\x0cy", "{note: x}", "Done at Sea"])
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
    assert sorted(word for word in kept if word not in dropped) == sorted(
        word for word in words if word not in dropped
    )
