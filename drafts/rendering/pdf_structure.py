"""What WeasyPrint leaves out of a PDF: insertions and deletions in its structure, and one of two standards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# ISO 32000-1, 14.8.5.4.4: how an inline element is decorated. The names Ins and Del are not standard in PDF
# 1.7, so they are mapped to Span, as PDF/UA-1, 7.1 asks; in PDF 2.0 readers know such names by their role map
# as well.
_DECORATIONS = {"ins": ("/Ins", "/Underline"), "del": ("/Del", "/LineThrough")}

_UA_IDENTIFICATION = (
    b'<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>'
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>part of ISO 14289</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property>"
    b"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)


def finish(document: Any, pdf: Any) -> None:
    """Works on the objects of a PDF before they are written (the `finisher` of WeasyPrint's `write_pdf`)."""
    name_changes(document, pdf)
    claim_accessibility(pdf)


def name_changes(document: Any, pdf: Any) -> None:
    """Makes each `ins` and `del` an element that says what it is.

    Deleted words must not be read out as if they stood. WeasyPrint tags neither and keeps no link from an
    element to its box, but it makes the elements in the order in which this walk meets the boxes. Should a
    new release make others, nothing is touched (and the tests fail).
    """
    import pydyf

    dictionaries = [each for each in pdf.objects if isinstance(each, pydyf.Dictionary)]
    elements = [each for each in dictionaries if each.get("Type") == "/StructElem" and each["S"] != "/Document"]
    tagged = [box for page in document.pages for box in _tagged_boxes(page._page_box)]
    if len(elements) != len(tagged):
        return
    for element, box in zip(elements, tagged, strict=True):
        _describe_cell(element, box)
        if box is not None and box.element_tag in _DECORATIONS:
            name, line = _DECORATIONS[box.element_tag]
            element["S"] = name
            element["A"] = pydyf.Dictionary({"O": "/Layout", "TextDecorationType": line})
    root = next(each for each in dictionaries if each.get("Type") == "/StructTreeRoot")
    root["RoleMap"] = pydyf.Dictionary({"Ins": "/Span", "Del": "/Span"})


def _describe_cell(element: Any, box: Any) -> None:
    """A cell says in which language it is, a head of which cells it is one. WeasyPrint names the heads of each cell
    instead, by ids that are the same in two parts of a volume."""
    import pydyf

    if box is not None and _is_note(box) and box.style["lang"]:  # it stands at the foot, outside of its cell
        element["Lang"] = pydyf.String(box.style["lang"])
    if element["S"] not in ("/TH", "/TD"):
        return
    element.pop("ID", None)
    element["A"].pop("Headers", None)
    if element["S"] == "/TH":
        element["A"]["Scope"] = "/Row" if box.element.get("scope") == "row" else "/Column"
    if language := box.element.get("lang"):
        element["Lang"] = pydyf.String(language)


def _is_note(box: Any) -> bool:
    return box.element is not None and box.element_tag == "span" and box.element.get("class") in ("fn", "fn new")


def _tagged_boxes(box: Any) -> Iterator[Any]:
    """The box of each structure element, in WeasyPrint's order; None for the element around a text."""
    from weasyprint.formatting_structure import boxes

    box = getattr(box, "_box", box)  # the place of an absolutely positioned box
    own = not isinstance(box, (boxes.PageBox, boxes.MarginBox)) and (
        box.element is None or box.element_tag not in ("html", "body")
    )
    if own:
        yield box
    is_link = own and box.element is not None and box.element_tag.split(":")[0] == "a"
    for child in _children(box):
        for inner in child.children if own and isinstance(child, boxes.LineBox) else [child]:
            if isinstance(inner, boxes.TextBox):
                if not is_link:
                    yield None
            else:
                yield from _tagged_boxes(inner)


def _children(box: Any) -> list[Any]:
    """Those of a table's wrapper are the parts of its table, as WeasyPrint has it."""
    table = box.get_wrapped_table() if getattr(box, "is_table_wrapper", False) else None
    if table is None or box.element_tag != "table":
        return list(box.children)
    return [part for child in box.children for part in (child.children if child is table else [child])]


def claim_accessibility(pdf: Any) -> None:
    """Says in the metadata that the file is PDF/UA as well; WeasyPrint only writes one claim.

    PDF/A-2, 6.6.2.1 asks for metadata that are not compressed.
    """
    for each in pdf.objects:
        extra = getattr(each, "extra", None)
        if extra and extra.get("Type") == "/Metadata":
            content = each.stream[0]
            content = content if isinstance(content, bytes) else content.data
            each.stream = [content.replace(b"</rdf:RDF>", _UA_IDENTIFICATION + b"</rdf:RDF>")]
            each.compress = False
