"""The targets of the quality table, on one turn of what `./dev bench quality` counts in full."""

from drafts.text.blocks import Block
from tests.drafts.text import quality, quality_merging
from tests.drafts.text.corpus import articles
from tests.drafts.text.real_treaties import unseen_articles
from tests.drafts.text.simulated_edits import typical_round


def test_the_targets_are_met_on_treaties_that_nothing_was_tuned_on() -> None:
    check(unseen_articles(), turns=1)


def test_comments_hardly_ever_stand_on_words_that_are_not_theirs() -> None:
    found = quality.comments(articles(), typical_round, 20)["ours"]
    assert found["wrong"] + found["gone, attached"] <= 0.001 * (found["alive"] + found["gone"])
    assert found["right"] >= 0.99 * found["alive"] > 1000


def check(versions: list[list[Block]], turns: int) -> None:
    identity = quality.identities(versions, typical_round, 3 * turns)["ours"]
    assert identity["kept, right"] >= 0.999 * identity["kept"] > 1000
    assert (identity["kept, wrong"], identity["new, wrong"]) == (0, 0)
    comments = quality.comments(versions, typical_round, turns)["ours"]
    assert comments["right"] >= 0.995 * comments["alive"] > 1000
    assert (comments["wrong"], comments["gone, attached"]) == (0, 0)
    grouped = quality.regroupings(versions, turns)
    assert grouped["merges, found"] >= 0.9 * grouped["merges"] > 100
    assert grouped["splits, found"] >= 0.9 * grouped["splits"] > 100
    merging = quality_merging.merges(versions[:40], range(turns))["ours"]
    assert (merging["silent"], merging["wrong"]) == (0, 0)
