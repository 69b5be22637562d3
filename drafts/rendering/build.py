"""Makes sections of the neutral tree from blocks, redline rows and remarks that are already loaded.

No ORM, no queries: `drafts.rendering.documents` brings them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from drafts.rendering.markup import without_notes
from drafts.rendering.tree import Change, Clause, Remark, Section, SectionKind, Segments
from drafts.rendering.words import word
from drafts.text.blocks import PARAGRAPH_MARK, Block, is_scope_line
from drafts.text.grammar import source_of
from drafts.text.redline import Row, Segment, diff_words

_CHANGES: dict[str, Change] = {
    "same": "", "edit": "edited", "split": "edited", "merge": "edited",
    "move": "moved", "move_edit": "moved", "insert": "inserted", "delete": "deleted",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where a section stands: what it is, how deep (1 outermost), its anchor, its language.

    `anchor` must be unique in the document and is best the article's slug ("article-12-bis"); "" lets the
    renderer number it.
    """

    kind: SectionKind = "article"
    level: int = 1
    anchor: str = ""
    language: str = "en"


def division(label: str, heading: str, place: Place, heading_old: str | None = None) -> Section:
    """The heading of a part, chapter or section ("Chapter III"); with `heading_old`, as a redline."""
    if heading_old is None:
        return Section("division", place.level, label, _kept(heading), place.anchor)
    segments = tuple(diff_words(heading_old, heading))
    return Section("division", place.level, label, segments, place.anchor, change=_section_change((), segments, ""))


def clean_section(
    label: str, heading: str, blocks: Sequence[Block], place: Place = Place(), notes: bool = False
) -> Section:
    """An article as it stands.

    Secretariat notes are dropped unless `notes`; a clause that was nothing but one goes with them.
    """
    shown = list(blocks) if notes else list(blocks_without_notes(blocks))
    step = _first_step(shown)
    clauses = tuple(_clause(block, _kept(block.text), step) for block in shown)
    source = source_of(shown, place.language)
    return Section(place.kind, place.level, label, _kept(heading), place.anchor, clauses, source=source)


def compiled_section(
    label: str,
    heading: str,
    blocks: Sequence[Block],
    remarks: Mapping[str, Sequence[Remark]],
    general: Sequence[Remark] = (),
    place: Place = Place(),
    notes: bool = True,
) -> Section:
    """An article with the remarks on each clause (by clause id) and the `general` ones on the article.

    Within a clause remarks keep the order they come in, so sort them before. Remarks on a clause that the
    article no longer has are not lost: they follow the general ones.
    """
    section = clean_section(label, heading, blocks, place, notes)
    clauses = tuple(replace(clause, remarks=tuple(remarks.get(clause.id, ()))) for clause in section.clauses)
    present = {clause.id for clause in clauses}
    homeless = [remark for clause, each in remarks.items() if clause not in present for remark in each]
    return replace(section, clauses=clauses, remarks=(*general, *homeless))


def redline_section(
    label: str,
    heading_old: str,
    heading_new: str,
    rows: Sequence[Row],
    place: Place = Place(),
    notes: bool = True,
    label_old: str | None = None,
) -> Section:
    """An article against an earlier version, from `drafts.text.redline.redline(old, new)`.

    `label_old` is the article's former label where it differs. An article that is wholly new or gone comes as
    rows that are all inserted or all deleted, with an empty heading on the other side; then its label is
    marked too.
    """
    step = _first_step([block for row in rows for block in (row.news or row.olds)])
    clauses = (clause for row in rows for clause in _row_clauses(row, step, place.language))
    shown = tuple(clauses if notes else _without_notes(clauses))
    note = ""
    if label_old is not None and label_old != label:
        note = word("formerly", place.language).format(label_old)
    heading = tuple(diff_words(heading_old, heading_new))
    change = _section_change(rows, heading, note)
    return Section(place.kind, place.level, label, heading, place.anchor, shown, note, change)


def comments_section(label: str, remarks: Sequence[Remark], place: Place = Place("comments")) -> Section:
    """General comments: remarks on the text as a whole, under a heading of their own."""
    return Section("comments", place.level, label, (), place.anchor, remarks=tuple(remarks))


