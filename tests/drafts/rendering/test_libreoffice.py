"""Our Word files in LibreOffice: the same words under the same numbers, and its own accepting and refusing of changes.

Skipped where LibreOffice is not installed. `python -m pytest -k libreoffice` takes half a minute with it.
"""

from __future__ import annotations

import re
from collections import Counter

from drafts.rendering.docx import word_file
from drafts.rendering.docx_redline import redline_file
from drafts.rendering.text import plain_text
from drafts.rendering.tree import Document
from tests.drafts.rendering.libreoffice import ACCEPTED, REFUSED, Office
from tests.drafts.rendering.papers import document
from tests.drafts.rendering.test_docx_redline import CHANGES, TRACKING, versions

FOOTNOTE = "A raft is any craft without an engine."
# LibreOffice (7.4) runs two paragraphs into one when it refuses an insertion that reaches the end of a paragraph and
# is followed by another of the same author, or ends in a footnote. Word does not, and no other writing of the same
# change is read rightly by both. The words are all there.
RUN_TOGETHER = {"our treaty", "our treaty back"}


def printed(paper: Document) -> list[str]:
    """Each line of the text as the plain text has it, without our marks; notes are counted by LibreOffice itself."""
    text = plain_text(paper).partition("\n\n")[2].partition("\n\n")[2]
    text = re.sub(r"\*|\{note: [^}]*\} ?|\^\{|\}(?=[.{])", "", re.sub(r"\{fn: [^}]*\}", "@", text))
    number = iter(range(1, 1000))
    text = re.sub("@", lambda _: str(next(number)), text)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return [line for line in lines if line and not line.startswith("|")]


def headed(line: str) -> str:
    return line.replace("Chapter I. ", "Chapter I ")


def test_it_reads_the_clean_text_under_its_own_numbers(office: Office) -> None:
    paper = document("clean", 3)
    [read] = office.read({"clean": word_file(paper)}).values()
    text = read[read.index("Contents") + 6 :]  # what stands before is the cover and the contents of five lines
    wanted = printed(paper)
    assert " ".join(text) == headed(" ".join(wanted))
    assert Counter(text)["3. The register shall state:"] == 3
    notes = office.converted(word_file(paper), "fodt").decode()
    assert notes.count(FOOTNOTE) == 3


def test_it_has_every_comment_of_a_compilation_in_the_margin(office: Office) -> None:
    paper = document("compilation", 2)
    saved = office.converted(word_file(paper), "fodt").decode()
    remarks = [*(one for part in paper.sections for one in part.remarks)]
    remarks += [one for part in paper.sections for clause in part.clauses for one in clause.remarks]
    notes = re.findall(r"<office:annotation .*?</office:annotation>", saved, re.DOTALL)
    ours = [note for note in notes if "Wording of the facilitator" not in note]  # the secretariat's, in the margin too
    assert len(ours) == len(remarks) == 9
    for remark in remarks:
        assert any(remark.organisation in note and "A public register helps travellers." in note for note in ours)


def test_it_accepts_a_redline_into_the_new_text_and_refuses_it_into_the_old_one(office: Office) -> None:
    pairs = {name: versions(*change) for name, change in CHANGES.items()}
    redlines = {name: redline_file(*pair, TRACKING) for name, pair in pairs.items()}
    newer = office.read({name: word_file(new) for name, (_, new) in pairs.items()})
    assert {name: body(text) for name, text in office.read(redlines, ACCEPTED).items()} == {
        name: body(text) for name, text in newer.items()
    }
    older = office.read({name: word_file(old) for name, (old, _) in pairs.items()})
    refused = office.read(redlines, REFUSED)
    for name, text in refused.items():
        if name in RUN_TOGETHER:
            assert unnumbered(body(text)) == unnumbered(body(older[name]))
        else:
            assert body(text) == body(older[name]), name


def body(lines: list[str]) -> list[str]:
    """Without the rule at the end that a paragraph which may go needs below it."""
    return [line for line in lines if line != "__________"]


def unnumbered(lines: list[str]) -> str:
    """The words alone, wherever paragraphs end."""
    return "".join(re.sub(r"^\d+\. ", "", line) for line in lines)
