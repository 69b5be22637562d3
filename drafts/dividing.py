"""Acts on the divisions of a whole instrument: one is added (which is how a long one is split), given another heading,
moved, or deleted (which is how two are merged). Articles keep their numbers and their words."""

from collections.abc import Sequence

from django.db import transaction

from drafts import amending
from drafts.models import Act, Article, Division, Heading, Instrument
from drafts.models.instruments import LONGEST_HEADING
from drafts.ordering import put_articles_in_order, put_divisions_in_order, put_divisions_in_reading_order
from drafts.reshaping import Authorship, CannotReshape, locked_articles, log_act
from drafts.text import grammar

_RANKS = {kind: rank for rank, kind in enumerate(Division.Kind.values)}  # a part holds titles, chapters, sections


def add_division(
    *, instrument: Instrument, kind: str, label: str, heading: str, first: Article, by: Authorship
) -> Division:
    """A division that begins with the article `first` and takes the rest of the division of its rank that it cuts in
    two. A chapter put into a part stands in that part, one put into a chapter stands behind it.

    Raises CannotReshape for a number that is taken, an unknown kind, or an article that no division can begin with.
    """
    by.check()
    label, heading = " ".join(label.split()), grammar.canonical(heading)
    if kind not in Division.Kind.values:
        raise CannotReshape("Choose a part, a title, a chapter or a section.")
    if not label or len(label) > 20:
        raise CannotReshape("A division needs a short number, such as IV or IV bis.")
    _check_heading(heading)
    with transaction.atomic():
        articles = locked_articles(instrument)
        parent = _parent_for(kind, first.division)
        if instrument.divisions.filter(parent=parent, kind=kind, label=label).exists():
            raise CannotReshape(f"There is a {kind} {label} already.")
        division = _place(Division(instrument=instrument, parent=parent, kind=kind, label=label), articles, first)
        taken = _cut_off(articles, first, division)
        Article.objects.filter(pk__in=[article.pk for article in taken]).update(division=division)
        what = f"{division} was added; it begins with {first}."
        detail = {"division": division.pk, "articles": [article.label for article in taken]}
        log_act(instrument, Act.Kind.ADD_DIVISION, what, by, detail)
        _name(division, instrument.original_language, heading, by)
    return division


def rename_division(*, division: Division, language: str, heading: str, by: Authorship) -> Act:
    """Another heading in one language, as the heading's next version."""
    by.check()
    heading = grammar.canonical(heading)
    _check_heading(heading)
    with transaction.atomic():
        locked_articles(division.instrument)
        if Heading.objects.filter(division=division, language=language, words=heading).exists():
            raise CannotReshape("That is its heading already.")
        _name(division, language, heading, by)
        what = f"{division} is headed “{heading}”." if heading else f"{division} has no heading any more."
        return log_act(division.instrument, Act.Kind.RENAME_DIVISION, what, by, {"division": division.pk})


def move_division(*, division: Division, after: Division | None, by: Authorship) -> Act:
    """The division with all that stands in it is moved behind another one of the same parent, or to their head."""
    by.check()
    instrument = division.instrument
    with transaction.atomic():
        articles = locked_articles(instrument)
        if after is not None and (after == division or after.parent_id != division.parent_id):
            raise CannotReshape("A division is moved behind another one of the same level.")
        families = _families(instrument)
        moving = [article for article in articles if article.division_id in families[division.pk]]
        rest = [article for article in articles if article not in moving]
        start = _start(rest, families, division, after)
        order = [*rest[:start], *moving, *rest[start:]]
        if order == articles:
            raise CannotReshape(f"{division} stands there already.")
        put_articles_in_order(instrument, order)
        put_divisions_in_reading_order(instrument, order)
        what = f"{division} was moved {f'behind {after}' if after else 'before the others'}."
        detail = {"division": division.pk, "after": after and after.pk}
        return log_act(instrument, Act.Kind.MOVE_DIVISION, what, by, detail)


def delete_division(*, division: Division, by: Authorship) -> Act:
    """The division goes, its articles stay: they join the division that stands before it, and so do the divisions in
    it, else both join what is around it. Its row remains, because editions name it; a division without articles stands
    in no text.

    Raises CannotReshape for a division that is gone already.
    """
    by.check()
    instrument = division.instrument
    with transaction.atomic():
        outer, heir = _heirs(division, locked_articles(instrument))
        instrument.articles.filter(division=division).update(division=heir)
        for child in instrument.divisions.filter(parent=division):
            fits = outer is None or _RANKS[outer.kind] < _RANKS[child.kind]
            Division.objects.filter(pk=child.pk).update(parent=outer if fits else division.parent)
        what = f"{division} was deleted; its articles stand in {heir or 'no division'}."
        detail = {"division": division.pk, "heir": heir and heir.pk}
        return log_act(instrument, Act.Kind.DELETE_DIVISION, what, by, detail)


