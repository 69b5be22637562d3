"""The content models of Akoma Ntoso 3.0 that our files use, in our own words.

What may stand in what, in which order, which attributes must be there, where words may stand. The official schema is
not part of the project; this says the same of the elements that we write, and refuses any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from drafts.text.akn_wording import NAMESPACE

_HIERARCHY = r"(article|part|title|chapter|section|paragraph|subparagraph|point|indent|hcontainer)"
_NUMBERED = r"(num )?(heading )?(subheading )?"
_BLOCK = r"(p|block|blockContainer)"
_LEVEL = rf"{_NUMBERED}(content |(intro )?({_HIERARCHY} )*(wrapUp )?)"
_CORE = r"FRBRthis (FRBRuri )+(FRBRalias )*FRBRdate (FRBRauthor )+"
_EMPTY = ""

MODELS = {
    "akomaNtoso": r"(bill|act) ",
    **dict.fromkeys(("bill", "act"), r"meta (coverPage )?(preface )?(preamble )?body (conclusions )?(attachments )?"),
    "doc": r"meta (preface )?(preamble )?mainBody (conclusions )?(attachments )?",
    "meta": r"identification (references )?",
    "identification": r"FRBRWork FRBRExpression FRBRManifestation ",
    "FRBRWork": rf"{_CORE}FRBRcountry ",
    "FRBRExpression": rf"{_CORE}(FRBRversionNumber )?(FRBRlanguage )+",
    "FRBRManifestation": _CORE,
    **dict.fromkeys(
        ("FRBRthis", "FRBRuri", "FRBRalias", "FRBRdate", "FRBRauthor", "FRBRcountry", "FRBRversionNumber",
         "FRBRlanguage", "TLCOrganization"), _EMPTY),
    "references": r"(TLCOrganization )+",
    "preface": rf"(({_BLOCK}|longTitle|container|formula) )+",
    "longTitle": rf"({_BLOCK} )+",
    "preamble": rf"(({_BLOCK}|recitals|formula|container) )+",
    "recitals": rf"{_NUMBERED}(intro )?(recital )+(wrapUp )?",
    "recital": rf"{_NUMBERED}({_BLOCK} )+",
    "formula": rf"({_BLOCK} )+",
    "conclusions": rf"({_BLOCK} )+",
    "blockContainer": rf"{_NUMBERED}(intro )?({_BLOCK} )+(wrapUp )?",
    "body": rf"({_HIERARCHY} )+",
    "mainBody": rf"(({_HIERARCHY}|{_BLOCK}) )+",
    "attachments": r"(attachment )+",
    "attachment": rf"{_NUMBERED}doc ",
    **dict.fromkeys(_HIERARCHY.strip("()").split("|"), _LEVEL),
    **dict.fromkeys(("intro", "content", "wrapUp"), rf"({_BLOCK} )+"),
    "authorialNote": rf"({_BLOCK} )+",
    **dict.fromkeys(
        ("p", "block", "num", "heading", "docTitle", "inline", "i", "sup", "remark"),
        r"((docTitle|inline|i|sup|remark|authorialNote) )*"),
}  # fmt: skip
_WITH_WORDS = {"p", "block", "num", "heading", "docTitle", "inline", "i", "sup", "remark"}
_REQUIRED = {
    "hcontainer": {"eId", "name"},
    "formula": {"eId", "name"},
    "FRBRdate": {"date", "name"},
    "FRBRauthor": {"href"},
    "FRBRlanguage": {"language"},
    "TLCOrganization": {"eId", "href", "showAs"},
    "identification": {"source"},
    "references": {"source"},
}
for _names, _attributes in (
    (("article", "part", "title", "chapter", "section", "paragraph", "subparagraph", "point", "indent"), {"eId"}),
    (("intro", "content", "wrapUp", "recitals", "recital", "blockContainer", "attachment"), {"eId"}),
    (("bill", "act", "doc", "inline", "block"), {"name"}),
    (("FRBRthis", "FRBRuri", "FRBRalias", "FRBRcountry", "FRBRversionNumber"), {"value"}),
):
    _REQUIRED |= dict.fromkeys(_names, _attributes)
_CORE_ATTRIBUTES = {"eId", "wId", "GUID", "class", "status", "title"}
_OWN_ATTRIBUTES = {"contains", "name", "source", "placement", "value", "date", "href", "language", "showAs"}
_STATUS = {"removed", "editorial"}


def faults(content: bytes) -> list[str]:
    """What of a file contradicts the standard; none where it is right."""
    root = etree.fromstring(content)
    found = list(_identifier_faults(root))
    for element in root.iter():
        found += _faults_of(element)
    return found


def _faults_of(element: etree._Element) -> Iterator[str]:
    name, where = etree.QName(element).localname, f"line {element.sourceline}"
    if etree.QName(element).namespace != NAMESPACE or name not in MODELS:
        yield f"{where}: {element.tag} is unknown"
        return
    children = "".join(f"{etree.QName(child).localname} " for child in element)
    if not re.fullmatch(MODELS[name], children):
        yield f"{where}: {name} holds {children}"
    words = [element.text or "", *(child.tail or "" for child in element)]
    if name not in _WITH_WORDS and any(text.strip() for text in words):
        yield f"{where}: words stand in {name}"
    if missing := _REQUIRED.get(name, set()) - set(element.attrib):
        yield f"{where}: {name} lacks {missing}"
    if unknown := set(map(str, element.attrib)) - _CORE_ATTRIBUTES - _OWN_ATTRIBUTES:
        yield f"{where}: {name} has {unknown}"
    if element.get("status", "removed") not in _STATUS:
        yield f"{where}: {element.get('status')} is no status"


def _identifier_faults(root: etree._Element) -> Iterator[str]:
    """eIds are unique in a document, have no white space, and begin with those of what they stand in."""
    seen: set[str] = set()
    for element in root.iter():
        eid = element.get("eId")
        if eid is None or eid == "source":
            continue
        if eid in seen or re.search(r"\s", eid):
            yield f"line {element.sourceline}: eId {eid} stands twice or has white space"
        seen.add(eid)
