"""What was frozen, as objects of a PDF again. Apart from `engine` because it builds on a class of the library, which is
imported with the fonts' libraries and so only where a document is made.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import pydyf

from drafts.rendering.volume.fragments import BETWEEN, Objects


class Thawed(pydyf.Object):
    """An object whose numbers are filled in: its bytes, and whether it may stand in a stream of objects."""

    compressible = True
    data = b""

    def __init__(self, data: bytes, stream: bytes | None = None) -> None:
        super().__init__()
        self.compressible = stream is None
        self.data = data if stream is None else b"%b\nstream\n%b\nendstream" % (data, stream)


def thawed(objects: Objects, begin: Sequence[int]) -> Iterator[Thawed]:
    """The objects of a fragment in order; `begin` says of each kind of number where it is counted from."""
    numbers = [begin[kind] + value for kind, value in zip(objects.kinds, objects.values, strict=True)]
    for place, data in enumerate((objects.template % tuple(numbers)).split(BETWEEN)):
        yield Thawed(data, objects.streams.get(place))


def stamp() -> Any:
    """A stream that is filled in when the number of pages is known. Some hundred bytes: packing five hundred of them
    takes longer than it saves."""
    return pydyf.Stream([b" "])


def added(pdf: Any, content: bytes) -> int:
    """The number of a new stream with this content."""
    stream = pydyf.Stream([content], compress=True)
    pdf.add_object(stream)
    return int(stream.number)


def add_bookmarks(pdf: Any, bookmarks: Sequence[tuple[int, str, int, float, float]]) -> None:
    """Level, words, page and place of each, as a tree: a bookmark stands below the last one of a lower level."""
    from weasyprint.pdf.anchors import add_outlines

    root: list[Any] = []
    open_ones: list[tuple[int, list[Any]]] = [(0, root)]
    for level, words, page, x, y in bookmarks:
        while open_ones[-1][0] >= level:
            open_ones.pop()
        children: list[Any] = []
        open_ones[-1][1].append((words, (page, x, y), children, "open"))
        open_ones.append((level, children))
    add_outlines(pdf, root)


_TOGETHER = 2000  # objects in one stream: whoever reads one of them unpacks all


def written(pdf: Any, version: bytes = b"1.7") -> bytes:
    """The file. The library's own writer compresses everything twice where the file shall have an identifier, which
    the archive's standard asks for, and puts all objects into one stream."""
    catalog, info = pdf.catalog, pdf.info
    pdf.add_object(info)
    out = [b"%PDF-" + version + b"\n%\xf0\x9f\x96\xa4\n"]
    position = len(out[0])
    places: list[tuple[int, int, int]] = [(0, 0, 65535)] * len(pdf.objects)
    plain = []

    def put(number: int, data: bytes) -> None:
        nonlocal position
        if data.endswith(b"\r\nendstream"):  # content that ends so would look as if this were its line end
            data = data.removesuffix(b"\nendstream") + b"\r\nendstream"
        places[number] = (1, position, 0)
        out.append(b"%d 0 obj\n%b\nendobj\n" % (number, data))
        position += len(out[-1])

    for each in pdf.objects[1:]:
        if each.compressible:
            plain.append(each)
        else:
            put(each.number, each.data)
    for start in range(0, len(plain), _TOGETHER):
        number = len(places)
        places.append((0, 0, 0))
        put(number, _together(plain[start : start + _TOGETHER], number, places))
    number = len(places)
    places.append((1, position, 0))
    digest = hashlib.sha256()
    for part in out:
        digest.update(part)
    name = b"<%b>" % digest.hexdigest()[:32].encode()
    width = max(1, (position.bit_length() + 7) // 8)
    table = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(width, "big") + index.to_bytes(2, "big")
        for kind, place, index in places
    )
    extra = {
        "Type": "/XRef",
        "W": pydyf.Array((1, width, 2)),
        "Size": len(places),
        "Root": catalog.reference,
        "Info": info.reference,
        "ID": pydyf.Array((name, name)),
    }
    start_of_table = position
    put(number, pydyf.Stream([table], extra, compress=True).data)
    out.append(b"startxref\n%d\n%%%%EOF\n" % start_of_table)
    return b"".join(out)


def _together(objects: Sequence[Any], stream: int, places: list[tuple[int, int, int]]) -> bytes:
    heads, bodies, position = [], [], 0
    for index, each in enumerate(objects):
        data = each.data
        heads.append(b"%d %d" % (each.number, position))
        bodies.append(data)
        position += len(data) + 1
        places[each.number] = (2, stream, index)
    head = b" ".join(heads) + b"\n"
    extra = {"Type": "/ObjStm", "N": len(objects), "First": len(head)}
    content = zlib.compress(head + b"\n".join(bodies), 6)
    told = pydyf.Dictionary({**extra, "Filter": "/FlateDecode", "Length": len(content)}).data
    return b"%b\nstream\n%b\nendstream" % (told, content)
