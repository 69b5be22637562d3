"""Akoma Ntoso as we write it: right by the standard, the same every time, and read back to the last identity."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from drafts.rendering.akn import Division, Unit, akoma_ntoso
from drafts.text.akn_wording import legal, read_wording, tag, write_wording
from drafts.text.blocks import TOMBSTONE, Block, canonical
from drafts.text.grammar import parse, source_of
from drafts.text.reading import read_instrument
from drafts.text.reading_akn import read_akoma_ntoso
from tests.cast import CONVENTION
from tests.drafts.rendering.akn_papers import identified, paper, paper_of, read_back, written
from tests.drafts.rendering.akn_schema import faults
from tests.drafts.text import strategies
from tests.drafts.text.corpus import ARTICLES
from tests.drafts.text.simulated_edits import Simulation
from tests.drafts.text.test_reading_treaties import EXPECTED

XML = {"akn": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
SIGNS = st.text(alphabet="[]{}*^\\ afn:ote", max_size=25)
MARKED = [
    "{fn:x}",
    "{fn: ",
    "}",
    "^{",
    "^{ a }",
    "\\",
    "[",
    "]",
    "*",
    "{note: y}",
    "{note:",
    "{under: 2}",
    "{under:",
    "w ",
]
MARKS = st.lists(st.sampled_from(MARKED), max_size=12).map("".join)


def unit(source: str, kind: str = "article", language: str = "en") -> Unit:
    label = "7 bis" if kind in ("article", "annex") else ""
    name = f"{kind.capitalize()} {label}" if label else ""
    return Unit(kind, label, name, "", identified(parse(source, language)[0], 0))


def xpath(content: bytes, path: str) -> list[str]:
    found = etree.fromstring(content).xpath(path, namespaces=XML)
    assert isinstance(found, list)
    return [str(each) for each in found]


@strategies.laws
@given(st.one_of(strategies.text, SIGNS, MARKS))
def test_a_wording_comes_back_to_the_character(typed: str) -> None:
    wording = legal(canonical(" ".join(typed.splitlines())))
    written_to = etree.Element(tag("p"))
    write_wording(written_to, wording)
    assert read_wording(etree.fromstring(etree.tostring(written_to, encoding="utf-8"))) == wording


@strategies.laws
@given(strategies.source, st.sampled_from(["article", "preamble", "testimonium", "annex"]), strategies.language)
def test_any_article_comes_back_with_its_numbers_and_identities(source: str, kind: str, language: str) -> None:
    only, first = unit(legal(source), kind, language), unit("1. First.", "article", language)
    if kind != "article" and not only.blocks:
        return
    first = Unit("article", "1", "Article 1", "", identified([*first.blocks], len(only.blocks)))
    units = [first, only] if kind in ("article", "annex", "testimonium") else [only, first]
    content = akoma_ntoso(paper([Unit("front", "", "", "Treaty", []), *units], language=language))
    assert faults(content) == []
    expected = written(units)
    assert read_back(read_akoma_ntoso(content), language)[1:] == expected


@strategies.laws
@given(strategies.existing_article, strategies.seed, strategies.round_of_edits)
def test_an_edited_article_comes_back(
    article: list[Block], seed: int, edit: Callable[[list[Block], int], Simulation]
) -> None:
    blocks, _ = parse(source_of(edit(article, seed).result()))
    one = Unit("article", "1", "Article 1", "Heading [disputed]^{Cuba}", identified(blocks, 0))
    content = akoma_ntoso(paper([one]))
    assert faults(content) == []
    assert read_back(read_akoma_ntoso(content))[1:] == written([one])


def test_our_small_convention_comes_back_with_its_parts() -> None:
    before = paper_of(read_instrument(CONVENTION))
    content = akoma_ntoso(before)
    assert faults(content) == []
    read = read_akoma_ntoso(content)
    assert read_back(read) == written(before.units)
    parts = [(each.kind, each.label, each.heading, each.parent) for each in read.instrument.divisions]
    assert parts == [("part", "I", "Lights", None), ("part", "II", "Final provisions", None)]
    assert (read.language, read.instrument.title) == ("en", "Convention on Lanterns")


def test_everything_that_drafts_contain_comes_back() -> None:
    units = [Unit("preamble", "", "", "", identified(parse(ARTICLES["preamble"])[0], 0))]
    start = len(units[0].blocks)
    for number, source in enumerate([text for name, text in ARTICLES.items() if name != "preamble"], 1):
        units.append(Unit("article", str(number), f"Article {number}", "", identified(parse(source)[0], start)))
        start += len(units[-1].blocks)
    content = akoma_ntoso(paper(units))
    assert faults(content) == []
    assert read_back(read_akoma_ntoso(content))[1:] == written(units)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_treaty_comes_back_whole(data_folder: Path, name: str) -> None:
    language = name[-2:]
    source = (data_folder / "treaties" / f"{name}.txt").read_text(encoding="utf-8")
    before = paper_of(read_instrument(source, language), language)
    content = akoma_ntoso(before)
    assert faults(content) == []
    read = read_akoma_ntoso(content)
    assert read_back(read, language) == written(before.units)
    parts = [(each.kind, each.label, each.heading, each.parent) for each in read.instrument.divisions]
    assert parts == [(each.kind, each.label, each.heading, each.parent) for each in before.divisions]


def test_the_same_paper_gives_the_same_bytes() -> None:
    read = read_instrument(CONVENTION)
    assert akoma_ntoso(paper_of(read)) == akoma_ntoso(paper_of(read))


def test_clauses_stand_where_the_standard_has_a_place_for_them() -> None:
    inner = "    (a) ask; or\n    (b) wait\n    as it pleases."
    source = f"For this purpose:\n1. A State shall\n{inner}\n2. [Deleted]\n¶ All is well."
    content = akoma_ntoso(paper([unit(source)]))
    article = "//akn:article[@eId='art_7-bis']"
    assert xpath(content, f"{article}/akn:intro/akn:p/text()") == ["For this purpose:"]
    assert xpath(content, f"{article}/akn:wrapUp/akn:p/text()") == ["All is well."]
    assert xpath(content, f"{article}/akn:paragraph/@eId") == ["art_7-bis__para_1", "art_7-bis__para_2"]
    assert xpath(content, f"{article}/akn:paragraph[1]/akn:intro/akn:p/text()") == ["A State shall"]
    assert xpath(content, f"{article}/akn:paragraph[1]/akn:subparagraph/@eId") == [
        "art_7-bis__para_1__subpara_a",
        "art_7-bis__para_1__subpara_b",
    ]
    assert xpath(content, f"{article}/akn:paragraph[1]/akn:wrapUp/akn:p/text()") == ["as it pleases."]
    assert xpath(content, f"{article}/akn:paragraph[2]/@status") == ["removed"]
    assert xpath(content, "//akn:article//@wId") == [f"{place:016x}" for place in range(7)]


def test_words_between_numbered_clauses_have_a_container_of_their_own() -> None:
    content = akoma_ntoso(paper([unit("1. One.\n¶ Between.\n2. Two.")]))
    assert xpath(content, "//akn:hcontainer/@name") == ["flush"]
    assert xpath(content, "//akn:hcontainer/@wId") == ["0000000000000001"]
    assert faults(content) == []


def test_options_attributions_notes_and_italics_are_marked_as_such() -> None:
    source = (
        "Option 1 (Cuba, Japan):\n1. [shall]^{Cuba} *ex officio*{fn: Provisional.}\nOption 2:\n1. Wait.\nEnd of options"
    )
    content = akoma_ntoso(paper([unit(source)]))
    assert xpath(content, "//akn:hcontainer/@name") == ["option", "option", "endOfOptions"]
    assert xpath(content, "//akn:hcontainer/akn:heading/text()") == ["Cuba, Japan"]
    assert xpath(content, "//akn:inline[@name='bracket']/text()") == ["[shall]"]
    assert xpath(content, "//akn:sup[@class='attribution']/text()") == ["Cuba"]
    assert xpath(content, "//akn:i/text()") == ["ex officio"]
    assert xpath(content, "//akn:authorialNote/akn:p/text()") == ["Provisional."]


def test_the_paper_is_named_by_the_naming_convention() -> None:
    content = akoma_ntoso(paper([unit("Words.")], title="Convention *in statu nascendi*"))
    assert xpath(content, "//akn:FRBRthis/@value") == [
        "/akn/xx/bill/2026-01-05/treaty/!main",
        "/akn/xx/bill/2026-01-05/treaty/eng@2026-03-09/!main",
        "/akn/xx/bill/2026-01-05/treaty/eng@2026-03-09/!main.xml",
    ]
    assert xpath(content, "//akn:FRBRExpression/akn:FRBRalias/@value") == ["MLA/2026/2"]
    assert xpath(content, "//akn:FRBRWork/akn:FRBRalias/@value") == ["Convention in statu nascendi"]
    assert xpath(content, "//akn:FRBRversionNumber/@value") == ["draft-2"]


def test_parts_nest_and_their_articles_stand_in_them() -> None:
    divisions = [Division("part", "I", "Part I", "Lights", None), Division("section", "2", "Section 2", "", 0)]
    units = [
        Unit("article", "1", "Article 1", "Oil", identified(parse("Words.")[0], 0), 1),
        Unit("article", "2", "Article 2", "", identified(parse("More.")[0], 1)),
    ]
    content = akoma_ntoso(paper(units, divisions))
    assert xpath(content, "//akn:part/akn:section/akn:article/@eId") == ["art_1"]
    assert xpath(content, "//akn:section/@eId") == ["part_I__sec_2"]
    assert xpath(content, "/akn:akomaNtoso/akn:bill/akn:body/akn:article/@eId") == ["art_2"]


def test_signs_that_no_xml_can_hold_are_left_out_and_no_word_with_them() -> None:
    content = akoma_ntoso(paper([unit("A\x01 lamp\x02 burns.")]))
    assert re.findall(r"\w+", read_akoma_ntoso(content).instrument.articles[0].source) == ["A", "lamp", "burns"]


def test_brackets_nested_without_end_come_back() -> None:
    source = "[" * 3000 + "oil" + "]" * 3000
    content = akoma_ntoso(paper([unit(source)]))
    assert read_akoma_ntoso(content).instrument.articles[0].source == source
    assert faults(content) == []


def test_a_tombstone_is_no_disputed_word() -> None:
    content = akoma_ntoso(paper([unit(f"1. {TOMBSTONE}\n2. [Oil]")]))
    assert xpath(content, "//akn:inline/text()") == ["[Oil]"]


def test_marks_of_scope_come_back_as_marks() -> None:
    typed = "A State may declare. {under: 1+3, 2}"
    element = etree.Element(tag("p"))
    write_wording(element, typed)
    assert read_wording(element) == typed
    assert [child.get("name") for child in element] == ["under"]
