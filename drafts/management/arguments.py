"""How commands name instruments, editions and files."""

from pathlib import Path

from drafts.importing import CannotImport
from drafts.models import Edition, Instrument
from drafts.text.reading_file import SentFile, UnreadableFile, read_file
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


def file_or_fail(file: Path) -> SentFile:
    """The file, plain text or Word, read; or one sentence and exit 1."""
    try:
        return read_file(file.read_bytes())
    except OSError as problem:
        fail(f"{file}: cannot be read ({problem.strerror}).")
    except UnreadableFile as refusal:
        fail(f"{file}: {refusal}")


def settled_source(file: Path, sent: SentFile, answer: str) -> tuple[str, list[int]]:
    """The words of the file and which of its tracked changes are refused; nobody's change is settled without a word."""
    if sent.changes and not answer:
        count = f"{len(sent.changes)} tracked change{'s' if len(sent.changes) > 1 else ''}"
        fail(f"{file} has {count}: say --changes accept or --changes refuse, or answer each on the portal's page.")
    refused = [change.number for change in sent.changes] if answer == "refuse" else []
    return sent.source(refused), refused


def refusal_in(file: Path, sent: SentFile, refusal: CannotImport, refused: list[int]) -> str:
    """One sentence that says where in the file: by line, or in a Word file by the words that stand there."""
    if not refusal.line:
        return f"{file}: {refusal}"
    if sent.word is None:
        return f"{file}, line {refusal.line}: {refusal}"
    return f"{file}, {sent.located(f'line {refusal.line}: {refusal}', refused)}"
