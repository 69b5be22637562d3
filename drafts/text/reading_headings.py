"""What a line of an instrument is: the heading of a part, an article or an annex, closing words, or words.

Nothing here looks at more than one line. Which of them is believed, and where, is decided in `reading`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from drafts.text.blocks import TOMBSTONE, canonical
from drafts.text.numbering import LATIN_SUFFIXES, ROMAN_ORDINALS, roman

DIVISION_KINDS = ("part", "title", "chapter", "section")

# English, French and Spanish, in lower case without accents. Rules of procedure call their articles rules.
_KIND_OF_WORD = {
    "article": "article", "art": "article", "articulo": "article",
    "rule": "article", "regle": "article", "regla": "article",
    "part": "part", "partie": "part", "parte": "part",
    "title": "title", "titre": "title", "titulo": "title",
    "chapter": "chapter", "chapitre": "chapter", "capitulo": "chapter",
    "section": "section", "seccion": "section",
    "annex": "annex", "annexe": "annex", "anexo": "annex",
}  # fmt: skip
_ORDINAL_WORDS = {
    word: number
    for words in (
        "one two three four five six seven eight nine ten",
        "first second third fourth fifth sixth seventh eighth ninth tenth",
        "premier deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme",
        "premiere seconde",
        "primero segundo tercero cuarto quinto sexto septimo octavo noveno decimo",
        "primera segunda tercera cuarta quinta sexta septima octava novena decima",
        "primer",
    )
    for number, word in enumerate(words.split(), 1)
}
_SUFFIX = "|".join(LATIN_SUFFIXES)
_REST = r"(?P<rest>(?![\w(,/]).*)$"
_HEADING = re.compile(
    r"(?P<word>[^\W\d_]+)(?:\. ?| )(?P<open>\[?)"
    r"(?:(?P<digits>[0-9]{1,3})(?:er|re|ère|\.?[ºª°])?(?P<letter>[A-Z](?!\w))?"
    r"|(?P<roman>[IVXLC]{1,8})|(?P<capital>[A-Z])|(?P<spelled>[^\W\d_]{3,10}))"
    rf"(?: ?\*?(?P<suffix>{_SUFFIX})\*?)?(?P<close>\]?){_REST}"
)
_ORDINAL_FIRST = re.compile(rf"(?P<spelled>[^\W\d_]{{5,10}}) (?P<word>[^\W\d_]+){_REST}")
_BARE_ANNEX = re.compile(r"(?P<word>[^\W\d_]+)(?P<rest>(?: ?[.:–—-].*)?)$")
_SEPARATOR = re.compile(r" ?[.:–—-]+(?: |$)")
_APPARATUS = re.compile(r"(?:\{(?:fn|note):[^{}]*\}|\^\{[^{}]*\}| )+$")
_SCOPE_LINE = re.compile(r"\{under:[^{}]*\}$")
_CLAUSE_MARKER = re.compile(
    rf"\[?(?:(?:[0-9]{{1,3}}|[a-z])(?: ?(?:{_SUFFIX}))?\.(?:\s|$)"
    rf"|\(?(?:[A-Z]{{1,2}}|[a-z]{{1,8}}|[0-9]{{1,3}})(?: (?:{_SUFFIX}))?\)|[-–—•·](?:\s|$))"
)
_OPTION = re.compile(r"(?i)(?:option\s+(?:[0-9]{1,2}|[a-z])\b.*:|end of options)")
_CLOSING_WORDS = re.compile(
    r"(?i)(?:in (?:witness|faith) whereof|en foi de quoi|en fe de lo cual|en testimonio de lo cual)\b"
)
_DONE_AT = re.compile(r"(?:D(?:one|ONE) (?:at|in|AT|IN)|F(?:ait|AIT) [àÀ]|H(?:echo|ECHO) (?:en|EN)) [A-ZÀ-Ý]")
_LABEL = re.compile(rf"(?P<number>[0-9]+|[IVXLC]+)(?: (?P<suffix>{_SUFFIX})|(?P<letter>[A-Z]))?$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that names a unit.

    `kind` is "article", "annex" or one of DIVISION_KINDS, `label` the number ("12", "8 bis", "IV", "A"),
    `rest` the words that follow it on the line. `spelled` marks a number written as a word ("premier"):
    whether its figure is roman, its neighbours have to say. `run_in` says that `rest` is a sentence, so
    words of the article and not its heading. `bracket` is "open" for "[Article 5", whose bracket closes
    further down, "closed" for "[Article 5]".
    """

    kind: str
    label: str
    rest: str
    spelled: bool
    run_in: bool
    bracket: str


