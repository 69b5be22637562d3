"""Word files made by tests: raw parts in a zip, so that a test says exactly what Word would have written."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LEVELS = (("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"))
STYLES = f"""<w:styles {W}>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Listed"><w:name w:val="Listed"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Deeper"><w:name w:val="Deeper"/><w:basedOn w:val="Listed"/>
<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
</w:styles>"""


def levels(*shapes: tuple[str, str], more: str = "") -> str:
    """The levels of an abstract list."""
    return "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more if place else ""}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for place, (format, text) in enumerate(shapes)
    )


def numbering(*lists: str, shapes: tuple[tuple[str, str], ...] = LEVELS, more: str = "") -> str:
    """A numbering part with one abstract list; each of `lists` holds the overrides of a list on it."""
    made = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{overrides}</w:num>'
        for number, overrides in enumerate(lists or ("",), 1)
    )
    return (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{levels(*shapes, more=more)}</w:abstractNum>'
        f"{made}</w:numbering>"
    )


def restart(level: int, start: int = 1) -> str:
    return f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(words: str = "", level: int | None = None, number: int = 1, style: str = "", more: str = "") -> str:
    """A paragraph of runs or of plain words, in a list where `level` is given."""
    inner = words if words.startswith("<") or not words else run(words)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if level is not None else ""
    return f"<w:p><w:pPr>{named}{listed}{more}</w:pPr>{inner}</w:p>"


def inserted(words: str, author: str = "Chile", date: str = "2026-01-02T10:00:00Z") -> str:
    return f'<w:ins w:id="1" w:author="{author}" w:date="{date}">{run(words)}</w:ins>'


def deleted(words: str, author: str = "Chile", date: str = "2026-01-02T10:00:00Z") -> str:
    said = f'<w:r><w:delText xml:space="preserve">{words}</w:delText></w:r>'
    return f'<w:del w:id="2" w:author="{author}" w:date="{date}">{said}</w:del>'


def mark(kind: str, author: str = "Chile", date: str = "2026-01-02T10:00:00Z") -> str:
    """Properties that say that the end of the paragraph was put in (`ins`) or taken out (`del`)."""
    return f'<w:rPr><w:{kind} w:id="3" w:author="{author}" w:date="{date}"/></w:rPr>'


def word_file(*paragraphs: str, lists: str = "", **parts: str) -> bytes:
    """A .docx with these paragraphs. `parts`: further parts by kind (footnotes, comments, …)."""
    body = "".join(paragraphs)
    contents = {"styles": STYLES, "numbering": lists or numbering(), **parts}
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        named = "".join(f'<Relationship Id="r{kind}" Type="{TYPES}/{kind}" Target="{kind}.xml"/>' for kind in contents)
        wrapped = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
        )
        main = f'<Relationship Id="r" Type="{TYPES}/officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", wrapped.format(main))
        archive.writestr("word/_rels/document.xml.rels", wrapped.format(named))
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for kind, content in contents.items():
            archive.writestr(f"word/{kind}.xml", content)
    return made.getvalue()


def article(*paragraphs: str, heading: str = "Keeping of lights") -> tuple[str, ...]:
    """A title and one article with these paragraphs."""
    opening = paragraph("<w:r><w:t>Article 1</w:t><w:br/><w:t>" + heading + "</w:t></w:r>", style="Heading1")
    return (paragraph("Convention on Lanterns"), opening, *paragraphs)
