"""Papers to write as Akoma Ntoso, made from texts that were read."""

from __future__ import annotations

from collections.abc import Sequence

from drafts.naming import name_of_unit
from drafts.rendering.akn import Division, Paper, Unit
from drafts.text.blocks import Block
from drafts.text.grammar import parse
from drafts.text.reading import ReadInstrument
from drafts.text.reading_akn import ReadPaper

# kind, label, heading, division, and of each clause everything but its line
Content = tuple[str, str, str, int | None, list[tuple[object, ...]]]


def identified(blocks: list[Block], start: int) -> list[Block]:
    """The same clauses with identities that say where they stand."""
    for place, block in enumerate(blocks, start):
        block.id = f"{place:016x}"
    return blocks


def paper_of(read: ReadInstrument, language: str = "en") -> Paper:
    """What the portal would export of an instrument that it has read."""
    units, start = [], 0
    for kind, label, heading, source, division in [
        ("front", "", read.title, read.front, None),
        *((each.kind, each.label, each.heading, each.source, each.division) for each in read.articles),
    ]:
        blocks = identified(parse(source, language)[0], start)
        start += len(blocks)
        name = name_of_unit(kind, label, language) if kind in ("article", "annex") else ""
        units.append(Unit(kind, label, name, heading, blocks, division))
    divisions = tuple(
        Division(each.kind, each.label, name_of_unit(each.kind, each.label, language), each.heading, each.parent)
        for each in read.divisions
    )
    return paper(units, divisions, title=read.title, language=language)


def paper(
    units: Sequence[Unit], divisions: Sequence[Division] = (), title: str = "Treaty", language: str = "en"
) -> Paper:
    return Paper(
        slug="treaty", title=title, language=language, state="draft-2", symbol="MLA/2026/2", begun="2026-01-05",
        dated="2026-03-09", author="Treaty portal", is_draft=True, divisions=tuple(divisions), units=tuple(units),
    )  # fmt: skip


def written(units: Sequence[Unit]) -> list[Content]:
    """What stands in units."""
    return [
        (unit.kind, unit.label, unit.heading, unit.division,
         [(*block.content(), block.label, block.id) for block in unit.blocks])
        for unit in units
    ]  # fmt: skip


def read_back(read: ReadPaper, language: str = "en") -> list[Content]:
    """The same of a file that was read."""
    instrument = read.instrument
    rows: list[tuple[str, str, str, int | None, str, tuple[str, ...]]]
    rows = [("front", "", instrument.title, None, instrument.front, read.front)]
    rows += [
        (each.kind, each.label, each.heading, each.division, each.source, identities)
        for each, identities in zip(instrument.articles, read.identities, strict=True)
    ]
    return [
        (kind, label, heading, division,
         [(*block.content(), block.label, identity)
          for block, identity in zip(parse(source, language)[0], identities, strict=True)])
        for kind, label, heading, division, source, identities in rows
    ]  # fmt: skip
