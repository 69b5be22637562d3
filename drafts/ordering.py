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