def statistics(sections: Iterable[Section], language: str = "en") -> str:
    """The line that opens a compilation: how many comments, by how many, on how many provisions."""
    comments, organisations, places = 0, set(), 0
    for section in sections:
        for remarks in (section.remarks, *(clause.remarks for clause in section.clauses)):
            said = [remark for remark in remarks if not remark.is_cross_entry]
            comments += len(said)
            places += bool(remarks)
            organisations |= {remark.organisation for remark in said}
    return word("statistics", language).format(comments=comments, organisations=len(organisations), places=places)


def _kept(text: str) -> Segments:
    return (("=", text),) if text else ()


def _first_step(blocks: Sequence[Block]) -> int:
    """1 where lettered items hang on unnumbered words: they stand in a step, as "(a)" does under a chapeau."""
    outer = [block for block in blocks if block.kind == "para" and block.depth == 0]
    unnumbered = any(block.kind == "continuation" and block.depth == 0 and not is_scope_line(block) for block in blocks)
    return int(unnumbered and bool(outer) and not any(block.scheme == "num" for block in outer))


def _clause(block: Block, segments: Segments, step: int, note: str = "", change: Change = "") -> Clause:
    indent = block.depth + step if block.kind == "para" or block.depth else 0
    return Clause(block.kind, indent, block.label, segments, block.id, block.lead, note, change)


def _row_clauses(row: Row, step: int, language: str) -> Iterable[Clause]:
    """A row's clauses: one, or as many as a clause was split into.

    A merged clause keeps its former ends as deleted ¶.
    """
    change, note = _CHANGES[row.kind], _row_note(row, language)
    if change == "" and (note or row.relevelled):
        change = "edited"
    if not row.news:
        yield _clause(row.olds[0], tuple(row.segments), step, note, change)
        return
    parts = _paragraphs(row.segments)
    for number, block in enumerate(row.news):
        yield _clause(block, parts[number] if number < len(parts) else (), step, note, change)


def _paragraphs(segments: Sequence[Segment]) -> list[Segments]:
    """Segments cut where the new text has a paragraph mark."""
    parts: list[list[Segment]] = [[]]
    for sign, text in segments:
        pieces = [text] if sign == "-" else text.split(PARAGRAPH_MARK)
        for number, piece in enumerate(pieces):
            if number:
                parts.append([])
            if piece:
                parts[-1].append((sign, piece))
    return [tuple(part) for part in parts]


def _row_note(row: Row, language: str) -> str:
    joined = f" {word('and', language)} ".join(block.label.rstrip(".") for block in row.olds if block.label)
    if row.kind == "split" and joined:
        return word("split", language).format(joined)
    if row.kind == "merge" and joined:
        return word("merged", language).format(joined)
    if row.kind in ("move", "move_edit"):
        return word("moved_from", language).format(joined) if joined else word("moved", language)
    if row.renumbered_from:
        return word("formerly", language).format(row.renumbered_from.rstrip("."))
    return ""


def _section_change(rows: Sequence[Row], heading: Segments, note: str) -> Change:
    signs = {sign for sign, _ in heading}
    kinds = {row.kind for row in rows}
    if kinds <= {"insert"} and signs <= {"+"} and (kinds or signs):
        return "inserted"
    if kinds <= {"delete"} and signs <= {"-"} and (kinds or signs):
        return "deleted"
    return "edited" if note or signs & {"+", "-"} or kinds - {"same"} else ""


def blocks_without_notes(blocks: Iterable[Block]) -> Iterable[Block]:
    """Clauses without their secretariat notes, and without those that were nothing but a note."""
    for block in blocks:
        text = "".join(text for _, text in without_notes(_kept(block.text)))
        if text.strip() or text == block.text or block.kind != "continuation":
            yield replace(block, text=text)


def _without_notes(clauses: Iterable[Clause]) -> Iterable[Clause]:
    """Clauses without their secretariat notes, and without those that were nothing but a note."""
    for clause in clauses:
        segments = without_notes(clause.segments)
        if any(text.strip() for _, text in segments) or segments == clause.segments or clause.kind != "continuation":
            yield replace(clause, segments=segments)
