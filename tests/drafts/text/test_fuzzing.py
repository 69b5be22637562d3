"""Whatever anybody types, pastes or sends: nothing crashes, nothing hangs, no word is lost.

Arbitrary Unicode with control characters, bidirectional marks, line separators, deep nesting and long lines.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafts.text.anchors import make, reanchor
from drafts.text.blocks import Block, canonical
from drafts.text.grammar import parse, source_of
from drafts.text.identity import carry_ids
from drafts.text.merge import merge_blocks
from drafts.text.reading import UnreadableText, read_instrument
from drafts.text.reading_akn import read_akoma_ntoso
from drafts.text.redline import new_text, old_text, redline

fuzzed = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)

STRANGE = [
    "\x00", "\x01", "\x07", "\x1b", "\x1c", "\x85", "\u2028", "\u2029", "\u200b", "\u200e", "\u202a", "\u202e",
    "\u2066", "\u2069", "\ufeff", "\u00ad", "\u0301", "\ufffe", "\U0001f5fa", "\U000e0001", "\t", "\u3000", "\r",
]  # fmt: skip
PIECES = [
    "1.", "2.", "(a)", "(b)", "(i)", "(ii)", "a)", "12 bis.", "[", "]", "[[", "]]", "^{Cuba}", "^{", "{fn: x}",
    "{note:", "}", "*", "\\", "\\[", "Option 1:", "Option 2 (A):", "End of options", "¶", "–", "[Deleted]", "lamp",
    "Article 1", "Article 2", "PART I", "Chapter II", "Annex", "PREAMBLE", "In witness whereof", "    ", "        ",
    "\n", "\n\n", ";", ":", ".", ",", "é", "Ω", "ﬁ", "م", "漢字",
]  # fmt: skip
ELEMENTS = ["act", "bill", "body", "article", "paragraph", "point", "num", "heading", "content", "intro", "wrapUp", "p",
            "hcontainer", "i", "inline", "authorialNote", "attachments", "doc", "preamble", "part", "list"]  # fmt: skip

character = st.characters(exclude_categories=["Cs"])
typed = st.lists(
    st.one_of(st.sampled_from(PIECES), st.sampled_from(STRANGE), st.text(character, max_size=6)), max_size=40
)
anything = st.one_of(st.text(character, max_size=120), typed.map("".join), typed.map(" ".join))
tree = st.recursive(
    st.sampled_from(["", "lamp", "Article 1", "1.", "(a)", "[oil]", " "]),
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>", st.sampled_from(ELEMENTS), st.lists(inner, max_size=4)
    ),
    max_leaves=25,
)


def long_words(text: str) -> Counter[str]:
    """Words too long to be a number: of letters, once composed and freed of invisible signs as the grammar does."""
    lines = re.split("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\u2028\u2029\x85]", text)
    return Counter(word for line in lines for word in re.findall(r"[^\W\d_]{6,}", canonical(line)))


def identified(source: str) -> list[Block]:
    blocks, _ = parse(source)
    for place, block in enumerate(blocks):
        block.id = f"clause-{place}"
    return blocks


@fuzzed
@given(anything)
def test_the_parser_reads_anything_and_its_source_is_a_fixed_point(source: str) -> None:
    blocks, notices = parse(source)
    again, _ = parse(source_of(blocks))
    assert [block.content() for block in again] == [block.content() for block in blocks]
    lines = len(re.split("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\u2028\u2029\x85]", source))
    assert all(1 <= notice.line <= lines and notice.column >= 1 for notice in notices)


@fuzzed
@given(anything)
def test_every_word_of_a_source_stands_in_what_is_printed_of_it(source: str) -> None:
    blocks, _ = parse(source)
    lost = long_words(source) - long_words(source_of(blocks))
    markers = {word for word in lost if len(set(word)) == 1 or set(word.lower()) <= set("ivxlc")}
    assert set(lost) - markers <= {"Option", "option", "OPTION", "options"}


@fuzzed
@given(anything)
def test_an_instrument_is_read_or_refused_in_a_sentence(source: str) -> None:
    with suppress(UnreadableText):
        read = read_instrument(f"Title\n\nArticle 1\n{source}")
        assert read.title == "Title"
        found = " ".join(
            [
                read.front,
                *(each.heading for each in read.divisions),
                *(f"{a.heading} {a.source}" for a in read.articles),
            ]
        )
        names = {"Article", "Chapter", "PREAMBLE"}
        assert set(long_words(source) - long_words(found)) <= names


@fuzzed
@given(anything, anything, anything)
def test_versions_of_anything_are_compared_and_merged_without_loss(base: str, ours: str, theirs: str) -> None:
    old, (new, _), (other, _) = identified(base), parse(ours), parse(theirs)
    assert len({block.id for block in merge_blocks(old, new, other).blocks} - {""}) <= len(old) + len(new) + len(other)
    assert [block.content() for block in merge_blocks(old, old, other).blocks] == [block.content() for block in other]
    carry_ids(old, new)
    ids = [block.id for block in new]
    assert len(set(ids)) == len(ids)
    rows = redline(old, new)
    assert sorted("".join(old_text(row.segments) for row in rows).replace("\u2029", "")) == sorted(
        "".join(block.text for block in old)
    )
    assert sorted("".join(new_text(row.segments) for row in rows).replace("\u2029", "")) == sorted(
        "".join(block.text for block in new)
    )
    for block in old:
        if block.text:
            found = reanchor([make(block, 0, min(12, len(block.text)))], old, new)[0]
            assert found.status in ("exact", "changed", "moved", "paragraph", "orphan")


@fuzzed
@given(st.binary(max_size=200))
def test_any_bytes_are_refused_as_akoma_ntoso_in_a_sentence(content: bytes) -> None:
    with pytest.raises(UnreadableText) as refusal:
        read_akoma_ntoso(content)
    assert refusal.value.message


@fuzzed
@given(tree)
def test_any_tree_of_elements_is_read_or_refused_in_a_sentence(inside: str) -> None:
    with suppress(UnreadableText):
        paper = read_akoma_ntoso(f"<akomaNtoso><act><body>{inside}</body></act></akomaNtoso>".encode())
        assert len(paper.identities) == len(paper.instrument.articles)


# Each took the square of its length, minutes on a long line; now a test that did would never end.
LONG = 40_000


@pytest.mark.parametrize("piece", ["]", "[", "{", "^{", "{fn:", "*", "Option 1: ", "1. ", "(a) "])
def test_a_long_line_of_mistakes_is_read_in_one_pass(piece: str) -> None:
    blocks, notices = parse(piece * (LONG // len(piece)))
    assert blocks
    assert all(1 <= notice.column <= LONG for notice in notices)


@pytest.mark.parametrize("tail", [";", "-."])
def test_a_long_heading_of_punctuation_is_read_in_one_pass(tail: str) -> None:
    read = read_instrument("Article 1. " + tail * (LONG // len(tail)) + "a\nWords.")
    assert read.articles[0].label == "1"
