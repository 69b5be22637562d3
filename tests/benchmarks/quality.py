"""How often the text core is right, on edits whose truth is known and on treaties that it was not tuned on.

Without real treaties beside the clone (MLA_TEST_DATA) the same is counted on the small convention of the tests, which
says less: every line names what it was counted on.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from tests.benchmarks.measuring import Figure
from tests.benchmarks.stage import Stage
from tests.drafts.text import quality, quality_merging
from tests.drafts.text.corpus import articles as own_articles
from tests.drafts.text.real_treaties import are_here, unseen_articles
from tests.drafts.text.simulated_edits import heavy_round, typical_round

TURNS = 3
Tallies = Mapping[str, Counter[str]]


def lines(stage: Stage) -> Iterator[Figure]:
    """The quality table: identity, marking, comments, merging, splitting and joining."""
    articles = unseen_articles() if are_here() else own_articles() * 6
    on = f"[{len(articles)} articles of {'unseen treaties' if are_here() else 'our own'}]"
    yield from _identity(articles, on)
    yield from _marking(articles, on)
    yield from _comments(articles, on)
    yield from _merging(articles, on)
    tally = quality.regroupings(articles, TURNS)
    for name, target in (("merges", 90), ("splits", 90)):
        what = "joined paragraphs recognised" if name == "merges" else "split paragraphs recognised"
        note = f"{tally[f'{name}, found']} of {tally[name]}; invented {tally[f'{name}, invented']} {on}"
        yield Figure(what, _share(tally, f"{name}, found", name), target=target, note=note)


def _share(tally: Counter[str], part: str, whole: str) -> float:
    return 100 * tally[part] / max(1, tally[whole])


def _others(tallies: Tallies, part: str, whole: str) -> tuple[tuple[str, float], ...]:
    return tuple((name, _share(tally, part, whole)) for name, tally in tallies.items() if not name.startswith("ours"))


def _identity(articles: quality.Articles, on: str) -> Iterator[Figure]:
    for name, edit, target in (("typical", typical_round, 99.9), ("heavy", heavy_round, None)):
        found = quality.identities(articles, edit, TURNS)
        ours, others = found["ours"], _others(found, "kept, right", "kept")
        note = f"{ours['kept, right']:,} of {ours['kept']:,} {on}"
        yield Figure(f"clauses that keep their identity, {name} round", _share(ours, "kept, right", "kept"),
                     target=target, theirs=others, note=note)  # fmt: skip
        for tally in found.values():
            tally["wrong"], tally["all"] = tally["kept, wrong"] + tally["new, wrong"], tally["kept"] + tally["new"]
        yield Figure(f"clauses that get another\u2019s identity, {name} round", _share(ours, "wrong", "all"),
                     target=None if target is None else 0, is_most=True, theirs=_others(found, "wrong", "all"),
                     note=f"{ours['wrong']} of {ours['all']:,} {on}")  # fmt: skip


def _marking(articles: quality.Articles, on: str) -> Iterator[Figure]:
    for name, edit in (("typical", typical_round), ("heavy", heavy_round)):
        found = {way: tally["marked"] / tally["true"] for way, tally in quality.markings(articles, edit, 1).items()}
        others = tuple((way, ratio) for way, ratio in found.items() if way != "ours")
        yield Figure(f"characters marked for each that changed, {name} round", found["ours"], "", target=1.02,
                     is_most=True, theirs=others, note=on)  # fmt: skip


def _comments(articles: quality.Articles, on: str) -> Iterator[Figure]:
    for name, edit, target in (("typical", typical_round, 99.5), ("heavy", heavy_round, None)):
        found = quality.comments(articles, edit, TURNS)
        ours = found["ours"]
        yield Figure(f"comments found again, {name} round", _share(ours, "right", "alive"), target=target,
                     theirs=_others(found, "right", "alive"),
                     note=f"{ours['right']:,} of {ours['alive']:,} {on}")  # fmt: skip
        for tally in found.values():
            tally["astray"], tally["all"] = tally["wrong"] + tally["gone, attached"], tally["alive"] + tally["gone"]
        yield Figure(f"comments on words that are not theirs, {name} round", _share(ours, "astray", "all"),
                     target=None if target is None else 0, is_most=True, theirs=_others(found, "astray", "all"),
                     note=f"{ours['astray']} of {ours['all']:,} {on}")  # fmt: skip


def _merging(articles: quality.Articles, on: str) -> Iterator[Figure]:
    found = quality_merging.merges(articles, range(2 * TURNS))
    for job, part, whole, note in (
        ("touching edits that differ, merged silently", "silent", "touching", "touching"),
        ("separate edits merged into what nobody meant", "wrong", "separate", "separate"),
    ):
        ours = found["ours"]
        yield Figure(job, _share(ours, part, whole), target=0, is_most=True, theirs=_others(found, part, whole),
                     note=f"{ours[part]} of {ours[whole]} {note} {on}")  # fmt: skip
    yield Figure("separate edits merged without a question", _share(found["ours"], "correct", "separate"),
                 theirs=_others(found, "correct", "separate"), note=on)  # fmt: skip
