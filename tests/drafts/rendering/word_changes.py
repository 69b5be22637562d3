"""Accept or refuse every tracked change of a Word file as Word does it, without the portal's reader."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def settled(content: bytes, accept: bool) -> bytes:
    """The file without tracked changes: inserted words stay and deleted ones go, or the other way round."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(made, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name in ("word/document.xml", "word/footnotes.xml"):
                root = etree.fromstring(part)
                _settle(root, accept)
                part = etree.tostring(root)
            target.writestr(name, part)
    return made.getvalue()


def _settle(root: etree._Element, accept: bool) -> None:
    goes = f"{W}del" if accept else f"{W}ins"
    lost = [one for one in root.iter(f"{W}p") if one.find(f"{W}pPr/{W}rPr/{goes}") is not None]
    for mark in list(root.iterfind(f".//{W}pPr/{W}rPr")):
        for change in [*mark.iterchildren(f"{W}ins"), *mark.iterchildren(f"{W}del")]:
            mark.remove(change)
    for change in list(root.iter(goes)):
        parent = change.getparent()
        assert parent is not None
        parent.remove(change)
    for change in list(root.iter(f"{W}ins", f"{W}del")):
        parent = change.getparent()
        assert parent is not None
        place = parent.index(change)
        for run in reversed(change):
            for words in run.iter(f"{W}delText"):
                words.tag = f"{W}t"
            parent.insert(place, run)
        parent.remove(change)
    for paragraph in lost:
        following = paragraph.getnext()
        assert following is not None
        assert following.tag == f"{W}p", "a paragraph whose end goes has to run into another"
        place = 0 if following.find(f"{W}pPr") is None else 1
        for run in reversed([child for child in paragraph if child.tag != f"{W}pPr"]):
            following.insert(place, run)
        parent = paragraph.getparent()
        assert parent is not None
        parent.remove(paragraph)


def paragraphs(content: bytes) -> list[tuple[str, str]]:
    """Style and words of each paragraph; a tab and a line break as such, a footnote as a star. Without our own lines
    about the document and without the table of contents."""
    with ZipFile(BytesIO(content)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    found = []
    for paragraph in root.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = "" if style is None else style.get(f"{W}val") or ""
        signs = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}footnoteReference": "*"}
        pieces = [one.text or "" if one.tag == f"{W}t" else signs.get(str(one.tag), "") for one in paragraph.iter()]
        if name != "MLACover" and not name.startswith("TOC"):
            found.append((name, "".join(pieces)))
    return found


def parts_of(content: bytes) -> dict[str, etree._Element]:
    """Every part of the file that is XML. Fails where one is not well formed or the zip is damaged."""
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(archive.read(name)) for name in names}
