"""The parts of a Word file (.docx), opened as what a stranger sent.

A .docx is a zip of XML parts (ECMA-376). Parts are read one by one and only up to a limit, so that a small
file cannot unfold into a large one; entities, document types and the network are off.
"""

from __future__ import annotations

import posixpath
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from lxml import etree

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_PART = 32 * 1024 * 1024
MOST_PARTS = 5_000

MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What zipfile and zlib raise on damaged, locked or exotic archives.
_DAMAGE = (
    BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, KeyError,
    IndexError, OverflowError,
)  # fmt: skip

_DAMAGED = "This Word file is damaged or locked; open it in Word and save it again as .docx."
_KINDS = ("styles", "numbering", "footnotes", "endnotes", "comments")
_PROPERTIES = "/custom-properties"

Element = etree._Element


class UnreadableFile(Exception):
    """The file is no Word file that can be read; the message is one sentence for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of the file that carry text, each an XML tree or None where the file has none."""

    document: Element
    styles: Element | None = None
    numbering: Element | None = None
    footnotes: Element | None = None
    endnotes: Element | None = None
    comments: Element | None = None
    properties: Element | None = None  # those that are not Word's own


@dataclass(slots=True)
class _Archive:
    zip: ZipFile
    names: set[str] = field(default_factory=set)

    def part(self, name: str) -> bytes | None:
        if name not in self.names:
            return None
        with self.zip.open(name) as opened:
            content = opened.read(LARGEST_PART + 1)
        if len(content) > LARGEST_PART:
            raise UnreadableFile("This Word file unfolds to more than the portal reads; no treaty is so long.")
        return content

    def tree(self, name: str) -> Element | None:
        content = self.part(name)
        return None if content is None else _parsed(content)


def looks_like_word(content: bytes) -> bool:
    """Whether the bytes are a zip or an old Word file, whatever the file is called."""
    return content[:4] in (b"PK\x03\x04", b"PK\x05\x06") or content.startswith(_OLD_WORD)


def open_package(content: bytes) -> Package:
    """Open the file. Raises UnreadableFile, with one sentence, for whatever is no sound .docx."""
    if content.startswith(_OLD_WORD):
        raise UnreadableFile("This is an old .doc file or one locked with a password; save it as .docx without one.")
    if len(content) > LARGEST_FILE:
        raise UnreadableFile(f"A Word file may have {LARGEST_FILE // 1024 // 1024} megabytes; this one has more.")
    try:
        with ZipFile(BytesIO(content)) as opened:
            names = {info.filename for info in opened.infolist()}
            if len(names) > MOST_PARTS:
                raise UnreadableFile("This file has too many parts to be a Word file.")
            return _package(_Archive(opened, names))
    except _DAMAGE:
        raise UnreadableFile(_DAMAGED) from None


def _package(archive: _Archive) -> Package:
    main = next(iter(_targets(archive, "", "/officeDocument")), "word/document.xml")
    document = archive.tree(main)
    if document is None or document.tag != f"{MAIN}document" or document.find(f"{MAIN}body") is None:
        raise UnreadableFile("This is not a Word file (.docx): no Word text was found in it.")

    def beside(kind: str) -> Element | None:
        names = [*_targets(archive, main, f"/{kind}"), posixpath.join(posixpath.dirname(main), f"{kind}.xml")]
        return archive.tree(next((name for name in names if name in archive.names), ""))

    about = next(iter(_targets(archive, "", _PROPERTIES)), "")
    return Package(document, properties=archive.tree(about), **{kind: beside(kind) for kind in _KINDS})


def _targets(archive: _Archive, part: str, kind: str) -> list[str]:
    """The parts that a part names as being of a kind."""
    folder, name = posixpath.split(part)
    tree = archive.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
    if tree is None:
        return []
    found = []
    for relation in tree:
        target = relation.get("Target") or ""
        if (relation.get("Type") or "").endswith(kind) and relation.get("TargetMode") != "External":
            found.append(posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
    return found


def _parsed(content: bytes) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        tree = etree.fromstring(content.replace(_STRICT, _TRANSITIONAL), parser)
    except etree.XMLSyntaxError:
        raise UnreadableFile("This Word file is damaged: a part of it is not XML.") from None
    about: Any = tree.getroottree().docinfo
    if about.doctype:
        raise UnreadableFile("This file declares a document type, which no Word file does; it was not read.")
    return tree


def slimmed(content: bytes) -> bytes:
    """The same file with nothing but the parts that carry text: a form can carry it from page to page."""
    open_package(content)  # refuses what is no Word file
    made = BytesIO()
    try:
        with ZipFile(BytesIO(content)) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
            archive = _Archive(source, {info.filename for info in source.infolist()})
            main = next(iter(_targets(archive, "", "/officeDocument")), "word/document.xml")
            folder, name = posixpath.split(main)
            kept = ["_rels/.rels", main, posixpath.join(folder, "_rels", f"{name}.rels")]
            kept += _targets(archive, "", _PROPERTIES)
            for kind in _KINDS:
                kept += [*_targets(archive, main, f"/{kind}"), posixpath.join(folder, f"{kind}.xml")]
            for part in dict.fromkeys(kept):
                words = archive.part(part)
                if words is not None:
                    target.writestr(part, words)
    except _DAMAGE:
        raise UnreadableFile(_DAMAGED) from None
    return made.getvalue()
