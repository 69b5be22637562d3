"""What people do to a Word file, done to its XML: nothing here uses the portal's own reader."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
Place = str | etree._Element  # a paragraph, or words that it holds
_ENDS = (f"{W}bookmarkStart", f"{W}bookmarkEnd")


class Edited:
    """A file under edit; `bytes` gives it as it is now. Paragraphs are found by words that they hold."""

    def __init__(self, content: bytes) -> None:
        with ZipFile(BytesIO(content)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.root = etree.fromstring(self.parts["word/document.xml"])
        self.comments: list[tuple[str, str]] = []
        self.changes = 900
        self.packing = ZIP_STORED

    @property
    def bytes(self) -> bytes:
        made = BytesIO()
        parts = {**self.parts, "word/document.xml": etree.tostring(self.root)}
        if self.comments:
            said = "".join(
                f'<w:comment w:id="{number}" w:author="Lawyer"><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:comment>'
                for number, words in self.comments
            )
            parts["word/comments.xml"] = f'<w:comments xmlns:w="{W[1:-1]}">{said}</w:comments>'.encode()
        with ZipFile(made, "w", self.packing) as target:
            for name, part in parts.items():
                target.writestr(name, part)
        return made.getvalue()

    # ---- finding

    def body(self) -> list[etree._Element]:
        """The paragraphs of the text itself, without those of the table of contents."""
        body = self.root.find(f"{W}body")
        assert body is not None
        return [one for one in body if one.tag == f"{W}p"]

    def find(self, words: Place) -> etree._Element:
        if not isinstance(words, str):
            return words
        found = [one for one in self.body() if words in said(one)]
        assert found, words
        return found[-1]

    # ---- editing without tracking

    def replace(self, old: str, new: str, find: Place = "") -> None:
        """Other words in a paragraph, which is one run afterwards that looks like its first one."""
        paragraph = self.find(old if isinstance(find, str) and not find else find)
        self.say(paragraph, said(paragraph).replace(old, new))

    def say(self, paragraph: etree._Element, words: str) -> None:
        for one in runs_of(paragraph):
            paragraph.remove(one)
        paragraph.insert(last_start(paragraph), run(words))

    def delete(self, words: Place) -> None:
        """The paragraph with its bookmarks, as Word does it."""
        gone = self.find(words)
        parent = gone.getparent()
        assert parent is not None
        parent.remove(gone)

    def add_after(self, words: Place, new: str, style: str = "") -> etree._Element:
        """A new paragraph that looks like the one before it, as Enter at its end makes it."""
        before = self.find(words)
        made = bare(before)
        if style:
            properties = made.find(f"{W}pPr")
            assert properties is not None
            named = properties.find(f"{W}pStyle")
            assert named is not None
            named.set(f"{W}val", style)
        made.append(run(new))
        before.addnext(made)
        return made

    def split(self, at: str, find: Place = "") -> None:
        """Enter before the words: the bookmark begins in the first part and ends in the second."""
        paragraph = self.find(find if not isinstance(find, str) else at)
        first, second = said(paragraph).split(at, 1)
        rest = bare(paragraph)
        ends = [one for one in paragraph if one.tag == f"{W}bookmarkEnd"]
        self.say(paragraph, first.rstrip())
        rest.append(run(at + second))
        for end in ends:
            rest.append(end)
        paragraph.addnext(rest)

    def join(self, words: Place) -> None:
        """The paragraph after this one runs into it."""
        first = self.find(words)
        second = first.getnext()
        assert second is not None
        first.append(run(" "))
        for child in list(second):
            if child.tag != f"{W}pPr":
                first.append(child)
        parent = second.getparent()
        assert parent is not None
        parent.remove(second)

    def move(self, words: Place, behind: Place) -> None:
        """Cut and paste of a whole paragraph; its bookmark goes along."""
        moved = self.find(words)
        self.find(behind).addnext(moved)

    def comment(self, words: str, remark: str, on_words: bool = True) -> None:
        """A comment of Word's, on the paragraph, with a range or as a mere mark."""
        paragraph, number = self.find(words), f"{500 + len(self.comments)}"
        self.comments.append((number, remark))
        if on_words:
            paragraph.insert(1, etree.Element(f"{W}commentRangeStart", {f"{W}id": number}))
            paragraph.append(etree.Element(f"{W}commentRangeEnd", {f"{W}id": number}))
        mark = etree.SubElement(paragraph, f"{W}r")
        etree.SubElement(mark, f"{W}commentReference", {f"{W}id": number})

    def without_bookmarks(self) -> None:
        """As other word processors save a file."""
        for mark in list(self.root.iter(*_ENDS)):
            parent = mark.getparent()
            assert parent is not None
            parent.remove(mark)

    # ---- tracked

    def change(self, kind: str) -> etree._Element:
        self.changes += 1
        made = etree.Element(f"{W}{kind}")
        for name, value in (("id", str(self.changes)), ("author", "Lawyer"), ("date", "2026-11-01T10:00:00Z")):
            made.set(f"{W}{name}", value)
        return made

    def track(self, old: str, new: str, find: Place = "") -> None:
        """Words replaced under tracking."""
        paragraph = self.find(old if isinstance(find, str) and not find else find)
        before, after = said(paragraph).split(old, 1)
        self.say(paragraph, before)
        first = runs_of(paragraph)[0]
        gone, put = self.change("del"), self.change("ins")
        gone.append(run(old, "delText"))
        put.append(run(new))
        place = paragraph.index(first)
        for step, made in enumerate((gone, put, run(after)), 1):
            paragraph.insert(place + step, made)

    def track_deletion(self, words: Place) -> None:
        """A whole paragraph deleted under tracking: it stands there until the change is accepted."""
        paragraph = self.find(words)
        for one in runs_of(paragraph):
            for text in one.iter(f"{W}t"):
                text.tag = f"{W}delText"
            gone = self.change("del")
            one.addprevious(gone)
            gone.append(one)
        self.mark_end(paragraph, "del")

    def track_addition(self, words: Place, new: str) -> None:
        made = self.add_after(words, new)
        one = runs_of(made)[0]
        put = self.change("ins")
        one.addprevious(put)
        put.append(one)
        self.mark_end(made, "ins")

    def mark_end(self, paragraph: etree._Element, kind: str) -> None:
        properties = paragraph.find(f"{W}pPr")
        assert properties is not None
        marks = etree.SubElement(properties, f"{W}rPr")
        marks.append(self.change(kind))


