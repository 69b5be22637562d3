"""The one module that knows the inside of WeasyPrint: a page is laid out by it and drawn into objects of a PDF, and
what was drawn is frozen before it is written.

Nothing here is promised by WeasyPrint to stay; a release that changes it fails the tests of volumes, which compare them
with what its public door makes of the same words.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from typing import Any

from drafts.rendering import pdf_structure
from drafts.rendering.html import ELSEWHERE
from drafts.rendering.pdf import PANGO_MISSING, PdfLibrariesMissing
from drafts.rendering.volume.fragments import (
    ANNOTATION,
    BETWEEN,
    HEADS,
    LOCAL,
    PAGE,
    PAGES,
    RESOURCES,
    STRUCTURE,
    Face,
    Folio,
    Fragment,
    Leaf,
    Objects,
)

# A string is passed over; a reference to another object, or an open number as `_mark` writes it, is caught.
_OPEN = re.compile(rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f]*>|(?<!\d)(\d+) 0 R\b|@(\d)-(\d+)@")
_MARKED = re.compile(rb"/\w+\s*<</MCID \d+>>\s*BDC")


def libraries() -> tuple[str, ...]:
    """The versions of Pango, HarfBuzz and fontconfig as they are loaded: they break the lines and shape the words, and
    come with the system, whose updates no version of a package tells. Raises PdfLibrariesMissing."""
    try:
        from weasyprint.text import ffi as loaded
    except OSError as failure:
        raise PdfLibrariesMissing(PANGO_MISSING) from failure
    words = "const char *pango_version_string (void); const char *hb_version_string (void); int FcGetVersion (void);"
    loaded.ffi.cdef(words, override=True)  # what WeasyPrint has not declared of what it has loaded
    told = (loaded.pango.pango_version_string(), loaded.harfbuzz.hb_version_string())
    return *(loaded.ffi.string(each).decode() for each in told), str(loaded.fontconfig.FcGetVersion())


def draw(document: Any, variant: str, whole: bool = False) -> Any:
    """The objects of the PDF of a document that was laid out; `whole`, with its faces uncut."""
    from weasyprint import DEFAULT_OPTIONS
    from weasyprint.pdf import VARIANTS, generate_pdf

    options = {**DEFAULT_OPTIONS, **VARIANTS[variant][1], "pdf_variant": variant, "full_fonts": whole}
    return generate_pdf(document, None, 1, **options)


def freeze(document: Any, variant: str, missing: Iterable[str] = ()) -> Fragment:
    """The section's pages with what hangs on them; what a volume has once is left out: faces, colours, metadata, the
    tree's root. Symbol, date and page number are taken out of the margins; where the number stood is told."""
    folios = [_take_words_of_the_margins(page) for page in document.pages]
    pdf = draw(document, variant, whole=True)
    pdf_structure.name_changes(document, pdf)
    structure = _structure(pdf)
    return _Freezer(pdf, structure, len(folios)).fragment(document, folios, "".join(sorted(missing)))


def _structure(pdf: Any) -> tuple[Any, list[list[int]], list[int]]:
    """The document's element, the elements of each page's marked contents, and those of the annotations."""
    root = next(each for each in pdf.objects if isinstance(each, dict) and each.get("Type") == "/StructTreeRoot")
    top = pdf.objects[number_of(root["K"][0])]
    numbers = pdf.objects[number_of(root["ParentTree"])]["Nums"]
    pages, annotated = [], []
    for held in numbers[1::2]:
        if isinstance(held, list):
            pages.append([number_of(each) for each in held])
        else:
            annotated.append(number_of(held))
    return top, pages, annotated


def number_of(reference: bytes) -> int:
    """The number of the object that a reference names."""
    return int(reference.split()[0])


def _mark(kind: int, value: int) -> bytes:
    """Stands in an object for a number that is still open."""
    return b"@%d-%d@" % (kind, value)


