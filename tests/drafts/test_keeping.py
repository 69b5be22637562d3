"""A saved text is set in the background, once, and the export finds it."""

from pathlib import Path
from typing import Any

import pytest

from drafts.amending import Proposal, save_text
from drafts.exporting import produce, set_working_text
from drafts.models import Article, Rendition, Text
from drafts.orders import Order
from mla_portal.accounts.models import User


@pytest.fixture
def sections(settings: Any, tmp_path: Path) -> Path:
    settings.SECTIONS_ROOT = tmp_path / "sections"
    settings.SET_AHEAD = True
    return Path(settings.SECTIONS_ROOT)


def save(article: Article, editor: User, miles: str) -> None:
    text = Text.objects.get(article=article, language="en")
    source = text.source().replace("ten miles", miles).replace("twelve miles", miles)
    save_text(
        article=article,
        language="en",
        proposal=Proposal(text.heading, source, text.number),
        author=editor,
        reason="Farther.",
    )


def test_saving_sets_the_text_and_the_export_finds_it(
    article: Article, editor: User, sections: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        save(article, editor, "twelve miles")
    ahead = set(sections.glob("*/*"))
    assert ahead
    made = produce(Order(article.instrument, format=Rendition.Format.PDF))
    assert made.pages
    further = len(set(sections.glob("*/*")) - ahead)
    assert further == 2, "the contents and the volume; every section of the text was there"


def test_nothing_is_set_twice(article: Article, editor: User, sections: Path) -> None:
    pages = set_working_text(article.instrument_id, "en")
    kept = set(sections.glob("*/*"))
    assert set_working_text(article.instrument_id, "en") == pages > 0
    assert set(sections.glob("*/*")) == kept


def test_where_it_is_switched_off_saving_sets_nothing(
    article: Article, editor: User, sections: Path, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.SET_AHEAD = False
    with django_capture_on_commit_callbacks(execute=True):
        save(article, editor, "twenty miles")
    assert not sections.exists()


def test_without_the_libraries_saving_goes_on(
    article: Article, editor: User, sections: Path, settings: Any, tmp_path: Path,
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("drafts.rendering.volume.making.font_directory", lambda: tmp_path / "no-faces")
    with django_capture_on_commit_callbacks(execute=True):
        save(article, editor, "twelve miles")
    assert "twelve miles" in Text.objects.get(article=article, language="en").source()
    assert not sections.exists()
