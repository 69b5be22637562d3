"""What a reader compares with most often: the version before, the last edition, and landmarks of other apps, such as
the last round and the own mandate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from drafts.models import Article, Edition, EditionText, Instrument
from drafts.permissions import WORKING, may_read_working_text
from drafts.views.choices import language_query


@dataclass(frozen=True)
class Landmark:
    """An edition that means something to the reader: "Since the last round"."""

    words: str
    edition: Edition
    note: str


@dataclass(frozen=True)
class Preset:
    """A link to a comparison; without an address nothing has changed since."""

    words: str
    note: str
    address: str


def presets_of_article(
    article: Article,
    number: int,
    language: str,
    person: Any,
    landmarks: Sequence[Landmark],
    edition: Edition | None = None,
) -> list[Preset]:
    """Up to the version with this number. `edition` is the one that is read, None for the working text. One query."""
    pins = {pin.edition: pin.version.number for pin in EditionText.objects.pins_of(article, language)}
    query = language_query(article.instrument, language)

    def preset(words: str, note: str, older: int) -> Preset:
        slugs = {"slug": article.instrument.slug, "label": article.slug}
        address = reverse("drafts:compare", kwargs={**slugs, "older": older, "newer": number}) + query
        return Preset(words, note, address if older != number else "")

    if may_read_working_text.test(person, article):
        before = number - 1
    else:
        before = max((pinned for pinned in pins.values() if pinned < number), default=0)
    found = [preset("Since the version before", f"Version {before}", before)] if before else []
    for landmark in [*_last_edition(pins, edition), *landmarks]:
        if pins.get(landmark.edition, number + 1) <= number and landmark.edition != edition:
            found.append(preset(landmark.words, landmark.note, pins[landmark.edition]))
    return found


def presets_of_text(
    instrument: Instrument, newer: Edition | None, editions: Iterable[Edition], landmarks: Sequence[Landmark]
) -> list[Preset]:
    """Up to an edition, None for the working text."""

    def preset(landmark: Landmark) -> Preset:
        ends = {"older": landmark.edition.slug, "newer": newer.slug if newer else WORKING}
        return Preset(
            landmark.words, landmark.note, reverse("drafts:compare_editions", kwargs={"slug": instrument.slug, **ends})
        )

    earlier = [landmark for landmark in landmarks if newer is None or landmark.edition.issued_at < newer.issued_at]
    return [preset(landmark) for landmark in [*_last_edition(editions, newer), *earlier]]


def _last_edition(editions: Iterable[Edition], than: Edition | None) -> list[Landmark]:
    """The newest edition, or the one before the given one."""
    earlier = [edition for edition in editions if than is None or edition.issued_at < than.issued_at]
    last = max(earlier, key=lambda edition: edition.issued_at, default=None)
    return [Landmark("Since the last edition", last, last.label)] if last else []
