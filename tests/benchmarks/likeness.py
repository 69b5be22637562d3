"""Suggesting sources: our index against the ways to rank likeness that everybody has, in time and in what they find.

The pool is every provision of the synthetic treaty, more than a thousand clauses; what is asked about are provisions
of the same treaty after two rounds of changes, whose source is known because clause identities were carried over.
"""

import random
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import partial

from rapidfuzz import fuzz, process, utils

from drafts.text import grammar, identity
from drafts.text.likeness import Index
from drafts.text.provisions import provisions_of
from tests.benchmarks import synthetic
from tests.benchmarks.measuring import Line, Way, race
from tests.benchmarks.stage import Stage

ASKED = 12  # provisions a turn: the slowest alternative takes a second for each
SEEDS = (1, 4)  # two treaties end to end make the pool
LEAST_WORDS = 8

Texts = dict[str, str]
Pairs = list[tuple[str, str]]  # what is asked about, and the key of its source


def lines(stage: Stage) -> Iterator[Line]:
    """The same questions put to each; then with the index built anew, as after every change of the text."""
    pool, asked = corpus()
    index = Index(pool)
    first: dict[str, Callable[[str], str]] = {
        "rapidfuzz token_set_ratio": partial(_extracted, pool, fuzz.token_set_ratio),
        "rapidfuzz WRatio": partial(_extracted, pool, fuzz.WRatio),
        "difflib get_close_matches": partial(_closest, {text: key for key, text in reversed(pool.items())}),
    }
    ours = partial(_ranked, index)
    job = f"{ASKED} suggestions over {len(pool):,} clauses"
    found = _right(ours, asked)
    theirs = [Way(name, partial(_all, way, asked)) for name, way in first.items()]
    for line in race(job, Way("likeness", partial(_all, ours, asked)), theirs, dict.fromkeys(first, 1.0)):
        note = f"first is right: ours {found} of {len(asked)}, theirs {_right(first[line.peer], asked)}"
        yield Line(line.job, line.ours, line.peer, line.theirs, line.limit, note=note)
    afresh = Way("likeness", lambda _: _all(partial(_ranked, Index(pool)), asked, None))
    yield from race(f"{ASKED} suggestions, the index built for them alone", afresh, theirs[:2])


def corpus() -> tuple[Texts, Pairs]:
    """The pool by key, and revised provisions with the keys that they were drafted from."""
    pool: Texts = {}
    asked: Pairs = []
    for seed in SEEDS:
        before = synthetic.treaty(seed)
        after = synthetic.revised(synthetic.revised(before, synthetic.HEAVY, seed), synthetic.HEAVY, seed + 1)
        for older, newer in zip(before, after, strict=True):
            olds, news = (grammar.parse(article.source())[0] for article in (older, newer))
            for place, block in enumerate(olds):
                block.id = f"{seed}:{older.number}:{place}"
            identity.carry_ids(olds, news)
            pool |= {provision.id: provision.text for provision in provisions_of(olds)}
            asked += [(found.text, found.id) for found in provisions_of(news) if found.id in pool]
    changed = [(text, key) for text, key in asked if text != pool[key] and len(text.split()) >= LEAST_WORDS]
    return pool, random.Random(7).sample(changed, ASKED)


def _ranked(index: Index, text: str) -> str:
    return index.ranked(text, limit=1)[0].key


def _extracted(pool: Texts, scorer: Callable[..., float], text: str) -> str:
    found = process.extractOne(text, pool, scorer=scorer, processor=utils.default_process)
    return found[2] if found else ""


def _closest(keys: Texts, text: str) -> str:
    found = get_close_matches(text, keys, n=1, cutoff=0.3)
    return keys[found[0]] if found else ""


def _all(way: Callable[[str], str], asked: Pairs, _: object) -> int:
    return len([way(text) for text, _ in asked])


def _right(way: Callable[[str], str], asked: Pairs) -> int:
    return sum(way(text) == key for text, key in asked)
