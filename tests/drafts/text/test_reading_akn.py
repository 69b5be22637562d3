"""Akoma Ntoso of others: marked-up articles, laid-out papers, and files that mean harm."""

import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from drafts.text.blocks import Block
from drafts.text.brackets import plain
from drafts.text.grammar import parse
from drafts.text.reading import UnreadableText, read_instrument
from drafts.text.reading_akn import LARGEST, ReadPaper, read_akoma_ntoso

OPEN = '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">'
MARKED_UP = """<act name="act"><meta><identification source="#x"><FRBRWork><FRBRalias value="Lamps Act"/></FRBRWork>
<FRBRExpression><FRBRlanguage language="fra"/></FRBRExpression></identification></meta>
<preface><p>Published in the <i>Gazette</i></p></preface>
<preamble><recitals eId="r"><recital eId="r1"><num>(1)</num><p>Lamps go out.</p></recital></recitals></preamble>
<body eId="b"><chapter eId="c1"><num>1</num><heading>Lamps</heading>
<article eId="a1" GUID="0123456789abcdef"><num>Article 1</num><heading>Oil</heading>
 <paragraph eId="p1" wId="00000000000000aa"><num>1.</num><intro eId="i"><p>A keeper shall:</p></intro>
  <list eId="l"><point eId="x"><num>(a)</num><content eId="c"><p>buy [good]<authorialNote
  marker="1"><p>Of {any} kind.</p></authorialNote> oil * and</p></content></point>
  <point eId="y"><num>(b)</num><content eId="d"><p>pour it.</p></content></point></list>
  <wrapUp eId="w"><p>at night.</p></wrapUp></paragraph>
 <paragraph eId="p4"><num>§ 4</num><content eId="e"><p>No number that we know.</p></content></paragraph></article>
<article eId="a2"><num>2</num><content eId="f"><p>First.</p><p>Second.</p><table><tr><td>One</td>
<td>Two</td></tr></table></content></article></chapter></body>
<conclusions><p>Done at night.</p></conclusions>
<attachments><attachment><heading>Prices</heading><doc name="schedule"><meta/><mainBody><p>Two coins.</p></mainBody>
</doc></attachment></attachments></act>"""
LAID_OUT = """<statement name="resolution"><meta/><mainBody><paragraph><num>1.</num><content><p>Adopts it;</p></content>
</paragraph></mainBody><attachments><attachment><doc name="annex"><meta/><mainBody>
<paragraph><subheading>Annex</subheading></paragraph>
<paragraph><subheading>Convention on Lamps;</subheading></paragraph>
<paragraph><subheading>Keeping the Night Bright</subheading></paragraph>
<paragraph><subheading>Preamble</subheading></paragraph>
<paragraph><content><p><span class="italic">The Keepers</span>,</p></content></paragraph>
<paragraph><subheading>Chapter I</subheading></paragraph><paragraph><subheading>Light</subheading></paragraph>
<paragraph><subheading>Article 1.</subheading></paragraph>
<paragraph><subheading>Oil and</subheading></paragraph><paragraph><subheading>wicks</subheading></paragraph>
<paragraph><num>1.</num><content><p>A keeper shall:</p></content></paragraph>
<paragraph><content><p>\t(a)\tbuy oil;</p></content></paragraph>
<paragraph><num>(b)</num><content><p>pour it.</p></content></paragraph>
<paragraph><num>2.</num><content><p>Nobody else may.</p></content></paragraph>
</mainBody></doc></attachment></attachments></statement>"""


def read(inside: str, language: str = "") -> ReadPaper:
    return read_akoma_ntoso(f"{OPEN}{inside}</akomaNtoso>".encode(), language)


def clauses(source: str) -> list[tuple[int, str, str]]:
    return [(block.depth, block.label, block.text) for block in parse(source)[0]]


def units(paper: ReadPaper) -> list[tuple[str, str, str, int | None]]:
    return [(each.kind, each.label, each.heading, each.division) for each in paper.instrument.articles]


