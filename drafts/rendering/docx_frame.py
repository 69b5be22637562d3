"""What stands around the words of a Word file: styles, header and footer, footnotes part, properties, zip."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.shared import Twips
from lxml import etree

from drafts.rendering.docx_numbering import STEP, element
from drafts.rendering.paper import LYING, size_in_twips
from drafts.rendering.tree import Document
from drafts.text.word_styles import ATTRIBUTION, CLAUSE, COVER, DEEPEST, FRONT, OPTION, PLAIN_BRACKET, SCOPE_MARK, WORDS

FIRST_NOTE = 2  # 0 and 1 are the lines that Word draws above the notes
_FACE = "Source Serif 4"
_LANGUAGES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ru": "ru-RU", "ar": "ar-SA", "zh": "zh-CN"}
_OF_USERS = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # what Word files properties under that people add
_STAMP = (1980, 1, 1, 0, 0, 0)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def locale_of(language: str) -> str:
    """The name by which Word knows a language."""
    return _LANGUAGES.get(language, language)


def writable(words: str) -> str:
    """`words` without the control characters that XML has no way to write."""
    return _UNWRITABLE.sub("", words)


def write_styles(document: WordDocument, of: Document) -> None:
    """The faces, the headings and the portal's own styles, and the language of the whole."""
    styles: Any = document.styles.element
    fonts = f'<w:rFonts w:ascii="{_FACE}" w:hAnsi="{_FACE}" w:eastAsia="{_FACE}" w:cs="{_FACE}"/>'
    language = locale_of(of.language)
    defaults = f"{fonts}<w:sz w:val='22'/><w:szCs w:val='22'/><w:lang w:val='{language}' w:eastAsia='{language}'/>"
    spacing = "<w:pPrDefault><w:pPr><w:spacing w:after='120' w:line='264' w:lineRule='auto'/></w:pPr></w:pPrDefault>"
    quiet = "" if of.layout.low_ink else "<w:color w:val='595959'/>"
    everywhere = f"<w:rPrDefault><w:rPr>{defaults}</w:rPr></w:rPrDefault>{spacing}"
    made = [f"<w:docDefaults {nsdecls('w')}>{everywhere}</w:docDefaults>", _style("Normal", "Normal", default=True)]
    made += [_style("Title", "Title", "<w:jc w:val='center'/>", "<w:b/><w:sz w:val='36'/>")]
    for level in range(1, 6):
        paragraph = f"<w:keepNext/><w:keepLines/><w:spacing w:before='{400 - level * 40}' w:after='160'/>"
        paragraph += f"<w:jc w:val='center'/><w:outlineLvl w:val='{level - 1}'/>"
        made.append(_style(f"Heading{level}", f"heading {level}", paragraph, f"<w:b/><w:sz w:val='{30 - level * 2}'/>"))
    for depth in range(DEEPEST + 1):
        hanging = f"<w:ind w:left='{(depth + 1) * STEP}' w:hanging='{STEP}'/>"
        made.append(_style(f"{CLAUSE}{depth}", f"Clause {depth + 1}", hanging))
        made.append(_style(f"{WORDS}{depth}", f"Clause words {depth + 1}", f"<w:ind w:left='{depth * STEP}'/>"))
    made.append(_style("TOCHeading", "TOC Heading", "<w:keepNext/><w:jc w:val='center'/>", "<w:b/><w:sz w:val='28'/>"))
    for level in range(1, 6):
        stepped = f"<w:spacing w:after='40'/><w:ind w:left='{(level - 1) * STEP // 2}'/>"
        made.append(_style(f"TOC{level}", f"toc {level}", stepped))
    made += [
        _style(OPTION, "Option", "<w:keepNext/>", "<w:b/>"),
        _style(FRONT, "Front words", "<w:jc w:val='center'/>"),
        _style(COVER, "Cover line", "", f"{quiet}<w:sz w:val='18'/>"),
        _style("FootnoteText", "footnote text", "<w:spacing w:after='0'/>", "<w:sz w:val='18'/>"),
        _style("FootnoteReference", "footnote reference", run="<w:vertAlign w:val='superscript'/>", kind="character"),
        _style(ATTRIBUTION, "Attribution", run="<w:vertAlign w:val='superscript'/>", kind="character"),
        _style(PLAIN_BRACKET, "Plain bracket", kind="character"),
        _style(SCOPE_MARK, "Option of scope", run="<w:i/>", kind="character"),
        _style("Header", "header", "<w:jc w:val='right'/>", "<w:sz w:val='18'/>"),
        _style("Footer", "footer", "<w:jc w:val='center'/>", "<w:sz w:val='18'/>"),
    ]
    for child in list(styles):
        styles.remove(child)
    for one in made:
        styles.append(parse_xml(one))


def _style(
    name: str, shown: str, paragraph: str = "", run: str = "", kind: str = "paragraph", default: bool = False
) -> str:
    based = "" if default or kind == "character" else "<w:basedOn w:val='Normal'/>"
    follows = "<w:next w:val='Normal'/>" if name.startswith(("Heading", "Title")) else ""
    marked = " w:default='1'" if default else ""
    return (
        f"<w:style {nsdecls('w')} w:type='{kind}' w:styleId='{name}'{marked}>"
        f"<w:name w:val='{shown}'/>{based}{follows}<w:qFormat/>"
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{run}</w:rPr>" if run else "")
        + "</w:style>"
    )