def said(paragraph: etree._Element) -> str:
    return "".join(one.text or "" for one in paragraph.iter(f"{W}t"))


def runs_of(paragraph: etree._Element) -> list[etree._Element]:
    """Those with words, without those that refer to a comment."""
    return [one for one in paragraph.iterchildren(f"{W}r") if one.find(f"{W}commentReference") is None]


def last_start(paragraph: etree._Element) -> int:
    """Where the words of the paragraph begin: behind its properties and the bookmarks that open before them."""
    place = 0
    for number, child in enumerate(paragraph):
        if child.tag in (f"{W}pPr", f"{W}bookmarkStart", f"{W}commentRangeStart"):
            place = number + 1
    return place


def bare(paragraph: etree._Element) -> etree._Element:
    made = etree.Element(f"{W}p")
    properties = paragraph.find(f"{W}pPr")
    if properties is not None:
        made.append(deepcopy(properties))
    return made


def run(words: str, name: str = "t") -> etree._Element:
    made = etree.Element(f"{W}r")
    text = etree.SubElement(made, f"{W}{name}")
    text.text = words
    text.set(_SPACE, "preserve")
    return made


def edited(content: bytes, *acts: Callable[[Edited], object]) -> bytes:
    """The file after these acts."""
    file = Edited(content)
    for act in acts:
        act(file)
    return file.bytes