def _check_heading(heading: str) -> None:
    if "\0" in heading:
        raise CannotReshape("There is a null character in what was sent; paste it again as plain text.")
    if len(heading) > LONGEST_HEADING:
        raise CannotReshape(f"A heading has at most {LONGEST_HEADING} characters; this one has {len(heading)}.")


def _parent_for(kind: str, current: Division | None) -> Division | None:
    """The division that one of this kind stands in, begun inside `current`: the nearest one of a higher kind."""
    while current is not None and _RANKS[current.kind] >= _RANKS[kind]:
        current = current.parent
    return current


def _run_from(articles: Sequence[Article], first: Article) -> list[Article]:
    """`first` and what follows it in the same division, without a gap."""
    if first not in articles or first.kind != Article.Kind.ARTICLE:
        raise CannotReshape("A division begins with an article.")
    run: list[Article] = []
    for article in articles[list(articles).index(first) :]:
        if article.division_id != first.division_id or article.kind != Article.Kind.ARTICLE:
            break
        run.append(article)
    return run


def _cut_off(articles: Sequence[Article], first: Article, division: Division) -> list[Article]:
    """The articles that the new division takes itself; inner divisions of the one that it cuts in two, which begin
    behind `first`, become its own."""
    run = _run_from(articles, first)
    cut = first.division
    while cut is not None and cut.parent_id != division.parent_id:
        cut = cut.parent
    if cut is None or cut.pk == division.parent_id:
        return run
    behind = articles[list(articles).index(first) :]
    families = _families(division.instrument)
    standing_before = {article.division_id for article in articles if article not in behind}
    for child in division.instrument.divisions.filter(parent=cut):
        if not families[child.pk] & standing_before and child.pk != first.division_id:
            Division.objects.filter(pk=child.pk).update(parent=division)
    return run + [article for article in behind if article.division_id == cut.pk and article not in run]


def _place(division: Division, articles: Sequence[Article], first: Article) -> Division:
    """Store it behind the division in which its first article stood until now."""
    instrument = division.instrument
    order = list(instrument.divisions.order_by("position"))
    start = order.index(first.division) + 1 if first.division in order else 0
    division.position = max((other.position for other in order), default=0) + 1
    division.save()
    put_divisions_in_order(instrument, [*order[:start], division, *order[start:]])
    return division


def _families(instrument: Instrument) -> dict[int, set[int]]:
    """Primary key of each division -> its own and those of all that it holds."""
    parents = dict(instrument.divisions.values_list("pk", "parent_id"))
    families: dict[int, set[int]] = {pk: {pk} for pk in parents}
    for pk in parents:
        above = parents[pk]
        while above is not None:
            families[above].add(pk)
            above = parents[above]
    return families


def _heirs(division: Division, articles: Sequence[Article]) -> tuple[Division | None, Division | None]:
    """What the inner divisions of one that is deleted join, and what its articles join, which may be further inside:
    a reader finds them behind the article that now stands before them."""
    families = _families(division.instrument)
    first = next((n for n, article in enumerate(articles) if article.division_id in families[division.pk]), None)
    if first is None:
        raise CannotReshape(f"{division} is gone already.")
    before = articles[first - 1].division if first else None
    if before is not None:
        for sibling in division.instrument.divisions.filter(parent=division.parent).exclude(pk=division.pk):
            if before.pk in families[sibling.pk]:
                return sibling, before
    return division.parent, division.parent


def _start(rest: Sequence[Article], families: dict[int, set[int]], division: Division, after: Division | None) -> int:
    """Where among the other articles the moved ones begin. Raises CannotReshape where it has nothing to move over."""
    if after is not None:
        inside = [place for place, article in enumerate(rest) if article.division_id in families[after.pk]]
        return inside[-1] + 1 if inside else len(rest)
    siblings = division.instrument.divisions.filter(parent=division.parent).exclude(pk=division.pk)
    among = set().union(*(families[pk] for pk in siblings.values_list("pk", flat=True)))
    start = next((place for place, article in enumerate(rest) if article.division_id in among), None)
    if start is None:
        raise CannotReshape(f"{division} stands there already.")
    return start


def _name(division: Division, language: str, words: str, by: Authorship) -> None:
    heading = Heading.objects.select_for_update().filter(division=division, language=language).first()
    heading = heading or Heading(division=division, language=language)
    amending.write_heading(heading, words, author=by.author, reason=by.reason, at=by.at)
