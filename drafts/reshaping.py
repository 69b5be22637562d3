"""Acts on the articles of a whole instrument: one is added, moved, split, merged, deleted. Each is one transaction that
leaves an Act in the log; what it changes of the words are versions that name it. No number of another article changes.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from drafts import amending, guarding
from drafts.guarding import CannotAmend
from drafts.models import Act, Article, Clause, Division, EditionText, Instrument, Text
from drafts.naming import slug_of_unit
from drafts.ordering import WITHDRAWN, put_articles_in_order
from drafts.text import brackets, grammar, identity
from drafts.text.blocks import TOMBSTONE, Block, is_tombstone, new_id
from drafts.text.numbering import LATIN_SUFFIXES


class CannotReshape(Exception):
    """The act was refused; the message is one sentence."""


@dataclass(frozen=True)
class Place:
    """Where an article shall stand: behind another one (None: before all), in a division (None: in no division)."""

    after: Article | None
    division: Division | None


@dataclass(frozen=True)
class Authorship:
    """Who acts, why, and when (None: now)."""

    author: Any
    reason: str
    at: datetime | None = None

    def check(self) -> None:
        if not self.reason.strip():
            raise CannotReshape("Say in a few words why: the reason stands in the history.")
        if "\0" in self.reason:
            raise CannotReshape("There is a null character in what was sent; paste it again as plain text.")


def add_article(
    *, instrument: Instrument, place: Place, heading: str, source: str, by: Authorship, label: str = ""
) -> Article:
    """A new article in the original language. Without `label` it gets the next free one behind its place: "13" at the
    end, else "12 bis", because the numbers of others do not change.

    Raises CannotReshape for a blank reason, a number that is taken, no words at all, or what cannot be stored whole.
    """
    by.check()
    with transaction.atomic():
        articles = locked_articles(instrument)
        label = " ".join(label.split()) or next_label(articles, place.after)
        article = _insert(instrument, articles, place, label)
        blocks, _ = grammar.parse(source, instrument.original_language)
        if not heading.strip() and not blocks:
            raise CannotReshape("An article needs a heading or some words.")
        identity.carry_ids([], blocks)
        act = log_act(instrument, Act.Kind.ADD_ARTICLE, f"{article} was added{_behind(place)}.", by, {"article": label})
        _write(
            Text(article=article, language=instrument.original_language), grammar.canonical(heading), blocks, by, act
        )
    return article


def move_article(*, article: Article, place: Place, by: Authorship) -> Act:
    """The article stands elsewhere; it keeps its number and its words."""
    by.check()
    with transaction.atomic():
        articles = locked_articles(article.instrument)
        _refuse_gone(articles, article)
        was = articles.index(article)
        rest = [other for other in articles if other != article]
        start = was if place.after == article else _place_behind(rest, place.after)
        if place.after == article or (start == was and place.division == article.division):
            raise CannotReshape(f"{article} stands there already.")
        detail = {"article": article.label, "from": was, "to": start, "division": place.division and place.division.pk}
        Article.objects.filter(pk=article.pk).update(division=place.division)
        put_articles_in_order(article.instrument, [*rest[:start], article, *rest[start:]])
        return log_act(article.instrument, Act.Kind.MOVE_ARTICLE, f"{article} was moved{_behind(place)}.", by, detail)


def split_article(*, article: Article, clause: str, heading: str, by: Authorship, label: str = "") -> Article:
    """What begins with the top-level clause `clause` becomes an article of its own behind this one, in every language.
    The clauses keep their identities; frozen numbers that go leave tombstones.

    Raises CannotReshape where the clause does not begin a part of the article in every language.
    """
    by.check()
    instrument = article.instrument
    with transaction.atomic():
        articles = locked_articles(instrument)
        _refuse_gone(articles, article)
        place = Place(article, article.division)
        label = " ".join(label.split()) or next_label(articles, article)
        new = _insert(instrument, articles, place, label)
        what = f"{article} was split: what followed became {new}."
        act = log_act(instrument, Act.Kind.SPLIT_ARTICLE, what, by, {"article": article.label, "new": label})
        tombs: dict[str, str] = {}
        for text in _texts(article):
            stays, goes = _parted(text, clause)
            moving = {block.id for block in goes}
            _write(text, text.heading, _held_without(text, stays, moving, tombs), by, act)
            in_original = text.language == instrument.original_language
            words = grammar.canonical(heading) if in_original else text.heading
            parted = amending.as_typed(goes, text.language)
            _write(Text(article=new, language=text.language), words, parted, by, act)
            Clause.objects.filter(pk__in=moving).update(article=new)
    return new


def merge_articles(*, into: Article, other: Article, by: Authorship) -> Act:
    """The clauses of `other` follow those of `into`, in every language, with their identities; `other` is deleted.

    Raises CannotReshape where one of them is deleted, or `into` has no text in a language of `other`.
    """
    by.check()
    if into == other or into.instrument_id != other.instrument_id:
        raise CannotReshape("Choose another article of the same text.")
    with transaction.atomic():
        articles = locked_articles(into.instrument)
        receiving = {text.language: text for text in _texts(into)}
        leaving = _texts(other)
        for article, texts in ((into, receiving.values()), (other, leaving)):
            _refuse_gone(articles, article)
            if all(is_deleted(text) for text in texts):
                raise CannotReshape(f"{article} is deleted.")
        what = f"{other} was merged into {into}."
        detail = {"into": into.label, "other": other.label}
        act = log_act(into.instrument, Act.Kind.MERGE_ARTICLES, what, by, detail)
        for text in leaving:
            if text.language not in receiving:
                raise CannotReshape(
                    f"{into} has no {text.get_language_display()} text to receive the words of {other}."
                )
            target, moving = receiving[text.language], text.clauses()
            joined = amending.as_typed([*_closed(target.clauses()), *moving], text.language)
            _write(target, target.heading, guarding.hold_numbers(target, joined).blocks, by, act)
            _bury(text, by, act)
            Clause.objects.filter(pk__in=[block.id for block in moving]).update(article=into)
        _withdraw_if_never_issued(other)
    return act


def delete_article(*, article: Article, by: Authorship) -> Act:
    """The article's words go, in every language. Where an edition has it, it keeps its number and reads "[Deleted]";
    else it leaves the working text for good. Its versions stay.

    Raises CannotReshape for agreed words, or an article that is deleted already.
    """
    by.check()
    with transaction.atomic():
        locked_articles(article.instrument)
        texts = _texts(article)
        if all(is_deleted(text) for text in texts):
            raise CannotReshape(f"{article} is deleted already.")
        act = log_act(
            article.instrument, Act.Kind.DELETE_ARTICLE, f"{article} was deleted.", by, {"article": article.label}
        )
        for text in texts:
            _bury(text, by, act)
        _withdraw_if_never_issued(article)
    return act


def is_deleted(text: Any) -> bool:
    """Whether a text (or a version) only keeps the number of an article that was deleted."""
    return text.heading == TOMBSTONE and not text.blocks


def next_label(articles: Sequence[Article], after: Article | None) -> str:
    """The number that an article put in behind `after` gets: the next free "bis" of the number before it, and the next
    number where none follows. Raises CannotReshape where no suffix is left."""
    start = _place_behind(articles, after)
    before, behind = (
        [a for a in part if a.kind == Article.Kind.ARTICLE] for part in (articles[:start], articles[start:])
    )
    if not behind:
        numbers = [int(a.label.split()[0]) for a in before if a.label.split()[0].isdecimal()]
        return str(max(numbers, default=0) + 1)
    base = (before[-1] if before else behind[0]).label.split()[0]
    taken = {article.label for article in articles}
    free = [f"{base} {suffix}" for suffix in LATIN_SUFFIXES if f"{base} {suffix}" not in taken]
    if not free:
        raise CannotReshape(f"There is no free number behind Article {base}: give one.")
    return free[0]


def _place_behind(articles: Sequence[Article], after: Article | None) -> int:
    """Where in the order what stands behind `after` begins. Raises CannotReshape where that is gone."""
    if after is None:
        return 0
    if after not in articles:
        raise CannotReshape("That place is gone; open the page again.")
    return list(articles).index(after) + 1


def _refuse_gone(articles: Sequence[Article], article: Article) -> None:
    if article not in articles:
        raise CannotReshape(f"{article} does not stand in the text any more; open the page again.")


def locked_articles(instrument: Instrument) -> list[Article]:
    """The articles that stand, in order, with the instrument locked against everybody who changes its shape."""
    if not instrument.is_negotiated:
        raise CannotReshape("A reference instrument is imported and never reshaped.")
    Instrument.objects.select_for_update().get(pk=instrument.pk)
    return list(instrument.articles.standing().select_related("division", "instrument").in_order())


def _texts(article: Article) -> list[Text]:
    """Its texts, the original language first, locked against editors who are saving."""
    found = list(Text.objects.select_for_update(of=("self",)).filter(article=article).order_by("language"))
    for text in found:
        text.article = article
    return sorted(found, key=lambda text: text.language != article.instrument.original_language)


def _insert(instrument: Instrument, articles: Sequence[Article], place: Place, label: str) -> Article:
    slug = slug_of_unit(Article.Kind.ARTICLE, label)
    if not slug or len(label) > 20:
        raise CannotReshape("A number is short, such as 12 or 12 bis.")
    if instrument.articles.filter(slug=slug).exists():  # one that was withdrawn keeps an address too
        raise CannotReshape(f"There is an Article {label} already.")
    article = Article.objects.create(
        instrument=instrument, division=place.division, label=label, slug=slug, position=WITHDRAWN - 1
    )
    start = _place_behind(articles, place.after)
    put_articles_in_order(instrument, [*articles[:start], article, *articles[start:]])
    return article


def log_act(instrument: Instrument, kind: str, what: str, by: Authorship, detail: dict[str, Any]) -> Act:
    at = by.at or timezone.now()
    return Act.objects.create(
        instrument=instrument, kind=kind, what=what, reason=by.reason.strip(), author=by.author, at=at, detail=detail
    )


def _write(text: Text, heading: str, blocks: list[Block], by: Authorship, act: Act) -> None:
    try:
        amending.Proposal(heading, "".join(block.text for block in blocks), 0).check(by.reason)
        amending.write_version(
            text, heading=heading, blocks=blocks, author=by.author, reason=by.reason, at=by.at, act=act
        )
    except CannotAmend as refusal:
        raise CannotReshape(str(refusal)) from None


def _bury(text: Text, by: Authorship, act: Act) -> None:
    if not is_deleted(text):
        _write(text, TOMBSTONE, [], by, act)


def _withdraw_if_never_issued(article: Article) -> None:
    if EditionText.objects.filter(article=article).exists():
        return
    Article.objects.filter(pk=article.pk).update(
        is_withdrawn=True, slug=f"withdrawn-{article.pk}", position=WITHDRAWN + article.pk
    )


def _parted(text: Text, clause: str) -> tuple[list[Block], list[Block]]:
    blocks = text.clauses()
    place = next((place for place, block in enumerate(blocks) if block.id == clause), 0)
    block = blocks[place] if blocks else None
    options = [other.kind for other in blocks[:place] if other.kind in ("option", "end")]
    inside = bool(options) and options[-1] == "option"
    if not place or block is None or block.depth or block.kind == "end" or (inside and block.kind != "option"):
        raise CannotReshape(
            f"The {text.get_language_display()} text of {text.article} cannot be split there: choose a paragraph of "
            "the first level that is not the first one and stands in no option."
        )
    if brackets.opened_before(blocks)[place] or (inside and block.kind == "option"):
        raise CannotReshape(f"A bracket or a choice of options of {text.article} runs over that place.")
    return blocks[:place], blocks[place:]


def _held_without(text: Text, stays: list[Block], moving: set[str], tombs: dict[str, str]) -> list[Block]:
    """What stays, with tombstones for frozen numbers, as clauses of their own: the others live on elsewhere. `tombs`
    are the ids that they got in the languages before, so that one tombstone is one clause."""
    held = [copy(block) for block in guarding.hold_numbers(text, stays).blocks]
    for block in held:
        if block.id in moving and is_tombstone(block):
            block.id = tombs.setdefault(block.id, new_id())
    return held


def _closed(blocks: list[Block]) -> list[Block]:
    """With “End of options” behind options that ran to the end of the article."""
    edges = [block.kind for block in blocks if block.kind in ("option", "end")]
    return [*blocks, Block("", "end", id=new_id())] if edges and edges[-1] == "option" else blocks


def _behind(place: Place) -> str:
    return f" behind {place.after}" if place.after else " at the beginning"
