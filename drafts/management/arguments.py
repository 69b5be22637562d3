"""How commands name instruments and editions."""

from drafts.models import Edition, Instrument
from mla_portal.commands import fail


def instrument_or_fail(slug: str) -> Instrument:
    """The instrument, or one sentence and exit 1."""
    return Instrument.objects.filter(slug=slug).first() or fail(f"There is no instrument “{slug}”.")


def edition_or_fail(instrument: Instrument, label: str) -> Edition | None:
    """The edition by label or slug; None for the working text ("working" or nothing)."""
    if label in ("", "working"):
        return None
    named = instrument.editions.filter(label=label).first() or instrument.editions.filter(slug=label).first()
    return named or fail(f"“{instrument}” has no edition “{label}”.")
