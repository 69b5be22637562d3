"""Real treaties, read where a developer has them (MLA_TEST_DATA) and never copied into the project."""

from __future__ import annotations

import csv
import json
import os
from functools import cache
from pathlib import Path

import pytest

from drafts.text.grammar import Block, parse
from drafts.text.provisions import Provision, provisions_of
from drafts.text.reading import read_instrument

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("MLA_TEST_DATA", ROOT.parent / "shared" / "data"))

# The thresholds of the text core were tuned on two treaties, "uncac" and "rome". These it had not seen.
UNSEEN = ("untoc", "drugs88", "terfin", "ece", "ecma", "genocide")
UNSEEN_FILES = ("ced-2006.en", "cat-1984.en", "un-cybercrime-2024.en")


def are_here() -> bool:
    """Whether there are real treaties on this machine."""
    return (FOLDER / "treaties" / "articles.json").exists()


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
    return _identified(treaty, real_sources(treaty), least_clauses)


def unseen_articles() -> list[list[Block]]:
    """The articles of all treaties that no threshold was tuned on."""
    found = [article for treaty in UNSEEN for article in real_articles(treaty)]
    for name in UNSEEN_FILES:
        text = (FOLDER / "treaties" / f"{name}.txt").read_text(encoding="utf-8")
        found += _identified(name, [article.source for article in read_instrument(text).articles], 3)
    return found


def _identified(treaty: str, sources: list[str], least_clauses: int) -> list[list[Block]]:
    found = []
    for place, source in enumerate(sources):
        blocks, _ = parse(source)
        for clause, block in enumerate(blocks):
            block.id = f"{treaty}.{place}.{clause}"
        if len(blocks) >= least_clauses:
            found.append(blocks)
    return found


def real_provisions(treaty: str) -> dict[str, Provision]:
    """Every provision of a treaty by article and place ("46:22", "17:sole paragraph")."""
    found = {}
    for article in _sources()[treaty]:
        blocks, _ = parse(article["source"])
        for clause, block in enumerate(blocks):
            block.id = f"{article['n']}.{clause}"
        for provision in provisions_of(blocks):
            found[f"{article['n']}:{provision.path}"] = provision
    return found


def real_counterparts() -> list[dict[str, str]]:
    """Pairs of provisions on extradition and on mutual legal assistance, one row each."""
    file = FOLDER / "treaties" / "mla_extradition_counterparts.csv"
    if not file.exists():
        pytest.skip("real counterparts are not here: set MLA_TEST_DATA to the folder that has treaties/")
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))
