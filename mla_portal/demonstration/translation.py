"""A second language begins: three articles of the working text in French, one of them without the words that are in
brackets in English, so that the languages differ in one place and can be seen to.
"""

from datetime import datetime
from typing import Any

from django.conf import settings

from drafts.importing import import_text
from drafts.models import Instrument

FILE = settings.ROOT / "fixtures" / "convention" / "working-text.fr.txt"
TRANSLATED_AT = (
    "2023-05-24T09:00:00+02:00"  # after the last revision; articles are matched by their numbers of that day
)


def translate_some_articles(instrument: Instrument, author: Any) -> None:
    """Import the French articles; those that the file lacks stay in English alone."""
    import_text(
        source=FILE.read_text(encoding="utf-8"),
        slug=instrument.slug,
        title="",
        language="fr",
        author=author,
        reason="The translation into French begins with three articles.",
        at=datetime.fromisoformat(TRANSLATED_AT),
    )
