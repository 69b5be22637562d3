"""Makes the faces of the portal from the font wheels: static TrueType for the PDF, woff2 subsets for the web.

    python -m mla_portal.fonts [DIRECTORY]

    DIRECTORY/ttf/   source-serif-4-400.ttf …          Latin, Greek, Cyrillic; what WeasyPrint embeds
    DIRECTORY/web/   source-serif-4-latin-400.woff2 …  one file a script, for @font-face with unicode-range
    DIRECTORY/fonts.conf                               FONTCONFIG_FILE: these files and no others
    DIRECTORY/made.json                                what they were made from; equal means nothing to do

The wheels carry variable fonts only. A variable font never reaches WeasyPrint, which would instantiate it
again for every document, so each weight is pinned here once. No font file is committed: the same wheels give
the same bytes everywhere. Plain Python, no Django: `./dev` runs it while it sets up.
"""

from __future__ import annotations

import gc
import hashlib
import importlib.metadata
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape


@dataclass(frozen=True, slots=True)
class Source:
    """A variable font of a wheel and the weights that are cut from it; `pinned` are its other axes."""

    family: str
    package: str
    file: str
    style: str
    weights: tuple[int, ...]
    pinned: tuple[tuple[str, float], ...]

    def stem(self, weight: int, script: str = "") -> str:
        slant = "italic" if self.style == "italic" else ""
        words = (self.family.lower().replace(" ", "-"), script, str(weight), slant)
        return "-".join(word for word in words if word)


# The optical size is the one of text at reading size: the wheel's default (20) is drawn for display and looks
# thin at 11 pt.
_SERIF = ("Source Serif 4", "fontpkg_source_serif_4")
_SANS = ("IBM Plex Sans", "fontpkg_ibm_plex_sans")
SOURCES = (
    Source(*_SERIF, "SourceSerif4[opsz,wght].ttf", "normal", (400, 600), (("opsz", 14),)),
    Source(*_SERIF, "SourceSerif4-Italic[opsz,wght].ttf", "italic", (400,), (("opsz", 14),)),
    Source(*_SANS, "IBMPlexSans[wdth,wght].ttf", "normal", (400, 600), (("wdth", 100),)),
)

_SIGNS = (
    0x2116,
    0x2122,
    0x2212,
    0x2215,
    0x2248,
    0x2260,
    0x2264,
    0x2265,
    0x25A0,
    0x25CB,
    0x25CF,
    0x2713,
    0xFFFD,
)
_PUNCTUATION = (*range(0x2000, 0x2070), *range(0x20A0, 0x20C1), *range(0x2190, 0x2196), *_SIGNS)
LATIN = (*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x2B0, 0x300), *range(0x1E00, 0x1F00), *_PUNCTUATION)
MARKS = tuple(range(0x300, 0x370))
GREEK = tuple(range(0x370, 0x400))
CYRILLIC = tuple(range(0x400, 0x530))
PRINTED = (*LATIN, *MARKS, *GREEK, *CYRILLIC)
WEB_SCRIPTS = (("latin", (*LATIN, *MARKS)), ("cyrillic", (0x300, 0x301, 0x306, 0x308, 0x2116, *CYRILLIC)))

SHAPING = ("kern", "mark", "mkmk", "ccmp", "locl", "liga", "rvrn")
FEATURES = (*SHAPING, "case", "lnum", "tnum", "sups", "smcp", "c2sc")
WEIGHT_NAMES = {400: "Regular", 600: "SemiBold"}


def font_directory() -> Path:
    """Where the faces are: MLA_FONT_DIR, else var/fonts in the repository."""
    return Path(os.environ.get("MLA_FONT_DIR") or Path(__file__).resolve().parent.parent / "var" / "fonts")


def font_files(target: Path) -> list[Path]:
    """Every file that `make_fonts` puts into `target`, the stamp apart."""
    files = [target / "fonts.conf"]
    for source in SOURCES:
        for weight in source.weights:
            files.append(target / "ttf" / f"{source.stem(weight)}.ttf")
            files += [target / "web" / f"{source.stem(weight, script)}.woff2" for script, _ in WEB_SCRIPTS]
    return files