def write_paper(document: WordDocument, of: Document) -> None:
    """The size of the sheet; the margins of the library's template serve both. One in three columns lies on its side;
    columns take less margin than words that go across."""
    section = document.sections[0]
    width, height = size_in_twips(of.layout)
    if len(of.columns) == LYING:
        width, height = height, width
        section.orientation = WD_ORIENT.LANDSCAPE
    if of.columns:
        section.left_margin = section.right_margin = Twips(1134)
    section.page_width, section.page_height = Twips(width), Twips(height)


def write_head_and_foot(document: WordDocument, of: Document) -> None:
    """The symbol at the head of each page, the page's number at its foot."""
    section = document.sections[0]
    section.header.paragraphs[0].add_run(writable(of.cover.symbol or of.cover.title))
    footer: Any = section.footer.paragraphs[0]._p
    field = element("fldSimple", instr=" PAGE ")
    run = element("r")
    shown = element("t")
    shown.text = "1"
    run.append(shown)
    field.append(run)
    footer.append(field)


def write_notes(document: WordDocument, notes: Iterable[etree._Element]) -> None:
    """The footnotes part, which python-docx has no way to make; none where there are no notes."""
    notes = list(notes)
    if not notes:
        return
    root = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
    for number, kind in enumerate(("separator", "continuationSeparator")):
        lines = element("footnote", type=kind, id=number)
        paragraph, run = element("p"), element("r")
        run.append(element(kind))
        paragraph.append(run)
        lines.append(paragraph)
        root.append(lines)
    for note in notes:
        root.append(note)
    _add_part(document, "footnotes", root, CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES)


def write_comments(document: WordDocument, comments: Iterable[etree._Element]) -> None:
    """The comments part and the styles of its words; python-docx would date every comment by the clock."""
    comments = list(comments)
    if not comments:
        return
    root = parse_xml(f"<w:comments {nsdecls('w')}/>")
    for comment in comments:
        root.append(comment)
    _add_part(document, "comments", root, CONTENT_TYPE.WML_COMMENTS, RELATIONSHIP_TYPE.COMMENTS)
    styles: Any = document.styles.element
    styles.append(parse_xml(_style("CommentText", "annotation text", run="<w:sz w:val='20'/>")))
    mark = _style("CommentReference", "annotation reference", run="<w:sz w:val='16'/>", kind="character")
    styles.append(parse_xml(mark))


def _add_part(document: WordDocument, name: str, root: etree._Element, kind: str, relation: str) -> None:
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Part(PackURI(f"/word/{name}.xml"), kind, content, document.part.package)
    document.part.relate_to(part, relation)


def write_properties(document: WordDocument, of: Document) -> None:
    """Title, symbol, language and date of the document; nothing of the machine or of who made the file."""
    about = document.core_properties
    dated = datetime.fromisoformat(of.date) if of.date else datetime(2000, 1, 1)  # noqa: DTZ001  # python-docx wants it naive
    about.title, about.subject = writable(of.cover.title)[:255], writable(of.cover.symbol)[:255]
    about.author = writable(of.cover.masthead[0])[:255] if of.cover.masthead else ""
    about.last_modified_by = about.comments = about.keywords = about.category = ""
    about.language = locale_of(of.language)
    about.created = about.modified = dated
    about.revision = 1


def write_origin(document: WordDocument, of: Document) -> None:
    """Of what the file is, as properties that Word keeps and shows nobody who does not look for them. A redline and a
    compilation always say what they are."""
    variant = "redline" if of.against else of.variant
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
    types = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    names: dict[Any, str] = {None: kind, "vt": types}
    root = etree.Element(f"{{{kind}}}Properties", nsmap=names)
    for number, (name, value) in enumerate(replace(of.origin, variant=variant).properties(), 2):  # Word counts from 2
        one = etree.SubElement(root, f"{{{kind}}}property", fmtid=_OF_USERS, pid=str(number), name=name)
        etree.SubElement(one, f"{{{types}}}lpwstr").text = writable(value)
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, content, package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def packed(document: WordDocument) -> bytes:
    """The file, with the thumbnail of the library's template left out and every time in the zip the same."""
    package = document.part.package
    for name, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[name]
    made = BytesIO()
    document.save(made)
    return timeless(made)


def timeless(made: BytesIO, core: str = "") -> bytes:
    """An office file with every time in its zip the same; `core` is a time that replaces those of its properties, which
    some libraries take from the clock.
    """
    fixed = BytesIO()
    with ZipFile(made) as source, ZipFile(fixed, "w") as target:
        for info in source.infolist():
            stamped, content = ZipInfo(info.filename, _STAMP), source.read(info.filename)
            stamped.compress_type, stamped.external_attr = ZIP_DEFLATED, 0o600 << 16
            if core and info.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z", core.encode(), content)
            target.writestr(stamped, content)
    return fixed.getvalue()