class _Freezer:
    """The objects that a section's pages and elements lead to, renumbered from the stamps on."""

    def __init__(self, pdf: Any, structure: tuple[Any, list[list[int]], list[int]], pages: int) -> None:
        self.pdf, (self.top, self.elements, self.annotated) = pdf, structure
        self.places: dict[int, int] = {}
        self.order: list[int] = []
        self.stamps = pages
        self.globals = {pdf.pages.number: PAGES, self.top.number: STRUCTURE}
        self.kinds, self.values = bytearray(), array("I")  # of the open numbers, as they are met
        self.streams: dict[int, bytes] = {}

    def fragment(self, document: Any, folios: list[Folio | None], missing: str) -> Fragment:
        pages = [self.pdf.objects[number] for number in self.pdf.pages["Kids"][::3]]
        resources = self.pdf.objects[number_of(pages[0]["Resources"])]
        self.globals[resources.number] = RESOURCES
        for kind in ("XObject", "Pattern", "Shading"):
            assert not resources[kind], f"a section draws a {kind}, which volumes do not share"
        self._open_numbers(pages)
        tops = [number_of(each) for each in self.top["K"]]
        # Elements of the margins hang on nothing; only the tree from pages to elements leads to them.
        held = [number for numbers in self.elements for number in numbers]
        for number in (*(page.number for page in pages), *tops, *held, *self.annotated):
            self._place(number)
        objects, done = [], 0
        while done < len(self.order):  # freezing an object finds further ones
            objects.append(self._template(done, self.pdf.objects[self.order[done]]))
            done += 1
        heights = [page.height * 0.75 for page in document.pages]
        return Fragment(
            objects=Objects(BETWEEN.join(objects), bytes(self.kinds), self.values, self.streams),
            pages=tuple(
                Leaf(self.places[page.number], tuple(self.places[each] for each in held), folio)
                for page, held, folio in zip(pages, self.elements, folios, strict=True)
            ),
            tops=tuple(self.places[number] for number in tops),
            annotated=tuple(self.places[number] for number in self.annotated),
            anchors=dict(_anchors(document, heights)),
            bookmarks=tuple(_bookmarks(document, heights)),
            faces=_faces(document),
            states={name: state.data for name, state in resources["ExtGState"].items()},
            missing=missing,
        )

    def _open_numbers(self, pages: list[Any]) -> None:
        """Numbers that are counted through the volume, links that lead out of the section, room for the stamp."""
        import pydyf

        for place, page in enumerate(pages):
            page["StructParents"] = _mark(PAGE, place)
            page["Contents"] = pydyf.Array([_mark(LOCAL, place), b"0 R", _mark(HEADS, 0), b"0 R", page["Contents"]])
            for reference in page.get("Annots", ()):
                link = self.pdf.objects[number_of(reference)]
                link["StructParent"] = _mark(ANNOTATION, link["StructParent"] - len(pages))
                target = link["A"]["URI"].string if "A" in link else ""
                if target.startswith(ELSEWHERE):
                    del link["A"]
                    link["Dest"] = link["Contents"] = pydyf.String(target.removeprefix(ELSEWHERE))

    def _place(self, number: int) -> int:
        if number not in self.places:
            self.places[number] = self.stamps + len(self.order)
            self.order.append(number)
        return self.places[number]

    def _template(self, place: int, each: Any) -> bytes:
        """The bytes of an object with `%d` for each open number; those of a stream are put aside."""
        import pydyf

        data = each.data
        if isinstance(each, pydyf.Stream):
            data, _, rest = data.partition(b"\nstream\n")
            self.streams[place] = rest.removesuffix(b"\nendstream")
        assert BETWEEN not in data, "an object holds bytes that a PDF writes in figures"
        parts: list[bytes] = []
        last = 0
        for found in _OPEN.finditer(data):
            if found[1] is not None:
                number = int(found[1])
                self._count(self.globals.get(number, LOCAL), 0 if number in self.globals else self._place(number))
                end = found.end(1)
            elif found[2] is not None:
                self._count(int(found[2]), int(found[3]))
                end = found.end()
            else:
                continue
            parts.append(data[last : found.start()])
            last = end
        return b"%d".join(part.replace(b"%", b"%%") for part in (*parts, data[last:]))

    def _count(self, kind: int, value: int) -> None:
        self.kinds.append(kind)
        self.values.append(value)


def _anchors(document: Any, heights: list[float]) -> Iterator[tuple[str, tuple[int, float, float]]]:
    seen = set()
    for place, page in enumerate(document.pages):
        for name, (x, y, *_) in page.anchors.items():
            if name not in seen:
                seen.add(name)
                yield name, (place, x * 0.75, heights[place] - y * 0.75)


def _bookmarks(document: Any, heights: list[float]) -> Iterator[tuple[int, str, int, float, float]]:
    for place, page in enumerate(document.pages):
        for level, words, (x, y), _ in page.bookmarks:
            yield level, words, place, x * 0.75, heights[place] - y * 0.75


def _faces(document: Any) -> dict[str, Face]:
    return {font.hash: Face(key, dict(font.to_unicode), dict(font.widths)) for key, font in document.fonts.items()}


def drawn_over(document: Any) -> tuple[bytes, dict[str, Face]]:
    """What an empty page's margins say, as drawing instructions that can be laid over another page, and the faces that
    they use. They are artifacts: readers by ear are told the symbol once, on the cover."""
    pdf = draw(document, "pdf/a-2a", whole=True)
    page = pdf.objects[pdf.pages["Kids"][0]]
    stream = pdf.objects[number_of(page["Contents"])]
    stream.compress = False
    content = stream.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
    return b"q\n" + _MARKED.sub(b"/Artifact <</Type /Pagination>> BDC", content) + b"\nQ", _faces(document)


def _take_words_of_the_margins(page: Any) -> Folio | None:
    """They differ from volume to volume, or from page to page: the volume lays them over. The number's box lends its
    place and look before it goes."""
    from weasyprint.formatting_structure import boxes

    folio = None
    for margin in page._page_box.children:
        if not isinstance(margin, boxes.MarginBox) or margin.at_keyword == "@top-right":
            continue
        for line in (box for box in margin.descendants() if isinstance(box, boxes.LineBox)):
            texts = [box for box in line.children if isinstance(box, boxes.TextBox)]
            if texts and margin.at_keyword == "@bottom-right":
                folio = _folio_at(texts[0], page.height * 0.75)
            line.children = [child for child in line.children if child not in texts]
    return folio


def _folio_at(box: Any, height: float) -> Folio:
    right, baseline = (box.position_x + box.width) * 0.75, height - (box.position_y + box.baseline) * 0.75
    red, green, blue = (float(part) for part in box.style["color"].coordinates[:3])
    return Folio(right, baseline, box.style["font_size"] * 0.75, (red, green, blue))
