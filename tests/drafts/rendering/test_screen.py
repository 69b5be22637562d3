"""Words on the screen: always well formed, always escaped, nothing lost."""

import re
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from drafts.rendering import screen
from drafts.rendering.changes import Redline, html_of_changes
from drafts.rendering.sheet import Page, html_of, sheet_from
from drafts.text import brackets
from drafts.text.redline import diff_words, redline
from tests.drafts.text.strategies import source, with_ids

PIECES = [
    "a State ",
    "[",
    "]",
    "^{Chile}",
    "*",
    "{fn: see <b>}",
    "{note: x [y}",
    "\\[",
    "shall & may ",
    "{",
    "}",
    "\u2029",
    "1 < 2 ",
]
UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML, escaped or not, may hold these
syntax = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def read(html: str) -> ElementTree.Element:
    """The HTML as a tree; it has no void elements, so a strict XML parser shows whether it is well formed."""
    return ElementTree.fromstring(f"<all>{UNREADABLE.sub('?', html)}</all>")


def said(html: str) -> str:
    """What the eye reads: without the words for the ear."""
    tree = read(html)
    for parent in tree.iter():
        for child in list(parent):
            if child.get("class") == "vh":
                tail, place = child.tail or "", list(parent).index(child)
                parent.remove(child)
                if place:
                    parent[place - 1].tail = (parent[place - 1].tail or "") + tail
                else:
                    parent.text = (parent.text or "") + tail
    return "".join(tree.itertext())


def test_brackets_are_tinted_and_attributed() -> None:
    assert screen.wording("may [shall [not]^{Chile}] act") == (
        'may <span class="bracket"><b>[</b>shall <span class="bracket"><b>[</b>not<b>]</b></span>'
        '<sup class="by"><span class="vh">, proposed by </span>Chile</sup><b>]</b></span> act'
    )


def test_a_bracket_over_two_clauses_is_closed_and_opened_again_and_printed_once() -> None:
    first, second = "act [at once", "or later] only"
    assert screen.wording(first) == 'act <span class="bracket"><b>[</b>at once</span>'
    opened = screen.opened_after(first, 0)
    assert screen.wording(second, opened) == '<span class="bracket">or later<b>]</b></span> only'
    assert screen.opened_after(second, opened) == 0


def test_words_are_escaped() -> None:
    assert screen.wording("<script>alert(1)</script> & more") == "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more"
    assert "<img" not in screen.redlined(diff_words("[a]", "[<img src=x>]^{<img>}{fn: <img>}"))


def test_changes_are_told_to_the_ear() -> None:
    html = screen.redlined(diff_words("act promptly", "act in writing"))
    assert html == (
        'act <del><span class="vh">deleted: </span>promptly<span class="vh"> end of deletion </span></del>'
        '<ins><span class="vh">inserted: </span>in writing<span class="vh"> end of insertion </span></ins>'
    )


def test_a_bracket_taken_off_words_that_stay_leaves_them_plain() -> None:
    html = screen.redlined(diff_words("shall [promptly] act", "shall promptly act"))
    assert said(html) == "shall [promptly] act"
    assert "<del>" in html
    assert '<span class="bracket">promptly' not in html


def test_latin_suffixes_stand_in_italics() -> None:
    assert screen.label_html("4 bis.") == "4 <em>bis</em>."
    assert screen.label_html("(b ter)") == "(b <em>ter</em>)"
    assert screen.named("Article 12 bis") == "Article 12 <em>bis</em>"
    assert screen.named("Annex II") == "Annex II"


@settings(max_examples=120, deadline=None)
@given(syntax, st.integers(0, 3))
def test_any_words_are_well_formed_and_whole(text: str, opened: int) -> None:
    html = screen.wording(text, opened)
    words = re.sub(r"\s+", " ", said(html)).replace(" ¶ ", " ").strip()
    for word in re.findall(r"\w+", brackets.plain(text)):
        assert word in words


@settings(max_examples=120, deadline=None)
@given(syntax, syntax, st.tuples(st.integers(0, 2), st.integers(0, 2)), st.booleans())
def test_any_change_is_well_formed(old: str, new: str, opened: tuple[int, int], moved: bool) -> None:
    apparatus = screen.Apparatus(prefix="x-")
    read(screen.redlined(diff_words(old, new), opened, apparatus, moved) + apparatus.listed() + apparatus.take_notes())


@settings(max_examples=40, deadline=None)
@given(source, source)
def test_any_two_articles_compare_to_well_formed_pages(old: str, new: str) -> None:
    before, after = with_ids(old), with_ids(new)
    rows = redline(before, after)
    for redlining in (Redline(), Redline(only_changed=True, side=True, current=1), Redline(margin=False)):
        read(html_of_changes(rows, redlining))


@settings(max_examples=40, deadline=None)
@given(source)
def test_any_article_makes_one_row_a_clause(typed: str) -> None:
    blocks = with_ids(typed)
    sheet = sheet_from(blocks, "en")
    tree = read(html_of(sheet, Page(link="?", counts={block.id: 2 for block in blocks})) + sheet.footnotes)
    assert [row.get("id") for row in tree.findall("div") if row.get("id")] == [block.id for block in blocks]


def test_those_who_oppose_or_reserve_their_position_are_not_said_to_propose() -> None:
    heard = ["proposed by" in screen.wording(f"[shall]^{{{names}}}") for names in (
        "Chile; against: Cuba", "against: Cuba", "reservation of Chile: scrutiny",
    )]  # fmt: skip
    assert heard == [True, False, False]
