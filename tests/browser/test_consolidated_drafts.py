"""From the round's page to the PDF in the secretariat's hands: asked for, waited for, taken, read."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.management.commands.db_worker import Worker
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from tests.browser.visiting import Enter, complaints_of, press

TITLE = (
    "Convention on International Cooperation in the Investigation and Prosecution of the Crime of Genocide, "
    "Crimes against Humanity and War Crimes"
)
SYMBOL = "MLA/DC/2023/L.1"
EXPORTS = "/rounds/ljubljana-2023/exports/"
BEFORE_THE_TEXT = {"Contents", "Who has commented"}  # bookmarks that the table of contents leaves out
WORDS = "No limitation period shall apply to the crimes to which this Convention applies"


@pytest.fixture
def queue(settings: Settings) -> Worker:
    """The queue of the portal in service. Its worker works off what waits when `run` is called, and then returns."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "render"], "OPTIONS": {}}
    }
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="the-test",
        excluded_queue_names=[],
    )


def ask_for(page: Page, variant: str, line_numbers: bool = False) -> None:
    """On the round's page of documents."""
    page.goto(EXPORTS)
    page.get_by_label(variant).check()
    if variant.startswith("Redline"):
        page.get_by_label("Compared with", exact=True).select_option(label="Draft 1, MLA/PC/2021/L.1")
    page.get_by_label("Number the lines").set_checked(line_numbers)
    press(page, page.get_by_role("button", name="Make the document"))
    expect(page.get_by_role("main")).to_contain_text("The document is being made.")


def taken(page: Page, link: Any, folder: Path) -> PdfReader:
    """Download what the link leads to, and read it."""
    with page.expect_download() as download:
        link.click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return PdfReader(file)


@cache
def pages_of(reader: PdfReader) -> list[str]:
    """The text of each page: half the time of this test, so it is done once."""
    return [sheet.extract_text() for sheet in reader.pages]


def words_of(reader: PdfReader) -> str:
    """All words, broken words and lines put together again."""
    whole = "\n".join(pages_of(reader))
    return re.sub(r"\s+", " ", re.sub(r"[-‐]\n", "", whole))


def outline_of(reader: PdfReader, level: Any = None, depth: int = 0) -> list[tuple[int, str, int]]:
    """Depth, title and page number (from 1) of every bookmark."""
    found: list[tuple[int, str, int]] = []
    for entry in reader.outline if level is None else level:
        if isinstance(entry, list):
            found += outline_of(reader, entry, depth + 1)
        else:
            number = reader.get_destination_page_number(entry)
            assert number is not None
            found.append((depth, str(entry.title), number + 1))
    return found


def linked_pages(reader: PdfReader) -> list[int]:
    """The page (from 1) behind each link of the table of contents, in its order."""
    targets = {}
    for name, target in reader.named_destinations.items():
        number = reader.get_destination_page_number(target)
        assert number is not None
        targets[name] = number + 1
    last = min(targets.values()) - 1  # the contents end where the text begins
    links = [note.get_object() for sheet in reader.pages[1:last] for note in sheet.get("/Annots", [])]
    names = dict.fromkeys(link["/Dest"] for link in links)  # a line that was broken has a link in each of its halves
    return [targets[name] for name in names]


def check_make_up(reader: PdfReader) -> None:
    """Outline, contents, folios, tags, language and faces: the same of every variant."""
    outline = outline_of(reader)
    assert (0, "Part III. Mutual legal assistance") in [entry[:2] for entry in outline]
    assert (1, "Article 13. Scope of mutual legal assistance") in [entry[:2] for entry in outline]
    assert len([title for depth, title, _ in outline if depth == 1]) == 34
    listed = [(title, number) for _, title, number in outline if title not in BEFORE_THE_TEXT]
    words = words_of(reader)
    missing = [f"{title} {number}" for title, number in listed if f"{title} {number} " not in words]
    assert missing == []
    assert linked_pages(reader) == [number for _, number in listed]
    sheets = pages_of(reader)
    assert all(f"{number}/{len(sheets)}" in text for number, text in enumerate(sheets[1:], start=2))
    root: Any = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], "/StructTreeRoot" in root) == ("en", True, True)
    faces: dict[str, Any] = {}
    for sheet in reader.pages:
        fonts: Any = sheet["/Resources"]
        for font in fonts["/Font"].values():
            face = font.get_object()["/DescendantFonts"][0].get_object()
            faces[face["/BaseFont"]] = face["/FontDescriptor"].get_object()
    assert faces
    assert [name for name, face in faces.items() if not {"/FontFile2", "/FontFile3"} & set(face)] == []


@pytest.mark.usefixtures("demonstration")
def test_the_three_consolidated_drafts_are_asked_for_waited_for_and_taken(
    enter: Enter, queue: Worker, tmp_path: Path
) -> None:
    page = enter("secretariat@demo.example")
    complaints = complaints_of(page.context)
    ask_for(page, "Clean text", line_numbers=True)
    ask_for(page, "Redline against an earlier edition")
    ask_for(page, "Compilation")
    made = page.get_by_role("region", name="Documents of this round")
    expect(made.get_by_role("listitem")).to_have_count(3)
    press(page, made.get_by_role("link", name="Clean"))
    expect(page.get_by_role("status").filter(has_text="Waiting for its turn")).to_be_visible()

    queue.run()
    expect(page.get_by_role("status").filter(has_text="It is ready.")).to_be_visible()
    clean = taken(page, page.get_by_role("link", name="Download convention-draft-2-clean-en.pdf"), tmp_path)
    page.goto(EXPORTS)
    redline, compilation = (
        taken(page, made.get_by_role("listitem").filter(has_text=variant).get_by_role("link", name="pages"), tmp_path)
        for variant in ("Redline", "Compilation")
    )
    for reader in (clean, redline, compilation):
        check_make_up(reader)
        words = words_of(reader)
        assert all(part in words for part in (TITLE, SYMBOL, WORDS))
    lines = [pages_of(reader)[5].splitlines() for reader in (clean, redline)]
    assert [str(number) in lines[0] for number in range(1, 21)] == [True] * 20
    assert not {str(number) for number in range(10, 21)} & set(lines[1])
    assert "against Draft 1" in words_of(redline)
    compiled = words_of(compilation)
    for said in ("Costa Rica", "REDRESS", "Ghana", "fifteen working days"):
        assert said in compiled
    assert complaints == []
