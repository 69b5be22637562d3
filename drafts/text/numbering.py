"""Numbers are computed from place alone; only "bis" and its kin are pinned.

English prints "(a)", French and Spanish "a)": United Nations Editorial Manual, paragraphs and subparagraphs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile

from drafts.text.blocks import Block, is_scope_line

LATIN_SUFFIXES = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies")

_ROMAN_VALUES = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))

_WORDS = {
    "en": {
        "option": "option", "end": "end of options", "chapeau": "chapeau", "recital": "recital",
        "opening": "opening words", "closing": "closing words", "sole": "sole paragraph",
        "unnumbered": "unnumbered paragraph", "further": "further paragraph", "scope": "options of scope",
    },
    "fr": {
        "option": "option", "end": "fin des options", "chapeau": "chapeau", "recital": "considérant",
        "opening": "formule introductive", "closing": "membre de phrase final", "sole": "paragraphe unique",
        "unnumbered": "paragraphe non numéroté", "further": "paragraphe suivant", "scope": "options de champ",
    },
    "es": {
        "option": "opción", "end": "fin de las opciones", "chapeau": "encabezamiento", "recital": "considerando",
        "opening": "fórmula inicial", "closing": "frase final", "sole": "párrafo único",
        "unnumbered": "párrafo no numerado", "further": "párrafo siguiente", "scope": "opciones de ámbito",
    },
}  # fmt: skip
_CITED = {
    "en": ("paragraph", "subparagraph", ""),
    "fr": ("paragraphe", "alinéa", " du "),
    "es": ("párrafo", "apartado", " del "),
}


def roman(number: int) -> str:
    """4 -> "iv"."""
    out = ""
    for value, letters in _ROMAN_VALUES:
        while number >= value:
            out += letters
            number -= value
    return out


ROMAN_ORDINALS = {roman(number): number for number in range(1, 90)}


def letters(number: int) -> str:
    """1 -> "a", 27 -> "aa", 28 -> "bb": letters are doubled, as the United Nations does, not counted in base 26."""
    repeats, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * (repeats + 1)


def letters_ordinal(text: str) -> int | None:
    """The inverse of `letters`; None where the letters differ from one another."""
    if len(set(text)) != 1:
        return None
    return (len(text) - 1) * 26 + ord(text[0]) - ord("a") + 1


_BRACKETED: dict[str, Callable[[int], str]] = {
    "alpha": letters,
    "roman": roman,
    "ALPHA": lambda number: letters(number).upper(),
    "pnum": str,
}


def label_of(scheme: str, number: int, pin: str = "", language: str = "en") -> str:
    """The printed number: "3.", "(b)" in English, "b)" in French and Spanish, "(b bis)" with a pinned suffix."""
    if scheme == "dash":
        return "–"
    suffix = f" {pin}" if pin else ""
    if scheme == "num":
        return f"{number}{suffix}."
    if scheme == "adot":
        return f"{letters(number)}{suffix}."
    opening = "(" if language == "en" else ""
    return f"{opening}{_BRACKETED[scheme](number)}{suffix})"


class _Counters:
    """Open lists, outermost first: their schemes and the number last given in each."""

    def __init__(self) -> None:
        self.lists: list[tuple[str, int]] = []
        self.before_options: list[tuple[str, int]] | None = None
        self.longest_option: list[tuple[str, int]] = []

    def enter_option(self) -> None:
        """Each option numbers afresh from where the article stood before the first one."""
        if self.before_options is None:
            self.before_options = self.longest_option = self.lists[:1]
        else:
            self._keep_longest()
        self.lists = list(self.before_options)

    def leave_options(self) -> None:
        """After the options the article goes on from the longest of them."""
        if self.before_options is None:
            return
        self._keep_longest()
        self.lists, self.before_options = list(self.longest_option), None

    def _keep_longest(self) -> None:
        mine, best = self.lists[:1], self.longest_option
        if mine and (not best or (mine[0][0] == best[0][0] and mine[0][1] > best[0][1])):
            self.longest_option = mine

    def interrupt(self, depth: int) -> None:
        """An unnumbered line ends the lists below its level; a list of numbered paragraphs runs through the article."""
        del self.lists[max(depth, 1 if self.lists and self.lists[0][0] == "num" else 0) :]

    def count(self, block: Block) -> int:
        """The number of `block`, counting it unless its number is pinned."""
        depth, lists = block.depth, self.lists
        del lists[depth + 1 :]
        while len(lists) < depth:
            lists.append(("", 0))
        if len(lists) == depth or lists[depth][0] != block.scheme:
            del lists[depth:]
            lists.append((block.scheme, 0))
        number = lists[depth][1]
        if block.pin:
            return max(number, 1)
        lists[depth] = (block.scheme, number + 1)
        return number + 1


def labels(blocks: Sequence[Block], language: str = "en") -> list[str]:
    """The printed number of every block, "" for one that has none."""
    counters, out = _Counters(), []
    for block in blocks:
        label = ""
        if block.kind == "option":
            counters.enter_option()
            label = f"Option {block.pin}"
        elif block.kind == "end":
            counters.leave_options()
        elif block.kind == "continuation":
            counters.interrupt(block.depth)
        elif block.scheme:
            label = label_of(block.scheme, counters.count(block), block.pin, language)
        out.append(label)
    return out


def number(blocks: list[Block], language: str = "en") -> list[Block]:
    """Write the computed labels on `blocks` and return the same list."""
    for block, label in zip(blocks, labels(blocks, language), strict=True):
        block.label = label
    return blocks


def _reads_as_preamble(blocks: Sequence[Block]) -> bool:
    """No numbered clause, several paragraphs, most of them ending in a comma: one long sentence of recitals."""
    if len(blocks) < 3 or any(block.kind != "continuation" for block in blocks):
        return False
    return sum(block.text.endswith(",") for block in blocks) * 2 > len(blocks)


def _preamble_paths(blocks: Sequence[Block], words: dict[str, str]) -> dict[str, str]:
    found, recital = {}, 0
    for place, block in enumerate(blocks):
        if place == 0 and block.text.split(" ", 1)[0].casefold() in {"the", "we", "les", "los", "las", "la"}:
            found[block.id] = words["opening"]
        elif place == len(blocks) - 1 and block.text.endswith(":"):
            found[block.id] = words["closing"]
        else:
            recital += 1
            found[block.id] = f"{words['recital']} {recital}"
    return found


class _Place:
    """Where a reader of an article stands, for naming unnumbered text."""

    def __init__(self, words: dict[str, str]) -> None:
        self.words = words
        self.option = ""
        self.numbered = self.alone = self.deeper = False
        self.labels: list[str] = []
        self.unnumbered = 0

    def enter(self, option: str, ahead: Sequence[Block]) -> None:
        """Begin the article or an option of it; `ahead` is what stands in it."""
        self.option, self.labels, self.unnumbered, self.deeper = option, [], 0, False
        self.numbered, self.alone = any(block.kind == "para" for block in ahead), len(ahead) == 1

    def para(self, block: Block) -> str:
        del self.labels[block.depth :]
        self.labels += [""] * (block.depth - len(self.labels)) + [block.label.rstrip(".")]
        self.deeper, self.unnumbered = False, 0
        return self.option + " ".join(label for label in self.labels if label)

    def continuation(self, block: Block) -> str:
        words = self.words
        self.deeper = self.deeper or len(self.labels) > block.depth
        above = " ".join(label for label in self.labels[: block.depth] if label)
        self.unnumbered += 1
        again = f" {self.unnumbered}" if self.unnumbered > 1 else ""
        if above:
            name = f"{above}, {words['closing' if self.deeper else 'further']}{again}"
        elif self.labels:
            name = words["closing"] + again
        elif self.numbered:
            name = words["chapeau"] + again
        else:
            name = words["sole"] if self.alone else f"{words['unnumbered']} {self.unnumbered}"
        return self.option + name


def paths(blocks: Sequence[Block], language: str = "en") -> dict[str, str]:
    """Clause id -> where it stands, in words: "3 (b) (ii)", "chapeau", "3, closing words", "recital 4",
    "option 1, 2".
    """
    words = _WORDS.get(language, _WORDS["en"])
    place, found = _Place(words), dict[str, str]()
    if blocks and is_scope_line(blocks[0]):
        found[blocks[0].id], blocks = words["scope"], blocks[1:]
    if _reads_as_preamble(blocks):
        return found | _preamble_paths(blocks, words)
    place.enter("", blocks)
    for position, block in enumerate(blocks):
        if block.kind == "para":
            found[block.id] = place.para(block)
        elif block.kind == "continuation":
            found[block.id] = place.continuation(block)
        else:
            name = f"{words['option']} {block.pin}" if block.kind == "option" else words["end"]
            ahead = list(takewhile(lambda other: other.kind in ("para", "continuation"), blocks[position + 1 :]))
            place.enter(f"{name}, " if block.kind == "option" else "", ahead)
            found[block.id] = name
    return found


def citation(path: str, language: str = "en") -> str:
    """A path as it is cited in running text: "paragraph 3 (b)", "subparagraph (a)", "alinéa b) du paragraphe 3"."""
    option, comma, rest = path.rpartition(", ") if path.lower().startswith(("option", "opción")) else ("", "", path)
    paragraph, subparagraph, joint = _CITED.get(language, _CITED["en"])
    head, _, tail = rest.partition(" ")
    if head[:1].isdigit() and head.rstrip(",").isdigit():
        pinned, _, after = tail.partition(" ")
        if pinned in LATIN_SUFFIXES:
            head, tail = f"{head} {pinned}", after
        if joint and tail and not head.endswith(","):
            cited = f"{subparagraph} {tail}{joint}{paragraph} {head}"
        else:
            cited = f"{paragraph} {head} {tail}".rstrip()
    elif head.rstrip(",").endswith(")") or (len(head) == 1 and head.isalpha()):
        cited = f"{subparagraph} {rest}"
    else:
        cited = rest
    return f"{option}{comma}{cited}"
