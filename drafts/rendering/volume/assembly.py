"""Fragments put together: one PDF with one set of faces, one tree of structure, names, bookmarks and page numbers.

Nothing is set or drawn here. The cover's own PDF, drawn by WeasyPrint, is the ground: it brings metadata, language,
colour profile and the claims of the standards; the fragments' objects are added to it with their numbers filled in.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from drafts.rendering.pdf_structure import claim_accessibility, name_changes
from drafts.rendering.volume import engine, thawing
from drafts.rendering.volume.faces import Digits
from drafts.rendering.volume.fragments import Face, Fragment


@dataclass(frozen=True, slots=True)
class Ground:
    """The cover as it was laid out, with what stands on every page of the volume: whose faces, which standard."""

    document: Any
    variant: str
    live: dict[str, Any]  # WeasyPrint's own faces, by name, whole
    digits: Digits
    heads: bytes  # drawn over every page but the cover
    head_faces: dict[str, Face]


def assemble(ground: Ground, fragments: Sequence[Fragment]) -> bytes:
    """The volume: the cover, then the fragments. The same fragments give the same bytes."""
    _share_faces(ground, fragments)
    pdf = engine.draw(ground.document, ground.variant)
    name_changes(ground.document, pdf)
    volume = _Volume(pdf, ground, pdf.pages["Count"] + sum(len(fragment.pages) for fragment in fragments))
    for fragment in fragments:
        volume.add(fragment)
    volume.finish()
    claim_accessibility(pdf)
    return thawing.written(pdf)


def _share_faces(ground: Ground, fragments: Iterable[Fragment]) -> None:
    """The cover's faces know the glyphs of all fragments before they are cut down to what is used: WeasyPrint names a
    face and its glyphs alike in every section, so one program serves all."""
    used = ground.document.fonts
    used.clear()
    for faces in (ground.head_faces, *(fragment.faces for fragment in fragments)):
        for name, face in faces.items():
            font = used.get(face.key)
            if font is None:
                font = used[face.key] = copy.copy(ground.live[name])
                font.to_unicode, font.widths = {}, {}
            font.to_unicode.update(face.characters)
            font.widths.update(face.widths)
    ground.digits.note(used)
    for font in used.values():  # in the order of the glyphs, whichever fragment came first
        font.to_unicode = dict(sorted(font.to_unicode.items()))
        font.widths = dict(sorted(font.widths.items()))


class _Volume:
    """The PDF under construction."""

    def __init__(self, pdf: Any, ground: Ground, total: int) -> None:
        self.pdf, self.digits, self.total = pdf, ground.digits, total
        root = next(each for each in pdf.objects if isinstance(each, dict) and each.get("Type") == "/StructTreeRoot")
        self.top = pdf.objects[engine.number_of(root["K"][0])]
        self.tree = pdf.objects[engine.number_of(root["ParentTree"])]
        first = pdf.objects[pdf.pages["Kids"][0]]
        self.resources = pdf.objects[engine.number_of(first["Resources"])]
        # In the order of their kinds: PAGES, RESOURCES, STRUCTURE, HEADS.
        self.once = (pdf.pages.number, self.resources.number, self.top.number, thawing.added(pdf, ground.heads))
        self.stamps: list[tuple[Any, Any]] = []  # to be written when the number of pages is known
        self.annotated: list[int] = []
        self.names: list[tuple[str, int, float, float]] = []
        self.bookmarks: list[tuple[int, str, int, float, float]] = []
        self.cover = self.pdf.pages["Count"]

    def add(self, fragment: Fragment) -> None:
        """Its objects, from the next free number on."""
        base, first = len(self.pdf.objects), self.pdf.pages["Count"]
        for page in fragment.pages:
            stamp = thawing.stamp()
            self.pdf.add_object(stamp)
            self.stamps.append((stamp, page.folio))
        # LOCAL, PAGE and ANNOTATION: annotations are counted on from the last page of the volume.
        begin = (base, first, self.total + len(self.annotated), *self.once)
        for each in thawing.thawed(fragment.objects, begin):
            self.pdf.add_object(each)
        for place, page in enumerate(fragment.pages):
            self.pdf.pages["Kids"].extend([base + page.number, 0, "R"])
            self.tree["Nums"] += [first + place, _references(base + each for each in page.elements)]
        self.pdf.pages["Count"] += len(fragment.pages)
        self.top["K"] += [b"%d 0 R" % (base + each) for each in fragment.tops]
        self.annotated += [base + each for each in fragment.annotated]
        self.names += [(name, first + page, x, y) for name, (page, x, y) in fragment.anchors.items()]
        self.bookmarks += [(level, words, first + page, x, y) for level, words, page, x, y in fragment.bookmarks]
        for name, state in fragment.states.items():
            self.resources["ExtGState"].setdefault(name, state)

    def finish(self) -> None:
        total = self.total
        for place, number in enumerate(self.annotated):
            self.tree["Nums"] += [total + place, b"%d 0 R" % number]
        for place, (stamp, folio) in enumerate(self.stamps, self.cover + 1):
            if folio is not None:
                stamp.stream = [self.digits.stamp(f"{place}/{total}", folio)]
        self._name_places()
        thawing.add_bookmarks(self.pdf, self.bookmarks)

    def _name_places(self) -> None:
        import pydyf

        pages, named = self.pdf.page_references, pydyf.Array()
        for name, page, x, y in sorted(self.names):
            named += [pydyf.String(name), pydyf.Array([pages[page], "/XYZ", x, y, 0])]
        if named:
            self.pdf.catalog["Names"] = pydyf.Dictionary({"Dests": pydyf.Dictionary({"Names": named})})


def _references(numbers: Iterable[int]) -> Any:
    import pydyf

    return pydyf.Array([b"%d 0 R" % number for number in numbers])
