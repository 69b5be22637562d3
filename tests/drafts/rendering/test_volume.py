"""Volumes: put together from sections, and the same as what is set in one piece."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from ctypes import CDLL, c_char_p
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from drafts.rendering import pdf
from drafts.rendering.html import page_html
from drafts.rendering.pdf import STYLESHEET, VARIANT, render_pdf
from drafts.rendering.tree import Document, Variant
from drafts.rendering.volume import Store, engine, helping, make_volume, set_missing, units
from drafts.rendering.volume.helping import Job, shared
from drafts.rendering.volume.making import facts
from drafts.rendering.volume.store import key_of
from tests.drafts.rendering.papers import document
from tests.drafts.rendering.test_pdf import flat, structure_names

Reader = Any
ARTICLES = 12


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "sections")


@dataclass(frozen=True)
class Both:
    """A paper as a volume and set in one piece, with the page breaks that a volume has."""

    volume: bytes
    whole: bytes


@pytest.fixture(scope="session")
def both(variant: Variant, fonts: Path, tmp_path_factory: pytest.TempPathFactory) -> Both:
    """Set once a session: it takes seconds."""
    paper = document(variant, ARTICLES)
    volume = make_volume(paper, Store(tmp_path_factory.mktemp("both")), True, fonts).content
    return Both(volume, in_one_piece(paper, fonts))


def in_one_piece(paper: Document, fonts: Path) -> bytes:
    return render_pdf(page_html(paper, True, units.starts(paper)), True, fonts).content


def read(content: bytes) -> Reader:
    return PdfReader(BytesIO(content))


def as_a_volume(paper: Document, store: Store, fonts: Path) -> Reader:
    return read(make_volume(paper, store, True, fonts).content)


def page_of(reader: Reader, destination: Any) -> int:
    return int(reader.get_destination_page_number(destination))


def test_it_is_what_one_piece_would_be(both: Both) -> None:
    volume, whole = read(both.volume), read(both.whole)
    assert len(volume.pages) == len(whole.pages) > 8
    for ours, theirs in zip(volume.pages, whole.pages, strict=True):
        assert Counter(ours.extract_text().split()) == Counter(theirs.extract_text().split())
    assert [mark.title for mark in flat(volume.outline)] == [mark.title for mark in flat(whole.outline)]
    assert [page_of(volume, mark) for mark in flat(volume.outline)] == [
        page_of(whole, mark) for mark in flat(whole.outline)
    ]
    assert places(volume) == places(whole)
    # What stands for a page number in the contents is words in both; folios are no part of the structure of a volume.
    ours, theirs = Counter(structure_names(volume)), Counter(structure_names(whole))
    for name in ("/Ins", "/Del", "/H2", "/H3", "/P", "/Link", "/Note"):
        assert ours[name] == theirs[name], name


def places(reader: Reader) -> dict[str, int]:
    return {name: page_of(reader, found) for name, found in reader.named_destinations.items()}


def test_it_looks_like_one_piece(both: Both, tmp_path: Path) -> None:
    drawn = []
    for name, content in (("volume", both.volume), ("whole", both.whole)):
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(content)
        try:
            subprocess.run(["pdftoppm", "-r", "50", "-png", file, tmp_path / name], check=True)
        except FileNotFoundError:
            pytest.skip("no pdftoppm to draw pages with: apt-get install poppler-utils")
        drawn.append([page.read_bytes() for page in sorted(tmp_path.glob(f"{name}-*.png"))])
    assert drawn[0] == drawn[1]


def test_cold_warm_and_after_an_edit_and_back_are_the_same_bytes(tmp_path: Path, fonts: Path) -> None:
    paper = document("redline", ARTICLES)
    first = make_volume(paper, Store(tmp_path / "one"), True, fonts).content
    warm = Store(tmp_path / "two")
    edited = replace(paper, sections=(*paper.sections[:-1], replace(paper.sections[-1], label="Article 12 bis")))
    other = make_volume(edited, warm, True, fonts).content
    assert other != first
    assert make_volume(paper, warm, True, fonts).content == first
    assert make_volume(paper, warm, True, fonts).content == first


def test_an_edit_sets_its_own_unit_and_the_contents_alone(
    store: Store, fonts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = document("clean", ARTICLES)
    make_volume(paper, store, False, fonts)
    kept = set(store.folder.glob("*/*"))
    changed = replace(paper.sections[-1], label="Article 12 bis")
    make_volume(replace(paper, sections=(*paper.sections[:-1], changed)), store, False, fonts)
    assert len(set(store.folder.glob("*/*")) - kept) == 3  # the unit, the contents, the volume


def test_what_was_set_before_is_found_by_the_export(store: Store, fonts: Path) -> None:
    paper = document("clean", ARTICLES)
    pages = set_missing(paper, store, False, fonts)
    kept = set(store.folder.glob("*/*"))
    volume = make_volume(paper, store, False, fonts)
    assert volume.pages == pages + 2  # the cover and the contents
    assert len(set(store.folder.glob("*/*")) - kept) == 2


def test_a_damaged_section_is_set_again(store: Store, fonts: Path) -> None:
    paper = document("clean", ARTICLES)
    first = make_volume(paper, store, False, fonts).content
    for file in store.folder.glob("*/*"):
        file.write_bytes(file.read_bytes()[:100])
    assert make_volume(paper, store, False, fonts).content == first


def test_a_helper_sets_the_same(tmp_path: Path, fonts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = document("compilation", ARTICLES)
    alone = make_volume(paper, Store(tmp_path / "one"), False, fonts).content
    monkeypatch.setattr(helping, "WORTH_A_HELPER", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert make_volume(paper, Store(tmp_path / "two"), False, fonts).content == alone


def test_where_the_helper_dies_its_work_is_done_all_the_same(
    tmp_path: Path, fonts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = document("clean", ARTICLES)
    alone = make_volume(paper, Store(tmp_path / "one"), False, fonts).content
    monkeypatch.setattr(helping, "WORTH_A_HELPER", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert make_volume(paper, Store(tmp_path / "two"), False, fonts).content == alone


def test_the_helpers_half_is_about_half(tmp_path: Path, fonts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(sys, "executable", "/bin/true")
    jobs = [Job(str(size), "x" * size) for size in (90_000, 50_000, 40_000, 10_000)]
    with shared(jobs, Store(tmp_path), False, fonts) as mine:
        assert sorted(job.key for job in mine) in (["10000", "90000"], ["40000", "50000"])
    with shared(jobs[1:], Store(tmp_path), False, fonts) as mine:
        assert len(mine) == 3


def test_units_begin_where_the_text_pauses(variant: Variant) -> None:
    paper = document(variant, 6)
    found = [[section.label for section in paper.sections[start:end]] for start, end in units.spans(paper)]
    if variant != "compilation":
        assert found == [
            ["Preamble"],
            ["Chapter I", "Article 1", "Article 2", "Article 3"],
            ["Chapter II", "Article 4", "Article 5", "Article 6"],
        ]
        return
    assert found[2:5] == [["Chapter I", "Article 1"], ["Article 2"], ["Article 3"]]


def test_the_store_keeps_what_was_read_last(tmp_path: Path) -> None:
    store = Store(tmp_path, limit=200)
    for name in ("a", "b", "c"):
        store.put(key_of([name]), name * 60)
    assert store.get(key_of(["a"])) == "a" * 60
    for number, name in enumerate(("b", "c", "a")):
        path = store.folder / key_of([name])[:2] / key_of([name])
        os.utime(path, (number, number))
    assert store.sweep() == 1
    assert store.get(key_of(["b"])) is None
    assert store.get(key_of(["a"])) == "a" * 60


def test_missing_characters_are_told_of_a_kept_section_too(store: Store, fonts: Path) -> None:
    paper = document("clean", 3)
    strange = replace(paper, sections=(replace(paper.sections[0], label="第十条"), *paper.sections[1:]))
    assert make_volume(strange, store, False, fonts).missing == make_volume(strange, store, False, fonts).missing != ""
    assert pdf.VARIANT == "pdf/a-2a"


def test_an_article_with_many_comments_is_cut_between_its_clauses(store: Store, fonts: Path) -> None:
    paper = document("compilation", 1)
    article = paper.sections[-1]
    many = tuple(replace(article.clauses[0].remarks[0], reference=f"K-{number:03d}") for number in range(70))
    shares = [many[:20], many[20:40], (), many[40:44]]
    clauses = tuple(
        replace(clause, remarks=share) for clause, share in zip(article.clauses, [*shares, *[()] * 20], strict=False)
    )
    long = replace(paper, sections=(*paper.sections[:-1], replace(article, clauses=clauses, remarks=many[44:])))
    cut = units.cut(long)
    parts = [section for section in cut.sections if section.kind == "continued" or section.label == article.label]
    shown = [len(part.remarks) + sum(len(clause.remarks) for clause in part.clauses) for part in parts]
    assert shown == [20, 24, 25, 1]
    assert [clause.label for part in parts for clause in part.clauses] == [clause.label for clause in clauses]
    assert units.cut(paper) is paper
    volume, whole = as_a_volume(long, store, fonts), read(in_one_piece(cut, fonts))
    for ours, theirs in zip(volume.pages, whole.pages, strict=True):
        assert Counter(ours.extract_text().split()) == Counter(theirs.extract_text().split())
    said = "\n".join(page.extract_text() for page in volume.pages).replace("-\n", "-")
    assert [remark.reference for remark in many if said.count(remark.reference) != 1] == []
    assert len([mark for mark in flat(volume.outline) if mark.title.startswith("Article 1")]) == 1


def test_options_are_not_cut(store: Store) -> None:
    paper = document("compilation", 1)
    article = paper.sections[-1]
    assert any(clause.kind == "option" for clause in article.clauses)
    remark = article.clauses[0].remarks[0]
    full = replace(article, clauses=tuple(replace(clause, remarks=(remark,) * 20) for clause in article.clauses))
    long = replace(paper, sections=(*paper.sections[:-1], full))
    for section in units.cut(long).sections[2:]:
        kinds = [clause.kind for clause in section.clauses]
        assert ("option" in kinds) == ("end" in kinds)


def test_another_symbol_and_date_set_no_unit_anew(store: Store, fonts: Path) -> None:
    paper = document("clean", ARTICLES)
    first = as_a_volume(paper, store, fonts)
    kept = set(store.folder.glob("*/*"))
    cover = replace(paper.cover, symbol="MLA/DC/2026/L.1/Rev.2", dateline="2 November 2026, 9.00")
    second = as_a_volume(replace(paper, cover=cover), store, fonts)
    assert len(set(store.folder.glob("*/*")) - kept) == 1, "the volume alone"
    for number, (before, after) in enumerate(zip(first.pages, second.pages, strict=True)):
        assert "L.1/Rev.2" in after.extract_text()
        assert "2 November 2026" in after.extract_text()
        assert "14 October" not in after.extract_text()
        assert "MLA/DC/2026/L.1" in before.extract_text() or number == 0


def test_where_nothing_can_be_kept_the_document_is_made_all_the_same(tmp_path: Path, fonts: Path) -> None:
    (tmp_path / "a-file").write_text("in the way")
    paper = document("clean", 3)
    made = make_volume(paper, Store(tmp_path / "a-file"), False, fonts)
    assert made.content == make_volume(paper, Store(tmp_path / "sections"), False, fonts).content


def told_by_the_system() -> tuple[str, ...]:
    """The versions of the libraries, asked of themselves and not through WeasyPrint."""
    pango, harfbuzz = CDLL("libpango-1.0.so.0").pango_version_string, CDLL("libharfbuzz.so.0").hb_version_string
    pango.restype = harfbuzz.restype = c_char_p
    return pango().decode(), harfbuzz().decode(), str(CDLL("libfontconfig.so.1").FcGetVersion())


def test_what_the_system_sets_with_is_part_of_every_key(store: Store, fonts: Path) -> None:
    """An update of Pango or HarfBuzz may break lines elsewhere: what was kept before it is not taken."""
    told = told_by_the_system()
    assert engine.libraries() == told
    paper = document("clean", 2)
    make_volume(paper, store, True, fonts)
    made_with = list(facts(fonts, STYLESHEET.stat().st_mtime_ns))
    at = made_with.index(told[0])
    assert tuple(made_with[at : at + 3]) == told
    page = units.body(units.cut(paper))[0]
    assert store.get(key_of(["section", VARIANT, "True", *made_with, page])) is not None
    for place in range(at, at + 3):
        updated = [*made_with[:place], "99.0", *made_with[place + 1 :]]
        assert store.get(key_of(["section", VARIANT, "True", *updated, page])) is None
