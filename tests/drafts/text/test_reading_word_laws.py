"""The reader of Word files on files nobody would write: no crash, one sentence for damage, no word lost."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from html import escape

from hypothesis import given
from hypothesis import strategies as st

from drafts.text.reading import UnreadableText, read_instrument
from drafts.text.reading_word import UnreadableFile, read_word
from tests.drafts.text.strategies import laws
from tests.drafts.text.word_files import (
    deleted,
    inserted,
    mark,
    numbering,
    paragraph,
    restart,
    run,
    word_file,
)

WORDS = ["Article 1", "Article 2", "shall", "lamp", "[burn", "night]", "(a)", "1.", "2 bis.", "*", "{", "\\",
         "CHAPTER I", "IN WITNESS WHEREOF", "Option 1:", "a & b", "éte", "¶", "", " "]  # fmt: skip
PEOPLE = ["Chile", "Kenya", ""]

said = st.lists(st.sampled_from(WORDS), max_size=4).map(lambda words: escape(" ".join(words) + " "))
slant = st.sampled_from(["", "<w:i/>", "<w:b/>", '<w:vertAlign w:val="superscript"/>'])
by = st.sampled_from(PEOPLE)
piece = st.one_of(
    st.builds(run, said, slant),
    st.builds(inserted, said, by),
    st.builds(deleted, said, by),
    st.sampled_from(["<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>", "<w:r><w:footnoteReference w:id='9'/></w:r>"]),
)
drawn = st.builds(
    lambda pieces, level, number, style, end: paragraph("".join(pieces), level, number, style, end),
    st.lists(piece, max_size=5),
    st.sampled_from([None, None, 0, 1, 2, 7]),
    st.sampled_from([1, 2, 3, 9]),
    st.sampled_from(["", "", "Heading1", "Listed", "Deeper", "Missing", "MLAClause1", "MLAWords0", "MLAOption"]),
    st.one_of(st.just(""), st.builds(mark, st.sampled_from(["ins", "del"]), by)),
)
LISTS = numbering("", restart(0, 5), restart(1) + restart(2, 30_000))
files = st.lists(drawn, max_size=12).map(lambda paragraphs: word_file(*paragraphs, lists=LISTS))


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W\d_]{2,}", text))


@laws
@given(st.lists(drawn, max_size=12))
def test_every_word_is_in_the_text_in_which_it_stands(paragraphs: list[str]) -> None:
    read = read_word(word_file(*paragraphs, lists=LISTS))
    raw = "".join(paragraphs)
    kept = words(" ".join(re.findall(r"<w:t [^>]*>([^<]*)</w:t>", re.sub(r"<w:ins .*?</w:ins>", "", raw))))
    added = words(" ".join(re.findall(r"<w:t [^>]*>([^<]*)</w:t>", raw)))
    removed = words(" ".join(re.findall(r"<w:delText[^>]*>([^<]*)</w:delText>", raw)))

    escaped = Counter({"amp": 99})
    assert not added - words(read.accepted) - escaped
    assert not kept + removed - words(read.refused) - escaped


@laws
@given(files)
def test_accepting_and_refusing_are_told_apart_by_the_changes_alone(content: bytes) -> None:
    read = read_word(content)
    numbers = [change.number for change in read.changes]
    assert read.source(numbers) == read.refused
    if not numbers:
        assert read.accepted == read.refused
    with suppress(UnreadableText):
        read_instrument(read.accepted)


def refusal_of(content: bytes) -> str:
    """The sentence with which a file is refused; "" for one that is read."""
    try:
        read_word(content).source()
    except UnreadableFile as refusal:
        return str(refusal)
    return ""


@laws
@given(files, st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=20), st.booleans())
def test_a_damaged_file_is_read_or_refused_with_one_sentence(
    content: bytes, damage: list[tuple[int, int]], is_cut: bool
) -> None:
    damaged = bytearray(content)
    for place, value in damage:
        damaged[place % len(damaged)] = value
    if is_cut:
        del damaged[damage[0][0] % len(damaged) :]
    assert re.fullmatch(r"(?:[^.]*(?:\.(?:doc|docx)\b[^.]*)*\.)?", refusal_of(bytes(damaged)))


@laws
@given(st.text(alphabet="<>/wpr:t ab\"'=&;1", max_size=80))
def test_parts_that_are_not_what_they_should_be_are_refused_or_read_past(inner: str) -> None:
    for content in (
        word_file(inner),
        word_file(paragraph("Article 1", 0), lists=inner or " "),
        word_file(paragraph("Article 1", 0), styles=inner),
        word_file(paragraph("Article 1", 0), footnotes=inner),
    ):
        assert refusal_of(content).endswith(".") or read_word(content).accepted
