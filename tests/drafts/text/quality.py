"""How well the text core does on edits whose truth is known, and how well simple ways do on the same edits.

Every function takes articles with ids and the seeds of the rounds and returns a tally; nothing is timed. The simple
ways are what one would write without this core: numbers as identities, difflib on lines, searching for the quote.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from drafts.text.anchors import Anchor, make, reanchor
from drafts.text.blocks import PARAGRAPH_MARK, Block
from drafts.text.identity import carry_ids
from drafts.text.numbering import number, paths
from drafts.text.redline import redline
from drafts.text.words import lex
from tests.drafts.text.simulated_edits import Simulation, score

Articles = Sequence[Sequence[Block]]
Round = Callable[[Sequence[Block], int], Simulation]
Span = tuple[str, int, int]  # clause, start, end


def rounds(articles: Articles, edit: Round, turns: int) -> Iterator[Simulation]:
    """Every article edited `turns` times."""
    for turn in range(turns):
        for place, blocks in enumerate(articles):
            yield edit(blocks, turn * 7919 + place)


# Identity


def identities(articles: Articles, edit: Round, turns: int) -> dict[str, Counter[str]]:
    """Which clause each clause continues: "kept", "kept, right", "kept, wrong", "new", "new, wrong", by the way."""
    tallies: dict[str, Counter[str]] = {"ours": Counter(), "difflib on lines": Counter(), "numbers": Counter()}
    for simulation in rounds(articles, edit, turns):
        tallies["ours"] += score(simulation)
        old, new = list(simulation.original.values()), simulation.result()
        for name, way in (("difflib on lines", _by_lines), ("numbers", _by_numbers)):
            tallies[name] += _judged(simulation, way(old, new))
    return tallies


def _by_lines(old: Sequence[Block], new: Sequence[Block]) -> dict[int, str]:
    """difflib: equal lines, and lines that replace as many others in order."""
    found: dict[int, str] = {}
    texts = [block.text for block in old], [block.text for block in new]
    for kind, start, end, new_start, new_end in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        if kind == "equal" or (kind == "replace" and end - start == new_end - new_start):
            found.update({new_start + step: old[start + step].id for step in range(end - start)})
    return found


def _by_numbers(old: Sequence[Block], new: Sequence[Block]) -> dict[int, str]:
    """The place as identity, as the eId of Akoma Ntoso has it: paragraph 3 (b) is paragraph 3 (b)."""
    numbered = [number([replace(block, id=str(place)) for place, block in enumerate(blocks)]) for blocks in (old, new)]
    places = {path: int(identity) for identity, path in reversed(paths(numbered[0]).items())}
    return {int(i): old[places[path]].id for i, path in paths(numbered[1]).items() if path in places}


def _judged(simulation: Simulation, believed: dict[int, str]) -> Counter[str]:
    """As `score` judges ours: either half of a split or a merger may carry the identity on."""
    tally: Counter[str] = Counter()
    family = {i: {i} for i in simulation.original}
    for gone, into in simulation.merged_into.items():
        family[gone].add(into)
        family[into].add(gone)
    for place, true in enumerate(simulation.true_ids()):
        found = believed.get(place)
        if true in simulation.original:
            tally["kept"] += 1
            tally["kept, right"] += found in family[true]
            tally["kept, wrong"] += found is not None and found not in family[true]
        else:
            tally["new"] += 1
            tally["new, wrong"] += found is not None and found != simulation.split_off.get(true)
    return tally


# Marking


def markings(articles: Articles, edit: Round, turns: int) -> dict[str, Counter[str]]:
    """Characters marked as changed against characters that were changed: "marked" and "true", by the way."""
    tallies: dict[str, Counter[str]] = {
        "ours, ids unknown": Counter(),
        "ours": Counter(),
        "difflib on words": Counter(),
    }
    if shutil.which("git"):
        tallies["git diff --word-diff"] = Counter()
    for simulation in rounds(articles, edit, turns):
        old = list(simulation.original.values())
        true = _truly_changed(simulation)
        ways: dict[str, Callable[[], int]] = {
            "ours": lambda old=old, s=simulation: _marked(old, s.result(with_ids=True)),  # type: ignore[misc]
            "ours, ids unknown": lambda old=old, s=simulation: _marked(old, s.result()),  # type: ignore[misc]
            "difflib on words": lambda old=old, s=simulation: _marked_by_difflib(old, s.result()),  # type: ignore[misc]
            "git diff --word-diff": lambda old=old, s=simulation: _marked_by_git(old, s.result()),  # type: ignore[misc]
        }
        for name, tally in tallies.items():
            tally["true"] += true
            tally["marked"] += ways[name]()
    return tallies


def _letters(text: str) -> int:
    return len(re.sub(rf"[\s{PARAGRAPH_MARK}]", "", text))


def _truly_changed(simulation: Simulation) -> int:
    """Characters that were deleted and characters that were written."""
    standing = [word for block in simulation.blocks for word in simulation.words[block.id]]
    kept = {word.origin for word in standing if word.origin}
    before = [word for block in simulation.original.values() for word in Simulation([block], 0).words[block.id]]
    deleted = sum(_letters(word.text) for word in before if word.origin not in kept)
    return deleted + sum(_letters(word.text) for word in standing if word.origin is None)


def _marked(old: Sequence[Block], new: Sequence[Block]) -> int:
    return sum(_letters(text) for row in redline(old, new) for sign, text in row.segments if sign != "=")


def _marked_by_difflib(old: Sequence[Block], new: Sequence[Block]) -> int:
    before, after = ([word for block in blocks for word in lex(block.text)[1]] for blocks in (old, new))
    marked = 0
    for kind, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            marked += _letters("".join(before[start:end])) + _letters("".join(after[new_start:new_end]))
    return marked


def _marked_by_git(old: Sequence[Block], new: Sequence[Block]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("old", "new")]
        for file, blocks in zip(files, (old, new), strict=True):
            file.write_text("\n".join(block.text for block in blocks) + "\n")
        command = ["git", "diff", "--no-index", "--no-color", "--word-diff=porcelain", "-U99999", *map(str, files)]
        out = subprocess.run(command, capture_output=True, check=False, text=True).stdout
    return sum(_letters(line[1:]) for line in out.splitlines()[5:] if line[:1] in "+-")


# Comments


def comments(articles: Articles, edit: Round, turns: int, each: int = 6) -> dict[str, Counter[str]]:
    """Comments on a few words: "alive" where half of them survive, then "right" place, "wrong" place or lost; "gone"
    where they do not, then "gone, attached" where a way nevertheless claims to have found them.
    """
    tallies: dict[str, Counter[str]] = {"ours": Counter(), "exact quote": Counter(), "position": Counter()}
    for turn, simulation in enumerate(rounds(articles, edit, turns)):
        old, new = list(simulation.original.values()), simulation.result()
        carry_ids(old, new)
        chance = random.Random(turn)
        for anchor, places in _anchored(old, chance, each):
            truth = _truth(simulation, new, anchor, places)
            ours = reanchor([anchor], old, new)[0]
            is_found = ours.status in ("exact", "changed", "moved")
            found = {
                "ours": (ours.clause, ours.start, ours.end) if is_found else None,
                "exact quote": _by_quote(anchor, new),
                "position": _by_position(anchor, old, new),
            }
            for name, tally in tallies.items():
                _judge_comment(tally, found[name], truth)
    return tallies


def _anchored(old: Sequence[Block], chance: random.Random, each: int) -> Iterator[tuple[Anchor, range]]:
    """Anchors on one to twelve words, and which words of their clause they are on."""
    candidates = [block for block in old if len(lex(block.text)[1]) > 4 and block.kind != "option"]
    for _ in range(each if candidates else 0):
        block = chance.choice(candidates)
        gaps, words = lex(block.text)
        length = chance.choice([1, 2, 3, 5, 8, 12])
        first = chance.randrange(max(1, len(words) - length))
        last = min(len(words), first + length)
        if any(word[0].isalnum() for word in words[first:last]):
            start = sum(map(len, gaps[: first + 1])) + sum(map(len, words[:first]))
            end = start + sum(map(len, gaps[first + 1 : last])) + sum(map(len, words[first:last]))
            yield make(block, start, end), range(first, last)


def _truth(simulation: Simulation, new: Sequence[Block], anchor: Anchor, places: range) -> Span | None:
    """Where most of the words of the anchor went; None where fewer than half of their letters are left."""
    origins = {(anchor.clause, place) for place in places}
    best: tuple[int, int, list[int]] = (0, 0, [])
    for place, block in enumerate(simulation.blocks):
        hits = [at for at, word in enumerate(simulation.words[block.id]) if word.origin in origins]
        letters = sum(_letters(simulation.words[block.id][at].text) for at in hits)
        best = max(best, (letters, place, hits), key=lambda each: each[0])
    letters, place, hits = best
    if letters < 0.5 * _letters(anchor.exact) or not hits:
        return None
    gaps, words = lex(new[place].text)
    if hits[-1] >= len(words) or len(words) != len(simulation.words[simulation.blocks[place].id]):
        return None
    ends = [0]
    for gap, word in zip(gaps, words, strict=False):
        ends.append(ends[-1] + len(gap) + len(word))
    return new[place].id, ends[hits[0]] + len(gaps[hits[0]]), ends[hits[-1] + 1]


def _judge_comment(tally: Counter[str], found: Span | None, truth: Span | None) -> None:
    if truth is None:
        tally["gone"] += 1
        tally["gone, attached"] += found is not None
        return
    tally["alive"] += 1
    if found is None:
        tally["lost"] += 1
        return
    shared = min(found[2], truth[2]) - max(found[1], truth[1])
    whole = max(found[2], truth[2]) - min(found[1], truth[1])
    is_there = found[0] == truth[0] and shared > 0
    tally["right"] += is_there and shared >= 0.3 * whole
    tally["exactly right"] += is_there and shared >= 0.8 * whole
    tally["wrong"] += not (is_there and shared >= 0.3 * whole)


def _by_quote(anchor: Anchor, new: Sequence[Block]) -> Span | None:
    """The same words, wherever they stand; of several the one in the likest surroundings."""
    best: tuple[int, Span] | None = None
    for block in new:
        for match in re.finditer(re.escape(anchor.exact), block.text):
            before, after = block.text[: match.start()], block.text[match.end() :]
            around = sum(
                1 for one, other in zip(reversed(before), reversed(anchor.prefix), strict=False) if one == other
            ) + sum(1 for one, other in zip(after, anchor.suffix, strict=False) if one == other)
            if best is None or around > best[0]:
                best = around, (block.id, match.start(), match.end())
    return best[1] if best else None


def _by_position(anchor: Anchor, old: Sequence[Block], new: Sequence[Block]) -> Span | None:
    """The same characters of the article, counted from its beginning."""
    start = sum(len(block.text) + 1 for block in old[: [block.id for block in old].index(anchor.clause)]) + anchor.start
    for block in new:
        if start <= len(block.text):
            return block.id, start, min(len(block.text), start + anchor.end - anchor.start)
        start -= len(block.text) + 1
    return None


# Regrouping


def regroupings(articles: Articles, turns: int) -> Counter[str]:
    """Typical edits of words in articles of which a paragraph was joined to its neighbour, or was split: "merges" and
    "splits" that there were, of them "found", and those "invented". The simple ways know neither.
    """
    tally: Counter[str] = Counter()
    for turn in range(turns):
        for place, blocks in enumerate(articles):
            for structure in ({"merge": 1}, {"split": 1}):
                simulation = Simulation(list(blocks), turn * 7919 + place).restructure(**structure)
                words = sum(len(block.text.split()) for block in blocks)
                tally += score(simulation.edit_words(max(1, words // 120)))
    return tally
