"""The reader of whole instruments, on texts of our own."""

import pytest

from drafts.text.blocks import Notice
from drafts.text.grammar import parse
from drafts.text.reading import ReadInstrument, UnreadableText, read_instrument

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
    instrument = read_instrument("Lamp Treaty\n\nDraft of 3 May\n\nThe Parties,\n\nHave agreed:\n\nArticle 1\n\nOil.")
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
    text = "Lamp Treaty\n\nPREAMBLE\n\nPreamble The Parties, Noting the dark, Have agreed:\n\nArticle 1\n\nOil."
    assert read_instrument(text).articles[0].source == "Preamble The Parties, Noting the dark, Have agreed:"
    assert codes(text) == [(5, "preamble"), (5, "preamble")]


def test_a_heading_is_never_taken_from_below_a_blank_line() -> None:
    text = (
        "Article 1\n\nOil and wicks\n\n1. Oil burns.\n\nArticle 2\nEach Party keeps oil.\nArticle 3\n1. Wicks burn.\n"
    )
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
def test_a_spelled_number_takes_the_figures_of_its_kin(text: str, labels: tuple[list[str], list[str]]) -> None:
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
        ("title", None),
        ("chapter", 0),
        ("section", 1),
        ("section", 1),
        ("chapter", 0),
        ("title", None),
        ("section", 5),
    ]


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


def test_a_deleted_article_keeps_its_number_and_has_no_heading() -> None:
    assert labels_and_headings(read_instrument("Article 1\n[Deleted]\n\nArticle 2\nOil\n\nBurns.")) == [
        ("article", "1", ""),
        ("article", "2", "Oil"),
    ]


def test_an_article_without_words_is_told() -> None:
    assert codes("Article 1\nOil\n\nArticle 2\n\nWicks.") == [(1, "empty")]
