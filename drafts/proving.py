"""Which issued document a checksum belongs to. Anybody may ask, so an answer tells no more than the file itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from drafts.models import Edition, Rendition


@dataclass(frozen=True)
class Confirmed:
    """An issued document: its symbol and title, what else it is called by, and the day on which the file was made or,
    where the checksum is of the words alone, on which they were issued.
    """

    symbol: str
    title: str
    particulars: tuple[str, ...]
    at: datetime
    is_file: bool = True


# Variants that not everybody may know of, and whether a file of theirs is open to everybody. This app knows no
# comments: nothing that shows any is, until the consultations put their own rule here when they start. A clause's story
# is made for one class of readers, and is never open.
IS_OPEN: dict[str, Callable[[Rendition], bool]] = {
    variant: lambda rendition: False for variant in (*Rendition.OF_COMMENTS, Rendition.Variant.STORY)
}


def _of_files(sha256: str) -> Confirmed | None:
    """A finished file of an edition. Files of the working text are not issued, and never found."""
    for made in Rendition.objects.issued_as(sha256):
        if made.edition and made.finished_at and IS_OPEN.get(made.variant, lambda rendition: True)(made):
            edition, variant = made.edition, made.what
            if made.against:
                variant += f" against {made.against}"
            if made.under:
                variant += f" under the options {made.under}"
            particulars = (edition.label, variant, made.get_language_display(), made.get_format_display())
            return Confirmed(edition.symbol, edition.title, particulars, made.finished_at)
    return None


def _of_editions(sha256: str) -> Confirmed | None:
    """The words of an edition: the checksum that its files print on their covers."""
    edition = Edition.objects.proved_by(sha256).first()
    return edition and Confirmed(edition.symbol, edition.title, (edition.label,), edition.issued_at, is_file=False)


# Where issued documents are looked for, in turn. The consultations add their own when they start.
FINDERS: list[Callable[[str], Confirmed | None]] = [_of_files, _of_editions]


def confirmed(sha256: str) -> Confirmed | None:
    """The issued document that a SHA-256 (64 hexadecimal digits in lower case) belongs to; None for whatever the portal
    has not issued, and alike for what it has issued but not to everybody.
    """
    return next(filter(None, (find(sha256) for find in FINDERS)), None)
