"""What is written for print is escaped and well formed, whatever was typed and whatever a redline cuts."""

from __future__ import annotations

from dataclasses import fields
from html.parser import HTMLParser
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from drafts.rendering.build import Place, clean_section, redline_section
from drafts.rendering.html import page_html
from drafts.rendering.html_words import wording_html
from drafts.rendering.tree import Clause, Cover, Document, Remark, Section, Segments
from drafts.text.redline import Segment, redline
from tests.drafts.rendering.papers import AFTER, blocks_of, document

HOSTILE = '<script>alert("x")</script> & [[ ] ]] {fn: <b> } ^{</p>} *a [b* c] \\] {note: "\'} {0} </span>'
SIGNS = st.sampled_from(["=", "-", "+"])
WORDINGS = st.lists(st.tuples(SIGNS, st.text(alphabet="ab <>&[]*{}^\\\"'fn:ote \u2029é", max_size=14)), max_size=12)
VOID = {"br", "col", "meta"}


class Balance(HTMLParser):
    """Every element is closed by its own end, in order."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: set[str] = set()
        self.words = ""
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def test_hostile_words_are_words_everywhere() -> None:
    segments: Segments = (("=", HOSTILE), ("-", HOSTILE), ("+", HOSTILE))
    remark = Remark(HOSTILE, HOSTILE, HOSTILE, segments, HOSTILE, HOSTILE, HOSTILE)
    clause = Clause("para", 9, HOSTILE, segments, lead="[", note=HOSTILE, change="edited", remarks=(remark,))
    section = Section("article", 9, HOSTILE, segments, HOSTILE, (clause,), HOSTILE, "edited", (remark,))
    lines: dict[str, Any] = {field.name: HOSTILE for field in fields(Cover)}
    cover = Cover(**{**lines, "masthead": (HOSTILE, HOSTILE)})
    groups = ((HOSTILE, (HOSTILE,)),)
    whole = Document(cover, (section, section), HOSTILE, "compilation", HOSTILE, HOSTILE, groups, HOSTILE)
    page = Balance(page_html(whole))
    assert "script" not in page.elements
    assert page.words.count('<script>alert("x")</script>') > 20


@settings(max_examples=150, deadline=None)
@given(WORDINGS)
def test_any_cut_through_the_markup_is_well_formed(segments: list[Segment]) -> None:
    assert Balance(wording_html(segments)).elements <= {"ins", "del", "i", "b", "span"}


def test_italics_and_brackets_cut_by_a_redline() -> None:
    segments: list[Segment] = [("=", "a [*mutatis "), ("-", "mutandis*]"), ("+", "nominatis*"), ("=", " b]")]
    assert wording_html(segments) == (
        "a <b>[</b><i>mutatis </i><del><i>mutandis</i></del><del><b>]</b></del><ins><i>nominatis</i></ins> b<b>]</b>"
    )


def test_a_changed_footnote_is_one_footnote_and_a_deleted_one_stands_in_braces() -> None:
    changed: list[Segment] = [("=", "x{fn: old "), ("-", "a"), ("+", "b"), ("=", "}")]
    assert wording_html(changed) == 'x<span class="fn">old <del>a</del><ins>b</ins></span>'
    deleted: list[Segment] = [("=", "x"), ("-", "{fn: gone}")]
    braces = ("<del>{</del>", "<del>}</del>")
    assert wording_html(deleted) == f'x<span class="gone">{braces[0]}<del>gone</del>{braces[1]}</span>'
    added: list[Segment] = [("=", "x"), ("+", "{fn: new}")]
    assert wording_html(added) == 'x<span class="fn new"><ins>new</ins></span>'


def test_options_are_ruled_off_even_when_they_never_end() -> None:
    blocks = blocks_of(AFTER)[:-2]  # without "End of options" and what follows
    page = page_html(Document(Cover("T"), (clean_section("Article 1", "", blocks),)))
    assert Balance(page)
    assert page.count('<div class="option">') == 2


def test_headings_never_skip_a_level() -> None:
    sections = (Section("article", 4, "Article 1", (), "a"), Section("division", 1, "Part II", (), "b"))
    page = page_html(Document(Cover("T"), sections))
    assert '<h2 class="article"' in page
    assert '<h2 class="division"' in page


def test_closing_words_without_a_heading_are_not_listed() -> None:
    closing = clean_section("", "", blocks_of("In witness whereof we have signed."), Place("testimonium"))
    page = page_html(Document(Cover("T"), (closing,)))
    assert '<div class="pause" id="section-1">' in page
    assert "#section-1" not in page


def test_a_new_article_is_marked_as_new_down_to_its_label() -> None:
    section = redline_section("Article 9", "", "Tolls", redline([], blocks_of("No toll is taken.")))
    page = page_html(Document(Cover("T"), (section,), variant="redline"))
    assert '<span class="label"><ins>Article 9</ins></span>' in page
    assert "<ins>No toll is taken.</ins>" in page


def test_anchors_are_unique() -> None:
    sections = tuple(Section("article", 1, "Article 1", (), "same") for _ in range(3))
    page = page_html(Document(Cover("T"), sections))
    assert [f'id="{name}"' in page for name in ("same", "same-2", "same-3")] == [True] * 3


def test_the_page_of_each_variant_is_well_formed() -> None:
    for variant in ("clean", "redline", "compilation"):
        assert Balance(page_html(document(variant), line_numbers=True))
