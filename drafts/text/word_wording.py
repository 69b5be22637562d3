"""Pieces of a Word paragraph as words in the drafting syntax."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from drafts.text.word_paragraphs import Conditions, Piece

_SIGNS = re.compile(r"[*{}]|\\(?=[\[\]{}*^\\]|$)")
_BRACES = str.maketrans("{}", "()")
_SCOPE = re.compile(r"\{under:[^{}]*\}")
_DISPUTED = re.compile(r"(?<!\\)[\[\]]")


def stands(conditions: Conditions, refused: Collection[int]) -> bool:
    """Whether words that hang on these changes stand in the text when the changes `refused` are and all others are
    accepted."""
    return all((sign == "+") != (number in refused) for number, sign in conditions)


def wording(pieces: Sequence[Piece], refused: Collection[int] = (), slanted: bool = True) -> str:
    """The words of a paragraph; what is a sign of the syntax there is escaped, brackets stay brackets.

    Line breaks and tabs stay. With `slanted` false italics are left out, as in a heading.
    """
    out: list[str] = []
    italic = ""
    for kind, is_italic, text in _joined([piece for piece in pieces if stands(piece.conditions, refused)], refused):
        if kind == "text" and is_italic and slanted:
            italic += text
            continue
        out += [_slanted(italic), text]
        italic = ""
    return "".join([*out, _slanted(italic)])


def _joined(pieces: Sequence[Piece], refused: Collection[int]) -> Iterator[tuple[str, bool, str]]:
    """Neighbours of one kind and slant as one; names of one attribution are often cut into runs."""
    kind, italic, text = "", False, ""
    for piece in pieces:
        if (piece.kind, piece.italic) != (kind, italic) or piece.kind == "note":
            if kind:
                yield kind, italic, _written(kind, text)
            kind, italic, text = piece.kind, piece.italic, ""
        text += wording(piece.inner, refused) if piece.kind == "note" else piece.text
    if kind:
        yield kind, italic, _written(kind, text)


def _written(kind: str, text: str) -> str:
    if kind == "note":
        # A footnote ends with the first curly bracket, escaped or not.
        words = re.sub(r"\\([{}])", r"\1", text).translate(_BRACES).strip()
        return f"{{fn: {words}}}" if words else ""
    if kind == "names":
        return f"^{{{text.translate(_BRACES).strip()}}}" if text.strip() else text
    if kind == "scope" and _SCOPE.fullmatch(text.strip()):
        return text
    if kind == "plain":
        return re.sub(r"[\[\]]", r"\\\g<0>", text)
    return _SIGNS.sub(r"\\\g<0>", text)


def _slanted(text: str) -> str:
    """Words in stars; white space stays outside, and a bracket without its partner cuts the italics in two."""
    if not text.strip():
        return text
    if not _is_balanced(text):
        parts = re.split(r"((?<!\\)[\[\]])", text)
        return "".join(part if part in ("[", "]") else _slanted(part) for part in parts)
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    core = "*\n*".join(text[start:end].split("\n"))
    return f"{text[:start]}*{core}*{text[end:]}".replace("**", "")


def _is_balanced(text: str) -> bool:
    depth = 0
    for bracket in _DISPUTED.findall(text):
        depth += 1 if bracket == "[" else -1
        if depth < 0:
            return False
    return not depth
