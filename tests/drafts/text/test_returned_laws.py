"""Laws of edited files: what is proposed, applied to the edition, is the edited text, and no word is ever lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import event, given, settings
from hypothesis import strategies as st

from drafts.rendering.build import Place, clean_section
from drafts.rendering.docx import word_file
from drafts.rendering.tree import Document
from drafts.text.blocks import Block
from drafts.text.grammar import parse
from drafts.text.returned import read_returned
from drafts.text.returned_changes import Comparison, Finding, compare
from drafts.text.word_marks import section_mark
from tests.drafts.rendering.papers import COVER
from tests.drafts.rendering.word_edits import Edited, W, runs_of, said
from tests.drafts.text.strategies import laws

_SAID = """ferry raft river bank keeper register light fog toll rope captain bell tide lantern bridge crew cargo chart
anchor harbour pilot berth signal vessel coast buoy mast deck oar sail"""
WORDS = _SAID.split()
EDITS = ("replace", "rewrite", "track", "delete", "track_deletion", "add", "track_addition", "split", "join", "move")

sentence = st.lists(st.sampled_from(WORDS), min_size=4, max_size=14, unique=True).map(" ".join)
depths = st.lists(st.integers(0, 2), min_size=1, max_size=7)


@dataclass(frozen=True)
class Act:
    """One edit: what is done to the paragraph number `at` (of those there are, counted around), with which words."""

    what: str
    at: int
    to: int
    words: str


acts = st.builds(Act, st.sampled_from(EDITS), st.integers(0, 30), st.integers(0, 30), sentence)


@st.composite
def papers(draw: st.DrawFn) -> Document:
    sections = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        lines, depth, counts = [], -1, [0, 0, 0]
        for wanted in draw(depths):
            depth = min(wanted, depth + 1)
            counts = [*counts[:depth], counts[depth] + 1, *[0] * (2 - depth)]
            label = (f"{counts[0]}.", f"({chr(96 + counts[1])})", f"({'i' * counts[2]})")[depth]
            lines.append(f"{'    ' * depth}{label} {draw(sentence)}.")
        blocks, _ = parse("\n".join(lines))
        for place, block in enumerate(blocks):
            block.id = f"{number:08x}{place:08x}"
        sections.append(clean_section(f"Article {number}", f"Of {WORDS[number]}", blocks, Place(anchor=f"a-{number}")))
    return Document(COVER, tuple(sections))


def clauses_of(file: Edited) -> list[str]:
    """The words of the clauses that stand in the file when all changes are accepted, without the reader: what is
    deleted under tracking is not among the words of a run."""
    return [said(one) for one in file.body() if style_of(one).startswith("MLAClause") and said(one).strip()]


def style_of(paragraph: object) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")  # type: ignore[attr-defined]
    return "" if found is None else found.get(f"{W}val") or ""


def do(file: Edited, act: Act) -> None:
    """Carry an edit out on a clause that no tracked change has touched; nothing where there is none."""
    untouched = [one for one in file.body() if style_of(one).startswith("MLAClause") and len(runs_of(one)) == 1]
    if len(untouched) < 2:
        return
    one, other = untouched[act.at % len(untouched)], untouched[act.to % len(untouched)]
    words = said(one).split(" ")
    if act.what == "replace":
        file.replace(words[len(words) // 2], act.words, one)
    elif act.what == "track":
        file.track(words[len(words) // 2], act.words, one)
    elif act.what == "rewrite":
        file.say(one, f"{act.words}.")
    elif act.what == "add":
        file.add_after(one, f"{act.words}.")
    elif act.what == "track_addition":
        file.track_addition(one, f"{act.words}.")
    elif act.what == "split" and len(words) > 3:
        file.split(" ".join(words[2:]), one)
    elif act.what == "join" and any(one.getnext() is each for each in untouched):
        file.join(one)
    elif act.what == "move" and one is not other:
        file.move(one, other)
    elif act.what == "delete":
        file.delete(one)
    elif act.what == "track_deletion":
        file.track_deletion(one)


def applied(document: Document, found: Comparison) -> list[str]:
    """The clauses of the edition with everything that was proposed, later ones first so that places stay."""
    out = []
    for section in document.sections:
        blocks, _ = parse(section.source)
        for block, clause in zip(blocks, section.clauses, strict=True):
            block.id = clause.id
        mark = section_mark(section.anchor)
        mine = [one for one in found.findings if one.section == mark]
        for finding in [one for one in mine if one.kind in ("add", "gone")]:
            blocks = carried(blocks, finding)
        for finding in [one for one in mine if one.kind == "delete"]:
            blocks = carried(blocks, finding)
        for finding in [one for one in mine if one.kind in ("change", "before")]:
            blocks = carried(blocks, finding)
        out += [block.text for block in blocks]
    return out


def carried(blocks: list[Block], finding: Finding) -> list[Block]:
    typed = [replace(block, id="") for block in parse(finding.words)[0]]
    if finding.kind == "gone":
        return []
    if finding.kind == "before":
        return [*typed, *blocks]
    at = next(place for place, block in enumerate(blocks) if block.id == finding.clause)
    below = at + 1
    while below < len(blocks) and blocks[below].depth > blocks[at].depth:
        below += 1
    if finding.kind == "delete":
        return [*blocks[:at], *blocks[below:]]
    typed = [replace(block, depth=block.depth + blocks[at].depth) for block in typed]
    if finding.kind == "add":
        return [*blocks[:below], *typed, *blocks[below:]]
    return [*blocks[:at], replace(typed[0], id=finding.clause, depth=blocks[at].depth), *typed[1:], *blocks[at + 1 :]]


def compared(document: Document, content: bytes) -> Comparison:
    homes = {clause.id: section_mark(section.anchor) for section in document.sections for clause in section.clauses}
    return compare(read_returned(word_file(document)), read_returned(content), homes)


def counted(texts: Sequence[str]) -> Counter[str]:
    return Counter(word for text in texts for word in text.split())


@settings(laws, max_examples=80)
@given(papers(), st.lists(acts, min_size=1, max_size=5), st.booleans())
def test_what_is_proposed_is_the_edited_text(document: Document, edits: list[Act], marked: bool) -> None:
    file = Edited(word_file(document))
    for act in edits:
        do(file, act)
    if not marked:
        file.without_bookmarks()
    wanted = clauses_of(file)
    found = compared(document, file.bytes)
    event(f"loose: {bool(found.loose)}, bookmarks: {marked}")
    if not found.loose:
        assert applied(document, found) == wanted
    told = counted(
        [*applied(document, found), *(one.words for one in found.loose), *(one.words for one in found.ignored)]
    )
    assert not counted(wanted) - told, "words of the file that nobody is told about"


@settings(laws, max_examples=15)
@given(papers())
def test_an_unedited_file_proposes_nothing(document: Document) -> None:
    assert compared(document, word_file(document)) == Comparison()
    file = Edited(word_file(document))
    file.without_bookmarks()
    assert compared(document, file.bytes) == Comparison()
