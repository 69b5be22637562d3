"""What a line of an instrument is: the heading of a part, an article or an annex, the opening of a preamble, or plain words.

Nothing here looks at more than one line. Which of these lines are believed, and where, is decided in `reading`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from drafts.text.blocks import canonical
from drafts.text.numbering import LATIN_SUFFIXES, ROMAN_ORDINALS, roman

DIVISION_KINDS = ("part", "title", "chapter", "section")

# English, French and Spanish, without accents and in lower case. Rules of procedure call their articles rules.
_KIND_OF_WORD = {
    "article": "article", "art": "article", "articulo": "article", "rule": "article", "regle": "article", "regla": "article",
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
_HEADING = re.compile(
    r"(?P<word>[^\W\d_]+)(?:\. ?| )(?P<open>\[?)"
    r"(?:(?P<digits>[0-9]{1,3})(?:er|re|ère|\.?[ºª°])?(?P<letter>[A-Z](?![\w]))?"
    r"|(?P<roman>[IVXLC]{1,8})|(?P<capital>[A-Z])|(?P<spelled>[^\W\d_]{3,10}))"
    rf"(?: ?\*?(?P<suffix>{_SUFFIX})\*?)?(?P<close>\]?)(?P<rest>(?![\w(,/]).*)$"
)
_ORDINAL_FIRST = re.compile(r"(?P<spelled>[^\W\d_]{5,10}) (?P<word>[^\W\d_]+)(?P<rest>(?![\w(,/]).*)$")
_BARE_ANNEX = re.compile(r"(?P<word>[^\W\d_]+)(?P<rest>(?: ?[.:–—-].*)?)$")
_SEPARATOR = re.compile(r" ?[.:–—-]+(?: |$)")
_APPARATUS = re.compile(r"(?:\{(?:fn|note):[^{}]*\}|\^\{[^{}]*\}| )+$")
_SENTENCE_END = re.compile(r"[.;:,]\W*$")
_CLAUSE_MARKER = re.compile(r"\[?(?:(?:[0-9]{1,3}|[a-z]{1,2})(?: ?[a-z]{3,9})?\.|\(?[A-Za-z0-9]{1,5}(?: [a-z]{3,9})?\)|[-–—•·])(?:\s|$|(?<=\)))")
_OPTION = re.compile(r"(?i)(?:option\s+(?:[0-9]{1,2}|[a-z])\b.*:|end of options)")
_CLOSING_WORDS = re.compile(r"(?i)(?:in (?:witness|faith) whereof|en foi de quoi|en fe de lo cual|en testimonio de lo cual)\b")
_DONE_AT = re.compile(r"(?:D(?:one|ONE) (?:at|in|AT|IN)|F(?:ait|AIT) [àÀ]|H(?:echo|ECHO) (?:en|EN)) [A-ZÀ-Ý]")
_PREAMBLE_WORDS = {"preamble", "preambule", "preambulo"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that names a unit. `rest` are the words that follow the number on the line.

    `kind` is "article", "annex" or one of DIVISION_KINDS. `ordinal` is 0 where the label is a capital letter or missing;
    `spelled` marks a number written as a word ("premier"), for which the figures of its neighbours have to decide.
    `run_in` says that `rest` is a sentence, so words of the article and not its heading; `bracket` is "open" for
    "[Article 5", whose bracket is closed further down, and "closed" for "[Article 5]" and "Article [5]".
    """

    kind: str
    label: str
    ordinal: int
    suffix: str
    rest: str
    spelled: bool
    run_in: bool
    bracket: str


