"""Real treaties, read where a developer has them (MLA_TEST_DATA) and never copied into the project."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

import pytest

from drafts.text.grammar import Block, parse

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("MLA_TEST_DATA", ROOT.parent / "shared" / "data"))


@cache
def _sources() -> dict[str, list[dict[str, str]]]:
    file = FOLDER / "treaties" / "articles.json"
    if not file.exists():
        pytest.skip("real treaties are not here: set MLA_TEST_DATA to the folder that has treaties/articles.json")
    with file.open(encoding="utf-8") as opened:
        loaded: dict[str, list[dict[str, str]]] = json.load(opened)
    return loaded


def real_sources(treaty: str) -> list[str]:
    """The articles of a treaty in drafting syntax; skips the test where the treaties are absent."""
    return [article["source"] for article in _sources()[treaty]]


def real_articles(treaty: str, least_clauses: int = 3) -> list[list[Block]]:
    """The same as blocks with ids, short articles left out."""
    found = []
    for place, source in enumerate(real_sources(treaty)):
        blocks, _ = parse(source)
        for clause, block in enumerate(blocks):
            block.id = f"{treaty}.{place}.{clause}"
        if len(blocks) >= least_clauses:
            found.append(blocks)
    return found
