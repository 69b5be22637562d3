"""A text as plain data (JSON): for programs that would otherwise read a PDF."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from drafts.rendering.akn import Paper, Unit
from drafts.text import brackets, numbering
from drafts.text.blocks import Block

FORMAT = "treaty-text/1"  # what a reader may rely on; another meaning of a name gets another number


def json_of(paper: Paper, proof: Mapping[str, str]) -> bytes:
    """The paper in UTF-8, with names that say what they are: divisions by their place in the list, articles in reading
    order, each clause with its permanent id, its printed number, how it is cited, its words as they read and as they
    are typed. `proof` are the checksums of an edition; none for a working text. The same text gives the same bytes.
    """
    told = {
        "format": FORMAT,
        "instrument": paper.slug,
        "title": paper.title,
        "language": paper.language,
        "edition": paper.state,
        "symbol": paper.symbol,
        "dated": paper.dated,
        "is_draft": paper.is_draft,
        "proof": dict(proof),
        "divisions": [
            {"kind": one.kind, "number": one.label, "name": one.name, "heading": one.heading, "in": one.parent}
            for one in paper.divisions
        ],
        "articles": [_article(unit, paper.language) for unit in paper.units],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _article(unit: Unit, language: str) -> dict[str, Any]:
    places = numbering.paths(unit.blocks, language)
    return {
        "kind": unit.kind,
        "number": unit.label,
        "name": unit.name,
        "heading": unit.heading,
        "division": unit.division,
        "clauses": [_clause(block, numbering.citation(places[block.id], language)) for block in unit.blocks],
    }


def _clause(block: Block, cited: str) -> dict[str, Any]:
    return {
        "id": block.id,
        "kind": block.kind,
        "level": block.depth,
        "number": block.label,
        "cited": cited,
        "words": brackets.plain(block.text),
        "typed": block.text,
    }