def test_marked_up_articles_are_read_element_by_element() -> None:
    paper = read(MARKED_UP)
    assert units(paper) == [
        ("preamble", "", "", None),
        ("article", "1", "Oil", 0),
        ("article", "2", "", 0),
        ("testimonium", "", "", None),
        ("annex", "", "Prices", None),
    ]
    assert (paper.instrument.title, paper.instrument.front, paper.language) == (
        "Lamps Act", "Published in the *Gazette*", "fr",
    )  # fmt: skip
    _, first, second, closing, annex = [clauses(each.source) for each in paper.instrument.articles]
    assert first == [
        (0, "1.", "A keeper shall:"),
        (1, "(a)", r"buy [good]{fn: Of (any) kind.} oil \* and"),
        (1, "(b)", "pour it."),
        (1, "", "at night."),
        (0, "", "§ 4 No number that we know."),
    ]
    assert second == [(0, "", "First."), (0, "", "Second."), (0, "", "One Two")]
    assert (closing, annex) == ([(0, "", "Done at night.")], [(0, "", "Two coins.")])


def test_identities_are_those_of_the_elements_and_no_others() -> None:
    assert read(MARKED_UP).identities[1] == ("00000000000000aa", "", "", "", "")


def test_a_paper_that_is_only_laid_out_is_read_as_its_lines() -> None:
    paper = read(LAID_OUT)
    assert paper.instrument.title == "Convention on Lamps; Keeping the Night Bright"
    assert units(paper) == [("preamble", "", "", None), ("article", "1", "Oil and wicks", 0)]
    assert [each.heading for each in paper.instrument.divisions] == ["Light"]
    assert clauses(paper.instrument.articles[1].source) == [
        (0, "1.", "A keeper shall:"), (1, "(a)", "buy oil;"), (1, "(b)", "pour it."), (0, "2.", "Nobody else may."),
    ]  # fmt: skip


def test_what_stands_around_the_treaty_is_left_out_with_a_word() -> None:
    notices = [notice.message for notice in read(LAID_OUT).instrument.notices if notice.code == "apart"]
    assert notices == [
        "The file holds other text beside the treaty (a cover page, a resolution, an appendix): 3 words were not read."
    ]


def test_a_number_that_will_not_be_printed_as_it_is_typed_is_named() -> None:
    numbered = "<paragraph><num>{}.</num><content><p>Words.</p></content></paragraph>"
    article = f"<article><num>Article 1</num>{numbered.format(1)}{numbered.format(4)}</article>"
    inside = f"<act name='a'><meta/><body>{article}</body></act>"
    notices = [notice.message for notice in read(inside).instrument.notices if notice.severity == "warning"]
    assert notices == ["“4.” is typed here, but the clause will be numbered “2.” by its place."]


def test_the_letter_i_after_h_is_no_roman_number() -> None:
    points = "".join(f"<point><num>({each})</num><content><p>{each}.</p></content></point>" for each in "abcdefghij")
    inside = (
        f"<act name='a'><meta/><body><article><num>1</num><intro><p>All:</p></intro>{points}</article></body></act>"
    )
    found = clauses(read(inside).instrument.articles[0].source)
    assert [label for _, label, _ in found[1:]] == [f"({each})" for each in "abcdefghij"]


