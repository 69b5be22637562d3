"""The record that everything else in this package works on: one block is one clause."""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Literal

Kind = Literal["para", "continuation", "option", "end"]
Severity = Literal["error", "warning", "info"]

TOMBSTONE = "[Deleted]"
# Stands between the paragraphs of a joined text; the parser treats it as a line break, so no clause can contain it.
PARAGRAPH_MARK = "\u2029"

_ODD_SPACES = "\t\u00a0\u2000-\u200a\u202f\u205f\u3000"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_UNTIDY = re.compile(f"  |[{_ODD_SPACES}{_INVISIBLE}]")
_SPACES = re.compile(f"[ {_ODD_SPACES}]+")
_TO_DROP = re.compile(f"[{_INVISIBLE}]")


@dataclass(slots=True)
class Block:
    """One clause of an article.

    `text` is the wording in the inline syntax (`brackets`), `depth` its level, `scheme` the style of its
    number ("" for none), `pin` a fixed suffix such as "bis" or the label of an option, `lead` a "[" that
    stands before the number. `label` is computed by `numbering.number` and never stored; `line` is where the
    block was read.
    """

    text: str
    kind: Kind = "para"
    depth: int = 0
    scheme: str = ""
    pin: str = ""
    lead: str = ""
    id: str = ""
    label: str = ""
    line: int = 0

    def content(self) -> tuple[str, int, str, str, str, str]:
        """What a reader would call this clause: everything but its identity, its number and its place in a source."""
        return (self.kind, self.depth, self.scheme, self.pin, self.lead, self.text)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a drafter should look at, located in the source (line and column count from 1; 0 means the
    whole).
    """

    line: int
    column: int
    severity: Severity
    code: str
    message: str


def new_id() -> str:
    """A fresh clause id: 16 hexadecimal characters."""
    return secrets.token_hex(8)


def canonical(text: str) -> str:
    """`text` in composed characters, without invisible ones, with single spaces; quotation marks and dashes
    stay as typed.
    """
    text = unicodedata.normalize("NFC", text).strip()
    if _UNTIDY.search(text):
        text = _SPACES.sub(" ", _TO_DROP.sub("", text)).strip()
    return text


def is_tombstone(block: Block) -> bool:
    """Whether the block only keeps the number of a clause that was deleted after an edition had been issued."""
    return block.kind == "para" and block.text == TOMBSTONE


def is_scope_line(block: Block) -> bool:
    """Whether the block is nothing but a mark of options of scope (`scope`), which concerns the whole article."""
    return (
        block.kind == "continuation"
        and block.text.startswith("{under:")
        and block.text.find("}") == len(block.text) - 1
    )
