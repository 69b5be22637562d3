"""Slips of the keyboard, by language, and how the items of a list end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafts.text.blocks import Severity
from drafts.text.proofreading.proof import BLANK, Finding, Passage, Proof

_LETTER = "[^\\W\\d_]"
_DOUBLED = re.compile(rf"(?<!\w)(?P<word>{_LETTER}+) (?P=word)(?!\w)", re.IGNORECASE)
# Grammatical in their language: "the fact that that State", "nous nous engageons".
_MAY_DOUBLE = {"en": {"that", "had", "is"}, "fr": {"nous", "vous", "en"}, "es": {"que", "se"}}
_TRIPLED = re.compile(rf"(?<!\w){_LETTER}*?(?P<letter>{_LETTER})(?P=letter){{2}}{_LETTER}*", re.IGNORECASE)
_ROMAN = re.compile(r"[ivxlcdm]+|(?P<same>[a-z])(?P=same)+|www.*", re.IGNORECASE)
_SLIPS: list[tuple[Severity, str, re.Pattern[str], frozenset[str]]] = [
    ("info", "Two spaces where one is enough.", re.compile(r"(?<=\S)  +(?=\S)"), frozenset(["en", "fr", "es"])),
    ("warning", "A space before a punctuation mark.", re.compile(r"\w+ [,;:.!?](?![.\w])"), frozenset(["en", "es"])),
    ("warning", "A space before a punctuation mark.", re.compile(r"\w+ [,.](?![.\w])"), frozenset(["fr"])),
    (
        "warning",
        "No space after a punctuation mark.",
        re.compile(rf"{_LETTER}{{2,}}[,;:]{_LETTER}+|{_LETTER}{{2,}}\.(?=[A-Z][a-z])\w+"),
        frozenset(["en", "fr", "es"]),
    ),
    (
        "info",
        "A range is written with a dash (–) and not with a hyphen.",
        re.compile(r"(?<![\w/.-])[0-9]{1,4}\s?-\s?[0-9]{1,4}(?![\w/-])"),
        frozenset(["en", "fr", "es"]),
    ),
]
_SENTENCE_END = (".", ":", ";", ",", "…", "?", "!", "—", "–")
_CONJUNCTIONS = {"en": ("and", "or", "and/or"), "fr": ("et", "ou", "et/ou"), "es": ("y", "o", "e", "u", "y/o")}
_CLOSERS = f']”»"{BLANK} )'
_NO_TEXT = {"no text", "pas de texte", "sin texto"}  # an option may consist in saying nothing
_TAIL = 30  # characters quoted of a clause that ends wrongly


def slips(proof: Proof) -> Iterator[Finding]:
    """Doubled words, letters typed three times, spaces in the wrong place, hyphens in ranges."""
    allowed = _MAY_DOUBLE.get(proof.language, set())
    for passage in proof.readable:
        yield from doubled_words(passage, allowed)
        for severity, told, pattern, languages in _SLIPS:
            if proof.language in languages:
                for found in pattern.finditer(passage.words):
                    yield passage.finding("typography", severity, found.span(), told)


def doubled_words(passage: Passage, allowed: set[str]) -> Iterator[Finding]:
    """“the the” and “accesssion”."""
    for found in _DOUBLED.finditer(passage.words):
        if found["word"].lower() not in allowed and not _ROMAN.fullmatch(found["word"]):
            yield passage.finding("typography", "warning", found.span(), f"“{found['word']}” stands twice.")
    for found in _TRIPLED.finditer(passage.words):
        if not _ROMAN.fullmatch(found[0]):
            told = f"“{found['letter']}” stands three times in a row."
            yield passage.finding("typography", "warning", found.span(), told)


def mixed_quotation_marks(proofs: Sequence[Proof]) -> Iterator[Finding]:
    """Straight quotation marks and apostrophes where most of the instrument has curved ones, and the reverse."""
    for name, straight, curved in (("quotation marks", '"', "“”"), ("apostrophes", "'", "’")):
        passages = [passage for proof in proofs for passage in proof.readable]
        plain = sum(passage.words.count(straight) for passage in passages)
        smart = sum(passage.words.count(mark) for passage in passages for mark in curved)
        if not plain or not smart:
            continue
        odd, told = (straight, "straight") if plain <= smart else (curved, "curved")
        for passage in passages:
            found = re.search(rf"[{odd}]?\w*[{odd}]\w*", passage.words)
            if found:
                kind = "curved" if told == "straight" else "straight"
                sentence = f"The {name} are {told} here and {kind} in most of the text."
                yield passage.finding("typography", "info", found.span(), sentence)


def list_endings(proof: Proof) -> Iterator[Finding]:
    """Items that do not end as their neighbours do, and paragraphs that end without a mark."""
    if proof.kind in ("front", "testimonium"):
        return
    joints = _CONJUNCTIONS.get(proof.language, _CONJUNCTIONS["en"])
    for items in _lists(proof.passages):
        yield from _odd_ends(items, joints)
    if proof.kind != "annex":  # it has headings of its own
        yield from _unended(proof.passages, joints)


def _unended(passages: Sequence[Passage], joints: Sequence[str]) -> Iterator[Finding]:
    for place, passage in enumerate(passages):
        words = _end_of(passage)
        if not passage.is_text or passage.block.depth or not words or words.casefold() in _NO_TEXT:
            continue
        following = passages[place + 1].block if place + 1 < len(passages) else None
        goes_on = following is not None and (
            following.kind == "continuation" or (following.kind == "para" and following.depth > 0)
        )
        if not goes_on and not words.endswith(_SENTENCE_END) and not _semicolon(words, joints):
            yield _at_the_end(passage, "The paragraph ends without a full stop.")


def _at_the_end(passage: Passage, told: str) -> Finding:
    length = len(passage.words)
    start = passage.words.find(" ", max(length - _TAIL, 0)) + 1
    return passage.finding("typography", "info", (start if length > _TAIL else 0, length), told)


def _lists(passages: Sequence[Passage]) -> Iterator[list[tuple[Passage, bool]]]:
    """The items of each list below a paragraph, with whether something deeper follows; closed by what is higher."""
    opened: dict[int, list[tuple[Passage, bool]]] = {}
    for place, passage in enumerate(passages):
        block = passage.block
        for depth in [depth for depth in opened if depth > block.depth or block.kind != "para"]:
            yield opened.pop(depth)
        if block.kind == "para" and block.scheme not in ("num", "dash"):
            following = passages[place + 1].block if place + 1 < len(passages) else None
            opened.setdefault(block.depth, []).append(
                (passage, following is not None and following.depth > block.depth)
            )
    yield from opened.values()


def _odd_ends(items: Sequence[tuple[Passage, bool]], joints: Sequence[str]) -> Iterator[Finding]:
    """Where most items end with a semicolon: those that do not."""
    ends = [(passage, _end_of(passage), has_items) for passage, has_items in items if passage.is_text]
    fits = [_semicolon(end, joints) for _, end, _ in ends[:-1]]
    if len(ends) < 3 or sum(fits) * 2 <= len(fits):
        return
    for (passage, end, has_items), fitting in zip(ends[:-1], fits, strict=True):
        if not fitting and not has_items and end:
            yield _at_the_end(passage, "The items around this one end with a semicolon.")


def unjoined_lists(proofs: Sequence[Proof]) -> Iterator[Finding]:
    """Lists without “and” or “or” before their last item, in an instrument whose lists mostly have it. (Adopted texts
    keep to no rule: in half of the United Nations' conventions most lists have neither.)
    """
    joined, unjoined = 0, list[Finding]()
    for proof in proofs:
        joints = _CONJUNCTIONS.get(proof.language, _CONJUNCTIONS["en"])
        for items in _lists(proof.passages):
            if len(items) < 3 or items[-2][1] or not items[-2][0].is_text:
                continue
            end = _end_of(items[-2][0])
            if end.rpartition(" ")[2].strip("[,") in joints:
                joined += 1
            elif end.endswith(";") and not re.search("[“«]", items[-2][0].words):  # definitions are just a list
                told = f"Before the last item most lists of this text say “{joints[0]}” or “{joints[1]}”."
                unjoined.append(_at_the_end(items[-2][0], told))
    if joined > 2 * len(unjoined):
        yield from unjoined


def _semicolon(end: str, joints: Sequence[str]) -> bool:
    """Whether an item ends as one of a list does: ";", "; and", ", or"."""
    if end.endswith(";"):
        return True
    head, _, last = end.rpartition(" ")
    return last.strip("[,") in joints and head.rstrip(_CLOSERS).endswith((";", ","))


def _end_of(passage: Passage) -> str:
    """The words of a clause without what closes around them: brackets, quotation marks, footnotes."""
    return passage.words.rstrip(_CLOSERS)
