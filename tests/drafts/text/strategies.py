"""What hypothesis draws: sources nobody would write, and articles as people edit them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from drafts.text.grammar import Block, parse
from tests.drafts.text.corpus import articles
from tests.drafts.text.simulated_edits import heavy_round, typical_round

laws = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)

TYPED = [
    "shall", "may", "States", "Parties", "the", "of", "request", "[", "]", "[shall]^{Cuba}",
    "article 12, paragraph 3 (b)",
    "“term”", ",", ".", ";", "*inter alia*", "{fn: a footnote}", "{note: by the secretariat}", "1 bis.",
    "(a)", "b)", "\\[", "é",
    "State’s", "—", "(i)", "¶", "*", "^{}", "Option 1:", "[Deleted]", "e\u0301", "\u2029",
]  # fmt: skip
MARKERS = [
    "", "", "1. ", "2. ", "3. ", "(a) ", "(b) ", "(c) ", "(i) ", "(ii) ", "(h) ", "a) ", "ii) ",
    "1 bis. ", "(b bis) ", "- ", "[3. ",
    "a. ", "(A) ", "(1) ", "¶ ", "Option 1 (Cuba):", "Option 2: ", "End of options",
]  # fmt: skip

wording = st.lists(st.sampled_from(TYPED), max_size=14).map(" ".join)
anything = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)
text = st.one_of(wording, wording, anything)
line = st.builds("{}{}{}".format, st.sampled_from(["", "", "    ", "        ", "\t"]), st.sampled_from(MARKERS), text)
source = st.lists(line, max_size=12).map("\n".join)
language = st.sampled_from(["en", "fr", "es"])
seed = st.integers(0, 10**6)
existing_article = st.sampled_from(articles())
round_of_edits = st.sampled_from([typical_round, heavy_round])


def with_ids(source: str) -> list[Block]:
    """The blocks of `source` with ids that say where they stand."""
    blocks, _ = parse(source)
    for place, block in enumerate(blocks):
        block.id = f"clause-{place}"
    return blocks


def copied(blocks: list[Block]) -> list[Block]:
    """A version that may be changed without changing this one."""
    return [replace(block) for block in blocks]


def contents(blocks: list[Block]) -> list[tuple[str, int, str, str, str, str]]:
    """Everything but identity and numbers."""
    return [block.content() for block in blocks]