def make_fonts(target: Path) -> None:
    """Puts the faces into `target`; returns at once where they already are, made from the same wheels.

    Each file is written beside its place and moved there whole, the stamp last: a run that is cut short is
    run again, and two runs at once write the same bytes. FileNotFoundError where a font wheel is not
    installed.
    """
    target = target.resolve()
    stamp = target / "made.json"
    recipe = _recipe(target)
    if stamp.is_file() and stamp.read_text() == recipe and all(file.is_file() for file in font_files(target)):
        return
    for folder in (target / "ttf", target / "web", target / "cache"):
        folder.mkdir(parents=True, exist_ok=True)
    # One job a wheel file, not a face: subsetting takes most of the time and is shared by the weights.
    with ProcessPoolExecutor(max_workers=2) as workers:
        for faces in workers.map(_faces_of, SOURCES):
            for name, content in faces:
                _write(target / name, content)
    _write(target / "fonts.conf", _fontconfig(target).encode())
    _write(stamp, recipe.encode())


def _recipe(target: Path) -> str:
    """What the faces depend on: the wheels, fontTools, this module, and the place that fonts.conf names."""
    wheels = {source.file: hashlib.sha256(_wheel_file(source).read_bytes()).hexdigest() for source in SOURCES}
    made_by = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    fonttools = importlib.metadata.version("fonttools")
    return json.dumps({"made_by": made_by, "fonttools": fonttools, "place": str(target), "wheels": wheels}, indent=1)


def _wheel_file(source: Source) -> Path:
    spec = find_spec(source.package)
    if spec is None or not spec.submodule_search_locations:
        wheel = source.package.replace("_", "-")
        raise FileNotFoundError(f"The font wheel {wheel} is not installed; it is in requirements.txt.")
    return Path(spec.submodule_search_locations[0]) / "files" / source.file


def _write(path: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".making-", delete=False) as making:
        making.write(content)
    made = Path(making.name)
    made.chmod(0o644)
    made.replace(path)


def _faces_of(source: Source) -> list[tuple[str, bytes]]:
    """The files made from one wheel file, as (name under the target, content)."""
    from fontTools.ttLib import TTFont

    gc.disable()  # half a million small objects that live until the process ends: a fifth of the time
    # Subset first: pinning a weight goes over every glyph and kerning pair that is left.
    shared = _subset(TTFont(_wheel_file(source), recalcTimestamp=False), PRINTED)
    files = []
    for weight in source.weights:
        face = _saved(_instance(_loaded(shared), source, weight))
        files.append((f"ttf/{source.stem(weight)}.ttf", face))
        for script, characters in WEB_SCRIPTS:
            files.append((f"web/{source.stem(weight, script)}.woff2", _subset(_loaded(face), characters, "woff2")))
    return files


def _loaded(content: bytes) -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(io.BytesIO(content), recalcTimestamp=False)


def _saved(font: Any) -> bytes:
    # Compacting the kerning classes saves 60 kB in a file that is subset again anyway, and takes seconds a
    # face.
    font.cfg["fontTools.otlLib.optimize.gpos:COMPRESSION_LEVEL"] = 0
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _subset(font: Any, characters: tuple[int, ...], flavor: str | None = None) -> bytes:
    from fontTools.subset import Options, Subsetter

    options = Options(
        layout_features=list(FEATURES), notdef_outline=True, glyph_names=False, hinting=False,
        recalc_timestamp=False,
    )  # fmt: skip
    options.no_subset_tables += ["name"]  # its names are given below; to prune them fontTools walks all tables
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font.flavor = flavor
    return _saved(font)


def _instance(font: Any, source: Source, weight: int) -> Any:
    from fontTools.varLib import instancer

    place = {"wght": float(weight), **dict(source.pinned)}
    _pin_positions(
        font, instancer.AxisLimits(place).limitAxesAndPopulateDefaults(font).normalize(font).pinnedLocation()
    )
    font = instancer.instantiateVariableFont(
        font, place, inplace=True, overlap=instancer.OverlapMode.KEEP_AND_DONT_SET_FLAGS
    )
    _name(font, source, weight)
    for table in font["cmap"].tables:
        # Source Serif has no non-breaking hyphen, which United Nations texts are full of; without this line
        # the hyphen would be set from the other family.
        if 0x2010 in table.cmap:
            table.cmap.setdefault(0x2011, table.cmap[0x2010])
    return font


