"""What a change may rest on. This app knows no comments: the consultations say at their start which can be answered."""

from collections.abc import Callable, Sequence

from drafts.models import Article

# Takes an article and primary keys of comments; returns those that a change of the article can answer.
Resolver = Callable[[Article, Sequence[int]], set[int]]
RESOLVERS: list[Resolver] = []


def unknown_grounds(article: Article, grounds: Sequence[int]) -> set[int]:
    """Those of `grounds` that nobody knows."""
    left = set(grounds)
    for resolve in RESOLVERS:
        if left:
            left -= resolve(article, sorted(left))
    return left