BOMB = """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><akomaNtoso>&c;</akomaNtoso>"""
FILE = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><akomaNtoso><act><p>&e;</p></act></akomaNtoso>'
DOCTYPE = "The file declares a document type, which no Akoma Ntoso needs; take the DOCTYPE out."
ARTICLE = "<article><num>Article {}</num><content><p>W.</p></content></article>"


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"", 1, "This is not well-formed XML, or nested too deep: Document is empty."),
        (b"<akomaNtoso>\n<act></akomaNtoso>", 2, None),
        (b"Convention on Lamps", 1, None),
        (b"\xff\xfe\x00", 1, None),
        (b"<html/>", 1, "This is XML, but no Akoma Ntoso: it begins with “html”."),
        (b"<akomaNtoso/>", 1, "This Akoma Ntoso file holds no document."),
        (b"<akomaNtoso><act><body><p>No article.</p></body></act></akomaNtoso>", 1, None),
        (BOMB.encode(), 1, DOCTYPE),
        (FILE.encode(), 1, DOCTYPE),
        (("<a>" * 5000 + "</a>" * 5000).encode(), 1, None),
        (b" " * (LARGEST + 1), 1, "An Akoma Ntoso file has at most 16 megabytes; this one is larger."),
        (f"<akomaNtoso><act><body>{ARTICLE.format(2)}\n{ARTICLE.format(1)}</body></act></akomaNtoso>".encode(), 2,
         "Article 1 stands after article 2."),
        (f"<akomaNtoso><act><body>{ARTICLE.format(1)}<p>Lost.</p></body></act></akomaNtoso>".encode(), 1,
         "These words stand between the articles, where none can be kept."),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_in_one_sentence_with_its_line(content: bytes, line: int, message: str | None) -> None:
    with pytest.raises(UnreadableText) as refusal:
        read_akoma_ntoso(content)
    assert refusal.value.line == line
    assert message is None or refusal.value.message == message
    assert "\n" not in refusal.value.message


# The file of the United Nations against the text file of the same convention.

RESOLUTION, CONVENTION = "A_RES_79_243-2424621E.xml", "un-cybercrime-2024.en.txt"


def outline(source: str) -> list[tuple[str, int, str, str]]:
    return [(block.kind, block.depth, block.label, plain(block.text)) for block in parse(source)[0]]


def test_the_file_of_the_united_nations_has_the_same_articles_clauses_and_words(data_folder: Path) -> None:
    folder = data_folder / "treaties"
    paper = read_akoma_ntoso((folder / RESOLUTION).read_bytes())
    text = read_instrument((folder / CONVENTION).read_text(encoding="utf-8"))
    assert [each.label for each in paper.instrument.articles if each.kind == "article"] == [
        str(number) for number in range(1, 69)
    ]
    differing = []
    for ours, theirs in zip(paper.instrument.articles, text.articles, strict=True):
        assert (ours.kind, ours.label, ours.heading, ours.division) == (
            theirs.kind, theirs.label, theirs.heading, theirs.division,
        )  # fmt: skip
        if outline(ours.source) != outline(theirs.source):
            differing.append(ours.kind)
    parts = [[(each.kind, each.label, each.heading) for each in read.divisions] for read in (paper.instrument, text)]
    assert parts[0] == parts[1]
    # The one difference is one of the files: a footnote to the closing words in the XML, which the text file has run
    # into the closing words and repeats below them.
    assert differing == ["testimonium"]
    closing = [next(each for each in read.articles if each.kind == "testimonium") for read in (paper.instrument, text)]
    (marked_up,), (run_in, repeated) = (parse(each.source)[0] for each in closing)
    assert isinstance(marked_up, Block)
    note = re.search(r"\{fn: (.*)\}$", marked_up.text)
    assert note is not None
    assert repeated.text == note[1]
    assert run_in.text == f"{plain(marked_up.text)} {note[1]}"


def test_no_word_of_the_annexed_convention_is_lost(data_folder: Path) -> None:
    content = (data_folder / "treaties" / RESOLUTION).read_bytes()
    annex = next(etree.fromstring(content).iter("{*}doc")).find("{*}mainBody")
    assert annex is not None
    read = read_akoma_ntoso(content).instrument
    found = [read.title]
    found += [f"{each.kind} {each.label} {each.heading}" for each in read.divisions]
    found += [f"{each.kind} {each.label} {each.heading} {each.source}" for each in read.articles]
    # "Annex" above the title is the place of the convention in the resolution.
    assert bag(" ".join(map(str, annex.itertext()))) - bag(" ".join(found)) == Counter(["annex"])


def bag(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))
