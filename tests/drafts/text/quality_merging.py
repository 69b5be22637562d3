"""How well the work of two people on one paragraph is merged, on edits whose truth is known, and how git does it."""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from drafts.text.merge import GUARD, merge_text
from drafts.text.words import lex
from tests.drafts.text.quality import Articles
from tests.drafts.text.simulated_edits import Simulation

_LEAST_WORDS = 20


def merges(articles: Articles, seeds: range) -> dict[str, Counter[str]]:
    """Two people edit one paragraph. "touching" edits leave no word between them: "silent" where a way merged them
    without a question although they differ. "separate" ones: "correct", "asked", "wrong".
    """
    tallies: dict[str, Counter[str]] = {"ours": Counter(), "ours without guard": Counter()}
    if shutil.which("git"):
        tallies["git merge-file, a word a line"] = Counter()
    for base, ours, theirs, expected, distance, is_same in _pairs(articles, seeds):
        for name, tally in tallies.items():
            if name.startswith("git"):
                merged = _merged_by_git(base, ours, theirs)
            else:
                merged = _merged(base, ours, theirs, GUARD if name == "ours" else 0)
            if distance < 1:
                tally["touching"] += 1
                tally["silent"] += merged is not None and not is_same
                tally["silent, the same"] += merged is not None and is_same
            else:
                tally["separate"] += 1
                tally["asked"] += merged is None
                is_right = merged is not None and "".join(merged) == "".join(expected)
                tally["correct"] += is_right
                tally["wrong"] += merged is not None and not is_right
    return tallies


def _pairs(articles: Articles, seeds: range) -> Iterator[tuple[str, str, str, list[str], float, bool]]:
    for seed in seeds:
        for blocks in articles:
            for block in blocks:
                chance = random.Random(f"{seed}{block.id}")
                if len(block.text.split()) < _LEAST_WORDS or chance.random() > 0.25:
                    continue
                edits = chance.choice([1, 1, 2])
                one = Simulation([block], seed * 2 + 1).edit_words(edits)
                other = Simulation([block], seed * 2 + 1000).edit_words(edits)
                texts = block.text, one.result()[0].text, other.result()[0].text
                if len(set(texts)) == 3:
                    yield (*texts, *_true_merge(lex(block.text)[1], one, other, block.id))


def _changes(simulation: Simulation, block: str, words: int) -> tuple[set[int], dict[int, list[str]]]:
    """Which words of the base are left, and what was written after each."""
    kept: set[int] = set()
    written: dict[int, list[str]] = {}
    last = -1
    for word in simulation.words[block]:
        if word.origin:
            last = word.origin[1]
            kept.add(last)
        else:
            written.setdefault(last, []).append(word.bare)
    return kept, written


def _true_merge(words: Sequence[str], one: Simulation, other: Simulation, block: str) -> tuple[list[str], float, bool]:
    """What both meant, how many words lie between their changes, and whether all that touches is the same change."""
    (kept, written), (other_kept, other_written) = (_changes(each, block, len(words)) for each in (one, other))
    mine = {place for place in range(len(words)) if place not in kept} | {place + 0.5 for place in written}
    theirs = {place for place in range(len(words)) if place not in other_kept} | {
        place + 0.5 for place in other_written
    }
    distance = min((abs(a - b) for a in mine for b in theirs), default=99)
    near = {place for place in mine if any(abs(place - b) < 1 for b in theirs)}
    other_near = {place for place in theirs if any(abs(place - b) < 1 for b in mine)}
    is_same = near == other_near and all(
        written.get(int(p - 0.5)) == other_written.get(int(p - 0.5)) for p in near if p % 1
    )
    out: list[str] = []
    for place in range(-1, len(words)):
        if place >= 0 and place in kept and place in other_kept:
            out.append(words[place])
        out += written.get(place, []) + other_written.get(place, [])
    return out, distance, is_same


def _merged(base: str, ours: str, theirs: str, guard: int) -> list[str] | None:
    parts = merge_text(base, ours, theirs, guard)
    texts = [part for part in parts if isinstance(part, str)]
    return lex("".join(texts))[1] if len(texts) == len(parts) else None


def _merged_by_git(base: str, ours: str, theirs: str) -> list[str] | None:
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for file, text in zip(files, (ours, base, theirs), strict=True):
            file.write_text("\n".join(lex(text)[1]) + "\n")
        done = subprocess.run(
            ["git", "merge-file", "-p", *map(str, files)], capture_output=True, check=False, text=True
        )
    return done.stdout.split("\n")[:-1] if done.returncode == 0 else None
