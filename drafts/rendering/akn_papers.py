"""From the record to the paper that is written as Akoma Ntoso."""

from django.conf import settings

from drafts.consolidating import Consolidated, DivisionLine
from drafts.models import Article
from drafts.rendering.akn import Division, Paper, Unit
from drafts.rendering.build import blocks_without_notes
from drafts.rendering.documents import dated, printed_label


def paper_of(text: Consolidated) -> Paper:
    """An edition or the working text, clean: without secretariat notes. It is dated by what it shows."""
    divisions: list[Division] = []
    units: list[Unit] = []
    path: list[int] = []
    if text.front:
        front = text.front
        units.append(Unit("front", "", "", front.heading, list(blocks_without_notes(front.blocks))))
    for line in text.lines:
        if isinstance(line, DivisionLine):
            del path[line.level :]
            parent = path[-1] if path else None
            path.append(len(divisions))
            divisions.append(Division(line.division.kind, line.label, line.name, line.heading, parent))
            continue
        kind = line.article.kind
        name = "" if kind == Article.Kind.PREAMBLE else printed_label(line)
        division = path[-1] if path and line.article.division_id else None
        blocks = list(blocks_without_notes(line.blocks))
        units.append(Unit(kind, line.label, name, line.heading, blocks, division))
    instrument, edition = text.instrument, text.edition
    return Paper(
        slug=instrument.slug,
        title=text.title,
        language=text.language,
        state=edition.slug if edition else "working",
        symbol=edition.symbol if edition else "",
        begun=instrument.created_at.date().isoformat(),
        dated=dated(text).date().isoformat(),
        author=settings.PORTAL_NAME,
        is_draft=instrument.is_negotiated,
        divisions=tuple(divisions),
        units=tuple(units),
    )
