"""Renumbering an instrument: one explicit act of the secretariat, between two editions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from drafts import amending
from drafts.models import Act, Article, Division, Instrument, Relabelling, Text
from drafts.naming import UNITS, slug_of_unit
from drafts.ordering import WITHDRAWN, in_reading_order
from drafts.text.renumbering import Line, Renumbered, StandingArticle, StandingDivision, Wording, renumber

_LONGEST_LABEL = 80


class CannotRenumber(Exception):
    """The act was refused and nothing was changed; the message is one sentence."""


def planned(instrument: Instrument) -> Renumbered:
    """What a renumbering would do to the working text as it stands. Two queries."""
    return _renumbered(instrument, list(Text.objects.of(instrument).in_order()))


def renumber_instrument(*, instrument: Instrument, author: Any, reason: str, at: datetime | None = None) -> Act:
    """Number the working text anew and put its references right.

    1. The instrument and its texts are locked. 2. The act is logged. 3. Each text whose words or clauses change gets a
    new version, of an editorial nature, that names the act. 4. Articles and divisions get their new labels, and
    articles the addresses that go with them; deleted articles leave the working text. 5. The concordance is kept, all
    places in all languages.

    Raises CannotRenumber for a blank reason, a reference instrument, or a text whose numbers are in order.
    """
    if not reason.strip():
        raise CannotRenumber("Say in a few words why: the reason stands in the history of every article.")
    if "\0" in reason:
        raise CannotRenumber("There is a null character in the reason; type it again.")
    if not instrument.is_negotiated:
        raise CannotRenumber("A reference instrument keeps the numbers it was published with.")
    with transaction.atomic():
        Instrument.objects.select_for_update().get(pk=instrument.pk)
        texts = list(Text.objects.of(instrument).select_for_update(of=("self",)).in_order())
        new = _renumbered(instrument, texts)
        if new.changes_nothing:
            raise CannotRenumber("The numbers are in order; there is nothing to change.")
        articles = {text.article_id: text.article for text in texts}
        act = Act.objects.create(
            instrument=instrument,
            kind=Act.Kind.RENUMBER,
            what=_what(new),
            reason=reason.strip(),
            author=author,
            at=at or timezone.now(),
            detail=_detail(new, articles),
        )
        _write_texts(act, texts, new, at)
        _relabel(instrument, new)
        _keep_concordance(act, new.lines)
    return act


def _renumbered(instrument: Instrument, texts: list[Text]) -> Renumbered:
    by_article: dict[int, list[Text]] = {}
    for text in texts:
        by_article.setdefault(text.article_id, []).append(text)
    articles = []
    for group in by_article.values():
        article = group[0].article
        group.sort(key=lambda text: (text.language != instrument.original_language, text.language))
        wordings = {text.language: Wording(text.heading, text.clauses()) for text in group}
        unit = UNITS.get(article.kind, "")
        articles.append(StandingArticle(article.pk, unit, article.label, article.division_id, wordings))
    rows = in_reading_order(
        list(instrument.divisions.order_by("position")), [group[0].article for group in by_article.values()]
    )
    divisions = [StandingDivision(row.pk, row.parent_id, row.kind, row.label) for row in rows]
    return renumber(articles, divisions)


def _what(new: Renumbered) -> str:
    clauses = {line.clause for line in new.lines if line.clause and line.new and line.old != line.new}
    parts = [_counted(len(new.labels), "article"), _counted(len(new.divisions), "division")]
    parts.append(_counted(len(clauses), "clause"))
    told = "The text was renumbered"
    named = ", ".join(part for part in parts if part)
    if named:
        told += f": new numbers for {named}"
    if new.withdrawn:
        told += f"; {_counted(len(new.withdrawn), 'deleted article')} taken out"
    return f"{told}."


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""


def _detail(new: Renumbered, articles: dict[int, Article]) -> dict[str, Any]:
    return {
        "labels": {str(pk): [articles[pk].label, label] for pk, label in new.labels.items()},  # type: ignore[index]
        "withdrawn": {str(pk): articles[pk].label for pk in new.withdrawn},  # type: ignore[index]
        "divisions": {str(pk): label for pk, label in new.divisions.items()},
        "dangling": [[language, one.sentence] for language, one in new.dangling],
        "unclear": [[language, one.sentence] for language, one in new.unclear],
    }


def _write_texts(act: Act, texts: list[Text], new: Renumbered, at: datetime | None) -> None:
    for text in texts:
        wording = new.texts.get((text.article_id, text.language))
        if wording is not None:
            amending.write_version(
                text,
                heading=wording.heading,
                blocks=list(wording.blocks),
                author=act.author,
                reason=act.reason,
                at=at,
                nature=Text.Nature.EDITORIAL,
                act=act,
            )


def _relabel(instrument: Instrument, new: Renumbered) -> None:
    """Labels and addresses. An address is taken once in an instrument, so all that change first step aside."""
    wanted = {pk: (label, slug_of_unit("article", label)) for pk, label in new.labels.items()}
    claimed = {slug for _, slug in wanted.values()}
    others = dict(instrument.articles.exclude(pk__in=wanted).values_list("pk", "slug"))
    displaced = {pk: slug for pk, slug in others.items() if pk in new.withdrawn or slug in claimed}
    taken = claimed | {slug for pk, slug in others.items() if pk not in displaced}
    for pk in [*wanted, *displaced]:
        Article.objects.filter(pk=pk).update(slug=f"~{pk}")
    for pk, (label, slug) in wanted.items():
        Article.objects.filter(pk=pk).update(label=label, slug=slug)
    for pk, former in displaced.items():
        slug = _free(f"{former}-deleted", taken)
        taken.add(slug)
        Article.objects.filter(pk=pk).update(slug=slug)
    Article.objects.filter(pk__in=new.withdrawn).update(is_withdrawn=True, position=F("pk") + WITHDRAWN)
    for pk, label in new.divisions.items():
        Division.objects.filter(pk=pk).update(label=label)


def _free(slug: str, taken: Iterable[str]) -> str:
    """`slug`, with a number behind it where it is taken; at most as long as an address may be."""
    number, found = 1, slug[:40]
    while found in taken:
        number += 1
        found = f"{slug[:36]}-{number}"
    return found


def _keep_concordance(act: Act, lines: list[Line]) -> None:
    places: dict[str, int] = {}
    rows = []
    for line in lines:
        places[line.language] = place = places.get(line.language, 0) + 1
        rows.append(
            Relabelling(
                act=act,
                article_id=line.article,
                clause_id=line.clause,
                language=line.language,
                old_article=line.old_article,
                new_article=line.new_article,
                old=_fitting(line.old),
                new=_fitting(line.new),
                place=place,
            )
        )
    Relabelling.objects.bulk_create(rows, batch_size=500)


def _fitting(path: str) -> str:
    """A path deeper than any treaty's is named by its beginning; the clause itself is named by its id."""
    return path if len(path) <= _LONGEST_LABEL else f"{path[: _LONGEST_LABEL - 1]}…"