def _plain(word: str) -> str:
    """`word` in lower case and without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))


def _rest(found: re.Match[str]) -> tuple[str, bool] | None:
    """The words after the number and whether they are a sentence; None where the line is no heading at all."""
    rest = found["rest"].rstrip()
    separator = _SEPARATOR.match(rest)
    words = rest[separator.end() :].strip() if separator else rest.strip()
    if not words or _APPARATUS.match(words):
        return words, False
    sentence = bool(_SENTENCE_END.search(words))
    if separator:
        return words, sentence
    # "Article 12 shall apply" begins a sentence; without a separator only a capital makes a heading.
    first = next((character for character in words if character.isalpha()), "a")
    return None if sentence or not first.isupper() else (words, False)


def _heading(found: re.Match[str], kind: str, bracket: str) -> Heading | None:
    groups = found.groupdict()
    rest = _rest(found)
    if rest is None or (rest[1] and kind != "article"):
        return None
    number, ordinal, spelled = "", 0, False
    if digits := groups.get("digits"):
        number, ordinal = str(int(digits)) + (groups["letter"] or ""), int(digits)
    elif letters := groups.get("roman"):
        number, ordinal = letters, ROMAN_ORDINALS.get(letters.lower(), 0)
        if not ordinal and (kind == "article" or len(letters) > 1):
            return None
    elif capital := groups.get("capital"):
        number = capital
        if kind == "article":
            return None
    elif word := groups.get("spelled"):
        ordinal, spelled = _ORDINAL_WORDS.get(_plain(word), 0), True
        number = roman(ordinal).upper() if kind != "article" else str(ordinal)
        if not ordinal:
            return None
    suffix = groups.get("suffix") or ""
    label = f"{number} {suffix}" if suffix else number
    if groups.get("open") or bracket:
        bracket = "closed" if groups.get("close") else bracket or "open"
    return Heading(kind, label, ordinal, suffix or groups.get("letter") or "", rest[0], spelled, rest[1], bracket)


def heading_of(line: str) -> Heading | None:
    """What `line` is the heading of, in any of the three languages; None for plain words.

    Takes "Article 5", "ARTICLE 5", "Art. 5 – Scope", "Artículo 8 bis. Alcance", "Article premier", "PART II", "Part Two",
    "Deuxième partie", "Chapitre premier", "Section A: Requests", "Annex", "Annexe I". A sentence that begins with such
    words ("Article 12 shall apply.") is none, nor is a plural, nor a citation ("Article 12 (1)").
    """
    body = canonical(line)
    if len(body) > 2000 or not body[:1].isupper() and not body.startswith("["):
        return None
    bracket = ""
    if body.startswith("["):
        body, bracket = body[1:].lstrip(), "open"
        if body.endswith("]") and body.count("[") < body.count("]"):
            body, bracket = body[:-1].rstrip(), "closed"
    for pattern in (_HEADING, _ORDINAL_FIRST, _BARE_ANNEX):
        found = pattern.match(body)
        kind = _KIND_OF_WORD.get(_plain(found["word"])) if found else None
        if found is None or kind is None or not body[0].isupper():
            continue
        if (pattern is _BARE_ANNEX and kind != "annex") or (pattern is _ORDINAL_FIRST and kind not in DIVISION_KINDS):
            continue
        if heading := _heading(found, kind, bracket):
            return heading
    return None


def may_be_heading(line: str) -> bool:
    """Whether the words under "Article 5" can be its heading: no number of a clause before them, no end of a sentence after."""
    body = canonical(line)
    if not body or len(body) > 400 or _OPTION.match(body) or _CLAUSE_MARKER.match(body):
        return False
    return body.startswith("{") or not _SENTENCE_END.search(body)


def is_apparatus(words: str) -> bool:
    """Whether `words` are only footnotes, notes and attributions."""
    return bool(words and _APPARATUS.match(words))


def is_preamble_marker(line: str) -> bool:
    """A line that says "Preamble" and nothing else."""
    return _plain(canonical(line)).rstrip(" .:") in _PREAMBLE_WORDS


def begins_with_preamble_marker(line: str) -> bool:
    """A preamble whose heading has run into its first words."""
    first, _, rest = canonical(line).partition(" ")
    return bool(rest) and is_preamble_marker(first)


def may_open_preamble(line: str) -> bool:
    """Recitals end with a comma or a semicolon, the enacting words with a colon; titles and dates end with none of these."""
    return canonical(line).endswith((",", ";", ":"))


def is_testimonium(line: str) -> bool:
    """The closing words of a treaty, in English, French or Spanish."""
    body = canonical(line)
    return bool(_CLOSING_WORDS.match(body) or _DONE_AT.match(body))
