"""Places: positions of articles and divisions are unique, so that putting them in order takes two steps."""

from collections.abc import Sequence

from django.db.models import F

from drafts.models import Article, Division, Instrument

FAR = 1_000_000  # out of the way of every real position, for articles that have yet to be put in order
WITHDRAWN = 10 * FAR  # withdrawn articles stand behind everything


def put_articles_in_order(instrument: Instrument, wanted: Sequence[Article]) -> None:
    """Positions from 1 in the order of `wanted`, which are all articles that stand in the text."""
    instrument.articles.standing().update(position=F("position") + 2 * FAR)
    for place, article in enumerate(wanted, 1):
        article.position = place
        Article.objects.filter(pk=article.pk).update(position=place)


def put_divisions_in_order(instrument: Instrument, wanted: Sequence[Division]) -> None:
    """Positions from 1 in the order of `wanted`, which are all divisions of the instrument."""
    instrument.divisions.update(position=F("position") + FAR)
    for place, division in enumerate(wanted, 1):
        Division.objects.filter(pk=division.pk).update(position=place)


def put_divisions_in_reading_order(instrument: Instrument, articles: Sequence[Article]) -> None:
    """The same for the order of these articles, which are all that stand in the text."""
    divisions = list(instrument.divisions.order_by("position"))
    wanted = in_reading_order(divisions, articles)
    if wanted != divisions:
        put_divisions_in_order(instrument, wanted)


def in_reading_order(divisions: Sequence[Division], articles: Sequence[Article]) -> list[Division]:
    """Divisions in the order in which a reader of the articles meets them; those without articles stand at the end."""
    rows = {row.pk: row for row in divisions}
    met: dict[int, Division] = {}
    for article in articles:
        path: list[Division] = []
        row = rows.get(article.division_id or 0)
        while row is not None:
            path.insert(0, row)
            row = rows.get(row.parent_id or 0)
        met.update({division.pk: division for division in path if division.pk not in met})
    return [*met.values(), *(row for row in divisions if row.pk not in met)]