def _pin_positions(font: Any, location: dict[str, float]) -> None:
    """Adds the location's share to each kerning value and anchor, and takes the variation store away.

    fontTools' instancer does the same after it has flattened and rebuilt every kerning class, as a merger of
    several masters must: 6 s a face, against 0.2 s for this walk. The advances are equal (tests/test_fonts.py
    shapes text with both).
    """
    from fontTools.misc.fixedTools import otRound
    from fontTools.varLib.varStore import VarStoreInstancer

    definitions = font["GDEF"].table
    if definitions.Version < 0x00010003 or definitions.VarStore is None:
        return
    deltas = VarStoreInstancer(definitions.VarStore, font["fvar"].axes, location)
    for record, slot, device in list(_devices(font["GPOS"].table)):
        if device.DeltaFormat == 0x8000:
            value = _SLOTS[slot]
            setattr(
                record,
                value,
                getattr(record, value, 0) + otRound(deltas[(device.StartSize << 16) + device.EndSize]),
            )
        delattr(record, slot)
        if slot in ("XDeviceTable", "YDeviceTable"):
            record.Format = 1
    if definitions.LigCaretList is None:  # else the instancer still needs the store, for the carets
        definitions.VarStore = None
        definitions.Version = 0x00010002


_SLOTS = {
    "XPlaDevice": "XPlacement", "YPlaDevice": "YPlacement",
    "XAdvDevice": "XAdvance", "YAdvDevice": "YAdvance",
    "XDeviceTable": "XCoordinate", "YDeviceTable": "YCoordinate",
}  # fmt: skip


def _devices(table: Any) -> Iterator[tuple[Any, str, Any]]:
    """(record, attribute, device table) of each adjustable value under an OpenType table."""
    from fontTools.ttLib.tables.otTables import Device

    seen: set[int] = set()
    waiting = [table]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, (list, tuple)):
            waiting += thing
        elif isinstance(thing, dict):
            waiting += thing.values()
        elif hasattr(thing, "__dict__") and id(thing) not in seen:
            seen.add(id(thing))
            if hasattr(thing, "ensureDecompiled"):
                thing.ensureDecompiled()
            for name, value in vars(thing).items():
                if isinstance(value, Device):
                    if name in _SLOTS:
                        yield thing, name, value
                elif not isinstance(value, (str, int, float)):
                    waiting.append(value)


def _name(font: Any, source: Source, weight: int) -> None:
    """Names by which fontconfig groups the faces into families (OpenType name ids 1, 2, 4, 6, 16, 17)."""
    upright = "" if source.style == "normal" else "Italic"
    style = upright if upright and weight == 400 else f"{WEIGHT_NAMES[weight]} {upright}".strip()
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 5, 7, 13, 14)]
    plain = source.family if weight == 400 else f"{source.family} {WEIGHT_NAMES[weight]}"
    given = {
        1: plain, 2: upright or "Regular", 16: source.family, 17: style,
        3: f"{source.family} {style} static", 4: f"{source.family} {style}",
        6: f"{source.family.replace(' ', '')}-{style.replace(' ', '')}",
    }  # fmt: skip
    for number, words in given.items():
        names.setName(words, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight


def _fontconfig(target: Path) -> str:
    def alias(generic: str, family: str) -> str:
        preferred = f"<prefer><family>{family}</family></prefer>"
        return f"<alias binding='same'><family>{generic}</family>{preferred}</alias>"

    return "\n".join((
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
        "<fontconfig>",
        f"<dir>{escape(str(target / 'ttf'))}</dir>",
        f"<cachedir>{escape(str(target / 'cache'))}</cachedir>",
        alias("serif", "Source Serif 4"),
        alias("sans-serif", "IBM Plex Sans"),
        "</fontconfig>",
        "",
    ))  # fmt: skip


def main(arguments: list[str]) -> int:
    target = Path(arguments[0]) if arguments else font_directory()
    try:
        make_fonts(target)
    except (FileNotFoundError, PermissionError) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print(f"{len(font_files(target)) - 1} font files in {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
