"""Edited copies of a Word file of ours, compared clause by clause with the file that we gave out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from drafts.rendering.build import Place, clean_section
from drafts.rendering.docx import word_file
from drafts.rendering.tree import Document
from drafts.text.reading import read_instrument
from drafts.text.returned import read_returned
from drafts.text.returned_changes import Comparison, Finding, Loose, compare
from drafts.text.returned_places import folded, restored
from drafts.text.word_marks import Origin, clause_mark, section_mark
from drafts.text.word_package import UnreadableFile, slimmed
from tests.drafts.rendering.papers import COVER, blocks_of
from tests.drafts.rendering.test_docx import TREATIES, as_document, xml
from tests.drafts.rendering.word_edits import Edited, W, bare, edited, run

ORIGIN = Origin("ferries", "draft-1", "MLA/1", "en", "clean")
REGISTER = """1. Each State Party shall keep a register of its ferries [and rafts]^{Freedonia}.{fn: Without a keel.}
2. The register shall state:
    (a) the name of the ferry;
    (b) the name of its “keeper”.
3. Costs are borne by the keeper.
3 bis. The register is open *ex officio* to every State Party."""
LIGHTS = """1. A ferry shall carry two lights by night.
2. The lights shall be seen from ten miles."""
# identities are numbers of article and clause
REGISTERS, STATE, NAME, KEEPER, COSTS, OPEN = (f"1-{place}" for place in range(6))
TWO, SEEN = "2-0", "2-1"


def paper() -> Document:
    sections = []
    for number, (heading, source) in enumerate((("Register", REGISTER), ("Lights", LIGHTS)), 1):
        blocks = blocks_of(source)
        for place, block in enumerate(blocks):
            block.id = f"{number}x{place}"
        sections.append(clean_section(f"Article {number}", heading, blocks, Place(anchor=f"article-{number}")))
    return Document(COVER, tuple(sections), origin=ORIGIN)


PAPER = paper()
GIVEN = word_file(PAPER)


def homes_of(document: Document) -> dict[str, str]:
    return {clause.id: section_mark(section.anchor) for section in document.sections for clause in section.clauses}


def found_in(*acts: Callable[[Edited], object]) -> Comparison:
    return compare(read_returned(GIVEN), read_returned(edited(GIVEN, *acts)), homes_of(PAPER))


def brief(found: Comparison) -> list[tuple[str, str, str]]:
    """What each proposal does, where, with which words. Of nothing without a place."""
    assert not found.loose
    return [
        (one.kind, one.clause.replace("x", "-") or one.section.removeprefix("_MLA_s_"), one.words)
        for one in found.findings
    ]


WHATEVER_IS_KEPT = [lambda file: None, Edited.without_bookmarks]
both = pytest.mark.parametrize("kept", WHATEVER_IS_KEPT, ids=["with bookmarks", "without"])
Act = Callable[[Edited], object]


def test_the_file_says_of_what_it_is_and_shows_nothing_of_it() -> None:
    assert read_returned(GIVEN).origin == ORIGIN
    assert read_returned(slimmed(GIVEN)).origin == ORIGIN
    assert word_file(PAPER) == GIVEN
    names = [
        one.get(f"{W}name") or ""
        for one in etree.fromstring(xml(GIVEN, "word/document.xml").encode()).iter(f"{W}bookmarkStart")
    ]
    assert len(names) == len(set(names))
    assert max(map(len, names)) <= 40
    assert {clause_mark(clause.id) for section in PAPER.sections for clause in section.clauses} <= set(names)
    assert "draft-1" not in xml(GIVEN, "word/document.xml")


def test_an_identity_that_no_bookmark_can_carry_has_none() -> None:
    assert clause_mark("1.2") == clause_mark("x" * 40) == clause_mark("") == ""


@both
@pytest.mark.parametrize("act", [Edited.replace, Edited.track])
def test_words_that_were_changed(act: Callable[[Edited, str, str], None], kept: Act) -> None:
    found = found_in(lambda file: act(file, "ten miles", "twelve miles"), kept)
    assert brief(found) == [("change", SEEN, "The lights shall be seen from twelve miles.")]


@both
@pytest.mark.parametrize("act", [Edited.delete, Edited.track_deletion])
def test_a_paragraph_that_is_gone(act: Callable[[Edited, str], None], kept: Act) -> None:
    assert brief(found_in(lambda file: act(file, "Costs are borne"), kept)) == [("delete", COSTS, "")]


@both
@pytest.mark.parametrize("act", [Edited.add_after, Edited.track_addition])
def test_a_paragraph_that_is_new(act: Callable[[Edited, str, str], None], kept: Act) -> None:
    found = found_in(lambda file: act(file, "Costs are borne", "A fee may be asked."), kept)
    assert brief(found) == [("add", COSTS, "4. A fee may be asked.")]


@both
def test_a_new_paragraph_follows_all_that_is_below_the_clause_before_it(kept: Act) -> None:
    found = found_in(lambda file: file.add_after("the name of its", "It shall be public.", "MLAClause0"), kept)
    (finding,) = found.findings
    assert (finding.kind, finding.clause.replace("x", "-")) == ("add", STATE)
    assert finding.words.endswith("It shall be public.")


@both
def test_a_paragraph_between_a_clause_and_what_is_below_it_is_a_change_of_the_clause(kept: Act) -> None:
    found = found_in(lambda file: file.add_after("The register shall state", "the flag;", "MLAClause1"), kept)
    ((kind, clause, words),) = brief(found)
    assert (kind, clause) == ("change", STATE)
    assert words.startswith("The register shall state:\n")
    assert words.endswith("the flag;")


@both
def test_a_paragraph_before_the_first_of_an_article(kept: Act) -> None:
    found = found_in(lambda file: file.add_after("Article 2Lights", "For this article:", "MLAWords0"), kept)
    assert brief(found) == [("before", "article_2", "For this article:")]


@both
def test_a_paragraph_that_was_split(kept: Act) -> None:
    found = found_in(lambda file: file.split("by night."), kept)
    assert brief(found) == [
        ("change", TWO, "A ferry shall carry two lights"),
        ("add", TWO, "2. by night."),
    ]


@both
def test_paragraphs_that_were_joined(kept: Act) -> None:
    found = found_in(lambda file: file.join("A ferry shall carry"), kept)
    assert brief(found) == [
        ("change", TWO, "A ferry shall carry two lights by night. The lights shall be seen from ten miles."),
        ("delete", SEEN, ""),
    ]


@both
def test_a_paragraph_that_was_moved_is_a_deletion_and_an_addition_that_say_so(kept: Act) -> None:
    found = found_in(lambda file: file.move("Costs are borne", "The lights shall be"), kept)
    assert brief(found) == [("delete", COSTS, ""), ("add", SEEN, "3. Costs are borne by the keeper.")]
    assert [one.moved for one in found.findings] == [True, True]


def test_enter_before_a_paragraph_does_not_give_its_bookmark_to_the_new_one() -> None:
    """Word counts what is typed at the beginning of a bookmark among its words."""

    def enter(file: Edited) -> None:
        paragraph = file.find("The lights shall be")
        made = bare(paragraph)
        made.append(next(one for one in paragraph if (one.get(f"{W}name") or "").startswith("_MLA_c_")))
        made.append(run("Both shall be white."))
        paragraph.addprevious(made)

    assert brief(found_in(enter)) == [("add", TWO, "2. Both shall be white.")]


def test_a_clause_rewritten_from_its_first_word_is_known_by_its_bookmark_alone() -> None:
    words = "Whatever sails carries lamps."
    act = lambda file: file.say(file.find("Costs are borne"), words)  # noqa: E731
    assert brief(found_in(act)) == [("change", COSTS, words)]


def test_without_its_bookmark_it_is_not_taken_for_a_clause_that_it_may_not_be() -> None:
    def other(file: Edited) -> None:
        file.say(file.find("The lights shall be"), "Lamps of the vessel are to burn from ten in the evening.")
        file.without_bookmarks()

    found = found_in(other)
    assert [(one.kind, one.clause, one.words[:7]) for one in found.findings] == [
        ("add", "2x0", "2. Lamp"),
        ("delete", "2x1", ""),
    ]


def test_comments_of_word_are_the_reasons_of_their_clause() -> None:
    found = found_in(
        lambda file: file.replace("ten miles", "twelve miles"),
        lambda file: file.comment("twelve miles", "Ten is too near."),
        lambda file: file.comment("Costs are borne", "Which costs?", False),
        lambda file: file.comment("the name of its", "Two of them."),
        lambda file: file.comment("the name of its", "And a second."),
        lambda file: file.track_deletion("A ferry shall carry"),
    )
    assert [(one.kind, one.clause, one.remarks) for one in found.findings] == [
        ("remark", "1x3", ("And a second.", "Two of them.")),
        ("remark", "1x4", ("Which costs?",)),
        ("delete", "2x0", ()),
        ("change", "2x1", ("Ten is too near.",)),
    ]


def test_a_comment_on_a_paragraph_that_is_deleted_is_the_reason_of_the_deletion() -> None:
    found = found_in(
        lambda file: file.comment("Costs are borne", "Not needed."),
        lambda file: file.track_deletion("Costs are borne"),
    )
    assert found.findings == [Finding("delete", "_MLA_s_article_1", "1x4", remarks=("Not needed.",))]


def test_headings() -> None:
    found = found_in(
        lambda file: file.comment("Article 1Register", "Too short."),
        lambda file: lights(file.find("Article 2Lights")),
    )
    assert found.findings == [
        Finding("remark", "_MLA_s_article_1", remarks=("Too short.",)),
        Finding("heading", "_MLA_s_article_2", words="Lights and bells"),
    ]


def lights(heading: etree._Element) -> None:
    for words in heading.iter(f"{W}t"):
        if words.text == "Lights":
            words.text = "Lights and bells"


def test_a_new_article_and_one_that_is_gone() -> None:
    def another(file: Edited) -> None:
        heading = file.add_after("to every State Party", "Article 1 bis", "Heading1")
        heading.addnext(clause := bare(file.find("Costs are borne")))
        clause.append(run("A ferry has a bell."))

    def gone(file: Edited) -> None:
        for words in ("Article 2Lights", "A ferry shall carry", "The lights shall"):
            file.delete(words)

    found = found_in(another, gone)
    assert [(one.kind, one.section) for one in found.findings] == [
        ("article", "_MLA_s_article_1"),
        ("gone", "_MLA_s_article_2"),
    ]
    assert found.findings[0].words == "Article 1 bis\n4. A ferry has a bell."


def test_what_word_changes_by_itself_is_no_proposal_and_is_told() -> None:
    found = found_in(
        lambda file: file.replace("“keeper”", '"keeper"'), lambda file: file.replace("ten miles", "ten\u00a0miles")
    )
    assert found.findings == []
    assert [one.words for one in found.ignored] == ['(b) the name of its "keeper".']


def test_what_word_changes_beside_a_change_is_set_back() -> None:
    assert restored("the “keeper” of ten – no more", 'the "keeper" of twelve - no more') == (
        "the “keeper” of twelve – no more"
    )
    assert len(folded("“a”–‘b’‑c")) == len("“a”–‘b’‑c")


def test_italics_footnotes_and_brackets_come_back_as_drafting_syntax() -> None:
    def slanted(file: Edited) -> None:
        paragraph = file.find("The lights shall be")
        made = run(" [at all hours] ")
        made.insert(0, etree.fromstring(f'<w:rPr xmlns:w="{W[1:-1]}"><w:i/></w:rPr>'))
        paragraph.append(made)

    found = found_in(slanted, lambda file: note(file, "Without a keel.", "Without an engine."))
    assert brief(found) == [
        (
            "change",
            REGISTERS,
            "Each State Party shall keep a register of its ferries [and rafts]^{Freedonia}.{fn: Without an engine.}",
        ),
        ("change", SEEN, "The lights shall be seen from ten miles. *[at all hours]*"),
    ]


def note(file: Edited, old: str, new: str) -> None:
    part = file.parts["word/footnotes.xml"]
    assert old.encode() in part
    file.parts["word/footnotes.xml"] = part.replace(old.encode(), new.encode())


def test_a_number_that_is_typed_is_no_word_of_its_clause() -> None:
    found = found_in(lambda file: retype(file.find("to every State Party")))
    assert found.findings == []
    assert found.ignored == [
        Loose(
            "4. The register is open *ex officio* to every State Party.",
            "The number was “3 bis.”; numbers are given by the portal",
        )
    ]


def retype(paragraph: etree._Element) -> None:
    for words in paragraph.iter(f"{W}t"):
        if words.text == "3 bis.":
            words.text = "4."


def test_words_above_others_that_stay_are_listed() -> None:
    found = found_in(lambda file: file.delete("The register shall state"))
    assert [(one.words, one.why) for one in found.loose] == [
        (
            "2. The register shall state:",
            "These words are gone while what stands below them stays; no comment can say that",
        )
    ]
    assert found.findings == []


def test_title_and_what_stands_around_the_text() -> None:
    found = found_in(
        lambda file: file.say(file.find("Draft Convention on Ferries"), "Draft Convention on Ferries and Rafts"),
        lambda file: file.comment("Draft Convention on Ferries and Rafts", "Rafts too."),
    )
    assert found.findings == [
        Finding("title", "", words="Draft Convention on Ferries and Rafts", remarks=("Rafts too.",))
    ]


def test_a_file_of_another_text_altogether_is_refused() -> None:
    def strangers(file: Edited) -> None:
        behind = file.find("Costs are borne")
        for number in range(2_000):
            file.add_after(behind, f"Wholly other words {number}.")

    def nothing_left(file: Edited) -> None:
        for paragraph in file.body():
            file.say(paragraph, "Nothing.")
        file.without_bookmarks()

    many = replace(
        PAPER, sections=tuple(replace(one, anchor=f"{one.anchor}-{n}") for n in range(20) for one in PAPER.sections)
    )
    with pytest.raises(UnreadableFile, match="So little of the edition is left"):
        compare(read_returned(word_file(many)), read_returned(edited(GIVEN, strangers, nothing_left)), {})


@pytest.mark.parametrize("name", TREATIES)
@both
def test_a_real_treaty_that_nobody_edited_proposes_nothing(data_folder: Path, name: str, kept: Act) -> None:
    tongue = name[-2:]
    read = read_instrument((data_folder / "treaties" / f"{name}.txt").read_text(encoding="utf-8"), tongue)
    document = as_document(read, tongue)
    sections = tuple(
        replace(
            section,
            anchor=f"s-{number}",
            clauses=tuple(replace(one, id=f"{number}x{place}") for place, one in enumerate(section.clauses)),
        )
        for number, section in enumerate(document.sections)
    )
    document = replace(document, sections=sections)
    content = word_file(document)
    assert compare(read_returned(content), read_returned(edited(content, kept)), homes_of(document)) == Comparison()
