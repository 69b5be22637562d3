"""The words of cross-references in English, French and Spanish, as United Nations treaties use them.

The patterns run over a wording whose marks were replaced, character for character (`masked`): brackets and apparatus
by BRACKET, the stars of italics by STAR, so that a place in the one is a place in the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from drafts.text.brackets import APPARATUS, ESCAPE
from drafts.text.numbering import LATIN_SUFFIXES, letters

BRACKET, STAR = "\ufdd2", "\ufdd3"  # characters that Unicode keeps out of texts
GAP = f"[ \u00a0{BRACKET}{STAR}]"
G, G0 = f"{GAP}+", f"{GAP}*"

_MARKS = re.compile(rf"{ESCAPE}|{APPARATUS}|[\[\]*]")
_SUFFIX = "|".join(LATIN_SUFFIXES)
_PINNED = rf"(?:[ \u00a0]?(?:{STAR}(?P<italic>{_SUFFIX}){STAR}|(?P<suffix>{_SUFFIX})))?"
_ITEM = "|".join([letters(number) for number in range(52, 26, -1)] + ["[ivxl]{2,7}", "[a-z]"])

ITEM = re.compile(rf"{G0}\(?{STAR}?(?P<item>(?P<letters>{_ITEM}){_PINNED}){STAR}?\)")
ANNEX = re.compile(rf"(?P<number>[A-Z]|[IVX]{{1,5}}|[0-9]{{1,2}}){_PINNED}(?!\w)")
ALTERNATIVE = rf"{G0}{BRACKET}{G0}{BRACKET}{G0}"  # "article [12][13]"


def masked(text: str) -> str:
    """`text` as the patterns read it, of the same length."""
    if "[" not in text and "*" not in text and "{" not in text:
        return text
    return _MARKS.sub(_mask, text)


def _mask(mark: re.Match[str]) -> str:
    if mark[0][0] == "\\":
        return mark[0]
    return (STAR if mark[0] == "*" else BRACKET) * len(mark[0])


def _number(ordinals: str) -> re.Pattern[str]:
    first = rf"(?P<first>{ordinals})|" if ordinals else ""
    return re.compile(
        rf"(?P<number>{first}[0-9]{{1,3}}|[IVXLC]{{1,7}}){_PINNED}(?!\w|\.[0-9]|{G}(?:{_SUFFIX})\b|{GAP}?[%°])"
    )


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@dataclass(frozen=True, slots=True)
class Idiom:
    """One language. `units` are words before a number and say which kind of place it is; a group `many` matches where
    they are plural. `again` may stand before a further number of a list. `within` leads from an inner to an outer
    place ("of article"), `inside` from an outer to an inner one (", paragraph"). `here` names the place in which the
    words stand. `nearby` is "above" and its kin. `foreign` follows a reference to another text, `foreign_before`
    goes before it; `countable` follows a number that counts things and is no label.
    """

    units: dict[str, re.Pattern[str]]
    number: re.Pattern[str]
    separator: re.Pattern[str]
    within: dict[str, re.Pattern[str]]
    here: dict[str, re.Pattern[str]]
    nearby: re.Pattern[str]
    foreign: re.Pattern[str]
    foreign_before: re.Pattern[str]
    countable: re.Pattern[str]
    standing: re.Pattern[str]
    divisions: re.Pattern[str]
    again: dict[str, re.Pattern[str]] = field(default_factory=dict)
    inside: dict[str, re.Pattern[str]] = field(default_factory=dict)


def _separator(joints: str, ranges: str) -> re.Pattern[str]:
    return re.compile(
        rf",?{G}(?:(?:{joints})|(?P<range>{ranges})){G}|(?P<comma>,{G})|{G0}(?P<dash>[–-]){G0}"
        rf"|(?P<alternative>{ALTERNATIVE})"
    )


_LABEL = r"(?:[IVXLC]{1,7}|[0-9]{1,2}|[A-H])"

_EN_NOUNS = (
    "conventions?|statutes?|treat(?:y|ies)|agreements?|protocols?|covenants?|charters?|declarations?|constitutions?"
    "|codes?|acts?|laws?|regulations?|rules|directives?|decisions?|resolutions?|instruments?|principles|framework"
)
_EN_ARTICLE = r"(?:[Aa]rticle|[Rr]ule)(?P<many>s)?"
_EN_PARAGRAPH = r"(?:[Pp]aragraph|[Pp]ara\.)(?P<many>s)?"
_EN_ITEM = r"(?:[Ss]ub-?){1,2}paragraph(?P<many>s)?"

ENGLISH = Idiom(
    units={
        "article": _words(rf"\b{_EN_ARTICLE}{G}"),
        "paragraph": _words(rf"\b{_EN_PARAGRAPH}{G}"),
        "item": _words(rf"\b{_EN_ITEM}{G}"),
        "annex": _words(rf"\b[Aa]nnex(?P<many>es)?{G}"),
    },
    number=_number(""),
    separator=_separator("and/or|and|or|as well as", "to|through"),
    within={
        "article": _words(rf",?{G}of{G}{_EN_ARTICLE}{G}"),
        "annex": _words(rf",?{G}of{G}[Aa]nnex(?P<many>es)?{G}"),
        "paragraph": _words(rf",?{G}of{G}{_EN_PARAGRAPH}{G}"),
        "item": _words(rf",?{G}of{G}{_EN_ITEM}{G}"),
    },
    here={
        "article": _words(rf",?{G}of{G}(?:this|the{G}present){G}(?:[Aa]rticle|[Rr]ule)\b"),
        "paragraph": _words(rf",?{G}of{G}(?:this|the{G}present){G}[Pp]aragraph\b"),
        "item": _words(rf",?{G}of{G}(?:this|the{G}present){G}[Ss]ub-?paragraph\b"),
    },
    nearby=_words(rf"{G}(?:above|below)\b"),
    foreign=_words(
        rf",?{G}(?:thereof\b|of{G}(?:that|those|such){G}(?:articles?|paragraphs?)\b|common{G}to\b|of{G}(?:the|that|those|such|said|its|their|another|any|each|both|an?){G}"
        rf"(?!present\b)(?:[\w’'.-]+{G}){{0,4}}?(?i:{_EN_NOUNS})\b"
        rf"|of{G}(?:the{G})?(?!(?:State|Part|Conference|Secretar)\w*)[A-Z][\w’'.-]*)"
    ),
    foreign_before=_words(
        rf"(?:\b(?:[Cc]ommon|[Ff]ormer|[Ff]ormerly){G}"
        rf"|(?<!this )(?<!present )\b[A-Z]\w+(?:{G}of{G}[0-9]{{4}})?,{G})$"
    ),
    countable=_words(rf"{G}(?:days?|weeks?|months?|years?|hours?|per|States?|members?|persons?|copies|votes)\b"),
    standing=_words(
        rf"\b(?:[Tt]his|[Tt]he{G}present){G}(?P<unit>[Aa]rticle|[Pp]aragraph|[Pp]art|[Cc]hapter|[Ss]ection|[Tt]itle)\b"
    ),
    divisions=_words(rf"\b(?:[Tt]he{G})?(?P<unit>[Pp]art|[Cc]hapter|[Ss]ection|[Tt]itle)(?P<many>s)?{G}(?={_LABEL}\b)"),
)

_FR_NOUNS = (
    "conventions?|statuts?|traités?|accords?|protocoles?|pactes?|chartes?|déclarations?|constitutions?|codes?|lois?"
    "|règlements?|règles|directives?|décisions?|résolutions?|instruments?|principes"
)
_FR_TO = rf"(?:(?:à|de|en|par|aux|des|les|au|du|le){G})?(?:(?:à{G}|de{G})?[lL]['’]{G0})?"
_FR_ARTICLE = r"(?:[Aa]rticle|[Rr]ègle)(?P<many>s)?"
_FR_PARAGRAPH = r"[Pp]aragraphe(?P<many>s)?"
_FR_ITEM = r"(?:[Ss]ous-)?[Aa]linéa(?P<many>s)?"
_FR_OF = rf",?{G}(?:de{G}l['’]{G0}|du{G}|des{G})"

FRENCH = Idiom(
    units={
        "article": _words(rf"\b{_FR_ARTICLE}{G}"),
        "paragraph": _words(rf"\b{_FR_PARAGRAPH}{G}"),
        "item": _words(rf"\b{_FR_ITEM}{G}"),
        "annex": _words(rf"\b[Aa]nnexe(?P<many>s)?{G}"),
    },
    number=_number("premier|première|1er|1re"),
    separator=_separator("et/ou|et|ou|ainsi que", "à"),
    within={
        "article": _words(_FR_OF + _FR_ARTICLE + G),
        "annex": _words(rf"{_FR_OF}[Aa]nnexe(?P<many>s)?{G}"),
        "paragraph": _words(_FR_OF + _FR_PARAGRAPH + G),
        "item": _words(_FR_OF + _FR_ITEM + G),
    },
    here={
        "article": _words(rf",?{G}du{G}présent{G}article\b"),
        "paragraph": _words(rf",?{G}du{G}présent{G}paragraphe\b"),
        "item": _words(rf",?{G}du{G}présent{G}alinéa\b"),
    },
    nearby=_words(rf"{G}ci-(?:dessus|dessous|après|avant)\b"),
    foreign=_words(
        rf",?{G}(?:commun{G}aux?\b|(?:dudit|desdits|de{G}cet?){G}(?:articles?|paragraphes?)\b|(?:de{G}la|du|des|de{G}l['’]|de{G}ladite|dudit|de{G}(?:cette|cet|ce|ces|sa|son|leur)"
        rf"|d['’]une?|dudit)(?!{G0}présente?s?\b){G0}(?:[\w’'.-]+{G}){{0,4}}?(?i:{_FR_NOUNS})\b)"
    ),
    foreign_before=_words(
        rf"(?:\b[Aa]nciens?{G}"
        rf"|(?<!présente )(?<!présent )\b[A-Z]\w+(?:{G}de{G}[0-9]{{4}})?,{G}(?:à{G}|de{G})?(?:l['’])?)$"
    ),
    countable=_words(rf"{G}(?:jours?|semaines?|mois|ans?|années?|heures?|pour|États?|membres?|personnes?)\b"),
    standing=_words(rf"\b[Pp]résente?{G}(?P<unit>article|paragraphe|partie|chapitre|section|titre)\b"),
    divisions=_words(
        rf"\b(?P<unit>[Pp]artie|[Cc]hapitre|[Ss]ection|[Tt]itre)(?P<many>s)?{G}(?=(?:{_LABEL}|premier|première)\b)"
    ),
)

_ES_NOUNS = (
    "convenci(?:ón|ones)|convenios?|estatutos?|tratados?|acuerdos?|protocolos?|pactos?|carta|declaraci(?:ón|ones)"
    "|constituci(?:ón|ones)|códigos?|ley(?:es)?|reglamentos?|reglas|directivas?|decisi(?:ón|ones)"
    "|resoluci(?:ón|ones)|instrumentos?|principios"
)
_ES_ARTICLE = r"(?:[Aa]rtículo|[Rr]egla)(?P<many>s)?"
_ES_PARAGRAPH = r"[Pp]árrafo(?P<many>s)?"
_ES_ITEM = r"(?:[Aa]partado|[Ii]nciso|[Ss]ubapartado|[Ss]ubpárrafo|[Ll]iteral(?=es|\b))(?P<many>s|es)?"
_ES_OF = rf",?{G}(?:del|de{G}los|de{G}las?){G}"

SPANISH = Idiom(
    units={
        "article": _words(rf"\b{_ES_ARTICLE}{G}"),
        "paragraph": _words(rf"\b{_ES_PARAGRAPH}{G}"),
        "item": _words(rf"\b{_ES_ITEM}{G}"),
        "annex": _words(rf"\b[Aa]nexo(?P<many>s)?{G}"),
    },
    number=_number("primero|primera"),
    separator=_separator("y/o|y|e|o|u|así como", "al?|hasta"),
    within={
        "article": _words(_ES_OF + _ES_ARTICLE + G),
        "annex": _words(rf"{_ES_OF}[Aa]nexo(?P<many>s)?{G}"),
        "paragraph": _words(_ES_OF + _ES_PARAGRAPH + G),
        "item": _words(_ES_OF + _ES_ITEM + G),
    },
    here={
        "article": _words(rf",?{G}(?:del{G}presente|de{G}este){G}artículo\b"),
        "paragraph": _words(rf",?{G}(?:del{G}presente|de{G}este){G}párrafo\b"),
        "item": _words(rf",?{G}(?:del{G}presente|de{G}este){G}(?:apartado|inciso)\b"),
    },
    nearby=_words(rf"{G}(?:supra|infra|anterior(?:es)?|precedentes?)\b"),
    foreign=_words(
        rf",?{G}(?:común{G}a\b|de{G}(?:dich|es)[eo]s?{G}(?:artículos?|párrafos?)\b|(?:de{G}la|del|de{G}los|de{G}las|de{G}dich[oa]s?|de{G}es[ea]|de{G}aquel(?:la)?|de{G}su"
        rf"|de{G}una?){G}(?!presentes?\b)(?:[\w’'.-]+{G}){{0,4}}?(?i:{_ES_NOUNS})\b)"
    ),
    foreign_before=_words(
        rf"(?:\b[Aa]ntiguos?{G}|(?<!presente )(?<!esta )\b[A-Z]\w+(?:{G}de{G}[0-9]{{4}})?,{G}(?:en{G})?(?:el{G})?)$"
    ),
    countable=_words(rf"{G}(?:días?|semanas?|mes(?:es)?|años?|horas?|por|Estados?|miembros?|personas?)\b"),
    standing=_words(rf"\b(?:[Pp]resente|[Ee]st[ea]){G}(?P<unit>artículo|párrafo|parte|capítulo|sección|título)\b"),
    divisions=_words(
        rf"\b(?P<unit>[Pp]arte|[Cc]apítulo|[Ss]ecci(?:ón|ones)|[Tt]ítulo)(?P<many>s)?{G}(?=(?:{_LABEL}|primero?)\b)"
    ),
)

_AGAIN = {"en": "", "fr": _FR_TO, "es": rf"(?:(?:en|de|a|del|al|los|las|el){G}){{0,2}}"}
_INSIDE = {"en": rf",?{G}", "fr": rf",?{G}", "es": rf",?{G}"}
IDIOMS = {"en": ENGLISH, "fr": FRENCH, "es": SPANISH}
for _language, _idiom in IDIOMS.items():
    for _unit, _pattern in _idiom.units.items():
        _words_of_unit = _pattern.pattern.removeprefix(r"\b")
        _idiom.again[_unit] = re.compile(_AGAIN[_language] + _words_of_unit)
        _idiom.inside[_unit] = re.compile(_INSIDE[_language] + _words_of_unit)

# What the word for a division is called in the record (drafts.models.Division.Kind).
DIVISIONS = {
    "part": "part", "chapter": "chapter", "section": "section", "title": "title",
    "partie": "part", "chapitre": "chapter", "titre": "title",
    "parte": "part", "capítulo": "chapter", "sección": "section", "secciones": "section", "título": "title",
    "article": "article", "artículo": "article", "paragraph": "paragraph", "paragraphe": "paragraph",
    "párrafo": "paragraph",
}  # fmt: skip
_DIVISION_NUMBER = "premi(?:er|ère)|primer[oa]?|[IVXLC]{1,7}|[0-9]{1,2}|[A-H]"
DIVISION_LABEL = re.compile(rf"(?P<number>{_DIVISION_NUMBER}){_PINNED}(?!\w)")
