"""A file that somebody sent, of whatever kind: a Word file or plain text, told apart by what is in it."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from collections.abc import Collection
from dataclasses import dataclass

from drafts.text.reading_word import Change, WordFile, read_word
from drafts.text.word_package import UnreadableFile, looks_like_word, slimmed

__all__ = ["Change", "SentFile", "UnreadableFile", "carried_word", "read_file", "unpacked", "word_carried"]

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_CARRIED = 4 * 1024 * 1024
_LINE = re.compile(r"line (\d+): ")
_QUOTED = 60
_HURT = "The file was damaged on its way from page to page; choose it again."


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that was read. `carried` is what a form takes from one page to the next: `unpacked` reads it again."""

    carried: str
    plain: str = ""
    word: WordFile | None = None

    def source(self, refused: Collection[int] = ()) -> str:
        """Its words in the drafting syntax, with the tracked changes `refused` refused and all others accepted."""
        return self.word.source(refused) if self.word else self.plain

    @property
    def changes(self) -> tuple[Change, ...]:
        """Its tracked changes; plain text has none."""
        return self.word.changes if self.word else ()

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.word.warnings if self.word else ()

    def located(self, message: str, refused: Collection[int] = ()) -> str:
        """A message about a line, for the person who sent the file: nobody counts the lines of a Word file, so its
        words are quoted instead."""
        found = _LINE.match(message)
        if self.word is None or found is None:
            return message
        lines = self.source(refused).split("\n")
        number = int(found[1])
        words = lines[number - 1].strip() if 0 < number <= len(lines) else ""
        shown = words if len(words) <= _QUOTED else f"{words[:_QUOTED].rstrip()}…"
        return f"at “{shown}”: {message[found.end() :]}" if shown else message[found.end() :]


def read_file(content: bytes) -> SentFile:
    """Read a file by what is in it, not by its name. Raises UnreadableFile with one sentence."""
    if not content.strip():
        raise UnreadableFile("The file is empty.")
    if len(content) > LARGEST_FILE:
        raise UnreadableFile(f"A file may have {LARGEST_FILE // 1024 // 1024} megabytes; this one has more.")
    if looks_like_word(content):
        read = read_word(content)
        return SentFile(_packed("word", slimmed(content)), word=read)
    if content.startswith(b"%PDF"):
        raise UnreadableFile("This is a PDF, which has no clauses in it; send the Word file that it was made from.")
    plain = _decoded(content)
    return SentFile(_packed("text", plain.encode()), plain)


def unpacked(carried: str) -> SentFile:
    """The file that a form carried, read with the same care as when it was first sent."""
    return read_file(_opened(carried)[1])


def carried_word(content: bytes) -> str:
    """A Word file as a form carries it to the next page. Raises UnreadableFile where it is too much to carry."""
    return _packed("word", slimmed(content))


def word_carried(carried: str) -> bytes:
    """The bytes of the Word file that a form carried; nothing in them is looked at. Raises UnreadableFile for what no
    form of ours carries."""
    kind, content = _opened(carried)
    if kind != "word":
        raise UnreadableFile(_HURT)
    return content


def _opened(carried: str) -> tuple[str, bytes]:
    kind, _, packed = carried.partition(":")
    try:
        content = base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError):
        raise UnreadableFile(_HURT) from None
    if kind not in ("word", "text") or (kind == "word") != looks_like_word(content):
        raise UnreadableFile(_HURT)
    return kind, content


def _packed(kind: str, content: bytes) -> str:
    carried = f"{kind}:{base64.b64encode(content).decode()}"
    if len(carried) > LARGEST_CARRIED:
        raise UnreadableFile("This file holds more words than can be reviewed at once; bring it in with import_text.")
    return carried


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        raise UnreadableFile(
            f"This is neither a Word file (.docx) nor UTF-8 text: line {line} cannot be read. "
            "Save it as .docx, or as plain text in UTF-8."
        ) from None
