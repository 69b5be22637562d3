"""Editions: pinned, proved, never replaced."""

import pytest

from drafts.amending import Proposal, save_text
from drafts.consolidating import DivisionLine, consolidated, languages_of
from drafts.models import Edition, Instrument, Text
from drafts.publishing import CannotPublish, publish_edition, recomputed_checksum
from mla_portal.accounts.models import User


def test_an_edition_pins_every_article_and_heading(edition: Edition) -> None:
    text = consolidated(edition.instrument, edition=edition)
    assert text.title == "Convention on Lanterns"
    names = [line.name if isinstance(line, DivisionLine) else (line.name, line.heading) for line in text.lines]
    assert names == [
        ("Preamble", ""),
        "Part I",
        ("Article 1", "Keeping of lights"),
        ("Article 2", "Costs"),
        "Part II",
        ("Article 3", "Entry into force"),
    ]


def test_an_edition_does_not_change_when_the_text_does(edition: Edition, text: Text, editor: User) -> None:
    before = [entry.content.source() for entry in consolidated(edition.instrument, edition=edition).entries]
    proposal = Proposal("Lights", "Everything is different.", 1)
    save_text(article=text.article, language="en", proposal=proposal, author=editor, reason="Rewritten.")
    assert [entry.content.source() for entry in consolidated(edition.instrument, edition=edition).entries] == before
    assert "Everything is different." in consolidated(edition.instrument).entries[1].content.source()
    assert recomputed_checksum(edition) == edition.checksum


@pytest.mark.parametrize(
    ("label", "symbol"),
    [
        ("Draft 1", "LAN/2026/2"),
        ("Draft 2", "LAN/2026/1"),
        ("", "LAN/2026/2"),
        ("working", "X"),
        ("Draft 2", " "),
        ("Draft 2" * 6, "LAN/2026/2"),
        ("Draft 2", "LAN/" * 21),
    ],
)
def test_a_taken_missing_or_long_label_or_symbol_is_refused(
    edition: Edition, secretariat: User, label: str, symbol: str
) -> None:
    with pytest.raises(CannotPublish):
        publish_edition(instrument=edition.instrument, label=label, symbol=symbol, author=secretariat)
    assert Edition.objects.count() == 1


def test_a_reference_instrument_has_no_editions(editor: User, secretariat: User) -> None:
    reference = Instrument.objects.create(slug="old", title="Old", kind="reference", created_by=editor)
    with pytest.raises(CannotPublish):
        publish_edition(instrument=reference, label="Draft 1", symbol="OLD/1", author=secretariat)


def test_a_consolidated_text_takes_three_queries_at_most(edition: Edition, django_assert_num_queries: object) -> None:
    for chosen, queries in ((None, 3), (edition, 2)):
        with django_assert_num_queries(queries):  # type: ignore[operator]
            text = consolidated(edition.instrument, edition=chosen)
            assert [block.label for entry in text.entries for block in entry.blocks]


def test_the_languages_of_a_text_begin_with_the_original(edition: Edition) -> None:
    assert languages_of(edition.instrument) == languages_of(edition.instrument, edition) == ["en"]
