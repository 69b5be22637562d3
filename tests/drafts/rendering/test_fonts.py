"""The faces that `mla_portal.fonts` makes from the wheels."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from PIL import ImageFont

from mla_portal import fonts as faces

SAMPLE = "AVATAR To Té We, “Vo” fi ffl rn 12,345.67 ΑΒΓ ЖУТ Та"


def test_every_file_is_there_and_small(fonts: Path) -> None:
    files = faces.font_files(fonts)
    assert len(files) == 16
    assert all(file.stat().st_size < 70_000 for file in files if file.suffix == ".woff2")
    assert (fonts / "web" / "source-serif-4-latin-400.woff2").is_file()
    assert (fonts / "web" / "source-serif-4-cyrillic-400-italic.woff2").is_file()


@pytest.mark.parametrize("source", faces.SOURCES, ids=lambda source: source.stem(400))
def test_faces_are_static_and_have_our_scripts(fonts: Path, source: faces.Source) -> None:
    for weight in source.weights:
        face = TTFont(fonts / "ttf" / f"{source.stem(weight)}.ttf")
        assert not {"fvar", "gvar", "HVAR", "MVAR", "avar"} & set(face.keys())
        assert face["OS/2"].usWeightClass == weight
        assert face["name"].getBestFamilyName() == source.family
        assert {ord(letter) for letter in "aßłžΩжЁ‑–—“”’…←→€§№"} <= set(face.getBestCmap())


def test_a_second_call_does_nothing(fonts: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in faces.font_files(fonts)}
    faces.make_fonts(fonts)
    assert {file: file.stat().st_mtime_ns for file in faces.font_files(fonts)} == before


def test_the_stamp_names_what_the_faces_were_made_from(fonts: Path, tmp_path: Path) -> None:
    assert (fonts / "made.json").read_text() == faces._recipe(fonts.resolve())
    assert faces._recipe(fonts) != faces._recipe(tmp_path)  # fonts.conf names its place


def test_pinned_positions_set_words_as_the_instancer_does(tmp_path: Path) -> None:
    source = faces.SOURCES[1]
    letters = tuple({ord(letter) for letter in SAMPLE})
    variable = TTFont(faces._wheel_file(source), recalcTimestamp=False)
    subset = faces._subset(variable, letters)
    ours = tmp_path / "ours.ttf"
    ours.write_bytes(faces._saved(faces._instance(faces._loaded(subset), source, 400)))
    theirs = tmp_path / "theirs.ttf"
    instancer.instantiateVariableFont(faces._loaded(subset), {"wght": 400, "opsz": 14}).save(theirs)
    size = TTFont(ours)["head"].unitsPerEm
    layout = ImageFont.Layout.BASIC
    widths = [ImageFont.truetype(file, size, layout_engine=layout).getlength(SAMPLE) for file in (ours, theirs)]
    assert widths[0] == pytest.approx(widths[1], abs=3)
    assert kerning(ours) == kerning(theirs)


def kerning(file: Path) -> dict[tuple[str, str], int]:
    """The kerning of each pair of letters, read from the table and not from a shaper."""
    font = TTFont(file)
    glyphs = font.getGlyphOrder()
    found: dict[tuple[str, str], int] = {}
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            if type(table).__name__ != "PairPos":
                continue
            for left, right, value in pairs(table, glyphs):
                found.setdefault((left, right), value)
    return {pair: value for pair, value in found.items() if value}


def pairs(table: Any, glyphs: list[str]) -> Iterator[tuple[str, str, int]]:
    covered = table.Coverage.glyphs
    if table.Format == 1:
        for left, records in zip(covered, table.PairSet, strict=True):
            for record in records.PairValueRecord:
                yield left, record.SecondGlyph, getattr(record.Value1, "XAdvance", 0)
        return
    for left in covered:
        row = table.Class1Record[table.ClassDef1.classDefs.get(left, 0)].Class2Record
        for right in glyphs:
            value = row[table.ClassDef2.classDefs.get(right, 0)].Value1
            yield left, right, getattr(value, "XAdvance", 0) or 0


def test_the_same_wheels_give_the_same_bytes(fonts: Path) -> None:
    source = faces.SOURCES[1]
    made = dict(faces._faces_of(source))
    assert {name: (fonts / name).read_bytes() for name in made} == made


def test_the_configuration_shows_our_faces_only(fonts: Path) -> None:
    words = (fonts / "fonts.conf").read_text()
    assert words.count("<dir>") == 1
    assert f"<dir>{fonts.resolve()}/ttf</dir>" in words


def test_the_command_runs_without_django(fonts: Path) -> None:
    program = "import sys, mla_portal.fonts; assert not {'django', 'fontTools'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(faces.__file__).parents[1])
    assert faces.main([str(fonts)]) == 0


def test_a_missing_wheel_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = faces.Source("None", "fontpkg_not_there", "x.ttf", "normal", (400,), ())
    monkeypatch.setattr(faces, "SOURCES", (absent,))
    assert faces.main([str(tmp_path / "made")]) == 1
    assert "fontpkg-not-there is not installed" in capsys.readouterr().err
