"""A small treaty of our own words, in the three variants."""

from __future__ import annotations

from drafts.rendering.build import (
    Place,
    clean_section,
    comments_section,
    compiled_section,
    division,
    redline_section,
    statistics,
)
from drafts.rendering.tree import Cover, Disposition, Document, Remark, Section, Variant
from drafts.text.blocks import Block
from drafts.text.grammar import parse
from drafts.text.identity import carry_ids
from drafts.text.redline import redline

PREAMBLE = """The States Parties to this Convention,
*Aware* that a river does not stop at a border,
Have agreed as follows:"""
BEFORE = """1. Each State Party shall keep a register of its ferries [and rafts]^{Freedonia} at its own cost.\
{fn: A raft is any craft without a keel.}
2. The register shall state:
    (a) the name of the ferry;
    (b) the name of its keeper.
3. Costs are borne by the keeper. {note: Wording of the facilitator.}
4. The register is open *ex officio* to every other State Party that asks for it in writing."""
AFTER = """1. Each State Party shall keep a public register of its ferries [and rafts]^{Freedonia, Sylvania}.\
{fn: A raft is any craft without an engine.}
2. The register is open *ex officio* to every other State Party that asks for it in writing.
3. The register shall state:
    (a) the name of the ferry;
    (a bis) the river on which it sails;
    (b) the name of its keeper and the number of seats & berths.
Option 1 (Sylvania):
4. Rafts are exempt.
Option 2:
4. Rafts are not exempt.
End of options
5. {note: Wording of the facilitator.} A fee may be asked – not more than 10 €."""
COVER = Cover(
    title="Draft Convention on Ferries",
    symbol="MLA/DC/2026/L.1",
    masthead=("Ferry Initiative", "Diplomatic Conference"),
    distribution="Limited",
    dateline="14 October 2026, 18.00 (Central European Summer Time)",
    original_language="English",
    subtitle="Consolidated text after the second round",
    occasion="The Hague, 12–23 October 2026",
    disclaimer="Nothing is agreed until everything is agreed.",
    fingerprint="SHA-256 of the text: 3f9a11c0",
)


def blocks_of(source: str) -> list[Block]:
    """Parsed, with the same ids in every process."""
    blocks, _ = parse(source)
    for number, block in enumerate(blocks):
        block.id = f"{len(source):08x}{number:08x}"
    return blocks


def document(variant: Variant, articles: int = 6) -> Document:
    """Preamble, two chapters and `articles` articles of the same words, enough for several pages."""
    sections: list[Section] = [clean_section("Preamble", "", blocks_of(PREAMBLE), Place("preamble"))]
    for number in range(1, articles + 1):
        if number % 3 == 1:
            chapter = number // 3 + 1
            place = Place("division", 1, f"chapter-{chapter}")
            sections.append(division(f"Chapter {'I' * chapter}", f"Ferries and rivers {chapter}", place))
        sections.append(article(variant, f"Article {number}", Place(level=2, anchor=f"article-{number}")))
    compiled = variant == "compilation"
    if compiled:
        sections.insert(0, comments_section("General comments", [remark("Ruritania")], Place("comments")))
    return Document(
        COVER,
        tuple(sections),
        variant=variant,
        against="MLA/DC/2026/1" if variant == "redline" else "",
        statistics=statistics(sections) if compiled else "",
        organisations=(("States", ("Freedonia", "Ruritania")),) if compiled else (),
        date="2026-10-14",
    )


def article(variant: Variant, label: str, place: Place) -> Section:
    old, new = blocks_of(BEFORE), blocks_of(AFTER)
    carry_ids(old, new)
    if variant == "clean":
        return clean_section(label, "Register of ferries", new, place)
    if variant == "redline":
        return redline_section(label, "Registers", "Register of ferries", redline(old, new), place)
    answer = Disposition("Accepted in part", "The keeper should know", "Draft 3")
    remarks = {new[0].id: [remark("Freedonia", answer), remark("Ruritania")], "gone": [remark("Sylvania")]}
    return compiled_section(label, "Register of ferries", new, remarks, [remark("Lantern Watch")], place)


def remark(organisation: str, disposition: Disposition | None = None) -> Remark:
    return Remark(
        organisation,
        "substantive",
        "A public register helps travellers.\nIt costs little.",
        (("=", "Each State Party shall keep a "), ("-", "public"), ("+", "free"), ("=", " register")),
        "para. 1",
        "on behalf of the River Group",
        "C-0417",
        disposition,
    )
