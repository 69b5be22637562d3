"""Files that people hand in, kept outside the web root: Notes verbales, documents of a round.

A file is what its first bytes and its contents say, never what it is called. Nothing of it is opened further, shown
inline or handed to another program; it leaves as an attachment. A Word file is a zip: it must list a document and no
macros, and its declared sizes are bounded before anything is unpacked, so that a bomb is refused by its directory.
"""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import BinaryIO

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_PARTS, _UNPACKED = 2000, 200 * 1024 * 1024  # a letter of a ministry has some dozen parts
_MACROS = re.compile(r"(vbaproject|vbadata|activex)", re.IGNORECASE)


class UploadRefused(Exception):
    """The file was not taken; the message is one sentence."""


@dataclass(frozen=True)
class Uploaded:
    """An uploaded file: what its sender called it, and its bytes."""

    name: str
    content: bytes

    @property
    def safe_name(self) -> str:
        """What it is called in lists: the last part of its name, without signs that mean something elsewhere."""
        return re.sub(r"[^\w .()-]", "_", PurePath(self.name.replace("\\", "/")).name)[-200:]


def read_uploaded(file: BinaryIO, name: str, longest: int) -> Uploaded:
    """Raises UploadRefused where it has more than `longest` bytes, however many it says it has."""
    content = file.read(longest + 1)
    if len(content) > longest:
        raise UploadRefused(f"The file is larger than {longest // (1024 * 1024)} MB.")
    return Uploaded(name, content)


def type_of(content: bytes) -> str:
    """pdf or docx. Raises UploadRefused for everything else."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        _check_word(content)
        return "docx"
    raise UploadRefused("The file is neither PDF nor Word (docx), whatever its name says.")


def _check_word(content: bytes) -> None:
    try:
        parts = zipfile.ZipFile(BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise UploadRefused("The Word file is damaged: its list of parts cannot be read.") from None
    names = {part.filename for part in parts}
    if "word/document.xml" not in names or "[Content_Types].xml" not in names:
        raise UploadRefused("The file is a zip but no Word document (docx).")
    if any(_MACROS.search(name) for name in names):
        raise UploadRefused("The Word file holds macros. Save it as docx without them, or send a PDF.")
    if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
        raise UploadRefused("The Word file would be too large when it is opened.")
    if any(part.flag_bits & 0x1 or part.filename.startswith("/") or ".." in part.filename for part in parts):
        raise UploadRefused("The Word file is encrypted or names parts outside itself.")
