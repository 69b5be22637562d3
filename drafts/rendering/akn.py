"""A clean text as Akoma Ntoso 3.0 (OASIS LegalDocumentML).

Nothing here reads the clock or the record: the same paper gives the same bytes. A text under negotiation is a `bill`,
one that is in force an `act`. The preamble, the closing words and the annexes stand where the standard has a place for
them, the title in the preface.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from drafts.rendering.akn_clauses import Identifiers, write_clauses, write_flat, write_recitals
from drafts.text.akn_wording import NAMESPACE, Element, add, say, tag, write_wording
from drafts.text.blocks import Block
from drafts.text.brackets import plain

_LANGUAGES = {"en": "eng", "fr": "fra", "es": "spa", "ar": "ara", "zh": "zho", "ru": "rus"}
_TYPES = {True: "bill", False: "act"}
_SHORT = {"part": "part", "title": "title", "chapter": "chp", "section": "sec"}
# A treaty is no country's. ISO 3166 leaves the codes XA to XZ to those who need one of their own.
_COUNTRY = "xx"


@dataclass(frozen=True, slots=True)
class Unit:
    """One article, preamble, closing words, annex, or the words below the title (kind "front").

    `name` is printed ("Article 12 bis"), `division` the place of its division in the paper's divisions.
    """

    kind: str
    label: str
    name: str
    heading: str
    blocks: Sequence[Block]
    division: int | None = None


@dataclass(frozen=True, slots=True)
class Division:
    """A part, title, chapter or section; `parent` is the place of the division that it stands in."""

    kind: str
    label: str
    name: str
    heading: str
    parent: int | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A text and how it is known: `slug` names the instrument, `state` the edition ("draft-2", "working"), `symbol` the
    document ("" for none); `begun` and `dated` are ISO dates of the instrument and of this state of it.
    """

    slug: str
    title: str
    language: str
    state: str
    symbol: str
    begun: str
    dated: str
    author: str
    is_draft: bool
    divisions: tuple[Division, ...]
    units: tuple[Unit, ...]


