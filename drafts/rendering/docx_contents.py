"""The table of contents of a Word file: links to the headings, which Word completes with the numbers of the pages."""

from __future__ import annotations

from lxml import etree

from drafts.rendering.docx_numbering import element
from drafts.rendering.docx_runs import paragraph_of, run_of, words_of
from drafts.rendering.markup import words
from drafts.rendering.tree import Document, Section
from drafts.rendering.words import word

DEEPEST_HEADING = 5


class Contents:
    """What is listed, and the bookmarks that the links lead to."""

    def __init__(self, document: Document) -> None:
        self.language = document.language
        is_report = document.variant in ("dispositions", "story")  # which have no articles beside their comments
        self.listed = [
            section
            for section in document.sections
            if section.kind != "table" and (section.kind != "comments" or is_report)
            if section.label or words(section.heading)
        ]
        self.named: set[str] = set()
        self.places = {id(section): place for place, section in enumerate(self.listed, 1)}

    def mark(self, heading: etree._Element, section: Section | None) -> None:
        """Put the bookmark of the section around its heading; none where it is not listed."""
        place = self.places.get(id(section))
        if place is not None:
            heading.insert(1, element("bookmarkStart", id=place, name=f"_Toc{place:06}"))
            heading.append(element("bookmarkEnd", id=place))

    def mark_as(self, paragraph: etree._Element, name: str) -> None:
        """Put a further bookmark around a paragraph, by which an edited copy is read; each name once, none for ""."""
        if not name or name in self.named:
            return
        self.named.add(name)
        place = len(self.listed) + len(self.named)
        paragraph.insert(1, element("bookmarkStart", id=place, name=name))
        paragraph.append(element("bookmarkEnd", id=place))

    def block(self) -> etree._Element | None:
        """The table, marked as one that Word makes again when it opens the file; None where nothing is listed."""
        if not self.listed:
            return None
        whole, properties, part = element("sdt"), element("sdtPr"), element("docPartObj")
        part.append(element("docPartGallery", val="Table of Contents"))
        part.append(element("docPartUnique"))
        properties.append(part)
        content = element("sdtContent")
        lines = [_line("TOCHeading", _run(words_of(word("contents", self.language))))]
        lines += [self._entry(section) for section in self.listed]
        for place, made in enumerate((_field("begin", dirty="true"), _instruction(), _field("separate")), 1):
            lines[1].insert(place, made)
        lines[-1].append(_field("end"))
        for line in lines:
            content.append(line)
        whole.append(properties)
        whole.append(content)
        return whole

    def _entry(self, section: Section) -> etree._Element:
        title = words(section.heading)
        link = element("hyperlink", anchor=f"_Toc{self.places[id(section)]:06}", history=1)
        link.append(_run(words_of(" ".join(part for part in (section.label, title) if part))))
        return _line(f"TOC{min(section.level, DEEPEST_HEADING)}", link)


def _line(style: str, said: etree._Element) -> etree._Element:
    line = paragraph_of(style)
    line.append(said)
    return line


def _run(said: etree._Element) -> etree._Element:
    made = run_of()
    made.append(said)
    return made


def _field(kind: str, **more: str) -> etree._Element:
    return _run(element("fldChar", fldCharType=kind, **more))


def _instruction() -> etree._Element:
    return _run(words_of(f' TOC \\o "1-{DEEPEST_HEADING}" \\h \\z \\u ', "instrText"))
