"""One search over a treaty and ten thousand comments, beside the search that Django's admin would do."""

from collections.abc import Iterator
from functools import partial
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from consultations.models import Comment
from mla_portal.searching.indexing import bring_up_to_date
from tests.benchmarks.measuring import Line, Way, race
from tests.benchmarks.pages import page, queries_of
from tests.benchmarks.stage import Stage

SEARCHES = [
    ("a common word", "lantern"),
    ("three words", "lantern burns waste"),
    ("a phrase", '"waste of oil"'),
    ("nothing found", "zeppelin"),
]


def lines(stage: Stage) -> Iterator[Line]:
    """The page, and against it the bare rows that contain the letters: no stems, no accents, no texts, no page."""
    assert stage.crowded_round
    bring_up_to_date()
    person = stage.client(stage.editor)
    for job, words in SEARCHES:
        ours = page(person, f"{reverse('search')}?{urlencode({'q': words})}")
        bare = Way("icontains on comments alone, 20 rows", partial(_letters, words))
        for line in race(f"search, {job}", ours, [bare]):
            yield Line(**{**vars(line), "note": f"queries {queries_of(ours)}"})


def _letters(words: str, _: object) -> int:
    asked = Q()
    for word in [words.strip('"')] if words.startswith('"') else words.split():
        asked &= Q(reasoning__icontains=word) | Q(proposed__icontains=word)
    found = Comment.objects.filter(asked).select_related("delegation__organisation").order_by("-submitted_at")
    return found.count() + len(found[:20])