def _plain(word: str) -> str:
    """`word` in lower case and without accents."""
    letters = unicodedata.normalize("NFD", word.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _number(found: re.Match[str], kind: str) -> str | None:
    """The number of a heading; "" for an annex that has none, None for what is no number."""
    groups = found.groupdict()
    if digits := groups.get("digits"):
        return str(int(digits)) + (groups["letter"] or "")
    if letters := groups.get("roman"):
        return letters if letters.lower() in ROMAN_ORDINALS or (kind != "article" and len(letters) == 1) else None
    if capital := groups.get("capital"):
        return None if kind == "article" else capital
    if word := groups.get("spelled"):
        ordinal = _ORDINAL_WORDS.get(_plain(word))
        return roman(ordinal).upper() if ordinal else None
    return ""


def _ends_sentence(words: str) -> bool:
    """Whether a full stop, a semicolon, a colon or a comma stands behind the last letter. A loop from the end: the
    regular expression for it takes the square of a long line.
    """
    for character in reversed(words):
        if character in ".;:,":
            return True
        if character.isalnum() or character == "_":
            return False
    return False


def _rest(words_after: str) -> tuple[str, bool] | None:
    """The words after the number and whether they are a sentence; None where the line is no heading."""
    separator = _SEPARATOR.match(words_after)
    words = words_after[separator.end() :].strip() if separator else words_after.strip()
    if not words or _APPARATUS.match(words):
        return words, False
    sentence = _ends_sentence(words)
    if separator:
        return words, sentence
    # "Article 12 shall apply" begins a sentence; without a separator only a capital makes a heading.
    first = next((character for character in words if character.isalpha()), "a")
    return None if sentence or not first.isupper() else (words, False)


def _heading(found: re.Match[str], kind: str, bracket: str) -> Heading | None:
    groups = found.groupdict()
    rest, number = _rest(found["rest"]), _number(found, kind)
    if rest is None or number is None or (rest[1] and kind != "article"):
        return None
    if groups.get("open") or bracket:
        bracket = "closed" if groups.get("close") else bracket or "open"
    label = f"{number} {groups['suffix']}" if groups.get("suffix") else number
    return Heading(kind, label, rest[0], bool(groups.get("spelled")), rest[1], bracket)


def heading_of(line: str) -> Heading | None:
    """What `line` is the heading of, in any of the three languages; None for plain words.

    Takes "Article 5", "ARTICLE 5", "Art. 5 – Scope", "Artículo 8 bis. Alcance", "Article premier", "PART
    II", "Part Two", "Deuxième partie", "Chapitre premier", "Section A: Requests", "Annex", "Annexe I". A
    sentence that begins so ("Article 12 shall apply.") is none, nor is a plural, nor a citation ("Article
    12 (1)").
    """
    body = canonical(line)
    bracket = ""
    if body.startswith("["):
        body, bracket = body[1:].lstrip(), "open"
        if body.endswith("]") and body.count("[") < body.count("]"):
            body, bracket = body[:-1].rstrip(), "closed"
    if not body[:1].isupper():
        return None
    for pattern, kinds in (
        (_HEADING, set(_KIND_OF_WORD.values())),
        (_ORDINAL_FIRST, set(DIVISION_KINDS)),
        (_BARE_ANNEX, {"annex"}),
    ):
        found = pattern.match(body)
        kind = _KIND_OF_WORD.get(_plain(found["word"]), "") if found else ""
        if found and kind in kinds and (heading := _heading(found, kind, bracket)):
            return heading
    return None


def rank(label: str) -> tuple[int, int]:
    """What orders articles: 8, 8 bis, 8 ter, 8A, 9, in arabic or roman figures; (0, 0) for other labels."""
    found = _LABEL.match(label)
    if found is None:
        return 0, 0
    number = found["number"]
    ordinal = int(number) if number.isdigit() else ROMAN_ORDINALS.get(number.lower(), 0)
    if found["letter"]:
        return ordinal, 100 + ord(found["letter"])
    return ordinal, 1 + LATIN_SUFFIXES.index(found["suffix"]) if found["suffix"] else 0


def may_be_heading(line: str) -> bool:
    """Whether a line under "Article 5" can be its heading: no clause number before, no full stop after."""
    body = canonical(line)
    if (
        body in ("", TOMBSTONE)
        or _SCOPE_LINE.match(body)
        or len(body) > 400
        or _OPTION.match(body)
        or _CLAUSE_MARKER.match(body)
        or is_testimonium(body)
    ):
        return False
    return heading_of(body) is None and (is_apparatus(body) or not _ends_sentence(body))


def is_apparatus(words: str) -> bool:
    """Whether `words` are only footnotes, notes and attributions."""
    return bool(words and _APPARATUS.match(words))


def is_preamble_marker(line: str) -> bool:
    """A line that says "Preamble" and nothing else."""
    return _plain(canonical(line)).rstrip(" .:") in {"preamble", "preambule", "preambulo"}


def begins_with_preamble_marker(line: str) -> bool:
    """A preamble whose heading has run into its first words."""
    first, _, rest = canonical(line).partition(" ")
    return bool(rest) and is_preamble_marker(first)


def may_open_preamble(line: str) -> bool:
    """Recitals end with a comma or a semicolon, enacting words with a colon; titles and dates do not."""
    return canonical(line).endswith((",", ";", ":"))


def is_testimonium(line: str) -> bool:
    """The closing words of a treaty, in English, French or Spanish."""
    body = canonical(line)
    return bool(_CLOSING_WORDS.match(body) or _DONE_AT.match(body))
