"""A whole instrument from Akoma Ntoso 3.0.

Two kinds of files exist. Those that mark their articles up (ours among them) are read element by element, clause
identities included. Those that only lay out a paper, as the United Nations does, paragraph after paragraph with
"Article 5" as a subheading and numbers partly typed, are read as what they are: lines of text (`reading`).

The file comes from anybody: no entity is expanded, nothing is fetched, and what is too large or no Akoma Ntoso is
refused in one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from drafts.text import reading
from drafts.text.akn_wording import Element, line_of, local_name, parent_name, read_wording, words_in
from drafts.text.blocks import Block, Notice, canonical
from drafts.text.grammar import parse, source_of
from drafts.text.numbering import number
from drafts.text.reading_akn_clauses import Found, read_clauses
from drafts.text.reading_akn_lines import lines_of
from drafts.text.reading_headings import DIVISION_KINDS, heading_of
from drafts.text.reading_structure import (
    ArticleKind,
    ReadArticle,
    ReadDivision,
    ReadInstrument,
    UnreadableText,
    clause_notices,
    order_notices,
)

LARGEST = 16 * 1024 * 1024
_DIVISIONS = {kind: kind for kind in DIVISION_KINDS} | {
    "book": "part", "tome": "part", "division": "section", "subpart": "section", "subtitle": "section",
    "subchapter": "section", "subsection": "section", "subdivision": "section",
}  # fmt: skip
_DOCUMENTS = {"act", "bill", "doc", "statement", "documentCollection", "judgment", "debate", "debateReport", "portion"}
_LANGUAGES = {"eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "ara": "ar", "zho": "zh", "chi": "zh", "rus": "ru"}
_BARE_NUMBER = re.compile(r"[\[(]?(?P<number>[0-9A-Za-z]+(?: [a-z]+)?)[\])]?[.:]?")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class ReadPaper:
    """`instrument` is what `reading.read_instrument` would give. `identities` are the clause ids of each of its
    articles in the order of the blocks of its source, "" where the file has none; `front` those of the words below
    the title. `language` is the two-letter code that the file names, "" where it names none that is known.
    """

    instrument: ReadInstrument
    identities: tuple[tuple[str, ...], ...]
    front: tuple[str, ...]
    language: str


def read_akoma_ntoso(content: bytes, language: str = "") -> ReadPaper:
    """Read a file; `language` ("" for the one that the file names) says how notices print numbers.

    Raises UnreadableText, with the line, where the file is no Akoma Ntoso, is broken, hostile or too large, or where
    `reading.read_instrument` would refuse the text.
    """
    root = _parsed(content)
    documents = [element for element in root.iter() if local_name(element) in _DOCUMENTS]
    document = max(documents, key=_articles_in, default=None)
    if document is None:
        raise UnreadableText(1, "This Akoma Ntoso file holds no document.")
    named = next((element.get("language", "") for element in root.iter() if local_name(element) == "FRBRlanguage"), "")
    found = _LANGUAGES.get(named, named if named in _LANGUAGES.values() else "")
    language = language or found or "en"
    left_out = _left_out(root, document)
    if any(_nearest_document(article) is document for article in _named(document, "article")):
        return _Structure(document, language, list(left_out)).paper(found)
    lines = lines_of(document)
    instrument = _as_lines(lines, language)
    instrument = replace(instrument, notices=(*left_out, *instrument.notices))
    nothing = tuple(() for _ in instrument.articles)
    return ReadPaper(instrument, nothing, (), found)


def _parsed(content: bytes) -> Element:
    if len(content) > LARGEST:
        megabytes = LARGEST // (1024 * 1024)
        raise UnreadableText(1, f"An Akoma Ntoso file has at most {megabytes} megabytes; this one is larger.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
                             remove_comments=True, remove_pis=True)  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as problem:
        line = problem.lineno or 1
        raise UnreadableText(line, f"This is not well-formed XML, or nested too deep: {_reason(problem)}.") from None
    except ValueError:
        raise UnreadableText(1, "This is not well-formed XML.") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableText(1, "The file declares a document type, which no Akoma Ntoso needs; take the DOCTYPE out.")
    if local_name(root) != "akomaNtoso":
        raise UnreadableText(line_of(root), f"This is XML, but no Akoma Ntoso: it begins with “{local_name(root)}”.")
    return root


def _reason(problem: etree.XMLSyntaxError) -> str:
    """What the parser says, without its coordinates and on one line."""
    said = str(problem.msg or "it ends too early").split(", line ")[0]
    return " ".join(said.split())[:120].rstrip(".")


def _named(element: Element, name: str) -> Iterator[Element]:
    return (part for part in element.iter() if local_name(part) == name)


def _nearest_document(element: Element) -> Element | None:
    return next((above for above in element.iterancestors() if local_name(above) in _DOCUMENTS), None)


def _articles_in(document: Element) -> int:
    """How many articles stand in a document itself, marked up or as headings."""
    count = 0
    for part in document.iter():
        name = local_name(part)
        if name == "article":
            count += _nearest_document(part) is document
        elif name in ("subheading", "heading", "num", "p", "crossHeading") and len(part.text or "") < 200:
            heading = heading_of(words_in(part)) if "meta" not in name else None
            is_headed = heading is not None and heading.kind == "article" and parent_name(part) != "article"
            count += is_headed and _nearest_document(part) is document
    return count


def _left_out(root: Element, document: Element) -> tuple[Notice, ...]:
    """A word on what else the file holds: a resolution around a treaty, a cover page, a table of contents."""
    words = 0
    for part in root.iter():
        if local_name(part) in ("p", "heading", "subheading", "num") and not _is_read(part, document):
            words += len(words_in(part).split())
    if not words:
        return ()
    message = (
        f"The file holds other text beside the treaty (a cover page, a resolution, an appendix): "
        f"{words} words were not read."
    )
    return (Notice(line_of(document), 1, "info", "apart", message),)


def _is_read(part: Element, document: Element) -> bool:
    inside = False
    for above in part.iterancestors():
        if local_name(above) in ("meta", "coverPage", "toc"):
            return False
        if local_name(above) in ("p", "num", "heading"):
            return True  # counted with what it stands in
        inside = inside or above is document
    return inside


def _as_lines(lines: Sequence[tuple[int, str]], language: str) -> ReadInstrument:
    """Read lines as text, and say where they stand in the file and not in the text."""
    places = [line for line, _ in lines] or [1]

    def at(line: int) -> int:
        return places[min(max(line, 1), len(places)) - 1]

    try:
        found = reading.read_instrument("\n".join(text for _, text in lines), language)
    except UnreadableText as problem:
        raise UnreadableText(at(problem.line), problem.message) from None
    return replace(
        found,
        divisions=tuple(replace(each, line=at(each.line)) for each in found.divisions),
        articles=tuple(replace(each, line=at(each.line), lines=tuple(map(at, each.lines))) for each in found.articles),
        notices=tuple(replace(each, line=at(each.line)) for each in found.notices),
    )


@dataclass(slots=True)
class _Structure:
    """A document whose articles are marked up, while it is being read."""

    document: Element
    language: str
    notices: list[Notice]
    divisions: list[ReadDivision] = field(default_factory=list)
    articles: list[ReadArticle] = field(default_factory=list)
    identities: list[tuple[str, ...]] = field(default_factory=list)

    def paper(self, language: str) -> ReadPaper:
        """Read title, preamble, body, closing words and annexes."""
        title, front = "", ""
        front_ids: tuple[str, ...] = ()
        for part in self.document:
            name = local_name(part)
            if name == "preface":
                title, front, front_ids = self._preface(part)
            elif name == "preamble":
                self._unit("preamble", part, "", _block_heading(part))
            elif name in ("body", "mainBody"):
                self._body(part, None)
            elif name == "conclusions":
                self._unit("testimonium", part, "", _block_heading(part))
            elif name in ("attachments", "components"):
                for annex in _attached(part):
                    self._annex(annex)
        title = title or next((each.get("value", "") for each in _named(self.document, "FRBRalias")), "")
        articles = tuple(self.articles)
        self.notices += order_notices(articles)
        for article in articles:
            if article.source:
                self.notices += clause_notices(article, self.language)
            else:
                named = f"{article.kind} {article.label}".strip().capitalize()
                self.notices.append(Notice(article.line, 1, "warning", "empty", f"{named} has no words."))
        self.notices.sort(key=lambda notice: (notice.line, notice.column))
        instrument = ReadInstrument(canonical(title), front, tuple(self.divisions), articles, tuple(self.notices))
        return ReadPaper(instrument, tuple(self.identities), front_ids, language)

    def _preface(self, preface: Element) -> tuple[str, str, tuple[str, ...]]:
        """The title, and the words below it with their identities. What holds the title and no other words is the
        title; where it stands among others all of them are kept below it.
        """
        titles = [*_named(preface, "docTitle"), *_named(preface, "longTitle")]
        words = read_wording(titles[0]) if titles else ""
        for part in list(preface) if titles else []:
            if words_in(part) == words_in(titles[0]):
                preface.remove(part)
        source, _, identities = self._source(read_clauses(preface))
        return words, source, identities

    def _body(self, host: Element, division: int | None) -> None:
        for part in host:
            name = local_name(part)
            if name == "article":
                self._article(part, division)
            elif (name in ("num", "heading", "subheading") and host is not self.document) or not name:
                continue
            elif name in _DIVISIONS and _has_articles(part):
                self._body(part, self._division(part, _DIVISIONS[name], division))
            elif _has_articles(part):
                self._body(part, division)
            elif words_in(part):
                raise UnreadableText(line_of(part), "These words stand between the articles, where none can be kept.")

    def _division(self, element: Element, kind: str, parent: int | None) -> int:
        typed = _typed(element, "num")
        heading = heading_of(typed)
        label = heading.label if heading is not None and heading.kind in DIVISION_KINDS else _bare(typed)
        if heading is not None and heading.kind in DIVISION_KINDS:
            kind = heading.kind
        words = " ".join(filter(None, (_typed(element, "heading"), _typed(element, "subheading"))))
        index = len(self.divisions)
        self.divisions.append(ReadDivision(index, parent, kind, label, words, line_of(element)))
        return index

    def _article(self, element: Element, division: int | None) -> None:
        typed, own = _typed(element, "num"), next((c for c in element if local_name(c) == "num"), None)
        heading = heading_of(typed)
        told = own.get("title", "") if own is not None else ""
        label = told or (heading.label if heading is not None and heading.kind == "article" else _bare(typed))
        beside = heading.rest if heading is not None and heading.kind == "article" else ""
        words = " ".join(filter(None, (beside, _typed(element, "heading"), _typed(element, "subheading"))))
        if not label:
            raise UnreadableText(line_of(element), "An article here has no number.")
        self._unit("article", element, label, words, division)

    def _annex(self, annex: Element) -> None:
        """An annex is the single container that we write, or whatever another's document holds."""
        host = next((part for part in annex if local_name(part) in ("mainBody", "body")), None)
        if host is None:
            return
        inner = [part for part in host if local_name(part)]
        if len(inner) == 1 and local_name(inner[0]) == "hcontainer" and inner[0].get("name") == "annex":
            host = inner[0]
        source = host if host in inner else annex.getparent()
        typed = _typed(source, "num") if source is not None else ""
        words = _typed(source, "heading") if source is not None else ""
        heading = heading_of(typed)
        told = next((part.get("title", "") for part in host if local_name(part) == "num"), "")
        label = told or (heading.label if heading is not None and heading.kind == "annex" else "")
        self._unit("annex", host, label, words)

    def _unit(self, kind: ArticleKind, element: Element, label: str, heading: str, division: int | None = None) -> None:
        found = read_clauses(element)
        if kind in ("preamble", "testimonium") and not found and not heading:
            return
        source, lines, identities = self._source(found)
        line = line_of(element)
        self.articles.append(ReadArticle(kind, label, canonical(heading), source, division, line, lines or (line,)))
        self.identities.append(identities)

    def _source(self, found: list[Found]) -> tuple[str, tuple[int, ...], tuple[str, ...]]:
        """The clauses in drafting syntax, the line of the file for each line of it, and the identities of the blocks
        that the grammar will read from it.
        """
        blocks = [each.block for each in found]
        places = [block.line for block in blocks]
        number(blocks, self.language)
        for each in found:
            self._compare_number(each)
        source = source_of(blocks, self.language).rstrip("\n")
        again, _ = parse(source, self.language)
        lines = [1] * (source.count("\n") + 1)
        is_same = len(again) == len(blocks)
        for place, block in enumerate(again):
            lines[block.line - 1] = places[min(place, len(places) - 1)] or 1
        identities = tuple(each.identity for each in found) if is_same else tuple("" for _ in again)
        return source, tuple(lines), identities

    def _compare_number(self, found: Found) -> None:
        block: Block = found.block
        typed, computed = ("".join(_LETTER_OR_DIGIT.findall(text)) for text in (found.typed, block.label))
        if found.typed and typed != computed:
            message = f"“{found.typed}” is typed here, but the clause will be numbered “{block.label}” by its place."
            self.notices.append(Notice(block.line, 1, "warning", "number", message))


def _typed(element: Element, name: str) -> str:
    """The words of the number or heading that an element has of its own."""
    own = [child for child in element if local_name(child) == name]
    return canonical(" ".join(read_wording(each) for each in own))


def _block_heading(element: Element) -> str:
    found = [part for part in element if local_name(part) == "block" and part.get("name") == "heading"]
    return canonical(" ".join(read_wording(part) for part in found))


def _bare(typed: str) -> str:
    """The label of a number that is not written out: "12.", "[3 bis]", "IV"; of any other its last word."""
    found = _BARE_NUMBER.fullmatch(typed)
    return found["number"] if found else typed.split(" ")[-1].strip("[]().:") if typed else ""


def _has_articles(element: Element) -> bool:
    return next(_named(element, "article"), None) is not None


def _attached(element: Element) -> list[Element]:
    """The documents of attachments, without those inside them."""
    inner = [part for part in element.iter() if local_name(part) in _DOCUMENTS]
    return [part for part in inner if not any(above in inner for above in part.iterancestors())]
