"""The PDF as others will read it: with a text extractor, a validator, a screen reader's eyes."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import page as validator
import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from drafts.rendering import pdf
from drafts.rendering.html import page_html
from drafts.rendering.markup import Run, runs
from drafts.rendering.pdf import PdfLibrariesMissing, render_pdf
from drafts.rendering.tree import Variant
from tests.drafts.rendering.conftest import Setter
from tests.drafts.rendering.papers import COVER, document

# pypdf types every entry of a file as a bare object.
Reader = Any

_HEAD = re.compile(rf"{re.escape(COVER.symbol)}|{re.escape(COVER.dateline)}|\d+/\d+$|Article \d – ")
ARTICLE_HEADINGS = [f"Article {number}. Register of ferries" for number in range(1, 7)]


def text_of(reader: Reader) -> str:
    """All words on one line, hyphenation at line ends undone."""
    lines = "\n".join(one.extract_text() for one in reader.pages)
    return " ".join(re.sub("[‐-]\n", "", lines).split())


def shown(run: Run) -> str:
    """What stands in the line itself."""
    return "" if run.kind == "footnote" else run.text + "".join(shown(each) for each in run.runs)


def stands_in_order(words: list[str], text: str) -> bool:
    """Whether the words follow one another in the text, whatever else (a folio, a footnote) stands between."""
    remaining = iter(text.split())
    return all(any(word in each for each in remaining) for word in words)


def test_every_word_of_a_clean_text_is_there_in_order(set_paper: Setter) -> None:
    text = text_of(PdfReader(BytesIO(set_paper("clean", False).content)))
    expected: list[str] = []
    for section in document("clean").sections:
        expected += section.label.split()
        for clause in section.clauses:
            expected += clause.label.split()
            expected += "".join(shown(run) for run in runs(clause.segments)).split()
    assert stands_in_order(expected, text)
    assert text.count("any craft without an engine") == 6
    assert "facilitator" not in text


def test_a_redline_carries_old_and_new_words(set_paper: Setter) -> None:
    text = text_of(PdfReader(BytesIO(set_paper("redline", False).content)))
    opening = "1. Each State Party shall keep a public register of its ferries [and rafts]"
    for words in (opening, "at its own cost", "Freedonia, Sylvania", "{A raft is any craft without a keel.}"):
        assert text.count(words) == 6, words
    assert text.count("moved from 4") == 6
    assert text.count("formerly 2") == 6
    assert "Changes are shown against MLA/DC/2026/1." in text


def test_a_compilation_carries_every_remark(set_paper: Setter) -> None:
    text = text_of(PdfReader(BytesIO(set_paper("compilation", False).content)))
    assert "25 comments by 4 organisations on 13 provisions." in text
    assert text.count("travellers.") == text.count("little.") == 25
    assert text.count("Accepted in part. The keeper should know (carried out in Draft 3).") == 6
    assert text.count("Sylvania on behalf of the River Group") == 6  # their clause is gone; they are not


def test_bookmarks_are_parts_and_articles(reader: Reader, variant: Variant) -> None:
    def titles(entries: list[Any]) -> list[Any]:
        return [titles(each) if isinstance(each, list) else each.title for each in entries]

    opening = {"clean": [], "redline": [], "compilation": ["Who has commented", "General comments"]}[variant]
    assert titles(reader.outline) == [
        "Contents",
        *opening,
        "Preamble",
        "Chapter I. Ferries and rivers 1",
        ARTICLE_HEADINGS[:3],
        "Chapter II. Ferries and rivers 2",
        ARTICLE_HEADINGS[3:],
    ]


def test_the_contents_name_the_pages_where_things_stand(reader: Reader) -> None:
    contents = reader.pages[1].extract_text()
    listed = dict(re.findall(r"^(.*\S) (\d+)$", contents, re.MULTILINE))
    destinations = {
        each.title: reader.get_destination_page_number(each) + 1
        for each in flat(reader.outline)
        if each.title not in ("Contents", "Who has commented")
    }
    assert len(destinations) >= 9
    assert {title: int(number) for title, number in listed.items() if title in destinations} == destinations
    # The links lead where the numbers say.
    targets = [link.get_object()["/A"]["/D"] if "/A" in link.get_object() else link.get_object()["/Dest"]
               for link in reader.pages[1]["/Annots"]]  # fmt: skip
    named = reader.named_destinations
    pages = [reader.get_destination_page_number(named[str(target)]) + 1 for target in targets]
    assert pages == list(destinations.values())


def flat(entries: list[Any]) -> Iterator[Any]:
    for each in entries:
        if isinstance(each, list):
            yield from flat(each)
        else:
            yield each


def test_each_page_but_the_cover_has_folio_and_running_heads(reader: Reader) -> None:
    cover, *others = [one.extract_text() for one in reader.pages]
    assert not re.search(r"\b\d+/\d+$", cover, re.MULTILINE)
    for number, text in enumerate(others, 2):
        assert f"{number}/{len(reader.pages)}" in text
        assert COVER.symbol in text
        assert COVER.dateline in text
    assert "Article 6 – Register of ferries" in others[-1]


def test_all_faces_are_ours_and_embedded(reader: Reader) -> None:
    faces = {}
    for one in reader.pages:
        for font in one["/Resources"]["/Font"].values():
            described = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            faces[str(described["/FontName"]).split("+")[-1]] = "/FontFile2" in described
    assert all(faces.values())
    assert {name for name in faces if not re.match("Source-Serif-4|IBM-Plex-Sans", name)} == set()
    assert len(faces) == 5


def test_it_is_accessible_and_fit_for_the_archive(set_paper: Setter, variant: Variant) -> None:
    for line_numbers in (False, True):
        content = set_paper(variant, line_numbers).content
        for profile in (validator.ValidationProfile.PDF_UA_1, validator.ValidationProfile.PDF_A_2A):
            report = validator.validate_pdf_bytes(content, profile=profile)
            assert report.is_compliant, str(report)
    root: Any = PdfReader(BytesIO(content)).trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_insertions_and_deletions_are_named_in_the_structure(set_paper: Setter) -> None:
    names = Counter(structure_names(PdfReader(BytesIO(set_paper("redline", False).content))))
    assert names["/Ins"] > 30
    assert names["/Del"] > 30
    clean = PdfReader(BytesIO(set_paper("clean", False).content))
    assert "/Ins" not in set(structure_names(clean))


def structure_names(reader: Reader) -> Iterator[str]:
    waiting: list[Any] = [reader.trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while waiting:
        each = waiting.pop().get_object()
        if isinstance(each, ArrayObject):
            waiting += each
        elif isinstance(each, DictionaryObject) and "/S" in each:
            yield str(each["/S"])
            waiting += [each["/K"]] if "/K" in each else []


def test_line_numbers_count_the_lines_that_are_there(set_paper: Setter) -> None:
    plain = PdfReader(BytesIO(set_paper("clean", False).content))
    numbered = PdfReader(BytesIO(set_paper("clean", True).content))
    assert len(plain.pages) == len(numbered.pages)
    for number, (without, with_numbers) in enumerate(zip(plain.pages, numbered.pages, strict=True)):
        body = [line.strip() for line in without.extract_text().split("\n")]
        added = list((Counter(with_numbers.extract_text().split()) - Counter(" ".join(body).split())).elements())
        if number < 2:  # the cover says that lines are numbered; it has none, nor have the contents
            assert not [word for word in added if word.isdigit()]
            continue
        heads = sum(bool(_HEAD.match(line)) for line in body)
        heads += max(0, body.count("Preamble") - 1)  # a running head in a line of its own, below the heading itself
        notes = sum(line.startswith(tuple(f"{n}. A raft" for n in range(1, 9))) for line in body)
        assert sorted(map(int, added)) == list(range(1, len(body) - heads - notes + 1))


def test_the_same_document_gives_the_same_bytes(fonts: Path, variant: Variant) -> None:
    first = render_pdf(page_html(document(variant), True), True, fonts).content
    again = render_pdf(page_html(document(variant), True), True, fonts).content
    assert sha256(first).hexdigest() == sha256(again).hexdigest()


def test_another_process_gives_the_same_bytes(fonts: Path) -> None:
    here = render_pdf(page_html(document("redline")), False, fonts).content
    program = (
        "import sys, hashlib, pathlib\n"
        "from drafts.rendering.html import page_html\n"
        "from drafts.rendering.pdf import render_pdf\n"
        "from tests.drafts.rendering.papers import document\n"
        "content = render_pdf(page_html(document('redline')), False, pathlib.Path(sys.argv[1])).content\n"
        "assert 'django' not in sys.modules\n"
        "print(hashlib.sha256(content).hexdigest())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(fonts)],
        check=True, capture_output=True, text=True, cwd=Path(__file__).resolve().parents[3],
        env={"PYTHONHASHSEED": "7", "PATH": ""},
    )  # fmt: skip
    assert done.stdout.strip() == sha256(here).hexdigest()


def test_the_date_of_the_file_is_the_date_of_the_document(reader: Reader) -> None:
    assert reader.metadata is not None
    assert reader.metadata["/CreationDate"] == "D:20261014"
    assert reader.metadata["/Title"] == "Draft Convention on Ferries (MLA/DC/2026/L.1)"


def test_characters_without_a_glyph_are_reported(fonts: Path) -> None:
    assert (
        render_pdf('<html lang="en"><title>T</title><p>Latin, Ελληνικά, Кириллица → 12‑bis', fonts=fonts).missing == ""
    )
    assert render_pdf('<html lang="en"><title>T</title><p>第十二条 words', fonts=fonts).missing == "二十条第"


def test_without_pango_the_exception_says_what_to_install(
    fonts: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(PdfLibrariesMissing, match=r"python -m mla_portal\.fonts"):
        render_pdf("<p>x", fonts=tmp_path)
    # A machine without Pango: importing WeasyPrint fails as it does there.
    program = (
        "import ctypes.util, sys, pathlib\n"
        "import cffi\n"
        "def absent(*_, **__): raise OSError('cannot load library')\n"
        "cffi.FFI.dlopen = absent\n"
        "from drafts.rendering.pdf import PdfLibrariesMissing, render_pdf\n"
        "try:\n"
        "    render_pdf('<p>x', fonts=pathlib.Path(sys.argv[1]))\n"
        "except PdfLibrariesMissing as missing:\n"
        "    print(missing)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(fonts)],
        check=True, capture_output=True, text=True, cwd=Path(__file__).resolve().parents[3],
    )  # fmt: skip
    assert pdf.APT_LINE in done.stdout
