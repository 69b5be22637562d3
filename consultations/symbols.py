"""Symbols of documents: MLA/PC/2/L.1, its revisions, corrigenda and addenda. One namespace for editions, conclusions
and conference documents; all language versions of a document carry the same symbol.
"""

import re

from consultations.models import ConclusionsIssue, ConferenceDocument
from drafts.models import Edition

_SHAPE = re.compile(r"[A-Z0-9][\w.*-]*(/[A-Z0-9][\w.*-]*)+")
_WORDS = {
    ConferenceDocument.Relation.REVISION: "Rev",
    ConferenceDocument.Relation.CORRIGENDUM: "Corr",
    ConferenceDocument.Relation.ADDENDUM: "Add",
}


def is_symbol(symbol: str) -> bool:
    """Parts between strokes, each beginning with a capital or a figure, so that it can stand in an address."""
    return len(symbol) <= 80 and _SHAPE.fullmatch(symbol) is not None


def whose(symbol: str, *, edition: Edition | None = None) -> str:
    """What has the symbol already, in words for a refusal; empty where it is free, or the `edition`'s own."""
    found = Edition.objects.with_symbol(symbol).first()
    if found and found != edition:
        return "an edition"
    if ConclusionsIssue.objects.with_symbol(symbol).exists():
        return "conclusions of the chair"
    return "another document" if ConferenceDocument.objects.with_symbol(symbol).exists() else ""


def next_in_series(stem: str, series: str) -> str:
    """The symbol after the last of the series that anything has: MLA/PC/2/L.3 where there are L.1 and L.2/Rev.1."""
    beginning = f"{stem}/{series}."
    return f"{beginning}{_last_after(beginning) + 1}"


def symbol_after(document: ConferenceDocument, relation: str) -> str:
    """The symbol of what follows a document: after L.1/Rev.1 comes L.1/Rev.2, its corrigendum is L.1/Rev.1/Corr.1."""
    word = _WORDS[ConferenceDocument.Relation(relation)]
    stem = re.sub(rf"/{word}\.\d+$", "", document.symbol)
    beginning = f"{stem}/{word}."
    return f"{beginning}{_last_after(beginning) + 1}"


def _last_after(beginning: str) -> int:
    """The highest number that stands after these words in any symbol, 0 where none does."""
    models = (Edition, ConclusionsIssue, ConferenceDocument)
    symbols = [symbol for model in models for symbol in model.objects.symbols_from(beginning)]
    numbers = [re.match(r"\d+", symbol[len(beginning) :]) for symbol in symbols]
    return max((int(number[0]) for number in numbers if number), default=0)