def akoma_ntoso(paper: Paper) -> bytes:
    """The paper as a file, UTF-8, indented where no words stand."""
    root = etree.Element(tag("akomaNtoso"), nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # None is the default
    document = add(
        root, _TYPES[paper.is_draft], contains="originalVersion", name="draftTreaty" if paper.is_draft else "treaty"
    )
    given = Identifiers()
    _write_meta(document, paper, "main")
    front = next((unit for unit in paper.units if unit.kind == "front"), None)
    _write_preface(document, paper, front, given)
    for unit in paper.units:
        if unit.kind == "preamble":
            preamble = _titled(document, "preamble", unit, given)
            write_recitals(preamble, unit.blocks, paper.language, given)
    _write_body(document, paper, given)
    for unit in paper.units:
        if unit.kind == "testimonium":
            write_flat(_titled(document, "conclusions", unit, given), unit.blocks, paper.language, given)
    annexes = [unit for unit in paper.units if unit.kind == "annex"]
    attachments = add(document, "attachments") if annexes else None
    for place, unit in enumerate(annexes, 1):
        if attachments is not None:
            _write_annex(attachments, paper, unit, place, given)
    _indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _write_meta(document: Element, paper: Paper, component: str) -> None:
    identification = add(add(document, "meta"), "identification", source="#source")
    language = _LANGUAGES.get(paper.language, "und")
    work = f"/akn/{_COUNTRY}/{_TYPES[paper.is_draft]}/{paper.begun}/{paper.slug}"
    expression = f"{work}/{language}@{paper.dated}"
    for name, address, date, suffix in (
        ("FRBRWork", work, (paper.begun, "creation"), ""),
        ("FRBRExpression", expression, (paper.dated, "expression"), ""),
        ("FRBRManifestation", expression, (paper.dated, "markup"), ".xml"),
    ):
        level = add(identification, name)
        add(level, "FRBRthis", value=f"{address}/!{component}{suffix}")
        add(level, "FRBRuri", value=f"{address}{suffix}")
        add(level, "FRBRalias", value=plain(paper.title) if name == "FRBRWork" else paper.symbol or paper.state,
            name="title" if name == "FRBRWork" else "symbol" if paper.symbol else "state")  # fmt: skip
        add(level, "FRBRdate", date=date[0], name=date[1])
        add(level, "FRBRauthor", href="#source")
        if name == "FRBRWork":
            add(level, "FRBRcountry", value=_COUNTRY)
        elif name == "FRBRExpression":
            add(level, "FRBRversionNumber", value=paper.state)
            add(level, "FRBRlanguage", language=language)
    references = add(identification.getparent(), "references", source="#source")  # type: ignore[arg-type]
    add(references, "TLCOrganization", eId="source", href="/ontology/organization/source", showAs=paper.author)


def _write_preface(document: Element, paper: Paper, front: Unit | None, given: Identifiers) -> None:
    preface = add(document, "preface", eId=given.give("preface"))
    write_wording(add(add(add(preface, "longTitle"), "p"), "docTitle"), paper.title)
    if front is not None:
        write_flat(preface, front.blocks, paper.language, given)


def _titled(document: Element, name: str, unit: Unit, given: Identifiers) -> Element:
    element = add(document, name, eId=given.give(name))
    if unit.heading:
        write_wording(add(element, "block", name="heading"), unit.heading)
    elif not unit.blocks:
        add(element, "p")
    return element


def _write_body(document: Element, paper: Paper, given: Identifiers) -> None:
    body = add(document, "body", eId=given.give("body"))
    made: dict[int, Element] = {}
    for unit in paper.units:
        if unit.kind == "article":
            host = body if unit.division is None else _division(body, paper, unit.division, made, given)
            eid = given.give(f"art_{Identifiers.part(unit.label)}")
            _write_unit(add(host, "article", eId=eid), unit, paper.language, given)
    if not len(body):
        add(add(add(body, "hcontainer", eId="body__hcontainer_1", name="empty"), "content"), "p")


def _division(body: Element, paper: Paper, place: int, made: dict[int, Element], given: Identifiers) -> Element:
    """The element of a division, made with those that it stands in where it is new."""
    if place in made:
        return made[place]
    line = paper.divisions[place]
    host = body if line.parent is None else _division(body, paper, line.parent, made, given)
    above = f"{host.get('eId')}__" if line.parent is not None else ""
    eid = given.give(f"{above}{_SHORT[line.kind]}_{Identifiers.part(line.label)}")
    made[place] = element = add(host, line.kind, eId=eid)
    say(add(element, "num"), line.name)
    if line.heading:
        write_wording(add(element, "heading"), line.heading)
    return element


def _write_unit(element: Element, unit: Unit, language: str, given: Identifiers) -> None:
    if unit.name:
        say(add(element, "num", title=unit.label), unit.name)
    if unit.heading:
        write_wording(add(element, "heading"), unit.heading)
    write_clauses(element, unit.blocks, language, given)


def _write_annex(attachments: Element, paper: Paper, unit: Unit, place: int, given: Identifiers) -> None:
    attachment = add(attachments, "attachment", eId=given.give(f"att_{place}"))
    document = add(attachment, "doc", name="annex")
    _write_meta(document, paper, f"annex_{place}")
    body = add(document, "mainBody")
    container = add(body, "hcontainer", eId=given.give(f"att_{place}__hcontainer_1"), name="annex")
    _write_unit(container, unit, paper.language, given)


_WITH_WORDS = {"p", "num", "heading", "block"}


def _indent(root: Element) -> None:
    """Break the lines between elements that hold no words: people read and compare these files too."""
    todo = [(root, 0)]
    while todo:
        element, depth = todo.pop()
        if etree.QName(element).localname in _WITH_WORDS or not len(element):
            continue
        element.text = "\n" + "  " * (depth + 1)
        for child in element:
            child.tail = "\n" + "  " * (depth + 1)
            todo.append((child, depth + 1))
        element[-1].tail = "\n" + "  " * depth
